using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>A route that is in force in a subnet.</summary>
internal sealed record EffectiveRoute(IPPrefix Prefix, HopType NextHop, RouteOrigin Origin)
{
    /// <summary>The peering that a Peering route leads over.</summary>
    public PeeringLink? Link { get; init; }

    /// <summary>The gateway that a gateway route comes from.</summary>
    public VirtualNetworkGateway? Gateway { get; init; }

    /// <summary>The user's route; null for others.</summary>
    public Route? User { get; init; }

    // No gateway route beats these, however specific it is (routing overview, "how Azure selects a route").
    public bool BeatsGateways => NextHop is HopType.VnetLocal or HopType.Peering or HopType.ConnectedGroup;
}

/// <summary>
/// The effective routes of the subnets of a VNet that share a route table (or have none): system, gateway and user
/// routes, each kept apart because they are chosen among themselves first.
/// </summary>
internal sealed class EffectiveRoutes
{
    // Each is there unless the VNet itself uses the range (routing overview, default routes).
    private static readonly IPPrefix[] Unused =
    [
        IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16"),
        IPPrefix.Parse("100.64.0.0/10"),
    ];

    private readonly PrefixTable<EffectiveRoute> _system;
    private readonly PrefixTable<EffectiveRoute> _gateway;
    private readonly PrefixTable<EffectiveRoute> _user;

    public EffectiveRoutes(NetworkNode node, RouteTable? table)
    {
        Table = table;
        _user = Index(User(table));
        _gateway = Propagates ? Index(Gateway(node)) : PrefixTable<EffectiveRoute>.Empty;
        _system = Index(System(node, table));
    }

    /// <summary>The route table; null when the subnets have none.</summary>
    public RouteTable? Table { get; }

    /// <summary>True when gateways bring routes, learned or static.</summary>
    public bool Propagates => Table is not { DisableBgpRoutePropagation: true };

    /// <summary>True when the addresses of the piece may have different routes.</summary>
    public bool Cuts(IPPrefix piece) => _system.Cuts(piece) || _gateway.Cuts(piece) || _user.Cuts(piece);

    /// <summary>The route in force for the piece; null when there is none.</summary>
    public EffectiveRoute? Choose(IPPrefix piece)
    {
        var system = _system.Longest(piece);
        var gateway = _gateway.Longest(piece);
        var user = _user.Longest(piece);
        if (gateway is not null && IsDirect(piece))
        {
            gateway = null;
        }

        // At equal length the later one wins: system, gateway, user.
        var chosen = system;
        chosen = gateway is not null && (chosen is null || gateway.Prefix.Length >= chosen.Prefix.Length)
            ? gateway
            : chosen;
        return user is not null && (chosen is null || user.Prefix.Length >= chosen.Prefix.Length) ? user : chosen;
    }

    /// <summary>
    /// True when a route of the VNet itself or of a peering holds the piece: no gateway route beats it.
    /// </summary>
    public bool IsDirect(IPPrefix piece) => _system.All(piece).Any(r => r.BeatsGateways);

    private IEnumerable<EffectiveRoute> System(NetworkNode node, RouteTable? table)
    {
        var own = node.Network.AddressSpace.Select(p => new EffectiveRoute(p, HopType.VnetLocal, RouteOrigin.System));
        var peers = table is { DisablePeeringRoute: true } ? [] :
            from link in node.Links
            where link.IsConnected
            from prefix in link.Installed
            select new EffectiveRoute(prefix, HopType.Peering, RouteOrigin.System) { Link = link };
        var internet = new[] { IPPrefix.AllIPv4, IPPrefix.AllIPv6 }
            .Select(p => new EffectiveRoute(p, HopType.Internet, RouteOrigin.System));
        return own.Concat(peers).Concat(internet).Concat(UnusedRanges(node));
    }

    private IEnumerable<EffectiveRoute> UnusedRanges(NetworkNode node) =>
        _user.Holds(IPPrefix.AllIPv4) || _gateway.Holds(IPPrefix.AllIPv4) ? []
        : Unused.Where(range => !node.Network.AddressSpace.Any(own => own.Contains(range)))
            .Select(range => new EffectiveRoute(range, HopType.None, RouteOrigin.System));

    private static IEnumerable<EffectiveRoute> Gateway(NetworkNode node) =>
        node.Home?.Vpn is not { } vpn ? []
        : vpn.ClientPool.Select(p =>
            new EffectiveRoute(p, HopType.VirtualNetworkGateway, RouteOrigin.Gateway) { Gateway = vpn });

    private static IEnumerable<EffectiveRoute> User(RouteTable? table) =>
        from route in table?.Routes ?? []
        where route.Prefix is not null
        select new EffectiveRoute(route.Prefix!.Value, Hop(route.NextHopType), RouteOrigin.User) { User = route };

    private static HopType Hop(NextHopType type) => type switch
    {
        NextHopType.VnetLocal => HopType.VnetLocal,
        NextHopType.Internet => HopType.Internet,
        NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp => HopType.VirtualAppliance,
        NextHopType.VirtualNetworkGateway => HopType.VirtualNetworkGateway,
        _ => HopType.None,
    };

    private static PrefixTable<EffectiveRoute> Index(IEnumerable<EffectiveRoute> routes) =>
        new(routes.Select(r => KeyValuePair.Create(r.Prefix, r)));
}
