using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>How a plan is run.</summary>
public sealed record RunOptions
{
    /// <summary>How long a stopped run waits for writes in flight.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How many writes at most are under way at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>When the run gives up waiting, from its start.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Keys of changes that the person declined; what depends on them is skipped.</summary>
    public ImmutableHashSet<string> Declined { get; init; } = [];

    /// <summary>The seed of the jitter between tries.</summary>
    public int? JitterSeed { get; init; }

    /// <summary>Called once a change, as soon as its outcome is known, from any thread.</summary>
    public Action<ChangeResult>? OnResult { get; init; }

    /// <summary>Called once a group, when all its changes have ended and were read back, from any thread.</summary>
    public Action<ImmutableArray<ChangeResult>>? OnGroup { get; init; }
}

/// <summary>What a run did.</summary>
public sealed record RunReport(Plan Plan, ImmutableArray<ChangeResult> Results, TimeSpan Elapsed)
{
    /// <summary>True when every change is as wanted.</summary>
    public bool Succeeded => Results.All(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged);
}

/// <summary>
/// Runs the graph of a plan: independent changes side by side, changes on one lane one after another, conflicts retried
/// inside the deadline, the end state read back. What was independent of a failure still completes, and applying a plan
/// twice changes nothing the second time.
/// </summary>
public sealed class PlanRunner(IArm arm, RunOptions options, StepWriter steps)
{
    /// <summary>
    /// Runs the plan. Cancelling starts no further write and waits a bounded time for those in flight; the report tells
    /// what became of every change, so nothing is thrown for it.
    /// </summary>
    /// <exception cref="ArgumentException">The plan has problems, its dependencies do not make a graph, or it writes a
    /// type whose bodies are not described.</exception>
    public async Task<RunReport> RunAsync(Plan plan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.CanApply)
        {
            throw new ArgumentException($"The plan has problems: {plan.Problems[0].Message}", nameof(plan));
        }

        if (plan.Changes.FirstOrDefault(c => c.Kind is ChangeKind.Create or ChangeKind.Update && !BodyRules.Knows(c.Resource.Type)) is { } unknown)
        {
            throw new ArgumentException($"Bodies of {unknown.Resource.Type} are not described, so {unknown} cannot be run.", nameof(plan));
        }

        using var clock = new RunClock(arm.Time, options, stop);
        var graph = new ChangeGraph(plan.Changes);
        var account = new RunAccount(plan, new ReadBack(arm, clock), options, steps);
        var running = new List<Task<ChangeResult>>();
        LeaveOutDeclined(plan, graph, account);
        while (true)
        {
            Start(graph, account, running, clock);
            if (running.Count == 0)
            {
                break;
            }

            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            var result = await ended;
            graph.Settle(result.Change, result.Outcome, ran: true);
            account.Add(result);
        }

        foreach (var change in graph.Waiting)
        {
            account.Add(new(change, ChangeOutcome.NotStarted, TimeSpan.Zero) { Error = clock.Interruption(change.Resource) });
        }

        return new(plan, await account.CloseAsync(), clock.Elapsed);
    }

    private void Start(ChangeGraph graph, RunAccount account, List<Task<ChangeResult>> running, RunClock clock)
    {
        while (true)
        {
            while (graph.TakeBlocked() is var (blocked, because))
            {
                Skip(graph, account, blocked, $"what it depends on was not done ({because})");
            }

            if (running.Count >= Math.Max(1, options.ThrottleLimit) || !clock.MayStart || graph.TakeReady() is not { } change)
            {
                return;
            }

            if (change.Writes)
            {
                account.Begin(change);
                running.Add(new WriteAttempt(arm, clock, steps, change).RunAsync());
            }
            else
            {
                graph.Settle(change, ChangeOutcome.Unchanged, ran: true);
                account.Add(new(change, ChangeOutcome.Unchanged, TimeSpan.Zero));
            }
        }
    }

    // Half a pair is of no use: with one change of a group, the group is declined.
    private void LeaveOutDeclined(Plan plan, ChangeGraph graph, RunAccount account)
    {
        var declined = plan.Changes.Where(c => c.Writes && options.Declined.Contains(c.Key)).ToArray();
        foreach (var change in declined)
        {
            graph.Remove(change);
            graph.Settle(change, ChangeOutcome.Declined, ran: false);
            account.Add(new(change, ChangeOutcome.Declined, TimeSpan.Zero));
        }

        var groups = declined.Where(c => c.Group.Length > 0).ToLookup(c => c.Group, StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(c => c.Writes && groups.Contains(c.Group)).Except(declined))
        {
            Skip(graph, account, change, $"'{groups[change.Group].First().Summary}', which belongs to it, was declined");
        }
    }

    private static void Skip(ChangeGraph graph, RunAccount account, Change change, string because)
    {
        graph.Remove(change);
        graph.Settle(change, ChangeOutcome.Skipped, ran: false);
        account.Add(new(change, ChangeOutcome.Skipped, TimeSpan.Zero)
        {
            Error = new("ChangeSkipped", FailureKind.OperationStopped,
                $"{change.Resource} was not written, because {because}.", change.Resource),
        });
    }
}
