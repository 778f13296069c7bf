using System.Text.Json.Nodes;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Cases from Microsoft's documentation, each with the page that says so: "peering overview", "manage peering", "subnet
/// peering", "update peering address space", "routing overview" (virtual-networks-udr-overview), "gateway transit"
/// (vpn-gateway-peering-gateway-transit), "peering vs gateway" (Architecture Center), "point-to-site routing".
/// </summary>
public sealed class CasesTests
{
    // ---- Direct peering -------------------------------------------------------------------------------------------

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
        Is(Two().Half("a", "b", h => h["peeringState"] = "Initiated").Ask("a", "b"), Verdict.Blocked, ReasonId.PeeringIncomplete);

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
            h => h["allowVirtualNetworkAccess"] = side != "a", h => h["allowVirtualNetworkAccess"] = side != "b").Ask("a", "b");
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

    // ---- Address space --------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Update peering address space: a prefix added later has no route until the peer's half is synced")]
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
    public void New_prefix_does_not_work() => Is(Stale().Ask("a", "b/new"), Verdict.Blocked, ReasonId.StaleAddressSpace);

    [Fact(DisplayName = "Schema: where remoteAddressSpace is absent, remoteVirtualNetworkAddressSpace tells the prefixes")]
    public void Current_space_stands_in() => Is(Two().Peer("a", "b", h =>
    {
        h.Remove("remoteAddressSpace");
        h["remoteVirtualNetworkAddressSpace"] = TestEstate.Space("10.99.0.0/16");
    }).Ask("a", "b"), Verdict.Blocked, ReasonId.StaleAddressSpace);

    [Fact(DisplayName = "Routing overview: a prefix that the peer gave up is still routed to it, and dropped")]
    public void Given_up_prefix() => Is(
        Two().VNet("c", "10.9.0.0/16").Subnet("c", "app", "10.9.1.0/24")
            .Half("a", "b", h => h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16", "10.9.0.0/16")).Half("b", "a")
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

    [Fact(DisplayName = "Routing overview: 192.168.0.0/16 as a peer's prefix replaces the None route of the same length")]
    public void Private_range_as_peer() => Is(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "192.168.0.0/16")
        .Peer("a", "b").Ask("a", "b"), Verdict.Reachable);

    // ---- Families, IPv6 ------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Peering overview: dual-stack VNets exchange both families")]
    public void Dual_stack() => Is(Dual().Peer("a", "b").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Peering overview: a family that only one side has does not count")]
    public void One_family_in_common() => Is(new TestEstate().VNet("a", "10.0.0.0/16", "fd00:a::/48").Subnet("a", "s", "10.0.1.0/24")
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

    // ---- Subnet peering ------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Subnet peering: listed subnets reach each other")]
    public void Listed_subnets() => Is(SubnetPeering().Ask("a/app", "b/app"), Verdict.Reachable);

    [Fact(DisplayName = "Subnet peering: what is not listed on the far side has no route")]
    public void Unlisted_remote() => Is(SubnetPeering().Ask("a/app", "b/db"), Verdict.Blocked, ReasonId.SubnetNotPeered);

    [Fact(DisplayName = "Subnet peering: unlisted local subnets get the routes, and their packets are dropped")]
    public void Known_leak()
    {
        var answer = SubnetPeering().Ask("a/db", "b/app");
        Is(answer, Verdict.Blocked, ReasonId.SubnetNotPeered);
        Assert.Contains(answer.Paths, p => p.Direction == Directions.There && p.Hops[0].NextHop == HopType.Peering);
    }

    [Fact(DisplayName = "Subnet peering: of the whole VNets it is a part")]
    public void Subnet_peering_is_partial() => Is(SubnetPeering().Ask("a", "b"), Verdict.Partial, ReasonId.SubnetNotPeered);

    // ---- User routes ---------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Routing overview: at equal length a user route beats a peering route")]
    public void Equal_user_route() => Is(WithRoute("10.1.0.0/16", "None").Ask("a", "b"), Verdict.Blocked, ReasonId.RouteTable);

    [Fact(DisplayName = "Architecture Center: a shorter user route does not catch traffic to a peer")]
    public void Shorter_user_route() => Is(WithRoute("10.0.0.0/8", "None").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Architecture Center: 0.0.0.0/0 to a firewall does not catch traffic to a peer")]
    public void Default_to_firewall() =>
        Is(WithRoute("0.0.0.0/0", "VirtualAppliance", "10.1.1.4").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Routing overview: a longer user route cuts a part out")]
    public void Longer_user_route()
    {
        var answer = WithRoute("10.1.1.128/25", "Internet").Ask("a/app", "b/app");
        Is(answer, Verdict.Blocked, ReasonId.RouteTable);
        Assert.Equal(2, answer.Paths.Count(p => p.Direction == Directions.There));
    }

    [Fact(DisplayName = "Routing overview: a user route VnetLocal for foreign addresses leads nowhere")]
    public void Local_for_foreign() => Is(WithRoute("10.1.0.0/16", "VnetLocal").Ask("a", "b"), Verdict.Blocked, ReasonId.RouteTable);

    [Fact(DisplayName = "Routing overview: a user route may divert traffic inside the VNet")]
    public void Diverted_inside() => Is(Two("t").Table("t", ("10.0.2.0/24", "None", null)).Ask("a/app", "a/db"),
        Verdict.Blocked, ReasonId.RouteTable);

    [Fact(DisplayName = "Routing overview: routes for service tags do not concern private addresses")]
    public void Service_tag() => Is(WithRoute("Storage.WestEurope", "Internet").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Schema: disablePeeringRoute = All takes the peering routes away")]
    public void Peering_routes_off()
    {
        var answer = Two("t").Peer("a", "b").Table("t", t => t["disablePeeringRoute"] = "All").Ask("a/app", "b");
        Is(answer, Verdict.Blocked, ReasonId.RouteTable);
        Assert.Equal("disablePeeringRoute", Assert.Single(answer.Reasons).Flag);
    }

    [Fact(DisplayName = "Routing overview: the next hop of a user route may be an appliance in a peered VNet")]
    public void Appliance_in_hub() => Is(Star(table: "t").Table("t", ("10.2.0.0/16", "VirtualAppliance", "10.0.9.4"))
        .Ask("s1", "s2"), Verdict.Blocked, ReasonId.UnknownAppliance, ReasonId.NoRoute);

    [Fact(DisplayName = "Routing overview: an appliance that is not directly peered makes the route invalid")]
    public void Appliance_too_far() => Is(Star(table: "t").Table("t", ("10.2.0.0/16", "VirtualAppliance", "10.2.0.4"))
        .Ask("s1/app", "s2"), Verdict.Blocked, ReasonId.ApplianceUnreachable, ReasonId.NoRoute);

    [Fact(DisplayName = "Unknown rather than wrong: a route table that was not read")]
    public void Table_not_read() => Is(Two("t").Peer("a", "b").Ask("a/app", "b"), Verdict.Unknown, ReasonId.RouteTableNotRead);

    // ---- Gateways ------------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Gateway transit: using one hub's gateway does not join the spokes")]
    public void Transit_alone()
    {
        var answer = Transit().Ask("s1", "s2");
        Is(answer, Verdict.Blocked, ReasonId.NoRoute);
        Assert.Contains(answer.Notices, n => n.Id == ReachabilityNotice.ConnectionsNotRead);
    }

    [Fact(DisplayName = "Manage peering: routes to the gateway in both spokes join them through the hub's VPN gateway")]
    public void Gateway_as_router()
    {
        var answer = Transit(t1: "t1", t2: "t2").Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null))
            .Table("t2", ("10.1.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2");
        Is(answer, Verdict.Reachable);
        Assert.Equal(PathKinds.VpnGateway, answer.Kinds);
        Assert.Equal([HopType.VirtualNetworkGateway, HopType.Peering],
            answer.Paths.First(p => p.Direction == Directions.There).Hops.Select(h => h.NextHop));
    }

    [Fact(DisplayName = "Manage peering: a route in one spoke alone is half a way")]
    public void Gateway_one_way()
    {
        var answer = Transit(t1: "t1").Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2");
        Is(answer, Verdict.Blocked, ReasonId.NoRoute);
        Assert.Equal(Directions.Back, Assert.Single(answer.Reasons).Direction);
    }

    [Fact(DisplayName = "Manage peering: allowForwardedTraffic is not needed behind a gateway, nor is access between spokes")]
    public void Gateway_ignores_flags() => Is(Transit(t1: "t1", t2: "t2", spoke: s => s["allowVirtualNetworkAccess"] = false)
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Table("t2", ("10.1.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Reachable);

    [Fact(DisplayName = "Gateway transit: a spoke without useRemoteGateways has no gateway to route to")]
    public void No_gateway() => Is(Star(table: "t").Gateway("gw", "hub").Table("t", ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Ask("s1", "s2"), Verdict.Blocked, ReasonId.NoGateway, ReasonId.NoRoute);

    [Fact(DisplayName = "Gateway transit: the gateway does not know a spoke that does not use it")]
    public void Not_behind_gateway() => Is(Transit(t1: "t1", second: false)
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Blocked,
        ReasonId.NotBehindGateway, ReasonId.NoRoute);

    [Fact(DisplayName = "Gateway transit: the Basic SKU lends nothing")]
    public void Basic_is_not_lent() => Is(Transit(sku: "Basic", t1: "t1")
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Blocked,
        ReasonId.NoGateway, ReasonId.NoRoute);

    [Fact(DisplayName = "Routing overview: beside an ExpressRoute gateway the gateway hop means that one, which will not do")]
    public void ExpressRoute_wins() => Is(Transit(t1: "t1").Gateway("er", "hub", "ExpressRoute", "ErGw1AZ")
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Blocked,
        ReasonId.GatewayHopUnsupported, ReasonId.NoRoute);

    [Fact(DisplayName = "Routing overview: beside a Route Server the gateway hop means that one, which will not do")]
    public void Route_server_wins()
    {
        var estate = Transit(t1: "t1").Subnet("hub", "RouteServerSubnet", "10.0.254.0/27")
            .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null));
        estate.SubnetOf("hub", "RouteServerSubnet")["ipConfigurations"] = Configuration("virtualHubs", "rs");
        Is(estate.Ask("s1/app", "s2"), Verdict.Blocked, ReasonId.GatewayHopUnsupported, ReasonId.RouteServerPeers);
    }

    [Fact(DisplayName = "Route Server FAQ: one without peers announces nothing")]
    public void Route_server_without_peers()
    {
        var estate = Transit().Subnet("hub", "RouteServerSubnet", "10.0.254.0/27").Other(TestEstate.Id("virtualHubs", "rs"),
            new()
            {
                ["kind"] = "RouteServer",
                ["properties"] = new JsonObject { ["bgpConnections"] = new JsonArray() },
            });
        estate.SubnetOf("hub", "RouteServerSubnet")["ipConfigurations"] = Configuration("virtualHubs", "rs");
        Is(estate.Ask("s1", "s2"), Verdict.Blocked, ReasonId.NoRoute);
    }

    [Fact(DisplayName = "Routing overview: a shorter user route of GatewaySubnet loses to the peering, an equal one wins")]
    public void Gateway_subnet_route()
    {
        TestEstate Estate(string prefix) => Transit(t1: "t1", t2: "t2", gatewayTable: "tg")
            .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null))
            .Table("t2", ("10.1.0.0/16", "VirtualNetworkGateway", null)).Table("tg", (prefix, "None", null));
        Is(Estate("10.0.0.0/8").Ask("s1", "s2"), Verdict.Reachable);
        Is(Estate("10.2.0.0/16").Ask("s1", "s2"), Verdict.Blocked, ReasonId.RouteTable);
    }

    [Fact(DisplayName = "Routing overview: GatewaySubnet must not route to the gateway itself")]
    public void Loop() => Is(Transit(t1: "t1", t2: "t2", gatewayTable: "tg")
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Table("t2", ("10.1.0.0/16", "VirtualNetworkGateway", null))
        .Table("tg", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Blocked, ReasonId.RoutingLoop);

    [Fact(DisplayName = "Routing overview: switching propagation off keeps user routes to the gateway")]
    public void Propagation_off() => Is(Transit(t1: "t1", t2: "t2")
        .Table("t1", t => t["disableBgpRoutePropagation"] = true, ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Table("t2", t => t["disableBgpRoutePropagation"] = true, ("10.1.0.0/16", "VirtualNetworkGateway", null))
        .Ask("s1", "s2"), Verdict.Reachable);

    [Fact(DisplayName = "VPN FAQ: connections may join VNets that use different gateways; they are not read here")]
    public void Different_gateways() => Is(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16")
        .Gateway("ga", "a").Gateway("gb", "b").Ask("a", "b"), Verdict.Unknown, ReasonId.ConnectionsNotRead);

    [Fact(DisplayName = "Peering overview: beside a connection, the peering is what carries")]
    public void Peering_wins_over_gateways() => Is(Two().Peer("a", "b").Gateway("ga", "a").Gateway("gb", "b").Ask("a", "b"),
        Verdict.Reachable);

    [Fact(DisplayName = "Routing overview: without propagation what gateways know does not matter")]
    public void Doubt_vanishes_without_propagation() => Is(new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "s", "10.0.0.0/24", "t")
        .VNet("b", "10.1.0.0/16").Subnet("b", "s", "10.1.0.0/24", "t").Gateway("ga", "a").Gateway("gb", "b")
        .Table("t", t => t["disableBgpRoutePropagation"] = true).Ask("a", "b"), Verdict.Blocked, ReasonId.NoRoute);

    [Fact(DisplayName = "Schema: a gateway that GatewaySubnet names and that was not read")]
    public void Gateway_not_read()
    {
        var estate = Transit(t1: "t1", gateway: false).Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null));
        estate.SubnetOf("hub", "GatewaySubnet")["ipConfigurations"] = Configuration("virtualNetworkGateways", "gw");
        Is(estate.Ask("s1/app", "s2"), Verdict.Blocked, ReasonId.GatewayNotRead, ReasonId.NoRoute);
    }

    // ---- Client pools --------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Point-to-site routing: clients reach the gateway's VNet")]
    public void Pool_and_hub() => Is(Transit(pool: "172.27.0.0/24").Ask("pool:gw", "hub"), Verdict.Reachable);

    [Fact(DisplayName = "Point-to-site routing: clients reach a spoke that uses the gateway")]
    public void Pool_and_spoke() => Is(Transit(pool: "172.27.0.0/24").Ask("s1", "pool:gw"), Verdict.Reachable);

    [Fact(DisplayName = "Point-to-site routing: clients do not reach a peer that does not use the gateway")]
    public void Pool_and_other_peer() => Is(Transit(pool: "172.27.0.0/24", second: false).Ask("s2", "pool:gw"), Verdict.Blocked,
        ReasonId.NoRoute, ReasonId.NotBehindGateway);

    [Fact(DisplayName = "Routing overview: propagation off takes the way back to clients")]
    public void Pool_without_propagation() => Is(Transit(pool: "172.27.0.0/24", t1: "t")
        .Table("t", t => t["disableBgpRoutePropagation"] = true).Ask("s1", "pool:gw"), Verdict.Blocked, ReasonId.NoRoute);

    [Fact(DisplayName = "VPN FAQ: two clients of one gateway can talk to each other")]
    public void Pool_and_itself() => Is(Transit(pool: "172.27.0.0/24").Ask("pool:gw", "pool:gw"), Verdict.Reachable);

    // ---- Unknown rather than wrong -------------------------------------------------------------------------------

    [Fact(DisplayName = "Unknown rather than wrong: the far end of a peering was not read")]
    public void Far_end_not_read() => Is(Two().Half("a", "far").Ask("a", "b"), Verdict.Blocked, ReasonId.VNetNotRead, ReasonId.NoRoute);

    [Fact(DisplayName = "Unknown rather than wrong: a VNet that was not read can be asked for")]
    public void Unread_end() =>
        Is(Two().Half("a", "far").Ask("a", TestEstate.VNetId("far").ToString()), Verdict.Unknown, ReasonId.VNetNotRead);

    [Fact(DisplayName = "Peering overview: a classic VNet is peered from one side and cannot be read")]
    public void Classic()
    {
        var classic = Arm.ResourceId.Parse("/subscriptions/1/resourceGroups/rg/providers/Microsoft.ClassicNetwork/virtualNetworks/old");
        Is(Two().Half("a", "old", to: classic).Ask("a", classic.ToString()), Verdict.Unknown, ReasonId.ClassicVNet);
    }

    [Fact(DisplayName = "Virtual WAN: hub connections join VNets without a peering of their own")]
    public void Virtual_wan() => Is(Two().Half("a", "hv", name: "RemoteVnetToHubPeering_1").Half("b", "hv", name: "RemoteVnetToHubPeering_2")
        .Ask("a", "b"), Verdict.Unknown, ReasonId.VirtualWan);

    [Fact(DisplayName = "Virtual WAN: a hub connection in the topology is recognised too")]
    public void Virtual_wan_connection()
    {
        var estate = Two();
        foreach (var vnet in new[] { "a", "b" })
        {
            estate.Other(TestEstate.Id("virtualHubs", "h").Child("hubVirtualNetworkConnections", vnet), new()
            {
                ["properties"] = new JsonObject
                {
                    ["remoteVirtualNetwork"] = new JsonObject { ["id"] = TestEstate.VNetId(vnet).ToString() },
                },
            });
        }

        Is(estate.Ask("a", "b"), Verdict.Unknown, ReasonId.VirtualWan);
    }

    [Fact(DisplayName = "Virtual Network Manager: managed VNets may be in a connected group, which has no resource in them")]
    public void Connected_group() => Is(Star(name: "ANM_").Ask("s1", "s2"), Verdict.Unknown, ReasonId.ConnectedGroupNotRead);

    // ---- Endpoints -----------------------------------------------------------------------------------------------

    [Fact(DisplayName = "Reserved subnets are no part of a VNet's ends, but can be named")]
    public void Reserved_subnets()
    {
        var estate = Two().Peer("a", "b").Subnet("b", "AzureBastionSubnet", "10.1.200.0/26", "t").Table("t", ("10.0.0.0/16", "None", null));
        Is(estate.Ask("a", "b"), Verdict.Reachable);
        Is(estate.Ask("a", "b/AzureBastionSubnet"), Verdict.Blocked, ReasonId.RouteTable);
    }

    [Fact(DisplayName = "A VNet without subnets counts as one subnet per prefix")]
    public void Empty_networks() => Is(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").Peer("a", "b").Ask("a", "b"),
        Verdict.Reachable);

    // ---- Building blocks -----------------------------------------------------------------------------------------

    private static void Is(ReachabilityAnswer answer, Verdict verdict, params ReasonId[] reasons)
    {
        Assert.Equal(reasons.Order(), answer.Reasons.Select(r => r.Id).Distinct().Order());
        Assert.Equal(verdict, answer.Verdict);
        Assert.All(answer.Reasons, r => Assert.NotEmpty(r.Sentence));
        Assert.Contains(answer.Source, answer.Explain(), StringComparison.Ordinal);
    }

    private static TestEstate Two(string? table = null) => new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24", table).Subnet("a", "db", "10.0.2.0/24")
        .VNet("b", "10.1.0.0/16").Subnet("b", "app", "10.1.1.0/24").Subnet("b", "db", "10.1.2.0/24");

    private static TestEstate WithRoute(string prefix, string hop, string? address = null) => new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24", "t")
        .VNet("b", "10.1.0.0/16").Subnet("b", "app", "10.1.1.0/24").Peer("a", "b").Table("t", (prefix, hop, address));

    private static TestEstate Star(Action<JsonObject>? halves = null, string? table = null, string? name = null) => new TestEstate()
        .VNet("hub", "10.0.0.0/16").VNet("s1", "10.1.0.0/16").Subnet("s1", "app", "10.1.0.0/24", table).VNet("s2", "10.2.0.0/16")
        .Half("hub", "s1", halves).Half("s1", "hub", halves, name is null ? null : name + "1")
        .Half("hub", "s2", halves).Half("s2", "hub", halves, name is null ? null : name + "2");

    private static TestEstate Transit(
        string sku = "VpnGw1AZ", string? pool = null, string? t1 = null, string? t2 = null, string? gatewayTable = null,
        bool second = true, bool gateway = true, Action<JsonObject>? spoke = null)
    {
        var estate = new TestEstate().VNet("hub", "10.0.0.0/16").Subnet("hub", "GatewaySubnet", "10.0.255.0/27", gatewayTable)
            .VNet("s1", "10.1.0.0/16").Subnet("s1", "app", "10.1.0.0/24", t1)
            .VNet("s2", "10.2.0.0/16").Subnet("s2", "app", "10.2.0.0/24", t2);
        foreach (var (name, borrows) in new[] { ("s1", true), ("s2", second) })
        {
            estate.Peer("hub", name, h => h["allowGatewayTransit"] = true, s =>
            {
                s["useRemoteGateways"] = borrows;
                spoke?.Invoke(s);
            });
        }

        return gateway ? estate.Gateway("gw", "hub", sku: sku, pool: pool) : estate;
    }

    private static TestEstate Stale() => new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24")
        .VNet("b", "10.1.0.0/16", "10.50.0.0/16").Subnet("b", "app", "10.1.1.0/24").Subnet("b", "new", "10.50.1.0/24")
        .Half("a", "b", h =>
        {
            h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16");
            h["remoteVirtualNetworkAddressSpace"] = TestEstate.Space("10.1.0.0/16", "10.50.0.0/16");
            h["peeringSyncLevel"] = "LocalNotInSync";
        })
        .Half("b", "a", h => h["peeringSyncLevel"] = "RemoteNotInSync");

    private static TestEstate Dual() => new TestEstate()
        .VNet("a", "10.0.0.0/16", "fd00:a::/48").Subnet("a", "four", "10.0.1.0/24", second: "fd00:a:0:1::/64")
        .Subnet("a", "six", "fd00:a:0:2::/64")
        .VNet("b", "10.1.0.0/16", "fd00:b::/48").Subnet("b", "four", "10.1.1.0/24").Subnet("b", "six", "fd00:b:0:2::/64");

    private static TestEstate SubnetPeering()
    {
        static void Listed(JsonObject half, string prefix)
        {
            half["peerCompleteVnets"] = false;
            half["localSubnetNames"] = TestEstate.Texts("app");
            half["remoteSubnetNames"] = TestEstate.Texts("app");
            half["remoteAddressSpace"] = TestEstate.Space(prefix);
        }

        return Two().Peer("a", "b", h => Listed(h, "10.1.1.0/24"), h => Listed(h, "10.0.1.0/24"));
    }

    private static void Six(JsonObject half) => half["enableOnlyIPv6Peering"] = true;

    private static void Bare(JsonObject half)
    {
        foreach (var name in half.Select(p => p.Key).Where(k => k != "remoteVirtualNetwork").ToArray())
        {
            half.Remove(name);
        }
    }

    private static JsonArray Configuration(string type, string name) =>
        new(new JsonObject { ["id"] = TestEstate.Id(type, name).Child("ipConfigurations", "default").ToString() });
}
