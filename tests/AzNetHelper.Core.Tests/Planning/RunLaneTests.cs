using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>Who waits for whom: lanes and slots of what is refused, lost or stopped.</summary>
public sealed class RunLaneTests
{
    private static readonly TimeSpan Write = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("Conflict409")]
    [InlineData("Retryable429")]
    [InlineData("NotProvisioned400")]
    [InlineData("Precondition412")]
    public void Spoke_that_is_busy_for_long_does_not_hold_up_the_others_of_its_hub(string fault)
    {
        var estate = Hub(spokes: 10);
        var busy = TimeSpan.FromMinutes(8);
        estate.Arm.Faults = (write, _) => Concerns(write, "s0") && estate.Time.Now < busy ? Enum.Parse<Fault>(fault) : Fault.None;
        var report = estate.Run(Plan(estate, 10));

        Assert.True(report.Succeeded);
        var others = estate.Arm.Log.Where(w => !w.Resource.ToString().Contains("s0", StringComparison.Ordinal)).ToArray();
        Assert.Equal(18, others.Length);
        Assert.InRange(others.Max(w => w.End) / (18 * Write), 1, 1.1);

        // Tried again until it is free, and not much later than that.
        Assert.InRange(report.Elapsed, busy, busy + TimeSpan.FromSeconds(31) + (2.1 * Write));
        Assert.InRange(report.Results[0].Attempts, 10, 80);
    }

    // What opens between two looks at the clock is started all the same, however long the looks lie apart.
    [Fact]
    public void Run_goes_on_after_a_throttling_on_a_clock_that_does_not_stand_still()
    {
        for (var milliseconds = 1; milliseconds < 200; milliseconds++)
        {
            var estate = Hub(spokes: 2);
            estate.Time.Creep = TimeSpan.FromMilliseconds(milliseconds);
            estate.Arm.Faults = (_, number) => number % 2 == 0 ? Fault.Throttled429 : Fault.None;
            var report = estate.Run(Plan(estate, 2), new() { ThrottleLimit = 1, JitterSeed = 1, Timeout = TimeSpan.FromHours(20) });

            Assert.True(report.Succeeded, $"{milliseconds} ms: {string.Join("; ", report.Results.Select(r => $"{r.Outcome} {r.Error?.Message}"))}");
        }
    }

    [Fact]
    public void Pause_gives_the_slot_to_others()
    {
        var estate = Pairs(3);
        estate.Arm.Faults = (write, _) => Concerns(write, "a0") && estate.Time.Now < TimeSpan.FromMinutes(5) ? Fault.Conflict409 : Fault.None;
        var report = estate.Run(PairPlan(estate, 3), new() { ThrottleLimit = 1, JitterSeed = 1 });

        Assert.True(report.Succeeded);
        Assert.InRange(estate.Arm.Log.Where(w => w.Resource.Parent != Net("a0") && w.Resource.Parent != Net("b0")).Max(w => w.End) / (4 * Write), 1, 1.1);
    }

    [Fact]
    public void Every_spoke_busy_for_a_while_gets_its_turn_and_so_do_the_rest()
    {
        var estate = Hub(spokes: 40);
        var busy = TimeSpan.FromMinutes(4);
        estate.Arm.Faults = (write, _) => Enumerable.Range(0, 20).Any(i => Concerns(write, $"s{i}")) && estate.Time.Now < busy ? Fault.Conflict409 : Fault.None;
        var report = estate.Run(Plan(estate, 40), new() { Timeout = TimeSpan.FromHours(1), JitterSeed = 1 });

        Assert.True(report.Succeeded);

        // Half of them can be written from the start, but the busy ones stand first: until the first of the others has its
        // turn, one refusal after another looks like a busy hub, which rests in between.
        Assert.InRange(report.Elapsed / (80 * Write), 1, 1.3);
    }

    [Fact]
    public void Hub_that_is_busy_itself_is_not_asked_once_a_spoke()
    {
        var estate = Hub(spokes: 100);
        var busy = TimeSpan.FromMinutes(3);
        estate.Arm.Faults = (_, _) => estate.Time.Now < busy ? Fault.Conflict409 : Fault.None;
        var report = estate.Run(Plan(estate, 100), new() { Timeout = TimeSpan.FromHours(2), JitterSeed = 1 });

        Assert.True(report.Succeeded);
        Assert.InRange(estate.Arm.Writes.Count - 200, 10, 60);
        Assert.InRange(report.Elapsed, busy + (200 * Write), busy + (200 * Write * 1.05));
    }

    [Theory]
    [InlineData("LostAfter")]
    [InlineData("StatusLost")]
    public void Write_that_may_be_at_work_keeps_its_lanes(string fault)
    {
        var estate = Hub(spokes: 4);
        var sent = new List<TimeSpan>();
        estate.Arm.Faults = (write, n) =>
        {
            sent.Add(estate.Time.Now);
            return n == 1 ? Enum.Parse<Fault>(fault) : Fault.None;
        };
        var report = estate.Run(Plan(estate, 4));

        // Of the second write, which was under way already, nothing is sent again either.
        Assert.True(report.Succeeded);
        Assert.Equal(8, estate.Arm.Log.Count);
        var (from, to) = fault == "LostAfter" ? (TimeSpan.FromSeconds(0.5), estate.Arm.Log[0].End) : (estate.Arm.Log[0].End, estate.Arm.Log[0].End);
        Assert.DoesNotContain(sent, at => at > from && at < to);
    }

    [Fact]
    public void Stop_ends_a_pause_at_once()
    {
        var estate = Hub(spokes: 1);
        using var stop = new CancellationTokenSource();
        estate.Arm.Faults = (_, _) => Fault.Conflict409;
        estate.Time.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan);
        var report = estate.Run(Plan(estate, 1), stop: stop.Token);

        Assert.Equal(TimeSpan.FromSeconds(100), report.Elapsed);
        Assert.Equal((ChangeOutcome.Failed, "RunStopped"), (report.Results[0].Outcome, report.Results[0].Error!.Id));
        Assert.Equal(ChangeOutcome.Skipped, report.Results[1].Outcome);
    }

    [Fact]
    public void Stop_is_told_at_once_of_what_queues_again_while_a_write_is_in_flight()
    {
        var estate = Hub(spokes: 2);
        estate.Arm.WriteTime = TimeSpan.FromSeconds(25);
        using var stop = new CancellationTokenSource();
        estate.Arm.Faults = (write, _) => Concerns(write, "s0") ? Fault.Conflict409 : Fault.None;
        estate.Time.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromSeconds(15), Timeout.InfiniteTimeSpan);
        var told = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var options = new RunOptions { JitterSeed = 1, OnResult = r => told[r.Change.Key] = estate.Time.Now };
        var report = estate.Run(Plan(estate, 2), options, stop.Token);

        Assert.Equal(
            [ChangeOutcome.Failed, ChangeOutcome.Skipped, ChangeOutcome.Done, ChangeOutcome.NotStarted], report.Results.Select(r => r.Outcome));
        Assert.Equal("RunStopped", report.Results[0].Error!.Id);
        Assert.InRange(report.Results[0].Attempts, 1, 3);
        Assert.Equal(TimeSpan.FromSeconds(15), told[report.Results[0].Change.Key]);
        Assert.True(told[report.Results[2].Change.Key] > TimeSpan.FromSeconds(25));
    }

    [Fact]
    public void Deadline_ends_what_queues_again()
    {
        var estate = Hub(spokes: 2);
        estate.Arm.Faults = (write, _) => Concerns(write, "s0") ? Fault.Conflict409 : Fault.NeverEnds;
        var report = estate.Run(Plan(estate, 2), new() { Timeout = TimeSpan.FromMinutes(2), JitterSeed = 1 });

        Assert.Equal(TimeSpan.FromMinutes(2), report.Elapsed);
        Assert.Equal(
            [(ChangeOutcome.Failed, "OperationTimeout"), (ChangeOutcome.Skipped, "ChangeSkipped"), (ChangeOutcome.Unknown, "OperationTimeout"),
                (ChangeOutcome.Skipped, "ChangeSkipped")],
            report.Results.Select(r => (r.Outcome, r.Error!.Id)));
        Assert.Contains("Another operation on this", report.Results[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_write_starts_before_the_time_that_a_throttled_one_was_told()
    {
        var estate = Pairs(20);
        var (sent, until) = (new List<TimeSpan>(), TimeSpan.MaxValue);
        estate.Arm.Faults = (_, n) =>
        {
            sent.Add(estate.Time.Now);
            if (n != 5)
            {
                return Fault.None;
            }

            until = estate.Time.Now + FakeArm.ThrottledFor;
            return Fault.Throttled429;
        };
        var report = estate.Run(PairPlan(estate, 20), new() { ThrottleLimit = 4, JitterSeed = 1 });

        Assert.True(report.Succeeded);
        Assert.DoesNotContain(sent, at => at > until - FakeArm.ThrottledFor && at < until);
        Assert.InRange(sent.First(at => at >= until) - until, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(41, sent.Count);
    }

    private static bool Concerns(ArmWrite write, string spoke) =>
        write.Path.EndsWith($"-to-{spoke}", StringComparison.Ordinal) || write.Path.Contains($"/{spoke}/", StringComparison.Ordinal);

    private static Estate Hub(int spokes)
    {
        var estate = new Estate().With("hub", "10.0.0.0/16");
        for (var i = 0; i < spokes; i++)
        {
            estate.With($"s{i}", $"10.{i + 1}.0.0/16");
        }

        return estate;
    }

    private static Plan Plan(Estate estate, int spokes) =>
        HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [.. Enumerable.Range(0, spokes).Select(i => Net($"s{i}"))]));

    private static Estate Pairs(int count)
    {
        var estate = new Estate();
        for (var i = 0; i < count; i++)
        {
            estate.With($"a{i}", $"10.{i}.0.0/16").With($"b{i}", $"10.{i + 100}.0.0/16");
        }

        return estate;
    }

    private static Plan PairPlan(Estate estate, int count) => new("pairs")
    {
        Changes = [.. Enumerable.Range(0, count).SelectMany(i => VNetPeeringPlanner.Create(estate.Topology, new(Net($"a{i}"), Net($"b{i}"))).Changes)],
    };
}
