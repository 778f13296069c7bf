using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// Whether changes of peerings make anything worse. Only the VNets whose halves are written have other routes
/// afterwards; and a gateway may take to a new user what it took to another VNet before, where their addresses overlap.
/// </summary>
internal static class Regression
{
    /// <summary>True when no pair that reached each other, all or in part, has a lower verdict afterwards.</summary>
    public static bool None(Estate before, Estate after, IEnumerable<Change> changes)
    {
        var written = changes.Where(c => c.Writes).SelectMany(c => c.Lanes).Distinct().ToArray();
        var space = written.SelectMany(w => before.Network(w)?.AddressSpace ?? []).ToArray();
        var hosts = written.SelectMany(w => new[] { w, before.Node(w)?.Home?.Host, after.Node(w)?.Home?.Host })
            .ToHashSet();
        var networks = before.Networks.Select(n => n.Id).ToArray();
        var overlapped = networks.Where(n => Overlap.Any(before.Network(n)!.AddressSpace, space)).Except(written)
            .ToArray();
        var sharing = overlapped.Length == 0 ? []
            : networks.Where(n => hosts.Contains(before.Node(n)!.Home?.Host)).Except(written).ToArray();
        return Pairs(written, networks).Concat(Pairs(sharing, overlapped))
                .All(p => IsNoWorse(Rank(Of(before, p.A), Of(before, p.B)), Rank(Of(after, p.A), Of(after, p.B))))
            && Pools(before).All(pool => written.All(w => IsNoWorse(
                Rank(Ends.Of(before, pool)!.Value, Of(before, w)), Rank(Ends.Of(after, pool)!.Value, Of(after, w)))));
    }

    // Verdicts stand in their order; what is Blocked or Unknown before has nothing to lose.
    private static bool IsNoWorse(Verdict before, Verdict after) => before < Verdict.Partial || after >= before;

    private static IEnumerable<ClientPoolEndpoint> Pools(Estate estate) => estate.Gateways
        .Where(g => !g.Gateway.ClientPool.IsEmpty).Select(g => new ClientPoolEndpoint(g.Gateway.Id));

    private static IEnumerable<(ResourceId A, ResourceId B)> Pairs(ResourceId[] some, ResourceId[] others) =>
        from a in some from b in others select (a, b);

    private static ImmutableArray<EndGroup> Of(Estate estate, ResourceId network) =>
        estate.Node(network)!.Groups;

    private static Verdict Rank(ImmutableArray<EndGroup> a, ImmutableArray<EndGroup> b) => PairVerdict.Of(a, b).Verdict;
}
