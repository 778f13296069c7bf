using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Audit;

/// <summary>What is asked of an audit.</summary>
public sealed record AuditOptions
{
    /// <summary>Only what concerns one of these VNets; empty for everything.</summary>
    public ImmutableArray<ResourceId> VirtualNetworks { get; init; } = [];

    /// <summary>Only these rules; empty for all.</summary>
    public ImmutableArray<string> RuleIds { get; init; } = [];

    /// <summary>Only rules of this severity or worse.</summary>
    public AuditSeverity AtLeast { get; init; }

    /// <summary>
    /// What is left out: a rule's id, or <c>id:resource</c> with the resource's id, <c>group/name</c> or name (of a child
    /// <c>parent/name</c>).
    /// </summary>
    public ImmutableArray<Suppression> Excluded { get; init; } = [];
}

/// <summary>A rule that is not asked, or not about one resource.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Resource">The resource, as the person names it; null for all.</param>
public sealed record Suppression(string RuleId, string? Resource) : IParsable<Suppression>
{
    /// <summary>Reads <c>id</c> or <c>id:resource</c>.</summary>
    /// <exception cref="FormatException">There is no such rule, or nothing stands behind the colon.</exception>
    public static Suppression Parse(string s) => Parse(s, provider: null);

    public static Suppression Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Read(s, out var fault) ?? throw new FormatException(fault);
    }

    public static bool TryParse(string? s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Suppression result)
    {
        result = s is null ? null : Read(s, out _);
        return result is not null;
    }

    /// <summary>True when this leaves the finding out.</summary>
    public bool Covers(AuditFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Same(RuleId, finding.RuleId) && (Resource is null || Same(Resource, finding.Resource.ToString())
            || Same(Resource, finding.Name) || Same(Resource, $"{finding.Resource.ResourceGroup}/{finding.Name}"));
    }

    public override string ToString() => Resource is null ? RuleId : $"{RuleId}:{Resource}";

    private static Suppression? Read(string text, out string? fault)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var id = (colon < 0 ? text : text[..colon]).Trim();
        var resource = colon < 0 ? null : text[(colon + 1)..].Trim();
        var rule = AuditRule.All.FirstOrDefault(r => Same(r.Id, id));
        fault = rule is null ? $"There is no rule '{id}'. Get-Help Test-VNetTopology and docs/audit.md list them."
            : resource is { Length: 0 } ? $"'{text}' names no resource behind the colon." : null;
        return fault is null ? new(rule!.Id, resource) : null;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
