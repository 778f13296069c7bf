using System.Globalization;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Scenarios;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Interop;

/// <summary>Exports the configuration of a router at a circuit, and brings it up (tests/interop/er/routers.sh).</summary>
internal sealed class RouterBed : IDisposable
{
    private const string Key = "Key_with'a$lot&of(signs)!@7";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(125);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet router ");

    public void Dispose() => _folder.Delete(recursive: true);

    public async Task BringUpAsync(string device, bool isPrimaryPreferred, string program, int? outer = null)
    {
        RequireTools(program);
        var keyFile = Path.Combine(_folder.FullName, "key");
        var files = Path.Combine(_folder.FullName, "out");
        await File.WriteAllTextAsync(keyFile, Key, TestContext.Current.CancellationToken);
        using (var rehearsal = new Rehearsal())
        {
            rehearsal.Engine.Set("circuit", new CircuitEstate { IPv6 = true }.Write(_folder.FullName));
            rehearsal.Engine.Set("out", files + "/");
            rehearsal.Engine.Set("text", Key);
            rehearsal.RunWell($$"""
                $with = @{ Topology = $circuit; Advertise = '172.20.0.0/16', '10.0.0.0/8', 'fd20::/48'; Prefer = '{{(isPrimaryPreferred ? "Primary" : "Both")}}'
                    Setting = @{ primaryInterface = 'eth1'; secondaryInterface = 'eth2' } }
                {{(outer is null ? "" : $"$with.OuterVlanId = {outer}")}}
                $null = Export-ExpressRouteRouterConfiguration er-office $out {{device}} @with -SharedKey ([System.Net.NetworkCredential]::new('', $text).SecurePassword)
                """);
        }

        var tags = outer is null ? "100" : $"{outer}.100";
        var run = await ToolProcess.RunAsync("bash",
            ["../isolated.sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "110", "bash", "routers.sh", files],
            Path.Combine(Repository.Root, "tests", "interop", "er"), new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["DEVICE"] = device, ["NAME"] = "er-office", ["KEY_FILE"] = keyFile, ["ASN"] = "65010", ["MOST"] = "10000",
                ["PRIMARY"] = $"eth1.{tags}", ["SECONDARY"] = $"eth2.{tags}", ["PREFER"] = isPrimaryPreferred ? "primary" : "both",
                ["SITE"] = "172.20.0.0/16 10.0.0.0/8", ["SITE6"] = "fd20::/48", ["AZURE"] = "10.1.0.0/16 10.2.0.0/16", ["AZURE6"] = "fd01::/48",
                ["LEAKS"] = "0.0.0.0/0 203.0.113.0/24 172.20.5.0/24", ["LEAKS6"] = "::/0 2001:db8::/32 fd20:0:0:1::/64",
            }, s_patience);

        TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
        var text = run.Succeeded();
        Assert.DoesNotContain("BAD", text, StringComparison.Ordinal);
        string[] says =
        [
            "the script of the interfaces runs twice", "the router loads it", "both sessions are up, with the key",
            "link 1: Azure learns 172.20.0.0/16 10.0.0.0/8 fd20::/48 and nothing else", "link 2: Azure learns", "link 1: BFD is up", "link 2: BFD is up",
            "10.2.0.0/16 goes by 192.168.15.18", "fd01::/48 is routed", "does not take 0.0.0.0/0", "does not take 203.0.113.0/24",
            "does not take 172.20.5.0/24", "does not take 172.20.0.0/16", "does not take ::/0", "does not take fd20::/48",
            "its own way to 172.20.0.0 stays", "its own way to 198.51.100.1 stays",
            "the other link carries on", "its session stays", "another key is refused", "another ASN is refused", "10000 prefixes are taken", "a few more end the session",
            .. isPrimaryPreferred ? (string[])["the other link announces a longer path"] : [],
        ];
        Assert.All(says, s => Assert.Contains($"ok {s}", text.Replace("\r", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal));
    }

    private static void RequireTools(string program)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Namespaces are Linux.");
        string[] programs = ["ip", "unshare", "vtysh", program];
        if (Environment.UserName != "root" || Array.Find(programs, p => Find(p) is null) is not null)
        {
            ToolProcess.Missing($"Needs root, and {string.Join(", ", programs)} (.ci/run lists the packages).");
        }
    }

    private static string? Find(string program) => ToolProcess.Find(program)
        ?? new[] { "/usr/sbin", "/sbin", "/usr/local/sbin" }.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
