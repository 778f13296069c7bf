using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>A live connection between a gateway and a site.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Site">The site.</param>
/// <param name="Via">The connection.</param>
/// <param name="Bgp">True when routes are exchanged by BGP; always so on ExpressRoute.</param>
internal sealed record SiteLink(GatewayNode Gateway, SiteNode Site, ResourceId Via, bool Bgp);

/// <summary>A route that a site has: over which connection.</summary>
internal sealed record SiteRoute(IPPrefix Prefix, SiteLink Link);

/// <summary>An on-premises site: a local network gateway, or the on-premises side of a circuit.</summary>
internal sealed class SiteNode
{
    private readonly Lazy<EndGroup> _end;
    private readonly Lazy<ImmutableArray<IPPrefix>> _own;
    private readonly Lazy<RangeTable<SiteRoute>> _routes;

    public SiteNode(Estate estate, ResourceId id, ImmutableArray<IPPrefix> prefixes, long? asn)
    {
        (Estate, Id, Prefixes, Asn) = (estate, id, prefixes, asn);
        _end = new(() => EndGroup.Of(this));
        _own = new(() => [.. WhatIsItsOwn()]);
        _routes = new(() => RangeTable<SiteRoute>.Of(Entries().Select(r => (r.Prefix, r))));
    }

    public Estate Estate { get; }

    /// <summary>The local network gateway, or the circuit.</summary>
    public ResourceId Id { get; }

    /// <summary>The prefixes that Azure sends to it.</summary>
    public ImmutableArray<IPPrefix> Prefixes { get; }

    public long? Asn { get; }

    public bool IsCircuit => !Id.IsType(ResourceTypes.LocalNetworkGateway);

    /// <summary>True for a circuit that is connected and of which nobody has told what lies behind it.</summary>
    public bool IsSilent => IsCircuit && !Estate.Topology.ExpressRoutePrefixes.ContainsKey(Id)
        && (Links.Any() || Estate.Sites.UnreadGatewayOf(this) is not null);

    /// <summary>The site as an end.</summary>
    public EndGroup End => _end.Value;

    /// <summary>
    /// The prefixes that are its own: not the default route, and not what a VNet or a more specific site has.
    /// </summary>
    public ImmutableArray<IPPrefix> Own => _own.Value;

    /// <summary>
    /// What it sends to Azure: the VNet of each gateway and the VNets that use it, which a static site must be given by
    /// hand; with BGP all that the gateway announces.
    /// </summary>
    public RangeTable<SiteRoute> Routes => _routes.Value;

    public IEnumerable<SiteLink> Links => Estate.Sites.LinksOf(this);

    // The shortest way first, then the first gateway by id.
    private IEnumerable<SiteRoute> Entries() =>
        from entry in Links.SelectMany(Told)
        orderby entry.Distance, entry.Link.Gateway.Id
        select new SiteRoute(entry.Prefix, entry.Link);

    // Circuits of one gateway do not reach each other through it (that is Global Reach): of what an ExpressRoute
    // gateway has learned it tells only what came through a Route Server.
    private IEnumerable<(IPPrefix Prefix, int Distance, SiteLink Link)> Told(SiteLink link) =>
        Learning.Networks(link.Gateway).Select(p => (p, 0, link)).Concat(link.Bgp
            ? Learning.Announcements(link.Gateway, Asn, link.Gateway.Learned.Where(r => !IsCircuit || r.IsExchanged),
                    r => r.Site == this)
                .Select(r => (r.Prefix, r.AsPath.Length, link))
            : []);

    private IEnumerable<IPPrefix> WhatIsItsOwn()
    {
        var others = Estate.Networks.SelectMany(n => n.AddressSpace)
            .Concat(Estate.Sites.All.Where(s => s != this).SelectMany(s => s.Prefixes))
            .Distinct().ToArray();
        var networks = Estate.Networks.SelectMany(n => n.AddressSpace).ToHashSet();
        foreach (var prefix in Prefixes.Where(p => !p.IsDefault).Distinct())
        {
            var taken = Array.FindAll(others, o =>
                networks.Contains(o) ? o.Overlaps(prefix) : prefix.Contains(o) && o != prefix);
            foreach (var left in PrefixSet.Of([prefix]).Except(PrefixSet.Of(taken)))
            {
                yield return left;
            }
        }
    }
}
