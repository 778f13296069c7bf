using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// The networks that are evaluated. What a VNet brings by itself (<see cref="NetworkNode"/>) is worked out when first needed
/// and kept.
/// </summary>
internal sealed class Estate
{
    private readonly Dictionary<ResourceId, NetworkNode> _nodes = [];
    private readonly Dictionary<ResourceId, GatewayNode> _gateways = [];

    public Estate(Topology topology)
        : this(topology, new Attachments(topology))
    {
    }

    private Estate(Topology topology, Attachments attachments) => (Topology, Attachments) = (topology, attachments);

    public Topology Topology { get; }

    /// <summary>What other resources say about VNets.</summary>
    public Attachments Attachments { get; }

    public IEnumerable<VirtualNetwork> Networks => Topology.VirtualNetworks;

    public VirtualNetwork? Network(ResourceId id) => Topology.VirtualNetwork(id);

    public RouteTable? RouteTable(ResourceId id) => Topology.RouteTable(id);

    public IEnumerable<VirtualNetworkGateway> GatewaysOf(ResourceId network) => Topology.GatewaysOf(network);

    public VirtualNetworkGateway? Gateway(ResourceId id) => Topology.Gateways.FirstOrDefault(g => g.Id == id);

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

    /// <summary>The same estate after peerings were written, which changes nothing of what other resources say.</summary>
    public Estate With(Topology topology) => new(topology, Attachments);
}
