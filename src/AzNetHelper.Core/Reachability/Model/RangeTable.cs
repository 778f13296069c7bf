using AzNetHelper.Addressing;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Nested prefixes with a value each, laid out as ranges side by side: each range carries the value of the longest
/// prefix that holds it. A look-up is one binary search; it also tells when a piece lies in several ranges, so that
/// its addresses may fare differently. Memory grows with the number of prefixes.
/// </summary>
/// <typeparam name="T">What a prefix stands for.</typeparam>
internal sealed class RangeTable<T>
    where T : class
{
    private readonly Ranges _ipv4;
    private readonly Ranges _ipv6;

    private RangeTable(Ranges ipv4, Ranges ipv6) => (_ipv4, _ipv6) = (ipv4, ipv6);

    public static RangeTable<T> Empty { get; } = Of([]);

    /// <summary>
    /// A table of values that do not depend on what is around them. Of equal prefixes the first one wins.
    /// </summary>
    public static RangeTable<T> Of(IEnumerable<(IPPrefix Prefix, T Value)> entries) =>
        Of(entries, static (value, _) => value);

    /// <summary>
    /// A table in which <paramref name="inside"/> makes the value of a prefix out of its own and that of the prefix
    /// around it. Of equal prefixes the first one wins.
    /// </summary>
    public static RangeTable<T> Of(IEnumerable<(IPPrefix Prefix, T Value)> entries, Func<T, T?, T> inside)
    {
        var sorted = entries.ToList();

        // A stable order, so that of equal prefixes the first stays first.
        var keyed = sorted.Select((e, i) => (e.Prefix, Index: i)).ToArray();
        Array.Sort(keyed, static (a, b) =>
            a.Prefix.CompareTo(b.Prefix) is var c && c != 0 ? c : a.Index.CompareTo(b.Index));
        var split = Array.FindIndex(keyed, k => k.Prefix.IsIPv6);
        split = split < 0 ? keyed.Length : split;
        return new(
            Lay(keyed.AsSpan(0, split), sorted, inside, UInt128.One << 96),
            Lay(keyed.AsSpan(split), sorted, inside, UInt128.One));
    }

    /// <summary>Looks a piece up.</summary>
    /// <param name="piece">The addresses asked for.</param>
    /// <param name="value">The value of the longest prefix that holds them; null when none does.</param>
    /// <returns>False when the piece lies in several ranges: ask again with smaller ones.</returns>
    public bool TryFind(IPPrefix piece, out T? value)
    {
        var ranges = piece.IsIPv6 ? _ipv6 : _ipv4;
        var firsts = ranges.Firsts;
        if (firsts.Length == 0)
        {
            value = null;
            return true;
        }

        var (low, high) = (0, firsts.Length - 1);
        var bits = piece.Bits;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (firsts[middle] <= bits)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        value = ranges.Values[low];
        return low == firsts.Length - 1 || firsts[low + 1] > piece.LastBits;
    }

    private static Ranges Lay(
        ReadOnlySpan<(IPPrefix Prefix, int Index)> sorted, List<(IPPrefix Prefix, T Value)> entries, Func<T, T?, T> inside,
        UInt128 step)
    {
        if (sorted.IsEmpty)
        {
            return new([], []);
        }

        var firsts = new List<UInt128>((sorted.Length * 2) + 1) { 0 };
        var values = new List<T?>((sorted.Length * 2) + 1) { null };
        var around = new Stack<(UInt128 Next, T Value)>();
        IPPrefix? before = null;
        foreach (var (prefix, index) in sorted)
        {
            if (prefix == before)
            {
                continue;
            }

            before = prefix;
            Close(prefix.Bits, toEnd: false);
            var value = inside(entries[index].Value, around.TryPeek(out var outer) ? outer.Value : null);
            Begin(prefix.Bits, value);

            // Behind the last address of the family the sum is zero: nothing follows.
            around.Push((prefix.LastBits + step, value));
        }

        Close(0, toEnd: true);
        return new([.. firsts], [.. values]);

        // Ends what lies before the address: behind each prefix the one around it goes on.
        void Close(UInt128 until, bool toEnd)
        {
            while (around.TryPeek(out var top) && (toEnd || (top.Next != 0 && top.Next <= until)))
            {
                around.Pop();
                if (top.Next != 0)
                {
                    Begin(top.Next, around.TryPeek(out var outer) ? outer.Value : null);
                }
            }
        }

        void Begin(UInt128 first, T? value)
        {
            if (firsts[^1] == first)
            {
                values[^1] = value;
            }
            else if (!ReferenceEquals(values[^1], value))
            {
                firsts.Add(first);
                values.Add(value);
            }
        }
    }

    private sealed record Ranges(UInt128[] Firsts, T?[] Values);
}
