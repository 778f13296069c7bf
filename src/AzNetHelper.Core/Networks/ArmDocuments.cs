using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// From ARM's JSON to domain objects. Types and enums are read in any case; what is absent gets the service's default
/// (facts/recorded-behaviour.md sections 2 to 4); members that are not known stay in the document.
/// </summary>
public static class ArmDocuments
{
    /// <summary>Reads a document; null for a type that has no domain object.</summary>
    /// <exception cref="InvalidTopologyException">The document is not what its type says.</exception>
    public static object? Read(ResourceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        try
        {
            using var json = JsonDocument.Parse(document.Json);
            return Read(document.Id, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidTopologyException($"{document.Id} cannot be read: {e.Message}", e);
        }
    }

    private static object? Read(ResourceId id, JsonElement root) => id.Type.ToUpperInvariant() switch
    {
        "MICROSOFT.NETWORK/VIRTUALNETWORKS" => VirtualNetwork(id, root),
        "MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS" => Gateway(id, root),
        "MICROSOFT.NETWORK/ROUTETABLES" => RouteTable(id, root),
        "MICROSOFT.NETWORK/PUBLICIPADDRESSES" => PublicIPAddress(id, root),
        _ => null,
    };

    /// <summary>A half of a peering from its own document.</summary>
    public static PeeringHalf Peering(ResourceId id, JsonElement root)
    {
        ArgumentNullException.ThrowIfNull(id);
        var p = Properties(root);
        return new(id, p.Id("remoteVirtualNetwork")
            ?? throw new FormatException($"properties.remoteVirtualNetwork.id of the peering '{id.Name}' is missing."))
        {
            State = p.Enumeration("peeringState", PeeringState.Connected),
            SyncLevel = p.Enumeration("peeringSyncLevel", PeeringSyncLevel.FullyInSync),
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded),
            AllowVirtualNetworkAccess = p.Flag("allowVirtualNetworkAccess", absent: true),
            AllowForwardedTraffic = p.Flag("allowForwardedTraffic"),
            AllowGatewayTransit = p.Flag("allowGatewayTransit"),
            UseRemoteGateways = p.Flag("useRemoteGateways"),
            PeerCompleteVNets = p.Flag("peerCompleteVnets", absent: true),
            EnableOnlyIPv6Peering = p.Flag("enableOnlyIPv6Peering"),
            LocalSubnetNames = p.Texts("localSubnetNames"),
            RemoteSubnetNames = p.Texts("remoteSubnetNames"),
            RemoteAddressSpace = AddressSpaceOrNull(p, "remoteAddressSpace"),
            RemoteVirtualNetworkAddressSpace = AddressSpaceOrNull(p, "remoteVirtualNetworkAddressSpace"),
            Owner = OwnerOf(id.Name),
        };
    }

