using System.Collections.Immutable;

namespace AzNetHelper.Addressing;

/// <summary>A prefix that lies in another, by their places in the list that was asked; equal ones lie in each other.</summary>
/// <param name="Outer">The wider one; of two equal ones the earlier.</param>
/// <param name="Inner">The narrower one.</param>
public readonly record struct Nested(int Outer, int Inner);

/// <summary>
/// Which of many prefixes overlap. Two prefixes overlap only when one contains the other, so all overlaps are a forest:
/// every prefix hangs under the narrowest one that contains it. The forest takes one sort and one sweep, and memory that
/// grows with the prefixes; the overlaps, which can be far more than prefixes, are enumerated from it one by one.
/// </summary>
public sealed class PrefixNesting
{
    // By rank, which is the place in the sorted order: what lies in a prefix follows it at once.
    private readonly int[] _order;
    private readonly int[] _outer;
    private readonly Lazy<int[]> _ranks;

    private PrefixNesting(int[] order, int[] outer, long pairs)
    {
        _order = order;
        _outer = outer;
        PairCount = pairs;
        _ranks = new(() =>
        {
            var ranks = new int[_order.Length];
            for (var rank = 0; rank < ranks.Length; rank++)
            {
                ranks[_order[rank]] = rank;
            }

            return ranks;
        });
    }

    /// <summary>How many pairs overlap; equal prefixes at different places count as a pair.</summary>
    public long PairCount { get; }

    /// <summary>Nests the prefixes: those of both families at once.</summary>
    public static PrefixNesting Of(ReadOnlySpan<IPPrefix> prefixes)
    {
        var order = PrefixOrder.Of(prefixes);
        var outer = new int[order.Length];
        var pairs = 0L;

        // What contains the prefix at hand, the widest at the bottom. Sorted wider first, one that ends before it contains
        // nothing more, and one that does not contains it.
        var open = new Stack<(UInt128 End, int Rank)>();
        var isIPv6 = false;
        for (var rank = 0; rank < order.Length; rank++)
        {
            ref readonly var prefix = ref prefixes[order[rank]];
            if (prefix.IsIPv6 != isIPv6)
            {
                open.Clear();
                isIPv6 = prefix.IsIPv6;
            }

            while (open.TryPeek(out var top) && top.End < prefix.Bits)
            {
                open.Pop();
            }

            outer[rank] = open.TryPeek(out var enclosing) ? enclosing.Rank : -1;
            pairs += open.Count;
            open.Push((prefix.EndBits, rank));
        }

        return new(order, outer, pairs);
    }

    /// <summary>The places of all prefixes that contain the one at a place, the narrowest first.</summary>
    public IEnumerable<int> Around(int place)
    {
        for (var outer = _outer[_ranks.Value[place]]; outer >= 0; outer = _outer[outer])
        {
            yield return _order[outer];
        }
    }

    /// <summary>Every pair that overlaps, by the narrower one in the order of prefixes.</summary>
    public IEnumerable<Nested> Pairs()
    {
        for (var rank = 0; rank < _order.Length; rank++)
        {
            for (var outer = _outer[rank]; outer >= 0; outer = _outer[outer])
            {
                yield return new(_order[outer], _order[rank]);
            }
        }
    }

    /// <summary>
    /// The places in groups: each begins with a prefix that no other contains, and holds everything in it. Prefixes of
    /// different groups do not overlap.
    /// </summary>
    public IEnumerable<ImmutableArray<int>> Groups()
    {
        for (var start = 0; start < _order.Length;)
        {
            var end = start + 1;
            while (end < _order.Length && _outer[end] >= 0)
            {
                end++;
            }

            yield return [.. _order.AsSpan(start, end - start)];
            start = end;
        }
    }
}
