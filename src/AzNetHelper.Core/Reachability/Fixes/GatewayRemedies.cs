using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;
using AzNetHelper.Routing;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>Remedies that gateways offer: to use a peer's, and BGP along a chain of connections.</summary>
internal static class GatewayRemedies
{
    /// <summary>The gateway of any peer that has one; whether it may be borrowed is for the planner to say.</summary>
    public static IEnumerable<WishList> Borrowing(Estate estate, ResourceId borrower, WishList wishes) =>
        estate.Node(borrower) is not { } node ? [] :
        from lender in node.Links.Select(l => l.Peer).OfType<VirtualNetwork>()
        where estate.GatewaysOf(lender.Id).Any()
        select wishes.Borrowing(borrower, lender.Id);

    /// <summary>
    /// Either end uses a peer's gateway, where the other end has a gateway, or uses one: it may lie behind.
    /// </summary>
    public static IEnumerable<WishList> BorrowingEach(Estate estate, (ResourceId A, ResourceId B) ends, WishList wishes) =>
        from pair in new[] { (Borrower: ends.A, Other: ends.B), (Borrower: ends.B, Other: ends.A) }
        where estate.Node(pair.Borrower) is { Home: null } && estate.Node(pair.Other)?.Home is not null
        from more in Borrowing(estate, pair.Borrower, wishes)
        select more;

    /// <summary>Whichever end does not use the gateway yet comes to use it.</summary>
    public static IEnumerable<WishList> Behind(Estate estate, PairVerdict pair, Fault fault, WishList wishes) =>
        from network in pair.Networks
        where network != fault.Network && estate.Network(fault.Network) is not null
        select wishes.Borrowing(network, fault.Network);

    /// <summary>
    /// BGP on every connection without it, on the shortest chain between the gateways of the two ends.
    /// </summary>
    public static IEnumerable<WishList> Bgp(Estate estate, PairVerdict pair, WishList wishes)
    {
        var homes = pair.Gateways.Distinct().ToArray();
        if (homes.Length != 2)
        {
            return [];
        }

        var chain = Chain(estate, homes[0], homes[1]).Where(t => !t.Bgp).ToArray();
        return chain.Length > 0 && wishes.And(chain.Select(t => new BgpWish(t.Via))) is { } more ? [more] : [];
    }

    private static List<Tunnel> Chain(Estate estate, GatewayNode from, GatewayNode to)
    {
        var came = new Dictionary<GatewayNode, Tunnel?> { [from] = null };
        var next = new Queue<GatewayNode>([from]);
        while (next.TryDequeue(out var at) && at != to)
        {
            foreach (var tunnel in estate.Learning.TunnelsOf(at))
            {
                if (came.TryAdd(tunnel.To, tunnel))
                {
                    next.Enqueue(tunnel.To);
                }
            }
        }

        var chain = new List<Tunnel>();
        for (var at = to; came.GetValueOrDefault(at) is { } tunnel; at = tunnel.From)
        {
            chain.Add(tunnel);
        }

        return chain;
    }
}
