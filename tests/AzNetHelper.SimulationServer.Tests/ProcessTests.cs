using System.Diagnostics;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using AzNetHelper.Tests.Build;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>The program: what it prints, how it starts, how it ends.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_prints_its_settings_then_ready_and_ends_cleanly_when_asked(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are a Unix's.");
        using var process = Start();
        try
        {
            var settings = await ReadAsync(process);

            Assert.Equal(
                ["ARM_ENDPOINT", "ARM_AUDIENCE", "CA_FILE", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT"],
                settings.Keys);
            Assert.StartsWith("https://127.0.0.1:", settings["ARM_ENDPOINT"], StringComparison.Ordinal);
            Assert.Contains("BEGIN CERTIFICATE", await File.ReadAllTextAsync(settings["CA_FILE"]), StringComparison.Ordinal);
            Assert.DoesNotContain("KEY", await File.ReadAllTextAsync(settings["CA_FILE"]), StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings["CA_FILE"]));

            using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(Patience);

            Assert.Equal(0, process.ExitCode);
            Assert.Empty(await process.StandardError.ReadToEndAsync());
            Assert.False(Directory.Exists(Path.GetDirectoryName(settings["CA_FILE"])));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line_and_ends_with_1()
    {
        await using var bed = await ServerBed.StartAsync();
        using var process = Start("--port", $"{new Uri(bed.Server["ARM_ENDPOINT"]).Port}");
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);

            Assert.Equal(1, process.ExitCode);
            Assert.Empty(await process.StandardOutput.ReadToEndAsync());
            var said = (await process.StandardError.ReadToEndAsync()).TrimEnd();
            Assert.Contains("is in use", said, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', said);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task It_holds_the_networks_of_a_file()
    {
        var folder = Directory.CreateTempSubdirectory("aznet");
        var file = Path.Combine(folder.FullName, "estate.json");
        TopologyFiles.Save(SampleEstate.Create(), file);
        using var process = Start("--estate", file, "--time-scale", "60");
        try
        {
            var settings = await ReadAsync(process);
            var run = await AzNetHelper.Tests.Console.ConsoleProcess.RunAsync(
                input: null, settings.ToDictionary(s => s.Key, s => (string?)s.Value), "-NonInteractive", "-Command", """
                $ErrorActionPreference = 'Stop'
                Import-Module AzNetHelper
                Connect-AzNetSession -ArmEndpoint $env:ARM_ENDPOINT -TrustedRoot $env:CA_FILE -Identity
                (Get-VNetTopology).VirtualNetworks.Count
                """);

            Assert.Empty(run.Error);
            Assert.Equal($"{SampleEstate.Create().VirtualNetworks.Length}", run.Out.Trim());
        }
        finally
        {
            await EndAsync(process);
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet",
        [Repository.Built("AzNetHelper.SimulationServer", "net10.0", "AzNetHelper.SimulationServer.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // Asked first, so that it takes its files along.
    private static async Task EndAsync(Process process)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
        }
        catch (TimeoutException)
        {
            // Then less kindly.
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(Process process)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line == "ready")
            {
                return settings;
            }

            var at = line.IndexOf('=', StringComparison.Ordinal);
            settings.Add(line[..at], line[(at + 1)..]);
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }
}
