using System.Diagnostics;
using Xunit;

namespace AzNetHelper.Tests.Shared;

/// <summary>What a tool left.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public string Trimmed => Out.Trim();

    /// <summary>Its output, when it ended well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.\n{Out}\n{Error}");
        return Trimmed;
    }
}

/// <summary>A program that is not ours, which never outlives its test.</summary>
internal static class ToolProcess
{
    /// <summary>Where a program is on the PATH; null when it is not there.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd" } : [string.Empty],
            (folder, extension) => Path.Combine(folder, name + extension))
        .FirstOrDefault(File.Exists);

    /// <summary>Skips the test for want of a tool; where tools are required (.ci/run), fails it.</summary>
    public static void Missing(string why)
    {
        Assert.False(Environment.GetEnvironmentVariable("AZNETHELPER_REQUIRE_TOOLS") == "1", why);
        Assert.Skip(why);
    }

    public static async Task<ToolRun> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment,
        TimeSpan patience)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(patience);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
