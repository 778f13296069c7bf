using AzNetHelper.Addressing;

namespace AzNetHelper.Benchmarks;

/// <summary>What kind of prefixes.</summary>
public enum Estate
{
    /// <summary>IPv4 blocks of /16 to /29 in 10.0.0.0/8, as subnets and VNets are cut, many of them nested.</summary>
    Cidr4,

    /// <summary>Half of these; the other half /48 to /64 in fd00::/8.</summary>
    Mixed,
}

/// <summary>Prefixes to measure with, the same ones for a seed.</summary>
internal static class Estates
{
    public static IPPrefix[] Make(int count, Estate estate, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => estate == Estate.Mixed && i % 2 == 1 ? Six(random) : Four(random))];
    }

    // Narrow ones are many, wide ones few: of a million, one in a thousand is a /16.
    private static IPPrefix Four(Random random)
    {
        var length = random.Next(1000) == 0 ? 16 : random.Next(20, 30);
        return IPPrefix.FromBits((UInt128)(0x0a000000u | (uint)random.Next(1 << 24)) << 96, length, isIPv6: false);
    }

    private static IPPrefix Six(Random random) => IPPrefix.FromBits(
        ((UInt128)0xfd << 120) | ((UInt128)(ulong)random.NextInt64(1L << 56) << 64), random.Next(1000) == 0 ? 48 : 64, isIPv6: true);
}
