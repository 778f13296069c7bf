using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// The networks that are evaluated: those of a topology, with some VNets standing in for their namesakes while a fix is
/// tried. What a VNet brings by itself (<see cref="NetworkNode"/>) is worked out when first needed and kept.
/// </summary>
internal sealed class Estate
{
    private readonly Topology _topology;
    private readonly Dictionary<ResourceId, VirtualNetwork> _changed;
    private readonly Dictionary<ResourceId, NetworkNode> _nodes = [];
    private readonly Dictionary<ResourceId, GatewayNode> _gateways = [];

    public Estate(Topology topology)
        : this(topology, [], new Attachments(topology))
    {
    }

    private Estate(Topology topology, Dictionary<ResourceId, VirtualNetwork> changed, Attachments attachments)
    {
        _topology = topology;
        _changed = changed;
        Attachments = attachments;
    }

    /// <summary>What other resources say about VNets.</summary>
    public Attachments Attachments { get; }

    public DateTimeOffset? ReadAt => _topology.ReadAt;

    public IEnumerable<VirtualNetwork> Networks =>
        _topology.VirtualNetworks.Select(n => _changed.GetValueOrDefault(n.Id) ?? n);

    public VirtualNetwork? Network(ResourceId id) => _changed.GetValueOrDefault(id) ?? _topology.VirtualNetwork(id);

    public RouteTable? RouteTable(ResourceId id) => _topology.RouteTable(id);

    public IEnumerable<VirtualNetworkGateway> GatewaysOf(ResourceId network) => _topology.GatewaysOf(network);

    public VirtualNetworkGateway? Gateway(ResourceId id) => _topology.Gateways.FirstOrDefault(g => g.Id == id);

    public ResourceDocument? Document(ResourceId id) => _topology.Document(id);

    /// <summary>The node of a VNet; null when it was not read.</summary>
    public NetworkNode? Node(ResourceId id)
    {
        if (!_nodes.TryGetValue(id, out var node) && Network(id) is { } network)
        {
            _nodes[id] = node = new(this, network);
        }

        return node;
    }

    public GatewayNode GatewayNode(VirtualNetworkGateway gateway, NetworkNode host)
    {
        if (!_gateways.TryGetValue(gateway.Id, out var node))
        {
            _gateways[gateway.Id] = node = new(gateway, host);
        }

        return node;
    }

    /// <summary>A copy in which these VNets stand instead of those of their ids.</summary>
    public Estate With(IEnumerable<VirtualNetwork> changed)
    {
        var all = new Dictionary<ResourceId, VirtualNetwork>(_changed);
        foreach (var network in changed)
        {
            all[network.Id] = network;
        }

        return new(_topology, all, Attachments);
    }
}
