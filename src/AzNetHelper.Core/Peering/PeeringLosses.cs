using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// Who no longer reaches whom when peerings are gone: the reachability engine is asked on the networks as they are and as the
/// plan leaves them, for the pairs that a path over one of the peerings can join: an end, its peers and its clients on one
/// side, the same of the other end on the other.
/// </summary>
internal sealed class PeeringLosses
{
    /// <summary>How many pairs are looked at for one plan that only tells.</summary>
    public const int MostQuestions = 1000;

    /// <summary>How many for one that is refused if anybody loses anything.</summary>
    public const int MostRefusing = 20_000;

    private const int NamedInImpact = 4;
    private const int NamedInNotice = 25;

    private readonly Topology _topology;
    private readonly ReachabilityEngine _before;
    private readonly ReachabilityEngine _after;
    private readonly PeeringFacts? _refuse;
    private int _asked;

    private PeeringLosses(Topology topology, Plan plan, PeeringFacts? refuse)
    {
        _topology = topology;
        _refuse = refuse;
        _before = new(topology);
        _after = new(PlanProjection.Apply(topology, plan));
    }

    private readonly record struct Loss(Endpoint One, Endpoint Other, Verdict Before, Verdict After)
    {
        public string Names => $"{Name(One)} and {Name(Other)}";

        public override string ToString() => After switch
        {
            Verdict.Partial => $"{Names} (in part)",
            Verdict.Unknown => $"{Names} (perhaps)",
            _ when Before == Verdict.Unknown => $"{Names} (if they did)",
            _ => Names,
        };

        private static string Name(Endpoint end) => end is ClientPoolEndpoint pool ? $"the clients of {pool.Gateway.Name}" : end.Id.Name;
    }

    /// <summary>
    /// The plan with what is lost in the impact of each removal, and whole in a notice. By one that is not applied nobody
    /// loses anything.
    /// </summary>
    /// <param name="topology">The networks.</param>
    /// <param name="plan">The plan of the removals.</param>
    /// <param name="removals">The peerings that go.</param>
    /// <param name="refuse">What is known of the sites, where a loss of what was Reachable refuses the plan; null where
    /// losses are only told.</param>
    public static Plan Tell(Topology topology, Plan plan, ImmutableArray<Removal> removals, PeeringFacts? refuse = null)
    {
        var known = removals.Where(r => !r.Halves.IsEmpty && topology.VirtualNetwork(r.Pair.VNetId) is not null
            && topology.VirtualNetwork(r.Pair.RemoteVNetId) is not null).ToArray();
        if (known.Length == 0 || !plan.CanApply)
        {
            return plan;
        }

        var losses = new PeeringLosses(topology, plan, refuse);
        return known.Aggregate(plan, losses.Tell);
    }

    private Plan Tell(Plan plan, Removal removal)
    {
        var pair = removal.Pair;
        var (ones, others) = (Side(pair.VNetId, pair.RemoteVNetId), Side(pair.RemoteVNetId, pair.VNetId));
        var questions = (from one in ones from other in others where one != other select (one, other))
            .DistinctBy(q => string.CompareOrdinal(q.one.ToString(), q.other.ToString()) < 0 ? (q.one, q.other) : (q.other, q.one))
            .Where(q => (q.one.Id, q.other.Id) != (pair.VNetId, pair.RemoteVNetId)).ToArray();
        var direct = Ask(new VNetEndpoint(pair.VNetId), new VNetEndpoint(pair.RemoteVNetId));
        var looked = questions.Take(Math.Max(0, (_refuse is null ? MostQuestions : MostRefusing) - _asked)).ToArray();
        _asked += looked.Length;
        var lost = looked.Select(q => Ask(q.one, q.other)).OfType<Loss>().ToArray();
        var notices = plan.Notices;
        if (lost.Length > 0)
        {
            notices = notices.Add(new("ReachabilityLost", NoticeSeverity.Warning,
                $"Without the peering of {pair.VNet} and {pair.RemoteVNet} these no longer reach each other: {List(lost, NamedInNotice)}.", pair.Id));
        }

        if (looked.Length < questions.Length)
        {
            notices = notices.Add(new("ReachabilityNotLookedAt",
                _refuse is null ? NoticeSeverity.Information : NoticeSeverity.Warning, string.Create(CultureInfo.InvariantCulture,
                $"{questions.Length - looked.Length} pairs around {pair.VNet} and {pair.RemoteVNet} were not looked at; "
                + $"Test-VNetTransitivity with the plan (-PlanOnly) tells all."), pair.Id));
        }

        return plan with
        {
            Notices = notices,
            Problems = _refuse is null ? plan.Problems : plan.Problems.AddRange(Refusals(removal, lost)),
            Changes = [.. plan.Changes.Select(c => c.Group == removal.Group && c.Impact.Kind == Impact.CutsOff
                ? c with { Impact = c.Impact with { Statement = Statement(c.Impact.Statement, pair, direct, lost) } } : c)],
        };
    }

