using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>What is offered for the usual faults, change for change.</summary>
public sealed class FixCasesTests
{
    [Fact]
    public void Missing_half_is_created_and_mirrors_the_one_that_is_there()
    {
        var fix = Fix(Two().Half("a", "b", h =>
        {
            h["peeringState"] = "Initiated";
            h["enableOnlyIPv6Peering"] = false;
        }));
        var change = Assert.Single(Writes(fix));
        Assert.Equal(ChangeKind.Create, change.Kind);
        Assert.Equal(TestEstate.VNetId("b").Child("virtualNetworkPeerings", "b-to-a"), change.Resource);
        Assert.Equal(TestEstate.VNetId("a").ToString(), Properties(change.After)["remoteVirtualNetwork"]!["id"]!
            .GetValue<string>());
        Assert.Equal("Connected", Properties(change.Expect)["peeringState"]!.GetValue<string>());
        Assert.Null(change.Before);
    }

    [Fact]
    public void Taken_name_is_avoided()
    {
        var estate = Two().VNet("c", "10.9.0.0/16").Half("b", "c", name: "b-to-a").Half("c", "b")
            .Half("a", "b", h => h["peeringState"] = "Initiated");
        Assert.Matches("^b-to-a-[0-9a-f]{8}$", Assert.Single(Writes(Fix(estate))).Resource.Name);
    }

    [Fact]
    public void Disconnected_half_is_written_again_before_its_counterpart_is_created()
    {
        var fix = Fix(Two().Half("a", "b", h => h["peeringState"] = "Disconnected"));
        Assert.Equal([ChangeKind.Update, ChangeKind.Create], fix.Changes.Select(c => c.Kind));
        Assert.Equal(fix.Changes[0].Key, Assert.Single(fix.Changes[1].DependsOn));
        Assert.Equal("Disconnected", Properties(fix.Changes[0].NeededWhile)["peeringState"]!.GetValue<string>());
    }

    [Fact]
    public void Disconnected_borrower_gets_its_flag_back_last()
    {
        var estate = Two().Gateway("gw", "b").Half("a", "b", h =>
        {
            h["peeringState"] = "Disconnected";
            h["useRemoteGateways"] = true;
        });
        var fix = Fix(estate);
        Assert.Equal([ChangeKind.Update, ChangeKind.Create, ChangeKind.Update], fix.Changes.Select(c => c.Kind));
        Assert.Equal(3, fix.Changes.Select(c => c.Key).Distinct().Count());
        Assert.False(Properties(fix.Changes[0].After)["useRemoteGateways"]!.GetValue<bool>());
        Assert.True(Properties(fix.Changes[1].After)["allowGatewayTransit"]!.GetValue<bool>());
        Assert.True(Properties(fix.Changes[2].After)["useRemoteGateways"]!.GetValue<bool>());
    }

    [Fact]
    public void Access_is_switched_on_where_it_is_off_and_nothing_else_is_written()
    {
        var fix = Fix(Two().Peer("a", "b", h => h["allowVirtualNetworkAccess"] = false));
        var change = Assert.Single(Writes(fix));
        Assert.True(Properties(change.After)["allowVirtualNetworkAccess"]!.GetValue<bool>());
        Assert.False(Properties(change.Before)["allowVirtualNetworkAccess"]!.GetValue<bool>());
        Assert.Equal(TestEstate.VNetId("a"), change.Resource.Parent);
    }

    [Fact]
    public void Both_sides_off_are_two_writes() => Assert.Equal(2, Fix(Two().Peer("a", "b",
        h => h["allowVirtualNetworkAccess"] = false, h => h["allowVirtualNetworkAccess"] = false)).WriteCount);

    [Fact]
    public void Stale_half_is_synced()
    {
        var fix = Fix(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16", "10.50.0.0/16")
            .Half("a", "b", h =>
            {
                h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16");
                h["peeringSyncLevel"] = "LocalNotInSync";
            })
            .Half("b", "a", h => h["peeringSyncLevel"] = "RemoteNotInSync"));
        var change = Assert.Single(Writes(fix));
        Assert.Equal("syncRemoteAddressSpace=true", change.Query);
        Assert.Equal("FullyInSync", Properties(change.Expect)["peeringSyncLevel"]!.GetValue<string>());
    }

