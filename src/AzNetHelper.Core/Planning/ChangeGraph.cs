using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Which change may start next: its dependencies are done and its lanes are free. Changes with a lane in common never run
/// side by side, because a peering write locks both VNets and the loser of a race is refused
/// (azure-rest-api-specs issue 14202). Among those that may start, the plan's order decides. Used from one loop.
/// </summary>
internal sealed class ChangeGraph
{
    private readonly List<Change> _waiting;
    private readonly Dictionary<string, bool> _settled = new(StringComparer.Ordinal);
    private readonly HashSet<ResourceId> _busyLanes = [];

    public ChangeGraph(ImmutableArray<Change> changes)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            // Dependencies point backwards, so there is no cycle and every change ends or is skipped.
            if (change.DependsOn.FirstOrDefault(d => !keys.Contains(d)) is { } missing)
            {
                throw new ArgumentException($"'{change.Key}' depends on '{missing}', which does not stand before it.", nameof(changes));
            }

            if (!keys.Add(change.Key))
            {
                throw new ArgumentException($"Two changes of the plan have the key '{change.Key}'.", nameof(changes));
            }
        }

        _waiting = [.. changes];
    }

    /// <summary>What has neither started nor been skipped.</summary>
    public IReadOnlyList<Change> Waiting => _waiting;

    /// <summary>The next change that may start, its lanes taken; null when none may now.</summary>
    public Change? TakeReady()
    {
        var change = _waiting.Find(c => c.DependsOn.All(d => _settled.TryGetValue(d, out var done) && done)
            && !c.Lanes.Any(_busyLanes.Contains));
        if (change is not null)
        {
            _waiting.Remove(change);
            _busyLanes.UnionWith(change.Lanes);
        }

        return change;
    }

    /// <summary>A change, with what stands in its way, that will never start because that was not done; null when there is none.</summary>
    public (Change Change, string Because)? TakeBlocked()
    {
        foreach (var change in _waiting)
        {
            if (change.DependsOn.FirstOrDefault(d => _settled.TryGetValue(d, out var done) && !done) is { } because)
            {
                _waiting.Remove(change);
                return (change, because);
            }
        }

        return null;
    }

    /// <summary>Takes a change out that is not to be started.</summary>
    public void Remove(Change change) => _waiting.Remove(change);

    /// <summary>Frees the lanes and lets dependants start, or not.</summary>
    public void Settle(Change change, ChangeOutcome outcome, bool ran)
    {
        _settled[change.Key] = outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged;
        if (ran)
        {
            _busyLanes.ExceptWith(change.Lanes);
        }
    }
}
