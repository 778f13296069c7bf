using System.Diagnostics;
using System.Globalization;
using AzNetHelper.Rendering;
using AzNetHelper.Tests;

namespace AzNetHelper.Benchmarks;

/// <summary>What a picture of many VNets takes, each format in a process of its own, as a table in Markdown.</summary>
internal static class PictureScale
{
    public const string Child = "picture";
    private static readonly string[] s_formats = ["json", "html", "svg", "mmd", "dot", "drawio", "md"];

    public static void Run(string[] args)
    {
        int[] sizes = args.Length == 0 ? [50, 500, 5000] : [.. args.Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        Console.WriteLine("| format | VNets | seconds | of processors | file (MB) | peak MB of the process | of it before the picture |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var format in s_formats)
        {
            foreach (var size in sizes)
            {
                Console.WriteLine(Measured(format, size));
            }
        }
    }

    /// <summary>In the process of its own.</summary>
    public static void RunOne(string format, int size)
    {
        var topology = new SnapshotEstate(size, perHub: 400, subnets: 5) { HasFirewalls = true }.ToTopology();
        using var process = Process.GetCurrentProcess();
        var (before, busy) = (process.PeakWorkingSet64, process.TotalProcessorTime);
        var folder = Directory.CreateTempSubdirectory("picture-");
        var path = Path.Combine(folder.FullName, $"picture.{format}");
        var watch = Stopwatch.StartNew();
        try
        {
            if (format == "json")
            {
                Networks.TopologyFiles.Save(topology, path);
            }
            else
            {
                PictureFiles.Save(PictureBuilder.Of(topology), topology, path);
            }

            var seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| .{format} | {size:N0} | {seconds:F1} | {(process.TotalProcessorTime - busy).TotalSeconds:F1} | {folder.EnumerateFiles().Sum(f => f.Length) / 1e6:F2} | {process.PeakWorkingSet64 / 1_000_000} | {before / 1_000_000} |"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Measured(string format, int size)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(PictureScale).Assembly.Location);
        }

        start.ArgumentList.Add(Child);
        start.ArgumentList.Add(format);
        start.ArgumentList.Add(size.ToString(CultureInfo.InvariantCulture));
        using var child = Process.Start(start)!;
        var told = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? told.Trim()
            : string.Create(CultureInfo.InvariantCulture, $"| .{format} | {size:N0} | failed with {child.ExitCode} | | | | |");
    }
}
