using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Who no longer reaches whom when tunnels go, by the reachability engine: who they join, and by BGP everybody beyond.</summary>
internal static class ConnectionLosses
{
    private const int Named = 25;

    // Above this many ends only the pairs with somebody at the tunnels are asked about.
    private const int MostForAll = 150;

    /// <summary>The plan with the losses as the impact of the connections that go.</summary>
    public static Plan Tell(Topology topology, Plan plan)
    {
        // Without its document nobody could ask whether the site is reached: that stays until it was asked.
        var tunnels = plan with { Changes = [.. plan.Changes.Where(c => c.Resource.IsType(ResourceTypes.Connection))] };
        if (plan.IsEmpty || PlanProjection.Of(topology, tunnels) is not { IsAccepted: true, Topology: var after })
        {
            return plan;
        }

        var lost = Between(topology, after, plan).Select(c => c.ToString()).ToArray();
        var says = lost.Length == 0 ? "By what could be read nobody reaches anybody through it now."
            : $"These no longer reach each other: {string.Join("; ", lost.Take(Named))}"
                + (lost.Length > Named ? string.Create(CultureInfo.InvariantCulture, $"; and {lost.Length - Named} more.") : ".");
        return plan with
        {
            Changes = [.. plan.Changes.Select(c => !c.Resource.IsType(ResourceTypes.Connection) ? c : c with
            {
                Impact = new(Impact.CutsOff, $"{Goes(topology, c.Resource)} {says}"),
            })],
            Notices = Unread(topology, plan) is { } unread ? plan.Notices.Add(unread) : plan.Notices,
        };
    }

    private static string Goes(Topology topology, ResourceId connection) =>
        topology.Connections.FirstOrDefault(c => c.Id == connection) is { Kind: ConnectionKind.ExpressRoute, Circuit: { } circuit }
            ? $"The link {connection.Name} with circuit {circuit.Name} goes." : $"The tunnel of {connection.Name} goes, and its shared key with it.";

    private static IEnumerable<VerdictChange> Between(Topology before, Topology after, Plan plan)
    {
        var (one, other) = (new Verdicts(before), new Verdicts(after));
        var ends = Ends(before).ToArray();
        var near = At(before, plan);
        for (var i = 0; i < ends.Length; i++)
        {
            for (var j = i + 1; j < ends.Length; j++)
            {
                if ((ends.Length <= MostForAll || near.Contains(ends[i]) || near.Contains(ends[j]))
                    && one.Of(ends[i], ends[j]) is { } was && other.Of(ends[i], ends[j]) is { } now
                    && new VerdictChange(ends[i].ToString(), ends[j].ToString(), was, now) is { IsWorse: true } change)
                {
                    yield return change;
                }
            }
        }
    }

    private static IEnumerable<Endpoint> Ends(Topology topology) => topology.VirtualNetworks.Select(n => (Endpoint)new VNetEndpoint(n.Id))
        .Concat(topology.LocalNetworkGateways.Select(s => new SiteEndpoint(s.Id)))
        .Concat(topology.Circuits.Select(c => c.Id).Union(topology.ExpressRoutePrefixes.Keys).Select(c => new SiteEndpoint(c)))
        .Concat(topology.Gateways.Where(g => !g.ClientPool.IsEmpty && g.VirtualNetwork is not null).Select(g => new ClientPoolEndpoint(g.Id)));

    private static HashSet<Endpoint> At(Topology topology, Plan plan) =>
    [
        .. from connection in topology.Connections
           where plan.Changes.Any(c => c.Resource == connection.Id)
           from end in new Endpoint?[]
           {
               Home(topology, connection.Gateway), Home(topology, connection.OtherGateway),
               connection.LocalNetworkGateway is { } site ? new SiteEndpoint(site) : null,
           }.OfType<Endpoint>()
           select end,
        .. from network in topology.VirtualNetworks
           from half in network.Peerings
           where half.UseRemoteGateways && topology.Connections.Any(c => plan.Changes.Any(p => p.Resource == c.Id)
               && (topology.Gateways.FirstOrDefault(g => g.Id == c.Gateway)?.VirtualNetwork == half.RemoteVNet))
           select (Endpoint)new VNetEndpoint(network.Id),
    ];

    private static VNetEndpoint? Home(Topology topology, ResourceId? gateway) =>
        topology.Gateways.FirstOrDefault(g => g.Id == gateway)?.VirtualNetwork is { } network ? new(network) : null;

    private static PlanNotice? Unread(Topology topology, Plan plan) => topology.Gaps.IsEmpty ? null
        : new("LossesUnknown", NoticeSeverity.Warning, "Not everything around these connections could be read, so more may be lost than is said.", plan.Changes[0].Resource);
}
