using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>How a plan is run.</summary>
public sealed record RunOptions
{
    /// <summary>How long a stopped run waits for writes in flight.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Enough for both halves of two hundred spokes at once, where the service lets them meet: a write that only waits for the
    /// service costs next to nothing here, and how many are started is up to what was learned and announced.
    /// </summary>
    public const int DefaultThrottleLimit = 256;

    /// <summary>How many writes at most are under way at once.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>
    /// How many of them at most that have their lanes for themselves (gateways, connections, subnets, rules of services): whether
    /// those meet is not learned, and some meet where no lane shows it.
    /// </summary>
    public int SoloLimit { get; init; } = 8;

    /// <summary>When the run gives up waiting, from its start.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// What every wait of the run has at least, its last ones too: the clock of a rehearsal runs so fast that a busy machine would use up a
    /// shorter one before anything was asked.
    /// </summary>
    public TimeSpan LeastPatience { get; init; }

    /// <summary>Keys of changes that the person declined; what depends on them is skipped.</summary>
    public ImmutableHashSet<string> Declined { get; init; } = [];

    /// <summary>
    /// Resources whose write is left under way as soon as the service has accepted it; nothing may depend on these. The result
    /// holds the operation, which <see cref="IArm.WaitAsync"/> sees to its end, also in a later session.
    /// </summary>
    public ImmutableHashSet<ResourceId> NotAwaited { get; init; } = [];

    /// <summary>The seed of the jitter between tries.</summary>
    public int? JitterSeed { get; init; }

    /// <summary>
    /// What earlier runs have left under way, and where this one is kept; null to keep it only while it runs. The caller
    /// disposes of it.
    /// </summary>
    public RunJournal? Journal { get; init; }

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

    /// <summary>True when a change was not done that nobody declined.</summary>
    public bool HasFailed =>
        Results.Any(r => r.Outcome is ChangeOutcome.Failed or ChangeOutcome.Unknown or ChangeOutcome.NotStarted);
}

/// <summary>
/// Runs the graph of a plan: independent changes side by side, changes on one lane one after another (halves of peerings as
/// many as the service takes), conflicts retried inside the deadline, the end state read back. What was independent of a failure still completes, and applying a plan
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

        if (plan.Changes.FirstOrDefault(c => c.Kind is ChangeKind.Create or ChangeKind.Update && !BodyRules.Knows(c.Resource.Type) && !ManagerDeployment.Is(c.Resource)) is { } unknown)
        {
            throw new ArgumentException($"Bodies of {unknown.Resource.Type} are not described, so {unknown} cannot be run.", nameof(plan));
        }

        var journal = options.Journal ?? RunJournal.InMemory(arm.Time);
        await journal.BeginAsync(plan);
        TellOthers(plan, journal);
        using var clock = new RunClock(arm.Time, options, stop);
        var lanes = new SharedLanes(() => clock.Elapsed);
        var graph = new ChangeGraph(plan.Changes, lanes);
        var reads = new SiblingReads(arm, clock, lanes);
        var account = new RunAccount(plan, new ReadBack(reads, clock), options, steps);
        var loop = new RunLoop(arm, clock, options, journal, steps, graph, lanes, reads, account);
        LeaveOutDeclined(plan, loop);
        await loop.RunAsync();
        var report = new RunReport(plan, await account.CloseAsync(), clock.Elapsed);
        await journal.CloseAsync(report);
        if (journal.Broken is { } broken)
        {
            steps.Fail(broken);
        }

        return report;
    }

    // One journal may serve several commands: what another one has left under way is its own.
    private void TellOthers(Plan plan, RunJournal journal)
    {
        var planned = plan.Changes.Select(c => c.Resource).ToHashSet();
        foreach (var open in journal.Open.Where(o => !planned.Contains(o.Sent.Resource)))
        {
            steps.Notice(NoticeSeverity.Information, "JournalHoldsMore",
                $"The journal {journal.Name} holds a write to {open.Sent.Resource} whose end is not known. This plan does not "
                + "concern it: run the command that sent it again.", open.Sent.Resource);
        }
    }

    // Half a pair is of no use: with one change of a group, the group is declined.
    private void LeaveOutDeclined(Plan plan, RunLoop loop)
    {
        var declined = plan.Changes.Where(c => c.Writes && options.Declined.Contains(c.Key)).ToArray();
        foreach (var change in declined)
        {
            loop.Decline(change);
        }

        var groups = declined.Where(c => c.Group.Length > 0).ToLookup(c => c.Group, StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(c => c.Writes && groups.Contains(c.Group)).Except(declined))
        {
            loop.Skip(change, $"'{groups[change.Group].First().Summary}', which belongs to it, was declined");
        }
    }
}
