using AzNetHelper.Arm;

namespace AzNetHelper.Steps;

/// <summary>From ARM's codes and statuses to kinds of failure and advice.</summary>
internal static class ArmFailures
{
    private static readonly Dictionary<string, FailureKind> ByCode = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AnotherOperationInProgress"] = FailureKind.ResourceBusy,
        ["RetryableError"] = FailureKind.ResourceBusy,
        ["RetryableErrorDueToAnotherOperation"] = FailureKind.ResourceBusy,
        ["ReferencedResourceNotProvisioned"] = FailureKind.ResourceBusy,
        ["ScopeLocked"] = FailureKind.ResourceBusy,
        ["PreconditionFailed"] = FailureKind.ResourceBusy,
        ["OperationTimeout"] = FailureKind.OperationTimeout,
        ["TokenExpiresSoon"] = FailureKind.OperationTimeout,
        ["Canceled"] = FailureKind.OperationStopped,
        ["NoAnswer"] = FailureKind.ConnectionError,
        ["SignInFailed"] = FailureKind.AuthenticationError,
        ["SessionClosed"] = FailureKind.InvalidOperation,
        ["EndpointNotHttps"] = FailureKind.InvalidArgument,
        ["TrustedRootUnreadable"] = FailureKind.ReadError,
        ["ForeignHostRefused"] = FailureKind.InvalidData,
        ["PagingLoop"] = FailureKind.InvalidData,
        ["CertificateRefused"] = FailureKind.AuthenticationError,
        ["QuotaExceeded"] = FailureKind.QuotaExceeded,
        ["VnetCountLimitReached"] = FailureKind.QuotaExceeded,
        ["PublicIPCountLimitReached"] = FailureKind.QuotaExceeded,
        ["StandardSkuPublicIPCountLimitReached"] = FailureKind.QuotaExceeded,
    };

    private static readonly Dictionary<string, string> Advice = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AuthorizationFailed"] = "Ask the owner of the scope for the action named above.",
        ["LinkedAuthorizationFailed"] = "Ask the owner of the linked resource for the action named above.",
        ["SessionClosed"] = "Run Connect-AzNetSession.",
        ["InvalidAuthenticationToken"] = "Run Connect-AzNetSession again.",
        ["ExpiredAuthenticationToken"] = "Run Connect-AzNetSession again.",
        ["AuthenticationFailed"] = "Run Connect-AzNetSession again.",
        ["ScopeLocked"] = "Remove the management lock named above, or ask its owner, then run the command again.",
        ["RequestDisallowedByPolicy"] = "Ask the owner of the policy, or change what is asked for so that it complies.",
        ["AnotherOperationInProgress"] = "Run the command again when the other operation has ended.",
        ["NoAnswer"] = "Check the network, then run the command again: it reads before it writes.",
    };

    public static Failure ToFailure(ArmException error, object target)
    {
        var message = error.Message;
        foreach (var detail in error.Details.Where(d => !message.Contains(d.Message, StringComparison.Ordinal)))
        {
            message += $" {detail.Message}";
        }

        if (error.AdditionalInfo is { } info)
        {
            message += $" {PolicyViolations.Describe(info)}";
        }

        if (Advice.TryGetValue(error.Code, out var advice))
        {
            message += $" {advice}";
        }

        return new(error.Code, KindOf(error), message, target) { Cause = error, RecommendedAction = advice };
    }

    private static FailureKind KindOf(ArmException error) => ByCode.TryGetValue(error.Code, out var kind)
        ? kind
        : error.Status switch
        {
            401 => FailureKind.AuthenticationError,
            403 => FailureKind.PermissionDenied,
            404 => FailureKind.ObjectNotFound,
            408 => FailureKind.OperationTimeout,
            409 => FailureKind.ResourceExists,
            412 => FailureKind.ResourceBusy,
            429 => FailureKind.LimitsExceeded,
            >= 500 => FailureKind.ResourceUnavailable,
            0 => FailureKind.ConnectionError,
            400 => FailureKind.InvalidArgument,
            _ => FailureKind.InvalidOperation,
        };
}
