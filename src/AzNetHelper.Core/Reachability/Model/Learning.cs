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
    private readonly Dictionary<GatewayNode, ImmutableArray<Learned>> _known;
    private readonly ILookup<GatewayNode, Tunnel> _tunnels;

    private Learning(Dictionary<GatewayNode, ImmutableArray<Learned>> known, ILookup<GatewayNode, Tunnel> tunnels) =>
        (_known, _tunnels) = (known, tunnels);

    public ImmutableArray<Learned> Of(GatewayNode gateway) => _known.TryGetValue(gateway, out var learned) ? learned : [];

    /// <summary>
    /// True when a VNet-to-VNet connection without BGP joins the two: whether one learns of the VNets that use the other is
    /// not documented.
    /// </summary>
    public bool HasStaticTunnel(GatewayNode from, GatewayNode to) => _tunnels[from].Any(t => t.To == to && !t.Bgp);

    public static Learning Of(Estate estate)
    {
        var tunnels = Tunnels.Of(estate).ToLookup(t => t.From);
        var direct = estate.Gateways.ToDictionary(g => g, g => Direct(estate, g, tunnels[g]).ToArray());
        var known = direct.ToDictionary(g => g.Key, g => Best(g.Value));

        // A prefix passes every gateway once at most: an announcement that comes back is refused.
        for (var round = 0; round <= known.Count; round++)
        {
            var next = direct.ToDictionary(g => g.Key,
                g => Best(g.Value.Concat(FromNeighbours(g.Key, tunnels[g.Key], known)).Concat(FromRouteServer(g.Key, known))));
            var changed = next.Any(n => !n.Value.SequenceEqual(known[n.Key]));
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
            from route in known
            where route.OverBgp || route.IsOfSite
            where !isBack(route) && !route.Prefix.IsDefault
                && !gateway.Host.Network.AddressSpace.Any(route.Prefix.Overlaps)
                && !(to is { } asn && route.AsPath.Contains(asn))
            select route with { AsPath = route.AsPath.Insert(0, gateway.Gateway.Asn) });

    /// <summary>Its VNet and the VNets that use it, as the lender's halves list them.</summary>
    public static IEnumerable<IPPrefix> Networks(GatewayNode gateway) =>
        gateway.Host.Network.AddressSpace.Concat(gateway.Users.SelectMany(u => u.Link.Installed));

    private static IEnumerable<Learned> Originated(GatewayNode gateway) =>
        Networks(gateway).Concat(gateway.Gateway.ClientPool)
            .Select(p => new Learned(p, gateway.Id) { AsPath = [gateway.Gateway.Asn] });

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
                        Site = link.Site, OverBgp = link.Bgp, FromExpressRoute = !gateway.IsVpn,
                        AsPath = link.Bgp && link.Site.Asn is { } asn ? [asn] : [],
                    };
        var mates = from mate in estate.Sites.CircuitMatesOf(gateway)
                    from prefix in Networks(mate.To)
                    select new Learned(prefix, mate.Via)
                    {
                        Next = mate.To, FromExpressRoute = true, AsPath = [mate.To.Gateway.Asn],
                    };
        return neighbours.Concat(sites).Concat(mates);
    }

    private static IEnumerable<Learned> FromNeighbours(
        GatewayNode gateway, IEnumerable<Tunnel> tunnels, Dictionary<GatewayNode, ImmutableArray<Learned>> known) =>
        from tunnel in tunnels
        where tunnel.Bgp
        from route in Announcements(tunnel.To, gateway.Gateway.Asn, known[tunnel.To], r => r.Next == gateway)
        where !route.AsPath.Contains(gateway.Gateway.Asn)
        select new Learned(route.Prefix, tunnel.Via)
        {
            Next = tunnel.To, OverBgp = true, AsPath = route.AsPath, FromExpressRoute = route.FromExpressRoute,
        };

    /// <summary>
    /// With a Route Server and branch-to-branch, a VPN gateway that is active-active with ASN 65515 and the ExpressRoute
    /// gateway of the VNet learn each other's prefixes (Route Server FAQ).
    /// </summary>
    private static IEnumerable<Learned> FromRouteServer(
        GatewayNode gateway, Dictionary<GatewayNode, ImmutableArray<Learned>> known)
    {
        var host = gateway.Host;
        if (host.Estate.Attachments.BranchToBranch(host.Id) is not { } server
            || host.Home is not { Vpn: { } vpn, ExpressRoute: { } express }
            || vpn.Gateway is not { ActiveActive: true, Asn: 65515 } || (gateway != vpn && gateway != express))
        {
            return [];
        }

        var other = gateway == vpn ? express : vpn;
        return from route in known[other]
               where route.Next != gateway
               select new Learned(route.Prefix, server)
               {
                   Next = other, OverBgp = true, AsPath = route.AsPath,
                   FromExpressRoute = route.FromExpressRoute || other == express,
               };
    }

    /// <summary>One route for each prefix: the shortest way, then the first connection by id.</summary>
    private static ImmutableArray<Learned> Best(IEnumerable<Learned> routes) =>
    [
        .. routes.GroupBy(r => r.Prefix)
            .Select(g => g.OrderBy(r => r.AsPath.Length).ThenBy(r => r.Via).First())
            .OrderBy(r => r.Prefix),
    ];
}
