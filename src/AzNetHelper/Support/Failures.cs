using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>From expected failures to PowerShell's error records.</summary>
public static class Failures
{
    /// <summary>The error record of a failure: its id, its category, its target, its cause.</summary>
    public static ErrorRecord ToErrorRecord(this Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new(new AzNetException(failure.Message, failure.Cause), failure.Id, failure.Kind.ToCategory(), failure.Target)
        {
            ErrorDetails = new(failure.Message) { RecommendedAction = failure.RecommendedAction ?? string.Empty },
        };
    }

    /// <summary>Kinds of failure carry PowerShell's own names.</summary>
    public static ErrorCategory ToCategory(this FailureKind kind) => kind switch
    {
        FailureKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FailureKind.InvalidData => ErrorCategory.InvalidData,
        FailureKind.InvalidOperation => ErrorCategory.InvalidOperation,
        FailureKind.ObjectNotFound => ErrorCategory.ObjectNotFound,
        FailureKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FailureKind.AuthenticationError => ErrorCategory.AuthenticationError,
        FailureKind.ResourceExists => ErrorCategory.ResourceExists,
        FailureKind.ResourceBusy => ErrorCategory.ResourceBusy,
        FailureKind.ResourceUnavailable => ErrorCategory.ResourceUnavailable,
        FailureKind.LimitsExceeded => ErrorCategory.LimitsExceeded,
        FailureKind.QuotaExceeded => ErrorCategory.QuotaExceeded,
        FailureKind.OperationTimeout => ErrorCategory.OperationTimeout,
        FailureKind.OperationStopped => ErrorCategory.OperationStopped,
        FailureKind.ConnectionError => ErrorCategory.ConnectionError,
        FailureKind.WriteError => ErrorCategory.WriteError,
        FailureKind.ReadError => ErrorCategory.ReadError,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>Writes the failure as a non-terminating error.</summary>
    public static void WriteFailure(this Cmdlet cmdlet, Failure failure)
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        PipelineLog.Error(cmdlet, failure.Message, isTerminating: false);
        cmdlet.WriteError(failure.ToErrorRecord());
    }

    /// <summary>
    /// Ends the command with the failure; the exception is what the caller throws to tell the compiler so.
    /// </summary>
    public static Exception Terminate(this Cmdlet cmdlet, Failure failure)
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        PipelineLog.Error(cmdlet, failure.Message, isTerminating: true);
        cmdlet.ThrowTerminatingError(failure.ToErrorRecord());
        return new AzNetException(failure.Message);
    }

    /// <summary>Ends the command because an argument is wrong.</summary>
    public static Exception RefuseArgument(this Cmdlet cmdlet, string id, string message, object? value) =>
        cmdlet.Terminate(new(id, FailureKind.InvalidArgument, message, value ?? id));

    /// <summary>The failure that an exception of a use case stands for; null for one that nobody expected.</summary>
    internal static Failure? Expected(this Exception error, object target) => error switch
    {
        ArmException arm => Failure.From(arm, arm.Request ?? target),
        TopologyFileException file => file.ToFailure(),
        JournalException journal => journal.ToFailure(),
        InvalidTopologyException =>
            new("InvalidTopology", FailureKind.InvalidData, error.Message, target) { Cause = error },
        FormatException or ArgumentException =>
            new("InvalidArgument", FailureKind.InvalidArgument, error.Message, target) { Cause = error },
        FileNotFoundException or DirectoryNotFoundException =>
            new("FileNotFound", FailureKind.ObjectNotFound, error.Message, target) { Cause = error },
        UnauthorizedAccessException =>
            new("FileAccessDenied", FailureKind.PermissionDenied, error.Message, target) { Cause = error },
        IOException => new("FileAccessFailed", FailureKind.WriteError, error.Message, target) { Cause = error },
        TimeoutException =>
            new("OperationTimeout", FailureKind.OperationTimeout, error.Message, target) { Cause = error },
        _ => null,
    };

    /// <summary>
    /// No session, bad arguments and a failed sign-in end a command; every other failure lets the pipeline go on.
    /// </summary>
    internal static bool EndsCommand(this Failure failure) =>
        failure.Kind == FailureKind.AuthenticationError || failure.Id is "NoSession" or "SessionClosed"
        || (failure.Kind == FailureKind.InvalidArgument && failure.Cause is FormatException or ArgumentException);
}
