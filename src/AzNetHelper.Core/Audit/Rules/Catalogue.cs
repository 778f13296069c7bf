using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Audit.Rules;

/// <summary>The rules as data: docs/audit.md shows this table, and the tests go through it.</summary>
internal static class Catalogue
{
    private const string Learn = "https://learn.microsoft.com/azure/";
    private const string ManagePeering = Learn + "virtual-network/virtual-network-manage-peering";
    private const string PeeringOverview = Learn + "virtual-network/virtual-network-peering-overview";
    private const string SubnetPeering = Learn + "virtual-network/how-to-configure-subnet-peering";
    private const string Resizing = Learn + "virtual-network/update-virtual-network-peering-address-space";
    private const string VNetFaq = Learn + "virtual-network/virtual-networks-faq";
    private const string Udr = Learn + "virtual-network/virtual-networks-udr-overview";
    private const string Endpoints = Learn + "virtual-network/virtual-network-service-endpoints-overview";
    private const string Transit = Learn + "vpn-gateway/vpn-gateway-peering-gateway-transit";
    private const string GatewaySettings = Learn + "vpn-gateway/vpn-gateway-about-vpn-gateway-settings";
    private const string SkuConsolidation = Learn + "vpn-gateway/gateway-sku-consolidation";
    private const string GatewaySkus = Learn + "vpn-gateway/about-gateway-skus";
    private const string WhatsNew = Learn + "vpn-gateway/whats-new";
    private const string VpnFaq = Learn + "vpn-gateway/vpn-gateway-vpn-faq";
    private const string PointToSite = Learn + "vpn-gateway/point-to-site-about";
    private const string Workflows = Learn + "expressroute/expressroute-workflows";
    private const string CircuitRouting = Learn + "expressroute/expressroute-routing";
    private const string LimitsPage = Learn + "azure-resource-manager/management/azure-subscription-service-limits";

