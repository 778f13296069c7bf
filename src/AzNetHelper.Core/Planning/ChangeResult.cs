using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Planning;

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

    /// <summary>Accepted; its end is not waited for, because that was asked (<see cref="RunOptions.NotAwaited"/>).</summary>
    UnderWay,
}

/// <summary>A change and what became of it.</summary>
public sealed record ChangeResult(Change Change, ChangeOutcome Outcome, TimeSpan Elapsed)
{
    /// <summary>True when the service accepted the write, whatever came of it.</summary>
    public bool Accepted { get; init; }

    public ResourceId Resource => Change.Resource;

    public ChangeKind Kind => Change.Kind;

    public string Summary => Change.Summary;

    /// <summary>Why it failed or was skipped; null otherwise.</summary>
    public Steps.Failure? Error { get; init; }

    /// <summary>How often the write was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// The resource as read back (JSON); null when it was deleted or not read, or is a key (recorded-behaviour 5.4). The slots of
    /// secrets stand in their place: older api-versions answer a connection's key in clear (recorded-behaviour 5.3).
    /// </summary>
    public string? Document
    {
        get;
        init => field = value is null || SharedKeyWrite.Is(Change) ? null : SecretSlots.Hide(Resource, value);
    }

    /// <summary>
    /// The operation that was still under way when the run ended, or was not waited for, without the first answer's body;
    /// null otherwise.
    /// </summary>
    public ArmOperation? Operation
    {
        get;
        init => field = value is null ? null : value with { Body = default };
    }

    public override string ToString() => $"{Outcome}: {Summary}";
}
