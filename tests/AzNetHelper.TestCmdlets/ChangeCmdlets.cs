using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.TestCmdlets;

/// <summary>What a scripted run did, and where it is to halt.</summary>
public sealed class RunLog
{
    private readonly TaskCompletionSource _halted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The keys that were written, in order.</summary>
    public ConcurrentQueue<string> Writes { get; } = [];

    /// <summary>The key before which the run waits until it is stopped.</summary>
    public string? HaltAt { get; set; }

    /// <summary>Completes when the run waits there.</summary>
    public Task Halted => _halted.Task;

    public RunOptions? Options { get; set; }

    public async Task HaltAsync(string key, CancellationToken stop)
    {
        if (string.Equals(key, HaltAt, StringComparison.Ordinal))
        {
            _halted.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}

/// <summary>One outcome of a group, as a real cmdlet would shape it.</summary>
public sealed record GroupOutcome(string Group, int Done, int Failed);

/// <summary>Carries a given plan out by writing it to a log.</summary>
public abstract class ScriptedChangeCommand : ChangeCommand
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public Change[] Change { get; set; } = [];

    [Parameter]
    public PlanProblem[] Problem { get; set; } = [];

    [Parameter]
    public PlanNotice[] Notice { get; set; } = [];

    /// <summary>Keys that fail, with the id of their error.</summary>
    [Parameter]
    public Hashtable Fail { get; set; } = [];

    [Parameter]
    public RunLog Log { get; set; } = new();

    private readonly List<Change> _changes = [];

    protected override void ProcessRecord() => _changes.AddRange(Change);

    protected override Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop) =>
        Task.FromResult<Plan?>(new("Test") { Changes = [.. _changes], Problems = [.. Problem], Notices = [.. Notice] });

    protected override IEnumerable<object> Results(ChangeGroup group) =>
    [
        new GroupOutcome(group.Name, group.Results.Count(r => r.Outcome == ChangeOutcome.Done),
            group.Results.Count(r => r.Outcome == ChangeOutcome.Failed)),
    ];

    protected override async Task<RunReport> ApplyAsync(
        IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        Log.Options = options;
        var declined = plan.Changes.Where(c => options.Declined.Contains(c.Key)).Select(c => c.Group).ToHashSet();
        var results = new List<ChangeResult>();
        foreach (var change in plan.Changes)
        {
            await Log.HaltAsync(change.Key, stop);
            var result = Result(change, options, declined.Contains(change.Group), stop);
            results.Add(result);
            options.OnResult!(result);
        }

        return new(plan, [.. results], TimeSpan.Zero);
    }

    private ChangeResult Result(Change change, RunOptions options, bool isLeftOut, CancellationToken stop)
    {
        if (!change.Writes)
        {
            return new(change, ChangeOutcome.Unchanged, TimeSpan.Zero);
        }

        if (options.Declined.Contains(change.Key))
        {
            return new(change, ChangeOutcome.Declined, TimeSpan.Zero);
        }

        if (isLeftOut)
        {
            return new(change, ChangeOutcome.Skipped, TimeSpan.Zero);
        }

        if (stop.IsCancellationRequested)
        {
            return new(change, ChangeOutcome.NotStarted, TimeSpan.Zero);
        }

        Log.Writes.Enqueue(change.Key);
        return Fail[change.Key] is string id
            ? new(change, ChangeOutcome.Failed, TimeSpan.Zero)
                { Error = new(id, FailureKind.ResourceBusy, $"{change.Summary} failed.", change.Resource) }
            : new(change, ChangeOutcome.Done, TimeSpan.Zero);
    }
}

/// <summary>A change of ordinary gravity.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestChange", SupportsShouldProcess = true)]
[OutputType(typeof(GroupOutcome), typeof(Plan))]
public sealed class InvokeTestChangeCommand : ScriptedChangeCommand;

/// <summary>A change that is always asked for.</summary>
[Cmdlet(VerbsCommon.Remove, "TestChange", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GroupOutcome), typeof(Plan))]
public sealed class RemoveTestChangeCommand : ScriptedChangeCommand;
