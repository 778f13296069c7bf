using Xunit;

namespace AzNetHelper.Tests.Console;

public sealed class TelemetryTests
{
    private const string Report = """
        [System.Environment]::GetEnvironmentVariable('POWERSHELL_TELEMETRY_OPTOUT')
        [Microsoft.PowerShell.Telemetry.ApplicationInsightsTelemetry]::CanSendTelemetry
        """;

    // The engine decides once, at its first use, and keeps the id under which it reports in its cache folder.
    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public async Task The_engine_of_the_console_sends_none_whatever_the_caller_says(string? callerSays)
    {
        using var home = new ScriptFile(Report);
        var environment = new Dictionary<string, string?>
        {
            ["POWERSHELL_TELEMETRY_OPTOUT"] = callerSays,
            ["HOME"] = home.Folder,
            ["USERPROFILE"] = home.Folder,
            ["LOCALAPPDATA"] = home.Folder,
            ["XDG_CACHE_HOME"] = Path.Combine(home.Folder, "cache"),
        };

        var run = await ConsoleProcess.RunAsync(input: null, environment, "-File", home.Path);

        Assert.Equal(["1", "False"], run.Lines);
        Assert.Empty(Directory.EnumerateFiles(home.Folder, "telemetry.uuid", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_engine_of_the_tests_sends_none_either() =>
        Assert.False(Microsoft.PowerShell.Telemetry.ApplicationInsightsTelemetry.CanSendTelemetry);
}
