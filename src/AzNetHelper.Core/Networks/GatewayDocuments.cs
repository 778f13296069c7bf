using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

namespace AzNetHelper.Networks;

/// <summary>From ARM's JSON to what gateways are joined with: connections, sites, circuits.</summary>
internal static class GatewayDocuments
{
    public static VirtualNetworkGateway Gateway(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        var bgp = p.Object("bgpSettings");
        var asn = bgp.Number("asn");
        var addresses = p.All("ipConfigurations", c => Address(ConfigurationId(id, c), c, bgp));
        var pool = p.Object("vpnClientConfiguration").Object("vpnClientAddressPool");
        return new(id, root.Text("location") ?? string.Empty)
        {
            Kind = p.Enumeration("gatewayType", GatewayKind.Other, GatewayKind.Other),
            VpnType = p.Text("vpnType"),
            Sku = p.Object("sku").Text("name"),
            ScaleUnits = p.Object("sku").Number("capacity") is > 0 and < 1000 and var units ? (int)units : null,
            ScaleBounds = Bounds(p.Object("autoScaleConfiguration").Object("bounds")),
            VirtualNetwork = addresses.Select(a => a.Subnet?.Parent).FirstOrDefault(n => n is not null),
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
            ActiveActive = p.Flag("activeActive"),
            EnableBgp = p.Flag("enableBgp"),
            Asn = asn is null or 0 ? AutonomousSystem.Default : asn.Value,
            Generation = p.Text("vpnGatewayGeneration") switch { "Generation1" => 1, "Generation2" => 2, _ => null },
            Addresses = addresses,
            ClientPool = pool.Prefixes("addressPrefixes"),
            Clients = p.Object("vpnClientConfiguration") is { ValueKind: JsonValueKind.Object } clients ? Clients(clients) : null,
            CustomRoutes = p.Object("customRoutes").Prefixes("addressPrefixes"),
            AllowRemoteVNetTraffic = p.Flag("allowRemoteVnetTraffic") ? true
                : p.Flag("allowRemoteVnetTraffic", absent: true) ? null : false,
        };
    }

    private static (int Least, int Most)? Bounds(JsonPart p) =>
        p.Number("min") is > 0 and < 1000 and var least && p.Number("max") is > 0 and < 1000 and var most ? ((int)least, (int)most) : null;

    private static ClientConfiguration Clients(JsonPart p) => new()
    {
        Pool = p.Object("vpnClientAddressPool").Prefixes("addressPrefixes"),
        Protocols = p.Texts("vpnClientProtocols"),
        Authentication = p.Texts("vpnAuthenticationTypes"),
        Roots = p.All("vpnClientRootCertificates", c => new ClientRoot(
            c.Text("name") ?? string.Empty, c.Object("properties").Text("publicCertData") ?? string.Empty)),
        Revoked = p.All("vpnClientRevokedCertificates", c => new RevokedClient(
            c.Text("name") ?? string.Empty, c.Object("properties").Text("thumbprint") ?? string.Empty)),
        RadiusServers =
        [
            .. p.Text("radiusServerAddress") is { Length: > 0 } only ? [new RadiusServer(only, Score: null)] : Array.Empty<RadiusServer>(),
            .. p.All("radiusServers", s => s.Text("radiusServerAddress") is { Length: > 0 } address
                ? new RadiusServer(address, (int?)s.Number("radiusServerScore")) : null),
        ],
        AadTenant = Filled(p.Text("aadTenant")),
        AadAudience = Filled(p.Text("aadAudience")),
        AadIssuer = Filled(p.Text("aadIssuer")),
        HasIpsecPolicies = p.Items("vpnClientIpsecPolicies").Count() > 0,
        Connected = p.Object("vpnClientConnectionHealth").Number("vpnClientConnectionsCount"),
    };

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // A hand-made document may tell neither id nor name.
    private static ResourceId ConfigurationId(ResourceId gateway, JsonPart configuration) => configuration.OwnId()
        ?? gateway.Below("ipConfigurations", configuration.Text("name") is { } name && ResourceId.IsSegment(name) ? name : "default");

