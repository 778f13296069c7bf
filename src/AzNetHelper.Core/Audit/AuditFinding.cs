using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Audit;

/// <summary>How bad a finding is, the worst last.</summary>
public enum AuditSeverity
{
    /// <summary>Worth knowing; nothing is broken.</summary>
    Information,

    /// <summary>It works and will not for ever, or not as it looks.</summary>
    Warning,

    /// <summary>Something does not work, or is not supported.</summary>
    Error,
}

/// <summary>Something that a rule has found.</summary>
/// <param name="RuleId">The stable id of the rule.</param>
/// <param name="Severity">The rule's severity.</param>
/// <param name="Resource">The resource at fault.</param>
/// <param name="Message">What is wrong, with names.</param>
/// <param name="Remedy">A command line that can be pasted, or a sentence where no command helps.</param>
/// <param name="Link">Where the rule is documented.</param>
public sealed record AuditFinding(
    string RuleId, AuditSeverity Severity, ResourceId Resource, string Message, string Remedy, string Link)
{
    /// <summary>The resource's own name; of a child with its parents'.</summary>
    public string Name => string.Join('/', Resource.Names);

    /// <summary>The VNets that it concerns, by id.</summary>
    public ImmutableArray<ResourceId> VirtualNetworks { get; init; } = [];

    /// <summary>Who runs the remedy.</summary>
    public RemedyKind RemedyKind { get; init; }

    public override string ToString() => $"{Severity} {RuleId} {Name}: {Message}";
}

/// <summary>What a remedy is.</summary>
public enum RemedyKind
{
    /// <summary>A sentence.</summary>
    Advice,

    /// <summary>A command of this module.</summary>
    Module,

    /// <summary>A command of the Azure CLI, for PowerShell and for a Unix shell alike.</summary>
    AzureCli,
}

/// <summary>A rule that could not be judged, or not on everything.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="IsMissing">
/// True when something is known to exist and was not read; false when nothing of a kind is in the topology, which may be
/// because there is none.
/// </param>
public sealed record UnjudgedRule(string RuleId, string Reason, bool IsMissing)
{
    public override string ToString() => $"{RuleId}: {Reason}";
}

/// <summary>What an audit has found, and what it could not judge.</summary>
/// <param name="Rules">The rules that were asked, in their order.</param>
/// <param name="Findings">The findings: the worst first, then by rule, then by resource.</param>
/// <param name="Unjudged">What could not be judged, by rule.</param>
public sealed record AuditReport(
    ImmutableArray<AuditRule> Rules, ImmutableArray<AuditFinding> Findings, ImmutableArray<UnjudgedRule> Unjudged)
{
    /// <summary>True when nothing was found, and nothing that is known to exist was left out.</summary>
    public bool IsClean => Findings.IsEmpty && !Unjudged.Any(u => u.IsMissing);

    /// <summary>One text for everything that could not be judged; null when everything was.</summary>
    public string? UnjudgedText => Unjudged.IsEmpty ? null
        : $"Not everything could be judged. {string.Join(' ', Unjudged.GroupBy(u => u.Reason, StringComparer.Ordinal)
            .Select(g => $"{g.Key} ({string.Join(", ", g.Select(u => u.RuleId))})"))}";
}
