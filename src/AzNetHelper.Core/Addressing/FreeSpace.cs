using System.Collections.Immutable;

namespace AzNetHelper.Addressing;

/// <summary>A block that was found free.</summary>
/// <param name="Prefix">The block.</param>
/// <param name="Hole">The free block that it was cut from: the widest prefix around it that was free at the time.</param>
public readonly record struct FreeBlock(IPPrefix Prefix, IPPrefix Hole)
{
    public override string ToString() => Prefix.ToString();
}

/// <summary>
/// What is free in some supernets, and where blocks go. A block goes into the smallest hole that takes it, the lowest of
/// these, so that wide holes stay for wide blocks; its halves that are left over are holes again. Placing the widest first,
/// this finds room for any number of blocks whenever there is room for all of them: holes and blocks are powers of two,
/// and a block that fits a hole never takes part of another.
/// </summary>
public sealed class FreeSpace
{
    private const int LengthsOfAFamily = 129;

    // Per family and length the holes, by address: few kinds, so that the smallest that fits is a walk over lengths.
    private readonly HoleRow?[] _holes = new HoleRow?[2 * LengthsOfAFamily];

    /// <summary>What is in the supernets and not taken.</summary>
    public FreeSpace(PrefixSet supernets, PrefixSet taken)
    {
        ArgumentNullException.ThrowIfNull(supernets);
        ArgumentNullException.ThrowIfNull(taken);
        foreach (var hole in supernets.Except(taken))
        {
            (_holes[Kind(hole.Length, hole.IsIPv6)] ??= new()).Append(hole);
        }
    }

    /// <summary>The free blocks as they are now, in order: aligned, none within another.</summary>
    public IEnumerable<IPPrefix> Holes => _holes.OfType<HoleRow>().SelectMany(r => r.Holes).Order();

    /// <summary>The length of the largest free block of a family; null where nothing is free.</summary>
    public int? LargestLength(bool isIPv6) => Enumerable.Range(0, LengthsOfAFamily)
        .Where(l => _holes[Kind(l, isIPv6)] is { Count: > 0 }).Cast<int?>().FirstOrDefault();

    /// <summary>Takes a block of a length; null, and nothing taken, where there is none.</summary>
    public FreeBlock? Take(int length, bool isIPv6)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, isIPv6 ? 128 : 32);
        for (var l = length; l >= 0; l--)
        {
            if (_holes[Kind(l, isIPv6)] is { Count: > 0 } fitting)
            {
                var hole = fitting.TakeFirst();
                return new(Cut(hole, length), hole);
            }
        }

        return null;
    }

    /// <summary>
    /// Takes several blocks at once; the answer is in the order of the lengths, and null, with nothing taken, where not all
    /// of them fit.
    /// </summary>
    public ImmutableArray<FreeBlock>? TakeAll(IReadOnlyList<int> lengths, bool isIPv6)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (!Fits(lengths, isIPv6))
        {
            return null;
        }

        var found = new FreeBlock[lengths.Count];
        foreach (var place in Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i]))
        {
            found[place] = Take(lengths[place], isIPv6)
                ?? throw new InvalidOperationException($"No room for a /{lengths[place]}, though there should be.");
        }

        return [.. found];
    }

    // Counted from the widest on: at each length, what is left of wider holes and holes of this length are so many slots.
    private bool Fits(IReadOnlyList<int> lengths, bool isIPv6)
    {
        var wanted = lengths.GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count());
        var slots = System.Numerics.BigInteger.Zero;
        for (var l = 0; l < LengthsOfAFamily; l++)
        {
            slots = (slots * 2) + (_holes[Kind(l, isIPv6)]?.Count ?? 0) - wanted.GetValueOrDefault(l);
            if (slots < 0)
            {
                return false;
            }
        }

        return true;
    }

    // The first block of the length, with the halves that were cut off on the way as holes.
    private IPPrefix Cut(IPPrefix hole, int length)
    {
        for (var l = hole.Length + 1; l <= length; l++)
        {
            var upper = IPPrefix.FromBits(hole.Bits | (UInt128.One << (128 - l)), l, hole.IsIPv6);
            (_holes[Kind(l, hole.IsIPv6)] ??= new()).Add(upper);
        }

        return IPPrefix.FromBits(hole.Bits, length, hole.IsIPv6);
    }

    private static int Kind(int length, bool isIPv6) => length + (isIPv6 ? LengthsOfAFamily : 0);

    // Holes of one length. What was free from the start comes in order and is only walked; what was cut off is sorted in.
    private sealed class HoleRow
    {
        private readonly List<IPPrefix> _given = [];
        private readonly SortedSet<IPPrefix> _cut = [];
        private int _next;

        public int Count => _given.Count - _next + _cut.Count;

        public IEnumerable<IPPrefix> Holes => _given.Skip(_next).Concat(_cut);

        public void Append(IPPrefix hole) => _given.Add(hole);

        public void Add(IPPrefix hole) => _cut.Add(hole);

        public IPPrefix TakeFirst()
        {
            if (_cut.Count > 0 && (_next == _given.Count || _cut.Min < _given[_next]))
            {
                var first = _cut.Min;
                _cut.Remove(first);
                return first;
            }

            return _given[_next++];
        }
    }
}
