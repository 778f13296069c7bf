using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

public sealed class PlanRunnerTests
{
    [Fact]
    public void Hub_and_spokes_end_connected_and_a_second_plan_is_empty()
    {
        var estate = Hub(spokes: 3).WithGateway("hub");
        var report = estate.Run(Plan(estate, 3, useGateway: true));

        Assert.True(report.Succeeded);
        Assert.Equal(6, report.Results.Count(r => r.Outcome == ChangeOutcome.Done));
        Assert.All(report.Results, r => Assert.Contains("\"peeringState\":\"Connected\"", r.Document, StringComparison.Ordinal));
        Assert.True(Plan(estate, 3, useGateway: true).IsEmpty);
        Assert.Equal(6, estate.Arm.Log.Count);
    }

    [Fact]
    public void Same_plan_run_twice_writes_nothing_the_second_time()
    {
        var estate = Hub(spokes: 2);
        var plan = Plan(estate, 2);
        estate.Run(plan);
        var written = estate.Arm.Writes.Count;
        var report = estate.Run(plan);

        Assert.All(report.Results, r => Assert.Equal((ChangeOutcome.Unchanged, 0), (r.Outcome, r.Attempts)));
        Assert.Equal((4, written), (estate.Arm.Log.Count, estate.Arm.Writes.Count));
    }

    [Fact]
    public void Independent_pairs_run_side_by_side_up_to_the_limit()
    {
        var estate = new Estate();
        var plan = new Plan("pairs");
        for (var i = 0; i < 6; i++)
        {
            estate.With($"a{i}", $"10.{i}.0.0/16").With($"b{i}", $"10.{i + 100}.0.0/16");
        }

        for (var i = 0; i < 6; i++)
        {
            var pair = VNetPeeringPlanner.Create(estate.Topology, new(Net($"a{i}"), Net($"b{i}")));
            plan = plan with { Changes = plan.Changes.AddRange(pair.Changes) };
        }

        Assert.True(estate.Run(plan, new() { ThrottleLimit = 3, JitterSeed = 1 }).Succeeded);

        var mostAtOnce = estate.Arm.Log.Max(w => estate.Arm.Log.Count(o => o.Start <= w.Start && w.Start < o.End));
        Assert.Equal(3, mostAtOnce);
    }

    [Fact]
    public void Writes_on_a_hub_follow_one_another_without_a_gap_worth_speaking_of()
    {
        var estate = Hub(spokes: 20);
        var report = estate.Run(Plan(estate, 20));

        // The lock rule allows no less than 40 writes of 10 s; each costs a read and a round trip more.
        var bound = TimeSpan.FromSeconds(400);
        Assert.True(report.Succeeded);
        Assert.InRange(report.Elapsed / bound, 1.0, 1.05);
    }

    [Fact]
    public void Dependencies_are_done_before_and_skipped_after_a_failure_while_others_complete()
    {
        var estate = Hub(spokes: 3);
        estate.Arm.Faults = (write, _) => write.Path.EndsWith("/hub-to-s1", StringComparison.Ordinal) ? Fault.Refused : Fault.None;
        var report = estate.Run(Plan(estate, 3));

        Assert.Equal(
            [ChangeOutcome.Done, ChangeOutcome.Done, ChangeOutcome.Failed, ChangeOutcome.Skipped, ChangeOutcome.Done, ChangeOutcome.Done],
            report.Results.Select(r => r.Outcome));
        Assert.Equal(("AuthorizationFailed", FailureKind.PermissionDenied), (report.Results[2].Error!.Id, report.Results[2].Error!.Kind));
        Assert.Equal("ChangeSkipped", report.Results[3].Error!.Id);
        Assert.Equal(1, report.Results[2].Attempts);
    }

    [Theory]
    [InlineData("Conflict409")]
    [InlineData("Retryable429")]
    [InlineData("NotProvisioned400")]
    [InlineData("Precondition412")]
    [InlineData("PollBusy")]
    [InlineData("PollSuperseded")]
    [InlineData("LostBefore")]
    public void Conflict_is_waited_out_and_the_write_repeated(string fault)
    {
        var estate = Hub(spokes: 1);
        estate.Arm.Faults = (_, n) => n <= 3 ? Enum.Parse<Fault>(fault) : Fault.None;
        var report = estate.Run(Plan(estate, 1));

        Assert.True(report.Succeeded, report.Results[0].Error?.Message);
        Assert.Equal(4, report.Results[0].Attempts);
        Assert.Equal(ChangeOutcome.Done, report.Results[0].Outcome);
    }

