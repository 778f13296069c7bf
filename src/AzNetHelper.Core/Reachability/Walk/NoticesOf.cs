using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What an answer did not look at, and what else to know.</summary>
internal sealed class NoticesOf(Estate estate, Endpoint source, Endpoint destination)
{
    private readonly Endpoint[] _ends = [source, destination];

    /// <summary>The notices of an answer.</summary>
    /// <param name="verdict">Its verdict.</param>
    /// <param name="passed">Every resource on its ways.</param>
    public ImmutableArray<ReachabilityNotice> Answer(Verdict verdict, IReadOnlySet<ResourceId> passed) =>
    [
        SecurityRules([.. _ends.SelectMany(SecurityGroups).Distinct().Order()]),
        .. Names(verdict),
        .. StaticSites(),
        .. Appliances(passed),
        .. CircuitMates(),
        .. WithoutConnections(),
    ];

    private static ReachabilityNotice SecurityRules(ResourceId[] groups) => new(
        ReachabilityNotice.SecurityRulesNotEvaluated,
        groups.Length == 0
            ? "Security groups of network interfaces were not looked at; the subnets have none."
            : $"Security rules were not looked at: {string.Join(", ", groups.Select(g => g.Name))}, and those of "
                + "network interfaces.");

    private IEnumerable<ReachabilityNotice> Names(Verdict verdict)
    {
        if (verdict is Verdict.Reachable or Verdict.Partial && Networks().Length > 1)
        {
            yield return new(ReachabilityNotice.NameResolution,
                "Azure's own name resolution ends at the VNet: use a private DNS zone linked to both, or DNS servers "
                + "of your own.");
        }
    }

    /// <summary>
    /// A static site sends to Azure only what its device was told to send (site-to-site, gateway transit).
    /// </summary>
    private IEnumerable<ReachabilityNotice> StaticSites() =>
        from end in _ends.OfType<SiteEndpoint>()
        let site = estate.Sites.Site(end.Site)
        where site is not null && site.Links.Any() && site.Links.All(l => !l.Bgp)
        let prefixes = site.Links.SelectMany(l => Learning.Networks(l.Gateway)).Distinct().Order()
        select new ReachabilityNotice(ReachabilityNotice.StaticSite,
            $"The device of '{end.Site.Name}' has no BGP: it must be given {string.Join(", ", prefixes)} by hand.");

    private IEnumerable<ReachabilityNotice> Appliances(IReadOnlySet<ResourceId> passed)
    {
        var several = estate.Topology.NetworkInterfaces
            .Where(n => passed.Contains(n.Id) && n.VirtualMachine is not null
                && estate.Topology.NetworkInterfaces.Count(o => o.VirtualMachine == n.VirtualMachine) > 1)
            .Select(n => n.VirtualMachine!.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (several.Length > 0)
        {
            yield return new(ReachabilityNotice.SeveralInterfaces,
                $"{string.Join(", ", several)} has several network interfaces: by which of them it sends on is up to its "
                + "operating system.");
        }

        foreach (var balancer in estate.Topology.LoadBalancers.Where(b => passed.Contains(b.Id) && HasBackEndsElsewhere(b)))
        {
            yield return new(ReachabilityNotice.BackEndsElsewhere,
                $"The load balancer '{balancer.Name}' has no back end that is known to be in the VNet of its front end.");
        }
    }

    private bool HasBackEndsElsewhere(LoadBalancer balancer)
    {
        var fronts = balancer.FrontEnds.Select(f => f.Subnet?.Parent).OfType<ResourceId>().ToHashSet();
        return !balancer.BackEnds.Any(b => b.IsType(ResourceTypes.VirtualNetwork)
            ? fronts.Contains(b)
            : estate.Topology.NetworkInterfaces.Any(n => b.IsWithin(n.Id)
                && n.Addresses.Any(a => a.Subnet?.Parent is { } network && fronts.Contains(network))));
    }

    private IEnumerable<ReachabilityNotice> CircuitMates()
    {
        var homes = Networks().Select(n => estate.Node(n)?.Home?.ExpressRoute).OfType<GatewayNode>().Distinct().ToArray();
        if (homes.Length == 2 && estate.Sites.LinksOf(homes[0]).Select(l => l.Site)
                .Intersect(estate.Sites.LinksOf(homes[1]).Select(l => l.Site)).Any()
            && homes.FirstOrDefault(h => h.Gateway.AllowRemoteVNetTraffic is null) is { } silent)
        {
            yield return new(ReachabilityNotice.RemoteVNetTraffic,
                $"Both share a circuit, and the gateway '{silent.Gateway.Name}' does not tell allowRemoteVnetTraffic: it was "
                + "taken for off.");
        }
    }

    private IEnumerable<ReachabilityNotice> WithoutConnections()
    {
        var without = Networks().Select(n => estate.Node(n)?.Home?.Host).OfType<ResourceId>().Distinct()
            .Where(h => !estate.GatewaysOf(h).Any(g => estate.Topology.Connections
                .Any(c => c.Gateway == g.Gateway.Id || c.OtherGateway == g.Gateway.Id)))
            .Order().ToArray();
        if (without.Length > 0)
        {
            yield return new(ReachabilityNotice.ConnectionsNotRead,
                $"No connection of the gateways of {string.Join(" and ", without.Select(h => h.Name))} is in this topology. "
                + "What such gateways would have learned, a default route too, was not looked at.");
        }
    }

    private IEnumerable<ResourceId> SecurityGroups(Endpoint end) =>
        NetworkOf(end) is { } network && estate.Network(network) is { } read
            ? read.Subnets
                .Where(s => end is SubnetEndpoint one ? s.Id == one.Subnet : !ReservedSubnets.Contains(s.Name))
                .Select(s => s.NetworkSecurityGroup).OfType<ResourceId>()
            : [];

    private ResourceId[] Networks() => [.. _ends.Select(NetworkOf).OfType<ResourceId>().Distinct()];

    private static ResourceId? NetworkOf(Endpoint end) => end switch
    {
        VNetEndpoint network => network.VNet,
        SubnetEndpoint subnet => subnet.Subnet.Parent,
        _ => null,
    };
}
