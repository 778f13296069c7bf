namespace AzNetHelper.Tests.Reachability;

/// <summary>Tunnels, circuits and sites.</summary>
internal static partial class HandMadeCases
{
    private static readonly string[] Office = ["192.168.0.0/24"];

    private static IEnumerable<HandMadeCase> Tunnels()
    {
        const string CaseD = "VPN Gateway FAQ; case d";
        yield return Reachable("Neighbours learn each other's VNet", CaseD, () => TwoGateways().Connect("ga", "gb"),
            "a", "b", Vpn);
        yield return Blocked("One half of a connection carries nothing", CaseD, () =>
            TwoGateways().HalfConnection("ga", "gb"), "a", "b", "NoRoute");
        yield return Blocked("A connection that is down", CaseD, () =>
            TwoGateways().Connect("ga", "gb", status: "NotConnected"), "a", "b", "NoRoute");
        yield return Blocked("One half that is down", CaseD,
            () => TwoGateways().HalfConnection("ga", "gb").HalfConnection("gb", "ga", status: "NotConnected"), "a",
                "b", "NoRoute");
        yield return Reachable("A connection that tells no status counts as up", "meaning: absent values",
            () => TwoGateways().Connect("ga", "gb", status: null), "a", "b", Vpn);
        yield return Reachable("A status of Unknown is not down", "meaning: NotConnected alone is down",
            () => TwoGateways().Connect("ga", "gb", status: "Unknown"), "a", "b", Vpn);
        yield return Reachable("Two hops with BGP on both", CaseD, () => Chain(ab: true, bc: true), "a", "c", Vpn);
        yield return Blocked("Two hops without BGP", CaseD, () => Chain(ab: false, bc: false), "a", "c", "NoRoute");
        yield return Blocked("Two hops, BGP on one", CaseD, () => Chain(ab: true, bc: false), "a", "c", "NoRoute");
        yield return Blocked("Ends with one ASN refuse each other's routes", CaseD + ", AS path",
            () => Chain(ab: true, bc: true, asnC: 65001), "a", "c", "NoRoute");
        yield return Reachable("Neighbours with one ASN: no BGP, and still each other's VNet", CaseD,
            () => TwoGateways(65001, 65001).Connect("ga", "gb", bgp: true), "a", "b", Vpn);
        yield return Blocked("Neighbours with one ASN pass nothing on", CaseD,
            () => Chain(ab: true, bc: true, asnC: 65002), "a", "c", "NoRoute");
        yield return Blocked("A Basic gateway in the middle knows no BGP", "VPN Gateway FAQ, Basic SKU; case d",
            () => Chain(ab: true, bc: true).Change("virtualNetworkGateways", "gb", g => g["sku"]!["name"] = "Basic"),
                "a", "c", "NoRoute");
        yield return Blocked("A policy-based gateway knows no VNet-to-VNet connection", CaseD,
            () => TwoGateways().Connect("ga", "gb").Change("virtualNetworkGateways", "gb", g =>
                g["vpnType"] = "PolicyBased"),
            "a", "b", "NoRoute");
        yield return Reachable("Peering beats a tunnel between the same two", "Peering overview; case d",
            () => TwoGateways().Connect("ga", "gb").Peer("a", "b"), "a", "b", Direct);
        yield return Reachable("A VNet that uses the far gateway, with BGP", "Gateway transit; case d",
            () => FarSpoke(bgp: true), "a", "s", Vpn);
        yield return Unknown("A VNet that uses the far gateway, without BGP", "Gateway transit, not stated; case d",
            () => FarSpoke(bgp: false), "a", "s", "TransitWithoutBgp");
        yield return Blocked("... and a user's route away decides", "meaning: a user route decides",
            () => FarSpoke(bgp: false).Table("t", ("10.3.0.0/16", "None")).Associate("a/app", "t")
                .Associate("a/db", "t"),
            "a", "s", "RouteTable");
        yield return Blocked("... and without propagation there is no doubt", "meaning: doubts through a gateway",
            () => FarSpoke(bgp: false).Table("t", t => t["disableBgpRoutePropagation"] = true)
                .Associate("a/app", "t").Associate("a/db", "t"), "a", "s", "NoRoute");
        yield return Blocked("A default route is not passed on", CaseD,
            () => TwoGateways().WithStranger().Connect("ga", "gb", bgp: true)
                .Site("dc", ["0.0.0.0/0"], 65050, true, "Connected", "gb"), "a", "z", "NoRoute");
        yield return Blocked("What overlaps the announcer's VNet is not passed on", CaseD,
            () => TwoGateways().WithStranger().Connect("ga", "gb", bgp: true)
                .Site("dc", ["10.0.0.0/8"], 65050, true, "Connected", "gb"), "a", "z", "NoRoute");
        yield return Reachable("A static site behind the neighbour is announced", CaseD,
            () => TwoGateways().Connect("ga", "gb", bgp: true).Site("dc", Office, 65050, bgp: true, "Connected", "gb"),
            "a", "site:dc", Vpn);
        yield return Blocked("A site that is static does not know the neighbour", "VPN Gateway FAQ; case i",
            () => TwoGateways().Connect("ga", "gb", bgp: true).Site("dc", Office, gateways: "gb"), "a", "site:dc",
                "NotBehindGateway");
    }

