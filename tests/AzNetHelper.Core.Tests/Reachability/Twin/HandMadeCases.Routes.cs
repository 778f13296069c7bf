namespace AzNetHelper.Tests.Reachability;

/// <summary>User routes, appliances, and gateways as routers.</summary>
internal static partial class HandMadeCases
{
    private static IEnumerable<HandMadeCase> Routes()
    {
        yield return Reachable("Inside a VNet", "Routing overview", () => Two(), "a", "a", Direct);
        yield return Blocked("Inside a VNet, where a user route says otherwise", "meaning: traffic inside one VNet",
            () => Two().Table("t", ("10.1.2.0/24", "None")).Associate("a/app", "t"), "a/app", "a/db", "RouteTable");
        yield return Blocked("A user route of the same length beats the peering", "Routing overview; hop None",
            () => Peered().Table("t", ("10.2.0.0/16", "None")).Associate("a/app", "t"), "a/app", "b", "RouteTable");
        yield return Reachable("A shorter user route does not catch what is peered", "Peering vs gateway",
            () => Peered().Table("t", ("10.0.0.0/8", "None"), ("0.0.0.0/0", "Internet")).Associate("a/app", "t"),
            "a", "b", Direct);
        yield return Partial("A longer user route takes a part", "Routing overview, longest prefix",
            () => Peered().Table("t", ("10.2.1.128/25", "Internet")).Associate("a/app", "t"), "a", "b", Direct,
                "RouteTable");
        yield return Blocked("A route to VnetLocal for addresses that are not the VNet's", "meaning: VnetLocal",
            () => Peered().Table("t", ("10.2.0.0/16", "VnetLocal")).Associate("a/app", "t"), "a/app", "b",
                "RouteTable");
        yield return Blocked("Peering routes switched off for a subnet", "Route table, disablePeeringRoute",
            () => Peered().Table("t", t => t["disablePeeringRoute"] = "All").Associate("a/app", "t"),
            "a/app", "b", "RouteTable");
        yield return Reachable("Routes for service tags do not matter", "meaning: user routes",
            () => Peered().Table("t", ("AzureCloud", "None")).Associate("a/app", "t"), "a", "b", Direct);
        yield return Reachable("A default route takes the private ranges from None", "Routing overview",
            () => Star().Table("t", ("0.0.0.0/0", "10.0.3.4")).Associate("s1/app", "t").Associate("s2/app", "t"),
            "s1", "s2", Appliance);
        yield return Blocked("Half a default route does not", "Routing overview",
            () => Star().Table("t", ("0.0.0.0/1", "10.0.3.4")).Associate("s1/app", "t").Associate("s2/app", "t"),
            "s1", "s2", "NoRoute");
        yield return Reachable("A VNet that holds a private range loses its None", "Routing overview",
            () => new EstateBuilder().VNetWithApp("a", "10.0.0.0/8").VNetWithApp("b", "172.20.0.0/16").Peer("a", "b"),
            "a", "b", Direct);
    }

