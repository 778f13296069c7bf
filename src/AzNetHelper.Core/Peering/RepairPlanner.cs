using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// Plans what makes peerings whole: a missing half is made, a Disconnected one written again, two that wait are joined, stale
/// ones synced, and flags that contradict each other set right. Nothing else is touched. Pure: it reads the topology and
/// writes nothing.
/// </summary>
public static class RepairPlanner
{
    /// <summary>Makes the plan; what cannot be mended is a problem where it was named, else a notice.</summary>
    /// <param name="topology">The VNets, with those at the other ends of their peerings.</param>
    /// <param name="request">Which peerings, and how contradictions are solved.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan Create(Topology topology, RepairRequest request, PeeringFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var plan = new SelectionPlan(topology, request.Selection, facts ?? PeeringFacts.None, PeeringCheck.Whole);
        var gateways = new GatewayRepair(new(topology), request);
        foreach (var pair in plan.Pairs)
        {
            Plan(topology, plan, gateways, pair);
        }

        return plan.ToPlan("Repair", ("NothingToRepair", "Every peering is whole: there is nothing to repair."),
            PeeringOrigins.Of(request));
    }

    private static void Plan(Topology topology, SelectionPlan plan, GatewayRepair gateways, SelectedPair selected)
    {
        var pair = selected.Pair;
        if (!pair.IsComplete)
        {
            Unread(topology, plan, selected);
            return;
        }

        if (pair.State == PeeringPairState.Absent)
        {
            plan.Leave(selected, "PeeringNotFound", $"{pair.VNet} and {pair.RemoteVNet} are not peered. New-VNetPeering peers them.", pair.VNetId);
            return;
        }

        if (pair is { Half: { } one, RemoteHalf: { } other })
        {
            if (one.PeerCompleteVNets != other.PeerCompleteVNets)
            {
                plan.Leave(selected, "PeeringTypeMismatch", $"Of the peering of {pair.VNet} and {pair.RemoteVNet} one half is of whole VNets and "
                    + "the other of subnets, and Azure changes no half from one to the other. Remove it with Remove-VNetPeering and make it again.", one.Id);
                return;
            }

            if (one.AllowVirtualNetworkAccess != other.AllowVirtualNetworkAccess)
            {
                var closed = one.AllowVirtualNetworkAccess ? other : one;
                plan.Tell(NoticeSeverity.Information, "AccessOneSided", $"'{closed.Name}' in {closed.LocalVNet.Name} allows no access and the "
                    + "other half does. That may be meant, so it is left.", closed.Id);
            }
        }

        var (first, second) = gateways.Solve(plan, selected);
        var isWhole = pair.State == PeeringPairState.Connected && pair.IsInSync && first == new HalfRequest() && second == new HalfRequest();
        if (isWhole || !plan.IsOwned(selected))
        {
            plan.Planner.Add(pair.VNetId, pair.RemoteVNetId, new(first, second, selected.Group));
        }
    }

    private static void Unread(Topology topology, SelectionPlan plan, SelectedPair selected)
    {
        if ((selected.Pair.Half ?? selected.Pair.RemoteHalf) is not { } half)
        {
            // The check says which VNet is not there.
            plan.Planner.Add(selected.Pair.VNetId, selected.Pair.RemoteVNetId, new(new(), new(), selected.Group));
            return;
        }

        if (half is { State: PeeringState.Connected, SyncLevel: PeeringSyncLevel.FullyInSync } || plan.IsOwned(selected))
        {
            return;
        }

        var gap = topology.GapOf(half.RemoteVNet);
        if (half.RemoteVNet.IsType(NetworkChecks.ClassicType))
        {
            // It has one half only, which connects at once.
            return;
        }

        if (gap is null || IsGone(gap))
        {
            plan.Leave(selected, "OrphanHalf", $"'{half.Name}' in {half.LocalVNet.Name} points at {half.RemoteVNet}, which does not exist any more. "
                + $"Nothing can be repaired; Remove-VNetPeering -VNet '{half.LocalVNet}' -RemoteVNet '{half.RemoteVNet}' removes the half.", half.Id);
        }
        else
        {
            plan.Leave(selected, "HalfUnread", $"'{half.Name}' in {half.LocalVNet.Name} is {half.State}, {half.SyncLevel}, and {half.RemoteVNet.Name} "
                + $"could not be read ({gap.Code}), so the peering is left. Whoever may write both runs: "
                + Owners.Repair(half.LocalVNet, half.RemoteVNet), half.Id);
        }
    }

    // A VNet asked for by its id that does not exist leaves no gap; one at the other end leaves one that says 404.
    private static bool IsGone(TopologyGap gap) => gap.Code.EndsWith("NotFound", StringComparison.OrdinalIgnoreCase);
}
