using AzNetHelper.Reachability;
using Xunit;
using static AzNetHelper.Tests.Reachability.CaseEstates;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Cases from Microsoft's documentation, each with the page that says so: "peering overview", "manage peering", "subnet
/// peering", "update peering address space", "routing overview" (virtual-networks-udr-overview), "gateway transit"
/// (vpn-gateway-peering-gateway-transit), "peering vs gateway" (Architecture Center), "point-to-site routing".
/// </summary>
public sealed class PeeringCasesTests
{
    [Fact(DisplayName = "Peering overview: two peered VNets reach each other directly")]
    public void Direct_peering()
    {
        var answer = Two().Peer("a", "b").Ask("a", "b");
        Is(answer, Verdict.Reachable);
        Assert.Equal(PathKinds.Direct, answer.Kinds);
        var hop = Assert.Single(Assert.Single(answer.Paths, p => p.Direction == Directions.There).Hops);
        Assert.Equal((HopType.Peering, TestEstate.VNetId("b")), (hop.NextHop, hop.Resource!));
        Assert.Null(answer.Fix);
    }

    [Fact(DisplayName = "Routing overview: every prefix of a VNet is VnetLocal")]
    public void Inside_one_network() => Is(Two().Ask("a/app", "a/db"), Verdict.Reachable);

    [Fact(DisplayName = "Manage peering: a peering needs both halves; one alone is Initiated")]
    public void One_half() =>
        Is(Two().Half("a", "b", h => h["peeringState"] = "Initiated")
        .Ask("a", "b"), Verdict.Blocked, ReasonId.PeeringIncomplete);