    private static VirtualNetwork VirtualNetwork(ResourceId id, JsonElement root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            AddressSpace = AddressSpaceOrNull(p, "addressSpace") ?? [],
            Subnets = [.. p.Items("subnets").Select(s => Subnet(ChildId(id, "subnets", s), s)).OrderBy(s => s.Id)],
            Peerings = [.. p.Items("virtualNetworkPeerings")
                .Select(h => Peering(ChildId(id, "virtualNetworkPeerings", h), h)).OrderBy(h => h.Id)],
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded),
            Tags = Tags(root),
        };
    }

    private static Subnet Subnet(ResourceId id, JsonElement root)
    {
        var p = Properties(root);
        var prefixes = p.Texts("addressPrefixes");
        return new(id)
        {
            Prefixes = prefixes.IsEmpty
                ? p.Text("addressPrefix") is { } one ? [IPPrefix.Parse(one)] : []
                : [.. prefixes.Select(IPPrefix.Parse)],
            RouteTable = p.Id("routeTable"),
            NetworkSecurityGroup = p.Id("networkSecurityGroup"),
            Delegations = [.. p.Items("delegations").Select(d => Properties(d).Text("serviceName")).OfType<string>()],
            ServiceEndpoints = [.. p.Items("serviceEndpoints").Select(e => e.Text("service")).OfType<string>()],
            IPConfigurations = [.. p.Items("ipConfigurations").Select(c => c.Text("id"))
                .Select(t => ResourceId.TryParse(t, out var c) ? c : null).OfType<ResourceId>()],
        };
    }

    private static VirtualNetworkGateway Gateway(ResourceId id, JsonElement root)
    {
        var p = Properties(root);
        var subnet = p.Items("ipConfigurations").Select(c => Properties(c).Id("subnet")).FirstOrDefault(s => s is not null);
        var bgp = p.Object("bgpSettings");
        var asn = bgp.Number("asn");
        return new(id, root.Text("location") ?? string.Empty)
        {
            Kind = p.Enumeration("gatewayType", GatewayKind.Other),
            VpnType = p.Text("vpnType"),
            Sku = p.Object("sku").Text("name"),
            VirtualNetwork = subnet?.Parent,
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded),
            ActiveActive = p.Flag("activeActive"),
            EnableBgp = p.Flag("enableBgp"),
            Asn = asn is null or 0 ? 65515 : asn.Value,
            ClientPool = AddressSpaceOrNull(p.Object("vpnClientConfiguration"), "vpnClientAddressPool") ?? [],
            AllowRemoteVNetTraffic = p.Flag("allowRemoteVnetTraffic"),
        };
    }

    private static RouteTable RouteTable(ResourceId id, JsonElement root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            DisableBgpRoutePropagation = p.Flag("disableBgpRoutePropagation"),
            DisablePeeringRoute = string.Equals(p.Text("disablePeeringRoute"), "All", StringComparison.OrdinalIgnoreCase),
            Routes = [.. p.Items("routes").Select(Route)],
        };
    }

    private static Route Route(JsonElement root)
    {
        var p = Properties(root);
        var hops = p.Object("nextHop").Texts("nextHopIpAddresses");
        return new(root.Text("name") ?? string.Empty,
            IPPrefix.TryParse(p.Text("addressPrefix"), out var prefix) ? prefix : null,
            p.Enumeration("nextHopType", NextHopType.None))
        {
            NextHops = p.Text("nextHopIpAddress") is { Length: > 0 } hop
                ? [IPAddress.Parse(hop)]
                : [.. hops.Select(IPAddress.Parse)],
        };
    }

    private static PublicIPAddress PublicIPAddress(ResourceId id, JsonElement root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            Address = IPAddress.TryParse(p.Text("ipAddress"), out var address) ? address : null,
            Sku = root.Object("sku").Text("name"),
            Zones = root.Texts("zones"),
        };
    }

    /// <summary>Who made a peering, told by its name (REACHABILITY: names that Azure's own services give).</summary>
    private static PeeringOwner OwnerOf(string name) =>
        name.StartsWith("ANM_", StringComparison.OrdinalIgnoreCase) ? PeeringOwner.VirtualNetworkManager
        : name.StartsWith("RemoteVnetToHubPeering_", StringComparison.OrdinalIgnoreCase) ? PeeringOwner.VirtualWan
        : name.StartsWith("databricks-", StringComparison.OrdinalIgnoreCase) ? PeeringOwner.ManagedService
        : PeeringOwner.User;

    private static ResourceId ChildId(ResourceId parent, string typeName, JsonElement child) =>
        child.Text("id") is { } text && ResourceId.TryParse(text, out var id) && id.IsWithin(parent)
            ? id
            : parent.Child(typeName, child.Text("name") ?? throw new FormatException($"A child in {typeName} has no name."));

    private static ImmutableSortedDictionary<string, string> Tags(JsonElement root) =>
        root.Object("tags") is { ValueKind: JsonValueKind.Object } tags
            ? tags.EnumerateObject().ToImmutableSortedDictionary(
                t => t.Name, t => t.Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : ImmutableSortedDictionary<string, string>.Empty;

    private static ImmutableArray<IPPrefix>? AddressSpaceOrNull(JsonElement properties, string name) =>
        properties.Object(name) is { ValueKind: JsonValueKind.Object } space
            ? [.. space.Texts("addressPrefixes").Select(IPPrefix.Parse)]
            : null;

    private static JsonElement Properties(JsonElement root) => root.Object("properties");
}
