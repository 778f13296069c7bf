using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>What a change does to its resource.</summary>
public enum ChangeKind
{
    /// <summary>The resource is as wanted: nothing is written.</summary>
    NoChange,
    Create,
    Update,
    Delete,

    /// <summary>A POST, for example a reset.</summary>
    Action,
}

/// <summary>What a change does to those who use the network, from mild to grave.</summary>
public enum Impact
{
    None,

    /// <summary>Traffic stops for a while.</summary>
    Interrupts,

    /// <summary>Somebody loses a path until another change gives it back.</summary>
    CutsOff,

    /// <summary>A cost starts and runs until it is ended.</summary>
    StartsBilling,

    /// <summary>What is lost cannot be brought back by another change.</summary>
    Irreversible,
}

/// <summary>An impact with who is affected and for how long.</summary>
/// <param name="Kind">How grave.</param>
/// <param name="Statement">A sentence: who, what, how long. Empty for <see cref="Impact.None"/>.</param>
public sealed record ImpactStatement(Impact Kind, string Statement)
{
    public static ImpactStatement None { get; } = new(Impact.None, string.Empty);

    public override string ToString() => Kind == Impact.None ? "None" : $"{Kind}: {Statement}";
}

/// <summary>One write of a plan, or the statement that none is needed.</summary>
/// <param name="Resource">The resource that is written.</param>
/// <param name="Kind">What is done to it.</param>
/// <param name="Summary">One line for people.</param>
public sealed record Change(ResourceId Resource, ChangeKind Kind, string Summary)
{
    /// <summary>Unique in its plan and the same for the same plan made again.</summary>
    public string Key { get; init; } = $"{Kind}:{Resource}".ToLowerInvariant();

    /// <summary>What the change belongs to (a spoke, a pair): results are told per group.</summary>
    public string Group { get; init; } = string.Empty;

    /// <summary>
    /// The members that the plan writes or rests on, as they were read (a partial JSON document); null when the resource
    /// did not exist. Apply compares them with what it reads just before the write: a difference is drift.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>
    /// The members that the change sets (a partial JSON document, laid over what is read just before the write as
    /// RFC 7396 says); for a creation the whole body; null for a deletion.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Members that must hold when the run has ended and that the service sets (peeringState ...); may be null.</summary>
    public string? Expect { get; init; }

    /// <summary>
    /// Members (a partial JSON document) that call for the write even though the resource already is as
    /// <see cref="After"/> says, for example a peeringState of Disconnected; null when After alone decides.
    /// </summary>
    public string? NeededWhile { get; init; }

    /// <summary>
    /// Members (a partial JSON document) that alone call for the write, whatever <see cref="After"/> says, for a step on
    /// the way whose After is not the end: a half that is deleted, or written without its gateway, only while it is
    /// Disconnected. So a plan that has been run does not take apart what it made when it is run again. Null when
    /// <see cref="After"/> decides.
    /// </summary>
    public string? OnlyWhile { get; init; }

    /// <summary>Further query of the write, for example <c>syncRemoteAddressSpace=true</c>.</summary>
    public string? Query { get; init; }

    /// <summary>For <see cref="ChangeKind.Action"/>: what is posted to, below the resource, for example <c>reset</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Keys of changes that must have been done before this one starts.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>The resources that the write locks (the VNets): two changes with a lane in common run one after another.</summary>
    public ImmutableArray<ResourceId> Lanes { get; init; } = [];

    public ImpactStatement Impact { get; init; } = ImpactStatement.None;

    /// <summary>True when this change writes.</summary>
    public bool Writes => Kind != ChangeKind.NoChange;

    public override string ToString() => $"{Kind} {Resource}";
}

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

    /// <summary>True when there is nothing to write.</summary>
    public bool IsEmpty => WriteCount == 0;

    /// <summary>How many changes write.</summary>
    public int WriteCount => Changes.Count(c => c.Writes);

    /// <summary>How many resources are as wanted already.</summary>
    public int UnchangedCount => Changes.Length - WriteCount;

    /// <summary>One plan of several; a change that stands in more than one is made once.</summary>
    public static Plan Of(IReadOnlyList<Plan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        return plans is [var one] ? one : new(string.Join("; ", plans.Select(p => p.Title)))
        {
            Changes = [.. plans.SelectMany(p => p.Changes).DistinctBy(c => c.Key, StringComparer.Ordinal)],
            Problems = [.. plans.SelectMany(p => p.Problems).Distinct()],
            Notices = [.. plans.SelectMany(p => p.Notices).Distinct()],
            CreatedAt = plans.Count == 0 ? default : plans.Min(p => p.CreatedAt),
        };
    }

    /// <summary>True when nothing stands in the way of applying it.</summary>
    public bool CanApply => Problems.IsEmpty;

    public override string ToString() =>
        $"{Title}: {WriteCount} to write, {UnchangedCount} unchanged, {Problems.Length} problems";
}

/// <summary>What became of a change.</summary>
public enum ChangeOutcome
{
    /// <summary>Nothing was needed.</summary>
    Unchanged,

    /// <summary>Written, and read back as wanted.</summary>
    Done,

    /// <summary>Refused, failed, or read back otherwise than wanted.</summary>
    Failed,

    /// <summary>Not started, because what it depends on was not done.</summary>
    Skipped,

    /// <summary>Not started, because the person said no.</summary>
    Declined,

    /// <summary>Not started, because the run was stopped.</summary>
    NotStarted,

    /// <summary>Sent, and the run ended before its end was known.</summary>
    Unknown,
}

/// <summary>A change and what became of it.</summary>
public sealed record ChangeResult(Change Change, ChangeOutcome Outcome, TimeSpan Elapsed)
{
    public ResourceId Resource => Change.Resource;

    public ChangeKind Kind => Change.Kind;

    public string Summary => Change.Summary;

    /// <summary>Why it failed or was skipped; null otherwise.</summary>
    public Steps.Failure? Error { get; init; }

    /// <summary>How often the write was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>The resource as read back (JSON); null when it was deleted or not read.</summary>
    public string? Document { get; init; }

    /// <summary>The operation that was still under way when the run ended; null otherwise.</summary>
    public ArmOperation? Operation { get; init; }
}