    [Fact(DisplayName = "Manage peering: the missing half names the VNet that lacks it")]
    public void Missing_half_is_named()
    {
        var answer = Two().Half("b", "a", h => h["peeringState"] = "Initiated").Ask("a", "b");
        Assert.All(answer.Reasons, r => Assert.Equal(ReasonId.PeeringIncomplete, r.Id));
        Assert.Contains("in a, is missing", answer.Reasons[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(FaultSide.Destination, answer.Reasons[0].Side);
    }

    [Fact(DisplayName = "FAQ: a half whose counterpart was deleted is Disconnected and carries nothing")]
    public void Disconnected() =>
        Is(Two().Half("a", "b", h => h["peeringState"] = "Disconnected").Ask("a", "b"), Verdict.Blocked,
            ReasonId.PeeringDisconnected);

    [Fact(DisplayName = "FAQ: Disconnected counts even where the other half claims Connected")]
    public void One_half_disconnected() =>
        Is(Two().Peer("a", "b", h => h["peeringState"] = "Disconnected").Ask("a", "b"), Verdict.Blocked,
            ReasonId.PeeringDisconnected);

    [Theory(DisplayName = "Manage peering: allowVirtualNetworkAccess off on either half stops both directions")]
    [InlineData("a")]
    [InlineData("b")]
    public void Access_off(string side)
    {
        var answer = Two().Peer("a", "b",
            h => h["allowVirtualNetworkAccess"] = side != "a", h => h["allowVirtualNetworkAccess"] = side != "b")
            .Ask("a", "b");
        Is(answer, Verdict.Blocked, ReasonId.AccessDisabled);
        var reason = Assert.Single(answer.Reasons);
        Assert.Equal(("allowVirtualNetworkAccess", Directions.Both), (reason.Flag!, reason.Direction));
        Assert.Equal(side == "a" ? FaultSide.Source : FaultSide.Destination, reason.Side);
        Assert.Equal(TestEstate.VNetId(side), reason.Resource!.Parent!);
    }

    [Fact(DisplayName = "Manage peering: allowForwardedTraffic makes no route and is not needed between peers")]
    public void Forwarded_traffic_is_not_needed() =>
        Is(Two().Peer("a", "b", h => h["allowForwardedTraffic"] = false).Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Peering overview: peering is not transitive")]
    public void Not_transitive()
    {
        var answer = Star().Ask("s1", "s2");
        Is(answer, Verdict.Blocked, ReasonId.NoRoute);
        Assert.Equal(2, answer.Reasons.Length);
        Assert.Equal([Directions.There, Directions.Back], answer.Reasons.Select(r => r.Direction));
    }

    [Fact(DisplayName = "Manage peering: allowForwardedTraffic on every half joins no spokes")]
    public void Forwarded_traffic_joins_no_spokes() =>
        Is(Star(h => h["allowForwardedTraffic"] = true).Ask("s1", "s2"), Verdict.Blocked, ReasonId.NoRoute);

    [Fact(DisplayName = "Peering overview: absent states and flags are those of a sound peering")]
    public void Absent_members() => Is(Two().Peer("a", "b", Bare, Bare).Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Update peering address space: a prefix added later has no route until the peer's half is "
        + "synced")]
    public void Stale_address_space()
    {
        var answer = Stale().Ask("a", "b");
        Is(answer, Verdict.Partial, ReasonId.StaleAddressSpace);
        var reason = Assert.Single(answer.Reasons);
        Assert.Equal(("remoteAddressSpace", FaultSide.Source), (reason.Flag!, reason.Side));
    }

    [Fact(DisplayName = "Update peering address space: the subnet in the old prefix is still reached")]
    public void Old_prefix_works() => Is(Stale().Ask("a", "b/app"), Verdict.Reachable);

    [Fact(DisplayName = "Update peering address space: the subnet in the new prefix is not")]
    public void New_prefix_does_not_work() =>
        Is(Stale().Ask("a", "b/new"), Verdict.Blocked, ReasonId.StaleAddressSpace);

    [Fact(DisplayName = "Schema: where remoteAddressSpace is absent, remoteVirtualNetworkAddressSpace tells the "
        + "prefixes")]
    public void Current_space_stands_in() => Is(Two().Peer("a", "b", h =>
    {
        h.Remove("remoteAddressSpace");
        h["remoteVirtualNetworkAddressSpace"] = TestEstate.Space("10.99.0.0/16");
    }).Ask("a", "b"), Verdict.Blocked, ReasonId.StaleAddressSpace);

    [Fact(DisplayName = "Routing overview: a prefix that the peer gave up is still routed to it, and dropped")]
    public void Given_up_prefix() => Is(
        Two().VNet("c", "10.9.0.0/16").Subnet("c", "app", "10.9.1.0/24")
            .Half("a", "b", h => h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16", "10.9.0.0/16"))
            .Half("b", "a")
            .Ask("a/app", "c"), Verdict.Blocked, ReasonId.StaleAddressSpace, ReasonId.NoRoute);

    [Fact(DisplayName = "FAQ: VNets with one address space cannot reach each other")]
    public void Overlap()
    {
        var answer = new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24")
            .VNet("b", "10.0.0.0/16").Subnet("b", "app", "10.0.1.0/24").Ask("a", "b");
        Is(answer, Verdict.Blocked, ReasonId.AddressOverlap);
        Assert.Null(answer.Fix);
        Assert.Contains("NAT", answer.Explain(), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Routing overview: 192.168.0.0/16 as a peer's prefix replaces the None route of the same "
        + "length")]
    public void Private_range_as_peer() => Is(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "192.168.0.0/16")
        .Peer("a", "b").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Peering overview: dual-stack VNets exchange both families")]
    public void Dual_stack() => Is(Dual().Peer("a", "b").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Peering overview: a family that only one side has does not count")]
    public void One_family_in_common() =>
        Is(new TestEstate().VNet("a", "10.0.0.0/16", "fd00:a::/48").Subnet("a", "s", "10.0.1.0/24")
        .VNet("b", "10.1.0.0/16").Peer("a", "b").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Subnet peering: enableOnlyIPv6Peering brings IPv6 routes only")]
    public void Only_IPv6()
    {
        var answer = Dual().Peer("a", "b", Six, Six).Ask("a/four", "b/four");
        Is(answer, Verdict.Blocked, ReasonId.NoRoute);
        Assert.All(answer.Reasons, r => Assert.Equal("enableOnlyIPv6Peering", r.Flag));
    }

    [Fact(DisplayName = "Subnet peering: a subnet with IPv6 alone is served by it")]
    public void Only_IPv6_suffices() => Is(Dual().Peer("a", "b", Six, Six).Ask("a/six", "b/six"), Verdict.Reachable);

    [Fact(DisplayName = "Without a family in common nothing can be sent")]
    public void No_common_family() =>
        Is(Dual().Peer("a", "b").Ask("a/six", "b/four"), Verdict.Blocked, ReasonId.NoCommonAddressFamily);

    [Fact(DisplayName = "Subnet peering: listed subnets reach each other")]
    public void Listed_subnets() => Is(SubnetPeering().Ask("a/app", "b/app"), Verdict.Reachable);

    [Fact(DisplayName = "Subnet peering: what is not listed on the far side has no route")]
    public void Unlisted_remote() =>
        Is(SubnetPeering().Ask("a/app", "b/db"), Verdict.Blocked, ReasonId.SubnetNotPeered);

    [Fact(DisplayName = "Subnet peering: unlisted local subnets get the routes, and their packets are dropped")]
    public void Known_leak()
    {
        var answer = SubnetPeering().Ask("a/db", "b/app");
        Is(answer, Verdict.Blocked, ReasonId.SubnetNotPeered);
        Assert.Contains(answer.Paths, p => p.Direction == Directions.There && p.Hops[0].NextHop == HopType.Peering);
    }

    [Fact(DisplayName = "Subnet peering: of the whole VNets it is a part")]
    public void Subnet_peering_is_partial() =>
        Is(SubnetPeering().Ask("a", "b"), Verdict.Partial, ReasonId.SubnetNotPeered);
}
