using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>What a refusal means for the next try of a write.</summary>
internal enum Conflict
{
    /// <summary>A refusal that repeating does not mend.</summary>
    None,

    /// <summary>Somebody else is at work; nothing was written: wait and repeat.</summary>
    Busy,

    /// <summary>Too many requests of this subscription; nothing was written: none of them before the time asked for.</summary>
    Throttled,

    /// <summary>The ETag was not current any more: the content decides.</summary>
    Stale,

    /// <summary>It may have been written: read, then decide.</summary>
    Unclear,
}

/// <summary>
/// Which answers are conflicts. The network provider says the same thing in several ways: 409 AnotherOperationInProgress,
/// 429 RetryableError, 400 ReferencedResourceNotProvisioned, a failed or superseded operation (AzureTRE issues 2222 and 3177,
/// cluster-api-provider-azure issue 4385, azure-rest-api-specs issue 14202); an implementer treats them alike.
/// </summary>
internal static class ConflictRules
{
    public static Conflict Of(ArmException error) => error switch
    {
        { MayHaveTakenEffect: true } => Conflict.Unclear,
        _ when error.Is("CanceledAndSupersededDueToAnotherOperation") || error.Is("OperationStatusLost") => Conflict.Unclear,

        // The network provider's quota, in the envelope that its locks have too (azure-cli and azqr issues quote both texts).
        { Status: 429 } when error.Is("RetryableErrorDueToTooManyCalls") || !IsRetryable(error) => Conflict.Throttled,

        // Status 200: a poll told it, so the operation had begun.
        _ when error.Is("AnotherOperationInProgress") || IsRetryable(error) =>
            error.Status == 200 ? Conflict.Unclear : NamesFailedResource(error) ? Conflict.None : Conflict.Busy,
        _ when IsBusyService(error) => error.Status == 200 ? Conflict.Unclear : Conflict.Busy,
        _ when error.Is("ReferencedResourceNotProvisioned") => NamesFailedResource(error) ? Conflict.None : Conflict.Busy,
        { Status: 412 } => Conflict.Stale,
        _ => Conflict.None,
    };

    /// <summary>The operation of somebody else was in the way, whether the write had begun or not.</summary>
    public static bool IsOfAnother(ArmException error) => error.Is("AnotherOperationInProgress") || IsRetryable(error)
        || error.Is("CanceledAndSupersededDueToAnotherOperation")
        || (error.Is("ReferencedResourceNotProvisioned") && !NamesFailedResource(error));

    // Services with rules of subnets have codes of their own: SQL, storage, Cognitive Services; and each repeats the network provider's words
    // about a subnet that is being written (Azure/azure-cli#32434, hashicorp/terraform-provider-azurerm#16547).
    private static bool IsBusyService(ArmException error) =>
        error.Is("ConflictingServerOperation") || error.Is("StorageAccountOperationInProgress") || error.Is("RequestConflict")
        || error.Details.Select(d => d.Message).Append(error.Message)
            .Any(m => m.Contains("not provisioned. They are in Updating state", StringComparison.OrdinalIgnoreCase));

    private static bool IsRetryable(ArmException error) =>
        error.Details.Select(d => d.Code).Append(error.Code).Any(c => c.StartsWith("RetryableError", StringComparison.OrdinalIgnoreCase));

    // A resource in Failed blocks its dependants until somebody writes it again; waiting does not help.
    private static bool NamesFailedResource(ArmException error) =>
        error.Is("ReferencedResourceNotProvisioned")
        && error.Details.Select(d => d.Message).Append(error.Message)
            .Any(m => m.Contains("is in Failed state", StringComparison.OrdinalIgnoreCase));
}
