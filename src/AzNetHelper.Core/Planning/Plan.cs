using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>Why a plan cannot be applied: found before any write.</summary>
/// <param name="CheckId">The stable id of the check.</param>
/// <param name="Message">What is wrong, with the names, and what to do.</param>
/// <param name="Resource">The resource at fault.</param>
public sealed record PlanProblem(string CheckId, string Message, ResourceId Resource)
{
    /// <summary>The group that it concerns; empty for the whole plan.</summary>
    public string Group { get; init; } = string.Empty;

    /// <summary>The kind of failure that it is reported as.</summary>
    public Steps.FailureKind Kind { get; init; } = Steps.FailureKind.InvalidOperation;
}

/// <summary>Something that a reader of the plan should know.</summary>
public sealed record PlanNotice(string Id, Steps.NoticeSeverity Severity, string Message, ResourceId? Resource = null);

/// <summary>An ordered graph of changes, computed without writing anything.</summary>
/// <param name="Title">What it is for, in a line.</param>
public sealed record Plan(string Title)
{
    /// <summary>The changes, in an order that respects their dependencies.</summary>
    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>Why it may not be applied; empty for a sound plan.</summary>
    public ImmutableArray<PlanProblem> Problems { get; init; } = [];

    public ImmutableArray<PlanNotice> Notices { get; init; } = [];

    /// <summary>When what it rests on was read.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it rests on and does not write.</summary>
    public ImmutableArray<PlanGround> RestsOn { get; init; } = [];

    /// <summary>The commands that made it; empty where it cannot be made again by a command.</summary>
    public ImmutableArray<PlanOrigin> Origins { get; init; } = [];

    /// <summary>The cloud that it was made in, for example <c>AzureCloud</c>; null where any will do (a rehearsal, a file).</summary>
    public string? Cloud { get; init; }

    /// <summary>The tenant that it was made in; null where that is not known.</summary>
    public string? TenantId { get; init; }

    /// <summary>The other tenant that it writes in, as a tunnel between two does; null for none.</summary>
    public PlanTenant? SecondTenant { get; init; }

    /// <summary>The version of the module that made it; null for the one that runs.</summary>
    public string? MadeBy { get; init; }

    /// <summary>True when there is nothing to write.</summary>
    public bool IsEmpty => WriteCount == 0;

    /// <summary>How many changes write.</summary>
    public int WriteCount => Changes.Count(c => c.Writes);

    /// <summary>How many resources are as wanted already.</summary>
    public int UnchangedCount => Changes.Length - WriteCount;

    /// <summary>
    /// One plan of several. A change that stands in more than one is made once; two that want different things of one
    /// resource are a problem (<c>PlansConflict</c>), because neither plan knows of the other.
    /// </summary>
    public static Plan Of(IReadOnlyList<Plan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        if (plans is [var one])
        {
            return one;
        }

        var changes = plans.SelectMany(p => p.Changes).DistinctBy(c => (c.Key, c.Content)).ToImmutableArray();
        var conflicts = plans.SelectMany((plan, i) => plan.Changes.Where(c => c.Writes).Select(c => (Plan: i, Change: c)))
            .GroupBy(w => w.Change.Resource)
            .Where(resource => resource.GroupBy(w => w.Plan)
                .DistinctBy(w => string.Join('\n', w.Select(c => (c.Change.Key, c.Change.Content))), StringComparer.Ordinal).Skip(1).Any())
            .Select(resource => resource.Key);
        return new(string.Join("; ", plans.Select(p => p.Title)))
        {
            Changes = [.. changes.DistinctBy(c => c.Key, StringComparer.Ordinal)],
            Problems = [.. plans.SelectMany(p => p.Problems).Distinct(), .. conflicts.Select(id => new PlanProblem("PlansConflict",
                $"More than one of the plans writes {id}, and not the same. Apply one, then make the others again.", id)), .. Elsewhere(plans)],
            RestsOn = [.. plans.SelectMany(p => p.RestsOn).Distinct()],
            Origins = plans.Any(p => p.Origins.IsEmpty) ? [] : [.. plans.SelectMany(p => p.Origins).Distinct()],
            Cloud = plans.Select(p => p.Cloud).FirstOrDefault(c => c is not null),
            TenantId = plans.Select(p => p.TenantId).FirstOrDefault(t => t is not null),
            SecondTenant = plans.Select(p => p.SecondTenant).OfType<PlanTenant>().Aggregate((PlanTenant?)null, (all, one) => all?.And(one) ?? one),
            Notices = [.. plans.SelectMany(p => p.Notices).Distinct()],
            CreatedAt = plans.Count == 0 ? default : plans.Min(p => p.CreatedAt),
        };
    }

    private static IEnumerable<PlanProblem> Elsewhere(IReadOnlyList<Plan> plans)
    {
        var isOne = IsOne(plans.Select(p => p.Cloud)) && IsOne(plans.Select(p => p.TenantId))
            && IsOne(plans.Select(p => p.SecondTenant?.TenantId));
        return isOne ? [] : plans.SelectMany(p => p.Changes).Take(1).Select(c => new PlanProblem("PlansConflict",
            "The plans were made in different clouds or tenants. Apply each in a session of its own.", c.Resource));

        static bool IsOne(IEnumerable<string?> names) =>
            names.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(2).Count() < 2;
    }

    /// <summary>True when nothing stands in the way of applying it.</summary>
    public bool CanApply => Problems.IsEmpty;

    public override string ToString() =>
        $"{Title}: {WriteCount} to write, {UnchangedCount} unchanged, {Problems.Length} {(Problems.Length == 1 ? "problem" : "problems")}";
}
