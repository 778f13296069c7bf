using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>The on-premises sites of an estate, and the live connections to them.</summary>
internal sealed class SiteMap
{
    private readonly Dictionary<ResourceId, SiteNode> _sites;
    private readonly ILookup<GatewayNode, SiteLink> _byGateway;
    private readonly ILookup<SiteNode, SiteLink> _bySite;
    private readonly ILookup<ResourceId, ResourceId> _outOfSight;

    public SiteMap(Estate estate)
    {
        var topology = estate.Topology;
        var circuits = topology.Circuits.Select(c => c.Id).Concat(topology.ExpressRoutePrefixes.Keys)
            .Concat(topology.Connections.Select(c => c.Circuit).OfType<ResourceId>()).Distinct();
        _sites = topology.LocalNetworkGateways
            .Select(s => new SiteNode(estate, s.Id, s.AddressSpace, s.Asn))
            .Concat(circuits.Select(c =>
                new SiteNode(estate, c, topology.ExpressRoutePrefixes.GetValueOrDefault(c, []), asn: null)))
            .ToDictionary(s => s.Id);
        var unusable = topology.Circuits.Where(c => !c.IsUsable).Select(c => c.Id).ToHashSet();
        _outOfSight = topology.Connections.Where(c => c.IsLive && c.Gateway is { } g && estate.Gateway(g) is null)
            .Select(c => (Site: c.LocalNetworkGateway ?? c.Circuit, Gateway: c.Gateway!))
            .Where(c => c.Site is not null && !unusable.Contains(c.Site)).ToLookup(c => c.Site!, c => c.Gateway);
        var links = topology.Connections.Where(estate.IsUp).OrderBy(c => c.Id)
            .Select(c => Link(estate, c, unusable)).OfType<SiteLink>().ToArray();
        _byGateway = links.ToLookup(l => l.Gateway);
        _bySite = links.ToLookup(l => l.Site);
    }

    public IEnumerable<SiteNode> All => _sites.Values;

    public SiteNode? Site(ResourceId id) => _sites.GetValueOrDefault(id);

    public IEnumerable<SiteLink> LinksOf(GatewayNode gateway) => _byGateway[gateway];

    public IEnumerable<SiteLink> LinksOf(SiteNode site) => _bySite[site];

    /// <summary>
    /// A gateway that the site has a live connection to, and that was not read; null when there is none.
    /// </summary>
    public ResourceId? UnreadGatewayOf(SiteNode site) => _outOfSight[site.Id].FirstOrDefault();

    /// <summary>
    /// The gateways of other VNets on the same circuit, where both ends let remote VNets' traffic through: off by
    /// default (about ExpressRoute gateways).
    /// </summary>
    public IEnumerable<(GatewayNode To, ResourceId Via)> CircuitMatesOf(GatewayNode gateway) =>
        from link in _byGateway[gateway]
        where !gateway.IsVpn && gateway.Gateway.AllowRemoteVNetTraffic == true
        from mate in _bySite[link.Site]
        where mate.Gateway.Host != gateway.Host && mate.Gateway.Gateway.AllowRemoteVNetTraffic == true
        select (mate.Gateway, link.Via);

    private SiteLink? Link(Estate estate, GatewayConnection connection, HashSet<ResourceId> unusable)
    {
        if (connection.Gateway is not { } id || estate.Gateway(id) is not { } gateway)
        {
            return null;
        }

        return connection switch
        {
            { Kind: ConnectionKind.IPsec, LocalNetworkGateway: { } site } when gateway.IsVpn && Site(site) is { } node =>
                new(gateway, node, connection.Id, connection.EnableBgp && gateway.SpeaksBgp),
            { Kind: ConnectionKind.ExpressRoute, Circuit: { } circuit } when gateway.Gateway.Kind == GatewayKind.ExpressRoute
                && Site(circuit) is { } node && !unusable.Contains(circuit) => new(gateway, node, connection.Id, Bgp: true),
            _ => null,
        };
    }
}
