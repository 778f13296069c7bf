using System.Collections.Immutable;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Audit.Rules;

/// <summary>A limit of Azure.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="What">What is counted, as a noun in the plural.</param>
/// <param name="Most">How many there may be.</param>
/// <param name="Source">Where that is said, with the date of the edition.</param>
/// <param name="Help">What to do when it comes near.</param>
internal sealed record Limit(string Id, string What, long Most, string Source, string Help);

/// <summary>
/// The limits that a topology can be held against. Default values; some are raised on request, and what was raised is not known here.
/// Sources are files of Microsoft's documentation; those of 2022 are old.
/// </summary>
internal static class Limits
{
    /// <summary>From this part of a limit on it is told.</summary>
    public const double ToldFrom = 0.8;

    private const string Networking = "azure-virtual-network-limits (2022-12-05)";
    private const string Peering = "virtual-network-peering-overview (2025-07-16)";
    private const string ExpressRoute = "expressroute-limits (2026)";
    private const string Gateways = "vpn-gateway-table-gwtype-aggtput-include (2026-06-08)";
    private const string ExpressRouteGateways = "expressroute-about-virtual-network-gateways (2026)";

    private const string OtherNetwork = "Put what is new into another virtual network.";
    private const string OtherHub = "Spread over a second hub, or let Virtual Network Manager make the peerings (1,000): New-HubSpokePeering -NetworkManager.";
    private const string FewerRoutes = "Put neighbouring prefixes together, or let Virtual Network Manager manage the table (1,000).";
    private const string BiggerGateway = "Take a bigger SKU, a second gateway in another virtual network, or Virtual WAN.";
    private const string BiggerCircuit = "Take the Premium tier or more bandwidth, a second circuit, or one gateway in a hub for several spokes.";
    private const string FewerPrefixes = "Put address spaces together, or advertise summaries (summarizedGatewayPrefixes): above the limit the connection drops.";
    private const string Ask = "Ask Microsoft to raise it.";

    public static Limit PeeringsOfVNet { get; } = new("PeeringsOfVNet", "peerings", 500, Peering, OtherHub);

    /// <summary>Where Virtual Network Manager makes them.</summary>
    public static Limit ManagedPeeringsOfVNet { get; } = new("ManagedPeeringsOfVNet", "peerings", 1000, $"{Peering}; concept-limitations (2026)", OtherNetwork);

    public static Limit VNetsOfRegion { get; } = new("VNetsOfRegion", "virtual networks of the subscription in the region", 1000, Networking, Ask);

    public static Limit SubnetsOfVNet { get; } = new("SubnetsOfVNet", "subnets", 3000, Networking, OtherNetwork);

    public static Limit AddressesOfVNet { get; } = new("AddressesOfVNet", "private addresses in use", 65536, Networking, OtherNetwork);

    public static Limit AddressesOfPeers { get; } = new("AddressesOfPeers", "private addresses in use in the network and its peers", 128000, Networking, Ask);

    public static Limit DnsServersOfVNet { get; } = new("DnsServersOfVNet", "DNS servers", 20, Networking, "Take some of them away.");

    public static Limit SubnetsOfPeering { get; } = new("SubnetsOfPeering", "subnets on one side of the peering", 200, "how-to-configure-subnet-peering (2025)",
        "Peer whole virtual networks.");

    public static Limit RouteTables { get; } = new("RouteTables", "route tables of the subscription", 200, Networking, Ask);

    public static Limit RoutesOfTable { get; } = new("RoutesOfTable", "routes", 600, "virtual-networks-udr-overview (2024-10-30, edited later)", FewerRoutes);

    public static Limit ServiceTagRoutes { get; } = new("ServiceTagRoutes", "routes for service tags", 25, "virtual-networks-udr-overview (2024-10-30, edited later)",
        "Take wider tags.");

    public static Limit RootCertificates { get; } = new("RootCertificates", "root certificates", 20, "point-to-site-certificate-gateway (2026)",
        "Take away those whose clients are gone.");

    public static Limit RevokedCertificates { get; } = new("RevokedCertificates", "revoked certificates", 300, Networking, "Make a new root certificate and new clients of it.");

    public static Limit PrefixesToOnPremisesIPv4 { get; } =
        new("PrefixesToOnPremisesIPv4", "IPv4 prefixes that the ExpressRoute gateway advertises", 1000, ExpressRoute, FewerPrefixes);

    public static Limit PrefixesToOnPremisesIPv6 { get; } =
        new("PrefixesToOnPremisesIPv6", "IPv6 prefixes that the ExpressRoute gateway advertises", 100, ExpressRoute, FewerPrefixes);

    public static Limit CircuitsOfSubscription { get; } = new("CircuitsOfSubscription", "circuits of the subscription", 50, ExpressRoute, Ask);

    public static Limit CircuitsOfRegion { get; } = new("CircuitsOfRegion", "circuits of the subscription in the region", 10, ExpressRoute, Ask);

    public static Limit RouteServerPeers { get; } = new("RouteServerPeers", "BGP peers", 8, "route-server-limits (2025-02-07)", "Let appliances share a session.");

    public static Limit VNetsOfConnectedGroup { get; } =
        new("VNetsOfConnectedGroup", "virtual networks in the connected group", 250, "concept-limitations (2026)", "Split the group, or ask for the bigger one.");

    /// <summary>VNet-to-VNet and site-to-site tunnels, by SKU; of an unknown one as many as most have.</summary>
    public static Limit Tunnels(string? sku) => new("Tunnels", "VPN connections", VpnSku.TunnelsOf(sku) ?? 30, Gateways, BiggerGateway);

    /// <summary>Circuits that a gateway connects, by SKU and scale units; of an unknown one as many as the smallest takes.</summary>
    public static Limit CircuitsOfGateway(VirtualNetworkGateway? gateway) => new("CircuitsOfGateway", "circuits",
        GatewayCapacity.Circuits(gateway) ?? ExpressRouteSku.All[0].Circuits, ExpressRouteGateways, BiggerGateway);

    /// <summary>Gateways that a circuit connects, by tier and bandwidth in Mbps; without one that of the smallest.</summary>
    public static Limit GatewaysOfCircuit(string? tier, int? bandwidth) => new("GatewaysOfCircuit", "connected gateways",
        CircuitLinks.MostOf(tier, Math.Max(bandwidth ?? 0, CircuitLinks.All[0].Megabits)) ?? CircuitLinks.MostOfStandard, ExpressRoute, BiggerCircuit);

    /// <summary>Every limit, for the guide; of those that depend on a SKU the smallest.</summary>
    public static ImmutableArray<Limit> All { get; } =
    [
        PeeringsOfVNet, ManagedPeeringsOfVNet, VNetsOfRegion, SubnetsOfVNet, AddressesOfVNet, AddressesOfPeers, DnsServersOfVNet, SubnetsOfPeering,
        RouteTables, RoutesOfTable, ServiceTagRoutes, Tunnels("Basic"), RootCertificates, RevokedCertificates, PrefixesToOnPremisesIPv4,
        PrefixesToOnPremisesIPv6, CircuitsOfSubscription, CircuitsOfRegion, CircuitsOfGateway(null), GatewaysOfCircuit(null, null),
        RouteServerPeers, VNetsOfConnectedGroup,
    ];
}
