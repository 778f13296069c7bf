using System.Globalization;
using AzNetHelper.Networks;

namespace AzNetHelper.Benchmarks;

/// <summary>What a topology holds for as long as it lives, which no benchmark of time shows.</summary>
internal static class SnapshotMemory
{
    public static void Print(int networks)
    {
        foreach (var form in Enum.GetValues<SnapshotForm>())
        {
            var bytes = SnapshotForms.Write(networks, form);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var topology = TopologyImport.Read(new TopologySource("snapshot.json", bytes));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{form}: {topology.VirtualNetworks.Length} VNets in {Megabytes(bytes.Length)}, which the topology keeps; besides it "
                + $"holds {Megabytes(held)}; {Megabytes(allocated)} were allocated to read it"));
            GC.KeepAlive(topology);
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB");
}
