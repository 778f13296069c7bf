using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// A VNet with what follows from it and its neighbours: links, gateways used, tables, groups of subnets. Each is worked
/// out when first needed; several threads may ask at once.
/// </summary>
internal sealed class NetworkNode
{
    // Made when first needed: most VNets of a large estate are on no way that is asked for.
    private ConcurrentDictionary<ResourceId, EffectiveRoutes>? _routes;
    private ConcurrentDictionary<(bool, bool), RangeTable<EffectiveRoute>>? _systemRoutes;
    private readonly Lazy<ImmutableArray<PeeringLink>> _links;
    private readonly Lazy<Dictionary<ResourceId, PeeringLink>> _linksByPeer;
    private readonly Lazy<EffectiveRoutes> _plainRoutes;
    private readonly Lazy<GatewayHome?> _home;
    private readonly Lazy<ImmutableArray<EndGroup>> _groups;
    private readonly Lazy<ImmutableArray<(SubnetRef, Subnet)>> _subnets;
    private readonly Lazy<ResourceId?> _unread;
    private readonly Lazy<ResourceId?> _managed;

    public NetworkNode(Estate estate, VirtualNetwork network, int index)
    {
        Estate = estate;
        Network = network;
        Index = index;
        _links = new(() => [.. network.Peerings.Select(Link)]);
        _linksByPeer = new(() => Links.GroupBy(l => l.Half.RemoteVNet).ToDictionary(g => g.Key, g => g.First()));
        _plainRoutes = new(() => new(this, table: null));
        _home = new(() => GatewayHomes.Of(this));
        _groups = new(() => EndGroup.Of(this));
        _unread = new(() => Links.Where(l => l.IsUnread).Select(l => l.Half.RemoteVNet)
            .OrderBy(id => Doubts.NotRead(id) == ReasonId.ClassicVNet).FirstOrDefault());
        _managed = new(() => Links.FirstOrDefault(l => l.Half.Owner == PeeringOwner.VirtualNetworkManager)?.Half.Id);
        _subnets = new(() => [.. network.Subnets.Select(s => (new SubnetRef(this, s.Id, s.Name, s.RouteTable), s))]);
    }

    public Estate Estate { get; }

    public VirtualNetwork Network { get; }

    /// <summary>Its place among the VNets of the estate.</summary>
    public int Index { get; }

    public ResourceId Id => Network.Id;

    /// <summary>The VNet's halves, in the order of their ids.</summary>
    public ImmutableArray<PeeringLink> Links => _links.Value;

    /// <summary>A peered VNet that was not read, one that is not classic first; null when all were.</summary>
    public ResourceId? Unread => _unread.Value;

    /// <summary>A half that Virtual Network Manager made; null when there is none.</summary>
    public ResourceId? Managed => _managed.Value;

    /// <summary>The endpoint subnets, those alike put together.</summary>
    public ImmutableArray<EndGroup> Groups => _groups.Value;

    /// <summary>True when a peering of this VNet covers subnets by name, so that they are not alike.</summary>
    public bool HasSubnetPeering => Links.Any(l => l.IsOfSubnets);

    /// <summary>The subnets, each as the one place that it is.</summary>
    public ImmutableArray<(SubnetRef Ref, Subnet Subnet)> Subnets => _subnets.Value;

    public SubnetRef? GatewaySubnet => Subnets
        .FirstOrDefault(s => s.Subnet.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase)).Ref;

    /// <summary>The gateways in use; null when there are none.</summary>
    public GatewayHome? Home => _home.Value;

    public PeeringLink? LinkTo(ResourceId other) => _linksByPeer.Value.GetValueOrDefault(other);

    /// <summary>The effective routes of a subnet; null when its route table was not read.</summary>
    public EffectiveRoutes? RoutesOf(SubnetRef subnet) =>
        subnet.RouteTable is null ? _plainRoutes.Value
        : Estate.RouteTable(subnet.RouteTable) is { } table
            ? Made(ref _routes).GetOrAdd(subnet.RouteTable, static (_, of) => new(of.Node, of.Table), (Node: this, Table: table))
            : null;

    /// <summary>The routes that Azure makes by itself.</summary>
    public RangeTable<EffectiveRoute> SystemRoutes(bool peerings, bool unused) => Made(ref _systemRoutes).GetOrAdd(
        (peerings, unused), static (key, node) => Model.SystemRoutes.Of(node, key.Item1, key.Item2), this);

    public bool Holds(IPPrefix piece)
    {
        foreach (var prefix in Network.AddressSpace)
        {
            if (prefix.Contains(piece))
            {
                return true;
            }
        }

        return false;
    }

    private static T Made<T>(ref T? field)
        where T : class, new() => LazyInitializer.EnsureInitialized(ref field, static () => new());

    private PeeringLink Link(PeeringHalf half)
    {
        var peer = Estate.Network(half.RemoteVNet);
        return new(half, peer?.PeeringTo(half.LocalVNet), peer) { PeerNode = Estate.Node(half.RemoteVNet) };
    }
}
