using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AzNetHelper.Networks;

namespace AzNetHelper.Benchmarks;

/// <summary>What a topology holds for as long as it lives, which no benchmark of time shows.</summary>
internal static class SnapshotMemory
{
    public static void Print(int count)
    {
        foreach (var form in Enum.GetValues<SnapshotForm>())
        {
            var bytes = SnapshotForms.Write(count, form);
            var (allocated, with) = Import(bytes);
            var held = with - GC.GetTotalMemory(forceFullCollection: true);
            var (import, parse) = (Best(() => _ = TopologyImport.Read(new TopologySource("snapshot.json", bytes))), Best(() => Parse(bytes)));
            GC.KeepAlive(bytes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{form}: {count} VNets in {Megabytes(bytes.Length)}; the topology holds {Megabytes(held)} besides the file's bytes, "
                + $"{Megabytes(allocated)} were allocated to read it; the best of five took {import * 1000:F0} ms, JsonDocument.Parse "
                + $"{parse * 1000:F0} ms: {parse / import:F2} of its speed"));
        }
    }

    // A method of its own, so that nothing of the topology outlives it in a local.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (long Allocated, long With) Import(byte[] bytes)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var topology = TopologyImport.Read(new TopologySource("snapshot.json", bytes));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        var with = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(topology);
        return (allocated, with);
    }

    private static void Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        GC.KeepAlive(document);
    }

    // Of a machine that does other things too the best is the truest.
    private static double Best(Action work) => Enumerable.Range(0, 5).Min(_ =>
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    });

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB");
}
