using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Shared;
using Xunit;

namespace AzNetHelper.Tests.PointToSite.Tunnels;

/// <summary>
/// Profiles as they are written, against a real program that plays the gateway and knows nothing of the clients but the one line of
/// their root that Azure is given (tests/interop/p2s). In namespaces of their own; nothing of it outlives the test.
/// </summary>
internal sealed class TunnelBed : IDisposable
{
    private const string KeyPassword = "0x pass\"word' #$\\ of keys";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(215);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet-p2s-");
    private readonly StandInGateway _gateway = new();

    public void Dispose() => _folder.Delete(recursive: true);

    public async Task RunAsync(string script, ClientProfileKind kind, string[] programs, params string[] says)
    {
        RequireTools(programs);
        Write(kind);
        var run = await ToolProcess.RunAsync("bash",
            ["isolated.sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "200", "bash", $"p2s/{script}", _folder.FullName],
            Path.Combine(TestFiles.Repository(), "tests", "interop"), new Dictionary<string, string?>(StringComparer.Ordinal), s_patience);
        TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
        var text = run.Succeeded();
        Assert.DoesNotContain("BAD", text, StringComparison.Ordinal);
        Assert.Equal(says.Order(StringComparer.Ordinal),
            text.Split('\n').Where(l => l.StartsWith("ok ", StringComparison.Ordinal)).Select(l => l[3..].Trim()).Order(StringComparer.Ordinal));
    }

    private void Write(ClientProfileKind kind)
    {
        var root = TestCertificates.Root("P2S Root", 2);
        var foreign = TestCertificates.Root("P2S Root", 0);
        var intermediate = TestCertificates.Intermediate("P2S Issuer", 1, root);
        using var alice = TestCertificates.Client("alice", 3, root);
        Gateway();
        Text("trust/root.b64", Convert.ToBase64String(root.Certificate.RawData));
        Text("trust/foreign.b64", Convert.ToBase64String(foreign.Certificate.RawData));
        Text("trust/revoked", alice.Certificate.Thumbprint);
        Lists(root, alice.Certificate);

        Client(kind, "alice", alice);
        Client(kind, "windows", alice, windows: true);
        using var odd = TestCertificates.Client("Zoë \"O'Neil\" $(id) # {}=\\ 王", 4, root);
        Client(kind, "odd", odd, name: odd.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        using var chain = TestCertificates.Client("carol@contoso.com", 5, intermediate, root);
        Client(kind, "chain", chain);
        using (var password = TestCertificates.Secret(KeyPassword))
        {
            Client(kind, "locked", alice, password);
            Text("clients/locked/password", KeyPassword);
        }

        using var stranger = TestCertificates.Client("alice", 6, foreign);
        Client(kind, "foreign", stranger);
        using var expired = TestCertificates.Client(
            "alice", 7, root, new CertificateValidity(TestCertificates.Now.AddDays(-30), TestCertificates.Now.AddDays(-1)));
        Client(kind, "expired", expired);
    }

    private void Gateway()
    {
        const string Other = "other.vpn.azure.com";
        var key = TestCertificates.Key(1);
        Text("gateway/fqdn", _gateway.Fqdn);
        Text("gateway/guid", $"{_gateway.Guid}.vpn.azure.com");
        Text("gateway/other", Other);
        Text("gateway/ta.key", _gateway.StaticKey + "\n");
        Text("gateway/server.key", key.ExportPkcs8PrivateKeyPem() + "\n");
        Text("gateway/server.pem", _gateway.Server.ExportCertificatePem() + "\n");
        Text("gateway/other.pem", TestCertificates.Server(Other, key, _gateway.Authority).ExportCertificatePem() + "\n");
        Text("gateway/impostor.pem", TestCertificates.Server($"{_gateway.Guid}.vpn.azure.com", key,
            TestCertificates.Root("Stand-in Global Root", 3), _gateway.Fqdn).ExportCertificatePem() + "\n");
    }

    private void Lists(TestAuthority root, X509Certificate2 revoked)
    {
        var list = new CertificateRevocationListBuilder();
        using var signer = root.Certificate.CopyWithPrivateKey(root.Key);
        Bytes("trust/empty.crl", list.Build(signer, 1, TestCertificates.Now.AddDays(7), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, TestCertificates.Now.AddHours(-1)));
        list.AddEntry(revoked);
        var bytes = list.Build(signer, 2, TestCertificates.Now.AddDays(7), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, TestCertificates.Now.AddHours(-1));
        Bytes("trust/revoked.crl", bytes);
        Text("trust/revoked.crl.pem", PemEncoding.WriteString("X509 CRL", bytes) + "\n");
    }

    private void Client(
        ClientProfileKind kind, string folder, KeyedCertificate client, SecureString? password = null, bool windows = false, string? name = null)
    {
        var package = _gateway.Package;
        var request = new ClientProfileRequest($"gw-{name ?? folder}", windows ? package with { OpenVpn = "\uFEFF" + package.OpenVpn!.ReplaceLineEndings("\r\n") } : package)
        {
            Client = client,
            KeyPassword = password,
        };
        var (files, _, failure) = kind.Write(request);
        Assert.Null(failure);
        foreach (var file in files)
        {
            Bytes($"clients/{folder}/{file.Name}", file.Content.ToArray());
        }

        Text($"clients/{folder}/name", Path.GetFileNameWithoutExtension(files[0].Name));
    }

    private void Text(string name, string text) => Bytes(name, System.Text.Encoding.UTF8.GetBytes(text));

    private void Bytes(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static void RequireTools(string[] programs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The namespaces are Linux.");
        string[] all = ["ip", "ping", "unshare", "openssl", .. programs];
        if (Environment.UserName != "root" || !File.Exists("/dev/net/tun") || Array.Find(all, p => Find(p) is null) is not null)
        {
            ToolProcess.Missing($"Needs root, /dev/net/tun, and {string.Join(", ", all)} (.ci/run lists the packages).");
        }
    }

    private static string? Find(string program) => ToolProcess.Find(program)
        ?? new[] { "/usr/sbin", "/sbin", "/usr/local/sbin" }.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
