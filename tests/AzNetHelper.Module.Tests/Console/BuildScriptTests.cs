using Xunit;

namespace AzNetHelper.Tests.Console;

/// <summary>build.ps1 in the console, with a dotnet in front of the real one that only tells how it was called.</summary>
public sealed class BuildScriptTests
{
    [Theory]
    [InlineData("Clean", "clean AzNetHelper.sln -c Debug -v quiet")]
    [InlineData("Build", "build AzNetHelper.sln -c Debug -v minimal")]
    [InlineData("Docs", "build src/AzNetHelper -c Debug -t:BuildHelp -v minimal")]
    [InlineData("Package", "build src/AzNetHelper -c Release -t:PackModule -v minimal")]
    [InlineData("Test", "test --configuration Debug")]
    public async Task A_task_is_a_call_of_dotnet_at_the_root(string task, string expected)
    {
        var run = await RunAsync(task, exitCode: 0);

        Assert.Equal($"{Build.Repository.Root}: {expected}", run.Lines[0]);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Pester_files_that_are_not_run_are_mentioned()
    {
        var run = await RunAsync("Test", exitCode: 0);

        Assert.Contains(run.Lines, line => line.StartsWith("Pester files: skipped, there is no pwsh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_of_dotnet_is_one_of_the_task()
    {
        var run = await RunAsync("Build", exitCode: 5);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ended with 5", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_other_task()
    {
        var run = await RunAsync("Deploy", exitCode: 0);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Package", run.Error, StringComparison.Ordinal);
    }

    private static async Task<ConsoleRun> RunAsync(string task, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for dotnet is a shell script.");
        using var folder = new ScriptFile(string.Empty);
        var standIn = Path.Combine(folder.Folder, "dotnet");
        await File.WriteAllTextAsync(standIn, $"#!/bin/sh\necho \"$(pwd): $*\"\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(standIn, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // The script sets the variable in its own process: only dotnet and what lies in /bin can be found there.
        var command = $"$env:PATH = '{folder.Folder.Replace("'", "''", StringComparison.Ordinal)}:/bin'; "
            + $"& ./build.ps1 -Task {task}; if (-not $?) {{ exit 1 }}";

        return await ConsoleProcess.RunAsync("-Command", command);
    }
}
