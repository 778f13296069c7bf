using System.Runtime.InteropServices;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Gateways tell each other what they know, round after round, until nobody hears anything new. Only what changed in a
/// round is told in the next one, so the work grows with the routes and not with the rounds.
/// </summary>
internal sealed class Convergence
{
    private readonly Estate _estate;
    private readonly Dictionary<GatewayNode, Book> _books;
    private readonly ILookup<GatewayNode, Tunnel> _listeners;
    private readonly Dictionary<GatewayNode, (GatewayNode Other, ResourceId Server)> _exchanges;

    public Convergence(
        Estate estate, ILookup<GatewayNode, Tunnel> tunnels, Func<GatewayNode, IEnumerable<Tunnel>, IEnumerable<Learned>> direct)
    {
        _estate = estate;
        _books = estate.Gateways.ToDictionary(g => g, _ => new Book());
        _listeners = tunnels.SelectMany(t => t).Where(t => t.Bgp).ToLookup(t => t.To);
        _exchanges = estate.Gateways.Select(g => (Gateway: g, Partner: PartnerOf(g))).Where(e => e.Partner is not null)
            .ToDictionary(e => e.Gateway, e => e.Partner!.Value);
        foreach (var (gateway, book) in _books)
        {
            foreach (var route in direct(gateway, tunnels[gateway]).Where(r => estate.Concerns(r.Prefix)))
            {
                book.Own(route);
            }
        }
    }

    /// <summary>Every route of every gateway, also several for a prefix.</summary>
    public Dictionary<GatewayNode, Learned[]> Run()
    {
        var news = _books.ToDictionary(b => b.Key, b => b.Value.Prefixes.ToHashSet());
        foreach (var tunnel in _listeners.SelectMany(t => t))
        {
            // What a gateway originates never changes: it is told once.
            foreach (var route in Learning.Originated(tunnel.To).Where(r => _estate.Concerns(r.Prefix)))
            {
                Hear(tunnel, route.Prefix, route, news);
            }
        }

        // A prefix passes every gateway once at most, because an announcement that comes back is refused: the rounds
        // end.
        for (var round = 0; round <= _books.Count + 1 && news.Values.Any(n => n.Count > 0); round++)
        {
            news = Round(news);
        }

        return _books.ToDictionary(b => b.Key, b => b.Value.All.ToArray());
    }

    private Dictionary<GatewayNode, HashSet<IPPrefix>> Round(Dictionary<GatewayNode, HashSet<IPPrefix>> news)
    {
        // What is told in a round is what was known before it.
        var told = news.ToDictionary(n => n.Key, n => n.Value.Select(p => (Prefix: p, Entry: _books[n.Key].At(p))).ToArray());
        var next = _books.Keys.ToDictionary(g => g, _ => new HashSet<IPPrefix>());
        foreach (var (speaker, entries) in told)
        {
            foreach (var tunnel in _listeners[speaker])
            {
                foreach (var (prefix, entry) in entries)
                {
                    if (!speaker.Originated.Contains(prefix))
                    {
                        Hear(tunnel, prefix, Passed(tunnel, entry.Told), next);
                    }
                }
            }

            if (_exchanges.TryGetValue(speaker, out var exchange))
            {
                foreach (var (prefix, entry) in entries)
                {
                    Heard(exchange.Other, exchange.Server, prefix, Exchanged(speaker, exchange.Other, exchange.Server, entry.Best), next);
                }
            }
        }

        return next;
    }

    private static Learned? Passed(Tunnel tunnel, Learned? route) =>
        route is null || route.Next == tunnel.From || !Learning.MayTell(tunnel.To, tunnel.From.Gateway.Asn, route)
            ? null
            : route with { AsPath = route.AsPath.Insert(0, tunnel.To.Gateway.Asn) };

