using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;
using AzNetHelper.Steps;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// The smallest fix, found by trying: wishes are added for the first way that does not arrive, cheapest first, until a
/// set is found that, written and evaluated, lets everything arrive and makes nothing else worse.
/// </summary>
internal sealed class FixSearch
{
    // Enough for any repair between two VNets and their hubs; what needs more is no small fix. Each trial is an estate of its
    // own: among thousands of VNets fewer are made, the likeliest first, so that an answer does not take minutes.
    private const int MostTrials = 400;
    private const int FewestTrials = 60;
    private const int NetworksTried = 200_000;

    private readonly Estate _estate;
    private readonly ImmutableArray<IPPrefix> _interest;
    private readonly FixQuestion _question;
    private readonly FixOptions _options;

    private FixSearch(Estate estate, Endpoint source, Endpoint destination, FixOptions options)
    {
        (_estate, _options) = (estate, options);
        _interest = Ends.SpaceOf(estate, source, destination);
        _question = new(source, destination, MayJoin: false, options.AllowBypass);
        _question = _question with
        {
            MayJoin = options.AllowBypass || !Evaluate(estate.For(_interest)).Legs.Any(l => IsBlockedByRoute(l.Leg)),
        };
    }

    /// <summary>
    /// The fix; null where nothing works, and for what is not known for reasons that no write of ours would mend.
    /// </summary>
    public static Plan? For(Estate estate, Endpoint source, Endpoint destination, FixOptions options) =>
        new FixSearch(estate, source, destination, options).Run();

    /// <summary>True for a verdict that a fix may be looked for.</summary>
    public static bool MayHelp(ReachabilityAnswer answer) => answer.Verdict switch
    {
        Verdict.Reachable => false,
        Verdict.Unknown => answer.Reasons.All(r => r.Id is ReasonId.TransitWithoutBgp or ReasonId.AsymmetricPath),
        _ => true,
    };

    private Plan? Run()
    {
        var open = new PriorityQueue<Candidate, (int, int, int, int, int)>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Open(WishList.Empty, leastCost: 0);
        var most = Math.Clamp(NetworksTried / Math.Max(1, _estate.Nodes.Length), FewestTrials, MostTrials);
        for (var trial = 0; trial < most && open.TryDequeue(out var next, out _);)
        {
            // Planned when its turn comes, not when it is thought of: most candidates never get one.
            if (next.Plan is null)
            {
                Plan(next.Wishes);
                continue;
            }

            trial++;
            if (PlanProjection.Of(_estate.Topology, next.Plan) is not { IsAccepted: true } projection)
            {
                // Refused by the service as it stands; a further wish may make it acceptable, but then it comes by
                // itself.
                continue;
            }

            var projected = new Estate(projection.Topology, _interest);
            var pair = Evaluate(projected);
            if (pair.Verdict == Verdict.Reachable)
            {
                if (Accept(next.Plan, projection.Topology) is { } fix)
                {
                    return fix;
                }

                continue;
            }

            // What helps the fault writes something more.
            foreach (var more in Remedies.For(projected, pair, next.Wishes, _question))
            {
                Open(more, next.Cost + 1);
            }
        }

        return null;

        void Open(WishList wishes, int leastCost)
        {
            if (leastCost <= _options.MostResources && seen.Add(wishes.Signature))
            {
                open.Enqueue(new(wishes, Plan: null, leastCost), (leastCost, -1, wishes.Rank, wishes.Count, seen.Count));
            }
        }

        void Plan(WishList wishes)
        {
            // What the planner finds wrong is no candidate: its checks are those of every change that is made.
            if (wishes.ToPlan(_estate.Topology) is { CanApply: true } plan
                && plan.Changes.Where(c => c.Writes).ToArray() is var writes
                && writes.Select(c => c.Resource).Distinct().Count() is var cost && cost <= _options.MostResources)
            {
                // The fewest resources; then updates before creations; then peerings before routes before gateways;
                // then the fewest wishes; then the first that was thought of.
                open.Enqueue(new(wishes, plan, cost),
                    (cost, writes.Count(c => c.Kind == ChangeKind.Create), wishes.Rank, wishes.Count, seen.Count));
            }
        }
    }

    private sealed record Candidate(WishList Wishes, Plan? Plan, int Cost);

    private Plan? Accept(Plan plan, Topology after)
    {
        var effect = FixEffect.Of(_estate, new(after), plan);
        if (effect.MakesWorse() || (effect.EgressChanges is { Length: > 0 } && !_options.AllowEgressChange))
        {
            return null;
        }

        return plan with
        {
            Title = $"Let {_question.Source} and {_question.Destination} reach each other",
            Notices = plan.Notices.AddRange(effect.EgressChanges.Select(network => new PlanNotice("EgressChange",
                NoticeSeverity.Warning, $"What subnets of '{network.Name}' send to the Internet takes another way.", network))),
        };
    }

    private PairVerdict Evaluate(Estate estate) =>
        PairVerdict.Of(Ends.Of(estate, _question.Source) ?? [], Ends.Of(estate, _question.Destination) ?? []);

    // Someone put an appliance, or nowhere, in the way: going around it is not ours to offer unasked.
    private static bool IsBlockedByRoute(Leg leg) => leg.Hops.Any(h =>
        h is { Origin: RouteOrigin.User, NextHop: HopType.VirtualAppliance or HopType.None or HopType.Internet });
}
