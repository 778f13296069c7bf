using System.Collections.Immutable;
using System.Numerics;
using AzNetHelper.Addressing;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Addressing;

/// <summary>
/// Sets, nesting and free space against twins that know no prefixes: one bit an address in two corners of 256 addresses,
/// and every pair tried.
/// </summary>
public sealed class PrefixSetProperties
{
    private const int Corner = 256;

    // The last addresses of IPv4 (where arithmetic overflows) and the first of IPv6.
    private static readonly IPPrefix Four = IPPrefix.Parse("255.255.255.0/24");
    private static readonly IPPrefix Six = IPPrefix.Parse("::/120");

    private static readonly Gen<IPPrefix> Prefix = Gen.Select(Gen.Bool, Gen.Int[0, 255], Gen.Int[0, 8])
        .Select((six, at, narrow) => At(six, at, narrow));

    private static readonly Gen<List<IPPrefix>> Prefixes = Prefix.List[0, 14];

    [Fact]
    public void Sets_are_bitmaps() => Gen.Select(Prefixes, Prefixes, Prefix).Sample((a, b, probe) =>
    {
        var (x, y) = (PrefixSet.Of(a), PrefixSet.Of(b));
        var (p, q) = (Bitmap(a), Bitmap(b));
        var bits = Bitmap([probe]);
        return Bitmap(x) == p
            && Bitmap(x.Union(y)) == (p | q)
            && Bitmap(x.Intersect(y)) == (p & q)
            && Bitmap(x.Except(y)) == (p & ~q & Everything)
            && x.Contains(probe) == ((p & bits) == bits)
            && x.Overlaps(probe) == ((p & bits) != 0)
            && x.IsEmpty == (p == 0)
            && x.AddressCount(isIPv6: false) + x.AddressCount(isIPv6: true) == PopCount(p);
    }, iter: 3_000);

    [Fact]
    public void Equal_sets_are_listed_alike_and_in_the_fewest_prefixes() => Gen.Select(Prefixes, Prefixes).Sample((a, b) =>
    {
        var set = PrefixSet.Of(a);

        // In pieces and in another order it is the same set.
        var again = PrefixSet.Of(a.SelectMany(Halves).Reverse());
        var minimal = Enumerable.Range(0, Math.Max(0, set.Count - 1)).All(i => !Siblings(set[i], set[i + 1]) && set[i] < set[i + 1]);
        return set.Equals(again) && set.SequenceEqual(again) && set.GetHashCode() == again.GetHashCode() && minimal
            && set.Except(PrefixSet.Of(b)).Union(set.Intersect(PrefixSet.Of(b))).Equals(set);
    }, iter: 2_000);

    [Fact]
    public void All_addresses_are_two_prefixes()
    {
        var all = PrefixSet.Of(IPPrefix.AllIPv6, IPPrefix.Parse("128.0.0.0/1"), IPPrefix.Parse("0.0.0.0/1"));
        Assert.Equal([IPPrefix.AllIPv4, IPPrefix.AllIPv6], all);
        Assert.Equal(BigInteger.One << 32, all.AddressCount(isIPv6: false));
        Assert.Equal(BigInteger.One << 128, all.AddressCount(isIPv6: true));
        Assert.Equal([IPPrefix.AllIPv6], all.Except(PrefixSet.Of(IPPrefix.AllIPv4)));
        Assert.True(all.Except(all).IsEmpty);
    }

    [Fact]
    public void The_order_is_that_of_a_stable_sort() =>
        Gen.Select(Gen.Bool, Gen.ULong, Gen.ULong, Gen.Int[0, 128], Gen.Int[0, 4]).Select((six, high, low, length, few) =>
            IPPrefix.FromBits(new(few == 0 ? high : high & 0xff000000000000ff, low), six ? length : length / 4, six))
            .Array[0, 900].Sample(prefixes =>
                PrefixOrder.Of(prefixes).SequenceEqual(Enumerable.Range(0, prefixes.Length).OrderBy(i => prefixes[i])), iter: 300);

    [Fact]
    public void Nesting_finds_what_trying_every_pair_finds() => Prefix.List[0, 40].Sample(list =>
    {
        var nesting = PrefixNesting.Of([.. list]);
        var every = Enumerable.Range(0, list.Count).SelectMany(i => Enumerable.Range(0, list.Count)
            .Where(j => i != j && (list[i].Contains(list[j]) && (list[i] != list[j] || i < j))).Select(j => new Nested(i, j))).ToHashSet();
        var pairs = nesting.Pairs().ToList();
        var groups = nesting.Groups().ToList();
        return every.SetEquals(pairs) && pairs.Count == every.Count && nesting.PairCount == every.Count
            && Enumerable.Range(0, list.Count).All(i => nesting.Around(i).ToHashSet().SetEquals(every.Where(p => p.Inner == i).Select(p => p.Outer)))
            && groups.SelectMany(g => g).Order().SequenceEqual(Enumerable.Range(0, list.Count))
            && groups.All(g => g.All(i => list[g[0]].Contains(list[i])))
            && groups.SelectMany((g, n) => groups.Skip(n + 1).Select(other => (list[g[0]], list[other[0]]))).All(t => !t.Item1.Overlaps(t.Item2));
    }, iter: 1_000);

