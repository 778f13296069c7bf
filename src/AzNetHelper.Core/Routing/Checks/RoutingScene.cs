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

/// <summary>The checks that a plan of routes is held against: all of them, but for tests of one that is switched off.</summary>
internal sealed class RoutingCheckList
{
    private readonly string? _off;

    private RoutingCheckList(string? off) => _off = off;

    public static RoutingCheckList Whole { get; } = new(null);

    /// <summary>All but one: what happens then shows what it is for.</summary>
    public static RoutingCheckList Without(string id) =>
        RoutingCheck.All.Any(c => c.Id == id) ? new(id) : throw new ArgumentException($"There is no check '{id}'.", nameof(id));

    public bool Has(string id) => _off != id;

    public (ImmutableArray<PlanProblem> Problems, ImmutableArray<PlanNotice> Notices) Run(RoutingScene scene)
    {
        var found = RoutingCheck.All.Where(c => Has(c.Id)).SelectMany(c => c.Find(scene).Select(f => (c.Id, Finding: f))).ToArray();
        return (
            [.. found.Where(f => f.Finding.Tells is null).Select(f => Problem(f.Id, f.Finding)).Distinct()],
            [.. found.Where(f => f.Finding.Tells is not null).Select(f =>
                new PlanNotice(f.Id, f.Finding.Tells!.Value, f.Finding.Message, f.Finding.Resource)).Distinct()]);
    }

    internal static PlanProblem Problem(string id, Finding finding) =>
        new(id, finding.Message, finding.Resource) { Group = finding.Group, Kind = finding.Kind };
}