    private static IEnumerable<HandMadeCase> Appliances()
    {
        const string CaseB = "Peering vs gateway, Manage peering; case b";
        yield return Reachable("Through the hub's firewall", CaseB, () => Star().Via("10.0.3.4"), "s1", "s2",
            Appliance);
        yield return Reachable("Through an interface with IP forwarding", CaseB, () => Star().Via("10.0.2.4"), "s1",
            "s2", Appliance);
        yield return Reachable("Through an internal load balancer", CaseB, () => Star().Via("10.0.2.6"), "s1", "s2",
            Appliance);
        yield return Blocked("The return route is missing", CaseB,
            () => Star().Table("t1", ("10.2.0.0/16", "10.0.3.4")).Associate("s1/app", "t1"), "s1", "s2", "NoRoute");
        yield return Blocked("A spoke does not accept forwarded traffic", CaseB,
            () => HubAndSpokes().Peer("hub", "s1", null, Accepts).Peer("hub", "s2").Via("10.0.3.4"),
            "s1", "s2", "ForwardedTrafficRefused");
        yield return Reachable("The hub's halves need not accept forwarded traffic", CaseB + ", derived",
            () => Star().Via("10.0.3.4", "10.0.3.4"), "s2", "s1", Appliance);
        yield return Blocked("Access comes before forwarded traffic", "meaning: order of reasons",
            () => HubAndSpokes().Peer("hub", "s1", null, Accepts)
                .Peer("hub", "s2", null, h => h["allowVirtualNetworkAccess"] = false).Via("10.0.3.4"),
            "s1", "s2", "AccessDisabled");
        yield return Blocked("An interface without IP forwarding", "Routing overview; case b",
            () => Star().Via("10.0.2.5"), "s1", "s2", "IpForwardingOff");
        yield return Unknown("Nothing known at the address", "meaning: VirtualAppliance",
            () => Star().Via("10.0.2.99"), "s1", "s2", "UnknownAppliance");
        yield return Unknown("An address in no subnet", "meaning: VirtualAppliance",
            () => Star().Via("10.0.77.4"), "s1", "s2", "UnknownAppliance");
        yield return Blocked("An appliance behind no peering", "Routing overview; case b",
            () => Star().WithStranger().Nic("far", "z/app", "10.9.1.4").Via("10.9.1.4"), "s1", "s2",
                "ApplianceUnreachable");
        yield return Blocked("An appliance whose address the half does not list", "meaning: VirtualAppliance",
            () => HubAndSpokes().Peer("hub", "s1", null, h =>
                h["remoteAddressSpace"] = EstateBuilder.Space("10.0.1.0/24"))
                .Peer("hub", "s2", null, Accepts).Via("10.0.3.4"),
            "s1", "s2", "ApplianceUnreachable", "ForwardedTrafficRefused");
        yield return Blocked("An appliance of a peer, and peering routes switched off", "meaning: VirtualAppliance",
            () => Star().Via("10.0.3.4").Change("routeTables", "t1", t => t["disablePeeringRoute"] = "All"),
            "s1", "s2", "ApplianceUnreachable");
        yield return Reachable("Two hubs, each firewall knows the other", "Peering vs gateway; case b, two hubs",
            () => TwoHubs().Table("f1", ("10.2.0.0/16", "10.4.3.4")).Associate("hub/AzureFirewallSubnet", "f1")
                .Table("f2", ("10.1.0.0/16", "10.0.3.4")).Associate("far/AzureFirewallSubnet", "f2"),
            "s1", "s2", Appliance);
        yield return Blocked("Two hubs, the firewalls do not know each other", "Peering vs gateway; case b, two hubs",
            TwoHubs, "s1", "s2", "NoRoute");
        yield return Blocked("A firewall that sees one direction", "meaning: AsymmetricPath",
            () => Star().Peer("s1", "s2").Table("t1", ("10.2.0.0/16", "10.0.3.4")).Associate("s1/app", "t1"),
            "s1", "s2", "AsymmetricPath");
        yield return Unknown("Another appliance that sees one direction", "meaning: AsymmetricPath",
            () => Star().Peer("s1", "s2").Table("t1", ("10.2.0.0/16", "10.0.2.4")).Associate("s1/app", "t1"),
            "s1", "s2", "AsymmetricPath");
        yield return Blocked("A firewall there, a machine back", "meaning: AsymmetricPath",
            () => Star().Via("10.0.3.4", "10.0.2.4"), "s1", "s2", "AsymmetricPath");
        yield return Reachable("Two interfaces of one machine are one appliance", "meaning: AsymmetricPath",
            () => Star().Nic("left", "hub/nva", "10.0.2.11", machine: "m")
                .Nic("right", "hub/nva", "10.0.2.12", machine: "m")
                .Via("10.0.2.11", "10.0.2.12"), "s1", "s2", Appliance);
        yield return Blocked("An appliance whose subnet sends back to it", "Routing overview; case b",
            () => Star().Via("10.0.3.4").Table("f", ("10.2.0.0/16", "10.0.3.4"))
                .Associate("hub/AzureFirewallSubnet", "f"),
            "s1", "s2", "RoutingLoop");
        yield return Blocked("An appliance in the subnet that it serves", "Routing overview; case b",
            () => Peered().Nic("own", "a/app", "10.1.1.4").Table("t", ("10.2.0.0/16", "10.1.1.4"))
                .Associate("a/app", "t"),
            "a/app", "b", "RoutingLoop");
        yield return Reachable("Several next hops that all forward", "meaning: VirtualApplianceEcmp",
            () => Star().Via("10.0.2.4,10.0.2.6"), "s1", "s2", Appliance);
        yield return Blocked("Several next hops of which one does not", "meaning: VirtualApplianceEcmp",
            () => Star().Via("10.0.2.4,10.0.2.5"), "s1", "s2", "IpForwardingOff");
        yield return Reachable("An appliance inside the own VNet needs no flag", "Routing overview; case b",
            () => Two().Subnet("a/nva", "10.1.3.0/24").Nic("own", "a/nva", "10.1.3.4")
                .Table("t1", ("10.1.2.0/24", "10.1.3.4")).Associate("a/app", "t1")
                .Table("t2", ("10.1.1.0/24", "10.1.3.4")).Associate("a/db", "t2"), "a/app", "a/db", Appliance);
        yield return Blocked("Subnet peering: the appliance's subnet must be listed", "Subnet peering; case b",
            () => HubAndSpokes().Half("s1", "hub", h => ListsHub(h, "nva")).Half("hub", "s1", h =>
                {
                    Lists(h, "app", "10.1.1.0/24");
                    h["localSubnetNames"] = EstateBuilder.Texts("nva");
                })
                .Peer("hub", "s2", null, Accepts).Via("10.0.3.4", "10.0.2.4"), "s1", "s2",
            "SubnetNotPeered", "ForwardedTrafficRefused");
    }

    private static void ListsHub(System.Text.Json.Nodes.JsonObject half, string subnet)
    {
        Lists(half, "app", "10.0.0.0/16");
        half["remoteSubnetNames"] = EstateBuilder.Texts(subnet);
    }

