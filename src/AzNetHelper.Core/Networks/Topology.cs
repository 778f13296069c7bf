using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A set of networks at one moment, immutable. It is made of whole documents, so nothing that Azure said is lost, and
/// it offers them as domain objects. Analysing, planning and drawing are pure functions of it.
/// </summary>
public sealed class Topology
{
    private readonly Dictionary<ResourceId, ReadDocument> _entries;
    private readonly Dictionary<ResourceId, VirtualNetwork> _networks;
    private readonly Dictionary<ResourceId, RouteTable> _routeTables;
    private readonly ILookup<ResourceId, VirtualNetworkGateway> _gatewaysByNetwork;
    private readonly Lazy<ImmutableArray<ImmutableArray<ResourceId>>> _groups;
    private readonly Lazy<ImmutableHashSet<ResourceId>> _groupsRead;
    private readonly Lazy<ImmutableDictionary<ResourceId, ImmutableArray<IPPrefix>>> _prefixes;

    /// <summary>Makes a topology of documents; the last one of an id wins.</summary>
    /// <exception cref="InvalidTopologyException">A document is not what its type says.</exception>
    public Topology(IEnumerable<ResourceDocument> documents, IEnumerable<TopologyGap>? gaps = null)
        : this(Laid([], Read(documents)), gaps)
    {
    }

    private Topology(Dictionary<ResourceId, ReadDocument> entries, IEnumerable<TopologyGap>? gaps)
    {
        _entries = entries;
        Gaps = gaps is null ? [] : [.. gaps.Distinct()];
        var values = entries.Values.OrderBy(e => e.Document.Id).Select(e => e.Value).ToArray();
        VirtualNetworks = WithStates([.. values.OfType<VirtualNetwork>()]);
        Gateways = [.. values.OfType<VirtualNetworkGateway>()];
        RouteTables = [.. values.OfType<RouteTable>()];
        PublicIPAddresses = [.. values.OfType<PublicIPAddress>()];
        Connections = [.. values.OfType<GatewayConnection>()];
        LocalNetworkGateways = [.. values.OfType<LocalNetworkGateway>()];
        Circuits = [.. values.OfType<ExpressRouteCircuit>()];
        Firewalls = [.. values.OfType<AzureFirewall>()];
        LoadBalancers = [.. values.OfType<LoadBalancer>()];
        NetworkInterfaces = [.. values.OfType<NetworkInterface>()];
        _networks = VirtualNetworks.ToDictionary(n => n.Id);
        _routeTables = RouteTables.ToDictionary(t => t.Id);
        _groups = new(() => KnownExtras.Groups(Extras));
        _groupsRead = new(() => KnownExtras.GroupsRead(Extras));
        _prefixes = new(() => KnownExtras.Prefixes(Extras));
        _gatewaysByNetwork = Gateways.Where(g => g.VirtualNetwork is not null).ToLookup(g => g.VirtualNetwork!);
    }

    public static Topology Empty { get; } = new([]);

    /// <summary>Makes a topology of documents that were read before; the last one of an id wins.</summary>
    internal static Topology Of(
        IEnumerable<ReadDocument> documents, IEnumerable<TopologyGap> gaps, ImmutableArray<ExtraDocument> extras,
        DateTimeOffset? readAt) =>
        new(Laid([], documents), gaps) { Extras = extras, ReadAt = readAt };

    /// <summary>Every VNet, by id.</summary>
    public ImmutableArray<VirtualNetwork> VirtualNetworks { get; }

    public ImmutableArray<VirtualNetworkGateway> Gateways { get; }

    public ImmutableArray<RouteTable> RouteTables { get; }

    public ImmutableArray<PublicIPAddress> PublicIPAddresses { get; }

    public ImmutableArray<GatewayConnection> Connections { get; }

    /// <summary>On-premises sites.</summary>
    public ImmutableArray<LocalNetworkGateway> LocalNetworkGateways { get; }

    public ImmutableArray<ExpressRouteCircuit> Circuits { get; }

    public ImmutableArray<AzureFirewall> Firewalls { get; }

    public ImmutableArray<LoadBalancer> LoadBalancers { get; }

    public ImmutableArray<NetworkInterface> NetworkInterfaces { get; }

    /// <summary>The members of each group of VNets that Virtual Network Manager joins without peerings.</summary>
    public ImmutableArray<ImmutableArray<ResourceId>> ConnectedGroups => _groups.Value;

    /// <summary>The VNets whose connected groups were read, also where there are none.</summary>
    public ImmutableHashSet<ResourceId> ConnectedGroupsRead => _groupsRead.Value;

    /// <summary>The prefixes that are known to lie behind each circuit.</summary>
    public ImmutableDictionary<ResourceId, ImmutableArray<IPPrefix>> ExpressRoutePrefixes => _prefixes.Value;

