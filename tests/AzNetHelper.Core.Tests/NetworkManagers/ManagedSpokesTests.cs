using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>Spokes that Virtual Network Manager peers with their hub: planned, run, looked at, run again, taken back.</summary>
public sealed class ManagedSpokesTests
{
    private readonly ManagedEstate _estate = new();

    [Fact]
    public void Group_members_configuration_and_a_commit_for_each_region()
    {
        var ground = _estate.Ground(r => r with { UseHubGateway = true }, "s1", "far");

        Assert.Empty(ground.Plan.Problems);
        Assert.Equal(
            ["Create hub-spokes", "Create s1-", "Create far-", "Create hub-hub-spoke", "Update northeurope", "Update westeurope"],
            ground.Plan.Changes.Select(c => $"{c.Kind} {(c.Resource.IsType(ResourceTypes.StaticMember) ? c.Resource.Name[..^8] : c.Resource.Name)}"));
        Assert.Equal(["far", "hub, s1"], ground.Plan.Changes[^2..].Select(c => c.Impact.Statement.Split(": ")[1].Split('.')[0]));
        Assert.All(ground.Plan.Changes[^2..], c => Assert.Equal(Impact.StartsBilling, c.Impact.Kind));
        var report = _estate.Run(ground, r => r with { UseHubGateway = true });

        Assert.True(report.Succeeded, string.Join("; ", report.Results.Select(r => $"{r.Change} {r.Outcome} {r.Error?.Message}")));
        Assert.Equal(["Connected with gateway", "Connected with gateway", "none"], new[] { "s1", "far", "s2" }.Select(_estate.State));
        Assert.All(_estate.Arm.Writes.Where(w => w.Verb == ArmVerb.Put && w.Path.EndsWith("spoke", StringComparison.Ordinal)), w =>
            Assert.Equal("False", (string?)JsonBody.Parse(w.Body)!["properties"]!["deleteExistingPeering"]));
        var results = ManagedSpokesResults.Of(ground, _estate.Last, Net("s1").ToString(), [.. report.Results.Where(r => r.Change.Group == Net("s1").ToString())]);
        var result = Assert.Single(results);
        Assert.True(result.UsesHubGateway);
        Assert.True(result.Changed);
        Assert.StartsWith("ANM_", result.HubPeering, StringComparison.Ordinal);

        var sent = _estate.Arm.Writes.Count;
        var again = _estate.Ground(r => r with { UseHubGateway = true }, "s1", "far");
        Assert.True(again.Plan.IsEmpty, PlanText.Of(again.Plan));
        Assert.True(_estate.Run(again).Succeeded);
        Assert.Equal(sent, _estate.Arm.Writes.Count);
    }

    [Fact]
    public void Commit_carries_what_others_have_active()
    {
        var other = _estate.Other("other", "s2", "far");
        _estate.Arm.Deploy("westeurope", other);
        _estate.Arm.Deploy("northeurope", other);
        var ground = _estate.Ground(null, "s1");
        Assert.Contains("beside 'other'", ground.Plan.Changes[^1].Summary, StringComparison.Ordinal);
        Assert.Equal("westeurope", Assert.Single(ground.Plan.Changes, c => c.Resource.Parent == ManagerArm.Manager && c.Resource.Name.EndsWith("europe", StringComparison.Ordinal)).Resource.Name);
        Assert.True(_estate.Run(ground).Succeeded);

        Assert.Equal([ManagerArm.Configuration("hub-hub-spoke"), other], _estate.Arm.Active("westeurope").Order());
        Assert.Equal([other], _estate.Arm.Active("northeurope"));
    }

    [Fact]
    public void Who_commits_between_plan_and_run_is_not_dropped()
    {
        var ground = _estate.Ground(null, "s1");
        var other = _estate.Other("other", "s2", "far");
        _estate.Arm.Deploy("westeurope", other);
        var strict = _estate.Estate.Time.Run(() => new PlanRunner(_estate.Arm, new() { JitterSeed = 1 }, Steps.StepWriter.Nowhere).RunAsync(ground.Plan, CancellationToken.None));

        Assert.Equal("PlanDrifted", strict.Results[^1].Error?.Id);
        Assert.Equal([other], _estate.Arm.Active("westeurope"));
        var report = _estate.Run(ground);
        Assert.True(report.Succeeded, report.Results[^1].Error?.Message);
        Assert.Equal([ManagerArm.Configuration("hub-hub-spoke"), other], _estate.Arm.Active("westeurope").Order());
    }

