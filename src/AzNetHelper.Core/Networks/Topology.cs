using System.Collections.Frozen;
using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A set of networks at one moment, immutable. It is made of whole documents, so nothing that Azure said is lost, and it
/// offers them as domain objects. Analysing, planning and drawing are pure functions of it.
/// </summary>
public sealed class Topology
{
    private readonly FrozenDictionary<ResourceId, ResourceDocument> _documents;
    private readonly FrozenDictionary<ResourceId, VirtualNetwork> _networks;
    private readonly FrozenDictionary<ResourceId, RouteTable> _routeTables;
    private readonly ILookup<ResourceId, VirtualNetworkGateway> _gatewaysByNetwork;

    /// <summary>Makes a topology of documents; the last one of an id wins.</summary>
    /// <exception cref="InvalidTopologyException">A document is not what its type says.</exception>
    public Topology(IEnumerable<ResourceDocument> documents, IEnumerable<TopologyGap>? gaps = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var byId = new Dictionary<ResourceId, ResourceDocument>();
        foreach (var document in documents)
        {
            byId[document.Id] = document;
        }

        _documents = byId.ToFrozenDictionary();
        Gaps = gaps is null ? [] : [.. gaps.Distinct()];
        var parsed = byId.Values.OrderBy(d => d.Id).Select(ArmDocuments.Read).ToArray();
        VirtualNetworks = [.. parsed.OfType<VirtualNetwork>()];
        Gateways = [.. parsed.OfType<VirtualNetworkGateway>()];
        RouteTables = [.. parsed.OfType<RouteTable>()];
        PublicIPAddresses = [.. parsed.OfType<PublicIPAddress>()];
        _networks = VirtualNetworks.ToFrozenDictionary(n => n.Id);
        _routeTables = RouteTables.ToFrozenDictionary(t => t.Id);
        _gatewaysByNetwork = Gateways.Where(g => g.VirtualNetwork is not null).ToLookup(g => g.VirtualNetwork!);
    }

    public static Topology Empty { get; } = new([]);

    /// <summary>Every VNet, by id.</summary>
    public ImmutableArray<VirtualNetwork> VirtualNetworks { get; }

    public ImmutableArray<VirtualNetworkGateway> Gateways { get; }

    public ImmutableArray<RouteTable> RouteTables { get; }

    public ImmutableArray<PublicIPAddress> PublicIPAddresses { get; }

    /// <summary>What could not be read.</summary>
    public ImmutableArray<TopologyGap> Gaps { get; }

    /// <summary>When it was read; null when that is not known.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Every document, by id, whatever its type.</summary>
    public IEnumerable<ResourceDocument> Documents => _documents.Values.OrderBy(d => d.Id);

    public ResourceDocument? Document(ResourceId id) => _documents.GetValueOrDefault(id);

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

    /// <summary>A copy in which the given documents stand instead of, or beside, those that were there.</summary>
    public Topology With(IEnumerable<ResourceDocument> changed, IEnumerable<ResourceId>? removed = null)
    {
        var gone = removed?.ToHashSet() ?? [];
        return new(_documents.Values.Where(d => !gone.Contains(d.Id)).Concat(changed), Gaps) { ReadAt = ReadAt };
    }

    public override string ToString() =>
        $"{VirtualNetworks.Length} VNets, {VirtualNetworks.Sum(n => n.Peerings.Length)} peering halves, {Gateways.Length} gateways";
}

/// <summary>A document that is not what its type says, with the path of the member at fault.</summary>
public sealed class InvalidTopologyException(string message, Exception? inner = null) : Exception(message, inner);
