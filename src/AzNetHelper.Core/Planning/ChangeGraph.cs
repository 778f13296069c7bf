using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Which change may start next: its dependencies are done and its lanes are free for it (<see cref="SharedLanes"/>).
/// Newcomers start in the plan's order; a change that was refused and has paused queues again, first come first served. A pair
/// of which one half was written comes first, so that a stopped run leaves few half done: as many as have their first half under
/// way at that moment, which under few locks may be all. Where both could start they take turns, so that neither a few that are
/// refused again and again nor a long plan keeps the others waiting for ever. What needs a lane for itself and stands before
/// those who share it is let through: nobody joins them until it has had its turn. Used from one loop.
/// </summary>
internal sealed class ChangeGraph
{
    private readonly List<Change> _waiting;
    private readonly List<Change> _returned = [];
    private readonly Dictionary<string, bool> _settled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly SharedLanes _lanes;
    private bool _newcomersTurn;

    public ChangeGraph(ImmutableArray<Change> changes, SharedLanes? lanes = null)
    {
        _lanes = lanes ?? new(() => TimeSpan.Zero);
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

    /// <summary>What queues: not started yet, or refused and waiting for its lanes again.</summary>
    public IEnumerable<Change> Queueing => _returned.Concat(_waiting);

    /// <summary>The next change that may start, its lanes taken; null when none may now.</summary>
    /// <param name="isOpen">What else has to hold.</param>
    public Change? TakeReady(Predicate<Change> isOpen)
    {
        var awaited = new HashSet<ResourceId>();
        var change = _waiting.Find(c => _begun.Contains(c.Group) && SharedLanes.Shares(c) && MayStart(c));
        if (change is null)
        {
            var (returned, newcomer) = (_returned.Find(MayStart), _waiting.Find(MayStart));
            change = returned is null || (_newcomersTurn && newcomer is not null) ? newcomer : returned;
            _newcomersTurn = change is null ? _newcomersTurn : ReferenceEquals(change, returned);
        }

        if (change is not null)
        {
            Remove(change);
            _lanes.Take(change);
        }

        return change;

        bool MayStart(Change c)
        {
            if (!c.DependsOn.All(d => _settled.TryGetValue(d, out var done) && done) || !isOpen(c))
            {
                return false;
            }

            var shares = SharedLanes.Shares(c);
            if (_lanes.IsFree(c) && !(shares && c.Lanes.Any(awaited.Contains)))
            {
                return true;
            }

            awaited.UnionWith(!shares && _lanes.IsHeldByHalves(c) ? c.Lanes : []);
            return false;
        }
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
    public void Remove(Change change)
    {
        _returned.Remove(change);
        _waiting.Remove(change);
    }

    /// <summary>Gives back the lanes of a change that was taken: it has ended, or it was refused and pauses.</summary>
    public void Release(Change change) => _lanes.Release(change);

    /// <summary>A change that had given its lanes back queues for them again.</summary>
    public void Return(Change change) => _returned.Add(change);

    /// <summary>Lets dependants start, or not.</summary>
    public void Settle(Change change, ChangeOutcome outcome)
    {
        _settled[change.Key] = outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged;
        if (outcome == ChangeOutcome.Done && change.Group.Length > 0)
        {
            _begun.Add(change.Group);
        }
    }
}
