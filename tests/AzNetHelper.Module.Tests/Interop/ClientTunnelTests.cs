using System.Globalization;
using System.IO.Compression;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Interop;

/// <summary>
/// From nothing to a connected client by the cmdlets alone: a set of certificates, the package of a gateway that openssl has made up,
/// the profiles, and real tunnels from them. The gateway knows the line that Azure is given, and nothing else. (The writers of the
/// profiles have many more tunnels of their own.)
/// </summary>
public sealed class ClientTunnelTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(165);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet tunnels ");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Certificates_and_profiles_of_the_cmdlets_connect()
    {
        RequireTools();
        var interop = Path.Combine(Repository.Root, "tests", "interop");
        (await RunAsync(interop, "p2s/gateway.sh", _folder.FullName)).Succeeded();
        ZipFile.CreateFromDirectory(Path.Combine(_folder.FullName, "package"), Path.Combine(_folder.FullName, "gw.zip"));
        Export();

        var brief = new Dictionary<string, string?>(StringComparer.Ordinal) { ["BRIEF"] = "1" };
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (var script in new[] { "openvpn.sh", "ikev2.sh" })
        {
            var run = await ToolProcess.RunAsync("bash", ["isolated.sh", owner, "150", "bash", $"p2s/{script}", _folder.FullName], interop, brief, s_patience);
            TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
            var text = run.Succeeded();
            Assert.DoesNotContain("BAD", text, StringComparison.Ordinal);
            Assert.Contains(script == "ikev2.sh" ? "ok a client by EAP-TLS connects" : "ok a client by TLS 1.2 connects", text, StringComparison.Ordinal);
            Assert.Contains("ok a client of another root", text, StringComparison.Ordinal);
        }
    }

    private void Export()
    {
        using var engine = new Engine();
        engine.Set("folder", _folder.FullName);
        var run = engine.RunStrict("""
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            $password = [System.Net.NetworkCredential]::new('', 'pass word').SecurePassword
            foreach ($name in 'alice', 'foreign') {
                $set = New-P2SCertificateSet 'P2S Root' alice -Path "sets/$name" -Password $password
                ($set.Clients | Export-P2SClientProfile -Package gw.zip -Path "profiles/$name" -Format OpenVpn, StrongSwan -Password $password).Path
                @($set.Root.Files) -like '*.publicdata.txt'
            }
            """);
        Assert.True(run.Ended is null, run.Ended?.ToString());
        Assert.Empty(run.Errors);
        Lay("alice", "root", run.Texts[0], run.Texts[1]);
        Lay("foreign", "foreign", run.Texts[2], run.Texts[3]);
        File.WriteAllText(Path.Combine(_folder.FullName, "trust", "revoked"), "none");
    }

    // As the bed wants it: both formats in one folder, and what the gateway is told.
    private void Lay(string client, string root, string profile, string line)
    {
        var to = Path.Combine(_folder.FullName, "clients", client);
        foreach (var file in Directory.GetFiles(profile, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(profile, file);
            var copy = Path.Combine(to, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(to, "name"), Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(to, "*.ovpn"))));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "trust"));
        File.Copy(line, Path.Combine(_folder.FullName, "trust", root + ".b64"));
    }

    private static Task<ToolRun> RunAsync(string folder, params string[] arguments) =>
        ToolProcess.RunAsync("bash", arguments, folder, new Dictionary<string, string?>(StringComparer.Ordinal), s_patience);

    private static void RequireTools()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The namespaces are Linux.");
        string[] programs = ["ip", "ping", "unshare", "openssl", "openvpn", "swanctl", "charon-systemd"];
        if (Environment.UserName != "root" || !File.Exists("/dev/net/tun") || Array.Find(programs, p => Find(p) is null) is not null)
        {
            ToolProcess.Missing($"Needs root, /dev/net/tun, and {string.Join(", ", programs)} (.ci/run lists the packages).");
        }
    }

    private static string? Find(string program) => ToolProcess.Find(program)
        ?? new[] { "/usr/sbin", "/sbin", "/usr/local/sbin" }.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
