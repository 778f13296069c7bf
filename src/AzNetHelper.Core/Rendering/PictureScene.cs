using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Summaries;
using AzNetHelper.Services;

namespace AzNetHelper.Rendering;

/// <summary>The nodes and links of one topology.</summary>
internal sealed class PictureScene
{
    private readonly PictureKeys _keys;
    private readonly PictureThings _things;
    private readonly FrozenDictionary<string, PictureNode> _byKey;
    private readonly FrozenDictionary<(string, string), string> _linkKeys;

    public PictureScene(Topology topology, PictureKeys keys)
    {
        (Topology, _keys, _things) = (topology, keys, new PictureThings(topology));
        var map = new HubMap(new ReachabilityEngine(topology).Estate);
        Hubs = topology.VirtualNetworks.ToFrozenDictionary(n => n.Id, n => map.Of(n.Id));
        HubIds = [.. Hubs.Where(h => h.Key != h.Value).Select(h => h.Value)];
        Links = [.. new PictureLinks(this).All().OrderBy(l => l.Key, StringComparer.Ordinal)];
        Nodes = [.. AllNodes().OrderBy(n => n.Key, StringComparer.Ordinal)];
        _linkKeys = Links.ToFrozenDictionary(l => (l.From, l.To), l => l.Key);
        _byKey = Nodes.ToFrozenDictionary(n => n.Key, StringComparer.Ordinal);
    }

    public Topology Topology { get; }

    /// <summary>The hub of each VNet; a VNet that has none is its own.</summary>
    public FrozenDictionary<ResourceId, ResourceId> Hubs { get; }

    /// <summary>The VNets that others gather around.</summary>
    public ImmutableHashSet<ResourceId> HubIds { get; }

    public ImmutableArray<PictureNode> Nodes { get; }

    public ImmutableArray<PictureLink> Links { get; }

    public PictureNode? Node(string key) => _byKey.GetValueOrDefault(key);

    public string Key(string prefix, ResourceId id) => _keys.Of(prefix, id);

    /// <summary>The key of a connected group: of its members, because nothing gives it a name.</summary>
    public string GroupKey(ImmutableArray<ResourceId> members) =>
        $"group_{PictureKeys.Hash(string.Join('\n', members.Select(m => m.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal)))}";

    /// <summary>The node that a resource is, or that it lies in: of a subnet its VNet; null where there is none.</summary>
    public string? NodeOf(ResourceId id)
    {
        for (var at = id; at is not null; at = at.Parent)
        {
            if (PrefixOf(at) is { } prefix && _keys.Find(prefix, at) is { } key && _byKey.ContainsKey(key))
            {
                return key;
            }
        }

        return null;
    }

    // The clients of a gateway; null where it has none.
    private string? PoolOf(ResourceId gateway) => _keys.Find(PictureThings.Pool, gateway) is { } key && _byKey.ContainsKey(key) ? key : null;

    /// <summary>Where a hop is taken, what it leads to, and the link between the two; each null where it is not drawn.</summary>
    public (string? From, string? To, string? Link) Places(Hop hop)
    {
        var (from, to) = (NodeOf(hop.At), hop.Resource is null ? null : hop.NextHop == HopType.ClientPool ? PoolOf(hop.Resource) : NodeOf(hop.Resource));
        return (from, to, from is null || to is null ? null : LinkBetween(from, to));
    }

    // The link that joins two nodes, or the VNets that they sit in; null where none does.
    private string? LinkBetween(string one, string other) =>
        Joining(one, other) ?? Joining(_byKey[one].Host ?? one, _byKey[other].Host ?? other);

    private string? Joining(string one, string other) =>
        _linkKeys.TryGetValue((one, other), out var key) || _linkKeys.TryGetValue((other, one), out key) ? key : null;

    private static string? PrefixOf(ResourceId id) => id.Type switch
    {
        var t when Is(t, ResourceTypes.VirtualNetwork) => PictureThings.Network,
        var t when Is(t, ResourceTypes.VirtualNetworkGateway) => PictureThings.Gateway,
        var t when Is(t, ResourceTypes.AzureFirewall) => PictureThings.Firewall,
        var t when Is(t, ResourceTypes.NetworkInterface) => PictureThings.Appliance,
        var t when Is(t, ResourceTypes.LoadBalancer) => PictureThings.LoadBalancer,
        var t when Is(t, ResourceTypes.ExpressRouteCircuit) => PictureThings.Circuit,
        var t when Is(t, ResourceTypes.LocalNetworkGateway) => PictureThings.Site,
        _ => null,
    };

