using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Console;

/// <summary>Show-VNetTopology in a terminal of Linux, with a desktop whose xdg-open writes down what it was to open.</summary>
public sealed class BrowserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_terminal_on_a_desktop_opens_the_browser_on_a_file_of_its_owner()
    {
        var run = await RunAsync("Show-VNetTopology; Show-VNetTopology -Title Again", new() { ["DISPLAY"] = ":99" });

        Assert.EndsWith("done", run.Succeeded(), StringComparison.Ordinal);
        Assert.DoesNotContain("vnet-spoke-app: ", run.Out, StringComparison.Ordinal);
        var opened = await OpenedAsync(2);
        Assert.Single(opened.Distinct(StringComparer.Ordinal));
        Assert.Matches("/AzNetHelper-topology-[0-9]+[.]html$", opened[0]);
        Assert.Equal(_folder.FullName, Path.GetDirectoryName(opened[0]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(opened[0]));
        Assert.Contains("Again", await File.ReadAllTextAsync(opened[0], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_processes_have_left_a_day_ago_is_removed()
    {
        var (old, recent, other) = (InFolder("AzNetHelper-topology-1.html"), InFolder("AzNetHelper-topology-2.html"), InFolder("topology.html"));
        foreach (var (file, days) in new[] { (old, 2.0), (recent, 0.5), (other, 9.0) })
        {
            await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-days));
        }

        (await RunAsync("Show-VNetTopology", new() { ["DISPLAY"] = ":99" })).Succeeded();

        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(recent), File.Exists(other)));
    }

    [Theory]
    [InlineData("Show-VNetTopology", "")]
    [InlineData("Show-VNetTopology -Tree", ":99")]
    [InlineData("Show-VNetTopology | ForEach-Object { $_ }", ":99")]
    [InlineData("$env:TF_BUILD = 'True'; Show-VNetTopology; $env:TF_BUILD = ''", ":99")]
    public async Task Otherwise_a_tree_comes(string script, string display)
    {
        var shown = (await RunAsync(script, new() { ["DISPLAY"] = display })).Succeeded();

        Assert.Contains("├─ vnet-spoke-app: ", shown, StringComparison.Ordinal);
        Assert.EndsWith("done", shown, StringComparison.Ordinal);
        Assert.False(File.Exists(InFolder("opened")));
        Assert.Empty(_folder.GetFiles("*.html"));
    }

    private async Task<ToolRun> RunAsync(string script, Dictionary<string, string?> environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The desktop is one of Linux.");
        if (ToolProcess.Find("script") is not { } terminal)
        {
            ToolProcess.Missing("script (of util-linux) is not there to be a terminal.");
            return null!;
        }

        var bin = _folder.CreateSubdirectory("bin").FullName;
        var open = Path.Combine(bin, "xdg-open");
        await File.WriteAllTextAsync(open, $"#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{InFolder("opened")}'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var file = InFolder("script.ps1");
        await File.WriteAllTextAsync(file, $"Connect-AzNetSession -Rehearsal\n{script}\n'done'\n", TestContext.Current.CancellationToken);
        foreach (var name in new[] { "CI", "TF_BUILD", "GITHUB_ACTIONS", "WAYLAND_DISPLAY", "SSH_CONNECTION" })
        {
            environment[name] = null;
        }

        environment["PATH"] = $"{bin}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        environment["TMPDIR"] = _folder.FullName;
        environment["LANG"] = "C.UTF-8";
        environment["NO_COLOR"] = "1";
        var console = Repository.Built("AzNetHelper.Console", "net10.0", "AzNetHelper.Console.dll");
        return await ToolProcess.RunAsync(terminal, ["--quiet", "--return", "--command", $"dotnet '{console}' -File '{file}'", "/dev/null"],
            _folder.FullName, environment, TimeSpan.FromMinutes(2));
    }

    // The shell does not wait for what it starts.
    private async Task<string[]> OpenedAsync(int count)
    {
        for (var i = 0; i < 200; i++)
        {
            if (File.Exists(InFolder("opened")) && await File.ReadAllLinesAsync(InFolder("opened")) is { } lines && lines.Length >= count)
            {
                return lines;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("xdg-open was not started.");
        return [];
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
