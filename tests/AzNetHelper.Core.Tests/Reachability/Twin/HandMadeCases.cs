using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>A small estate, a question, and the answer that the documentation gives.</summary>
/// <param name="Name">What is claimed.</param>
/// <param name="Fact">The page that says so; <c>case a</c> to <c>case j</c> are the kinds of ways, <c>belief 1</c> to
/// <c>belief 15</c> the common beliefs that the documentation corrects, <c>meaning</c> what this module
/// defines.</param>
/// <param name="Estate">Builds the documents.</param>
/// <param name="A">One end: <c>vnet</c>, <c>vnet/subnet</c>, <c>pool:gateway</c>, <c>site:name</c>,
/// <c>circuit:name</c>.
/// </param>
/// <param name="B">The other end.</param>
/// <param name="Verdict">Both directions together.</param>
/// <param name="Kinds">What the reachable parts lead through.</param>
/// <param name="Reasons">The ids of all reasons.</param>
internal sealed record HandMadeCase(
    string Name, string Fact, Func<EstateBuilder> Estate, string A, string B, Verdict Verdict, PathKinds Kinds,
    string[] Reasons)
{
    public static Endpoint End(string text) => text.Split(':') switch
    {
        ["pool", var gateway] => new ClientPoolEndpoint(EstateBuilder.Id("virtualNetworkGateways", gateway)),
        ["site", var site] => new SiteEndpoint(EstateBuilder.Id("localNetworkGateways", site)),
        ["circuit", var circuit] => new SiteEndpoint(EstateBuilder.Id("expressRouteCircuits", circuit)),
        [var net] when !net.Contains('/', StringComparison.Ordinal) => new VNetEndpoint(EstateBuilder.NetId(net)),
        _ => new SubnetEndpoint(EstateBuilder.SubnetId(text)),
    };
}

/// <summary>The hand-made cases; both the twin and the engine must give these answers.</summary>
internal static partial class HandMadeCases
{
    private const PathKinds Direct = PathKinds.Direct;
    private const PathKinds Appliance = PathKinds.Appliance;
    private const PathKinds Vpn = PathKinds.VpnGateway;
    private const PathKinds Express = PathKinds.ExpressRoute;
    private const PathKinds Group = PathKinds.ConnectedGroup;

    public static IReadOnlyList<HandMadeCase> All { get; } =
    [
        .. Peerings(), .. Routes(), .. Appliances(), .. Gateways(), .. Tunnels(), .. ExpressRoutes(), .. Sites(),
            .. Clients(),
        .. Groups(), .. Unknowns(), .. Shapes(),
    ];

    private static HandMadeCase Reachable(
        string name, string fact, Func<EstateBuilder> estate, string a, string b, PathKinds kinds) =>
        new(name, fact, estate, a, b, Verdict.Reachable, kinds, []);

    private static HandMadeCase Partial(string name, string fact, Func<EstateBuilder> estate, string a, string b,
        PathKinds kinds, params string[] reasons) =>
        new(name, fact, estate, a, b, Verdict.Partial, kinds, reasons);

    private static HandMadeCase Blocked(
        string name, string fact, Func<EstateBuilder> estate, string a, string b, params string[] reasons) =>
        new(name, fact, estate, a, b, Verdict.Blocked, PathKinds.None, reasons);

    private static HandMadeCase Unknown(
        string name, string fact, Func<EstateBuilder> estate, string a, string b, params string[] reasons) =>
        new(name, fact, estate, a, b, Verdict.Unknown, PathKinds.None, reasons);

    /// <summary>a and b with two subnets each, nothing between them.</summary>
    private static EstateBuilder Two(string b = "10.2.0.0/16") => new EstateBuilder()
        .VNetWithApp("a", "10.1.0.0/16").Subnet("a/db", "10.1.2.0/24")
        .VNetWithApp("b", b).Subnet("b/db", EstateBuilder.Inside(b, 2));

    private static EstateBuilder Peered() => Two().Peer("a", "b");

    /// <summary>a and b, and z that nobody knows.</summary>
    private static EstateBuilder WithStranger(this EstateBuilder e) => e.VNetWithApp("z", "10.9.0.0/16");

    /// <summary>A hub with a firewall, machines and a load balancer, and two spokes that accept forwarded
    /// traffic.</summary>
    private static EstateBuilder Star() => HubAndSpokes()
        .Peer("hub", "s1", null, Accepts).Peer("hub", "s2", null, Accepts);

