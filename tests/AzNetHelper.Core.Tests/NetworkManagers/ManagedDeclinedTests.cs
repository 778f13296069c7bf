using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Rights;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>Somebody says no to a change of what Virtual Network Manager is to do; groups that several configurations are for; who is asked for members.</summary>
public sealed class ManagedDeclinedTests
{
    private readonly ManagedEstate _estate = new();

    [Fact]
    public void Spoke_that_was_declined_is_left_out_and_the_others_are_peered()
    {
        var ground = _estate.Ground(null, "s1", "s2");
        var report = _estate.Run(ground, declined: [Member(ground, "s1")]);

        Assert.Equal(["none", "Connected"], new[] { "s1", "s2" }.Select(_estate.State));
        Assert.False(report.HasFailed);
        Assert.Equal((PeeringPairState.Absent, false), Told(ground, report, "s1"));
        Assert.Equal((PeeringPairState.Connected, true), Told(ground, report, "s2"));
    }

    [Theory]
    [InlineData("hub-spokes", 0)]
    [InlineData("hub-hub-spoke", 3)]
    [InlineData("westeurope", 4)]
    public void What_depends_on_a_declined_change_is_not_written_and_every_spoke_says_why(string declined, int written)
    {
        var ground = _estate.Ground(null, "s1", "s2");
        var report = _estate.Run(ground, declined: [ground.Plan.Changes.Single(c => c.Resource.Name == declined)]);

        Assert.Equal(written, _estate.Arm.Writes.Count);
        Assert.Equal(ChangeOutcome.Declined, report.Results.Single(r => r.Resource.Name == declined).Outcome);
        Assert.Empty(_estate.Arm.Active("westeurope"));
        foreach (var result in report.Results.Where(r => r.Resource.IsType(ResourceTypes.StaticMember)))
        {
            Assert.Equal(written == 0 ? "ChangeSkipped" : "NotDeployed", result.Error?.Id);
            Assert.Contains(written == 0 ? "hub-spokes" : "westeurope", result.Error!.Message, StringComparison.Ordinal);
        }

        // The same command ends it.
        Assert.True(_estate.Run(_estate.Ground(null, "s1", "s2")).Succeeded);
        Assert.Equal(["Connected", "Connected"], new[] { "s1", "s2" }.Select(_estate.State));
    }

    [Fact]
    public void Region_that_was_declined_leaves_its_spokes_and_no_others()
    {
        var ground = _estate.Ground(null, "s1", "far");
        var report = _estate.Run(ground, declined: [ground.Plan.Changes.Single(c => c.Resource.Name == "northeurope")]);

        Assert.Equal(["Connected", "none"], new[] { "s1", "far" }.Select(_estate.State));
        Assert.Null(report.Results.Single(r => r.Change.Group == Net("s1").ToString()).Error);
        Assert.Contains("nothing was deployed in northeurope", report.Results.Single(r => r.Change.Group == Net("far").ToString()).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removal_of_which_one_spoke_was_declined_takes_the_others_out_and_ends_nothing()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1", "s2")).Succeeded);
        var ground = _estate.Removal("s1", "s2");
        Assert.Equal(5, ground.Plan.Changes.Length);
        var report = _estate.Run(ground, declined: [Member(ground, "s1")]);

        Assert.Equal(["Connected", "none"], new[] { "s1", "s2" }.Select(_estate.State));
        Assert.Equal([ManagerArm.Configuration("hub-hub-spoke")], _estate.Arm.Active("westeurope"));
        Assert.All(report.Results.Where(r => !r.Resource.IsType(ResourceTypes.StaticMember)), r => Assert.Equal(ChangeOutcome.Skipped, r.Outcome));
        Assert.Equal((PeeringPairState.Connected, false), Told(ground, report, "s1"));
        Assert.Equal((PeeringPairState.Absent, true), Told(ground, report, "s2"));
    }

    [Theory]
    [InlineData("hub-hub-spoke")]
    [InlineData("hub-spokes")]
    public void End_that_was_declined_leaves_what_the_same_command_ends(string declined)
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        var ground = _estate.Removal("s1");
        var report = _estate.Run(ground, declined: [ground.Plan.Changes.Single(c => c.Resource.Name == declined)]);

        Assert.False(report.HasFailed);
        Assert.Empty(_estate.Arm.Active("westeurope"));
        Assert.Equal("none", _estate.State("s1"));
        Assert.True(_estate.Arm.Has(ManagerArm.Group("hub-spokes")));
        Assert.True(_estate.Run(_estate.Removal("s1")).Succeeded);
        Assert.False(_estate.Arm.Has(ManagerArm.Group("hub-spokes")));
    }

    [Fact]
    public void Group_that_another_configuration_is_for_outlives_the_hub_that_leaves()
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        var other = _estate.Other("other", "s2");
        _estate.Arm[other]["properties"]!["appliesToGroups"]![0]!["networkGroupId"] = ManagerArm.Group("hub-spokes").ToString();
        _estate.Arm.Deploy("westeurope", ManagerArm.Configuration("hub-hub-spoke"), other);
        _estate.Wait();
        var ground = _estate.Removal("s1");
        Assert.True(_estate.Run(ground).Succeeded);

        Assert.Equal([other], _estate.Arm.Active("westeurope"));
        Assert.False(_estate.Arm.Has(ManagerArm.Configuration("hub-hub-spoke")));
        Assert.True(_estate.Arm.Has(ManagerArm.Group("hub-spokes")));
        Assert.Equal("none", _estate.State("s1"));

        // Who joins again gets both hubs back, and is told so.
        var again = _estate.Ground(null, "s1");
        Assert.Contains(again.Plan.Notices, n => n.Id == "NetworkGroupShared");
        Assert.True(_estate.Run(again).Succeeded);
        Assert.Equal("Connected", _estate.State("s1"));
        Assert.Equal([ManagerArm.Configuration("hub-hub-spoke"), other], _estate.Arm.Active("westeurope").Order());
    }

    [Theory]
    [InlineData("New-HubSpokePeering", false)]
    [InlineData("Remove-HubSpokePeering", true)]
    public void Rights_of_a_command_name_the_memberships_that_it_reads(string command, bool reads)
    {
        Assert.True(_estate.Run(_estate.Ground(null, "s1")).Succeeded);
        _estate.Arm.Asked.Clear();
        _ = reads ? _estate.Removal("s1") : _estate.Ground(null, "s1", "s2");

        Assert.Equal(reads, _estate.Arm.Asked.Exists(a => a.Contains("networkgroupmemberships", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(reads, CmdletRights.All.Single(r => r.Cmdlet == command).Further.Any(r => r.Action == ConnectedGroupsReader.ReadMemberships && r.IsOptional));
    }

    private (PeeringPairState State, bool Changed) Told(ManagedSpokesGround ground, RunReport report, string spoke)
    {
        var told = Assert.Single(ManagedSpokesResults.Of(ground, _estate.Last, Net(spoke).ToString(),
            [.. report.Results.Where(r => r.Change.Group == Net(spoke).ToString())]));
        return (told.State, told.Changed);
    }

    private static Change Member(ManagedSpokesGround ground, string spoke) => ground.Plan.Changes.Single(c => c.Group == Net(spoke).ToString());
}
