using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Audit;

namespace AzNetHelper.Services.Audits;

/// <summary>Whether clients of a subnet get in to a service.</summary>
public enum AccessVerdict
{
    /// <summary>They do, by the rule and the endpoint.</summary>
    LetIn,

    /// <summary>They do, and so does everybody: what the rules say does not matter.</summary>
    Open,

    /// <summary>They do not by their subnet; a private endpoint or a rule for an address may let them in all the same.</summary>
    Refused,

    /// <summary>It could not be read.</summary>
    Unknown,
}

/// <summary>
/// A subnet and a service that knows it; a service that knows no subnet; or a subnet with an endpoint for which no service knows it.
/// </summary>
public sealed record ServiceAccess
{
    /// <summary>The service; null for an endpoint that no service knows.</summary>
    public ResourceId? ServiceId { get; init; }

    /// <summary>The subnet; null for a service that knows none.</summary>
    public ResourceId? SubnetId { get; init; }

    /// <summary>What the service is; for an endpoint that none knows, what it is for.</summary>
    public string Kind { get; init; } = string.Empty;

    public string? Service => ServiceId?.Name;

    /// <summary>The subnet as people call it.</summary>
    public string? Subnet => SubnetId is { Parent: { } network } ? $"{network.Name}/{SubnetId.Name}" : null;

    /// <summary>Whether it gets in; of a service without subnets, whether everybody does.</summary>
    public AccessVerdict Verdict { get; init; }

    /// <summary>True where there is a rule and no endpoint, or an endpoint and no rule.</summary>
    public bool IsOneSided { get; init; }

    /// <summary>The rules for addresses of the service.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>How many private endpoints the service has.</summary>
    public int PrivateEndpoints { get; init; }

    /// <summary>What is not as it looks, the gravest first.</summary>
    public ImmutableArray<AccessFinding> Findings { get; init; } = [];

    /// <summary>The gravest of the findings; null for none.</summary>
    public AuditSeverity? Severity => Findings.IsEmpty ? null : Findings.Max(f => f.Severity);

    /// <summary>The commands that mend it, each once.</summary>
    public ImmutableArray<string> Remedy => [.. Findings.Select(f => f.Remedy).OfType<string>().Distinct(StringComparer.Ordinal)];

    public override string ToString() => $"{Service ?? "no service"} <- {Subnet ?? "no subnet"}: {Verdict}";
}
