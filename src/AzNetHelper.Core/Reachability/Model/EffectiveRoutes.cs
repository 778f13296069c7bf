using System.Collections.Concurrent;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>A route that is in force in a subnet.</summary>
internal sealed record EffectiveRoute(IPPrefix Prefix, HopType NextHop, RouteOrigin Origin)
{
    /// <summary>The peering that a Peering route leads over.</summary>
    public PeeringLink? Link { get; init; }

    /// <summary>The VNet of the connected group that a ConnectedGroup route leads to.</summary>
    public NetworkNode? Member { get; init; }

    /// <summary>The gateway that a gateway route comes from.</summary>
    public GatewayNode? Gateway { get; init; }

    /// <summary>The user's route; null for others.</summary>
    public Route? User { get; init; }

    /// <summary>
    /// True where a route of the VNet, a peering or a connected group holds the addresses, be it this one or one around
    /// it: no gateway route beats it, however specific it is (routing overview, "how Azure selects a route").
    /// </summary>
    public bool IsDirect { get; init; }
}

/// <summary>
/// The effective routes of the subnets of a VNet that share a route table (or have none): system, gateway and user
/// routes, each kept apart because they are chosen among themselves first. Gateway routes are shared by all VNets that
/// use the gateways, user routes by all subnets of the table.
/// </summary>
internal sealed class EffectiveRoutes
{
    private ConcurrentDictionary<IPAddress, ApplianceDoor>? _doors;
    private readonly NetworkNode _node;
    private readonly UserRoutes _userRoutes;
    private readonly GatewayRoutes _gatewayRoutes;
    private readonly RangeTable<EffectiveRoute> _system;
    private readonly RangeTable<EffectiveRoute> _gateway;
    private readonly RangeTable<EffectiveRoute> _user;

    public EffectiveRoutes(NetworkNode node, RouteTable? table)
    {
        _node = node;
        Table = table;
        var user = node.Estate.UserRoutes(table);
        var gateway = Propagates && node.Home is { } home ? home.Routes : GatewayRoutes.None;
        (_userRoutes, _gatewayRoutes) = (user, gateway);
        (_user, _gateway) = (user.Ranges, gateway.Ranges);
        _system = node.SystemRoutes(
            peerings: table is not { DisablePeeringRoute: true },
            unused: user.Default(isIPv6: false) is null && gateway.Default(isIPv6: false) is null);
    }

    /// <summary>Where an address of a route's next hops is, seen from these subnets.</summary>
    /// <param name="address">The very object of the route: it is known by that.</param>
    public ApplianceDoor DoorTo(IPAddress address) => LazyInitializer.EnsureInitialized(
        ref _doors, static () => new(ReferenceEqualityComparer.Instance)).GetOrAdd(address, static (key, routes) => ApplianceDoor.Of(
        routes._node, key, peerings: routes.Table is not { DisablePeeringRoute: true }), this);

    /// <summary>The route table; null when the subnets have none.</summary>
    public RouteTable? Table { get; }

    /// <summary>True when gateways bring routes, learned or static.</summary>
    public bool Propagates => Table is not { DisableBgpRoutePropagation: true };

    /// <summary>What the default route says, as text to compare.</summary>
    public string Default(bool isIPv6) => (_userRoutes.Default(isIPv6) ?? _gatewayRoutes.Default(isIPv6)) switch
    {
        null => nameof(HopType.Internet),
        { Gateway: { } gateway } => gateway.Id.ToString(),
        var route => $"{route.NextHop} {string.Join(' ', route.User!.NextHops)}",
    };

    /// <summary>The route in force for the piece.</summary>
    /// <param name="piece">The addresses asked for.</param>
    /// <param name="chosen">The route; null when there is none.</param>
    /// <returns>False when the addresses of the piece may have different routes.</returns>
    public bool TryChoose(IPPrefix piece, out EffectiveRoute? chosen)
    {
        chosen = null;
        if (!_system.TryFind(piece, out var system) || !_user.TryFind(piece, out var user))
        {
            return false;
        }

        EffectiveRoute? gateway = null;
        if (system is not { IsDirect: true } && !_gateway.TryFind(piece, out gateway))
        {
            return false;
        }

        // At equal length the later one wins: system, gateway, user.
        chosen = system;
        if (gateway is not null && (chosen is null || gateway.Prefix.Length >= chosen.Prefix.Length))
        {
            chosen = gateway;
        }

        if (user is not null && (chosen is null || user.Prefix.Length >= chosen.Prefix.Length))
        {
            chosen = user;
        }

        return true;
    }
}

/// <summary>The routes of a route table; routes for service tags do not matter here.</summary>
internal sealed class UserRoutes
{
    private readonly EffectiveRoute?[] _defaults;

    public UserRoutes(RouteTable? table)
    {
        var routes = (table?.Routes ?? []).Where(r => r.Prefix is not null)
            .Select(r => (r.Prefix!.Value,
                new EffectiveRoute(r.Prefix.Value, Hop(r.NextHopType), RouteOrigin.User) { User = r }))
            .ToArray();
        Ranges = routes.Length == 0 ? RangeTable<EffectiveRoute>.Empty : RangeTable<EffectiveRoute>.Of(routes);
        _defaults = [Find(IPPrefix.AllIPv4), Find(IPPrefix.AllIPv6)];

        EffectiveRoute? Find(IPPrefix all) => Array.Find(routes, r => r.Value == all).Item2;
    }

    public static UserRoutes None { get; } = new(table: null);

    public RangeTable<EffectiveRoute> Ranges { get; }

    /// <summary>The default route; null when there is none.</summary>
    public EffectiveRoute? Default(bool isIPv6) => _defaults[isIPv6 ? 1 : 0];

    private static HopType Hop(NextHopType type) => type switch
    {
        NextHopType.VnetLocal => HopType.VnetLocal,
        NextHopType.Internet => HopType.Internet,
        NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp => HopType.VirtualAppliance,
        NextHopType.VirtualNetworkGateway => HopType.VirtualNetworkGateway,
        _ => HopType.None,
    };
}

/// <summary>What the gateways of one VNet bring to every VNet that uses them.</summary>
internal sealed class GatewayRoutes
{
    private readonly EffectiveRoute?[] _defaults;

    public GatewayRoutes(IEnumerable<GatewayNode> gateways)
    {
        // ExpressRoute comes first: at equal prefix it wins.
        var routes = gateways.OrderBy(g => g.Gateway.Kind != GatewayKind.ExpressRoute)
            .SelectMany(g => g.Announced.Select(p =>
                (p, new EffectiveRoute(p, HopType.VirtualNetworkGateway, RouteOrigin.Gateway) { Gateway = g })))
            .ToArray();
        Ranges = routes.Length == 0 ? RangeTable<EffectiveRoute>.Empty : RangeTable<EffectiveRoute>.Of(routes);
        _defaults = [Find(IPPrefix.AllIPv4), Find(IPPrefix.AllIPv6)];

        EffectiveRoute? Find(IPPrefix all) => Array.Find(routes, r => r.p == all).Item2;
    }

    public static GatewayRoutes None { get; } = new([]);

    public RangeTable<EffectiveRoute> Ranges { get; }

    /// <summary>The default route that was learned; null when none was.</summary>
    public EffectiveRoute? Default(bool isIPv6) => _defaults[isIPv6 ? 1 : 0];
}
