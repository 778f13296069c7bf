using AzNetHelper.Addressing;
using BenchmarkDotNet.Attributes;

namespace AzNetHelper.Benchmarks;

/// <summary>Free blocks among many prefixes that are taken.</summary>
[MemoryDiagnoser]
public class FreeSpaceBenchmarks
{
    private static readonly PrefixSet Supernets =
        PrefixSet.Of(IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16"));

    private IPPrefix[] _taken = [];
    private int[] _lengths = [];

    [Params(1_000, 10_000, 100_000)]
    public int Taken { get; set; }

    [GlobalSetup]
    public void Make()
    {
        // /26 to /29 only: wider ones would leave nothing free.
        var random = new Random(20260722);
        _taken = [.. Enumerable.Range(0, Taken).Select(_ => IPPrefix.FromBits(
            (UInt128)(0x0a000000u | (uint)random.Next(1 << 24)) << 96, random.Next(26, 30), isIPv6: false))];
        _lengths = [.. Enumerable.Range(0, 1_000).Select(_ => random.Next(24, 30))];
    }

    /// <summary>From the bare list to one free /24.</summary>
    [Benchmark]
    public FreeBlock? FindOne() => new FreeSpace(Supernets, PrefixSet.Of(_taken)).Take(24, isIPv6: false);

    /// <summary>From the bare list to a thousand blocks of /24 to /29 at once.</summary>
    [Benchmark]
    public int FindThousand() => new FreeSpace(Supernets, PrefixSet.Of(_taken)).TakeAll(_lengths, isIPv6: false)!.Value.Length;
}
