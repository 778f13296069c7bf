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
            .Select(id => (Text: $"{id.Name}/{reference.Segments[1]}",
                Distance: Distance(reference.Segments[0], id.Name)))
            .Where(n => n.Distance > 0);
        return [.. near.Concat(parents).Where(n => n.Distance < int.MaxValue)
            .OrderBy(n => n.Distance).ThenBy(n => n.Text, StringComparer.OrdinalIgnoreCase)
            .Select(n => n.Text).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
    }

    /// <summary>
    /// How far apart two names are; <see cref="int.MaxValue"/> for names that have nothing to do with each other.
    /// </summary>
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

    // Letters to insert, drop, replace or swap with their neighbour (optimal string alignment).
    private static int Edits(string left, string right)
    {
        var cost = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }
}
