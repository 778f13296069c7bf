using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// The smallest fix, found by trying: wishes are added for the first way that does not arrive, cheapest first, until a
/// set is found that, written and evaluated, lets everything arrive and makes nothing else worse.
/// </summary>
internal sealed class FixSearch
{
    // Enough for any repair of peerings between two VNets and their hubs; what needs more is no small fix.
    private const int MostTrials = 64;

    private readonly Estate _estate;
    private readonly Endpoint _source;
    private readonly Endpoint _destination;
    private readonly FixOptions _options;
    private readonly bool _mayJoin;

    private FixSearch(Estate estate, Endpoint source, Endpoint destination, FixOptions options)
    {
        (_estate, _source, _destination, _options) = (estate, source, destination, options);
        _mayJoin = options.AllowBypass || !Evaluate(estate).Legs.Any(l => IsBlockedByRoute(l.Leg));
    }

    public static Plan? For(Estate estate, Endpoint source, Endpoint destination, FixOptions options) =>
        new FixSearch(estate, source, destination, options).Run();

    private Plan? Run()
    {
        var open = new PriorityQueue<(WishList Wishes, Plan Plan), (int, int, int)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Open(WishList.Empty);
        for (var trial = 0; trial < MostTrials && open.TryDequeue(out var next, out _); trial++)
        {
            if (PlanProjection.Of(_estate.Topology, next.Plan) is not { IsAccepted: true } projection)
            {
                // Refused by the service as it stands; a further wish may make it acceptable, but then it comes by
                // itself.
                continue;
            }

            var projected = new Estate(projection.Topology);
            var pair = Evaluate(projected);
            if (pair.Verdict == Verdict.Reachable)
            {
                if (Regression.None(_estate, projected, next.Plan.Changes))
                {
                    return next.Plan with { Title = $"Let {_source} and {_destination} reach each other" };
                }

                continue;
            }

            foreach (var more in Remedies.For(projected, pair, next.Wishes, _mayJoin ? Ends() : null))
            {
                Open(more);
            }
        }

        return null;

        void Open(WishList wishes)
        {
            // What the planner finds wrong is no candidate: its checks are those of every peering that is made.
            if (seen.Add(wishes.Signature)
                && VNetPeeringPlanner.CreateAll(_estate.Topology, wishes.ToRequests()) is { CanApply: true } plan
                && plan.Changes.Where(c => c.Writes).ToArray() is var writes
                && writes.Select(c => c.Resource).Distinct().Count() is var cost && cost <= _options.MostResources)
            {
                // The fewest resources; then updates before creations; then the fewest wishes.
                open.Enqueue((wishes, plan), (cost, writes.Count(c => c.Kind == ChangeKind.Create), wishes.Count));
            }
        }
    }

    private PairVerdict Evaluate(Estate estate) =>
        PairVerdict.Of(Walk.Ends.Of(estate, _source) ?? [], Walk.Ends.Of(estate, _destination) ?? []);

    /// <summary>The VNets of the two ends; null where one is a client pool or both are one.</summary>
    private (ResourceId A, ResourceId B)? Ends()
    {
        var (a, b) = (NetworkOf(_source), NetworkOf(_destination));
        return a is null || b is null || a == b ? null : (a, b);
    }

    // Someone put an appliance, or nowhere, in the way: going around it is not ours to offer unasked.
    private static bool IsBlockedByRoute(Leg leg) => leg.Hops.Any(h =>
        h is { Origin: RouteOrigin.User, NextHop: HopType.VirtualAppliance or HopType.None or HopType.Internet });

    private static ResourceId? NetworkOf(Endpoint end) => end switch
    {
        VNetEndpoint network => network.VNet,
        SubnetEndpoint subnet => subnet.Subnet.Parent,
        _ => null,
    };
}