    [Fact]
    public void A_block_goes_into_the_smallest_hole_that_takes_it() => Gen.Select(Prefixes, Gen.Int[0, 8]).Sample((taken, narrow) =>
    {
        var space = new FreeSpace(PrefixSet.Of(Four), PrefixSet.Of(taken));
        var free = Bitmap([Four]) & ~Bitmap(taken);
        var holes = Blocks().Where(b => IsFree(b, free) && !(b.Length > 24 && IsFree(IPPrefix.FromBits(b.Bits, b.Length - 1, isIPv6: false), free))).ToList();
        var best = holes.Where(h => h.Length <= 32 - narrow).OrderByDescending(h => h.Length).ThenBy(h => h).Cast<IPPrefix?>().FirstOrDefault();
        if (!space.Holes.SequenceEqual(holes.Order()) || space.LargestLength(isIPv6: false) != holes.Min(h => (int?)h.Length))
        {
            return false;
        }

        var found = space.Take(32 - narrow, isIPv6: false);
        return found?.Hole == best
            && (found is not { } block || (block.Prefix.Length == 32 - narrow && block.Prefix.Bits == block.Hole.Bits
                && PrefixSet.Of(space.Holes).Equals(PrefixSet.Of(Four).Except(PrefixSet.Of([.. taken, block.Prefix])))));
    }, iter: 1_000);

    [Fact]
    public void Several_blocks_are_found_whenever_they_fit() =>
        Gen.Select(Prefix.List[0, 8], Gen.Int[26, 30].List[1, 5]).Sample((taken, lengths) =>
        {
            var space = new FreeSpace(PrefixSet.Of(Four), PrefixSet.Of(taken));
            var before = space.Holes.ToList();
            var found = space.TakeAll(lengths, isIPv6: false);
            if (found is not { } blocks)
            {
                return !CanPlace(Bitmap([Four]) & ~Bitmap(taken), [.. lengths.Order()]) && space.Holes.SequenceEqual(before);
            }

            return blocks.Select(b => b.Prefix.Length).SequenceEqual(lengths)
                && PrefixNesting.Of([.. blocks.Select(b => b.Prefix), .. taken]).Pairs().All(p => p.Outer >= lengths.Count && p.Inner >= lengths.Count)
                && blocks.All(b => Four.Contains(b.Prefix) && b.Hole.Contains(b.Prefix))
                && PrefixSet.Of(space.Holes).Equals(PrefixSet.Of(Four).Except(PrefixSet.Of([.. taken, .. blocks.Select(b => b.Prefix)])));
        }, iter: 1_000);

    // Tries every place for every block.
    private static bool CanPlace(BigInteger free, ImmutableArray<int> lengths) => lengths.IsEmpty
        || Blocks().Where(b => b.Length == lengths[0] && IsFree(b, free)).Any(b => CanPlace(free & ~Bitmap([b]), lengths[1..]));

    private static IEnumerable<IPPrefix> Blocks() => Enumerable.Range(0, 9)
        .SelectMany(narrow => Enumerable.Range(0, Corner >> narrow).Select(i => At(six: false, i << narrow, narrow)));

    private static bool IsFree(IPPrefix block, BigInteger free) => Bitmap([block]) is var bits && (bits & free) == bits;

    private static IPPrefix At(bool six, int address, int narrow) => six
        ? IPPrefix.FromBits((UInt128)address, 128 - narrow, isIPv6: true)
        : IPPrefix.FromBits(Four.Bits | ((UInt128)address << 96), 32 - narrow, isIPv6: false);

    private static readonly BigInteger Everything = (BigInteger.One << (2 * Corner)) - 1;

    private static BigInteger Bitmap(IEnumerable<IPPrefix> prefixes)
    {
        var bits = BigInteger.Zero;
        foreach (var prefix in prefixes)
        {
            Assert.True(Four.Contains(prefix) || Six.Contains(prefix), prefix.ToString());
            var first = prefix.IsIPv6 ? Corner + (int)prefix.Bits : (int)((prefix.Bits >> 96) & 0xff);
            bits |= ((BigInteger.One << (1 << (prefix.Width - prefix.Length))) - 1) << first;
        }

        return bits;
    }

    private static int PopCount(BigInteger bits) => Enumerable.Range(0, 2 * Corner).Count(i => (bits >> i & 1) == 1);

    private static IEnumerable<IPPrefix> Halves(IPPrefix prefix) => prefix.Length == prefix.Width ? [prefix] :
    [
        IPPrefix.FromBits(prefix.Bits, prefix.Length + 1, prefix.IsIPv6),
        IPPrefix.FromBits(prefix.Bits | (UInt128.One << (127 - prefix.Length)), prefix.Length + 1, prefix.IsIPv6),
    ];

    private static bool Siblings(IPPrefix a, IPPrefix b) =>
        a.Length == b.Length && a.IsIPv6 == b.IsIPv6 && a.Length > 0
        && IPPrefix.FromBits(a.Bits, a.Length - 1, a.IsIPv6) == IPPrefix.FromBits(b.Bits, b.Length - 1, b.IsIPv6);
}