    [Theory]
    [InlineData("LostAfter")]
    [InlineData("StatusLost")]
    public void Write_that_took_place_though_its_answer_was_lost_is_not_sent_again(string fault)
    {
        var estate = Hub(spokes: 1);
        estate.Arm.Faults = (_, n) => n == 1 ? Enum.Parse<Fault>(fault) : Fault.None;
        var report = estate.Run(Plan(estate, 1));

        Assert.True(report.Succeeded);
        Assert.Equal((ChangeOutcome.Done, 1), (report.Results[0].Outcome, report.Results[0].Attempts));
        Assert.Equal(2, estate.Arm.Writes.Count);
    }

    [Fact]
    public void Answers_that_are_always_lost_are_reported_and_not_hammered()
    {
        var estate = Hub(spokes: 1);
        estate.Arm.Faults = (_, _) => Fault.LostBefore;
        var report = estate.Run(Plan(estate, 1));

        Assert.Equal(("NoAnswer", ChangeOutcome.Failed, 6), (report.Results[0].Error!.Id, report.Results[0].Outcome, report.Results[0].Attempts));
        Assert.Equal(6, estate.Arm.Writes.Count);
    }

    [Fact]
    public void Retry_waits_as_long_as_the_service_asks()
    {
        var estate = Hub(spokes: 1);
        var sent = new List<TimeSpan>();
        estate.Arm.Faults = (_, n) =>
        {
            sent.Add(estate.Time.Now);
            return n == 1 ? Fault.Retryable429 : Fault.None;
        };
        estate.Run(Plan(estate, 1));

        Assert.InRange((sent[1] - sent[0]).TotalSeconds, 7, 9);
    }

    [Fact]
    public void Resource_in_state_Failed_is_no_conflict()
    {
        var busy = new ArmException(400, "ReferencedResourceNotProvisioned", "Resource is in Updating state and so on.");
        var failed = new ArmException(400, "ReferencedResourceNotProvisioned", "Resource is in Failed state and so on.");
        var inside = new ArmException(429, "RetryableError", "A retryable error occurred.")
        {
            Details = [new("ReferencedResourceNotProvisioned", "Resource is in Failed state.")],
        };

        Assert.Equal(Conflict.Busy, ConflictRules.Of(busy));
        Assert.Equal(Conflict.None, ConflictRules.Of(failed));
        Assert.Equal(Conflict.None, ConflictRules.Of(inside));
    }