    // The two ends of the peering losing each other is what was asked for; anybody else who did reach each other is not.
    private IEnumerable<PlanProblem> Refusals(Removal removal, Loss[] lost)
    {
        string[] named = [.. lost.Where(l => l.Before == Verdict.Reachable).Select(l => l.ToString()), .. SitesLost(removal)];
        if (named.Length > 0)
        {
            yield return new("ReachabilityLost", $"Without the peering of {removal.Pair.VNet} and {removal.Pair.RemoteVNet} these no longer reach "
                + $"each other: {List(named, NamedInNotice)}. Nothing is removed. -AllowLoss removes it all the same.",
                removal.Pair.Id ?? removal.Pair.VNetId) { Group = removal.Group };
        }
    }

    // What is behind a gateway is reached by whoever uses it, and by nobody else over this peering.
    private IEnumerable<string> SitesLost(Removal removal) =>
        from user in removal.Halves
        let lender = removal.Halves.FirstOrDefault(h => h != user)
        where user is { UseRemoteGateways: true, State: PeeringState.Connected } && lender is { AllowGatewayTransit: true }
        from gateway in SitesReader.In(_topology, user.RemoteVNet)
        from site in _refuse!.Sites
        where site.Gateway == gateway
        select $"{user.LocalVNet.Name} and the site {site.Site.Name}";

    // A VNet with its peers, the far end of the peering apart, and the clients of the gateways in it.
    private ImmutableArray<Endpoint> Side(ResourceId network, ResourceId far)
    {
        var peers = _topology.VirtualNetwork(network)!.Peerings.Select(p => p.RemoteVNet)
            .Where(p => p != far && _topology.VirtualNetwork(p) is not null).Distinct().Order();
        var pools = _topology.GatewaysOf(network).Where(g => !g.ClientPool.IsEmpty).OrderBy(g => g.Id);
        return [new VNetEndpoint(network), .. pools.Select(g => (Endpoint)new ClientPoolEndpoint(g.Id)), .. peers.Select(p => (Endpoint)new VNetEndpoint(p))];
    }

    private Loss? Ask(Endpoint one, Endpoint other)
    {
        var before = _before.Ask(one, other).Verdict;
        if (before == Verdict.Blocked)
        {
            return null;
        }

        var after = _after.Ask(one, other).Verdict;
        return Rank(after) < Rank(before) ? new Loss(one, other, before, after) : null;
    }

    private static int Rank(Verdict verdict) => verdict switch
    {
        Verdict.Reachable => 3,
        Verdict.Partial => 2,
        Verdict.Unknown => 1,
        _ => 0,
    };

    // Two that still reach each other by another way, or did not before, do not lose each other.
    private string Statement(string statement, PeeringPair pair, Loss? direct, Loss[] lost)
    {
        var told = statement;
        if (direct is null)
        {
            var verdict = _after.Ask(new VNetEndpoint(pair.VNetId), new VNetEndpoint(pair.RemoteVNetId)).Verdict;
            told = statement.Replace("lose each other, until they are peered again.", verdict == Verdict.Blocked
                ? "do not reach each other as it is; the way is gone until they are peered again."
                : "still reach each other in another way.", StringComparison.Ordinal);
        }

        return lost.Length == 0 ? told : $"{told} No longer reach each other: {List(lost, NamedInImpact)}.";
    }

    private static string List(Loss[] lost, int most) => List([.. lost.Select(l => l.ToString())], most);

    private static string List(string[] lost, int most) => string.Join("; ", lost.Take(most))
        + (lost.Length > most ? string.Create(CultureInfo.InvariantCulture, $"; and {lost.Length - most} more pairs") : string.Empty);
}