    [Fact]
    public void Prefix_that_is_written_another_way_does_not_hide_that_a_half_is_stale() =>
        Assert.Equal("syncRemoteAddressSpace=true", Assert.Single(Writes(Fix(new TestEstate().VNet("a", "10.0.0.0/16")
            .VNet("b", "fd00:0::/48", "10.1.0.0/16").Peer("a", "b", h => h["remoteAddressSpace"] = TestEstate.Space("fd00:0::/48"))))).Query);

    [Fact]
    public void Stale_half_that_is_in_nobodys_way_is_left()
    {
        // b grew by a prefix in which it has no subnet: access is all that is missing.
        var fix = Fix(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16", "10.50.0.0/16").Subnet("b", "s", "10.1.0.0/24")
            .Half("a", "b", h =>
            {
                h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16");
                h["peeringSyncLevel"] = "LocalNotInSync";
            })
            .Half("b", "a", h =>
            {
                h["allowVirtualNetworkAccess"] = false;
                h["peeringSyncLevel"] = "RemoteNotInSync";
            }));
        var change = Assert.Single(Writes(fix));
        Assert.Equal((TestEstate.VNetId("b"), null), (change.Resource.Parent, change.Query));
        Assert.All(fix.Changes, c => Assert.False(Properties(c.Expect).ContainsKey("peeringSyncLevel")));
    }

    [Fact]
    public void Long_names_are_shortened_as_those_of_every_peering_that_is_made()
    {
        var (a, b) = (new string('a', 60), new string('b', 60));
        var fix = new TestEstate().VNet(a, "10.0.0.0/16").VNet(b, "10.1.0.0/16").Ask(a, b).Fix!;
        Assert.All(fix.Changes, c => Assert.InRange(c.Resource.Name.Length, 1, 80));
    }

    // One that is being written is waited for by the run, and the plan says so; one that failed lends nothing.
    [Theory]
    [InlineData("Updating", true)]
    [InlineData("Failed", false)]
    public void Gateway_that_has_not_succeeded_is_borrowed_only_where_that_will_come(string state, bool willCome)
    {
        var estate = new TestEstate().VNet("hub", "10.9.0.0/16").Gateway("gw", "hub").VNet("a", "10.0.0.0/16").Peer("a", "hub")
            .Subnet("a", "s", "10.0.0.0/24", "t").Table("t", ("10.9.0.0/16", "VirtualNetworkGateway", null));
        Assert.NotNull(estate.Ask("a", "hub").Fix);
        var gateway = estate.Topology().Gateways[0].Id;
        var other = JsonNode.Parse(estate.Topology().Document(gateway)!.Json.Span)!.AsObject();
        other["properties"]!["provisioningState"] = state;
        var fix = estate.Other(gateway, other).Ask("a", "hub").Fix;
        Assert.Equal(willCome, fix is not null);
        Assert.Equal(willCome, fix?.Notices.Any(n => n.Id == "GatewayUpdating") ?? false);
    }

    [Fact]
    public void Spokes_get_a_direct_peering()
    {
        var fix = Fix(Two().VNet("hub", "10.9.0.0/16").Peer("hub", "a").Peer("hub", "b"));
        Assert.Equal(2, fix.Changes.Count(c => c.Kind == ChangeKind.Create));
        Assert.Equal(2, fix.Changes.Length);
    }

    [Fact]
    public void Spoke_that_only_lacks_the_transit_pair_gets_it()
    {
        var estate = new TestEstate().VNet("hub", "10.9.0.0/16").Gateway("gw", "hub")
            .VNet("a", "10.0.0.0/16").Subnet("a", "s", "10.0.0.0/24", "ta")
            .VNet("b", "10.1.0.0/16").Subnet("b", "s", "10.1.0.0/24", "tb")
            .Table("ta", ("10.1.0.0/16", "VirtualNetworkGateway", null))
            .Table("tb", ("10.0.0.0/16", "VirtualNetworkGateway", null))
            .Spoke("hub", "a").Peer("hub", "b");
        var fix = Fix(estate);
        Assert.Equal(["hub-b", "b-hub"], fix.Changes.Select(c => c.Resource.Name));
        Assert.Equal(fix.Changes[0].Key, Assert.Single(fix.Changes[1].DependsOn));
        Assert.Equal("DefaultRouteLearned", Assert.Single(fix.Notices).Id);
    }

