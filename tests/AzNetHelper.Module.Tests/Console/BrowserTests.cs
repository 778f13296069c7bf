using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Console;

/// <summary>Show-VNetTopology in a terminal of Linux, with a desktop whose xdg-open writes down what it was to open.</summary>
public sealed class BrowserTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_terminal_on_a_desktop_opens_the_browser_on_a_file_of_its_owner()
    {
        // A folder that others may enter is none of the user's own.
        var shared = _folder.CreateSubdirectory("shared").FullName;
        var run = await RunAsync("Show-VNetTopology; Show-VNetTopology -Title Again; 'then'; $env:OPEN_EXIT = '3'; Show-VNetTopology",
            new() { ["DISPLAY"] = ":99", ["XDG_RUNTIME_DIR"] = shared });

        Assert.EndsWith("done", run.Succeeded(), StringComparison.Ordinal);
        var told = run.Out.Split("then");
        Assert.DoesNotContain("vnet-spoke-app: ", told[0], StringComparison.Ordinal);

        // xdg-open that has found no browser says so.
        Assert.Contains("exit code 3", told[1], StringComparison.Ordinal);
        Assert.Contains("vnet-spoke-app: ", told[1], StringComparison.Ordinal);

        // The fake has sent itself what Ctrl+C sends, and gone on.
        var opened = await OpenedAsync(3);
        Assert.Equal(3, opened.Distinct(StringComparer.Ordinal).Count());
        Assert.All(opened, o => Assert.Matches("/AzNetHelper-topology-[0-9a-f]{32}/topology[.]html$", o));
        Assert.All(opened, o => Assert.StartsWith($"{_folder.FullName}/AzNetHelper-", o, StringComparison.Ordinal));
        Assert.Equal(Own, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.GetDirectoryName(opened[1])!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(opened[1]));
        Assert.Contains("Again", await File.ReadAllTextAsync(opened[1], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The last one may just be being opened; the one before it is not needed any more.
        Assert.Equal([false, true, true], opened.Select(File.Exists));
    }

    [Fact]
    public async Task What_processes_have_left_a_day_ago_is_removed()
    {
        var own = _folder.CreateSubdirectory("own");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(own.FullName, Own);
        }

        string[] folders = ["AzNetHelper-topology-a", "AzNetHelper-topology-b", "other"];
        foreach (var (name, days) in folders.Zip([2.0, 0.5, 9.0]))
        {
            var folder = own.CreateSubdirectory(name);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "topology.html"), "x", TestContext.Current.CancellationToken);
            folder.LastWriteTimeUtc = DateTime.UtcNow.AddDays(-days);
        }

        Directory.CreateSymbolicLink(Path.Combine(own.FullName, "AzNetHelper-topology-c"), Path.Combine(own.FullName, "other"));

        (await RunAsync("Show-VNetTopology", new() { ["DISPLAY"] = ":99", ["XDG_RUNTIME_DIR"] = own.FullName })).Succeeded();

        Assert.Equal([false, true, true], folders.Select(f => File.Exists(Path.Combine(own.FullName, f, "topology.html"))));
        Assert.StartsWith($"{own.FullName}/AzNetHelper-topology-", Assert.Single(await OpenedAsync(1)), StringComparison.Ordinal);
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
        Assert.Empty(_folder.GetDirectories("AzNetHelper-*"));
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
        await File.WriteAllTextAsync(open, $"#!/bin/sh\nkill -INT $$\nprintf '%s\\n' \"$1\" >> '{InFolder("opened")}'\nexit ${{OPEN_EXIT:-0}}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var file = InFolder("script.ps1");
        await File.WriteAllTextAsync(file, $"Connect-AzNetSession -Rehearsal\n{script}\n'done'\n", TestContext.Current.CancellationToken);
        foreach (var name in new[] { "CI", "TF_BUILD", "GITHUB_ACTIONS", "WAYLAND_DISPLAY", "SSH_CONNECTION", "XDG_RUNTIME_DIR" })
        {
            environment.TryAdd(name, null);
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
