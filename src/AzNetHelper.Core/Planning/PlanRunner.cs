using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>How a plan is run.</summary>
public sealed record RunOptions
{
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
}

/// <summary>What a run did.</summary>
public sealed record RunReport(Plan Plan, ImmutableArray<ChangeResult> Results, TimeSpan Elapsed)
{
    /// <summary>True when every change is as wanted.</summary>
    public bool Succeeded => Results.All(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged);
}

/// <summary>Runs the graph of a plan.</summary>
public sealed class PlanRunner(IArm arm, RunOptions options, StepWriter steps)
{
    /// <summary>Runs the plan. Cancelling starts no further write and waits a bounded time for those in flight.</summary>
    public Task<RunReport> RunAsync(Plan plan, CancellationToken stop) =>
        throw new NotSupportedException(nameof(arm) + nameof(options) + steps.GetType() + arm + options);
}
