using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// What could help the first way that does not arrive. Every fix must help it, so looking at one way at a time misses
/// none.
/// </summary>
internal static class Remedies
{
    /// <summary>
    /// The wishes as they stand with one remedy more. <paramref name="ends"/> are the VNets of the two ends where a
    /// direct peering between them may be offered.
    /// </summary>
    public static IEnumerable<WishList> For(
        Estate estate, PairVerdict pair, WishList wishes, (ResourceId A, ResourceId B)? ends)
    {
        var stopped = pair.Legs.Select(l => l.Leg).Where(l => l.Fault is not null).ToArray();
        if (stopped.Length == 0)
        {
            yield break;
        }

        var fault = (Array.Find(stopped, l => !l.Fault!.IsDoubt) ?? stopped[0]).Fault!;
        foreach (var remedy in Specific(estate, pair, fault, wishes, ends))
        {
            yield return remedy;
        }

        // Halves that are there and connected need no joining.
        if (ends is var (a, b) && estate.Node(a)?.LinkTo(b) is not { IsConnected: true })
        {
            yield return wishes.Joined(a, b);
        }
    }

    private static IEnumerable<WishList> Specific(
        Estate estate, PairVerdict pair, Fault fault, WishList wishes, (ResourceId A, ResourceId B)? ends)
    {
        var half = fault.Resource is { } id && id.IsType(ResourceTypes.Peering)
            ? estate.Network(id.Parent!)?.Peerings.FirstOrDefault(h => h.Id == id)
            : null;
        var key = half is null ? default : new HalfKey(half.LocalVNet, half.RemoteVNet);
        return fault.Id switch
        {
            ReasonId.AccessDisabled when half is not null => [wishes.And(key, Wishes.Access)],
            ReasonId.ForwardedTrafficRefused when half is not null => [wishes.And(key, Wishes.ForwardedTraffic)],
            ReasonId.StaleAddressSpace when half is not null => [wishes.And(key, Wishes.Synced)],
            ReasonId.NoGateway => Borrowing(estate, fault.Network, wishes),
            ReasonId.NotBehindGateway => BehindGateway(estate, pair, fault, wishes, ends),
            ReasonId.NoRoute when ends is null => Borrowing(estate, fault.Network, wishes),
            _ => [],
        };
    }

    /// <summary>The gateway of any peer that has one; whether it may be borrowed is for the planner to say.</summary>
    private static IEnumerable<WishList> Borrowing(Estate estate, ResourceId borrower, WishList wishes) =>
        estate.Node(borrower) is not { } node ? [] :
        from lender in node.Links.Select(l => l.Peer).OfType<VirtualNetwork>()
        where estate.GatewaysOf(lender.Id).Any()
        select wishes.Borrowing(borrower, lender.Id);

    /// <summary>Whichever end does not use the gateway yet comes to use it.</summary>
    private static IEnumerable<WishList> BehindGateway(
        Estate estate, PairVerdict pair, Fault fault, WishList wishes, (ResourceId A, ResourceId B)? ends)
    {
        var candidates = ends is var (a, b)
            ? [a, b]
            : pair.Networks;
        return from network in candidates
               where network != fault.Network
               select wishes.Borrowing(network, fault.Network);
    }
}
