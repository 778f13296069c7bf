namespace AzNetHelper.Tests.Reachability;

/// <summary>Clients, connected groups, what is not known, and shapes of documents.</summary>
internal static partial class HandMadeCases
{
    private static IEnumerable<HandMadeCase> Clients()
    {
        const string CaseJ = "Point-to-site routing; case j";
        const string Pool = "172.27.0.0/24";
        yield return Reachable("Clients and the gateway's VNet", CaseJ, () => Lent(pool: Pool), "pool:gw", "hub", Vpn);
        yield return Reachable("Clients and a spoke that uses the gateway", CaseJ, () => Lent(pool: Pool), "s1",
            "pool:gw", Vpn);
        yield return Blocked("Clients and a spoke that does not", CaseJ, () => Star().Gateway("gw", "hub", pool: Pool),
            "s1", "pool:gw", "NoRoute", "NotBehindGateway");
        yield return Blocked("Clients and a peer's peer", CaseJ,
            () => Lent(pool: Pool).WithStranger().Peer("s1", "z"), "z", "pool:gw", "NoRoute", "NotBehindGateway");
        yield return Reachable("Clients of one gateway", "VPN Gateway FAQ; case j", () => Lent(pool: Pool), "pool:gw",
            "pool:gw", Vpn);
        yield return Reachable("Clients and a neighbour with BGP", CaseJ, () => PoolAndNeighbour(bgp: true), "pool:ga",
            "b", Vpn);
        yield return Blocked("Clients and a neighbour without BGP", CaseJ,
            () => PoolAndNeighbour(bgp: false), "pool:ga", "b", "NotBehindGateway", "NoRoute");
        yield return Reachable("Clients and a site with BGP", CaseJ,
            () => Lent(pool: Pool).Site("dc", Office, 65050, true, "Connected", "gw"), "pool:gw", "site:dc", Vpn);
        yield return Blocked("Clients and a static site", CaseJ,
            () => Lent(pool: Pool).Site("dc", Office, gateways: "gw"), "pool:gw", "site:dc", "NotBehindGateway");
    }

    private static EstateBuilder PoolAndNeighbour(bool bgp) =>
        Two().Gateway("ga", "a", asn: 65001, pool: "172.27.0.0/24")
        .Gateway("gb", "b", asn: 65002).Connect("ga", "gb", bgp);

    private static IEnumerable<HandMadeCase> Groups()
    {
        const string CaseG = "Connectivity configuration; case g";
        yield return Reachable("Members of a connected group, with no peering", CaseG + ", belief 14", () =>
            Two().Group("a", "b"), "a", "b", Group);
        yield return Blocked("Nothing between different groups", CaseG,
            () => Two().VNetWithApp("c", "10.3.0.0/16").VNetWithApp("d", "10.4.0.0/16").Group("a", "c")
                .Group("b", "d"), "a", "b", "NoRoute");
        yield return Blocked("Overlapping prefixes are taken out", CaseG,
            () => Two().VNetWithApp("c", "10.2.0.0/16").Group("a", "b", "c"), "a", "b", "NoRoute");
        yield return Reachable("A peering beats the group at equal prefix", CaseG, () => Peered().Group("a", "b"), "a",
            "b", Direct);
        yield return Blocked("A member is no peer for hops to appliances", "meaning: ConnectedGroup",
            () => HubAndSpokes().Group("hub", "s1", "s2").Via("10.0.3.4"), "s1", "s2", "ApplianceUnreachable");
        yield return Blocked("A gateway's more specific route loses to the group", "Routing overview; belief 7",
            () => Two().Gateway("ga", "a").Site("dc", ["10.2.1.0/24"], gateways: "ga").Group("a", "b")
                .Table("t", ("10.1.0.0/16", "None")).Associate("b/app", "t").Associate("b/db", "t"), "a", "b",
                    "RouteTable");
    }

