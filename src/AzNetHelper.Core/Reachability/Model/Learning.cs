using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// What every gateway has learned over its connections: the VNets at the other ends, sites, and by BGP everything that the
/// far gateways announce, as far as the announcements go (VPN gateway FAQ, BGP; ExpressRoute gateways; Route Server).
/// </summary>
internal sealed class Learning
{
    private readonly Dictionary<GatewayNode, Learned[]> _known;
    private readonly ILookup<GatewayNode, Tunnel> _tunnels;

    private Learning(Dictionary<GatewayNode, Learned[]> known, ILookup<GatewayNode, Tunnel> tunnels) =>
        (_known, _tunnels) = (known, tunnels);

    /// <summary>Every route that a gateway has, also several for a prefix.</summary>
    public IReadOnlyList<Learned> All(GatewayNode gateway) => _known.TryGetValue(gateway, out var learned) ? learned : [];

    /// <summary>
    /// One route for each prefix, by which packets go: the shortest way, then a connection of its own before the Route
    /// Server, then the first connection by id.
    /// </summary>
    public static ImmutableArray<Learned> Best(IEnumerable<Learned> routes) =>
    [
        .. routes.GroupBy(r => r.Prefix).Select(g => g.OrderBy(r => r.AsPath.Length).ThenBy(r => r.IsExchanged)
            .ThenBy(r => r.Via).First()).OrderBy(r => r.Prefix),
    ];

    /// <summary>
    /// True when a VNet-to-VNet connection without BGP joins the two: whether one learns of the VNets that use the other is
    /// not documented.
    /// </summary>
    public bool HasStaticTunnel(GatewayNode from, GatewayNode to) => _tunnels[from].Any(t => t.To == to && !t.Bgp);

    public static Learning Of(Estate estate)
    {
        var tunnels = Tunnels.Of(estate).ToLookup(t => t.From);
        var direct = estate.Gateways.ToDictionary(g => g, g => Direct(estate, g, tunnels[g]).ToArray());
        var known = direct;

        // A prefix passes every gateway once at most, because an announcement that comes back is refused: the rounds end.
        for (var round = 0; round <= direct.Count; round++)
        {
            var told = known.ToDictionary(g => g.Key, g => Told(g.Value));
            var next = direct.ToDictionary(g => g.Key, g => (Learned[])
                [.. g.Value, .. FromNeighbours(g.Key, tunnels[g.Key], told), .. FromRouteServer(g.Key, known)]);
            var changed = next.Any(n => !Told(n.Value).SequenceEqual(told[n.Key], Learned.Same));
            known = next;
            if (!changed)
            {
                break;
            }
        }

        return new(known, tunnels);
    }

    /// <summary>
    /// What a gateway announces by BGP to a neighbour of the given autonomous system. What it did not originate it filters:
    /// no default route, nothing that overlaps its own VNet, nothing back to where it came from.
    /// </summary>
    public static IEnumerable<Learned> Announcements(
        GatewayNode gateway, long? to, IEnumerable<Learned> known, Func<Learned, bool> isBack) =>
        Originated(gateway).Concat(
            from route in Told(known)
            where !isBack(route) && !route.Prefix.IsDefault
                && !gateway.Host.Network.AddressSpace.Any(route.Prefix.Overlaps)
                && !(to is { } asn && route.AsPath.Contains(asn))
            select route with { AsPath = route.AsPath.Insert(0, gateway.Gateway.Asn) });

    /// <summary>Its VNet and the VNets that use it, as the lender's halves list them.</summary>
    public static IEnumerable<IPPrefix> Networks(GatewayNode gateway) =>
        gateway.Host.Network.AddressSpace.Concat(gateway.Users.SelectMany(u => u.Link.Installed));

    private static IEnumerable<Learned> Originated(GatewayNode gateway) =>
        gateway.Originated.Select(p => new Learned(p, gateway.Id)
        {
            AsPath = [gateway.Gateway.Asn], IsPool = gateway.Gateway.ClientPool.Contains(p),
        });

    private static IEnumerable<Learned> Direct(Estate estate, GatewayNode gateway, IEnumerable<Tunnel> tunnels)
    {
        var neighbours = from tunnel in tunnels
                         from prefix in tunnel.To.Host.Network.AddressSpace
                         select new Learned(prefix, tunnel.Via)
                         {
                             Next = tunnel.To, OverBgp = tunnel.Bgp, AsPath = [tunnel.To.Gateway.Asn],
                         };
        var sites = from link in estate.Sites.LinksOf(gateway)
                    from prefix in link.Site.Prefixes
                    select new Learned(prefix, link.Via)
                    {
                        // The prefixes of a local network gateway are static routes, also beside a BGP session.
                        Site = link.Site, OverBgp = link.Bgp, FromExpressRoute = !gateway.IsVpn,
                    };
        var mates = from mate in estate.Sites.CircuitMatesOf(gateway)
                    from prefix in Networks(mate.To)
                    select new Learned(prefix, mate.Via)
                    {
                        Next = mate.To, OverBgp = true, FromExpressRoute = true, AsPath = [mate.To.Gateway.Asn],
                    };
        return neighbours.Concat(sites).Concat(mates);
    }

    private static IEnumerable<Learned> FromNeighbours(
        GatewayNode gateway, IEnumerable<Tunnel> tunnels, Dictionary<GatewayNode, ImmutableArray<Learned>> known) =>
        // What a gateway originates itself it does not learn from others.
        from tunnel in tunnels
        where tunnel.Bgp
        from route in Announcements(tunnel.To, gateway.Gateway.Asn, known[tunnel.To], r => r.Next == gateway)
        where !route.AsPath.Contains(gateway.Gateway.Asn) && !gateway.Originated.Contains(route.Prefix)
        select new Learned(route.Prefix, tunnel.Via)
        {
            Next = tunnel.To, OverBgp = true, AsPath = route.AsPath, FromExpressRoute = route.FromExpressRoute,
            IsPool = route.IsPool,
        };

    /// <summary>
    /// With a Route Server and branch-to-branch, a VPN gateway that is active-active with ASN 65515 and the ExpressRoute
    /// gateway of the VNet learn each other's prefixes (Route Server FAQ).
    /// </summary>
    private static IEnumerable<Learned> FromRouteServer(
        GatewayNode gateway, Dictionary<GatewayNode, Learned[]> known)
    {
        var host = gateway.Host;
        if (host.Estate.Attachments.BranchToBranch(host.Id) is not { } server
            || host.Home is not { Vpn: { } vpn, ExpressRoute: { } express }
            || vpn.Gateway is not { ActiveActive: true, Asn: 65515 } || (gateway != vpn && gateway != express))
        {
            return [];
        }

        var other = gateway == vpn ? express : vpn;
        return from route in Best(known[other])
               where route.Next != gateway && !route.IsExchanged && !route.IsPool
               select new Learned(route.Prefix, server)
               {
                   Next = other, OverBgp = true, IsExchanged = true, AsPath = route.AsPath,
                   FromExpressRoute = route.FromExpressRoute || other == express,
               };
    }

    // Of several routes for a prefix BGP tells the best one of those that it may tell at all.
    private static ImmutableArray<Learned> Told(IEnumerable<Learned> routes) =>
        Best(routes.Where(r => r.OverBgp || r.IsOfSite));
}
