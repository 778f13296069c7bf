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
else if (args is ["pictures", ..])
{
    PictureScale.Run(args[1..]);
}
else if (args is [PictureScale.Child, var format, var size])
{
    PictureScale.RunOne(format, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture));
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
