using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Comparison;

/// <summary>Compares two topologies by content. Pure.</summary>
public static class TopologyComparison
{
    /// <summary>What is different in the second topology, seen from the first.</summary>
    /// <param name="reference">What it is compared with.</param>
    /// <param name="difference">What is looked at.</param>
    /// <param name="all">True to keep what changes by itself (<see cref="ComparisonRules.Left"/>).</param>
    public static ComparisonResult Compare(Topology reference, Topology difference, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        var found = ImmutableArray.CreateBuilder<TopologyDifference>();
        var unknown = new HashSet<TopologyGap>();
        foreach (var id in reference.Documents.Concat(difference.Documents).Select(d => d.Id).Distinct())
        {
            var (before, after) = (reference.Document(id), difference.Document(id));

            // What could not be read may well be there.
            if ((before is null ? reference : after is null ? difference : null)?.GapOf(id) is { } gap)
            {
                unknown.Add(gap);
            }
            else if (before is null || after is null || !before.Json.Span.SequenceEqual(after.Json.Span))
            {
                using var left = Parse(before);
                using var right = Parse(after);
                found.AddRange(DocumentComparison.Differences(id, left?.RootElement ?? default, right?.RootElement ?? default, all));
            }
        }

        return new(Ordered(found), [.. unknown.OrderBy(g => g.Scope, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>Each resource with its children behind it, the members of each in order.</summary>
    internal static ImmutableArray<TopologyDifference> Ordered(IEnumerable<TopologyDifference> differences) =>
    [
        .. differences.OrderBy(d => Root(d.Resource)).ThenBy(d => d.Resource)
            .ThenBy(d => d.Member, StringComparer.Ordinal),
    ];

    private static ResourceId Root(ResourceId id) => id.Parent is { } parent ? Root(parent) : id;

    private static JsonDocument? Parse(ResourceDocument? document) => document is null ? null : CanonicalJson.Parse(document.Json);
}