    private static bool Is(string type, string other) => type.Equals(other, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<PictureNode> AllNodes()
    {
        // What leads out of a gateway leads out of the VNet that it sits in.
        var hosts = Topology.Gateways.Where(g => g.VirtualNetwork is not null)
            .ToDictionary(g => Key(PictureThings.Gateway, g.Id), g => Key(PictureThings.Network, g.VirtualNetwork!), StringComparer.Ordinal);
        var joined = Links.SelectMany(l => new[] { l.From, l.To }).Select(k => hosts.GetValueOrDefault(k, k)).ToHashSet(StringComparer.Ordinal);
        var wan = Topology.VirtualNetworks.SelectMany(n => n.Peerings).Where(p => p.Owner == PeeringOwner.VirtualWan)
            .Select(p => p.RemoteVNet).ToHashSet();
        return
        [
            .. Topology.VirtualNetworks.Select(n => Network(n, joined)),
            .. _things.UnreadNetworks.Select(id => Unread(PictureThings.Network, id,
                wan.Contains(id) ? PictureNodeKind.VirtualWan : PictureNodeKind.VirtualNetwork)),
            .. Topology.Gateways.Select(Gateway),
            .. _things.UnreadGateways.Select(id => Unread(PictureThings.Gateway, id, PictureNodeKind.OtherGateway)),
            .. Topology.Firewalls.Select(f => Hosted(PictureThings.Firewall, f.Id, PictureNodeKind.Firewall, f.Location, f.Addresses)),
            .. _things.Appliances.Select(i => Hosted(PictureThings.Appliance, i.Id, PictureNodeKind.Appliance, i.Location, i.Addresses)),
            .. Topology.LoadBalancers.Select(b =>
                Hosted(PictureThings.LoadBalancer, b.Id, PictureNodeKind.LoadBalancer, b.Location, b.FrontEnds)),
            .. Topology.Circuits.Select(Circuit),
            .. _things.UnreadCircuits.Select(id => Unread(PictureThings.Circuit, id, PictureNodeKind.Circuit) with { Lines = Behind(id) }),
            .. Topology.LocalNetworkGateways.Select(Site),
            .. _things.UnreadSites.Select(id => Unread(PictureThings.Site, id, PictureNodeKind.Site)),
            .. _things.Pools.Select(Pool),
            .. Topology.ConnectedGroups.Select(Group),
        ];
    }

    private PictureNode Network(VirtualNetwork network, HashSet<string> joined)
    {
        var key = Key(PictureThings.Network, network.Id);
        return new(key, PictureNodeKind.VirtualNetwork, network.Name)
        {
            Id = network.Id,
            Region = RegionPairs.Name(network.Location),
            Role = HubIds.Contains(network.Id) ? PictureRole.Hub
                : HubIds.Contains(Hubs[network.Id]) ? PictureRole.Spoke
                : joined.Contains(key) ? PictureRole.Peer : PictureRole.Isolated,
            Lines = Texts(network.AddressSpace),
        };
    }

    private PictureNode Unread(string prefix, ResourceId id, PictureNodeKind kind) => new(Key(prefix, id), kind, id.Name)
    {
        Id = id, IsRead = false,
    };

    private PictureNode Gateway(VirtualNetworkGateway gateway) => new(Key(PictureThings.Gateway, gateway.Id), gateway.Kind switch
    {
        GatewayKind.Vpn => PictureNodeKind.VpnGateway,
        GatewayKind.ExpressRoute => PictureNodeKind.ExpressRouteGateway,
        _ => PictureNodeKind.OtherGateway,
    }, gateway.Name)
    {
        Id = gateway.Id,
        Host = gateway.VirtualNetwork is { } host ? Key(PictureThings.Network, host) : null,
        Region = RegionPairs.Name(gateway.Location),
        Lines = [.. new[] { gateway.Sku, gateway.EnableBgp ? $"AS {gateway.Asn.ToString(CultureInfo.InvariantCulture)}" : null }.OfType<string>()],
    };

    private PictureNode Hosted(
        string prefix, ResourceId id, PictureNodeKind kind, string location, ImmutableArray<PrivateAddress> addresses) => new(Key(prefix, id), kind, id.Name)
    {
        Id = id,
        Host = addresses.Select(PictureThings.HostOf).OfType<ResourceId>().FirstOrDefault() is { } host ? Key(PictureThings.Network, host) : null,
        Region = RegionPairs.Name(location),
        Lines = [.. addresses.Select(a => a.Address?.ToString()).OfType<string>()],
    };

    private PictureNode Circuit(ExpressRouteCircuit circuit) => new(Key(PictureThings.Circuit, circuit.Id), PictureNodeKind.Circuit, circuit.Name)
    {
        Id = circuit.Id,
        Region = RegionPairs.Name(circuit.Location),
        Lines =
        [
            .. new[] { circuit.ServiceProvider, circuit.PeeringLocation, circuit.Tier,
                circuit.BandwidthMbps is { } mbps ? FormattableString.Invariant($"{mbps} Mbit/s") : null }.OfType<string>(),
            .. Behind(circuit.Id),
        ],
    };

    private PictureNode Site(LocalNetworkGateway site) => new(Key(PictureThings.Site, site.Id), PictureNodeKind.Site, site.Name)
    {
        Id = site.Id,
        Region = RegionPairs.Name(site.Location),
        Lines = [.. new[] { site.GatewayAddress?.ToString() ?? site.Fqdn }.OfType<string>(), .. Texts(site.AddressSpace)],
    };

    private PictureNode Pool(VirtualNetworkGateway gateway) => new(Key(PictureThings.Pool, gateway.Id), PictureNodeKind.ClientPool, $"{gateway.Name} clients")
    {
        Id = gateway.Id,
        Region = RegionPairs.Name(gateway.Location),
        Lines = [.. Texts(gateway.ClientPool), .. gateway.Clients?.Protocols ?? []],
    };

    private PictureNode Group(ImmutableArray<ResourceId> members) => new(GroupKey(members), PictureNodeKind.ConnectedGroup, "Connected group")
    {
        Lines = [FormattableString.Invariant($"{members.Length} virtual networks")],
    };

    private ImmutableArray<string> Behind(ResourceId circuit) => Texts(Topology.ExpressRoutePrefixes.GetValueOrDefault(circuit, []));

    private static ImmutableArray<string> Texts(ImmutableArray<IPPrefix> prefixes) => [.. prefixes.Select(p => p.ToString())];
}
