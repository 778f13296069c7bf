using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What every VPN gateway has learned: static routes of live connections, and what goes round over BGP (azure-network-rules 4.5 and
/// 2.3 d): announcements are exchanged until nothing changes any more, each gateway passing on its shortest path for a prefix.
/// </summary>
internal sealed class RouteExchange
{
    private readonly Cloud _cloud;
    private readonly BorrowedGateways _borrowed;
    private readonly ILookup<ResourceId, GatewayLink> _links;
    private Dictionary<ResourceId, ImmutableArray<Route>> _received;

    public RouteExchange(Cloud cloud, DateTimeOffset now)
    {
        _cloud = cloud;
        _borrowed = new(cloud);
        var links = new GatewayLinks(cloud, now).All().ToArray();
        _links = links.ToLookup(l => l.Gateway);
        _received = links.ToDictionary(l => l.Connection, _ => ImmutableArray<Route>.Empty);

        // No path is longer than the number of gateways: each may pass an autonomous system once.
        for (var round = 0; round <= _links.Count + 1; round++)
        {
            var next = links.ToDictionary(l => l.Connection, Receive);
            if (next.All(n => n.Value.SequenceEqual(_received[n.Key], Same.Instance)))
            {
                break;
            }

            _received = next;
        }
    }

    public IEnumerable<GatewayLink> LinksOf(ResourceId gateway) => _links[gateway];

    /// <summary>What came over BGP on a link.</summary>
    public ImmutableArray<Route> Received(GatewayLink link) => _received[link.Connection];

    /// <summary>
    /// What is known of a link without BGP: a site's prefixes; the far VNet's, which the service follows by itself.
    /// </summary>
    public IEnumerable<IPPrefix> Static(GatewayLink link) => !link.IsLive ? []
        : link.Site is { } site ? Negotiation.SitePrefixes(site)
        : GatewayShape.Prefixes(_cloud, _cloud.Estate.Find(link.Far!));

    /// <summary>Every prefix that a gateway has learned, whatever the way; those declared for it among them.</summary>
    public IEnumerable<IPPrefix> Learned(ResourceId gateway) => LinksOf(gateway)
        .SelectMany(l => Static(l).Concat(Received(l).Select(r => r.Prefix)))
        .Concat(Declared(gateway).Select(r => r.Prefix)).Distinct();

    /// <summary>What a gateway tells the other end of a link.</summary>
    public IEnumerable<Route> Announce(GatewayLink link)
    {
        var gateway = _cloud.Estate.Find(link.Gateway);
        var own = GatewayShape.Prefixes(_cloud, gateway);
        ImmutableArray<long> path = [GatewayShape.Asn(gateway)];
        var sites = LinksOf(link.Gateway).Where(l => l.Site is not null && l.Connection != link.Connection).SelectMany(Static);
        return Originated(link.Gateway).Concat(sites.Where(Passes)).Distinct().Select(p => new Route(p, path))
            .Concat(Best(link).Where(r => Passes(r.Prefix) && !r.Path.Contains(link.FarAsn))
                .Select(r => r with { Path = path.AddRange(r.Path) }))
            .GroupBy(r => r.Prefix).Select(g => g.MinBy(r => r.Path.Length)!);

        // Neither a default route nor what overlaps the gateway's own VNet.
        bool Passes(IPPrefix prefix) => !prefix.IsDefault && !own.Any(prefix.Overlaps);
    }

    private IEnumerable<IPPrefix> Originated(ResourceId id)
    {
        var gateway = _cloud.Estate.Find(id);
        return GatewayShape.Prefixes(_cloud, gateway)
            .Concat(GatewayShape.Network(gateway) is { } network ? _borrowed.UsersOf(network).SelectMany(u => u.Prefixes) : [])
            .Concat(GatewayShape.ClientPool(gateway));
    }

    // The shortest path for each prefix that came over another link; of equal ones the first connection's.
    private IEnumerable<Route> Best(GatewayLink except) => LinksOf(except.Gateway).Where(l => l.Connection != except.Connection)
        .OrderBy(l => l.Connection).SelectMany(l => Received(l)).Concat(Declared(except.Gateway))
        .GroupBy(r => r.Prefix).Select(g => g.MinBy(r => r.Path.Length)!);

    private ImmutableArray<Route> Receive(GatewayLink link)
    {
        var heard = !link.IsBgp ? []
            : link.OtherHalf is { } half && _links[link.Far!].FirstOrDefault(l => l.Connection == half) is { } other
                ? Announce(other)
            : link.Announced.Select(p => new Route(p, [link.FarAsn]));
        return [.. heard.OrderBy(r => r.Prefix)];
    }

    /// <summary>What was declared for a gateway.</summary>
    public IEnumerable<Route> Declared(ResourceId gateway) =>
        from route in _cloud.LearnedRoutes.GetValueOrDefault(gateway, [])
        where IPPrefix.TryParse(route.Network, out _)
        select new Route(IPPrefix.Parse(route.Network), [.. route.AsPath.Split('-', ' ', ',')
            .Select(w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var asn) ? asn : (long?)null).OfType<long>()]);

    private sealed class Same : IEqualityComparer<Route>
    {
        public static Same Instance { get; } = new();

        public bool Equals(Route? x, Route? y) => x?.Prefix == y?.Prefix && (x?.Path.SequenceEqual(y!.Path) ?? true);

        public int GetHashCode(Route obj) => obj.Prefix.GetHashCode();
    }
}
