using System.Collections.Immutable;
using AzNetHelper.Audit.Rules;

namespace AzNetHelper.Audit;

/// <summary>A rule of the audit: data, and a pure function of the topology.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Severity">How bad its findings are.</param>
/// <param name="Title">What is wrong where it finds something.</param>
/// <param name="Link">Where Microsoft documents it.</param>
public sealed record AuditRule(string Id, AuditSeverity Severity, string Title, string Link)
{
    internal Func<AuditScene, IEnumerable<Found>> Finds { get; init; } = static _ => [];

    /// <summary>What it cannot judge in this topology.</summary>
    internal Func<AuditScene, IEnumerable<Doubt>> Doubts { get; init; } = static _ => [];

    /// <summary>The resource types that it rests on: a gap in them is told.</summary>
    internal ImmutableArray<string> RestsOn { get; init; } = [];

    /// <summary>Every rule, in the order in which findings of one severity are told.</summary>
    public static ImmutableArray<AuditRule> All => Catalogue.All;

    public override string ToString() => $"{Id}: {Title}";
}
