using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// Plans the removal of spokes from a hub: of each both halves, the spoke's first, and none when anybody but the hub and these
/// spokes would lose what he reaches. Pure: it reads the topology and writes nothing.
/// </summary>
public static class HubSpokeRemover
{
    /// <summary>Makes the plan; each spoke is a group named by its id.</summary>
    /// <param name="topology">The hub and the spokes, with everything that a path over them may lead through.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan Create(Topology topology, HubSpokeRemoval request, PeeringFacts? facts = null) =>
        Create(topology, request, facts ?? PeeringFacts.None, PeeringCheck.Whole);

    internal static Plan Create(Topology topology, HubSpokeRemoval request, PeeringFacts facts, CheckList<Scene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var spokes = request.Spokes.Distinct().ToArray();
        var all = spokes.Select(s => PeeringPair.Between(topology, request.Hub, s))
            .Select(p => new Removal(p, VNetPeeringPlanner.InOrder(SpokeFirst(p)), p.RemoteVNetId.ToString())).ToArray();

        // Those that an earlier run has taken off are no fault, unless there is nothing else.
        var peered = all.Where(r => !r.Halves.IsEmpty).ToImmutableArray();
        var removals = peered.IsEmpty ? [.. all] : peered;
        var plan = VNetPeeringPlanner.Of(topology, removals, facts, checks, string.Create(CultureInfo.InvariantCulture,
            $"Take {spokes.Length} {(spokes.Length == 1 ? "spoke" : "spokes")} off hub {request.Hub.Name}")) with
        {
            Origins = [PeeringOrigins.Of(request with { Spokes = [.. spokes] })],
        };
        plan = PeeringLosses.Tell(topology, plan, removals, request.AllowLoss ? null : facts);
        return plan with
        {
            Notices =
            [
                .. plan.Notices,
                .. all.Except(removals).Select(r => new PlanNotice("PeeringNotFound", NoticeSeverity.Information,
                    $"{r.Pair.RemoteVNet} is not peered with {r.Pair.VNet}: nothing is removed.", r.Pair.RemoteVNetId)),
                .. Unknown(topology, removals, facts),
            ],
        };
    }

    // The hub's half goes first only where it is the one that uses a gateway: the service keeps a lender in use.
    private static PeeringPair SpokeFirst(PeeringPair pair) => pair.Half?.UseRemoteGateways == true ? pair : pair.Reversed;

    private static IEnumerable<PlanNotice> Unknown(Topology topology, IEnumerable<Removal> removals, PeeringFacts facts) =>
        from removal in removals
        from user in removal.Halves
        where user is { UseRemoteGateways: true, State: PeeringState.Connected }
        from gap in facts.SiteGaps
        where SitesReader.In(topology, user.RemoteVNet).Contains(gap.Resource)
        select new PlanNotice("OnPremisesUnread", NoticeSeverity.Warning,
            $"{gap.Message} {user.LocalVNet.Name} loses what it reaches there.", gap.Resource);
}
