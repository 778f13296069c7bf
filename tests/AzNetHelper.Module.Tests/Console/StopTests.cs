using System.Diagnostics;
using Xunit;

namespace AzNetHelper.Tests.Console;

public sealed class StopTests
{
    [Fact]
    public async Task Ctrl_C_stops_the_pipeline_and_its_end_is_tidy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that one process sends another.");
        using var script = new ScriptFile($"try {{ '{ConsoleProcess.Marker}'; for (;;) {{ }} }} finally {{ [System.Console]::Error.WriteLine('tidied up') }}");
        using var console = ConsoleProcess.Start("-File", script.Path);
        await console.ReadyAsync();

        using (var kill = Process.Start("kill", ["-INT", $"{console.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var run = await console.EndAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("tidied up", run.Error, StringComparison.Ordinal);
    }
}
