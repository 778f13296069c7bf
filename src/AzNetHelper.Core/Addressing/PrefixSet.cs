using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

namespace AzNetHelper.Addressing;

/// <summary>
/// A set of addresses of both families, kept as blocks without gap or overlap. Equal sets hold equal prefixes, whatever
/// they were made of: it lists the fewest prefixes that cover it, in order.
/// </summary>
public sealed class PrefixSet : IReadOnlyList<IPPrefix>, IEquatable<PrefixSet>
{
    private readonly ImmutableArray<AddressBlock> _blocks;
    private readonly Lazy<ImmutableArray<IPPrefix>> _prefixes;

    private PrefixSet(ImmutableArray<AddressBlock> blocks)
    {
        _blocks = blocks;
        _prefixes = new(() => [.. blocks.SelectMany(b => b.Prefixes())]);
    }

    /// <summary>No address.</summary>
    public static PrefixSet Empty { get; } = new([]);

    /// <summary>True when there is no address.</summary>
    public bool IsEmpty => _blocks.IsEmpty;

    /// <summary>How many prefixes the set takes.</summary>
    public int Count => _prefixes.Value.Length;

    public IPPrefix this[int index] => _prefixes.Value[index];

    /// <summary>The addresses of the prefixes.</summary>
    public static PrefixSet Of(IEnumerable<IPPrefix> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        return Of(prefixes as IPPrefix[] ?? [.. prefixes]);
    }

    /// <summary>The addresses of the prefixes.</summary>
    public static PrefixSet Of(params ReadOnlySpan<IPPrefix> prefixes)
    {
        var blocks = new BlockBuilder();
        foreach (var place in PrefixOrder.Of(prefixes))
        {
            blocks.Add(new(prefixes[place]));
        }

        return new(blocks.ToImmutable());
    }

    /// <summary>True when every address of the prefix is in the set.</summary>
    public bool Contains(IPPrefix prefix)
    {
        var block = new AddressBlock(prefix);
        var at = LastFrom(block);
        return at >= 0 && _blocks[at].IsIPv6 == block.IsIPv6 && _blocks[at].End >= block.End;
    }

    /// <summary>True when an address of the prefix is in the set.</summary>
    public bool Overlaps(IPPrefix prefix)
    {
        var block = new AddressBlock(prefix);
        var at = LastFrom(block);
        return (at >= 0 && _blocks[at].Meets(block)) || (at + 1 < _blocks.Length && _blocks[at + 1].Meets(block));
    }

    /// <summary>The addresses of either set.</summary>
    public PrefixSet Union(PrefixSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var blocks = new BlockBuilder();
        var (i, j) = (0, 0);
        while (i < _blocks.Length || j < other._blocks.Length)
        {
            var mine = j == other._blocks.Length || (i < _blocks.Length && _blocks[i].Order(other._blocks[j]) <= 0);
            blocks.Add(mine ? _blocks[i++] : other._blocks[j++]);
        }

        return new(blocks.ToImmutable());
    }

    /// <summary>The addresses of both sets.</summary>
    public PrefixSet Intersect(PrefixSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var blocks = new BlockBuilder();
        for (var (i, j) = (0, 0); i < _blocks.Length && j < other._blocks.Length;)
        {
            var (a, b) = (_blocks[i], other._blocks[j]);
            if (a.Meets(b))
            {
                blocks.Add(new(UInt128.Max(a.Start, b.Start), UInt128.Min(a.End, b.End), a.IsIPv6));
            }

            // Whichever ends first meets nothing more.
            _ = a.EndsBefore(b) ? i++ : j++;
        }

        return new(blocks.ToImmutable());
    }

    /// <summary>The addresses of this set that are not in the other.</summary>
    public PrefixSet Except(PrefixSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var blocks = new BlockBuilder();
        var next = 0;
        foreach (var block in _blocks)
        {
            var (start, isSpent) = (block.Start, false);
            for (; next < other._blocks.Length && other._blocks[next].IsBefore(block); next++)
            {
            }

            var at = next;
            for (; at < other._blocks.Length && other._blocks[at] is var hole && hole.Meets(block); at++)
            {
                if (hole.Start > start)
                {
                    blocks.Add(new(start, hole.Start - 1, block.IsIPv6));
                }

                isSpent = hole.End >= block.End;
                start = isSpent ? start : hole.End + 1;
            }

            if (!isSpent)
            {
                blocks.Add(new(start, block.End, block.IsIPv6));
            }

            // The last one may reach into the next block.
            next = Math.Max(next, at - 1);
        }

        return new(blocks.ToImmutable());
    }

    /// <summary>How many addresses of a family there are; 2 to the 128 for all of IPv6.</summary>
    public BigInteger AddressCount(bool isIPv6) => _blocks.Where(b => b.IsIPv6 == isIPv6)
        .Aggregate(BigInteger.Zero, (sum, b) => sum + (((BigInteger)(b.End - b.Start) + 1) >> (isIPv6 ? 0 : 96)));

    public bool Equals(PrefixSet? other) => other is not null && _blocks.AsSpan().SequenceEqual(other._blocks.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as PrefixSet);

    public override int GetHashCode() => _blocks.Aggregate(_blocks.Length, HashCode.Combine);

    public IEnumerator<IPPrefix> GetEnumerator() => _prefixes.Value.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", this);

    // The last block that begins at or before the start of the given one; -1 for none.
    private int LastFrom(AddressBlock block)
    {
        var (low, high) = (0, _blocks.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _blocks[middle].Order(block) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
