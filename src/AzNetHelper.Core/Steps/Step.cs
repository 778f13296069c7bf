using AzNetHelper.Arm;

namespace AzNetHelper.Steps;

/// <summary>
/// What a use case tells while it runs. The core never writes to a console: it writes Steps, and the cmdlet base drains
/// them on the pipeline thread, choosing the stream.
/// </summary>
public abstract record Step;

/// <summary>An object for the pipeline.</summary>
public sealed record ResultStep(object Value) : Step;

/// <summary>How loud a notice is.</summary>
public enum NoticeSeverity
{
    /// <summary>For the verbose stream.</summary>
    Detail,

    /// <summary>For the information stream.</summary>
    Information,
    Warning,
}

/// <summary>Something worth knowing that is no failure; <paramref name="Id"/> is stable.</summary>
public sealed record NoticeStep(NoticeSeverity Severity, string Id, string Message, ResourceId? Resource = null) : Step;

/// <summary>How far it is. <paramref name="Total"/> 0 means unknown.</summary>
public sealed record ProgressStep(string Activity, string Status, int Done, int Total, bool Ended = false) : Step;

/// <summary>An expected failure: a value, not an exception.</summary>
public sealed record FailureStep(Failure Failure) : Step;

/// <summary>One exchange with Azure.</summary>
public sealed record TraceStep(ArmExchange Exchange) : Step;

/// <summary>
/// Work that only the pipeline thread may do (an Az session's token, a prompt); it completes the task.
/// </summary>
public sealed record AskStep(AskKind Kind, string Text, string? TenantId, TaskCompletionSource<object?> Answer) : Step;

/// <summary>What is asked.</summary>
public enum AskKind
{
    /// <summary>Show the text; the answer is null.</summary>
    Tell,

    /// <summary>Get a token for the scope in the text; the answer is an <see cref="ArmToken"/>.</summary>
    Token,
}

/// <summary>The kinds of failure, named as PowerShell names them.</summary>
public enum FailureKind
{
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    ObjectNotFound,
    PermissionDenied,
    AuthenticationError,
    ResourceExists,
    ResourceBusy,
    ResourceUnavailable,
    LimitsExceeded,
    QuotaExceeded,
    OperationTimeout,
    OperationStopped,
    ConnectionError,
    WriteError,
    ReadError,
}

/// <summary>
/// An expected failure. <paramref name="Id"/> is ARM's own error code or a stable id of ours; the message says what
/// happened and what to do next.
/// </summary>
public sealed record Failure(string Id, FailureKind Kind, string Message, object Target)
{
    public Exception? Cause { get; init; }

    /// <summary>What to do next, where that is known apart from the message.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>The failure that an ARM error is, with the category by code first and by status second.</summary>
    public static Failure From(ArmException error, object target) => ArmFailures.ToFailure(error, target);
}
