using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>A peering that is meant.</summary>
/// <param name="Pair">As it is.</param>
/// <param name="IsNamed">It was named by both ends, so that not to do it is a problem.</param>
internal sealed record SelectedPair(PeeringPair Pair, bool IsNamed)
{
    public string Group => $"{Pair.VNetId} {Pair.RemoteVNetId}";

    public IEnumerable<PeeringHalf> Halves => new[] { Pair.Half, Pair.RemoteHalf }.OfType<PeeringHalf>();
}

/// <summary>
/// A plan over peerings that already are there: those that can be written are planned together; of the others each is told,
/// as a problem where it was named and as a notice where it was only found, so that one of them does not keep a whole hub
/// from being mended.
/// </summary>
internal sealed class SelectionPlan(Topology topology, PeeringSelection selection, PeeringFacts facts, CheckList<Scene> checks)
{
    private readonly List<PlanProblem> _problems = [];
    private readonly List<PlanNotice> _notices = [];
    private readonly List<Change> _changes = [];

    public PairPlanner Planner { get; } = new(topology, facts, checks) { Networks = selection.Networks };

    /// <summary>Every peering that is meant, once.</summary>
    public IEnumerable<SelectedPair> Pairs => selection.Named.Select(e => (Ends: e, IsNamed: true))
        .Concat(selection.Found.Select(e => (Ends: e, IsNamed: false)))
        .Select(e => new SelectedPair(PeeringPair.Between(topology, e.Ends.VNet, e.Ends.RemoteVNet), e.IsNamed))
        .Concat(selection.Networks.Distinct().Where(n => topology.VirtualNetwork(n) is not null)
            .SelectMany(n => PeeringPair.Of(topology, n)).Select(p => new SelectedPair(p, IsNamed: false)))
        .DistinctBy(p => p.Pair.VNetId < p.Pair.RemoteVNetId
            ? (p.Pair.VNetId, p.Pair.RemoteVNetId) : (p.Pair.RemoteVNetId, p.Pair.VNetId));

    /// <summary>True, and told, where a half belongs to somebody who writes it again.</summary>
    public bool IsOwned(SelectedPair pair)
    {
        var owned = pair.Halves.FirstOrDefault(h => h.Owner != PeeringOwner.User);
        if (owned is not null)
        {
            Leave(pair, "PeeringOwned", $"The peering '{owned.Name}' in {owned.LocalVNet.Name} belongs to "
                + $"{Owners.Name(owned.Owner)}, which writes it again, and is left as it is. {Owners.Command(owned)}", owned.Id);
        }

        return owned is not null;
    }

    /// <summary>The peering is left as it is, and why.</summary>
    public void Leave(SelectedPair pair, string id, string message, ResourceId resource)
    {
        if (pair.IsNamed)
        {
            _problems.Add(new(id, message, resource) { Group = pair.Group });
        }
        else
        {
            Tell(NoticeSeverity.Warning, id, message, resource);
        }
    }

    public void Tell(NoticeSeverity severity, string id, string message, ResourceId? resource) =>
        _notices.Add(new(id, severity, message, resource));

    /// <summary>A change beside those of the pairs: of a half whose other end was not read.</summary>
    public void Add(Change change) => _changes.Add(change);

    /// <summary>The plan.</summary>
    /// <param name="verb">What is done, for the title.</param>
    /// <param name="nothing">What is said when there is nothing to write and nothing stands in the way.</param>
    /// <param name="origins">What made it.</param>
    public Plan ToPlan(string verb, (string Id, string Message) nothing, IEnumerable<PlanOrigin> origins)
    {
        var plan = Planner.ToPlan($"{verb} {Title()}", origins);
        plan = plan with
        {
            Changes = [.. plan.Changes, .. _changes],
            Problems = [.. plan.Problems.Concat(_problems).Distinct()],
            Notices = [.. plan.Notices.Concat(_notices).Distinct()],
        };
        return !plan.IsEmpty || !plan.CanApply || _notices.Exists(n => n.Severity == NoticeSeverity.Warning) ? plan
            : plan with { Notices = plan.Notices.Add(new(nothing.Id, NoticeSeverity.Information, nothing.Message)) };
    }

    private string Title()
    {
        string[] parts =
        [
            .. selection.Networks.Distinct().Select(n => $"the peerings of {n.Name}"),
            .. selection.Named.Concat(selection.Found).Distinct().Select(e => $"{e.VNet.Name} with {e.RemoteVNet.Name}"),
        ];
        return parts.Length <= 3 ? string.Join(", ", parts)
            : FormattableString.Invariant($"{string.Join(", ", parts.Take(2))} and {parts.Length - 2} more");
    }
}
