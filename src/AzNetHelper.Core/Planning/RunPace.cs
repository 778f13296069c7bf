using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// When further writes may start, as the answers to earlier ones say. Lanes: when one change after another is refused on a
/// lane, the lane itself is busy (somebody else works on the hub) and rests a little, instead of being asked once for each
/// spoke. Subscriptions: none is written to after a 429 before its Retry-After has passed, and when the announced budget
/// runs low, starts go no faster than it fills up again.
/// </summary>
internal sealed class RunPace(RunClock clock, SharedLanes lanes)
{
    // Half the time that a peering write holds a lock (10 s in the recordings of azure-powershell).
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    // Two spokes may well be busy at once by themselves.
    private const int RefusalsBeforeRest = 3;

    private readonly object _gate = new();
    private readonly Dictionary<ResourceId, RestingLane> _resting = [];
    private readonly Dictionary<string, TimeSpan> _throttled = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Subscription, bool Deletes), WriteBudget> _budgets = [];

    /// <summary>True when nothing that was answered speaks against a start now.</summary>
    /// <param name="change">The change.</param>
    /// <param name="now">The time since the run began, the same for all that is asked in one turn.</param>
    public bool IsOpen(Change change, TimeSpan now)
    {
        lock (_gate)
        {
            return !change.Writes || (!change.Lanes.Any(l => _resting.TryGetValue(l, out var lane) && lane.OpensAt > now)
                && _throttled.GetValueOrDefault(change.Resource.SubscriptionId) <= now && BudgetOf(change).OpensAt(now) <= now);
        }
    }

    /// <summary>True when the subscription asked for time, so that not even a try under way may write.</summary>
    public bool IsThrottled(Change change)
    {
        lock (_gate)
        {
            return _throttled.TryGetValue(change.Resource.SubscriptionId, out var until) && until > clock.Elapsed;
        }
    }

    /// <summary>How long until something opens that is closed now; null when nothing is.</summary>
    public TimeSpan? NextOpening(TimeSpan now)
    {
        lock (_gate)
        {
            var later = _resting.Values.Select(l => l.OpensAt).Concat(_throttled.Values)
                .Concat(_budgets.Values.Select(b => b.OpensAt(now)).OfType<TimeSpan>()).Where(at => at > now).Order().ToArray();
            return later.Length == 0 ? null : later[0] - now;
        }
    }

    /// <summary>A try starts, which costs a write.</summary>
    public void Starts(Change change)
    {
        lock (_gate)
        {
            BudgetOf(change).Starts(change.Key);
        }
    }

    /// <summary>A try has ended, one way or another.</summary>
    public void Ends(Change change)
    {
        lock (_gate)
        {
            BudgetOf(change).Ends(change.Key);
        }
    }

    /// <summary>A write was accepted.</summary>
    public void Accepted(Change change, ArmOperation operation)
    {
        lock (_gate)
        {
            foreach (var lane in change.Lanes)
            {
                _resting.Remove(lane);
            }

            BudgetOf(change).Answered(change.Key, operation.Remaining, clock.Elapsed);
        }

        lanes.Accepted(change, operation);
    }

    /// <summary>A write was refused for now, or not sent after all; its change pauses that long.</summary>
    public void Refused(Change change, Conflict conflict, ArmException? error, TimeSpan pause)
    {
        switch (conflict)
        {
            case Conflict.Throttled:
                Throttle(change, clock.Elapsed + pause);
                break;
            case Conflict.Stale:
                lanes.Stale(change);
                break;

            // What is busy for another reason than a write (a gateway in the making) says nothing of the lanes of peerings.
            case Conflict.Busy when error is null || ConflictRules.Of(error) != Conflict.Busy || !lanes.Refused(change, error):
                Rest(change);
                break;
        }
    }

    /// <summary>Whether a write took place is not known yet, so nobody joins it.</summary>
    public void Unclear(Change change, ArmException? error)
    {
        if (error is not null && ConflictRules.IsOfAnother(error))
        {
            lanes.Refused(change, error);
        }

        lanes.Unclear(change);
    }

    private void Throttle(Change change, TimeSpan until)
    {
        lock (_gate)
        {
            var subscription = change.Resource.SubscriptionId;
            if (until > _throttled.GetValueOrDefault(subscription))
            {
                _throttled[subscription] = until;
            }

            BudgetOf(change).Empty(until);
        }
    }

    private void Rest(Change change)
    {
        lock (_gate)
        {
            foreach (var lane in change.Lanes)
            {
                _resting[lane] = (_resting.GetValueOrDefault(lane) ?? RestingLane.Free).Refuse(change.Key, clock);
            }
        }
    }

    private WriteBudget BudgetOf(Change change)
    {
        var key = (change.Resource.SubscriptionId.ToUpperInvariant(), change.Kind == ChangeKind.Delete);
        return _budgets.TryGetValue(key, out var budget) ? budget : _budgets[key] = new();
    }

    /// <summary>Refusals in a row, by changes that differ: one change that is refused again says nothing about its lanes.</summary>
    private sealed record RestingLane(string Last, int Refusals, TimeSpan OpensAt)
    {
        public static RestingLane Free { get; } = new(string.Empty, 0, TimeSpan.Zero);

        public RestingLane Refuse(string key, RunClock clock)
        {
            var count = string.Equals(Last, key, StringComparison.Ordinal) ? Refusals : Refusals + 1;
            var rest = count < RefusalsBeforeRest ? TimeSpan.Zero : clock.PauseAfter(count - RefusalsBeforeRest, null);
            return new(key, count, clock.Elapsed + (rest < LongestRest ? rest : LongestRest));
        }
    }
}
