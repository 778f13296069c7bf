using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Reachability;

/// <summary>A prefix that a gateway, a site or a client knows from a neighbour.</summary>
/// <param name="Path">The ASNs that it passed.</param>
/// <param name="Connection">What it came over.</param>
internal sealed record TwinLearned(IPPrefix Prefix, List<long> Path, ResourceId Connection)
{
    /// <summary>The gateway behind; null when a site is.</summary>
    public TwinGateway? Next { get; init; }
    public TwinSite? Site { get; init; }

    /// <summary>Learned over a connection with BGP: clients are told of it.</summary>
    public bool IsBgp { get; init; }
    public bool IsPool { get; init; }
    public bool IsOverExpressRoute { get; init; }

    /// <summary>From the other gateway of the VNet, through its Route Server.</summary>
    public bool IsExchanged { get; init; }
}

/// <summary>A gateway that a site or a client is connected to (null when it was not read), and what that
/// gives.</summary>
internal sealed record TwinDoor(TwinGateway? Gateway, bool Bgp, List<TwinLearned> Given);

/// <summary>The twin's gateways: what they have learned.</summary>
internal sealed partial class Twin
{
    private readonly Dictionary<ResourceId, List<TwinLearned>> _learned = [];
    private readonly Dictionary<ResourceId, List<TwinDoor>> _doors = [];

    private List<TwinLearned> Learned(TwinGateway g) => _learned.TryGetValue(g.Id, out var made) ? made
        : _learned[g.Id] = [.. OverConnections(g, []), .. Exchanged(g)];

    // What G learns, of what may still go on to gateways with the given ASNs.
    private IEnumerable<TwinLearned> OverConnections(TwinGateway g, List<long> onward) =>
        g.IsExpressRoute ? OverCircuits(g) : OverTunnels(g, onward);

    private IEnumerable<TwinLearned> OverTunnels(TwinGateway g, List<long> onward)
    {
        foreach (var c in LiveOf(g, "IPsec"))
        {
            foreach (var site in _facts.Sites.Where(s => s.Id == c.LocalNetworkGateway))
            {
                // Choice: a site has the prefixes of its local network gateway; nothing in the topology tells what its
                // device announces besides.
                foreach (var p in site.Prefixes)
                {
                    yield return new(p, [], c.Id) { Site = site, IsBgp = c.Bgp && !g.IsBasic };
                }
            }
        }

        foreach (var (m, connection, session) in Neighbours(g))
        {
            foreach (var p in Net(m.Net)?.Prefixes ?? [])
            {
                yield return new(p, [m.Asn], connection) { Next = m, IsBgp = session };
            }

            // "Nothing back to an ASN that it passed."
            if (session && !onward.Contains(m.Asn))
            {
                foreach (var l in Announced(m, [.. onward, g.Asn]))
                {
                    yield return l with
                    {
                        Next = m, Site = null, Connection = connection, IsBgp = true, IsExchanged = false,
                    };
                }
            }
        }
    }

    private IEnumerable<TwinLearned> OverCircuits(TwinGateway g)
    {
        foreach (var c in LiveOf(g, "ExpressRoute"))
        {
            foreach (var circuit in _facts.Sites.Where(s => s.IsCircuit && s.Works && s.Id == c.Circuit))
            {
                foreach (var p in circuit.Prefixes)
                {
                    yield return new(p, [], c.Id) { Site = circuit, IsBgp = true, IsOverExpressRoute = true };
                }

                foreach (var m in _facts.Gateways.Where(m => m.Id != g.Id && m.IsExpressRoute
                    && m.AllowRemoteVnetTraffic && g.AllowRemoteVnetTraffic
                    && LiveOf(m, "ExpressRoute").Any(o => o.Circuit == circuit.Id)))
                {
                    foreach (var p in Own(m))
                    {
                        // Farther than what stands at the circuit itself.
                        yield return new(p, [12076], c.Id) { Next = m, IsBgp = true, IsOverExpressRoute = true };
                    }
                }
            }
        }
    }

    private IEnumerable<TwinLearned> Exchanged(TwinGateway g)
    {
        if (_facts.Servers.Find(s => s.Net == g.Net) is { BranchToBranch: true } && Net(g.Net) is { } h
            && At(h, borrowed: false) is { Vpn: { IsActiveActive: true, Asn: 65515 } vpn, Er: { } er })
        {
            var other = g == er ? vpn : er;
            foreach (var l in OverConnections(other, []).Where(l => !l.IsPool))
            {
                yield return l with { Next = other, Site = null, IsExchanged = true };
            }
        }
    }

