using System.Collections.Immutable;

namespace AzNetHelper.Addressing;

/// <summary>Two prefixes that have addresses in common.</summary>
/// <param name="Left">The prefix of the first list.</param>
/// <param name="Right">The prefix of the second list.</param>
public readonly record struct Overlap(IPPrefix Left, IPPrefix Right)
{
    /// <summary>
    /// Every pair of overlapping prefixes between two lists, in the order of the first list. One sorted sweep:
    /// n log n, plus the pairs found.
    /// </summary>
    public static ImmutableArray<Overlap> Between(IEnumerable<IPPrefix> left, IEnumerable<IPPrefix> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var all = left.Select(p => (Prefix: p, IsLeft: true)).Concat(right.Select(p => (Prefix: p, IsLeft: false)))
            .OrderBy(e => e.Prefix).ToArray();
        var open = new Stack<(IPPrefix Prefix, bool IsLeft)>();
        var found = ImmutableArray.CreateBuilder<Overlap>();
        foreach (var entry in all)
        {
            // Sorted wider first, so whatever still contains this prefix is on the stack, and nothing else is.
            while (open.TryPeek(out var top) && !top.Prefix.Contains(entry.Prefix))
            {
                open.Pop();
            }

            foreach (var outer in open)
            {
                if (outer.IsLeft != entry.IsLeft)
                {
                    found.Add(entry.IsLeft ? new(entry.Prefix, outer.Prefix) : new(outer.Prefix, entry.Prefix));
                }
            }

            open.Push(entry);
        }

        found.Sort((a, b) => a.Left.CompareTo(b.Left) is var c && c != 0 ? c : a.Right.CompareTo(b.Right));
        return found.Distinct().ToImmutableArray();
    }

    /// <summary>True when the two lists have an address in common.</summary>
    public static bool Any(IEnumerable<IPPrefix> left, IEnumerable<IPPrefix> right) => !Between(left, right).IsEmpty;

    /// <summary>The prefix that both hold: the narrower one.</summary>
    public IPPrefix Common => Left.Length >= Right.Length ? Left : Right;

    public override string ToString() => Left == Right ? Left.ToString() : $"{Left} and {Right}";
}
