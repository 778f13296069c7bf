using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;

namespace AzNetHelper.Audit;

/// <summary>A subnet with its VNet.</summary>
internal readonly record struct Place(VirtualNetwork Network, Subnet Subnet)
{
    /// <summary>Short, for messages.</summary>
    public string Name => $"{Network.Name}/{Subnet.Name}";
}

/// <summary>Something with a private address; an interface, where it is one.</summary>
internal readonly record struct Appliance(PrivateAddress At, NetworkInterface? Interface);

/// <summary>Everything that rules look at: the topology, and what more than one of them would have to look up.</summary>
internal sealed class AuditScene
{
    private readonly Lazy<Lenders> _lenders;
    private readonly Lazy<ImmutableArray<PeeringPair>> _pairs;
    private readonly Lazy<ILookup<ResourceId, Place>> _byTable;
    private readonly Lazy<Dictionary<ResourceId, VirtualNetworkGateway>> _gateways;
    private readonly Lazy<ILookup<ResourceId, GatewayConnection>> _connections;
    private readonly Lazy<Dictionary<ResourceId, LocalNetworkGateway>> _sites;
    private readonly Lazy<ILookup<IPAddress, Appliance>> _appliances;
    private readonly Lazy<HashSet<ResourceId>> _virtualWan;
    private readonly Dictionary<ResourceId, JsonElement> _documents = [];

    public AuditScene(Topology topology)
    {
        Topology = topology;
        _lenders = new(() => new(topology));
        _pairs = new(() => PeeringPair.All(topology));
        _byTable = new(() => Places.Where(p => p.Subnet.RouteTable is not null).ToLookup(p => p.Subnet.RouteTable!));
        _gateways = new(() => topology.Gateways.ToDictionary(g => g.Id));
        _virtualWan = new(() => [.. OnVirtualWan()]);
        _sites = new(() => topology.LocalNetworkGateways.ToDictionary(s => s.Id));
        _appliances = new(() => All(topology).Where(a => a.At.Address is not null).ToLookup(a => a.At.Address!));
        _connections = new(() => topology.Connections.Where(c => c.Gateway is not null).ToLookup(c => c.Gateway!));
    }

    public Topology Topology { get; }

    /// <summary>Gateways and Route Servers, by the VNet that they are in.</summary>
    public Lenders Lenders => _lenders.Value;

    /// <summary>Every peering once.</summary>
    public ImmutableArray<PeeringPair> Pairs => _pairs.Value;

    /// <summary>What takes packets at a private address.</summary>
    public ILookup<IPAddress, Appliance> Appliances => _appliances.Value;

    public IEnumerable<Place> Places => Topology.VirtualNetworks.SelectMany(n => n.Subnets.Select(s => new Place(n, s)));

    public IEnumerable<Place> GatewaySubnets =>
        Places.Where(p => p.Subnet.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The subnets that a route table is associated with.</summary>
    public ILookup<ResourceId, Place> ByTable => _byTable.Value;

    /// <summary>The route table of a subnet; null when it has none, or it was not read.</summary>
    public RouteTable? TableOf(Subnet subnet) => subnet.RouteTable is { } id ? Topology.RouteTable(id) : null;

    public ILookup<ResourceId, GatewayConnection> ConnectionsOf => _connections.Value;

    public VirtualNetworkGateway? Gateway(ResourceId? id) => id is null ? null : _gateways.Value.GetValueOrDefault(id);

    public LocalNetworkGateway? Site(ResourceId? id) => id is null ? null : _sites.Value.GetValueOrDefault(id);

    /// <summary>True when a Virtual WAN hub is connected to the VNet: what its router knows is not in a topology.</summary>
    public bool IsOnVirtualWan(VirtualNetwork network) => _virtualWan.Value.Contains(network.Id);

    /// <summary>The VNet that a gateway is in, as a list of one or none.</summary>
    public ImmutableArray<ResourceId> NetworkOf(ResourceId? gateway) =>
        Gateway(gateway)?.VirtualNetwork is { } network ? [network] : [];

    /// <summary>The connection at the other end of a VNet-to-VNet connection; null when there is none.</summary>
    public GatewayConnection? Counterpart(GatewayConnection connection) => connection.OtherGateway is null ? null
        : ConnectionsOf[connection.OtherGateway].FirstOrDefault(c =>
            c.Kind == ConnectionKind.Vnet2Vnet && c.OtherGateway == connection.Gateway);

    /// <summary>The members below <c>properties</c> of a resource; an empty element when it was not read.</summary>
    public JsonElement Properties(ResourceId id)
    {
        if (!_documents.TryGetValue(id, out var root) && Topology.Document(id) is { } document)
        {
            using var json = JsonDocument.Parse(document.Json);
            _documents[id] = root = json.RootElement.Clone();
        }

        return root.Object("properties");
    }

    /// <summary>
    /// What the members below <c>properties</c> of a VNet say. They are not kept: parsed, the documents of ten thousand VNets take more
    /// memory than all else of a topology.
    /// </summary>
    public T OfProperties<T>(VirtualNetwork network, Func<JsonElement, T> read)
    {
        if (Topology.Document(network.Id) is not { } document)
        {
            return read(default);
        }

        using var json = JsonDocument.Parse(document.Json);
        return read(json.RootElement.Object("properties"));
    }

    /// <summary>Both halves of a peering that carries traffic, seen from the VNet at hand.</summary>
    public IEnumerable<(PeeringHalf Half, PeeringHalf Other, VirtualNetwork Peer)> Links(VirtualNetwork network) =>
        from half in network.Peerings
        where half.State == PeeringState.Connected
        let peer = Topology.VirtualNetwork(half.RemoteVNet)
        where peer is not null
        let other = peer.PeeringTo(network.Id)
        where other is { State: PeeringState.Connected }
        select (half, other, peer);

    // Told by the half that the hub makes, or by the hub's connections, which stand in it or apart.
    private IEnumerable<ResourceId> OnVirtualWan() => Topology.VirtualNetworks
        .Where(n => n.Peerings.Any(p => p.Owner == PeeringOwner.VirtualWan)).Select(n => n.Id)
        .Concat(Topology.Documents.Where(d => d.Id.Type.StartsWith(ResourceTypes.VirtualHub, StringComparison.OrdinalIgnoreCase)).Select(d => Properties(d.Id))
            .SelectMany(p => p.Items("virtualNetworkConnections").Concat(p.Items("hubVirtualNetworkConnections")).Select(c => c.Object("properties")).Prepend(p))
            .Select(p => p.Id("remoteVirtualNetwork")).OfType<ResourceId>());

    private static IEnumerable<Appliance> All(Topology topology) => topology.NetworkInterfaces
        .SelectMany(i => i.Addresses.Select(a => new Appliance(a, i)))
        .Concat(topology.Firewalls.SelectMany(f => f.Addresses).Concat(topology.LoadBalancers.SelectMany(b => b.FrontEnds)).Select(a => new Appliance(a, Interface: null)));
}
