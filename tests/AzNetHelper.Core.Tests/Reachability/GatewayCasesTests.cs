using System.Text.Json.Nodes;
using AzNetHelper.Reachability;
using Xunit;
using static AzNetHelper.Tests.Reachability.CaseEstates;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Gateways and their clients; sources as in <see cref="PeeringCasesTests"/>.</summary>
public sealed class GatewayCasesTests
{
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

    [Fact(DisplayName = "Manage peering: allowForwardedTraffic is not needed behind a gateway, nor is access between "
        + "spokes")]
    public void Gateway_ignores_flags() =>
        Is(Transit(t1: "t1", t2: "t2", spoke: s => s["allowVirtualNetworkAccess"] = false)
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Table("t2", ("10.1.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Reachable);

    [Fact(DisplayName = "Gateway transit: a spoke without useRemoteGateways has no gateway to route to")]
    public void No_gateway() =>
        Is(Star(table: "t").Gateway("gw", "hub").Table("t", ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Ask("s1", "s2"), Verdict.Blocked, ReasonId.NoGateway, ReasonId.NoRoute);

    [Fact(DisplayName = "Gateway transit: the gateway does not know a spoke that does not use it")]
    public void Not_behind_gateway() => Is(Transit(t1: "t1", second: false)
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Blocked,
        ReasonId.NotBehindGateway, ReasonId.NoRoute);

    [Fact(DisplayName = "Gateway transit: the Basic SKU lends nothing")]
    public void Basic_is_not_lent() => Is(Transit(sku: "Basic", t1: "t1")
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null)).Ask("s1", "s2"), Verdict.Blocked,
        ReasonId.NoGateway, ReasonId.NoRoute);

    [Fact(DisplayName = "Routing overview: beside an ExpressRoute gateway the gateway hop means that one, which will "
        + "not do")]
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
        var estate = Transit().Subnet("hub", "RouteServerSubnet", "10.0.254.0/27")
            .Other(TestEstate.Id("virtualHubs", "rs"),
            new()
            {
                ["kind"] = "RouteServer",
                ["properties"] = new JsonObject { ["bgpConnections"] = new JsonArray() },
            });
        estate.SubnetOf("hub", "RouteServerSubnet")["ipConfigurations"] = Configuration("virtualHubs", "rs");
        Is(estate.Ask("s1", "s2"), Verdict.Blocked, ReasonId.NoRoute);
    }

    [Fact(DisplayName = "Routing overview: a shorter user route of GatewaySubnet loses to the peering, an equal one "
        + "wins")]
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
        .Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Table("t2", ("10.1.0.0/16", "VirtualNetworkGateway", null))
        .Table("tg", ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Ask("s1", "s2"), Verdict.Blocked, ReasonId.RoutingLoop);

    [Fact(DisplayName = "Routing overview: switching propagation off keeps user routes to the gateway")]
    public void Propagation_off() => Is(Transit(t1: "t1", t2: "t2")
        .Table("t1", t => t["disableBgpRoutePropagation"] = true, ("10.2.0.0/16", "VirtualNetworkGateway", null))
        .Table("t2", t => t["disableBgpRoutePropagation"] = true, ("10.1.0.0/16", "VirtualNetworkGateway", null))
        .Ask("s1", "s2"), Verdict.Reachable);

    [Fact(DisplayName = "VPN FAQ: gateways without a connection join nobody")]
    public void Different_gateways() => Is(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16")
        .Gateway("ga", "a").Gateway("gb", "b").Ask("a", "b"), Verdict.Blocked, ReasonId.NoRoute);

    [Fact(DisplayName = "Peering overview: beside a connection, the peering is what carries")]
    public void Peering_wins_over_gateways() =>
        Is(Two().Peer("a", "b").Gateway("ga", "a").Gateway("gb", "b").Ask("a", "b"),
        Verdict.Reachable);

    [Fact(DisplayName = "Routing overview: without propagation what gateways know does not matter")]
    public void Doubt_vanishes_without_propagation() =>
        Is(new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "s", "10.0.0.0/24", "t")
        .VNet("b", "10.1.0.0/16").Subnet("b", "s", "10.1.0.0/24", "t").Gateway("ga", "a").Gateway("gb", "b")
        .Table("t", t => t["disableBgpRoutePropagation"] = true).Ask("a", "b"), Verdict.Blocked, ReasonId.NoRoute);

    [Fact(DisplayName = "Schema: a gateway that GatewaySubnet names and that was not read")]
    public void Gateway_not_read()
    {
        var estate = Transit(t1: "t1", gateway: false).Table("t1", ("10.2.0.0/16", "VirtualNetworkGateway", null));
        estate.SubnetOf("hub", "GatewaySubnet")["ipConfigurations"] = Configuration("virtualNetworkGateways", "gw");
        Is(estate.Ask("s1/app", "s2"), Verdict.Blocked, ReasonId.GatewayNotRead, ReasonId.NoRoute);
    }

    [Fact(DisplayName = "Point-to-site routing: clients reach the gateway's VNet")]
    public void Pool_and_hub() => Is(Transit(pool: "172.27.0.0/24").Ask("pool:gw", "hub"), Verdict.Reachable);

    [Fact(DisplayName = "Point-to-site routing: clients reach a spoke that uses the gateway")]
    public void Pool_and_spoke() => Is(Transit(pool: "172.27.0.0/24").Ask("s1", "pool:gw"), Verdict.Reachable);

    [Fact(DisplayName = "Point-to-site routing: clients do not reach a peer that does not use the gateway")]
    public void Pool_and_other_peer() =>
        Is(Transit(pool: "172.27.0.0/24", second: false).Ask("s2", "pool:gw"), Verdict.Blocked,
        ReasonId.NoRoute, ReasonId.NotBehindGateway);

    [Fact(DisplayName = "Routing overview: propagation off takes the way back to clients")]
    public void Pool_without_propagation() => Is(Transit(pool: "172.27.0.0/24", t1: "t")
        .Table("t", t => t["disableBgpRoutePropagation"] = true)
        .Ask("s1", "pool:gw"), Verdict.Blocked, ReasonId.NoRoute);

    [Fact(DisplayName = "VPN FAQ: two clients of one gateway can talk to each other")]
    public void Pool_and_itself() => Is(Transit(pool: "172.27.0.0/24").Ask("pool:gw", "pool:gw"), Verdict.Reachable);
}
