using System.Globalization;
using System.Runtime.CompilerServices;
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
            GC.KeepAlive(bytes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{form}: {count} VNets in {Megabytes(bytes.Length)}; the topology holds {Megabytes(held)} besides the file's bytes, "
                + $"{Megabytes(allocated)} were allocated to read it"));
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

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB");
}