    public static ImmutableArray<AuditRule> All { get; } =
    [
        Error("PeeringOneSided", "A peering has one half only.", ManagePeering, PeeringRules.OneSided, PeeringRules.Unread, ResourceTypes.VirtualNetwork),
        Error("PeeringDisconnected", "A half of a peering was deleted.", VNetFaq, PeeringRules.Disconnected, Nothing, ResourceTypes.VirtualNetwork),
        Error("PeeringInitiated", "A peering has not connected.", ManagePeering, PeeringRules.Initiated, Nothing, ResourceTypes.VirtualNetwork),
        Warning("PeeringOutOfSync", "An address space has changed, and a peering does not know it.", Resizing, PeeringRules.OutOfSync, PeeringRules.Unread,
            ResourceTypes.VirtualNetwork),
        Warning("PeeringAccessOneSided", "One half of a peering allows access and the other does not.", ManagePeering, PeeringRules.AccessOneSided,
            PeeringRules.Unread, ResourceTypes.VirtualNetwork),
        Warning("PeeringTypeMismatch", "The halves of a peering join different things: whole networks, subnets, IPv6 alone.", SubnetPeering,
            PeeringRules.TypeMismatch, PeeringRules.Unread, ResourceTypes.VirtualNetwork),
        Warning("TransitWithoutGateway", "A peering lends a gateway that is not there.", Transit, TransitRules.TransitWithoutGateway,
            GatewayRules.UnreadGateways, ResourceTypes.VirtualNetworkGateway, ResourceTypes.VirtualHub),
        Error("RemoteGatewayWithoutTransit", "A peering uses a gateway that is not lent, or not there.", Transit, TransitRules.RemoteGatewayWithoutTransit,
            PeeringRules.Unread, ResourceTypes.VirtualNetworkGateway, ResourceTypes.VirtualHub),
        Error("AddressSpaceOverlap", "Virtual networks that are joined, or have a neighbour in common, overlap.", PeeringOverview, SpaceRules.Neighbours,
            PeeringRules.Unread, ResourceTypes.VirtualNetwork, ResourceTypes.Connection),
        Warning("SiteOverlap", "A site has addresses of a virtual network behind the same gateway.", VpnFaq, SpaceRules.Sites, ConnectionRules.Unread,
            ResourceTypes.Connection, ResourceTypes.LocalNetworkGateway),
        Error("ClientPoolOverlap", "A client pool overlaps with a virtual network or a site behind the gateway.", PointToSite, SpaceRules.Pools,
            GatewayRules.UnreadGateways, ResourceTypes.VirtualNetworkGateway, ResourceTypes.LocalNetworkGateway),
        Warning("GatewaySubnetTooSmall", "GatewaySubnet is smaller than /27.", GatewaySettings, GatewaySubnetRules.TooSmall, Nothing, ResourceTypes.VirtualNetwork),
        Error("GatewaySubnetSecurityGroup", "GatewaySubnet has a network security group.", GatewaySettings, GatewaySubnetRules.SecurityGroup, Nothing,
            ResourceTypes.VirtualNetwork),
        Error("GatewaySubnetPropagationOff", "GatewaySubnet does not take gateway routes.", Udr, GatewaySubnetRules.PropagationOff, RouteRules.UnreadTables,
            ResourceTypes.RouteTable),
        Error("GatewaySubnetDefaultRoute", "GatewaySubnet has a default route of a user.", Udr, GatewaySubnetRules.DefaultRoute, RouteRules.UnreadTables,
            ResourceTypes.RouteTable),
        Error("VpnSkuRetired", "A VPN gateway has a SKU that is retired.", SkuConsolidation, GatewayRules.RetiredSku, GatewayRules.UnreadGateways,
            ResourceTypes.VirtualNetworkGateway),
        Warning("VpnSkuBasic", "A VPN gateway has the SKU Basic.", GatewaySkus, GatewayRules.BasicSku, GatewayRules.UnreadGateways,
            ResourceTypes.VirtualNetworkGateway),
        Warning("PublicAddressBasic", "A public address has the SKU Basic, which is retired.", WhatsNew, GatewayRules.BasicAddress, GatewayRules.UnreadAddresses,
            ResourceTypes.PublicIPAddress),
        Warning("SstpEnabled", "A gateway takes SSTP, which stops working on 2027-03-31.", PointToSite, GatewayRules.Sstp, GatewayRules.UnreadGateways,
            ResourceTypes.VirtualNetworkGateway),
        Error("SameAsn", "Both ends of a BGP session have the same ASN.", VpnFaq, ConnectionRules.SameAsn, ConnectionRules.Unread, ResourceTypes.Connection,
            ResourceTypes.VirtualNetworkGateway, ResourceTypes.LocalNetworkGateway),
        Error("ConnectionOneEnded", "A VNet-to-VNet connection has no connection back.", VpnFaq, ConnectionRules.OneEnded, ConnectionRules.Unread,
            ResourceTypes.Connection, ResourceTypes.VirtualNetworkGateway),
        Error("ConnectionNotConnected", "A connection is down.", VpnFaq, ConnectionRules.NotConnected, ConnectionRules.Untold, ResourceTypes.Connection),
        Warning("ConnectionBgpOneSided", "BGP is on at one end of a VNet-to-VNet connection.", VpnFaq, ConnectionRules.BgpOneSided, ConnectionRules.Unread,
            ResourceTypes.Connection),
        Error("CircuitNotProvisioned", "A circuit is not enabled, or not provisioned by its provider.", Workflows, CircuitRules.NotProvisioned,
            CircuitRules.Unread, ResourceTypes.ExpressRouteCircuit),
        Error("CircuitWithoutPrivatePeering", "A circuit with connections has no private peering that is on.", CircuitRouting, CircuitRules.NoPrivatePeering,
            CircuitRules.Unread, ResourceTypes.ExpressRouteCircuit, ResourceTypes.Connection),
        Warning("CircuitOneLink", "A circuit has one link only.", CircuitRouting, CircuitRules.OneLink, CircuitRules.Unread, ResourceTypes.ExpressRouteCircuit),
        Warning("ServiceRuleWithoutEndpoint", "A service allows a subnet that has no endpoint for it.", Endpoints, EndpointRules.WithoutEndpoint, Nothing,
            ResourceTypes.VirtualNetwork),
        Information("EndpointWithoutServiceRule", "A subnet has an endpoint, and no service that is known allows the subnet.", Endpoints,
            EndpointRules.WithoutRule, EndpointRules.Unread, ResourceTypes.VirtualNetwork),
        Error("RouteToNowhere", "A user route leads to nothing that takes the packets.", Udr, RouteRules.ToNowhere, RouteRules.Unread,
            ResourceTypes.RouteTable, ResourceTypes.VirtualNetwork, ResourceTypes.VirtualNetworkGateway, ResourceTypes.AzureFirewall,
            ResourceTypes.LoadBalancer, ResourceTypes.NetworkInterface),
        Error("ApplianceWithoutForwarding", "A user route leads to an interface without IP forwarding.", Udr, RouteRules.WithoutForwarding, RouteRules.Unread,
            ResourceTypes.RouteTable, ResourceTypes.NetworkInterface),
        Warning("AsymmetricRoute", "Traffic passes an appliance one way and goes straight the other.", Udr, AsymmetryRules.Asymmetric, RouteRules.UnreadTables,
            ResourceTypes.RouteTable, ResourceTypes.VirtualNetwork),
        Warning("BasicLoadBalancerOverGlobalPeering", "Something behind a Basic load balancer is peered with other regions, which cannot reach it.", VNetFaq,
            LoadBalancerRules.BasicOverGlobalPeering, LoadBalancerRules.Unread, ResourceTypes.LoadBalancer),
        Warning("ClassicVNet", "A classic virtual network, which is retired.", PeeringOverview, ClassicRules.Classic, Nothing),
        Warning("NearLimit", "A count is at 80 % or more of a limit.", LimitsPage, LimitRules.Near, Nothing),
    ];

    private static IEnumerable<Doubt> Nothing(AuditScene scene) => [];

    private static AuditRule Error(string id, string title, string link, Func<AuditScene, IEnumerable<Found>> finds,
        Func<AuditScene, IEnumerable<Doubt>> doubts, params ImmutableArray<string> restsOn) =>
        new(id, AuditSeverity.Error, title, link) { Finds = finds, Doubts = doubts, RestsOn = restsOn };

    private static AuditRule Warning(string id, string title, string link, Func<AuditScene, IEnumerable<Found>> finds,
        Func<AuditScene, IEnumerable<Doubt>> doubts, params ImmutableArray<string> restsOn) =>
        new(id, AuditSeverity.Warning, title, link) { Finds = finds, Doubts = doubts, RestsOn = restsOn };

    private static AuditRule Information(string id, string title, string link, Func<AuditScene, IEnumerable<Found>> finds,
        Func<AuditScene, IEnumerable<Doubt>> doubts, params ImmutableArray<string> restsOn) =>
        new(id, AuditSeverity.Information, title, link) { Finds = finds, Doubts = doubts, RestsOn = restsOn };
}
