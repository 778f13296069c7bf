using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AzNetHelper.Networks;
using AzNetHelper.Tests;

namespace AzNetHelper.Benchmarks;

/// <summary>
/// What each command takes on estates of some sizes: a process of its own with the PowerShell engine, the module and its
/// adapter, which reads from a server in another process. Prints a table, and how each number grows from size to size.
/// </summary>
internal static class EstateScale
{
    private static readonly int[] Sizes = [100, 1_000, 10_000];

    // What is measured, and up to how many VNets: fifty million answers take longer than anyone waits for them.
    private static readonly (string Name, string Command, int Most)[] Steps =
    [
        ("Get-VNetTopology", "$null = Counted { Get-VNetTopology -Verbose }", int.MaxValue),
        ("Get-VNetTopology, Export", "$t = Get-VNetTopology; Start-Step; $t | Export-VNetTopology $out -Force", int.MaxValue),
        ("Import-VNetTopology", "$t = Import-VNetTopology $file", int.MaxValue),
        ("Import, Export", "$t = Import-VNetTopology $file; Start-Step; $t | Export-VNetTopology $out -Force", int.MaxValue),
        ("Test-VNetTransitivity -All -GroupBy Hub", "$t = Import-VNetTopology $file; Start-Step; $null = $t | Test-VNetTransitivity -All -GroupBy Hub", int.MaxValue),
        ("Test-VNetTransitivity -All", "$t = Import-VNetTopology $file; Start-Step; $t | Test-VNetTransitivity -All | ForEach-Object -MemberName Verdict | Out-Null", 1_000),
        ("Test-VNetTopology", "$t = Import-VNetTopology $file; Start-Step; $null = $t | Test-VNetTopology 3>$null", int.MaxValue),
        ("Test-VNetAddressSpace", "$t = Import-VNetTopology $file; Start-Step; $null = $t | Test-VNetAddressSpace 3>$null", int.MaxValue),
    ];

    private const string Script = """
        param($psd1, $file, $out, $command)
        $ErrorActionPreference = 'Stop'
        $ProgressPreference = 'SilentlyContinue'
        $PSDefaultParameterValues['*:WarningAction'] = 'SilentlyContinue'
        Import-Module $psd1
        if ($env:ARM_ENDPOINT) {
            $null = Connect-AzNetSession -Identity -ArmEndpoint $env:ARM_ENDPOINT -Audience $env:ARM_AUDIENCE -TrustedRoot $env:CA_FILE
        }
        $script:requests = 0
        function Start-Step {
            $script:busy = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
            $script:before = [GC]::GetTotalAllocatedBytes($false)
            $script:watch = [Diagnostics.Stopwatch]::StartNew()
        }
        function Counted([scriptblock] $ask) {
            & $ask 4>&1 | ForEach-Object { if ($_ -is [Management.Automation.VerboseRecord]) { $script:requests++ } else { $_ } }
        }
        Start-Step
        . ([scriptblock]::Create($command))
        $seconds = $watch.Elapsed.TotalSeconds
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $allocated = [GC]::GetTotalAllocatedBytes($false) - $before
        $values = $seconds, $allocated, $process.PeakWorkingSet64, $requests, ($process.TotalProcessorTime - $busy).TotalSeconds
        '[' + (($values | ForEach-Object { $_.ToString([cultureinfo]::InvariantCulture) }) -join ',') + ']'
        """;

