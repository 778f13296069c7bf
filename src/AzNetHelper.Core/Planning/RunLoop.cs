using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// The loop of a run. Every change is in one place at a time: queueing in the graph; trying, with its lanes and one of the
/// slots; pausing after a refusal, with neither; or ended. Whenever a try or a pause ends, all that may start is started.
/// So a spoke that is busy for long costs the others of its hub no more than its short tries.
/// </summary>
internal sealed class RunLoop(
    IArm arm, RunClock clock, RunOptions options, RunJournal journal, StepWriter steps, ChangeGraph graph, SharedLanes lanes,
    SiblingReads reads, RunAccount account)
{
    private readonly RunPace _pace = new(clock, lanes);
    private readonly Dictionary<string, WriteAttempt> _attempts = new(StringComparer.Ordinal);
    private readonly List<Task<WriteAttempt>> _trying = [];
    private readonly List<Task<WriteAttempt>> _pausing = [];
    private int _solo;

    public async Task RunAsync()
    {
        while (true)
        {
            // One look at the clock a turn: what opened between two looks would neither be started nor waited for.
            var (now, answered) = (clock.Elapsed, lanes.ListenAsync());
            StartAll(now);
            var opening = graph.Queueing.Any() && clock.MayStart ? _pace.NextOpening(now) : null;
            if (_trying.Count + _pausing.Count == 0 && opening is null)
            {
                break;
            }

            await NextAsync(opening, answered);
        }

        GiveUpReturned();
        foreach (var change in graph.Queueing)
        {
            account.Add(new(change, ChangeOutcome.NotStarted, TimeSpan.Zero) { Error = clock.Interruption(change.Resource) });
        }
    }

    /// <summary>Leaves a change out.</summary>
    public void Skip(Change change, string because)
    {
        graph.Remove(change);
        Settle(new(change, ChangeOutcome.Skipped, TimeSpan.Zero)
        {
            Error = new("ChangeSkipped", FailureKind.OperationStopped,
                $"{change.Resource} was not written, because {because}.", change.Resource),
        });
    }

    /// <summary>Leaves a change out that the person declined.</summary>
    public void Decline(Change change)
    {
        graph.Remove(change);
        Settle(new(change, ChangeOutcome.Declined, TimeSpan.Zero));
    }

    private void StartAll(TimeSpan now)
    {
        while (true)
        {
            if (!clock.MayStart)
            {
                GiveUpReturned();
            }

            while (graph.TakeBlocked() is var (blocked, because))
            {
                Skip(blocked, $"what it depends on was not done ({because})");
            }

            if (_trying.Count >= Math.Max(1, options.ThrottleLimit) || !clock.MayStart
                || graph.TakeReady(c => MayTry(c, now)) is not { } change)
            {
                return;
            }

            // What an earlier run has left under way is seen to its end, even where nothing is to be written.
            if (change.Writes || change.Awaits is not null || journal.OpenOn(change.Resource) is not null)
            {
                _trying.Add(TryAsync(change));
            }
            else
            {
                graph.Release(change);
                Settle(new(change, ChangeOutcome.Unchanged, TimeSpan.Zero));
            }
        }
    }

    private bool MayTry(Change change, TimeSpan now) =>
        (_solo < Math.Max(1, options.SoloLimit) || SharedLanes.Shares(change)) && _pace.IsOpen(change, now);

    private Task<WriteAttempt> TryAsync(Change change)
    {
        _solo += SharedLanes.Shares(change) ? 0 : 1;
        if (!_attempts.TryGetValue(change.Key, out var attempt))
        {
            account.Begin(change);
            _attempts[change.Key] = attempt = new(
                arm, clock, _pace, reads, journal, steps, change, isAwaited: !options.NotAwaited.Contains(change.Resource));
        }

        if (change.Writes)
        {
            _pace.Starts(change);
        }

        return attempt.TryAsync();
    }

    // Refused before and queueing: nothing of it is under way, and nothing will be.
    private void GiveUpReturned()
    {
        foreach (var change in graph.Queueing.Where(c => _attempts.ContainsKey(c.Key)).ToArray())
        {
            graph.Remove(change);
            Settle(_attempts[change.Key].Interrupted());
        }
    }

    /// <summary>Waits for an answer, the end of a try or a pause, for what the pace holds back, or for the stop.</summary>
    private async Task NextAsync(TimeSpan? opening, Task answered)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(clock.Starting);

        // After the stop the alarm would ring at once, again and again; but something has to be waited for.
        Task[] alarm = clock.MayStart || _trying.Count + _pausing.Count == 0
            ? [AlarmAsync(opening ?? Timeout.InfiniteTimeSpan, awake.Token), answered] : [];
        var ended = await Task.WhenAny([.. _trying, .. _pausing, .. alarm]);
        awake.Cancel();
        if (ended is not Task<WriteAttempt> turn)
        {
            return;
        }

        var attempt = await turn;
        if (_pausing.Remove(turn))
        {
            graph.Return(attempt.Change);
            return;
        }

        _trying.Remove(turn);
        graph.Release(attempt.Change);
        _pace.Ends(attempt.Change);
        _solo -= SharedLanes.Shares(attempt.Change) ? 0 : 1;
        if (attempt.Result is { } result)
        {
            Settle(result);
        }
        else
        {
            _pausing.Add(attempt.PauseAsync());
        }
    }

    private async Task AlarmAsync(TimeSpan duration, CancellationToken stop)
    {
        try
        {
            await clock.WaitAsync(duration, stop);
        }
        catch (OperationCanceledException)
        {
            // Whoever waited for the alarm looks at the clock himself.
        }
    }

    private void Settle(ChangeResult result)
    {
        graph.Settle(result.Change, result.Outcome);
        account.Add(result);
    }
}
