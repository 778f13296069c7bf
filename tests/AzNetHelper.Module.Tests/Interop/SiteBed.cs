using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Scenarios;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Interop;

/// <summary>The proposals of the gateway in strongSwan's words: what it accepts, and of IPsec what it offers itself.</summary>
internal sealed record GatewayProposals(string Ike, string Esp, string Offer)
{
    private const string DefaultOffer = "aes256gcm16,aes256-sha1,3des-sha1,aes256-sha256,aes128-sha1,3des-sha256";

    /// <summary>Of a route-based gateway, for a connection without a policy (about-vpn-devices).</summary>
    public static GatewayProposals Default { get; } = new(
        "aes256-sha1-modp1024,aes256-sha256-modp1024,aes128-sha1-modp1024,aes128-sha256-modp1024,3des-sha1-modp1024,3des-sha256-modp1024",
        DefaultOffer + ",aes128-sha256,aes256-sha1-modp768-modp1024-modp2048,aes256-sha256-modp768-modp1024-modp2048", DefaultOffer);
}

/// <summary>Exports a configuration, and brings it up (tests/interop/vpn/site.sh).</summary>
internal sealed class SiteBed : IDisposable
{
    private const string Key = "0xKey_with\"all\\kinds'of$signs?";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(125);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet interop ");

    public void Dispose() => _folder.Delete(recursive: true);

    public async Task BringUpAsync(SiteEstate estate, string devices, GatewayProposals proposals, params string[] says)
    {
        RequireTools(estate.Bgp);
        var keyFile = Path.Combine(_folder.FullName, "key");
        await File.WriteAllTextAsync(keyFile, Key, TestContext.Current.CancellationToken);
        using (var rehearsal = new Rehearsal(estate.Write))
        {
            rehearsal.Engine.Set("out", Path.Combine(_folder.FullName, "out") + "/");
            rehearsal.Engine.Set("text", Key);
            rehearsal.RunWell($"$null = Export-VpnDeviceConfiguration to-berlin $out -Device {devices} {(devices.StartsWith("StrongSwan,", StringComparison.Ordinal) || devices == "StrongSwan" ? "-Setting @{ wan = 'wan' }" : "")} "
                + "-SharedKey ([System.Net.NetworkCredential]::new('', $text).SecurePassword)");
        }

        var run = await ToolProcess.RunAsync("bash",
            ["../isolated.sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "110", "bash", "site.sh", Path.Combine(_folder.FullName, "out")],
            Path.Combine(Repository.Root, "tests", "interop", "vpn"), new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["NAME"] = "to-berlin", ["GATEWAYS"] = estate.ActiveActive ? "198.51.100.1 198.51.100.2" : "198.51.100.1", ["DEVICE"] = "203.0.113.10",
                ["KEY_FILE"] = keyFile, ["AZURE"] = "10.1.0.0/16 10.2.0.0/16", ["SITE"] = "10.50.0.0/16", ["SELECTORS"] = estate.Pairs ? "pairs" : "any",
                ["IKE"] = proposals.Ike, ["ESP"] = proposals.Esp, ["OFFER"] = proposals.Offer, ["VERSION"] = estate.Protocol[^1..], ["PEERS"] = !estate.Bgp ? "" : "10.1.255.4 10.1.255.5",
                ["ASN"] = "65515", ["SITE_ASN"] = "65050", ["SITE_PEER"] = "10.50.255.1", ["NO_TRAFFIC"] = devices == "OPNsense" ? "1" : "",
            }, s_patience);

        TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
        var text = run.Succeeded();
        Assert.DoesNotContain("BAD", text, StringComparison.Ordinal);
        Assert.All(says.Concat(["strongSwan loads it", "the device opens", "the gateway opens a tunnel", "a wrong key is refused", "another policy is refused"]),
            s => Assert.Contains($"ok {s}", text.Replace("\r", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal(devices != "OPNsense" && estate.Protocol != "IKEv1", text.Contains("ok the routes stay while an association is left", StringComparison.Ordinal));
        Assert.Equal(devices != "OPNsense", text.Contains("ok traffic passes both ways", StringComparison.Ordinal));
    }

    private static void RequireTools(bool bgp)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "strongSwan's namespaces are Linux.");
        string[] programs = ["swanctl", "charon-systemd", "ip", "ping", "unshare", .. bgp ? (string[])["vtysh"] : []];
        if (Environment.UserName != "root" || !File.Exists("/dev/net/tun") || Array.Find(programs, p => Find(p) is null) is not null)
        {
            ToolProcess.Missing($"Needs root, /dev/net/tun, and {string.Join(", ", programs)} (.ci/run lists the packages).");
        }
    }

    private static string? Find(string program) => ToolProcess.Find(program)
        ?? new[] { "/usr/sbin", "/sbin", "/usr/local/sbin" }.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
