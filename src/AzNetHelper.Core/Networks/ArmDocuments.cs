using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// From ARM's JSON to domain objects. Types and enums are read in any case; what is absent gets the service's default
/// (recorded behaviour); members that are not known stay in the document.
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
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidTopologyException($"{document.Id} cannot be read: {e.Message}", e)
            {
                Resource = document.Id,
            };
        }
    }

    private static object? Read(ResourceId id, JsonElement root) => id.Type.ToUpperInvariant() switch
    {
        "MICROSOFT.NETWORK/VIRTUALNETWORKS" => VirtualNetwork(id, root),
        "MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS" => Gateway(id, root),
        "MICROSOFT.NETWORK/ROUTETABLES" => RouteTable(id, root),
        "MICROSOFT.NETWORK/PUBLICIPADDRESSES" => PublicIPAddress(id, root),
        "MICROSOFT.NETWORK/CONNECTIONS" => GatewayDocuments.Connection(id, root),
        "MICROSOFT.NETWORK/LOCALNETWORKGATEWAYS" => GatewayDocuments.Site(id, root),
        "MICROSOFT.NETWORK/EXPRESSROUTECIRCUITS" => GatewayDocuments.Circuit(id, root),
        "MICROSOFT.NETWORK/AZUREFIREWALLS" => ApplianceDocuments.Firewall(id, root),
        "MICROSOFT.NETWORK/LOADBALANCERS" => ApplianceDocuments.LoadBalancer(id, root),
        "MICROSOFT.NETWORK/NETWORKINTERFACES" => ApplianceDocuments.Interface(id, root),
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
            State = p.Enumeration("peeringState", PeeringState.Connected, PeeringState.Unknown),
            StateIsTold = p.Text("peeringState") is { Length: > 0 },
            SyncLevel = p.Enumeration("peeringSyncLevel", PeeringSyncLevel.FullyInSync, PeeringSyncLevel.Unknown),
            ProvisioningState = Provisioning(p),
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
            Owner = OwnerOf(id),
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
            ProvisioningState = Provisioning(p),
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
        var subnet = p.Items("ipConfigurations").Select(c => Properties(c).Id("subnet"))
            .FirstOrDefault(s => s is not null);
        var bgp = p.Object("bgpSettings");
        var asn = bgp.Number("asn");
        return new(id, root.Text("location") ?? string.Empty)
        {
            Kind = p.Enumeration("gatewayType", GatewayKind.Other, GatewayKind.Other),
            VpnType = p.Text("vpnType"),
            Sku = p.Object("sku").Text("name"),
            VirtualNetwork = subnet?.Parent,
            ProvisioningState = Provisioning(p),
            ActiveActive = p.Flag("activeActive"),
            EnableBgp = p.Flag("enableBgp"),
            Asn = asn is null or 0 ? 65515 : asn.Value,
            ClientPool = AddressSpaceOrNull(p.Object("vpnClientConfiguration"), "vpnClientAddressPool") ?? [],
            AllowRemoteVNetTraffic = p.Flag("allowRemoteVnetTraffic") ? true
                : p.Flag("allowRemoteVnetTraffic", absent: true) ? null : false,
        };
    }

    private static RouteTable RouteTable(ResourceId id, JsonElement root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            DisableBgpRoutePropagation = p.Flag("disableBgpRoutePropagation"),
            DisablePeeringRoute =
                string.Equals(p.Text("disablePeeringRoute"), "All", StringComparison.OrdinalIgnoreCase),
            Routes = [.. p.Items("routes").Select(Route)],
        };
    }

    private static Route Route(JsonElement root)
    {
        var p = Properties(root);
        var hops = p.Object("nextHop").Texts("nextHopIpAddresses");
        return new(root.Text("name") ?? string.Empty,
            RoutePrefix(p.Text("addressPrefix")),
            p.Enumeration("nextHopType", NextHopType.Unknown, NextHopType.Unknown))
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

    /// <summary>
    /// Who made a half, told by the names that Azure's own services give: Network Manager and Virtual WAN name the
    /// half, Databricks names the resource group that it manages and locks. The half's own name says nothing about
    /// Databricks: a spoke may well be called so.
    /// </summary>
    private static PeeringOwner OwnerOf(ResourceId half) =>
        half.Name.StartsWith("ANM_", StringComparison.OrdinalIgnoreCase) ? PeeringOwner.VirtualNetworkManager
        : half.Name.StartsWith("RemoteVnetToHubPeering_", StringComparison.OrdinalIgnoreCase) ? PeeringOwner.VirtualWan
        : half.ResourceGroup?.StartsWith("databricks-rg-", StringComparison.OrdinalIgnoreCase) == true
            ? PeeringOwner.ManagedService
        : PeeringOwner.User;

    private static ProvisioningState Provisioning(JsonElement properties) =>
        properties.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown);

    // A prefix with host bits still routes its network; only what is no prefix at all is a service tag.
    private static IPPrefix? RoutePrefix(string? text)
    {
        if (IPPrefix.TryParse(text, out var prefix))
        {
            return prefix;
        }

        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && IPPrefix.TryParse(text![..slash], out var address)
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= address.Width
                ? IPPrefix.Containing(address.Network, length)
                : null;
    }

    private static ResourceId ChildId(ResourceId parent, string typeName, JsonElement child) =>
        child.Text("id") is { } text && ResourceId.TryParse(text, out var id) && id.IsWithin(parent)
            ? id
            : parent.Child(typeName, child.Text("name")
                ?? throw new FormatException($"A child in {typeName} has no name."));

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
