using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Peering;
using AzNetHelper.PointToSite;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>What is true of a way to connect, whatever it connects.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Joins">What it joins.</param>
/// <param name="Path">What packets travel over.</param>
/// <param name="IsEncrypted">Whether the network encrypts what it carries, whatever the applications and services do.</param>
/// <param name="Encryption">How, or why not.</param>
/// <param name="NeedsPublicAddress">Whether something of one's own has to have one.</param>
/// <param name="SetUp">How long it takes.</param>
/// <param name="Latency">What it adds.</param>
/// <param name="Source">Where that stands.</param>
public sealed record ConnectivityTraits(
    ConnectivityKind Kind, string Joins, NetworkPath Path, bool IsEncrypted, string Encryption, bool NeedsPublicAddress, string SetUp, string Latency,
    string Source)
{
    /// <summary>How long a VPN gateway takes to be built.</summary>
    public const string GatewaySetUp = "45 minutes or more for each gateway, then minutes";

    // What a service insists on is its own affair: some take plain text (Redis, PostgreSQL, storage without secure transfer).
    private const string ServiceTls = "not by the network: TLS is the service's own";

    private const string Tunnels = "vpn-gateway-vpn-faq; about-gateway-skus";

    /// <summary>How long it takes where the gateways are there; null where that makes no difference.</summary>
    public string? SetUpOnGateway { get; init; }

    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>What it is paid for by.</summary>
    public ImmutableArray<string> CostDrivers { get; init; } = [];

    /// <summary>One row for each way (azure-network-rules 9, and what it rests on: 1.6, 1.7, 4.1, 4.6, 5, 6, 7).</summary>
    public static ImmutableArray<ConnectivityTraits> All { get; } =
    [
        new(ConnectivityKind.Existing, "what it joins now", NetworkPath.Backbone, false, "as it is", false, "none: it is there", "as it is",
            "Test-VNetTransitivity"),
        new(ConnectivityKind.Peering, "two VNets of one cloud, of any tenant and region", NetworkPath.Backbone, false,
            "not end to end: MACsec between datacentres; VNet encryption where both VNets have it", false, "seconds to minutes",
            "that of one network in a region; the distance between regions", "virtual-network-peering-overview; virtual-networks-faq")
        {
            Limits =
            [
                Number($"{PeeringLimits.PeeringsPerVNet} peerings a VNet, more with Virtual Network Manager"), "not transitive",
                "address spaces must be disjoint", "Azure's own names do not cross it",
            ],
            CostDrivers = ["every GB, out of one VNet and into the other"],
        },
        new(ConnectivityKind.HubSpoke, "VNets, sites and clients that meet in a hub", NetworkPath.Backbone, false,
            "not end to end: MACsec between datacentres; VNet encryption where both VNets have it", false, "minutes",
            "two peerings and what forwards in the hub", "hub-spoke topology of the Azure Architecture Center; virtual-networks-udr-overview")
        {
            Limits =
            [
                Number($"{PeeringLimits.PeeringsPerVNet} peerings a hub, more with Virtual Network Manager"), "the throughput of what forwards in the hub",
                "address spaces must be disjoint",
            ],
            CostDrivers = ["every GB, out of one VNet and into the other, for both peerings", "GB through the hub's firewall or appliance"],
        },
        new(ConnectivityKind.VNetToVNet, "two VNets of one cloud, of any tenant and region", NetworkPath.Backbone, true, "IPsec between the gateways", true,
            GatewaySetUp, "two gateways on the way", Tunnels)
        {
            SetUpOnGateway = "minutes",
            Limits = [Number($"{VpnSku.Offered.Min(s => s.Tunnels)} to {VpnSku.Offered.Max(s => s.Tunnels)} tunnels a gateway"), "one VPN gateway a VNet", "not transitive without BGP"],
            CostDrivers = ["gateway hours at both ends", "GB between regions"],
        },
        new(ConnectivityKind.SiteToSite, "a site, or another cloud, with a VNet", NetworkPath.Internet, true, "IPsec between gateway and device", true,
            GatewaySetUp + ", and the device", "the internet, and a gateway", Tunnels)
        {
            SetUpOnGateway = "minutes, and the device",
            Limits = [Number($"{VpnSku.Offered.Min(s => s.Tunnels)} to {VpnSku.Offered.Max(s => s.Tunnels)} tunnels a gateway"), "all tunnels share what the gateway carries"],
            CostDrivers = ["gateway hours", "egress GB", "the device"],
        },
        new(ConnectivityKind.PointToSite, "single devices with a VNet", NetworkPath.Internet, true, "TLS (OpenVPN) or IPsec (IKEv2)", true,
            GatewaySetUp + ", and every client's profile", "the internet, and a gateway", "point-to-site-about; about-gateway-skus")
        {
            SetUpOnGateway = "minutes, and every client's profile",
            Limits =
            [
                Number($"{VpnSku.Offered.Where(s => s.Clients > 0).Min(s => s.Clients)} to {VpnSku.Offered.Max(s => s.Clients)} clients a gateway"),
                Number($"{P2SRules.MostRoots} root certificates"), "clients share what the gateway carries with its tunnels",
            ],
            CostDrivers = ["gateway hours", "egress GB", "the care of every client"],
        },
        new(ConnectivityKind.ExpressRoute, "a site with VNets", NetworkPath.PrivateLine, false,
            "not by itself: MACsec on ExpressRoute Direct, or IPsec over the circuit", false, "days to weeks for the provider, then 45 minutes for the gateway",
            "low and steady", "expressroute-faqs; expressroute-about-virtual-network-gateways; expressroute-limits")
        {
            Limits =
            [
                "10 VNets a circuit, 20 to 100 with Premium by its bandwidth", "bandwidth can be raised in place, never lowered",
                Number($"{PeeringLimits.AdvertisedIPv4Prefixes} prefixes of VNets are advertised, above it the connection drops"), "MTU 1400",
            ],
            CostDrivers = ["the port, metered or unlimited", "gateway hours", "Premium and Global Reach", "the provider's line"],
        },
        new(ConnectivityKind.ServiceEndpoint, "a subnet with a service's public endpoint", NetworkPath.Backbone, false, ServiceTls, false,
            "minutes", "as before; the way stays on the backbone", "virtual-network-service-endpoints-overview")
        {
            Limits = ["subnets alone: not from on premises, not over peerings", "names resolve to public addresses", "TCP alone"],
            CostDrivers = ["nothing"],
        },
        new(ConnectivityKind.VNetInjection, "a service's own instances with a VNet", NetworkPath.Backbone, false, ServiceTls, false,
            "minutes for the subnet, then the service", "that of one network", "virtual-network-for-azure-services")
        {
            Limits = ["with many services chosen for good when they are made", "a subnet of its own, whose size limits its scale"],
            CostDrivers = ["the service's tier"],
        },
        new(ConnectivityKind.PrivateEndpoint, "one service with a VNet and all that reaches it", NetworkPath.Backbone, false, ServiceTls, false,
            "minutes, and the private DNS zone", "that of one network", "private-endpoint-overview")
        {
            Limits = ["one service each", "its name must resolve to the private address: a private DNS zone linked to every VNet"],
            CostDrivers = ["hours of each endpoint", "GB in and out"],
        },
    ];

    public static ConnectivityTraits Of(ConnectivityKind kind) => All.First(t => t.Kind == kind);

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