    // What a gateway originates itself it does not learn from others.
    private void Hear(Tunnel tunnel, IPPrefix prefix, Learned? route, Dictionary<GatewayNode, HashSet<IPPrefix>> news) =>
        Heard(tunnel.From, tunnel.Via, prefix,
            route is null || tunnel.From.Originated.Contains(prefix) || route.AsPath.Contains(tunnel.From.Gateway.Asn)
                ? null
                : new Learned(prefix, tunnel.Via)
                {
                    Next = tunnel.To, OverBgp = true, AsPath = route.AsPath, FromExpressRoute = route.FromExpressRoute,
                    IsPool = route.IsPool,
                },
            news);

    private void Heard(
        GatewayNode gateway, ResourceId via, IPPrefix prefix, Learned? route, Dictionary<GatewayNode, HashSet<IPPrefix>> news)
    {
        if (_books[gateway].Hear(via, prefix, route))
        {
            news[gateway].Add(prefix);
        }
    }

    /// <summary>
    /// With a Route Server and branch-to-branch, a VPN gateway that is active-active with ASN 65515 and the
    /// ExpressRoute gateway of the VNet learn each other's prefixes, never those of clients (Route Server FAQ).
    /// </summary>
    private static (GatewayNode Other, ResourceId Server)? PartnerOf(GatewayNode gateway)
    {
        var host = gateway.Host;
        return host.Estate.Attachments.BranchToBranch(host.Id) is { } server
            && host.Home is { Vpn: { Gateway: { ActiveActive: true, Asn: 65515 } } vpn, ExpressRoute: { } express }
            && (gateway == vpn || gateway == express)
                ? (gateway == vpn ? express : vpn, server)
                : null;
    }

    private static Learned? Exchanged(GatewayNode from, GatewayNode to, ResourceId server, Learned? route) =>
        route is null || route.Next == to || route.IsExchanged || route.IsPool ? null : new Learned(route.Prefix, server)
        {
            Next = from, OverBgp = true, IsExchanged = true, AsPath = route.AsPath,
            FromExpressRoute = route.FromExpressRoute || !from.IsVpn,
        };

    /// <summary>What one gateway knows.</summary>
    private sealed class Book
    {
        private readonly Dictionary<IPPrefix, Entry> _entries = [];

        public IEnumerable<IPPrefix> Prefixes => _entries.Keys;

        public IEnumerable<Learned> All => _entries.OrderBy(e => e.Key).SelectMany(e => e.Value.Routes);

        public Entry At(IPPrefix prefix) => _entries.GetValueOrDefault(prefix);

        /// <summary>A route of its own, which stays.</summary>
        public void Own(Learned route)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, route.Prefix, out _);
            entry = entry.With(route);
        }

        /// <summary>
        /// What a neighbour tells now about a prefix; true when what is told on, or exchanged, changes.
        /// </summary>
        public bool Hear(ResourceId via, IPPrefix prefix, Learned? route)
        {
            if (route is null && !_entries.ContainsKey(prefix))
            {
                return false;
            }

            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, prefix, out _);
            var (told, best) = (entry.Told, entry.Best);
            entry = entry.Instead(via, route);
            return !(told is null ? entry.Told is null : told.IsSame(entry.Told))
                || !(best is null ? entry.Best is null : best.IsSame(entry.Best));
        }
    }

    /// <summary>The routes for one prefix: its own first, then what was heard, one for each neighbour.</summary>
    private readonly record struct Entry
    {
        private readonly Learned[]? _own;
        private readonly Learned[]? _heard;

        private Entry(Learned[]? own, Learned[]? heard)
        {
            (_own, _heard) = (own, heard);
            foreach (var route in Routes)
            {
                Best = Best is null ? route : Learning.Better(Best, route);
                Told = !route.MayBeTold ? Told : Told is null ? route : Learning.Better(Told, route);
            }
        }

        public Learned? Best { get; }

        /// <summary>The best of those that BGP may tell.</summary>
        public Learned? Told { get; }

        public IEnumerable<Learned> Routes => (_own ?? []).Concat(_heard ?? []);

        public Entry With(Learned own) => new([.. _own ?? [], own], _heard);

        public Entry Instead(ResourceId via, Learned? route) => new(_own,
            [.. (_heard ?? []).Where(r => !ReferenceEquals(r.Via, via)), .. route is null ? Array.Empty<Learned>() : [route]]);
    }
}
