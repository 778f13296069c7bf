using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Peering.Checks;

namespace AzNetHelper.Routing.Checks;

/// <summary>Two halves of a VNet-to-VNet connection.</summary>
internal sealed record ConnectionPair(GatewayConnection One, GatewayConnection Other);

/// <summary>Everything that the checks of routes look at.</summary>
internal sealed record RoutingScene(Topology Topology, ImmutableArray<RouteRequest> Requests)
{
    public ImmutableArray<WishedSubnet> Subnets { get; private init; } = [];

    public ImmutableArray<PlannedTable> Tables { get; private init; } = [];

    public ImmutableArray<NetworkInterface> Interfaces { get; private init; } = [];

    public ImmutableArray<ConnectionPair> Connections { get; private init; } = [];

    /// <summary>The spokes that are routed through a hub, where that is what is asked for.</summary>
    public HubRouting? Hub { get; init; }

    public IEnumerable<RouteWish> Wishes => Requests.OfType<RouteWish>();

    public static RoutingScene Of(Topology topology, ImmutableArray<RouteRequest> requests)
    {
        var layout = new TableLayout(topology);
        var scene = new RoutingScene(topology, requests);
        var subnets = layout.Subnets(scene.Wishes);
        return scene with
        {
            Subnets = subnets,
            Tables = layout.Tables(subnets),
            Interfaces = [.. requests.OfType<ForwardingWish>().Select(w => w.NetworkInterface).Distinct().Order()
                .Select(id => topology.NetworkInterfaces.FirstOrDefault(i => i.Id == id)).OfType<NetworkInterface>()],
            Connections = [.. requests.OfType<BgpWish>().Select(w => w.Connection).Distinct().Order().Select(scene.Pair).OfType<ConnectionPair>()
                .DistinctBy(p => p.One.Id < p.Other.Id ? (p.One.Id, p.Other.Id) : (p.Other.Id, p.One.Id))],
        };
    }

    public GatewayConnection? Connection(ResourceId id) => Topology.Connections.FirstOrDefault(c => c.Id == id);

    public VirtualNetworkGateway? Gateway(ResourceId? id) => Topology.Gateways.FirstOrDefault(g => g.Id == id);

    private ConnectionPair? Pair(ResourceId id) =>
        Connection(id) is { Kind: ConnectionKind.Vnet2Vnet } one && DeviceChanges.OtherHalf(Topology, one) is { } other ? new(one, other) : null;
}
