using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What is refused because of other operations, or of too many.</summary>
internal static class ConcurrencyErrors
{
    private static readonly ErrorTemplate Retryable = new(429, "RetryableError", Quoted, "A retryable error occurred.");

    private static readonly ErrorTemplate CanceledOuter = new(200, "Canceled", Quoted, "Operation was canceled.");

    /// <summary>The default conflict: the call may be repeated after Retry-After.</summary>
    public static ErrorTemplate Busy { get; } = new(429, "RetryableErrorDueToAnotherOperation", Quoted,
        "Operation {0} ({1}) is updating resource {2}. The call can be retried in {3} seconds.") { Within = Retryable };

    public static ErrorTemplate AnotherOperation { get; } = new(409, "AnotherOperationInProgress", Quoted,
        "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: "
        + "{0}.");

    public static ErrorTemplate NotProvisioned { get; } = new(400, "ReferencedResourceNotProvisioned", Quoted,
        "Cannot proceed with operation because resource {0} used by resource {1} is not in Succeeded state. Resource "
        + "is in {2} state and the last operation that updated/is updating the resource is {3}.");

    public static ErrorTemplate TooManyCalls { get; } = new(429, "RetryableErrorDueToTooManyCalls", Quoted,
        "Subscription {0} was used to perform too many calls within last 5 minutes. The number of calls exceeds "
        + "Microsoft.Network throttling limit. The call can be retried in {1} seconds.") { Within = Retryable };

    public static ErrorTemplate Superseded { get; } = new(200, "CanceledAndSupersededDueToAnotherOperation", Quoted,
        "Operation {0} ({1}) was canceled and superseded by operation {2} ({3}).") { Within = CanceledOuter };
}
