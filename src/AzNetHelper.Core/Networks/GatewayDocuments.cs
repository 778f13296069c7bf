using System.Net;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>From ARM's JSON to what gateways are joined with: connections, sites, circuits.</summary>
internal static class GatewayDocuments
{
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
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

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
            CircuitState = p.Text("circuitProvisioningState"),
            ProviderState = p.Text("serviceProviderProvisioningState"),
            Peerings = told ? [.. p.Items("peerings").Select(Peering)] : null,
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    private static CircuitPeering Peering(JsonPart root)
    {
        var p = root.Object("properties");
        return new(root.Text("name") ?? string.Empty)
        {
            Kind = p.Text("peeringType"),
            IsEnabled = p.Text("state") is not { } state || !state.Equals("Disabled", StringComparison.OrdinalIgnoreCase),
            PrimaryPrefix = Prefix(p.Text("primaryPeerAddressPrefix")),
            SecondaryPrefix = Prefix(p.Text("secondaryPeerAddressPrefix")),
            PeerAsn = p.Number("peerASN"),
        };
    }

    // A connection names the circuit; some tools write the id of its private peering instead.
    private static ResourceId? CircuitOf(ResourceId? peer) =>
        peer is { Parent: { } parent } && parent.IsType(ResourceTypes.ExpressRouteCircuit) ? parent : peer;

    private static IPAddress? Address(string? text) => IPAddress.TryParse(text, out var address) ? address : null;

    private static IPPrefix? Prefix(string? text) => IPPrefix.TryParse(text, out var prefix) ? prefix : null;
}