    [Fact]
    public void Drift_is_reported_with_the_members_and_nothing_is_overwritten()
    {
        var estate = Hub(spokes: 1).WithHalf("hub", "s0", "Connected").WithHalf("s0", "hub", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s0")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        estate.Arm[Half("hub", "hub-to-s0")]["properties"]!["allowVirtualNetworkAccess"] = false;
        var report = estate.Run(plan);

        Assert.Equal(("PlanDrifted", ChangeOutcome.Failed), (report.Results[0].Error!.Id, report.Results[0].Outcome));
        Assert.Contains("properties.allowVirtualNetworkAccess is false, not true", report.Results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Empty(estate.Arm.Writes);
    }

    [Fact]
    public void Change_that_somebody_else_made_meanwhile_is_no_drift()
    {
        var estate = Hub(spokes: 1).WithHalf("hub", "s0", "Connected").WithHalf("s0", "hub", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s0")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        estate.Arm[Half("hub", "hub-to-s0")]["properties"]!["allowForwardedTraffic"] = true;

        Assert.Equal(ChangeOutcome.Unchanged, estate.Run(plan).Results[0].Outcome);
        Assert.Empty(estate.Arm.Writes);
    }

    [Fact]
    public void Neighbours_write_between_read_and_write_costs_a_try_and_not_the_change()
    {
        var estate = Hub(spokes: 2);
        var stolen = false;
        estate.Arm.OnRequest = request =>
        {
            if (request.StartsWith("Put", StringComparison.Ordinal) && !stolen)
            {
                stolen = true;
                estate.Arm.Touch(Net("hub"));
            }
        };
        estate.WithHalf("hub", "s0", "Initiated");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s0")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        var report = estate.Run(plan);

        Assert.True(report.Succeeded);
        Assert.Equal(2, report.Results[0].Attempts);
        Assert.All(estate.Arm.Writes.Where(w => w.Path.EndsWith("hub-to-s0", StringComparison.Ordinal)), w => Assert.NotNull(w.IfMatch));
    }

    [Fact]
    public void Deadline_leaves_the_operation_to_be_waited_for_later()
    {
        var estate = Hub(spokes: 2);
        estate.Arm.Faults = (_, _) => Fault.NeverEnds;
        var report = estate.Run(Plan(estate, 2), new() { Timeout = TimeSpan.FromMinutes(2), JitterSeed = 1 });

        Assert.Equal(ChangeOutcome.Unknown, report.Results[0].Outcome);
        Assert.Equal("OperationTimeout", report.Results[0].Error!.Id);
        Assert.NotNull(report.Results[0].Operation!.StatusUri);
        Assert.Equal(
            [ChangeOutcome.Unknown, ChangeOutcome.Skipped, ChangeOutcome.Failed, ChangeOutcome.Skipped], report.Results.Select(r => r.Outcome));
        Assert.Equal("OperationTimeout", report.Results[2].Error!.Id);
        Assert.InRange(report.Elapsed, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2.1));
    }

    [Fact]
    public void Conflict_without_end_ends_at_the_deadline_with_the_last_answer()
    {
        var estate = Hub(spokes: 1);
        estate.Arm.Faults = (_, _) => Fault.Conflict409;
        var report = estate.Run(Plan(estate, 1), new() { Timeout = TimeSpan.FromMinutes(5), JitterSeed = 1 });

        Assert.Equal((ChangeOutcome.Failed, "OperationTimeout"), (report.Results[0].Outcome, report.Results[0].Error!.Id));
        Assert.Contains("Another operation on this or dependent resource", report.Results[0].Error!.Message, StringComparison.Ordinal);
        Assert.InRange(report.Results[0].Attempts, 10, 20);
    }

    [Fact]
    public void Stop_starts_nothing_more_and_lets_the_write_in_flight_end()
    {
        var estate = Hub(spokes: 3);
        using var stop = new CancellationTokenSource();
        estate.Arm.Faults = (write, _) =>
        {
            if (ResourceId.Parse(write.Path).Parent == Net("s0"))
            {
                stop.Cancel();
            }

            return Fault.None;
        };
        var report = estate.Run(Plan(estate, 3), stop: stop.Token);

        // The pair that was begun is the only one that was: its second half comes before the first ones of others.
        Assert.Equal([ChangeOutcome.Done, ChangeOutcome.Done], report.Results.Take(2).Select(r => r.Outcome));
        Assert.Equal(2, estate.Arm.Log.Count);
        Assert.All(report.Results.Skip(2), r => Assert.Contains(r.Outcome, new[] { ChangeOutcome.NotStarted, ChangeOutcome.Failed, ChangeOutcome.Skipped }));
        Assert.All(report.Results.Where(r => r.Outcome is ChangeOutcome.NotStarted or ChangeOutcome.Failed), r => Assert.Equal("RunStopped", r.Error!.Id));
        Assert.Equal("Connected", estate.State("hub", "s0"));
    }

    [Fact]
    public void Stop_waits_a_bounded_time_only()
    {
        var estate = Hub(spokes: 1);
        using var stop = new CancellationTokenSource();
        estate.Arm.Faults = (_, _) =>
        {
            stop.Cancel();
            return Fault.NeverEnds;
        };
        var report = estate.Run(Plan(estate, 1), stop: stop.Token);

        Assert.Equal(ChangeOutcome.Unknown, report.Results[0].Outcome);
        Assert.NotNull(report.Results[0].Operation);
        Assert.InRange(report.Elapsed, RunOptions.Grace, RunOptions.Grace + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Declined_change_takes_its_pair_with_it_and_no_other()
    {
        var estate = Hub(spokes: 2);
        var plan = Plan(estate, 2);
        var report = estate.Run(plan, new() { Declined = [plan.Changes[1].Key], JitterSeed = 1 });

        Assert.Equal(
            [ChangeOutcome.Skipped, ChangeOutcome.Declined, ChangeOutcome.Done, ChangeOutcome.Done], report.Results.Select(r => r.Outcome));
        Assert.Contains("was declined", report.Results[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_that_does_not_stay_as_written_is_reported_as_not_as_wanted()
    {
        var estate = Hub(spokes: 1);
        estate.Arm.OnRequest = request =>
        {
            if (request.StartsWith("GET", StringComparison.Ordinal) && estate.Arm.Log.Count == 2)
            {
                estate.Arm[Half("hub", "hub-to-s0")]["properties"]!["peeringState"] = "Disconnected";
            }
        };
        var report = estate.Run(Plan(estate, 1));

        Assert.Equal((ChangeOutcome.Failed, "NotAsWanted"), (report.Results[0].Outcome, report.Results[0].Error!.Id));
        Assert.Contains("peeringState", report.Results[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_is_told_once_complete_and_progress_counts()
    {
        var estate = Hub(spokes: 3);
        var channel = Channel.CreateUnbounded<Step>();
        var groups = new List<string>();
        var options = new RunOptions { JitterSeed = 1, OnGroup = g => groups.Add($"{ResourceId.Parse(g[0].Change.Group).Name}:{g.Length}") };
        estate.Time.Run(() => new PlanRunner(estate.Arm, options, new StepWriter(channel.Writer)).RunAsync(Plan(estate, 3), default));
        channel.Writer.Complete();
        var progress = channel.Reader.ReadAllAsync().ToBlockingEnumerable().OfType<ProgressStep>().ToArray();

        Assert.Equal(["s0:2", "s1:2", "s2:2"], groups.Order(StringComparer.Ordinal));
        Assert.Equal((6, 6), (progress[^2].Done, progress[^2].Total));
        Assert.True(progress[^1].Ended);
        Assert.Contains(progress, p => p.Status == "2 of 6: Create peering 's0-to-hub' in s0");
    }

    [Fact]
    public void Member_that_cannot_be_sent_back_is_told()
    {
        var estate = Hub(spokes: 1).WithHalf("hub", "s0", "Connected").WithHalf("s0", "hub", "Connected");
        estate.Arm[Half("hub", "hub-to-s0")]["properties"]!["fromTheFuture"] = 1;
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s0")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        var channel = Channel.CreateUnbounded<Step>();
        var report = estate.Time.Run(() => new PlanRunner(estate.Arm, new() { JitterSeed = 1 }, new StepWriter(channel.Writer)).RunAsync(plan, default));
        channel.Writer.Complete();

        var notice = Assert.Single(channel.Reader.ReadAllAsync().ToBlockingEnumerable().OfType<NoticeStep>());
        Assert.Equal(("MemberDropped", NoticeSeverity.Warning), (notice.Id, notice.Severity));
        Assert.Contains("properties.fromTheFuture", notice.Message, StringComparison.Ordinal);
        Assert.True(report.Succeeded);
    }

    [Fact]
    public void Token_that_ends_too_soon_leaves_the_operation()
    {
        var estate = Hub(spokes: 1);
        var arm = new ShortToken(estate.Arm);
        var report = estate.Time.Run(() => new PlanRunner(arm, new() { JitterSeed = 1 }, StepWriter.Nowhere).RunAsync(Plan(estate, 1), default));

        Assert.Equal((ChangeOutcome.Unknown, "TokenExpiresSoon"), (report.Results[0].Outcome, report.Results[0].Error!.Id));
        Assert.NotNull(report.Results[0].Operation);
        Assert.Equal(ChangeOutcome.Skipped, report.Results[1].Outcome);
    }

    [Fact]
    public void Plan_with_problems_or_a_broken_graph_is_refused()
    {
        var estate = Hub(spokes: 1);
        var change = new Change(Net("hub"), ChangeKind.Delete, "x") { DependsOn = ["nothing"] };
        var sick = new Plan("x") { Problems = [new("A", "b", Net("hub"))] };

        Assert.Throws<ArgumentException>(() => estate.Run(sick));
        Assert.Throws<ArgumentException>(() => estate.Run(new Plan("x") { Changes = [change] }));
        Assert.Throws<ArgumentException>(() => estate.Run(new Plan("x") { Changes = [change with { DependsOn = [] }, change with { DependsOn = [] }] }));
        Assert.Empty(estate.Arm.Writes);
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

    private static Plan Plan(Estate estate, int spokes, bool? useGateway = null) => HubSpokePlanner.Create(estate.Topology,
        new(Net("hub"), [.. Enumerable.Range(0, spokes).Select(i => Net($"s{i}"))]) { UseHubGateway = useGateway });

    private sealed class ShortToken(IArm inner) : IArm
    {
        public TimeProvider Time => inner.Time;

        public IArm For(ArmCaller caller) => this;

        public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
            inner.GetAsync(path, apiVersion, cancellationToken);

        public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
            inner.ListAsync(path, apiVersion, cancellationToken);

        public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            inner.QueryAsync(path, apiVersion, body, cancellationToken);

        public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) => inner.SendAsync(write, cancellationToken);

        public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
            throw new ArmException(0, "TokenExpiresSoon", "The token expires before the operation can end.");
    }
}
