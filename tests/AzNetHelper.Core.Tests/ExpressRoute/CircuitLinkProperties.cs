using AzNetHelper.Addressing;
using AzNetHelper.ExpressRoute;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>Links out of a block against a twin that knows no prefixes: it counts addresses, and tries every place.</summary>
public sealed class CircuitLinkProperties
{
    // 32 addresses: a block of /27 (IPv6: /123) has 8 places for a link.
    private const int Addresses = 32;

    private static readonly Gen<(bool Six, int Narrow, int At, List<(int At, int Narrow)> Taken)> Blocks = Gen.Select(
        Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 31], Gen.Select(Gen.Int[0, 31], Gen.Int[0, 5]).List[0, 6]);

    [Fact]
    public void Links_are_found_where_there_is_room_and_only_there() => Blocks.Sample((six, narrow, at, taken) =>
    {
        var block = At(six, at, narrow);
        IPPrefix[] held = [.. taken.Select(t => At(six, t.At, t.Narrow))];
        var free = Bits(block) & ~held.Aggregate(0u, (all, h) => all | Bits(h));
        uint[] places = [.. Enumerable.Range(0, Addresses / 4).Select(p => 0xFu << (4 * p)).Where(m => (free & m) == m)];
        uint[] pairs = [.. Enumerable.Range(0, Addresses / 8).Select(p => 0xFFu << (8 * p)).Where(m => (free & m) == m)];
        var plan = CircuitLinkPlan.In(block, held);
        if (places.Length < 2)
        {
            return plan is null;
        }

        var (primary, secondary) = (Bits(plan!.Primary.Prefix), Bits(plan.Secondary.Prefix));
        return places.Contains(primary) && places.Contains(secondary) && primary != secondary
            && (pairs.Length == 0 || pairs.Contains(primary | secondary))
            && plan.Equals(CircuitLinkPlan.In(block, held.Reverse()))
            && plan.Primary.Prefix < plan.Secondary.Prefix == (primary < secondary);
    }, iter: 3_000);

    [Fact]
    public void The_customer_has_the_first_usable_address_and_Microsoft_the_second() => Gen.Select(Gen.Bool, Gen.UInt).Sample((six, number) =>
    {
        var text = six ? $"2001:db8::{number >> 16:x}:{number & 0xFFFC:x}/126" : $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 252}/30";
        var link = LinkAddresses.Of(IPPrefix.Parse(text))!;
        var (first, second) = (link.CustomerAddress.GetAddressBytes(), link.MicrosoftAddress.GetAddressBytes());
        var network = link.Prefix.Network.GetAddressBytes();
        return first[..^1].SequenceEqual(network[..^1]) && first[^1] == network[^1] + 1 && second[^1] == network[^1] + 2 && second[..^1].SequenceEqual(network[..^1]);
    }, iter: 500);

    private static IPPrefix At(bool six, int at, int narrow)
    {
        var base_ = six ? IPPrefix.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffe0/123") : IPPrefix.Parse("255.255.255.224/27");
        return IPPrefix.FromBits(base_.Bits | ((UInt128)at << (128 - base_.Width)), base_.Length + narrow, six);
    }

    private static uint Bits(IPPrefix prefix)
    {
        var shift = 128 - prefix.Width;
        return (uint)Enumerable.Range(0, Addresses).Where(i => ((prefix.Bits >> shift) & 31) <= (UInt128)i && ((prefix.LastBits >> shift) & 31) >= (UInt128)i)
            .Aggregate(0u, (all, i) => all | (1u << i));
    }
}