    /// <summary>How many halves of peerings there are.</summary>
    public int PeeringHalves => VirtualNetworks.Sum(n => n.Peerings.Length);

    /// <summary>What could not be read.</summary>
    public ImmutableArray<TopologyGap> Gaps { get; }

    /// <summary>
    /// What Azure Resource Manager does not hold: documents of this module's own, in the order of their files.
    /// </summary>
    public ImmutableArray<ExtraDocument> Extras { get; init; } = [];

    /// <summary>When it was read; null when that is not known.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Every document, by id, whatever its type.</summary>
    public IEnumerable<ResourceDocument> Documents => _entries.Values.Select(e => e.Document).OrderBy(d => d.Id);

    public ResourceDocument? Document(ResourceId id) => _entries.GetValueOrDefault(id).Document;

    public VirtualNetwork? VirtualNetwork(ResourceId id) => _networks.GetValueOrDefault(id);

    public RouteTable? RouteTable(ResourceId id) => _routeTables.GetValueOrDefault(id);

    /// <summary>The gateways that sit in a VNet.</summary>
    public IEnumerable<VirtualNetworkGateway> GatewaysOf(ResourceId network) => _gatewaysByNetwork[network];

    /// <summary>The half at the other end of a peering; null when it does not exist or was not read.</summary>
    public PeeringHalf? OtherHalf(PeeringHalf half)
    {
        ArgumentNullException.ThrowIfNull(half);
        return VirtualNetwork(half.RemoteVNet)?.PeeringTo(half.LocalVNet);
    }

    /// <summary>Why a resource could not be read; null when nothing is known against it.</summary>
    public TopologyGap? GapOf(ResourceId id) => Gaps.FirstOrDefault(g => g.Covers(id));

    /// <summary>Why the connections of a gateway, wherever they are, could not be listed; null when nothing is known against it.</summary>
    public TopologyGap? ConnectionsGapOf(ResourceId gateway) =>
        Gaps.FirstOrDefault(g => g.Scope.Equals($"{gateway}/connections", StringComparison.OrdinalIgnoreCase));

    /// <summary>A copy in which the given documents stand instead of, or beside, those that were there.</summary>
    public Topology With(IEnumerable<ResourceDocument> changed, IEnumerable<ResourceId>? removed = null)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var entries = new Dictionary<ResourceId, ReadDocument>(_entries);
        foreach (var id in removed ?? [])
        {
            entries.Remove(id);
        }

        return new(Laid(entries, Read(changed)), Gaps) { ReadAt = ReadAt, Extras = Extras };
    }

    /// <summary>A copy that is told more: documents of this module's own, and what could not be read.</summary>
    internal Topology WithExtras(IEnumerable<ExtraDocument> extras, IEnumerable<TopologyGap> gaps) =>
        new(_entries, Gaps.Concat(gaps)) { ReadAt = ReadAt, Extras = [.. Extras, .. extras] };

    private static IEnumerable<ReadDocument> Read(IEnumerable<ResourceDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return documents.Select(d => new ReadDocument(d, ArmDocuments.Read(d)));
    }

    private static Dictionary<ResourceId, ReadDocument> Laid(
        Dictionary<ResourceId, ReadDocument> into, IEnumerable<ReadDocument> documents)
    {
        foreach (var document in documents)
        {
            into[document.Document.Id] = document;
        }

        return into;
    }

    // A half that tells no state is what its surroundings make it; a GET and Resource Graph always tell.
    private static ImmutableArray<VirtualNetwork> WithStates(ImmutableArray<VirtualNetwork> networks)
    {
        if (networks.All(n => n.Peerings.All(p => p.StateIsTold)))
        {
            return networks;
        }

        var byId = networks.ToDictionary(n => n.Id);
        return [.. networks.Select(n => n with { Peerings = [.. n.Peerings.Select(Settled)] })];

        PeeringHalf Settled(PeeringHalf half) => half.StateIsTold ? half : half with
        {
            State = !byId.TryGetValue(half.RemoteVNet, out var remote) ? PeeringState.Unknown
                : remote.PeeringTo(half.LocalVNet) is null ? PeeringState.Initiated
                : PeeringState.Connected,
        };
    }

    public override string ToString() =>
        $"{VirtualNetworks.Length} VNets, {PeeringHalves} peering halves, {Gateways.Length} gateways";
}

/// <summary>A document that is not what its type says.</summary>
/// <param name="message">Which resource, and what is wrong with it.</param>
/// <param name="inner">The cause.</param>
public sealed class InvalidTopologyException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The resource at fault; null when it is none in particular.</summary>
    public ResourceId? Resource { get; init; }
}