    // What G tells over BGP; the receiver and those behind it have the given ASNs.
    private IEnumerable<TwinLearned> Announced(TwinGateway g, List<long> onward)
    {
        var space = Net(g.Net)?.Prefixes ?? [];
        foreach (var p in Own(g))
        {
            yield return new(p, [g.Asn], g.Id) { Next = g };
        }

        foreach (var p in g.IsExpressRoute ? [] : g.Pool)
        {
            yield return new(p, [g.Asn], g.Id) { Next = g, IsPool = true };
        }

        // Choice: a site's prefixes are not the gateway's own, so the default route and overlaps are held back there
        // too; what a Route Server hands over is announced like the rest. An ExpressRoute gateway tells the circuit
        // nothing but that: circuits of one gateway do not reach each other (that is Global Reach).
        foreach (var l in (g.IsExpressRoute ? [] : OverTunnels(g, onward)).Concat(Exchanged(g)))
        {
            if ((l.Site is not null || l.IsBgp || l.IsExchanged) && !l.Prefix.IsDefault
                && !space.Exists(l.Prefix.Overlaps) && !l.Path.Exists(onward.Contains))
            {
                yield return l with { Path = [.. l.Path, g.Asn], Next = g, Site = null };
            }
        }
    }

    private IEnumerable<TwinConnection> LiveOf(TwinGateway g, string kind) => _facts.Connections.Where(c =>
        c.Live && c.Gateway == g.Id && c.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase));

    // The far gateways of VNet-to-VNet connections that are whole, and whether BGP runs.
    // Choice: "whose status" means the status of either half.
    private IEnumerable<(TwinGateway Gateway, ResourceId Connection, bool Session)> Neighbours(TwinGateway g)
    {
        foreach (var m in _facts.Gateways.Where(m => m.Id != g.Id && !m.IsPolicyBased && !g.IsPolicyBased))
        {
            var there = LiveOf(g, "Vnet2Vnet").Where(c => c.FarGateway == m.Id).ToList();
            var back = LiveOf(m, "Vnet2Vnet").Where(c => c.FarGateway == g.Id).ToList();
            if (there.Count > 0 && back.Count > 0)
            {
                yield return (m, there.Min(c => c.Id)!, there.Exists(c => c.Bgp) && back.Exists(c => c.Bgp)
                    && !g.IsBasic && !m.IsBasic && g.Asn != m.Asn);
            }
        }
    }

    // A VNet that uses the far gateway of a connection without BGP.
    private bool LentBeyondStatic(TwinGateway? g, TwinEnd to) => g is not null && to.Net is { } d
        && Neighbours(g).Any(n => !n.Session && UsersOf(n.Gateway).Any(u => u.Net == d));

    // What G has learned cannot be told: a connection of it, or what one leads to, was not read.
    private bool Unread(TwinGateway? g) => g is not null
        && (_topology.GapOf(ResourceId.ForResource(
                g.Id.SubscriptionId, g.Id.ResourceGroup!, "Microsoft.Network/connections", "any")) is not null
            || LiveOf(g, "Vnet2Vnet").Any(c => !_facts.Gateways.Exists(m => m.Id == c.FarGateway))
            || LiveOf(g, "IPsec").Any(c => !_facts.Sites.Exists(s => s.Id == c.LocalNetworkGateway)));

    private List<TwinDoor> DoorsOf(TwinEnd end)
    {
        var id = end.Site?.Id ?? end.Pool!.Id;
        return _doors.TryGetValue(id, out var made) ? made
            : _doors[id] = [.. end.Site is { } site ? DoorsOf(site) : [DoorOf(end.Pool!)]];
    }

    private TwinDoor DoorOf(TwinGateway pool) => new(pool, Bgp: true,
    [
        .. Own(pool).Concat(pool.Pool).Select(p => new TwinLearned(p, [], pool.Id) { Next = pool }),
        .. OverConnections(pool, []).Where(l => l is { IsBgp: true, IsOverExpressRoute: false })
            .Select(l => l with { Next = pool }),
    ]);

    private IEnumerable<TwinDoor> DoorsOf(TwinSite site)
    {
        if (!site.Works)
        {
            yield break;
        }

        foreach (var c in _facts.Connections.Where(c => c.Live
            && (site.IsCircuit ? c.Circuit == site.Id : c.LocalNetworkGateway == site.Id)))
        {
            var g = _facts.Gateways.Find(x => x.Id == c.Gateway);
            var bgp = g is not null && (site.IsCircuit || (c.Bgp && !g.IsBasic));
            yield return new(g, bgp, g is null ? []
                :
                [
                    .. Own(g).Select(p => new TwinLearned(p, [], c.Id) { Next = g }),
                    .. bgp ? Announced(g, site.Asn is { } asn ? [asn] : []) : [],
                ]);
        }
    }

    // The gateway's VNet and the VNets that use it.
    private IEnumerable<IPPrefix> Own(TwinGateway g) =>
        (Net(g.Net)?.Prefixes ?? []).Concat(UsersOf(g).SelectMany(u => u.Prefixes));

    // Two sites of one gateway, one of them static: the devices can be configured by hand.
    private bool CouldBeGivenByHand(TwinDoor door, TwinPacket packet) =>
        packet.From.Site is { IsCircuit: false } && packet.To.Site is { IsCircuit: false } site
        && door.Gateway is { } g && LiveOf(g, "IPsec").Where(c => c.LocalNetworkGateway == site.Id).ToList() is { } far
        && far.Count > 0 && !(door.Bgp && far.Exists(c => c.Bgp && !g.IsBasic));
}
