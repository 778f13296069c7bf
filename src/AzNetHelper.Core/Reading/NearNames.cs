using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Reading;

/// <summary>What somebody may have meant who wrote a name that is none.</summary>
internal static class NearNames
{
    private const int Most = 5;

    // Three letters in common are a habit of naming (vnet-, hub) only where they are most of what was typed.
    private const int ShortestPrefix = 3;

    /// <summary>Names close to a reference, the closest first, written so that they can be pasted.</summary>
    public static ImmutableArray<string> Of(
        ResourceReference reference, IReadOnlyCollection<ResourceId> known, IReadOnlyCollection<string> types)
    {
        var near = known.Where(k => types.Any(k.IsType)).SelectMany(id => Wanted(reference, id.Names.Length)
            .Select(wanted => (Text: Display(id), Distance: Distance(wanted, string.Join('/', id.Names)))));

        // A subnet of a VNet that does not exist: the VNet's name is what is wrong.
        var parents = known.Where(k => types.Contains($"{k.Type}/subnets", StringComparer.OrdinalIgnoreCase)
                && reference.Segments.Length == 2)
            .Select(id => (Text: $"{id.Name}/{reference.Segments[1]}", Distance: Distance(reference.Segments[0], id.Name)))
            .Where(n => n.Distance > 0);
        return [.. near.Concat(parents).Where(n => n.Distance < int.MaxValue)
            .OrderBy(n => n.Distance).ThenBy(n => n.Text, StringComparer.OrdinalIgnoreCase)
            .Select(n => n.Text).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
    }

    /// <summary>How far apart two names are; <see cref="int.MaxValue"/> for names that have nothing to do with each other.</summary>
    internal static int Distance(string wanted, string name)
    {
        var edits = Edits(wanted.ToUpperInvariant(), name.ToUpperInvariant());
        var isPrefix = Math.Min(wanted.Length, name.Length) >= ShortestPrefix
            && (name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
                || wanted.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return edits <= Math.Max(1, wanted.Length / 3) || isPrefix ? edits : int.MaxValue;
    }

    // With a group before it, the name alone counts too: it may stand in another group.
    private static IEnumerable<string> Wanted(ResourceReference reference, int depth)
    {
        if (reference.Segments.Length >= depth)
        {
            yield return string.Join('/', reference.Segments[^depth..]);
        }
    }

    private static string Display(ResourceId id) =>
        id.ResourceGroup is null ? id.ToString() : $"{id.ResourceGroup}/{string.Join('/', id.Names)}";

    // Levenshtein's distance, one row at a time.
    private static int Edits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
