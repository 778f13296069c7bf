using AzNetHelper.Addressing;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// The routes that Azure makes by itself in every subnet of a VNet (routing overview, "system routes"), those of
/// connected groups among them.
/// </summary>
internal static class SystemRoutes
{
    // Each is there unless the VNet itself uses the range (routing overview, default routes).
    private static readonly IPPrefix[] Unused =
    [
        IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16"),
        IPPrefix.Parse("100.64.0.0/10"),
    ];

    /// <summary>True for a prefix of a VNet that takes one of the routes to nowhere away.</summary>
    public static bool HoldsUnused(IPPrefix own) => Array.Exists(Unused, range => own.Contains(range));

    /// <summary>The routes, laid out.</summary>
    /// <param name="node">The VNet.</param>
    /// <param name="peerings">False where a route table removes the routes of peerings.</param>
    /// <param name="unused">False where a default route takes the place of the routes to nowhere.</param>
    public static RangeTable<EffectiveRoute> Of(NetworkNode node, bool peerings, bool unused)
    {
        var own = node.Network.AddressSpace.Select(p => Direct(new(p, HopType.VnetLocal, RouteOrigin.System)));
        var peers = from link in peerings ? node.Links : []
                    where link.IsConnected
                    from prefix in link.Installed
                    select Direct(new(prefix, HopType.Peering, RouteOrigin.System) { Link = link });
        var members = from member in node.Estate.ConnectedGroups.Of(node)
                      orderby member.Network.Id
                      from prefix in member.Prefixes
                      select Direct(new(prefix, HopType.ConnectedGroup, RouteOrigin.System) { Member = member.Network });
        var internet = new[] { IPPrefix.AllIPv4, IPPrefix.AllIPv6 }
            .Select(p => new EffectiveRoute(p, HopType.Internet, RouteOrigin.System));
        var nowhere = unused
            ? Unused.Where(range => !node.Network.AddressSpace.Any(own => own.Contains(range)))
                .Select(range => new EffectiveRoute(range, HopType.None, RouteOrigin.System))
            : [];
        return RangeTable<EffectiveRoute>.Of(
            own.Concat(peers).Concat(members).Concat(internet).Concat(nowhere).Select(r => (r.Prefix, r)),
            static (route, around) => around is { IsDirect: true } && !route.IsDirect ? route with { IsDirect = true } : route);
    }

    private static EffectiveRoute Direct(EffectiveRoute route) => route with { IsDirect = true };
}