    private static EstateBuilder HubAndSpokes() => new EstateBuilder()
        .VNetWithApp("hub", "10.0.0.0/16").Subnet("hub/nva", "10.0.2.0/24")
            .Subnet("hub/AzureFirewallSubnet", "10.0.3.0/24")
        .Firewall("fw", "hub", "10.0.3.4")
        .Nic("nic", "hub/nva", "10.0.2.4").Nic("deaf", "hub/nva", "10.0.2.5", forwards: false)
        .LoadBalancer("lb", "hub/nva", "10.0.2.6")
        .VNetWithApp("s1", "10.1.0.0/16").VNetWithApp("s2", "10.2.0.0/16");

    private static void Accepts(System.Text.Json.Nodes.JsonObject half) => half["allowForwardedTraffic"] = true;

    /// <summary>The spokes send what is for the other one to a next hop.</summary>
    private static EstateBuilder Via(this EstateBuilder e, string there, string? back = null) =>
        e.Table("t1", ("10.2.0.0/16", there)).Associate("s1/app", "t1")
            .Table("t2", ("10.1.0.0/16", back ?? there)).Associate("s2/app", "t2");

    /// <summary>The spokes use the hub's VPN gateway.</summary>
    private static EstateBuilder Lent(string? sku = null, string? pool = null, string? gatewayTable = null) =>
        HubAndSpokes().Gateway("gw", "hub", sku: sku, pool: pool, table: gatewayTable, asn: 65010)
            .Transit("hub", "s1").Transit("hub", "s2");

    /// <summary>a and b, each with a VPN gateway of its own ASN, not connected.</summary>
    private static EstateBuilder TwoGateways(long asnA = 65001, long asnB = 65002) =>
        Two().Gateway("ga", "a", asn: asnA).Gateway("gb", "b", asn: asnB);

    /// <summary>a, b and c in a chain.</summary>
    private static EstateBuilder Chain(bool ab, bool bc, long asnC = 65003) => TwoGateways()
        .VNetWithApp("c", "10.3.0.0/16").Gateway("gc", "c", asn: asnC).Connect("ga", "gb", ab).Connect("gb", "gc", bc);