    private static EstateBuilder FarSpoke(bool bgp) => TwoGateways().VNetWithApp("s", "10.3.0.0/16")
        .Transit("b", "s").Connect("ga", "gb", bgp);

    private static IEnumerable<HandMadeCase> ExpressRoutes()
    {
        const string CaseE = "About ExpressRoute gateways; case e";
        yield return Blocked("Two VNets on one circuit", CaseE + ", belief 3", () => OneCircuit(null, null), "a", "b",
            "NoRoute");
        yield return Reachable("... where both gateways allow it", CaseE, () => OneCircuit(true, true), "a", "b",
            Express);
        yield return Blocked("... where one does", CaseE, () => OneCircuit(true, false), "a", "b", "NoRoute");
        yield return Reachable("... and VNets that use the gateways", CaseE,
            () => OneCircuit(true, true).VNetWithApp("s1", "10.11.0.0/16").VNetWithApp("s2", "10.12.0.0/16")
                .Transit("a", "s1").Transit("b", "s2"), "s1", "s2", Express);
        yield return Reachable("Peered as well: the peering is used", "Peering overview; case e",
            () => OneCircuit(true, true).Peer("a", "b"), "a", "b", Direct);
        yield return Reachable("What is behind the circuit", "ExpressRoute FAQ", () => OneCircuit(null, null), "a",
            "circuit:c", Express);
        yield return Reachable("A spoke and what is behind the circuit", "Gateway transit; case i, belief 1",
            () => OneCircuit(null, null).VNetWithApp("s1", "10.11.0.0/16").Transit("a", "s1"), "s1", "circuit:c",
                Express);
        yield return Blocked("A circuit that the provider has not provisioned", "ExpressRoute workflows",
            () => OneCircuit(null, null).Change("expressRouteCircuits", "c", c =>
                c["serviceProviderProvisioningState"] = "NotProvisioned"),
            "a", "circuit:c", "NoRoute", "NoGateway");
        yield return Blocked("A private peering that is off", "ExpressRoute workflows",
            () => OneCircuit(null, null).Change("expressRouteCircuits", "c",
                c => c["peerings"]![0]!["properties"]!["state"] = "Disabled"), "a", "circuit:c", "NoRoute",
                    "NoGateway");
        yield return Unknown("A circuit of which nobody tells what lies behind it", "meaning: ExpressRoute connection",
            () => Lone(), "a", "circuit:c", "CircuitRoutesNotRead");
        yield return Blocked("... nor does anything, as it was told", "meaning: ExpressRoute connection",
            () => Lone().CircuitPrefixes("c"), "a", "circuit:c", "NoCommonAddressFamily");
        yield return Blocked("... and nothing comes over a circuit that is not connected", "meaning: ExpressRoute connection",
            () => Lone(status: "NotConnected"), "circuit:c", "a", "NoCommonAddressFamily");
        yield return Reachable("States that are absent count as yes", "meaning: ExpressRoute connection",
            () => OneCircuit(null, null).Change("expressRouteCircuits", "c", c => c.Clear()), "a", "circuit:c",
                Express);
        yield return Reachable("Site-to-site and ExpressRoute exchange through a Route Server",
            "Route Server FAQ; case h",
            () => Exchange(), "site:dc", "circuit:c", Vpn | Express);
        yield return Blocked("... not with branch-to-branch off", "Route Server FAQ; case h",
            () => Exchange(branch: false), "site:dc", "circuit:c", "NotBehindGateway");
        yield return Blocked("... not with an active-standby gateway", "Route Server FAQ; case h",
            () => Exchange().Change("virtualNetworkGateways", "vpn", g => g["activeActive"] = false),
            "site:dc", "circuit:c", "NotBehindGateway");
        yield return Blocked("Clients and ExpressRoute never", "Route Server FAQ; case h, j",
            () => Exchange(), "pool:vpn", "circuit:c", "NotBehindGateway");
        yield return Reachable("Of equal prefixes the ExpressRoute one", "ExpressRoute coexistence",
            () => Exchange().CircuitPrefixes("c", "192.168.0.0/24"), "hub", "circuit:c", Express);
    }

    private static EstateBuilder OneCircuit(bool? a, bool? b) => Two()
        .Gateway("ea", "a", g => g["allowRemoteVnetTraffic"] = a, "ExpressRoute")
        .Gateway("eb", "b", g => g["allowRemoteVnetTraffic"] = b, "ExpressRoute")
        .Circuit("c", ["192.168.100.0/24"], "ea", "eb");

    private static EstateBuilder Lone(string? status = "Connected") =>
        Two().Gateway("ea", "a", kind: "ExpressRoute").Circuit("c", []).CircuitConnection("ea", "c", status);

    private static EstateBuilder Exchange(bool branch = true) => HubAndSpokes()
        .Gateway("vpn", "hub", g => g["activeActive"] = true, pool: "172.27.0.0/24")
        .Gateway("er", "hub", kind: "ExpressRoute").RouteServer("rs", "hub", branch)
        .Site("dc", Office, 65050, bgp: true, "Connected", "vpn").Circuit("c", ["192.168.100.0/24"], "er");

