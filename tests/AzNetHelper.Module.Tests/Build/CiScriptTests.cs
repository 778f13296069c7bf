using System.Diagnostics;
using Xunit;

namespace AzNetHelper.Tests.Build;

/// <summary>The functions of .ci/run, which brings no more than these when it is sourced.</summary>
public sealed class CiScriptTests
{
    [Theory]
    [InlineData("Test run summary: Passed!\n\n  total: 5\n  failed: 0\n  succeeded: 4\n  skipped: 1\n  duration: 1s\n", "4 0 1")]
    [InlineData("  failed: 9\nTest run summary: Failed!\n  total: 3\n  failed: 2\n  succeeded: 1\n  skipped: 0\n", "1 2 0")]
    [InlineData("Test run summary: Failed!\n  x.dll Zero tests ran\n\n  error: 2\n\n  total: 1\n  failed: 0\n  succeeded: 1\n  skipped: 0\n", "1 2 0")]
    [InlineData("Test run summary: Passed!\r\n  total: 2\r\n  failed: 0\r\n  succeeded: 2\r\n  skipped: 0\r\n", "2 0 0")]
    [InlineData("Build failed with exit code: 1.\n", "0 0 0")]
    public async Task Tests_are_summed_from_what_the_platform_prints(string log, string expected) =>
        Assert.Equal(expected, await CallAsync("sum_tests", log));

    [Theory]
    [InlineData("1", "first command")]
    [InlineData("2", "second\ncommand")]
    [InlineData("3", "")]
    public async Task Commands_are_taken_from_the_fenced_blocks(string block, string expected) =>
        Assert.Equal(expected, await CallAsync("fenced_block", "# T\n\n```shell\nfirst command\n```\n\ntext\n\n```\nsecond\ncommand\n```\n", block));

    [Fact]
    public async Task The_readme_begins_with_the_two_commands()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));

        Assert.Equal("dotnet run --project src/AzNetHelper.Console -- -File examples/quickstart.ps1", await CallAsync("fenced_block", readme, "1"));
        Assert.Equal("dotnet test", await CallAsync("fenced_block", readme, "2"));
    }

    private static async Task<string> CallAsync(string function, string fileContent, string argument = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for a Unix shell.");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, fileContent);
            var start = new ProcessStartInfo("bash", ["-c", $"source .ci/run; {function} \"$1\" \"$2\"", "test", file, argument])
            {
                WorkingDirectory = Repository.Root,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            using var shell = Process.Start(start)!;
            var said = await shell.StandardOutput.ReadToEndAsync();
            await shell.WaitForExitAsync();
            Assert.Equal(0, shell.ExitCode);
            return said.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }
}
