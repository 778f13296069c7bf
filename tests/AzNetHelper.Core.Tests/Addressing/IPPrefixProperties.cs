using System.Net;
using AzNetHelper.Addressing;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Addressing;

/// <summary>The prefixes against the platform's own IPNetwork, and overlap against trying every pair.</summary>
public sealed class IPPrefixProperties
{
    private static readonly Gen<IPAddress> Address = Gen.OneOf(
        Gen.Byte.Array[4].Select(b => new IPAddress(b)), Gen.Byte.Array[16].Select(b => new IPAddress(b)));

    // Addresses out of one small corner, so that prefixes meet; lengths at both ends of the range.
    private static readonly Gen<IPPrefix> Prefix = Gen.Select(Gen.Bool, Gen.Int[0, 1023], Gen.Int[0, 12]).Select((six, corner, narrow) =>
    {
        var bytes = new byte[six ? 16 : 4];
        bytes[^2] = (byte)(corner >> 8);
        bytes[^1] = (byte)corner;
        var width = bytes.Length * 8;
        return IPPrefix.Containing(new IPAddress(bytes), narrow == 12 ? 0 : width - narrow);
    });

    [Fact]
    public void A_prefix_is_the_platforms_network() =>
        Gen.Select(Address, Gen.Int[0, 128], Address).Sample((address, length, other) =>
        {
            length = Math.Min(length, address.GetAddressBytes().Length * 8);
            var prefix = IPPrefix.Containing(address, length);
            var network = new IPNetwork(prefix.Network, length);
            return prefix.ToString() == network.ToString()
                && prefix.Contains(address) && network.Contains(address)
                && prefix.Contains(prefix.Last) && network.Contains(prefix.Last)
                && prefix.Contains(other) == network.Contains(other)
                && IPPrefix.Parse(network.ToString()) == prefix
                && IPPrefix.FromBits(prefix.Bits, length, prefix.IsIPv6) == prefix;
        });

    [Fact]
    public void The_address_behind_the_last_is_outside() => Prefix.Sample(prefix =>
    {
        var next = Increment(prefix.Last.GetAddressBytes());
        return next is null || !prefix.Contains(new IPAddress(next));
    });

    [Fact]
    public void Text_and_prefix_are_one() => Prefix.Sample(prefix =>
        IPPrefix.Parse(prefix.ToString()) == prefix
        && IPPrefix.TryParse(prefix.ToString(), out var read) && read.Equals(prefix));

    [Fact]
    public void Any_text_is_read_as_the_platform_reads_it_or_refused() =>
        Gen.Char["0123456789abcdef.:/x "].Array[0, 20].Select(c => new string(c)).Sample(text =>
            !IPPrefix.TryParse(text, out var prefix)
            || (text.Contains('/', StringComparison.Ordinal)
                ? IPNetwork.TryParse(text, out var network) && network.ToString() == prefix.ToString()
                : IPAddress.TryParse(text, out var address) && address.Equals(prefix.Network)), iter: 20_000);

    [Fact]
    public void Containment_is_an_order() => Gen.Select(Prefix, Prefix, Prefix).Sample((a, b, c) =>
        a.Contains(a)
        && (!(a.Contains(b) && b.Contains(a)) || a == b)
        && (!(a.Contains(b) && b.Contains(c)) || a.Contains(c))
        && a.Overlaps(b) == b.Overlaps(a)
        && (!a.Contains(b) || a == b || a.CompareTo(b) < 0));

    [Fact]
    public void Two_overlap_when_they_share_an_address() => Gen.Select(Prefix, Prefix).Sample((a, b) =>
    {
        // Shared addresses of two blocks of consecutive numbers: the later start is not behind the earlier end.
        var shares = a.IsIPv6 == b.IsIPv6
            && (a.Bits > b.Bits ? a.Bits : b.Bits) <= (a.LastBits < b.LastBits ? a.LastBits : b.LastBits);
        return a.Overlaps(b) == shares;
    });

    [Fact]
    public void The_sweep_finds_what_trying_every_pair_finds() =>
        Gen.Select(Prefix.List[0, 12], Prefix.List[0, 12]).Sample((left, right) =>
        {
            var every = left.SelectMany(l => right.Where(r => l.Overlaps(r)).Select(r => new Overlap(l, r)))
                .Distinct().OrderBy(o => o.Left).ThenBy(o => o.Right);
            return Overlap.Between(left, right).SequenceEqual(every)
                && Overlap.Any(left, right) == every.Any()
                && every.All(o => o.Left.Contains(o.Common) && o.Right.Contains(o.Common));
        });

    private static byte[]? Increment(byte[] bytes)
    {
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            if (++bytes[i] != 0)
            {
                return bytes;
            }
        }

        return null;
    }
}
