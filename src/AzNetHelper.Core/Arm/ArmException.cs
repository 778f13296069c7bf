using System.Collections.Immutable;

namespace AzNetHelper.Arm;

/// <summary>One entry of an error's details.</summary>
public sealed record ArmErrorDetail(string Code, string Message, string? Target = null);

/// <summary>What Azure answered when it did not do as asked.</summary>
public sealed class ArmException(int status, string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>
    /// The HTTP status; 0 when there was no answer; 200 when a poll reported the failure of an operation.
    /// </summary>
    public int Status { get; } = status;

    /// <summary>
    /// ARM's own <c>error.code</c>, or a stable id of ours (<c>NoAnswer</c>, <c>OperationStatusLost</c> ...).
    /// </summary>
    public string Code { get; } = code;

    /// <summary>The inner errors; the code that decides a retry often stands here.</summary>
    public ImmutableArray<ArmErrorDetail> Details { get; init; } = [];

    /// <summary>What <c>error.target</c> named.</summary>
    public string? Target { get; init; }

    /// <summary>The request that failed: verb and path.</summary>
    public string? Request { get; init; }

    /// <summary>The service's own request id, for a support case.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the service asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True for a write whose answer was lost or was a 5xx: read before writing again.</summary>
    public bool MayHaveTakenEffect { get; init; }

    /// <summary>
    /// Policy violations and the like, as the service wrote them (JSON of <c>error.additionalInfo</c>).
    /// </summary>
    public string? AdditionalInfo { get; init; }

    /// <summary>True when the code or one of the details' codes is this one.</summary>
    public bool Is(string code) => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase)
        || Details.Any(d => string.Equals(d.Code, code, StringComparison.OrdinalIgnoreCase));
}
