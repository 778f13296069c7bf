using System.Collections.Immutable;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>What a change does to its resource.</summary>
public enum ChangeKind
{
    /// <summary>The resource is as wanted: nothing is written.</summary>
    NoChange,
    Create,
    Update,
    Delete,

    /// <summary>A POST or a PUT below the resource that is no resource itself, for example a reset.</summary>
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

    /// <summary>
    /// Members (a partial JSON document) that hold once later changes of the plan have gone on from <see cref="After"/>, for a step on the
    /// way that has to be there before others start: it is passed by where these hold, or After does. Whatever else is found is drift, so
    /// nothing that depends on the step goes on without it. Null for what is no such step.
    /// </summary>
    public string? PassedWhen { get; init; }

    /// <summary>
    /// Members (a partial JSON document) that the service sets some time after it has taken the write (the state of a rule), and that
    /// must hold before the change counts as done: what depends on it waits for them. Null when the end of the operation is enough.
    /// </summary>
    public string? Awaits { get; init; }

    /// <summary>
    /// For an update: the members that take it back, laid over what is there as <see cref="After"/> is; for a deletion the whole body that
    /// makes it again. Null for what stays when a run is taken back.
    /// </summary>
    public string? TakenBackBy { get; init; }

    /// <summary>
    /// Network groups that must have no static member just before the write, because what is written would cut off whom somebody
    /// has put in since the plan was made.
    /// </summary>
    public ImmutableArray<ResourceId> EmptyGroups { get; init; } = [];

    /// <summary>Further query of the write, for example <c>syncRemoteAddressSpace=true</c>.</summary>
    public string? Query { get; init; }

    /// <summary>For <see cref="ChangeKind.Action"/>: what is called, below the resource, for example <c>reset</c>.</summary>
    public string? Action { get; init; }

    /// <summary>For <see cref="ChangeKind.Action"/>: POST, or PUT where the service wants it (a connection's <c>sharedkey</c>).</summary>
    public ArmVerb ActionVerb { get; init; } = ArmVerb.Post;

    /// <summary>Keys of changes that must have been done before this one starts.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>
    /// The resources that the write locks (the VNets): two changes with a lane in common run one after another, halves of
    /// peerings as many side by side as the service is found to take.
    /// </summary>
    public ImmutableArray<ResourceId> Lanes { get; init; } = [];

    public ImpactStatement Impact { get; init; } = ImpactStatement.None;

    /// <summary>
    /// What it does, as text: two changes with one key and the same content are one change, whatever the order of members.
    /// </summary>
    internal (ChangeKind Kind, string? After, string? Query, string? Action) Content => (Kind,
        After is null ? null : Encoding.UTF8.GetString(CanonicalJson.Bytes(Encoding.UTF8.GetBytes(After))), Query, Action);

    /// <summary>True when this change writes.</summary>
    public bool Writes => Kind != ChangeKind.NoChange;

    public override string ToString() => $"{Kind} {Resource}";
}
