using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>Hubs whose halves are written, and read, many at once.</summary>
public sealed class CrowdedRunTests
{
    private static readonly TimeSpan Write = TimeSpan.FromSeconds(10);

    // A GET and the answer to a PUT, as the fake has them.
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(250);

    // In virtual time, so that the load of the machine does not tell. LockRuleTests holds the same against the simulation.
    [Theory]
    [InlineData("BothNetworks", 10, 1.08)]
    [InlineData("BothNetworks", 40, 1.08)]
    [InlineData("LocalNetwork", 10, 1.08)]
    [InlineData("LocalNetwork", 40, 1.08)]
    [InlineData("None", 10, 1.1)]
    [InlineData("None", 40, 1.15)]
    public void Hub_takes_little_more_than_its_lock_rule_allows(string rule, int spokes, double most)
    {
        var estate = Hub(spokes);
        estate.Arm.Locks = Enum.Parse<FakeLocks>(rule);
        var report = estate.Run(Plan(estate, spokes));

        Assert.True(report.Succeeded);
        var row = estate.Arm.Locks switch
        {
            FakeLocks.BothNetworks => 2 * spokes,
            FakeLocks.LocalNetwork => spokes + 1,
            _ => 2,
        };
        Assert.InRange(report.Elapsed / (row * Write), 1, most);
        Assert.Equal(0, estate.Time.Waiting);
    }

    // What is there is written with the ETag that was read just before, and a hub shares one with all its halves: each write makes it old.
    [Theory]
    [InlineData("BothNetworks", 10, false)]
    [InlineData("BothNetworks", 50, false)]
    [InlineData("LocalNetwork", 10, false)]
    [InlineData("LocalNetwork", 50, false)]
    [InlineData("None", 10, false)]
    [InlineData("None", 50, false)]
    [InlineData("BothNetworks", 10, true)]
    [InlineData("BothNetworks", 50, true)]
    [InlineData("LocalNetwork", 10, true)]
    [InlineData("LocalNetwork", 50, true)]
    [InlineData("None", 10, true)]
    [InlineData("None", 50, true)]
    public void Halves_that_are_there_take_little_more_than_their_lock_rule_allows(string rule, int spokes, bool deletes)
    {
        var estate = Hub(spokes);
        for (var i = 0; i < spokes; i++)
        {
            estate.WithHalf("hub", $"s{i}", "Connected").WithHalf($"s{i}", "hub", "Connected");
        }

        estate.Arm.Locks = Enum.Parse<FakeLocks>(rule);
        ResourceId[] all = [.. Enumerable.Range(0, spokes).Select(i => Net($"s{i}"))];
        var plan = deletes ? HubSpokeRemover.Create(estate.Topology, new(Net("hub"), [.. all]) { AllowLoss = true })
            : HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [.. all]) { AllowForwardedTraffic = true, AllowForwardedTrafficToHub = true });
        Assert.Equal(2 * spokes, plan.Changes.Count(c => c.Writes));
        var report = estate.Run(plan);

        Assert.True(report.Succeeded);

        // Where nothing locks, writes with a current ETag stand in a row all the same: each is read and sent by itself.
        var bound = estate.Arm.Locks switch
        {
            FakeLocks.BothNetworks => 2 * spokes * Write,
            FakeLocks.LocalNetwork => (spokes + 1) * Write,
            _ => (2 * Write) + (2 * spokes * RoundTrip),
        };
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{rule}, {spokes} spokes, deletes {deletes}: {report.Elapsed / bound:F3}, {estate.Arm.Writes.Count} sent, {estate.Arm.Reads} reads"));
        Assert.InRange(report.Elapsed / bound, 0.8, 1.2);
        Assert.Equal(0, estate.Time.Waiting);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public void What_has_its_lanes_for_itself_starts_so_many_at_once(int limit)
    {
        var time = new VirtualTime();
        ImmutableArray<Change> changes = [.. Enumerable.Range(0, 40).Select(i => new Change(Net($"n{i}"), ChangeKind.Delete, $"change {i}")
        {
            Key = $"c{i}", Lanes = [Net($"n{i}")],
        })];
        var arm = new LaneArm(time, changes, busyPercent: 20, seed: limit);
        var report = time.Run(() => new PlanRunner(arm, new() { JitterSeed = 1, SoloLimit = limit }, StepWriter.Nowhere)
            .RunAsync(new("many") { Changes = changes }, CancellationToken.None));

        Assert.All(report.Results, r => Assert.Equal(arm.Refused.Contains(r.Resource) ? ChangeOutcome.Failed : ChangeOutcome.Done, r.Outcome));
        Assert.Equal(limit, arm.MostAtOnce);
        Assert.Equal(0, time.Waiting);
    }

    [Fact]
    public void Halves_of_peerings_are_not_counted_among_them()
    {
        var estate = Hub(12);
        estate.Arm.Locks = FakeLocks.None;
        var report = estate.Run(Plan(estate, 12), new() { JitterSeed = 1, SoloLimit = 1 });

        Assert.True(report.Succeeded);
        Assert.InRange(report.Elapsed / (2 * Write), 1, 1.1);
    }

    [Theory]
    [InlineData("BothNetworks", false)]
    [InlineData("LocalNetwork", false)]
    [InlineData("None", false)]
    [InlineData("None", true)]
    public void Stop_in_the_middle_leaves_nothing_waiting(string rule, bool someNeverEnd)
    {
        // While the first halves are read and sent, while their operations run, while lists are gathered, and in the second halves.
        foreach (var milliseconds in (int[])[1, 240, 500, 590, 630, 900, 5000, 10_300, 10_590, 10_640, 11_000, 15_000, 20_520, 21_300])
        {
            var estate = Hub(14);
            estate.Arm.Locks = Enum.Parse<FakeLocks>(rule);
            estate.Arm.Faults = (_, n) => someNeverEnd && n % 5 == 0 ? Fault.NeverEnds : Fault.None;
            var at = TimeSpan.FromMilliseconds(milliseconds);
            using var stop = new CancellationTokenSource();
            var timer = estate.Time.CreateTimer(_ => stop.Cancel(), null, at, Timeout.InfiniteTimeSpan);
            var told = new List<string>();
            var report = estate.Run(Plan(estate, 14), new() { JitterSeed = 1, OnResult = r => told.Add(r.Change.Key) }, stop.Token);
            timer.Dispose();

            Assert.InRange(report.Elapsed, TimeSpan.Zero, at + RunOptions.Grace + TimeSpan.FromSeconds(1));
            Assert.Equal(report.Results.Select(r => r.Change.Key).Order(), told.Order());
            Assert.All(report.Results.Where(r => r.Outcome == ChangeOutcome.Done),
                r => Assert.Contains(estate.Arm.Log, w => w.Resource == r.Resource));
            Assert.All(report.Results.Where(r => r.Outcome is ChangeOutcome.NotStarted or ChangeOutcome.Skipped), r => Assert.Equal(0, r.Attempts));
            Assert.Equal(0, estate.Time.Waiting);
        }
    }

    // What a list of peerings holds is not to end a run, whatever it is: each is read by itself then.
    [Fact]
    public void List_that_cannot_be_read_costs_time_only()
    {
        var estate = Hub(14);
        estate.Arm.Locks = FakeLocks.None;
        estate.Arm.ListBody = """{"value":[{"id":7,"etag":{} }]}""";
        var report = estate.Run(Plan(estate, 14));

        Assert.True(report.Succeeded);
        Assert.InRange(report.Elapsed / (2 * Write), 1, 1.3);
    }

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
}
