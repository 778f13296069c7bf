using System.Text.Json.Nodes;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>What a commit does beyond the spokes that were named, and who is asked for it.</summary>
public sealed class ManagedOthersTests
{
    private readonly ManagedEstate _estate = new();

    [Fact]
    public void Other_members_that_a_commit_takes_over_are_counted_and_told()
    {
        _estate.Other("other", "hub", "s2", "far", "gone");
        var plan = _estate.Ground(null, "s1").Plan;

        var commit = Assert.Single(plan.Changes, IsCommit);
        Assert.Equal(Impact.StartsBilling, commit.Impact.Kind);
        Assert.Contains("hub, s1.", commit.Impact.Statement, StringComparison.Ordinal);

        // One in another region is not; of one that cannot be read it is not known.
        Assert.Contains("not named, gone, s2.", commit.Impact.Statement, StringComparison.Ordinal);
        Assert.Contains("2 other members", Assert.Single(plan.Notices, n => n.Id == "OtherMembers").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_members_meet_the_checks_of_direct_ways()
    {
        _estate.Estate.With("s2", "10.1.128.0/17");
        _estate.Other("other", "hub", "s2");

        Assert.Contains(_estate.Ground(r => r with { DirectConnectivity = true }, "s1").Plan.Notices, n => n.Id == "ConnectedGroupOverlap");
    }

    [Fact]
    public void Member_that_is_managed_at_once_is_asked_for_where_it_joins_though_a_commit_follows()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        var plan = _estate.Ground(r => r with { UseHubGateway = true }, "s2").Plan;

        var joins = Assert.Single(plan.Changes, c => c.Kind == ChangeKind.Create);
        Assert.Equal(Impact.StartsBilling, joins.Impact.Kind);
        Assert.Contains(": s2.", joins.Impact.Statement, StringComparison.Ordinal);
        var commit = Assert.Single(plan.Changes, c => IsCommit(c) && c.Writes);
        Assert.Equal(Impact.Interrupts, commit.Impact.Kind);
    }

    [Fact]
    public void What_was_edited_and_never_committed_is_told_and_who_loses_by_it()
    {
        Assert.True(_estate.Run(_estate.Ground(r => r with { UseHubGateway = true }, "s1")).Succeeded);
        _estate.Arm[ManagerArm.Configuration("hub-hub-spoke")]["properties"]!["appliesToGroups"]![0]!["useHubGateway"] = "False";
        var plan = _estate.Ground(null, "s1").Plan;

        Assert.Equal(Impact.CutsOff, Assert.Single(plan.Changes, IsCommit).Impact.Kind);
        Assert.Contains(plan.Notices, n => n.Id == "OtherConfigurationChanged");
    }

    [Fact]
    public void Capabilities_that_were_edited_and_not_committed_are_committed()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        var own = ManagerArm.Configuration("hub-hub-spoke");
        _estate.Arm[own]["properties"]!["connectivityCapabilities"] = Capabilities("Allowed");
        _estate.Arm.Deploy("westeurope", own);
        _estate.Wait();
        Assert.True(_estate.Ground(null, "s1").Plan.IsEmpty);

        _estate.Arm[own]["properties"]!["connectivityCapabilities"] = Capabilities("Disallowed");
        Assert.True(IsCommit(Assert.Single(_estate.Ground(null, "s1").Plan.Changes, c => c.Writes)));
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        Assert.True(_estate.Ground(null, "s1").Plan.IsEmpty);
    }

    [Fact]
    public void Plan_that_is_made_again_does_nothing_graver_than_what_was_agreed_to()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        var ground = _estate.Ground(r => r with { UseHubGateway = true }, "s1");
        Assert.Equal(Impact.Interrupts, ground.Plan.Changes[^1].Impact.Kind);
        _estate.Arm.Deploy("westeurope");
        _estate.Wait();

        var report = _estate.Run(ground, r => r with { UseHubGateway = true });
        Assert.Equal("PlanDrifted", report.Results[^1].Error?.Id);
        Assert.Contains("agreed", report.Results[^1].Error!.Message, StringComparison.Ordinal);
        Assert.Empty(_estate.Arm.Active("westeurope"));
    }

    [Fact]
    public void Regions_are_committed_side_by_side()
    {
        var commits = _estate.Ground(null, "s1", "far").Plan.Changes.Where(IsCommit).ToArray();

        Assert.Equal(2, commits.Length);
        Assert.Empty(commits[0].Lanes.Intersect(commits[1].Lanes));
    }

    [Fact]
    public void Global_mesh_without_direct_ways_is_told() =>
        Assert.Contains(_estate.Ground(r => r with { GlobalMesh = true }, "s1").Plan.Notices, n => n.Id == "DirectWaysRegional");

    [Fact]
    public void Members_that_leave_a_shared_group_are_told_whom_else_they_leave()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        Assert.DoesNotContain(_estate.Removal("s1").Plan.Notices, n => n.Id == "NetworkGroupShared");
        _estate.Arm[_estate.Other("other", "s2")]["properties"]!["appliesToGroups"]![0]!["networkGroupId"] = ManagerArm.Group("hub-spokes").ToString();

        Assert.Contains("cut off from s2", Assert.Single(_estate.Removal("s1").Plan.Notices, n => n.Id == "NetworkGroupShared").Message, StringComparison.Ordinal);
    }

    private static bool IsCommit(Change change) => ManagerDeployment.Is(change.Resource);

    private static JsonObject Capabilities(string overlap) => new()
    {
        ["connectedGroupPrivateEndpointsScale"] = "Standard", ["connectedGroupAddressOverlap"] = overlap, ["peeringEnforcement"] = "Unenforced",
    };
}
