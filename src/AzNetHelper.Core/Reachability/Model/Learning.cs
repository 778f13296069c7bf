using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// What every gateway has learned over its connections: the VNets at the other ends, sites, and by BGP everything that
/// the far gateways announce, as far as the announcements go (VPN gateway FAQ, BGP; ExpressRoute gateways; Route
/// Server).
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
        .. routes.GroupBy(r => r.Prefix).Select(g => g.Aggregate(Better)).OrderBy(r => r.Prefix),
    ];

    /// <summary>The one of two routes for a prefix by which packets go.</summary>
    public static Learned Better(Learned a, Learned b) => b.IsBetterThan(a) ? b : a;

    /// <summary>
    /// True when a VNet-to-VNet connection without BGP joins the two: whether one learns of the VNets that use the
    /// other is not documented.
    /// </summary>
    public bool HasStaticTunnel(GatewayNode from, GatewayNode to) => _tunnels[from].Any(t => t.To == to && !t.Bgp);

    /// <summary>The VNet-to-VNet connections of a gateway that are up.</summary>
    public IEnumerable<Tunnel> TunnelsOf(GatewayNode gateway) => _tunnels[gateway];

    public static Learning Of(Estate estate)
    {
        var tunnels = Tunnels.Of(estate).ToLookup(t => t.From);
        return new(new Convergence(estate, tunnels, (g, own) => Direct(estate, g, own)).Run(), tunnels);
    }

    /// <summary>
    /// What a gateway announces by BGP to a neighbour of the given autonomous system. What it did not originate it
    /// filters: no default route, nothing that overlaps its own VNet, nothing back to where it came from.
    /// </summary>
    public static IEnumerable<Learned> Announcements(
        GatewayNode gateway, long? to, IEnumerable<Learned> known, Func<Learned, bool> isBack) =>
        Originated(gateway).Concat(
            from route in Told(known)
            where !isBack(route) && MayTell(gateway, to, route)
            select route with { AsPath = route.AsPath.Insert(0, gateway.Gateway.Asn) });

    /// <summary>True when a gateway passes a route on to a neighbour of the given autonomous system.</summary>
    public static bool MayTell(GatewayNode gateway, long? to, Learned route)
    {
        if (route.Prefix.IsDefault || (to is { } asn && route.AsPath.Contains(asn)))
        {
            return false;
        }

        foreach (var own in gateway.Host.Network.AddressSpace)
        {
            if (own.Overlaps(route.Prefix))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Its VNet and the VNets that use it, as the lender's halves list them.</summary>
    public static IEnumerable<IPPrefix> Networks(GatewayNode gateway) =>
        gateway.Host.Network.AddressSpace.Concat(gateway.Users.SelectMany(u => u.Link.Installed));

    internal static IEnumerable<Learned> Originated(GatewayNode gateway) =>
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

    // Of several routes for a prefix BGP tells the best one of those that it may tell at all.
    private static ImmutableArray<Learned> Told(IEnumerable<Learned> routes) =>
        Best(routes.Where(r => r.MayBeTold));
}
