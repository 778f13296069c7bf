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
    private static readonly ImmutableSortedDictionary<string, string> NoTags =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a document; null for a type that has no domain object.</summary>
    /// <exception cref="InvalidTopologyException">The document is not what its type says.</exception>
    public static object? Read(ResourceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Read(document, texts: null);
    }

    /// <summary>A half of a peering from its own document.</summary>
    /// <exception cref="InvalidTopologyException">The document is no half of a peering.</exception>
    public static PeeringHalf Peering(ResourceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Guarded(document.Id, () =>
        {
            using var json = JsonTape.Read(document.Json);
            return Peering(document.Id, json.Root);
        });
    }

    /// <summary>Reads one of many documents, whose texts repeat.</summary>
    internal static object? Read(ResourceDocument document, SharedTexts? texts) => Guarded(document.Id, () =>
    {
        using var json = JsonTape.Read(document.Json, texts);
        return Value(document.Id, json.Root);
    });

    /// <summary>Reads a document that was parsed before.</summary>
    internal static object? Read(ResourceId id, JsonPart root) => Guarded(id, () => Value(id, root));

    private static T Guarded<T>(ResourceId id, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidTopologyException($"{id} cannot be read: {e.Message}", e) { Resource = id };
        }
    }

    private static object? Value(ResourceId id, JsonPart root) => id.Type.ToUpperInvariant() switch
    {
        "MICROSOFT.NETWORK/VIRTUALNETWORKS" => VirtualNetwork(id, root),
        "MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS" => GatewayDocuments.Gateway(id, root),
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

    private static PeeringHalf Peering(ResourceId id, JsonPart root)
    {
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

    private static VirtualNetwork VirtualNetwork(ResourceId id, JsonPart root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            AddressSpace = AddressSpaceOrNull(p, "addressSpace") ?? [],
            Subnets = InOrder(p.All("subnets", s => Subnet(s.ChildId(id, "subnets"), s)), static s => s.Id),
            Peerings = InOrder(p.All("virtualNetworkPeerings", h => Peering(h.ChildId(id, "virtualNetworkPeerings"), h)),
                static h => h.Id),
            ProvisioningState = Provisioning(p),
            Tags = Tags(root),
        };
    }

    private static Subnet Subnet(ResourceId id, JsonPart root)
    {
        var p = Properties(root);
        var prefixes = p.Prefixes("addressPrefixes");
        return new(id)
        {
            Prefixes = !prefixes.IsEmpty ? prefixes : p.Prefix("addressPrefix") is { } one ? [one] : [],
            RouteTable = p.Id("routeTable"),
            NetworkSecurityGroup = p.Id("networkSecurityGroup"),
            Delegations = p.All("delegations", static d => Properties(d).Text("serviceName")),
            ServiceEndpoints = p.All("serviceEndpoints", static e => e.Text("service")),
            Endpoints = p.All("serviceEndpoints", static e => new ServiceEndpoint(
                e.Text("service") ?? string.Empty, e.Texts("locations"), Provisioning(e))),
            IPConfigurations = p.All("ipConfigurations", static c => c.OwnId()),
            PrivateEndpoints = p.All("privateEndpoints", static e => e.OwnId()),
            Links = p.All("serviceAssociationLinks", Link).AddRange(p.All("resourceNavigationLinks", Link)),
            NatGateway = p.Id("natGateway"),
            DefaultOutboundAccess = p.Has("defaultOutboundAccess") ? p.Flag("defaultOutboundAccess") : null,
            PrivateEndpointNetworkPolicies = p.Text("privateEndpointNetworkPolicies") ?? "Disabled",
        };
    }

    private static ServiceLink Link(JsonPart link)
    {
        var p = Properties(link);
        return new(link.Text("name") ?? string.Empty, p.Text("linkedResourceType") ?? string.Empty,
            ResourceId.TryParse(p.Text("link"), out var id) ? id : null, p.Flag("allowDelete"));
    }

    private static RouteTable RouteTable(ResourceId id, JsonPart root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            DisableBgpRoutePropagation = p.Flag("disableBgpRoutePropagation"),
            DisablePeeringRoute =
                string.Equals(p.Text("disablePeeringRoute"), "All", StringComparison.OrdinalIgnoreCase),
            Routes = p.All("routes", Route),
        };
    }

    private static Route Route(JsonPart root)
    {
        var p = Properties(root);
        var hops = p.Object("nextHop").Texts("nextHopIpAddresses");
        return new(root.Text("name") ?? string.Empty,
            RoutePrefix(p.Text("addressPrefix")),
            p.Enumeration("nextHopType", NextHopType.Unknown, NextHopType.Unknown))
        {
            NextHops = p.Text("nextHopIpAddress") is { Length: > 0 } hop
                ? [IPAddress.Parse(hop)]
                : hops.IsEmpty ? [] : [.. hops.Select(IPAddress.Parse)],
        };
    }

    private static PublicIPAddress PublicIPAddress(ResourceId id, JsonPart root)
    {
        var p = Properties(root);
        return new(id, root.Text("location") ?? string.Empty)
        {
            Address = IPAddress.TryParse(p.Text("ipAddress"), out var address) ? address : null,
            Sku = root.Object("sku").Text("name"),
            Zones = root.Texts("zones"),
            IsStatic = string.Equals(p.Text("publicIPAllocationMethod"), "Static", StringComparison.OrdinalIgnoreCase),
            IsIPv6 = string.Equals(p.Text("publicIPAddressVersion"), "IPv6", StringComparison.OrdinalIgnoreCase),
            IsGlobal = string.Equals(root.Object("sku").Text("tier"), "Global", StringComparison.OrdinalIgnoreCase),
            User = p.Object("ipConfiguration").OwnId() ?? p.Object("natGateway").OwnId(),
            ProvisioningState = Provisioning(p),
            Tags = Tags(root),
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

    private static ProvisioningState Provisioning(JsonPart properties) =>
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

    private static ImmutableSortedDictionary<string, string> Tags(JsonPart root)
    {
        var inside = root.Object("tags").Inside;
        if (inside.Count() == 0)
        {
            return NoTags;
        }

        var tags = NoTags.ToBuilder();
        foreach (var tag in inside)
        {
            tags[tag.Name!] = tag.Print();
        }

        return tags.ToImmutable();
    }

    private static ImmutableArray<IPPrefix>? AddressSpaceOrNull(JsonPart properties, string name) =>
        properties.Object(name) is { ValueKind: JsonValueKind.Object } space ? space.Prefixes("addressPrefixes") : null;

    // Most lists come in order, this module's exports always.
    private static ImmutableArray<T> InOrder<T>(ImmutableArray<T> items, Func<T, ResourceId> id)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (id(items[i - 1]) > id(items[i]))
            {
                return [.. items.OrderBy(id)];
            }
        }

        return items;
    }

    private static JsonPart Properties(JsonPart root) => root.Object("properties");
}
