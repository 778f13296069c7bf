using AzNetHelper.Addressing;
using BenchmarkDotNet.Attributes;

namespace AzNetHelper.Benchmarks;

/// <summary>All overlaps among many prefixes, against sorting the same keys with the platform's sort.</summary>
[MemoryDiagnoser]
public class OverlapBenchmarks
{
    private IPPrefix[] _prefixes = [];
    private ulong[] _words = [];

    [Params(10_000, 100_000, 1_000_000)]
    public int Count { get; set; }

    [Params(Estate.Cidr4, Estate.Mixed)]
    public Estate Kind { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _prefixes = Estates.Make(Count, Kind, seed: 20260722);
        _words = [.. _prefixes.Select(p => ((ulong)(p.Bits >> 64) & ~0xffUL) | (uint)p.Length)];
    }

    /// <summary>The keys as they are: what a sweep has to sort first.</summary>
    [Benchmark(Baseline = true)]
    public IPPrefix[] SortPrefixes()
    {
        var keys = _prefixes.ToArray();
        Array.Sort(keys);
        return keys;
    }

    /// <summary>A harder yardstick: the same keys cut down to machine words, sorted with the place that each came from.</summary>
    [Benchmark]
    public int[] SortWords()
    {
        var keys = _words.ToArray();
        var places = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, places);
        return places;
    }

    [Benchmark]
    public long FindOverlaps() => PrefixNesting.Of(_prefixes).PairCount;

    [Benchmark]
    public long FindAndVisitOverlaps()
    {
        var seen = 0L;
        foreach (var pair in PrefixNesting.Of(_prefixes).Pairs())
        {
            seen += pair.Outer ^ pair.Inner;
        }

        return seen;
    }
}
