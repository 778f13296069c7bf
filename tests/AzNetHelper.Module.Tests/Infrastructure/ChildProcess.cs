using System.Diagnostics;

namespace AzNetHelper.Tests.Infrastructure;

/// <summary>The engine in a process of its own, which ends with the test.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>An Azure.Core as other modules have brought it.</summary>
    public static string OldAzureCore => Path.Combine(Path.GetDirectoryName(Program)!, "old", "Azure.Core.dll");

    private static string Program => ModuleUnderTest.BuiltBeside("AzNetHelper.IsolationHost", "net10.0");

    /// <summary>
    /// Runs a script in so many runspaces at once, after another one in each in turn; the lines they wrote, then the
    /// assemblies that are loaded.
    /// </summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string script, bool withOldCore = false, int runspaces = 1, string preparation = "",
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Program, withOldCore ? OldAzureCore : "-", $"{runspaces}", preparation, script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["AzNetHelperManifest"] = ModuleUnderTest.Manifest;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(string.Empty, await errors);
            Assert.Equal(0, process.ExitCode);
            return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
