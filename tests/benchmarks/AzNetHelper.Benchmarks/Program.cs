using AzNetHelper.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["memory"])
{
    SnapshotMemory.Print(count: 10_000);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