    private static IEnumerable<HandMadeCase> Unknowns()
    {
        yield return Unknown("VNets of a Virtual WAN", "Virtual WAN; case f, belief 14",
            () => Two().HubConnection("a").HubConnection("b"), "a", "b", "VirtualWan");
        yield return Unknown("... told by the peering that it makes", "Virtual WAN; case f",
            () => Wan(Wan(Two(), "a"), "b"), "a", "b", "VirtualWan");
        yield return Blocked("... and without propagation none of it arrives", "meaning: doubts through a gateway",
            () => Two().HubConnection("a").HubConnection("b").Table("t", t => t["disableBgpRoutePropagation"] = true)
                .Associate("a/app", "t").Associate("a/db", "t"), "a", "b", "NoRoute", "VirtualWan");
        yield return Unknown("Members of a configuration whose groups were not read",
            "Connectivity configuration; case g",
            () => Star().Half("s1", "m", name: "ANM_1").Half("s2", "m", name: "ANM_2"), "s1", "s2",
                "ConnectedGroupNotRead");
        yield return Blocked("... and a group that was read settles it", "Connectivity configuration; case g",
            () => HubAndSpokes().Peer("hub", "s1").Half("s2", "hub", name: "ANM_x").Half("hub", "s2").Group("s2"),
            "s1", "s2", "NoRoute");
        yield return Unknown("A Route Server whose peers may know more", "Route Server FAQ; case h",
            () => Lent().RouteServer("rs", "hub", peers: 2), "s1", "s2", "RouteServerPeers");
        yield return Unknown("A Route Server whose peers nobody told", "Route Server FAQ; case h",
            () => Lent().RouteServer("rs", "hub", peers: null), "s1", "s2", "RouteServerPeers");
        yield return Unknown("A Route Server that its subnet alone tells of", "meaning: recognising",
            () => Lent().RouteServer("rs", "hub").Remove("virtualHubs", "rs"), "s1", "s2", "RouteServerPeers");
        yield return Blocked("A Route Server without peers announces nothing", "Route Server FAQ; case h",
            () => Lent().RouteServer("rs", "hub"), "s1", "s2", "NoRoute");
        yield return Unknown("The far end of a peering was not read", "meaning: unknown rather than wrong",
            () => Two().Half("a", "m").Half("b", "m"), "a", "b", "VNetNotRead");
        yield return Unknown("The far end is classic", "meaning: unknown rather than wrong",
            () => Two().Half("a", "m", to: Classic).Half("b", "m", to: Classic), "a", "b", "ClassicVNet");
        yield return Unknown("An appliance in a VNet that was not read", "meaning: unknown rather than wrong",
            () => Peered().Half("a", "m", h => h["remoteAddressSpace"] = EstateBuilder.Space("10.7.0.0/16"))
                .Table("t", ("10.2.0.0/16", "10.7.0.4")).Associate("a/app", "t"), "a/app", "b", "UnknownAppliance");
        yield return Unknown("A gateway borrowed from a VNet that was not read", "meaning: unknown rather than wrong",
            () => Peered().Half("a", "m", h => h["useRemoteGateways"] = true)
                .Table("t", ("10.2.0.0/16", "VirtualNetworkGateway")).Associate("a/app", "t"), "a/app", "b",
                    "VNetNotRead");
        yield return Blocked("A user route decides, whatever was not read", "meaning: unknown rather than wrong",
            () => Two().HubConnection("a").HubConnection("b").Table("t", ("10.2.0.0/16", "None"))
                .Associate("a/app", "t"), "a/app", "b", "RouteTable", "VirtualWan");
        yield return Unknown("A route table that was not read", "meaning: what could not be read",
            () => Peered().Associate("a/app", "lost"), "a/app", "b", "RouteTableNotRead");
        yield return Unknown("A gateway that its subnet alone tells of", "meaning: what could not be read",
            () => TwoGateways().Remove("virtualNetworkGateways", "ga").Remove("virtualNetworkGateways", "gb"), "a",
                "b", "GatewayNotRead");
        yield return Unknown("A connection to a gateway that was not read", "meaning: what could not be read",
            () => TwoGateways().HalfConnection("ga", "lost").HalfConnection("gb", "lost"), "a", "b",
                "ConnectionsNotRead");
        yield return Unknown("A VNet that only a peering tells of", "meaning: unknown rather than wrong",
            () => Two().Half("a", "m"), "a", "m", "VNetNotRead");
    }

    private static AzNetHelper.Arm.ResourceId Classic { get; } = AzNetHelper.Arm.ResourceId.Parse(
        "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg"
        + "/providers/Microsoft.ClassicNetwork/virtualNetworks/m");

    private static EstateBuilder Wan(EstateBuilder e, string net) =>
        e.Half(net, "m", name: "RemoteVnetToHubPeering_0");

    private static IEnumerable<HandMadeCase> Shapes()
    {
        yield return Reachable("Children apart from their parents", "meaning: input shapes",
            () => Star().Via("10.0.3.4").Apart("virtualNetworks", "s1").Apart("routeTables", "t1"), "s1", "s2",
                Appliance);
        yield return Reachable("Enums in any case", "meaning: input shapes",
            () => Two().Peer("a", "b", h => h["peeringState"] = "CONNECTED", h => h["peeringState"] = "connected"),
                "a", "b", Direct);
        yield return Blocked("A route's hop in any case", "meaning: input shapes",
            () => Peered().Table("t", ("10.2.0.0/16", "none")).Associate("a/app", "t"), "a/app", "b", "RouteTable");
    }
}
