using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>The addresses of both links of a peering, in one family.</summary>
public sealed record CircuitLinkPlan
{
    private CircuitLinkPlan(LinkAddresses primary, LinkAddresses secondary) => (Primary, Secondary) = (primary, secondary);

    public LinkAddresses Primary { get; }

    public LinkAddresses Secondary { get; }

    public bool IsIPv6 => Primary.IsIPv6;

    /// <summary>The plan of two prefixes; null where they are none of links, of two families, or one is the other.</summary>
    public static CircuitLinkPlan? Of(IPPrefix? primary, IPPrefix? secondary) =>
        LinkAddresses.Of(primary) is { } first && LinkAddresses.Of(secondary) is { } second
            && first.IsIPv6 == second.IsIPv6 && first.Prefix != second.Prefix ? new(first, second) : null;

    /// <summary>
    /// Two links out of a block: of a /29 (IPv6 /125) its two halves; of a wider one a free /29 in the smallest hole that takes it,
    /// the lowest of these, or else two free /30. One block, and the same addresses taken, give the same links always. Null where
    /// there is no room.
    /// </summary>
    /// <param name="block">The /29 (/125), or a wider prefix.</param>
    /// <param name="taken">What must be left alone; of either family.</param>
    public static CircuitLinkPlan? In(IPPrefix block, IEnumerable<IPPrefix> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var length = LinkAddresses.LengthOf(block.IsIPv6);
        var space = new FreeSpace(PrefixSet.Of(block), PrefixSet.Of(taken.Where(t => t.Overlaps(block))));
        return space.Take(length - 1, block.IsIPv6) is { } pair ? Halves(pair.Prefix)
            : space.TakeAll([length, length], block.IsIPv6) is [var first, var second] ? new(Link(first.Prefix), Link(second.Prefix))
            : null;
    }

    /// <summary>Why links cannot be cut out of a block, whatever is taken; null when they can.</summary>
    public static string? Problem(IPPrefix block)
    {
        var most = LinkAddresses.LengthOf(block.IsIPv6) - 1;
        return block.Length <= most ? null
            : $"{block} has no room for two links: it takes a /{most}, which is split in two /{most + 1}, or a wider prefix.";
    }

    public override string ToString() => $"primary {Primary}, secondary {Secondary}";

    private static CircuitLinkPlan Halves(IPPrefix pair) => new(
        Link(IPPrefix.FromBits(pair.Bits, pair.Length + 1, pair.IsIPv6)),
        Link(IPPrefix.FromBits(pair.Bits | (UInt128.One << (127 - pair.Length)), pair.Length + 1, pair.IsIPv6)));

    private static LinkAddresses Link(IPPrefix prefix) => LinkAddresses.Of(prefix)!;
}