    private static IEnumerable<HandMadeCase> Sites()
    {
        const string CaseI = "Gateway transit; case i";
        yield return Reachable("The gateway's VNet and a site", "Site-to-site", () =>
            Lent().Site("dc", Office, gateways: "gw"), "hub", "site:dc", Vpn);
        yield return Reachable("A spoke and a site through the hub's gateway", CaseI + ", belief 1",
            () => Lent().Site("dc", Office, gateways: "gw"), "s1", "site:dc", Vpn);
        yield return Blocked("A spoke that does not use the gateway", CaseI,
            () => Star().Gateway("gw", "hub").Site("dc", Office, gateways: "gw"), "s1", "site:dc", "NoRoute",
                "NotBehindGateway");
        yield return Blocked("A site behind a Basic gateway and a spoke", CaseI,
            () => Lent(sku: "Basic").Site("dc", Office, gateways: "gw"), "s1", "site:dc", "NoRoute",
                "NotBehindGateway");
        yield return Blocked("Propagation off removes static routes too", "Routing overview; case i, belief 8",
            () => Lent().Site("dc", Office, gateways: "gw").Table("t", t => t["disableBgpRoutePropagation"] = true)
                .Associate("s1/app", "t"), "s1", "site:dc", "NoRoute");
        yield return Reachable("... and a user route to the gateway brings them back", "Routing overview; case i",
            () => Lent().Site("dc", Office, gateways: "gw").Table("t", t => t["disableBgpRoutePropagation"] = true,
                ("192.168.0.0/16", "VirtualNetworkGateway")).Associate("s1/app", "t"), "s1", "site:dc", Vpn);
        yield return Blocked("A site whose connection is down", CaseI,
            () => Lent().Site("dc", Office, status: "NotConnected", gateways: "gw"), "hub", "site:dc", "NoRoute",
                "NoGateway");
        yield return Reachable("Two sites, BGP on both", "VPN Gateway FAQ; meaning: sites",
            () => TwoSites(one: true, two: true), "site:one", "site:two", Vpn);
        yield return Unknown("Two sites, one static", "meaning: sites",
            () => TwoSites(one: true, two: false), "site:one", "site:two", "TransitWithoutBgp");
        yield return Unknown("Two static sites", "meaning: sites",
            () => TwoSites(one: false, two: false), "site:one", "site:two", "TransitWithoutBgp");
        yield return Reachable("A site may announce more than the VNet has", "VPN Gateway FAQ; case i",
            () => Lent().Site("dc", ["10.0.0.0/8"], gateways: "gw"), "s1", "site:dc", Vpn);
        yield return Blocked("A site owns no default route", "meaning: sites",
            () => Lent().Site("dc", ["0.0.0.0/0"], gateways: "gw"), "s1", "site:dc", "NoCommonAddressFamily");
        yield return Reachable("More specific gateway routes do not beat a peering", "Routing overview; belief 7",
            () => Peered().Gateway("ga", "a").Site("dc", ["10.2.1.0/24"], 65050, true, "Connected", "ga"), "a", "b",
                Direct);
        yield return Reachable("A more specific site has its part", "meaning: sites",
            () => Lent().Site("wide", ["192.168.0.0/16"], gateways: "gw").Site("dc", Office, gateways: "gw"), "s1",
                "site:wide", Vpn);
        yield return Unknown("Two VNets over what lies behind their sites", "meaning: OnPremisesTransit",
            () => TwoGateways().Site("da", ["10.2.0.0/16"], gateways: "ga").Site("db", ["10.1.0.0/16"], gateways: "gb"),
            "a", "b", "OnPremisesTransit");
        yield return Reachable("A route for 0.0.0.0/0 from a gateway takes the private ranges from None",
            "Routing overview",
            () => Lent().Site("dc", ["0.0.0.0/0", "192.168.0.0/24"], gateways: "gw"), "s1", "site:dc", Vpn);
        yield return Blocked("A user's default route to None does not beat a site's prefix, a longer one does",
            "Routing overview",
            () => Lent().Site("dc", Office, gateways: "gw").Table("t", ("0.0.0.0/0", "None"),
                ("192.168.0.128/25", "None"))
                .Associate("s1/app", "t"), "s1", "site:dc", "RouteTable");
        yield return Reachable("GatewaySubnet sends what comes from a site to the firewall, the spoke too",
            "Routing overview",
            () => Lent(gatewayTable: "g").Site("dc", Office, gateways: "gw").Table("g", ("10.1.0.0/16", "10.0.3.4"))
                .With(e => Accepts(e.HalfOf("s1", "hub"))).Table("t", ("192.168.0.0/24", "10.0.3.4"))
                    .Associate("s1/app", "t"),
            "s1", "site:dc", Vpn | Appliance);
    }

    private static EstateBuilder TwoSites(bool one, bool two) => Lent()
        .Site("one", Office, 65050, one, "Connected", "gw").Site("two", ["192.168.1.0/24"], 65051, two, "Connected",
            "gw");
}
