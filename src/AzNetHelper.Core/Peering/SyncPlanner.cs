using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// Plans the syncs of peerings whose halves hold prefixes of the other end that are not its current ones, whichever side that
/// is. Pure: it reads the topology and writes nothing.
/// </summary>
public static class SyncPlanner
{
    /// <summary>Makes the plan; what cannot be synced is a problem where it was named, else a notice.</summary>
    /// <param name="topology">The VNets, with those that they are peered with.</param>
    /// <param name="selection">Which peerings.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan Create(Topology topology, PeeringSelection selection, PeeringFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(selection);
        var plan = new SelectionPlan(topology, selection, facts ?? PeeringFacts.None, PeeringCheck.Whole);
        foreach (var pair in plan.Pairs)
        {
            Plan(topology, plan, pair);
        }

        return plan.ToPlan("Sync", ("InSync", "Every half holds the current prefixes of the other end: there is nothing to sync."),
            PeeringOrigins.Of(PeeringOrigins.SyncVNetPeering, selection));
    }

    private static void Plan(Topology topology, SelectionPlan plan, SelectedPair selected)
    {
        var pair = selected.Pair;
        switch (pair.State)
        {
            case PeeringPairState.Connected when pair.IsInSync || !plan.IsOwned(selected):
                plan.Planner.Add(pair.VNetId, pair.RemoteVNetId, new(new(), new(), selected.Group));
                break;
            case PeeringPairState.Connected:
                break;
            case PeeringPairState.HalfUnread when (pair.Half ?? pair.RemoteHalf) is { State: PeeringState.Connected } half:
                Alone(topology, plan, selected, half);
                break;
            case PeeringPairState.HalfUnread when pair is { Half: null, RemoteHalf: null }:
                // The check says which VNet is not there.
                plan.Planner.Add(pair.VNetId, pair.RemoteVNetId, new(new(), new(), selected.Group));
                break;
            default:
                plan.Leave(selected, "PeeringNotConnected", $"{pair.VNet} and {pair.RemoteVNet} are not connected, so there is nothing "
                    + $"to sync. {pair.Verdict}.", pair.Id ?? pair.VNetId);
                break;
        }
    }

    // The other end was not read: this half is synced, and of the other one its owner is told.
    private static void Alone(Topology topology, SelectionPlan plan, SelectedPair selected, PeeringHalf half)
    {
        var (isStale, otherIsStale) = HalfLevels.Of(half);
        if ((isStale || otherIsStale) && plan.IsOwned(selected))
        {
            return;
        }

        if (otherIsStale)
        {
            var why = topology.GapOf(half.RemoteVNet)?.Code ?? "it was not read";
            plan.Leave(selected, "HalfUnread", $"The half in {half.RemoteVNet.Name} is not in sync and cannot be written from here ({why}). "
                + $"Whoever may write it runs: {Owners.Sync(half.RemoteVNet, half.LocalVNet)}", half.Id);
        }

        var expect = otherIsStale ? HalfSync.OtherStaysStale : HalfFlags.Connected;
        plan.Add(isStale ? HalfSync.Of(half, selected.Group, expect) : HalfSync.Keep(half, selected.Group, expect));
    }
}

/// <summary>What a half's level says of both ends.</summary>
internal static class HalfLevels
{
    public static (bool IsStale, bool OtherIsStale) Of(PeeringHalf half) => (
        half.SyncLevel is PeeringSyncLevel.LocalNotInSync or PeeringSyncLevel.LocalAndRemoteNotInSync,
        half.SyncLevel is PeeringSyncLevel.RemoteNotInSync or PeeringSyncLevel.LocalAndRemoteNotInSync);
}
