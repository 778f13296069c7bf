using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Commands;

/// <summary>A disk that is full or read-only, and a process that is killed, while certificates are made.</summary>
public sealed class CertificateFaultTests : IDisposable
{
    private static readonly Dictionary<string, string?> s_quiet = new() { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1" };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("size=24k", "new", "FileNotWritten", "old.txt")]
    [InlineData("size=1m", "new", "", "Root.cer Root.pfx Root.publicdata.txt Root.set.json a.pfx b.pfx c.pfx d.pfx e.pfx f.pfx old.txt")]
    [InlineData("size=1m", "ro", "FileNotWritten", "old.txt")]
    public async Task A_disk_that_takes_no_more_is_one_error_and_leaves_no_key(string size, string remount, string id, string left)
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.FullName, "disk")).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && (await ToolProcess.RunAsync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", disk], _folder.FullName, s_quiet, TimeSpan.FromMinutes(1))).ExitCode == 0,
            "A disk of its own needs Linux and a user who may mount one in a namespace.");
        var script = Script("""
            $p = [System.Net.NetworkCredential]::new('', 'a word').SecurePassword
            $null = New-P2SCertificateSet Root a, b, c, d, e, f -Path "$args" -Password $p
            "errors: $($Error.ForEach({ $_.FullyQualifiedErrorId.Split(',')[0] }))"
            "left: $([IO.Directory]::GetFileSystemEntries("$args").ForEach({ [IO.Path]::GetFileName($_) }) | & { [string[]]$n = @($input); [Array]::Sort($n, [StringComparer]::Ordinal); $n })"
            """);
        var run = await ToolProcess.RunAsync("unshare",
            [
                "-rm", "sh", "-c", $"mount -t tmpfs -o {size} none \"$0\" && printf old > \"$0/old.txt\" && {(remount == "ro" ? "mount -o remount,ro \"$0\" && " : string.Empty)}"
                + "exec dotnet \"$1\" -NonInteractive -File \"$2\" \"$0\"", disk, Program, script,
            ], _folder.FullName, s_quiet, TimeSpan.FromMinutes(2));

        Assert.True(run.Trimmed.ReplaceLineEndings("\n") == $"errors: {id}\nleft: {left}", run.Out + run.Error);
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_no_half_file_under_a_name()
    {
        for (var round = 0; round < 4; round++)
        {
            var target = Path.Combine(_folder.FullName, $"v{round}");
            var script = Script("""
                $p = [System.Net.NetworkCredential]::new('', 'a word').SecurePassword
                $null = New-P2SCertificateSet Root (1..20) -Path "$args" -Password $p
                """);
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, "-NonInteractive", "-File", script, target]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            try
            {
                var patience = Stopwatch.StartNew();
                while (!process.HasExited && !(Directory.Exists(target) && Directory.GetFiles(target).Length > round * 9))
                {
                    Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2));

                    // Seconds go by until the keys are made; then files come one after another, and none may be missed.
                    if (!Directory.Exists(target))
                    {
                        await Task.Delay(1, TestContext.Current.CancellationToken);
                    }
                }
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            var files = Directory.GetFiles(target);
            Assert.NotEmpty(files);
            foreach (var file in files.Where(f => f.EndsWith(".pfx", StringComparison.Ordinal)))
            {
                X509CertificateLoader.LoadPkcs12FromFile(file, "a word", X509KeyStorageFlags.EphemeralKeySet).Dispose();
            }

            // What has no name yet is at least nobody else's.
            Assert.All(files.Where(f => !OperatingSystem.IsWindows() && Path.GetFileName(f).StartsWith('.') && new FileInfo(f).Length > 2000),
                f => Assert.True(File.GetUnixFileMode(f) == (UnixFileMode.UserRead | UnixFileMode.UserWrite) || File.ReadAllBytes(f)[0] == '{'));
            if (File.Exists(Path.Combine(target, "Root.set.json")))
            {
                var named = JsonNode.Parse(File.ReadAllBytes(Path.Combine(target, "Root.set.json")))!["clients"]!.AsArray().Select(c => (string)c!["files"]![0]!);
                Assert.All(named, n => Assert.True(File.Exists(Path.Combine(target, n))));
            }
        }
    }

    private static string Program => Repository.Built("AzNetHelper.Console", "net10.0", "AzNetHelper.Console.dll");

    private string Script(string text)
    {
        var file = Path.Combine(_folder.FullName, "script.ps1");
        File.WriteAllText(file, text);
        return file;
    }
}
