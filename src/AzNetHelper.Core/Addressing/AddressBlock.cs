using System.Collections.Immutable;
using System.Diagnostics;

namespace AzNetHelper.Addressing;

/// <summary>
/// Consecutive addresses of one family, left-aligned in 128 bits; the bits behind the width are zeros in the start and ones
/// in the end, so that two blocks touch when one starts one above the end of the other, whatever their family.
/// </summary>
internal readonly record struct AddressBlock(UInt128 Start, UInt128 End, bool IsIPv6)
{
    public AddressBlock(IPPrefix prefix)
        : this(prefix.Bits, prefix.EndBits, prefix.IsIPv6)
    {
    }

    /// <summary>By family, then by start.</summary>
    public int Order(AddressBlock other) =>
        IsIPv6 == other.IsIPv6 ? Start.CompareTo(other.Start) : IsIPv6.CompareTo(other.IsIPv6);

    /// <summary>True when the two have an address in common.</summary>
    public bool Meets(AddressBlock other) => IsIPv6 == other.IsIPv6 && Start <= other.End && other.Start <= End;

    /// <summary>True when this one ends before the other begins.</summary>
    public bool IsBefore(AddressBlock other) => IsIPv6 == other.IsIPv6 ? End < other.Start : other.IsIPv6;

    /// <summary>True when this one's last address is before the other's.</summary>
    public bool EndsBefore(AddressBlock other) => IsIPv6 == other.IsIPv6 ? End < other.End : other.IsIPv6;

    /// <summary>The fewest prefixes that are this block: each the widest that begins here and does not reach beyond.</summary>
    public IEnumerable<IPPrefix> Prefixes()
    {
        var start = Start;
        while (true)
        {
            // So many addresses as the start is aligned to, or as are left; a block of all addresses has 2^128.
            var left = End - start;
            var aligned = start == 0 ? 128 : (int)UInt128.TrailingZeroCount(start);
            var fits = left == UInt128.MaxValue ? 128 : 127 - (int)UInt128.LeadingZeroCount(left + 1);
            var size = Math.Min(aligned, fits);
            yield return IPPrefix.FromBits(start, 128 - size, IsIPv6);
            if (size == 128 || start + ((UInt128.One << size) - 1) == End)
            {
                yield break;
            }

            start += UInt128.One << size;
        }
    }
}

/// <summary>Joins blocks that come in the order of their starts.</summary>
internal sealed class BlockBuilder
{
    private readonly ImmutableArray<AddressBlock>.Builder _blocks = ImmutableArray.CreateBuilder<AddressBlock>();

    public void Add(AddressBlock block)
    {
        if (_blocks.Count > 0 && _blocks[^1] is var last && last.IsIPv6 == block.IsIPv6)
        {
            Debug.Assert(last.Start <= block.Start, "Blocks come in order.");
            if (last.End == UInt128.MaxValue || block.Start <= last.End + 1)
            {
                _blocks[^1] = last with { End = UInt128.Max(last.End, block.End) };
                return;
            }
        }

        _blocks.Add(block);
    }

    public ImmutableArray<AddressBlock> ToImmutable() => _blocks.ToImmutable();
}