    private static IEnumerable<HandMadeCase> Peerings()
    {
        yield return Reachable("Two peered VNets reach each other", "Peering overview; case a", Peered, "a", "b",
            Direct);
        yield return Blocked("Peering is not transitive", "Peering overview; case a", Star, "s1", "s2", "NoRoute");
        yield return Blocked("Nothing between two VNets", "Routing overview", () => Two(), "a", "b", "NoRoute");
        yield return Blocked("One half alone is Initiated", "Manage peering; case a",
            () => Two().Half("a", "b", h => h["peeringState"] = "Initiated"), "a", "b", "PeeringIncomplete");
        yield return Blocked("Both halves Initiated carry nothing", "Manage peering; case a",
            () => Two().Peer("a", "b", h => h["peeringState"] = "Initiated", h => h["peeringState"] = "Initiated"),
            "a", "b", "PeeringIncomplete");
        yield return Blocked("A half whose other half was deleted is Disconnected", "Virtual networks FAQ; case a",
            () => Two().Half("a", "b", h => h["peeringState"] = "Disconnected"), "a", "b", "PeeringDisconnected");
        yield return Blocked("Access off on one half stops both directions", "Manage peering; case a",
            () => Two().Peer("a", "b", h => h["allowVirtualNetworkAccess"] = false), "a", "b", "AccessDisabled");
        yield return Partial("A prefix that was not synced has no route at the peer",
            "Update peering address space; case a",
            Stale, "a", "b", Direct, "StaleAddressSpace");
        yield return Blocked("The subnet in the prefix that was not synced", "Update peering address space; case a",
            Stale, "a/app", "b/new", "StaleAddressSpace");
        yield return Reachable("After a change of address space a sync is enough", "Peering overview; belief 2",
            () => Grown().Peer("a", "b"), "a", "b", Direct);
        yield return Blocked("A half that lists what its peer gave away", "meaning: Peering(P), arrival",
            () => Two().VNetWithApp("c", "10.3.0.0/16").Peer("a", "b", h => h["remoteAddressSpace"] =
                EstateBuilder.Space("10.2.0.0/16", "10.3.0.0/16")), "a", "c", "StaleAddressSpace", "NoRoute");
        yield return Reachable("What tells no synced space was synced with the current one", "meaning: absent values",
            () => Two().Peer("a", "b", h => h.Remove("remoteAddressSpace"), h =>
            {
                h.Remove("remoteAddressSpace");
                h.Remove("remoteVirtualNetworkAddressSpace");
            }), "a", "b", Direct);
        yield return Reachable("Halves that tell no state are Connected when both exist", "meaning: absent values",
            () => Two().Peer("a", "b", h => h.Remove("peeringState"), h => h.Remove("peeringState")), "a", "b", Direct);
        yield return Reachable("Access is on where the half does not tell", "meaning: absent values",
            () => Two().Peer("a", "b", h => h.Remove("allowVirtualNetworkAccess")), "a", "b", Direct);
        yield return Reachable("Subnets that are peered", "Subnet peering; case a", SubnetPeered, "a/app", "b/app",
            Direct);
        yield return Blocked("A subnet of the other side that is not peered", "Subnet peering; case a",
            SubnetPeered, "a/app", "b/db", "SubnetNotPeered");
        yield return Blocked("A subnet that is not peered has the route and is dropped", "Subnet peering, known leak",
            SubnetPeered, "a/db", "b/app", "SubnetNotPeered");
        yield return Partial("Of two subnet-peered VNets one pair is reachable", "Subnet peering",
            SubnetPeered, "a", "b", Direct, "SubnetNotPeered");
        yield return Blocked("Only one half is a subnet peering: both lists count",
            "Subnet peering, set on both halves",
            () => Two().Half("a", "b", h => Lists(h, "db", "10.2.2.0/24")).Half("b", "a"), "a/app", "b/db",
                "SubnetNotPeered");
        yield return Blocked("IPv6 alone is peered, IPv4 is not", "Subnet peering, IPv6-only peering",
            () => Dual(h => h["enableOnlyIPv6Peering"] = true), "a", "b", "NoRoute");
        yield return Reachable("Both families arrive", "Peering overview", () => Dual(null), "a", "b", Direct);
        yield return Blocked("IPv4 here, IPv6 there", "meaning: families",
            () => new EstateBuilder().VNetWithApp("a", "10.1.0.0/16")
                .VNet("b", "10.2.0.0/16", "fd00:2::/48").Subnet("b/six", "fd00:2::/64").Peer("a", "b"),
            "a", "b", "NoCommonAddressFamily");
        yield return Blocked("Peers with the same addresses are not the one meant", "Peering overview; case a",
            () => Peered().VNetWithApp("c", "10.2.0.0/16"), "a", "c", "AddressOverlap", "NoRoute");
        yield return Blocked("Two VNets with the same addresses", "Virtual networks FAQ",
            () => Two("10.1.0.0/16"), "a", "b", "AddressOverlap");
        yield return Reachable("A VNet without subnets counts as its prefixes", "meaning: endpoints",
            () => new EstateBuilder().VNet("a", "10.1.0.0/16", "10.11.0.0/16").VNet("b", "10.2.0.0/16").Peer("a", "b"),
            "a", "b", Direct);
        yield return Reachable("Subnets that Azure keeps are no ends of a VNet", "meaning: endpoints",
            () => Peered().Subnet("b/AzureBastionSubnet", "10.2.250.0/24", "shut")
                .Table("shut", ("10.1.0.0/16", "None")),
            "a", "b", Direct);
        yield return Blocked("A subnet that Azure keeps is an end when it is named", "meaning: endpoints",
            () => Peered().Subnet("b/AzureBastionSubnet", "10.2.250.0/24", "shut")
                .Table("shut", ("10.1.0.0/16", "None")),
            "a", "b/AzureBastionSubnet", "RouteTable");
    }

    private static EstateBuilder Grown() => new EstateBuilder().VNetWithApp("a", "10.1.0.0/16")
        .VNet("b", "10.2.0.0/16", "10.22.0.0/16").Subnet("b/app", "10.2.1.0/24").Subnet("b/new", "10.22.1.0/24");

    private static EstateBuilder Stale() =>
        Grown().Peer("a", "b", h => h["remoteAddressSpace"] = EstateBuilder.Space("10.2.0.0/16"));

    private static EstateBuilder SubnetPeered() => Two()
        .Half("a", "b", h => Lists(h, "app", "10.2.1.0/24")).Half("b", "a", h => Lists(h, "app", "10.1.1.0/24"));

    private static void Lists(System.Text.Json.Nodes.JsonObject half, string subnet, string prefix)
    {
        half["peerCompleteVnets"] = false;
        half["localSubnetNames"] = EstateBuilder.Texts(subnet);
        half["remoteSubnetNames"] = EstateBuilder.Texts(subnet);
        half["remoteAddressSpace"] = EstateBuilder.Space(prefix);
    }

    private static EstateBuilder Dual(Action<System.Text.Json.Nodes.JsonObject>? change) => new EstateBuilder()
        .VNet("a", "10.1.0.0/16", "fd00:1::/48").Subnet("a/app", "10.1.1.0/24", second: "fd00:1::/64")
        .VNet("b", "10.2.0.0/16", "fd00:2::/48").Subnet("b/app", "10.2.1.0/24", second: "fd00:2::/64")
        .Peer("a", "b", change, change);
}
