using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// The networks that are evaluated. What a VNet brings by itself (<see cref="NetworkNode"/>) is worked out when first
/// needed and kept; several threads may ask at once.
/// </summary>
internal sealed class Estate
{
    private readonly Dictionary<ResourceId, NetworkNode> _nodes;
    private readonly Dictionary<ResourceId, GatewayNode> _gateways;
    private readonly ILookup<ResourceId, GatewayNode> _gatewaysByHost;
    private readonly ConcurrentDictionary<ResourceId, UserRoutes> _userRoutes = [];
    private readonly ConcurrentDictionary<(ResourceId, bool), GatewayHome> _homes = [];
    private readonly Lazy<Attachments> _attachments;
    private readonly Lazy<ConnectedGroups> _groups;
    private readonly Lazy<ApplianceMap> _appliances;
    private readonly Lazy<Learning> _learning;
    private readonly Lazy<SiteMap> _sites;
    private int _pieces;

    private readonly ImmutableArray<IPPrefix> _interest;

    /// <summary>Makes an estate.</summary>
    /// <param name="topology">The networks.</param>
    /// <param name="interest">
    /// The addresses that questions will be about, where they are known: what gateways learn of others is left out,
    /// because no route for other addresses decides anything for these. Default for every address.
    /// </param>
    public Estate(Topology topology, ImmutableArray<IPPrefix> interest = default)
        : this(topology, interest, new(() => new(topology)), new(() => new(topology)))
    {
    }

    private Estate(
        Topology topology, ImmutableArray<IPPrefix> interest, Lazy<Attachments> attachments, Lazy<ApplianceMap> appliances)
    {
        Topology = topology;
        _interest = interest;
        Nodes = [.. topology.VirtualNetworks.Select((n, i) => new NetworkNode(this, n, i))];
        _nodes = Nodes.ToDictionary(n => n.Id);
        _gateways = topology.Gateways
            .Where(g => g.VirtualNetwork is { } host && _nodes.ContainsKey(host))
            .Select(g => new GatewayNode(g, _nodes[g.VirtualNetwork!])).ToDictionary(g => g.Gateway.Id);
        _gatewaysByHost = _gateways.Values.ToLookup(g => g.Host.Id);
        _attachments = attachments;
        _groups = new(() => new(this));
        _appliances = appliances;
        _learning = new(() => Model.Learning.Of(this));
        _sites = new(() => new(this));
    }

    public Topology Topology { get; }

    /// <summary>True when everything that gateways know has been worked out.</summary>
    public bool HasLearned => _interest.IsDefault && _learning.IsValueCreated;

    /// <summary>How many pieces of destinations have a number by now.</summary>
    public int Pieces => Volatile.Read(ref _pieces);

    /// <summary>Every VNet, by id.</summary>
    public ImmutableArray<NetworkNode> Nodes { get; }

    public IEnumerable<GatewayNode> Gateways => _gateways.Values.OrderBy(g => g.Gateway.Id);

    /// <summary>What other resources say about VNets.</summary>
    public Attachments Attachments => _attachments.Value;

    public ConnectedGroups ConnectedGroups => _groups.Value;

    /// <summary>What stands at private addresses.</summary>
    public ApplianceMap Appliances => _appliances.Value;

    /// <summary>What gateways know of each other's networks.</summary>
    public Learning Learning => _learning.Value;

    public SiteMap Sites => _sites.Value;

    /// <summary>The same networks for questions about some addresses.</summary>
    public Estate For(ImmutableArray<IPPrefix> interest) => new(Topology, interest, _attachments, _appliances);

    /// <summary>True when a route for the prefix can matter.</summary>
    public bool Concerns(IPPrefix prefix)
    {
        if (_interest.IsDefault)
        {
            return true;
        }

        foreach (var addresses in _interest)
        {
            if (addresses.Overlaps(prefix))
            {
                return true;
            }
        }

        return false;
    }

    public IEnumerable<VirtualNetwork> Networks => Topology.VirtualNetworks;

    public VirtualNetwork? Network(ResourceId id) => Topology.VirtualNetwork(id);

    public RouteTable? RouteTable(ResourceId id) => Topology.RouteTable(id);

    /// <summary>The node of a VNet; null when it was not read.</summary>
    public NetworkNode? Node(ResourceId id) => _nodes.GetValueOrDefault(id);

    public IEnumerable<GatewayNode> GatewaysOf(ResourceId network) => _gatewaysByHost[network];

    /// <summary>A gateway whose VNet was read; null for others.</summary>
    public GatewayNode? Gateway(ResourceId id) => _gateways.GetValueOrDefault(id);

    /// <summary>The gateways of a VNet, as it uses them itself or as another one borrows them.</summary>
    public GatewayHome HomeAt(NetworkNode host, bool borrowed) => _homes.GetOrAdd(
        (host.Id, borrowed), static (key, node) => GatewayHomes.At(node, key.Item2), host);

    public UserRoutes UserRoutes(RouteTable? table) => table is null
        ? Model.UserRoutes.None
        : _userRoutes.GetOrAdd(table.Id, static (_, of) => new(of), table);

    /// <summary>Numbers for some pieces of a destination; the first of them.</summary>
    public int NumberPieces(int count) => Interlocked.Add(ref _pieces, count) - count;

    /// <summary>
    /// True when a connection is up, as far as anyone said. One whose own state could not be read is not taken for up:
    /// what it would bring is not known.
    /// </summary>
    public bool IsUp(GatewayConnection connection) => connection.IsLive && !IsStateUnread(connection);

    /// <summary>
    /// True when the connections of a gateway could not be read, or the state of one, or what a live one leads to.
    /// </summary>
    public bool HasUnreadConnections(GatewayNode gateway) =>
        Topology.Connections.Any(c => c.Gateway == gateway.Id && c.IsLive && (IsStateUnread(c) || c switch
        {
            { Kind: ConnectionKind.Vnet2Vnet, OtherGateway: { } far } => Topology.Document(far) is null,
            { Kind: ConnectionKind.IPsec, LocalNetworkGateway: { } site } => Topology.Document(site) is null,
            _ => false,
        }))
        || Topology.ConnectionsGapOf(gateway.Id) is not null
        || Topology.GapOf(ResourceId.ForResource(
            gateway.Id.SubscriptionId, gateway.Id.ResourceGroup!, ResourceTypes.Connection, "any")) is not null;

    private bool IsStateUnread(GatewayConnection connection) =>
        connection.Status is null && !Topology.Gaps.IsEmpty && Topology.GapOf(connection.Id) is not null;
}
