using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Rights;

/// <summary>
/// Finds the management locks that stand in the way. A list at a scope holds the locks at, above and below it (Get-AzResourceLock
/// without -AtScope), so a subscription is one request; who may not read there is asked for the groups, then the resources.
/// </summary>
internal sealed class LockCheck(IArm arm, Plan plan)
{
    // Management Locks - List By Scope (azure-rest-api-specs, locks.json).
    private const string ApiVersion = "2020-05-01";

    private readonly ScopeAnswers<IReadOnlyList<HeldLock>> _locks = new(
        arm, "locks", ApiVersion, pages => [.. pages.SelectMany(p => HeldLock.Parse(p))]);

    /// <summary>Each lock and change that do not go together as a problem, and the refusal because of which some are unknown.</summary>
    public async Task<(ImmutableArray<PlanProblem> Problems, ArmException? Unread)> RunAsync(CancellationToken stop)
    {
        Change[] writes = [.. plan.Changes.Where(c => c.Writes)];
        Change[] open = writes;
        foreach (var level in Levels)
        {
            await _locks.AskAsync(open.Select(level).OfType<ResourceId>(), stop).ConfigureAwait(false);
            open = [.. open.Where(c => Known(c) is null)];
        }

        var problems = from change in writes
                       from held in (Known(change) ?? []).Distinct()
                       where held.Blocks(change)
                       select (Change: change, Lock: held);
        return ([.. problems.DistinctBy(p => (p.Lock, p.Change.Resource)).Select(p => Problem(p.Change, p.Lock))],
            open.SelectMany(c => Levels.Select(l => l(c))).OfType<ResourceId>().Select(_locks.RefusalAt).FirstOrDefault(e => e is not null));
    }

    private static ImmutableArray<Func<Change, ResourceId?>> Levels { get; } =
    [
        c => ResourceId.ForSubscription(c.Resource.SubscriptionId), c => c.Resource.Group, c => RightsTable.ScopeOf(c.Resource),
    ];

    private IReadOnlyList<HeldLock>? Known(Change change) =>
        Levels.Select(l => l(change)).OfType<ResourceId>().Select(s => _locks[s]).FirstOrDefault(l => l is not null);

    private static PlanProblem Problem(Change change, HeldLock held) => new("ScopeLocked",
        $"The management lock '{held.Name}' ({held.Level}) on {held.Scope} keeps what it holds from being "
        + (held.Level == LockLevel.ReadOnly ? "changed or deleted" : "deleted") + $", and this is in the plan: {change.Summary}. "
        + $"Nothing was written. Have the lock removed while this runs (Remove-AzResourceLock -LockName {held.Name} "
        + $"-Scope {held.Scope}, az lock delete), or leave this out.", change.Resource)
    {
        Group = change.Group,
        Kind = FailureKind.ResourceBusy,
    };
}