    public static async Task RunAsync(string[] args)
    {
        // --only: the steps whose names hold a text; --heavy: VNets of twenty subnets instead of five.
        var only = args.SkipWhile(a => a != "--only").Skip(1).FirstOrDefault();
        int[] given = [.. args.Where(a => char.IsAsciiDigit(a[0])).Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        int[] sizes = given is [] ? Sizes : given;
        var steps = Steps.Where(s => only is null || s.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
        var folder = Directory.CreateTempSubdirectory("estate");
        var measured = new Dictionary<(string Step, int Size), Measure>();
        try
        {
            foreach (var size in sizes)
            {
                var file = Path.Combine(folder.FullName, $"estate-{size}.json");
                Write(file, size, args.Contains("--heavy", StringComparer.Ordinal) ? 20 : 5);
                await MeasureAsync(steps, size, file, folder.FullName, measured);
                File.Delete(file);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Print(steps, sizes, measured);
    }

    private static void Write(string file, int size, int subnets)
    {
        using var stream = File.Create(file);
        TopologyExport.Write(
            new SnapshotEstate(size, perHub: 400, subnets, perSubscription: 50) { HasFirewalls = subnets <= 5 }.ToTopology(), stream);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} VNets in {(size + 49) / 50} subscriptions, {stream.Length / 1e6:F1} MB as a file"));
    }

    private static async Task MeasureAsync(
        (string Name, string Command, int Most)[] steps, int size, string file, string folder, Dictionary<(string, int), Measure> measured)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NO_PROXY"] = "127.0.0.1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1" };
        using var server = Array.Exists(steps, s => s.Name.StartsWith("Get-", StringComparison.Ordinal))
            ? await StartServerAsync(file, environment) : null;
        try
        {
            var script = Path.Combine(folder, "step.ps1");
            await File.WriteAllTextAsync(script, Script);
            foreach (var step in steps.Where(s => size <= s.Most))
            {
                var text = await ReadAsync(Start(environment, Built("AzNetHelper.Console"), "-NonInteractive", "-File", script,
                    Module(), file, Path.Combine(folder, "out.json"), step.Command));
                var measure = JsonSerializer.Deserialize<double[]>(text) is [var seconds, var allocated, var peak, var requests, var processor]
                    ? new Measure(seconds, allocated, peak, (int)requests, processor) : throw new InvalidOperationException(text);
                measured[(step.Name, size)] = measure;
                Console.WriteLine($"{size} {step.Name}: {measure}");
            }
        }
        finally
        {
            server?.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Process> StartServerAsync(string file, Dictionary<string, string?> environment)
    {
        var server = Start(environment, Built("AzNetHelper.SimulationServer"), "--estate", file);
        while (await server.StandardOutput.ReadLineAsync() is { } line && line is not "ready")
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            environment[line[..at]] = line[(at + 1)..];
        }

        return server;
    }

    private static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<string> ReadAsync(Process process)
    {
        using (process)
        {
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"A step ended with {process.ExitCode}: {text}");
        }
    }

    private static string Root => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../.."));

    private static string Built(string project) => Path.Combine(Root, "src", project, "bin",
        AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", $"{project}.dll");

    private static string Module() => Directory.GetFiles(Path.Combine(Root, "output", "AzNetHelper"), "AzNetHelper.psd1", SearchOption.AllDirectories).Single();

    private static void Print((string Name, string Command, int Most)[] steps, int[] sizes, Dictionary<(string Step, int Size), Measure> measured)
    {
        Console.WriteLine("\n| command | VNets | seconds | of processors | peak MB | allocated MB | requests | processors grow as |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var step in steps)
        {
            Measure? before = null;
            var smaller = 0;
            foreach (var size in sizes)
            {
                if (!measured.TryGetValue((step.Name, size), out var now))
                {
                    continue;
                }

                var grows = before is null ? "" : Math.Log(now.Processor / before.Processor, (double)size / smaller).ToString("F2", CultureInfo.InvariantCulture);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {step.Name} | {size} | {now.Seconds:F2} | {now.Processor:F2} | {now.Peak / 1e6:F0} | {now.Allocated / 1e6:F0} | {now.Requests} | {(grows.Length == 0 ? "" : $"n^{grows}")} |"));
                (before, smaller) = (now, size);
            }
        }
    }

    /// <summary>What a step took; the peak is the whole process's, the engine included.</summary>
    private sealed record Measure(double Seconds, double Allocated, double Peak, int Requests, double Processor)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Seconds:F2} s, peak {Peak / 1e6:F0} MB, {Allocated / 1e6:F0} MB allocated, {Requests} requests, {Processor:F1} s of processors");
    }
}
