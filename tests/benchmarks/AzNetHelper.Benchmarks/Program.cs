using AzNetHelper.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["memory"])
{
    SnapshotMemory.Print(count: 10_000);
}
else if (args is ["certificates", ..])
{
    await CertificateRace.RunAsync(args[1..]);
}
else if (args is ["estate", ..])
{
    await EstateScale.RunAsync(args[1..]);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
