using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// When further writes may start, as the answers to earlier ones say. Lanes: when one change after another is refused on a
/// lane, the lane itself is busy (somebody else works on the hub) and rests a little, instead of being asked once for each
/// spoke. Subscriptions: none is written to after a 429 before its Retry-After has passed, and when the announced budget
/// runs low, starts go no faster than it fills up again.
/// </summary>
internal sealed class RunPace(RunClock clock)
{
    // ARM takes 200 writes and as many deletes in a burst, and then 10 a second, by subscription and caller; answers tell
    // what is left (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling, 2024).
    // A tenth is kept back: for what was sent and not answered yet, and for others who work with the same identity.
    private const double Reserve = 20;
    private const double RefillPerSecond = 10;

    // Half the time that a peering write holds a lock (10 s in the recordings of azure-powershell).
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    // Two spokes may well be busy at once by themselves.
    private const int RefusalsBeforeRest = 3;

    private readonly object _gate = new();
    private readonly Dictionary<ResourceId, Lane> _lanes = [];
    private readonly Dictionary<string, TimeSpan> _throttled = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Subscription, bool Deletes), Budget> _budgets = [];

    /// <summary>True when nothing that was answered speaks against a start now.</summary>
    /// <param name="change">The change.</param>
    /// <param name="now">The time since the run began, the same for all that is asked in one turn.</param>
    public bool IsOpen(Change change, TimeSpan now)
    {
        lock (_gate)
        {
            return !change.Writes || OpeningsFor(change).All(at => at <= now);
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
            var later = _lanes.Values.Select(l => l.OpensAt).Concat(_throttled.Values)
                .Concat(_budgets.Values.Select(b => b.OpensAt)).Where(at => at > now).Order().ToArray();
            return later.Length == 0 ? null : later[0] - now;
        }
    }

    /// <summary>A try starts, which costs a write.</summary>
    public void Starts(Change change)
    {
        lock (_gate)
        {
            if (_budgets.TryGetValue(KeyOf(change), out var budget))
            {
                _budgets[KeyOf(change)] = new(budget.LeftAt(clock.Elapsed) - 1, clock.Elapsed);
            }
        }
    }

    /// <summary>A write was accepted.</summary>
    /// <param name="change">The change.</param>
    /// <param name="remaining">How many more the service announced that it takes; null when it said nothing.</param>
    public void Accepted(Change change, int? remaining)
    {
        lock (_gate)
        {
            foreach (var lane in change.Lanes)
            {
                _lanes.Remove(lane);
            }

            if (remaining is { } announced)
            {
                // What was started and not counted there yet is in our own number.
                var known = _budgets.TryGetValue(KeyOf(change), out var budget) ? budget.LeftAt(clock.Elapsed) : announced;
                _budgets[KeyOf(change)] = new(Math.Min(announced, known), clock.Elapsed);
            }
        }
    }

    /// <summary>A write was refused for now; its change pauses that long.</summary>
    public void Refused(Change change, Conflict conflict, TimeSpan pause)
    {
        lock (_gate)
        {
            if (conflict == Conflict.Throttled)
            {
                var subscription = change.Resource.SubscriptionId;
                var until = clock.Elapsed + pause;
                if (until > _throttled.GetValueOrDefault(subscription))
                {
                    _throttled[subscription] = until;
                }

                // Nothing is left by then but what comes back from there on.
                _budgets[KeyOf(change)] = new(Reserve - 1, until);
            }
            else if (conflict == Conflict.Busy)
            {
                foreach (var lane in change.Lanes)
                {
                    _lanes[lane] = (_lanes.GetValueOrDefault(lane) ?? Lane.Free).Refuse(change.Key, clock);
                }
            }
        }
    }

    private IEnumerable<TimeSpan> OpeningsFor(Change change)
    {
        foreach (var lane in change.Lanes)
        {
            yield return _lanes.GetValueOrDefault(lane)?.OpensAt ?? TimeSpan.Zero;
        }

        yield return _throttled.GetValueOrDefault(change.Resource.SubscriptionId);
        yield return _budgets.GetValueOrDefault(KeyOf(change))?.OpensAt ?? TimeSpan.Zero;
    }

    private static (string Subscription, bool Deletes) KeyOf(Change change) =>
        (change.Resource.SubscriptionId.ToUpperInvariant(), change.Kind == ChangeKind.Delete);

    /// <summary>Refusals in a row, by changes that differ: one change that is refused again says nothing about its lanes.</summary>
    private sealed record Lane(string Last, int Refusals, TimeSpan OpensAt)
    {
        public static Lane Free { get; } = new(string.Empty, 0, TimeSpan.Zero);

        public Lane Refuse(string key, RunClock clock)
        {
            var count = string.Equals(Last, key, StringComparison.Ordinal) ? Refusals : Refusals + 1;
            var rest = count < RefusalsBeforeRest ? TimeSpan.Zero : clock.PauseAfter(count - RefusalsBeforeRest, null);
            return new(key, count, clock.Elapsed + (rest < LongestRest ? rest : LongestRest));
        }
    }

    private sealed record Budget(double Left, TimeSpan At)
    {
        public TimeSpan OpensAt => Left >= Reserve ? At : At + TimeSpan.FromSeconds((Reserve - Left) / RefillPerSecond);

        public double LeftAt(TimeSpan now) => Left + ((now - At).TotalSeconds * RefillPerSecond);
    }
}
