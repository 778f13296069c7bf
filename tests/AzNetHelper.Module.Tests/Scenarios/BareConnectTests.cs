using System.Diagnostics;
using System.Globalization;
using AzNetHelper.Tests.Build;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// Connect-AzNetSession where nothing to sign in with is at hand: no variables, no tools, no metadata endpoint.
/// </summary>
public sealed class BareConnectTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task It_ends_by_itself_and_says_what_to_run()
    {
        var home = Directory.CreateTempSubdirectory("aznet");
        using var process = Process.Start(Bare(home.FullName))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_limit, TestContext.Current.CancellationToken);

            Assert.Equal(1, process.ExitCode);
            var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.Equal("before", lines[0]);

            // Five waits between six questions to a metadata endpoint that refuses would be 25 seconds alone.
            var seconds = double.Parse(Assert.Single(lines[1..]), CultureInfo.InvariantCulture);
            TestContext.Current.TestOutputHelper?.WriteLine($"Connect-AzNetSession took {seconds} s");
            Assert.InRange(seconds, 0, 20);
            var told = string.Join(' ', (await errors).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.All(
                [
                    "Connect-AzAccount", "az login", "-Identity", "-Rehearsal", "SignInFailed AuthenticationError",
                    "nothing answers at http://127.0.0.1:9/",
                ],
                advice => Assert.Contains(advice, told, StringComparison.Ordinal));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            home.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo Bare(string home)
    {
        const string script = """
            'before'
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            try { Connect-AzNetSession -ErrorAction Stop }
            catch { [Console]::Error.WriteLine("$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)"); $clock.Elapsed.TotalSeconds.ToString('F1', [cultureinfo]::InvariantCulture); throw }
            'after'
            """;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet" ? dotnet : Dotnet(),
            [Repository.Built("AzNetHelper.Console", "net10.0", "AzNetHelper.Console.dll"), "-NonInteractive", "-Command", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };

        // Windows itself needs some of its variables; what could sign in goes.
        if (!OperatingSystem.IsWindows())
        {
            start.Environment.Clear();
        }

        foreach (var name in start.Environment.Keys.Where(MaySignIn).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = home;
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = start.Environment["APPDATA"] = start.Environment["LOCALAPPDATA"] = home;
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(start.FileName));
        // Where the library looks for the metadata endpoint: nobody listens there, and nothing leaves the machine.
        start.Environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = "http://127.0.0.1:9/";
        return start;
    }

    private static bool MaySignIn(string name) => Array.Exists(
        ["AZURE_", "MSI_", "IDENTITY_", "IMDS_", "SYSTEM_"], p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    // PATH of the child is empty, so the program is named in full.
    private static string Dotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).First(File.Exists);
        return File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }
}
