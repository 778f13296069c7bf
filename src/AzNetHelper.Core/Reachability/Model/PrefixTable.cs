using AzNetHelper.Addressing;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Prefixes with a value each, asked for the longest one that contains a piece. A look-up costs one probe per distinct
/// length, of which real tables have a handful, whatever their size. The first value of a prefix wins.
/// </summary>
internal sealed class PrefixTable<T>
    where T : class
{
    private readonly Dictionary<IPPrefix, T> _values = [];
    private readonly IPPrefix[] _sorted;
    private readonly int[] _lengths4;
    private readonly int[] _lengths6;

    public PrefixTable(IEnumerable<KeyValuePair<IPPrefix, T>> entries)
    {
        foreach (var (prefix, value) in entries)
        {
            _values.TryAdd(prefix, value);
        }

        _sorted = [.. _values.Keys.Order()];
        _lengths4 = Lengths(isIPv6: false);
        _lengths6 = Lengths(isIPv6: true);
    }

    public static PrefixTable<T> Empty { get; } = new([]);

    public bool Holds(IPPrefix prefix) => _values.ContainsKey(prefix);

    /// <summary>The value of the longest prefix that contains the piece.</summary>
    public T? Longest(IPPrefix piece) => All(piece).FirstOrDefault();

    /// <summary>The values of every prefix that contains the piece, longest first.</summary>
    public IEnumerable<T> All(IPPrefix piece)
    {
        foreach (var length in piece.IsIPv6 ? _lengths6 : _lengths4)
        {
            if (length <= piece.Length
                && _values.TryGetValue(IPPrefix.FromBits(piece.Bits, length, piece.IsIPv6), out var value))
            {
                yield return value;
            }
        }
    }

    /// <summary>True when a prefix lies inside the piece, so that its addresses may fare differently.</summary>
    public bool Cuts(IPPrefix piece)
    {
        var at = Array.BinarySearch(_sorted, piece);
        at = at < 0 ? ~at : at + 1;

        // Sorted by first address and wider first: what lies inside comes right behind.
        return at < _sorted.Length && piece.Contains(_sorted[at]);
    }

    private int[] Lengths(bool isIPv6) =>
        [.. _sorted.Where(p => p.IsIPv6 == isIPv6).Select(p => p.Length).Distinct().OrderDescending()];
}