    private static GatewayAddress Address(ResourceId id, JsonPart configuration, JsonPart bgp)
    {
        var p = configuration.Object("properties");
        foreach (var peer in bgp.Items("bgpPeeringAddresses"))
        {
            if (ResourceId.TryParse(peer.Text("ipconfigurationId"), out var of) && of == id)
            {
                return new(id)
                {
                    Subnet = p.Id("subnet"),
                    PublicAddress = p.Id("publicIPAddress"),
                    TunnelAddresses = Addresses(peer, "tunnelIpAddresses"),
                    BgpAddresses = Addresses(peer, "defaultBgpIpAddresses"),
                    CustomBgpAddresses = Addresses(peer, "customBgpIpAddresses"),
                };
            }
        }

        return new(id) { Subnet = p.Id("subnet"), PublicAddress = p.Id("publicIPAddress") };
    }

    private static ImmutableArray<IPAddress> Addresses(JsonPart part, string name) =>
        [.. part.Texts(name).Select(Address).OfType<IPAddress>()];

    public static GatewayConnection Connection(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        return new(id, root.Text("location") ?? string.Empty)
        {
            Kind = p.Enumeration("connectionType", ConnectionKind.Other, ConnectionKind.Other),
            Gateway = p.Id("virtualNetworkGateway1"),
            OtherGateway = p.Id("virtualNetworkGateway2"),
            LocalNetworkGateway = p.Id("localNetworkGateway2"),
            Circuit = CircuitOf(p.Id("peer")),
            Status = p.Text("connectionStatus") is { Length: > 0 }
                ? p.Enumeration("connectionStatus", ConnectionStatus.Unknown, ConnectionStatus.Unknown)
                : null,
            EnableBgp = p.Flag("enableBgp"),
            Protocol = p.Text("connectionProtocol"),
            Mode = p.Text("connectionMode"),
            DpdTimeoutSeconds = (int)(p.Number("dpdTimeoutSeconds") ?? 0),
            RoutingWeight = (int)(p.Number("routingWeight") ?? 0),
            IpsecPolicy = Policy(p),
            UsePolicyBasedTrafficSelectors = p.Flag("usePolicyBasedTrafficSelectors"),
            TrafficSelectors = p.All("trafficSelectorPolicies", s => new TrafficSelector(
                s.Prefixes("localAddressRanges"), s.Prefixes("remoteAddressRanges"))),
            CustomBgpAddresses = p.All("gatewayCustomBgpIpAddresses", CustomBgp),
            Tunnels = p.All("tunnelConnectionStatus", Tunnel),
            IngressBytes = p.Number("ingressBytesTransferred"),
            EgressBytes = p.Number("egressBytesTransferred"),
            BypassesGateway = p.Flag("expressRouteGatewayBypass"),
            UsesCertificates = string.Equals(p.Text("authenticationType"), "Certificate", StringComparison.OrdinalIgnoreCase),
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    // One policy a connection (vpn-gateway-vpn-faq).
    private static IpsecPolicy? Policy(JsonPart properties)
    {
        foreach (var policy in properties.Items("ipsecPolicies"))
        {
            return IpsecPolicy.Read(policy);
        }

        return null;
    }

    private static CustomBgpAddress? CustomBgp(JsonPart part) =>
        ResourceId.TryParse(part.Text("ipConfigurationId"), out var id) && Address(part.Text("customBgpIpAddress")) is { } address
            ? new(id, address) : null;

    private static TunnelStatus Tunnel(JsonPart part) => new(
        part.Text("tunnel") ?? string.Empty,
        part.Enumeration("connectionStatus", ConnectionStatus.Unknown, ConnectionStatus.Unknown))
    {
        IngressBytes = part.Number("ingressBytesTransferred"),
        EgressBytes = part.Number("egressBytesTransferred"),
        EstablishedAt = part.Text("lastConnectionEstablishedUtcTime"),
    };

    public static LocalNetworkGateway Site(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        var bgp = p.Object("bgpSettings");
        return new(id, root.Text("location") ?? string.Empty)
        {
            AddressSpace = p.Object("localNetworkAddressSpace").Prefixes("addressPrefixes"),
            GatewayAddress = Address(p.Text("gatewayIpAddress")),
            Fqdn = p.Text("fqdn") is { Length: > 0 } name ? name : null,
            Asn = bgp.Number("asn"),
            BgpPeeringAddress = Address(bgp.Text("bgpPeeringAddress")),
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    public static ExpressRouteCircuit Circuit(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        var told = p.Member("peerings").ValueKind == JsonValueKind.Array;
        return new(id, root.Text("location") ?? string.Empty)
        {
            Tier = root.Object("sku").Text("tier"),
            Family = root.Object("sku").Text("family"),
            ServiceProvider = Filled(p.Object("serviceProviderProperties").Text("serviceProviderName")),
            PeeringLocation = Filled(p.Object("serviceProviderProperties").Text("peeringLocation")),
            Port = p.Id("expressRoutePort"),
            Authorizations = p.Member("authorizations").ValueKind == JsonValueKind.Array ? [.. p.Items("authorizations").Select(Authorization)] : null,
            HasGlobalReach = p.Flag("globalReachEnabled"),
            BandwidthMbps = Megabits(p.Object("serviceProviderProperties").Number("bandwidthInMbps"), 1) ?? Megabits(p.Number("bandwidthInGbps"), 1000),
            CircuitState = p.Text("circuitProvisioningState"),
            ProviderState = p.Text("serviceProviderProvisioningState"),
            Peerings = told ? [.. p.Items("peerings").Select(Peering)] : null,
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    private static int? Megabits(long? number, int times) => number is > 0 and < 1_000_000 ? (int)number * times : null;

    private static CircuitPeering Peering(JsonPart root)
    {
        var p = root.Object("properties");
        var six = p.Object("ipv6PeeringConfig");
        return new(root.Text("name") ?? string.Empty)
        {
            Kind = p.Text("peeringType"),
            IsEnabled = p.Text("state") is not { } state || !state.Equals("Disabled", StringComparison.OrdinalIgnoreCase),
            PrimaryPrefix = Prefix(p.Text("primaryPeerAddressPrefix")),
            SecondaryPrefix = Prefix(p.Text("secondaryPeerAddressPrefix")),
            PeerAsn = p.Number("peerASN"),
            AzureAsn = p.Number("azureASN"),
            VlanId = p.Number("vlanId") is >= 0 and <= 4095 and var vlan ? (int)vlan : null,
            PrimaryPrefixIPv6 = Prefix(six.Text("primaryPeerAddressPrefix")),
            SecondaryPrefixIPv6 = Prefix(six.Text("secondaryPeerAddressPrefix")),
            HasIPv6 = six.ValueKind == JsonValueKind.Object && !string.Equals(six.Text("state"), "Disabled", StringComparison.OrdinalIgnoreCase),
            PrimaryPort = Filled(p.Text("primaryAzurePort")),
            SecondaryPort = Filled(p.Text("secondaryAzurePort")),
            LastModifiedBy = Filled(p.Text("lastModifiedBy")),
            AdvertisedPublicPrefixes = p.Object("microsoftPeeringConfig").Texts("advertisedPublicPrefixes"),
            RouteFilter = p.Id("routeFilter"),
            AdvertisedPublicPrefixesState = Filled(p.Object("microsoftPeeringConfig").Text("advertisedPublicPrefixesState")),
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    private static CircuitAuthorization Authorization(JsonPart root)
    {
        var p = root.Object("properties");
        return new(root.Text("name") ?? string.Empty)
        {
            IsInUse = string.Equals(p.Text("authorizationUseStatus"), "InUse", StringComparison.OrdinalIgnoreCase),
            Connection = ResourceId.TryParse(p.Text("connectionResourceUri"), out var connection) ? connection : null,
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    // A connection names the circuit; some tools write the id of its private peering instead.
    private static ResourceId? CircuitOf(ResourceId? peer) =>
        peer is { Parent: { } parent } && parent.IsType(ResourceTypes.ExpressRouteCircuit) ? parent : peer;

    private static IPAddress? Address(string? text) => IPAddress.TryParse(text, out var address) ? address : null;

    private static IPPrefix? Prefix(string? text) => IPPrefix.TryParse(text, out var prefix) ? prefix : null;
}