    private static EstateBuilder TwoHubs() => HubAndSpokes().VNet("far", "10.4.0.0/16")
        .Subnet("far/AzureFirewallSubnet", "10.4.3.0/24").Firewall("fw2", "far", "10.4.3.4")
        .Peer("hub", "far", Accepts, Accepts)
        .Peer("hub", "s1", null, Accepts).Peer("far", "s2", null, Accepts).Via("10.0.3.4", "10.4.3.4");

    private static IEnumerable<HandMadeCase> Gateways()
    {
        const string CaseC = "Manage peering; case c";
        const string Hop = "VirtualNetworkGateway";
        yield return Blocked("Gateway transit alone does not join the spokes", "Gateway transit; belief 5", () =>
            Lent(), "s1", "s2", "NoRoute");
        yield return Reachable("Routes to the gateway in both spokes join them", CaseC + "; belief 4", () =>
            Lent().Via(Hop), "s1", "s2", Vpn);
        yield return Blocked("A route in one spoke is half a way", CaseC,
            () => Lent().Table("t1", ("10.2.0.0/16", Hop)).Associate("s1/app", "t1"), "s1", "s2", "NoRoute");
        yield return Reachable("What a gateway delivers asks for no access", CaseC,
            () => Lent().With(e => e.HalfOf("s2", "hub")["allowVirtualNetworkAccess"] = false)
                .Via(Hop), "s1", "s2", Vpn);
        yield return Blocked("An ExpressRoute gateway beside it takes the hop", "Routing overview; case c, belief 6",
            () => Lent().Gateway("er", "hub", kind: "ExpressRoute").Via(Hop), "s1", "s2", "GatewayHopUnsupported");
        yield return Blocked("An ExpressRoute gateway alone is no router", "Routing overview; case c",
            () => HubAndSpokes().Gateway("er", "hub", kind: "ExpressRoute").Transit("hub", "s1").Transit("hub", "s2")
                .Via(Hop),
            "s1", "s2", "GatewayHopUnsupported");
        yield return Blocked("A Route Server beside it takes the hop", "Routing overview; case c, belief 6",
            () => Lent().RouteServer("rs", "hub").Via(Hop), "s1", "s2", "GatewayHopUnsupported");
        yield return Blocked("No gateway is lent", CaseC,
            () => Star().Gateway("gw", "hub").Via(Hop), "s1", "s2", "NoGateway");
        yield return Blocked("The lender does not allow transit", CaseC,
            () => HubAndSpokes().Gateway("gw", "hub").Peer("hub", "s1", null, h => h["useRemoteGateways"] = true)
                .Transit("hub", "s2").Via(Hop), "s1", "s2", "NoGateway", "NotBehindGateway");
        yield return Blocked("A Basic gateway is not lent", "Gateway transit, Basic SKU", () =>
            Lent(sku: "Basic").Via(Hop), "s1", "s2", "NoGateway");
        yield return Blocked("A spoke that does not use the gateway is not behind it", CaseC,
            () => HubAndSpokes().Gateway("gw", "hub").Transit("hub", "s1").Peer("hub", "s2")
                .Table("t1", ("10.2.0.0/16", Hop)).Associate("s1/app", "t1"), "s1", "s2", "NotBehindGateway",
                    "NoRoute");
        yield return Reachable("GatewaySubnet sends exact prefixes to the firewall",
            "Routing overview, GatewaySubnet routes",
            () => Lent(gatewayTable: "g").Table("g", ("10.1.0.0/16", "10.0.3.4"), ("10.2.0.0/16", "10.0.3.4"))
                .With(e => Accepts(e.HalfOf("s1", "hub"))).With(e => Accepts(e.HalfOf("s2", "hub"))).Via(Hop),
            "s1", "s2", Vpn | Appliance);
        yield return Blocked("... and the spokes must accept what it forwards", "Manage peering; case b",
            () => Lent(gatewayTable: "g").Table("g", ("10.1.0.0/16", "10.0.3.4"), ("10.2.0.0/16", "10.0.3.4")).Via(Hop),
            "s1", "s2", "ForwardedTrafficRefused");
        yield return Reachable("A shorter route on GatewaySubnet loses to the peering",
            "Routing overview, GatewaySubnet routes",
            () => Lent(gatewayTable: "g").Table("g", ("10.0.0.0/8", "10.0.3.4")).Via(Hop), "s1", "s2", Vpn);
        yield return Blocked("GatewaySubnet sends back to its gateway", "meaning: RoutingLoop",
            () => Lent(gatewayTable: "g").Table("g", ("10.2.0.0/16", Hop)).Via(Hop), "s1", "s2", "RoutingLoop");
        yield return Blocked("A VNet of a Virtual WAN has no gateway hop", "Routing overview",
            () => Lent().HubConnection("s1").Via(Hop), "s1", "s2", "GatewayHopUnsupported");
    }

    private static EstateBuilder With(this EstateBuilder e, Action<EstateBuilder> change)
    {
        change(e);
        return e;
    }
}