    [Fact]
    public void Who_commits_just_after_us_without_ours_is_answered_with_both()
    {
        var ground = _estate.Ground(null, "s1");
        var other = _estate.Other("other", "s2", "far");
        var rude = true;
        _estate.Arm.OnWrite = write => rude = write.Verb != ArmVerb.Post && rude;
        var timer = _estate.Estate.Time.CreateTimer(_ => _estate.Arm.Deploy("westeurope", other), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        using (timer)
        {
            var report = _estate.Run(ground);
            Assert.True(report.Succeeded, string.Join("; ", report.Results.Select(r => r.Error?.Message)));
        }

        Assert.False(rude);
        Assert.Equal([ManagerArm.Configuration("hub-hub-spoke"), other], _estate.Arm.Active("westeurope").Order());
        Assert.Equal("Connected", _estate.State("s1"));
    }

    [Theory]
    [InlineData(Fault.LostAfter)]
    [InlineData(Fault.LostBefore)]
    internal void Lost_answer_of_a_commit_is_decided_by_reading(Fault fault)
    {
        var lost = 0;
        _estate.Arm.Faults = (write, _) => write.Verb == ArmVerb.Post && lost++ == 0 ? fault : Fault.None;
        var report = _estate.Run(_estate.Ground(null, "s1"));

        Assert.True(report.Succeeded, report.Results[^1].Error?.Message);
        Assert.Equal(ChangeOutcome.Done, report.Results[^1].Outcome);
        Assert.Equal(fault == Fault.LostAfter ? 1 : 2, _estate.Arm.Writes.Count(w => w.Verb == ArmVerb.Post));
    }

    [Fact]
    public void Region_that_fails_is_told_with_its_reason_and_mended_by_the_same_command()
    {
        _estate.Arm.Failing.Add("northeurope");
        var report = _estate.Run(_estate.Ground(null, "s1", "far"));

        Assert.Equal("NotInForce", report.Results.Single(r => r.Resource.Name == "northeurope").Error?.Id);
        var far = report.Results.Single(r => r.Change.Group == Net("far").ToString());
        Assert.Equal((ChangeOutcome.Failed, "NotDeployed"), (far.Outcome, far.Error?.Id));
        Assert.Contains("the region is full", far.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("Connected", _estate.State("s1"));

        _estate.Arm.Failing.Clear();
        var again = _estate.Ground(null, "s1", "far");
        Assert.Equal("northeurope", Assert.Single(again.Plan.Changes, c => c.Writes).Resource.Name);
        Assert.True(_estate.Run(again).Succeeded);
        Assert.Equal("Connected", _estate.State("far"));
    }

    [Fact]
    public void Undo_brings_the_goal_state_before_back()
    {
        var other = _estate.Other("other", "s2", "far");
        _estate.Arm.Deploy("westeurope", other);
        _estate.Arm.Failing.Add("northeurope");
        var ground = _estate.Ground(null, "s1", "far");
        var journal = RunJournal.InMemory(_estate.Estate.Time);
        var known = _estate.Arm.Known.ToArray();
        var report = _estate.Run(ground, journal: journal);
        Assert.True(report.HasFailed);

        var undo = UndoPlanner.Create(report, journal);
        _estate.Arm.Failing.Clear();
        var back = _estate.Estate.Time.Run(() => new PlanRunner(_estate.Arm, new() { JitterSeed = 1 }, Steps.StepWriter.Nowhere).RunAsync(undo, CancellationToken.None));
        Assert.True(back.Succeeded, string.Join("; ", back.Results.Select(r => $"{r.Change} {r.Outcome} {r.Error?.Message}")));
        Assert.Equal([other], _estate.Arm.Active("westeurope"));
        Assert.Empty(_estate.Arm.Active("northeurope"));
        Assert.Equal(known, _estate.Arm.Known);
        Assert.Equal("none", _estate.State("s1"));
    }

    [Fact]
    public void Omitted_switches_leave_a_configuration_as_it_is_and_new_spokes_join_it_without_a_commit()
    {
        Assert.True(_estate.Run(_estate.Ground(r => r with { UseHubGateway = true, DirectConnectivity = true }, "s1")).Succeeded);
        var ground = _estate.Ground(null, "s2");

        var write = Assert.Single(ground.Plan.Changes, c => c.Writes);
        Assert.Equal((ChangeKind.Create, Impact.StartsBilling), (write.Kind, write.Impact.Kind));
        Assert.True(_estate.Run(ground).Succeeded);
        Assert.Equal("Connected with gateway", _estate.State("s2"));

        var less = _estate.Ground(r => r with { UseHubGateway = false }, "s1");
        Assert.Equal((Impact.CutsOff, true), (less.Plan.Changes[^1].Impact.Kind, less.Plan.Notices.Any(n => n.Id == "OtherMembers")));
        Assert.True(_estate.Run(less, r => r with { UseHubGateway = false }).Succeeded);
        Assert.Equal(["Connected", "Connected"], new[] { "s1", "s2" }.Select(_estate.State));
    }

    [Fact]
    public void Last_spoke_takes_the_configuration_out_of_every_region_and_nobody_elses()
    {
        var other = _estate.Other("other", "s2", "far");
        _estate.Arm.Deploy("westeurope", other);
        Assert.True(_estate.Run(_estate.Ground(null, "s1", "s2", "far")).Succeeded);
        var some = _estate.Removal("s1");
        Assert.Equal(["Delete"], some.Plan.Changes.Select(c => c.Kind.ToString()));
        Assert.Equal(Impact.CutsOff, some.Plan.Changes[0].Impact.Kind);
        Assert.True(_estate.Run(some).Succeeded);
        Assert.Equal(["none", "Connected"], new[] { "s1", "s2" }.Select(_estate.State));

        var rest = _estate.Removal("s2", "far", "s1");
        Assert.Contains(rest.Plan.Notices, n => n.Id == "ManagedSpokeNotFound");
        var report = _estate.Run(rest);
        Assert.True(report.Succeeded, string.Join("; ", report.Results.Select(r => $"{r.Change} {r.Outcome} {r.Error?.Message}")));
        Assert.Equal([other], _estate.Arm.Active("westeurope"));
        Assert.Empty(_estate.Arm.Active("northeurope"));
        Assert.False(_estate.Arm.Has(ManagerArm.Group("hub-spokes")));
        Assert.False(_estate.Arm.Has(ManagerArm.Configuration("hub-hub-spoke")));
        Assert.True(_estate.Arm.Has(other));
        Assert.Equal("ManagedSpokeNotFound", Assert.Single(_estate.Removal("s2").Plan.Problems).CheckId);
    }

    [Fact]
    public void What_others_made_is_left_when_it_is_empty()
    {
        var theirs = _estate.Other("theirs", "hub", "s1");
        _estate.Arm.Deploy("westeurope", theirs);
        _estate.Wait();
        var ground = _estate.Removal("s1");

        Assert.Equal(ChangeKind.Delete, Assert.Single(ground.Plan.Changes).Kind);
        Assert.Contains(ground.Plan.Notices, n => n.Id == "ConfigurationKept");
        Assert.True(_estate.Run(ground).Succeeded);
        Assert.Equal([theirs], _estate.Arm.Active("westeurope"));
    }

    [Theory]
    [InlineData(ChangeOutcome.Unknown, "DeploymentUnknown")]
    [InlineData(ChangeOutcome.UnderWay, "DeploymentUnknown")]
    [InlineData(ChangeOutcome.Declined, "NotDeployed")]
    [InlineData(ChangeOutcome.NotStarted, "NotDeployed")]
    public void What_becomes_of_a_commit_is_told_as_far_as_it_is_known(ChangeOutcome commit, string told)
    {
        var ground = _estate.Ground(null, "s1");
        var report = new RunReport(ground.Plan, [.. ground.Plan.Changes.Select(c =>
            new ChangeResult(c, ManagerDeployment.Is(c.Resource) ? commit : ChangeOutcome.Done, TimeSpan.Zero))], TimeSpan.Zero);
        var wrong = _estate.Estate.Time.Run(() => new ManagedLook(_estate.Arm, new() { JitterSeed = 1 }, Steps.StepWriter.Nowhere, ground)
            .RunAsync(report, ManagedRun.Patience, CancellationToken.None));

        Assert.Equal(told, wrong[Net("s1")].Id);
        Assert.Equal(told == "NotDeployed", wrong[Net("s1")].Message.Contains("nothing was deployed", StringComparison.Ordinal));
    }

    [Fact]
    public void Spoke_that_a_policy_put_in_keeps_its_hub()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        _estate.Arm.Policed.Add((ManagerArm.Group("hub-spokes"), Net("s2")));
        var plan = _estate.Removal("s1").Plan;

        Assert.Equal(ResourceTypes.StaticMember, Assert.Single(plan.Changes).Resource.Type);
        Assert.Contains("s2 belong", Assert.Single(plan.Notices, n => n.Id == "ConfigurationKept").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Peering_by_hand_stays_and_is_told()
    {
        _estate.Estate.WithHalf("hub", "s1", "Connected").WithHalf("s1", "hub", "Connected");
        var plan = _estate.Ground(r => r with { UseHubGateway = true }, "s1").Plan;

        Assert.Empty(plan.Problems);
        Assert.Contains("does not use the hub's gateway", Assert.Single(plan.Notices, n => n.Id == "PeeringKept").Message, StringComparison.Ordinal);
    }
}