    [Fact]
    public void Peering_that_would_lead_around_a_route_to_nowhere_is_offered_only_when_asked_for()
    {
        TestEstate Estate() => new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "s", "10.0.0.0/24", "t")
            .VNet("b", "10.1.0.0/16").Table("t", ("0.0.0.0/0", "None", null));
        Assert.Null(Estate().Ask("a", "b").Fix);
        Assert.Equal(2, Estate().Ask("a", "b", new() { AllowBypass = true }).Fix!.Changes.Length);
    }

    [Fact]
    public void Peering_of_Virtual_Network_Manager_is_not_written() => Assert.Null(new TestEstate()
        .VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16")
        .Half("a", "b", h => h["allowVirtualNetworkAccess"] = false, name: "ANM_1").Half("b", "a").Ask("a", "b").Fix);

    [Fact]
    public void Address_space_that_clashes_with_a_peer_of_the_other_side_allows_no_peering() =>
        Assert.Null(new TestEstate()
        .VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").VNet("c", "10.1.0.0/24").Peer("a", "c").Ask("a", "b").Fix);

    [Fact]
    public void Peering_that_takes_addresses_from_another_network_is_not_offered()
    {
        // b's prefix is part of y's, which a reaches through the gateway: a peering route to b would be longer.
        var estate = new TestEstate().VNet("hub", "10.9.0.0/16").Gateway("gw", "hub")
            .VNet("a", "10.0.0.0/16").Subnet("a", "s", "10.0.0.0/24", "ta")
            .VNet("y", "10.50.0.0/16").Subnet("y", "s", "10.50.1.0/24", "ty").VNet("b", "10.50.1.0/24")
            .Table("ta", ("10.50.0.0/15", "VirtualNetworkGateway", null))
            .Table("ty", ("10.0.0.0/16", "VirtualNetworkGateway", null)).Spoke("hub", "a").Spoke("hub", "y");
        Assert.Equal(Verdict.Reachable, estate.Ask("a", "y").Verdict);
        var answer = estate.Ask("a", "b");
        Assert.Equal(Verdict.Blocked, answer.Verdict);
        Assert.Null(answer.Fix);
    }

    [Fact]
    public void Repaired_pair_holds_the_current_address_space()
    {
        var estate = Two().Half("a", "b", h =>
        {
            h["peeringState"] = "Disconnected";
            h["remoteAddressSpace"] = TestEstate.Space("10.77.0.0/16");
        });
        var half = PlanProjection.Apply(estate.Topology(), Fix(estate)).VirtualNetwork(TestEstate.VNetId("a"))!.Peerings[0];
        Assert.Equal("10.1.0.0/16", Assert.Single(half.RemoteAddressSpace!.Value).ToString());
        Assert.Equal(PeeringSyncLevel.FullyInSync, half.SyncLevel);
    }

    [Fact]
    public void Reachable_and_Unknown_have_no_fix()
    {
        Assert.Null(Two().Peer("a", "b").Ask("a", "b").Fix);
        Assert.Null(Two().Half("a", "b", name: "RemoteVnetToHubPeering_1")
            .Half("b", "a", name: "RemoteVnetToHubPeering_2",
            change: h => h["peeringState"] = "Initiated").Ask("a", "b").Fix);
    }

    [Fact]
    public void Explanation_says_what_blocks_and_what_to_do()
    {
        var text = Two().Half("a", "b", h => h["peeringState"] = "Initiated").Ask("a", "b").Explain();
        Assert.Contains("rg/a and rg/b do not reach each other.", text, StringComparison.Ordinal);
        Assert.Contains("[PeeringIncomplete]", text, StringComparison.Ordinal);
        Assert.Contains("Create peering 'b-to-a' in b", text, StringComparison.Ordinal);
        Assert.Contains("Security", text, StringComparison.Ordinal);
    }

    private static Plan Fix(TestEstate estate)
    {
        var topology = estate.Topology();
        var (a, b) = (new VNetEndpoint(TestEstate.VNetId("a")), new VNetEndpoint(TestEstate.VNetId("b")));
        var fix = new ReachabilityEngine(topology).Ask(a, b).Fix;
        Assert.NotNull(fix);
        Assert.Equal(Verdict.Reachable, new ReachabilityEngine(PlanProjection.Apply(topology, fix)).Ask(a, b).Verdict);
        return fix;
    }

    private static Change[] Writes(Plan fix) => [.. fix.Changes.Where(c => c.Writes)];

    private static JsonObject Properties(string? json) => JsonNode.Parse(json!)!["properties"]!.AsObject();

    private static TestEstate Two() => new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16");
}
