using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Certificates;
using Xunit;

namespace AzNetHelper.Tests.Certificates;

/// <summary>Sets of every option, held to openssl, to the platform's own chains, and to what Windows asks for.</summary>
public sealed class CertificateSetTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly SetBed _bed = new() { Keys = RSA.Create };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(2048, PfxEncryption.Aes256)]
    [InlineData(2048, PfxEncryption.TripleDes)]
    [InlineData(3072, PfxEncryption.Aes256)]
    [InlineData(4096, PfxEncryption.TripleDes)]
    public async Task Every_option_passes_openssl_and_the_platform(int size, PfxEncryption encryption)
    {
        var set = await _bed.MakeAsync(_bed.Request("alice@contoso.com", "pc17.contoso.com") with
        {
            Terms = new() { KeySize = size, PfxEncryption = encryption, Formats = [CertificateFormat.Pfx, CertificateFormat.Pem, CertificateFormat.Cer] },
        });

        Assert.Equal("RSA", set.Root.Certificate.KeyAlgorithm);
        Assert.Equal(size, set.Root.Certificate.KeySize);
        foreach (var client in set.Clients)
        {
            Assert.Contains($"{client.Name}.pem: OK", await _bed.OpenSslAsync(
                "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "Contoso Root.pem", $"{client.Name}.pem"), StringComparison.Ordinal);
            Assert.NotEqual(0, (await _bed.RunOpenSslAsync("verify", "-purpose", "sslserver", "-CAfile", "Contoso Root.pem", $"{client.Name}.pem")).ExitCode);
            await AssertPfxAsync(client, encryption);
            Assert.Contains("Key is valid", await _bed.OpenSslAsync("pkey", "-in", $"{client.Name}.key.pem", "-passin", $"pass:{SetBed.Word}", "-noout", "-check"), StringComparison.Ordinal);
            AssertChain(set, client, isGood: true);
            Assert.Equal(size, client.Certificate.KeySize);
            Assert.Equal(_bed.Bytes($"{client.Name}.cer"), client.Certificate.Data);
        }

        await AssertPfxAsync(new(set.Root.Name, set.Root.Certificate), encryption, isRoot: true);
    }

    [Fact]
    public async Task The_root_says_that_it_is_one_and_nothing_else()
    {
        var set = await _bed.MakeAsync(_bed.Request());
        await _bed.OpenSslAsync("x509", "-inform", "DER", "-in", "Contoso Root.cer", "-out", "root.pem");
        var text = await _bed.OpenSslAsync("x509", "-in", "root.pem", "-noout", "-text");

        Assert.Matches(@"Basic Constraints: critical\s+CA:TRUE\s+X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\s", text);
        Assert.DoesNotContain("pathlen", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Extended Key Usage", text, StringComparison.Ordinal);
        Assert.Contains("Signature Algorithm: sha256WithRSAEncryption", text, StringComparison.Ordinal);
        Assert.Contains("Version: 3", text, StringComparison.Ordinal);
        var identifiers = text.Split("Key Identifier:").Skip(1).Select(t => t.TrimStart().Split('\n')[0].Trim()).ToArray();
        Assert.Equal(2, identifiers.Length);
        Assert.Equal(identifiers[0], identifiers[1]);
        Assert.Equal("", (await _bed.OpenSslAsync("verify", "-CAfile", "root.pem", "root.pem")).Replace("root.pem: OK", "").Trim());

        // The one line: base64 of the DER that openssl, too, makes of the file.
        Assert.Equal(set.Root.PublicCertData + "\n", Encoding.ASCII.GetString(_bed.Bytes("Contoso Root.publicdata.txt")));
        Assert.Equal(_bed.Bytes("Contoso Root.cer"), Convert.FromBase64String(set.Root.PublicCertData));
        Assert.Equal(["Contoso Root.cer", "Contoso Root.pfx", "Contoso Root.publicdata.txt", "Contoso Root.set.json", "root.pem"], _bed.Names());
    }

    [Fact]
    public async Task A_client_says_what_it_may_do_and_who_it_is()
    {
        var set = await _bed.MakeAsync(_bed.Request("alice", "bob@contoso.com", "10.1.2.3", "Zoë Müller \U0001F600", "a_b.c-d.example") with
        {
            Terms = new() { Formats = [CertificateFormat.Pem] }, Password = null,
        });
        var names = new[] { "DNS:alice", "email:bob@contoso.com, othername: UPN::bob@contoso.com", "IP Address:10.1.2.3", "DirName:CN = Zoë Müller \U0001F600", "DNS:a_b.c-d.example" };
        foreach (var (client, name) in set.Clients.Zip(names))
        {
            var text = await _bed.OpenSslAsync("x509", "-in", client.Name + ".pem", "-noout", "-text", "-nameopt", "oneline,utf8,-esc_msb", "-certopt", "ext_parse");
            Assert.Matches(@"Key Usage: critical\s+Digital Signature\s+X509v3 Extended Key Usage:\s+TLS Web Client Authentication\s", text);
            Assert.Matches(@"Basic Constraints: critical\s+CA:FALSE", text);
            Assert.Contains("Authority Key Identifier", text, StringComparison.Ordinal);
            if (!name.StartsWith("DirName", StringComparison.Ordinal))
            {
                Assert.Contains(name, text, StringComparison.Ordinal);
            }
            else
            {
                Assert.Contains("DirName:", text, StringComparison.Ordinal);
            }

            Assert.Contains($"CN = {client.Name}", text, StringComparison.Ordinal);
            using var certificate = SetBed.Load(client.Certificate);
            Assert.InRange(new System.Numerics.BigInteger(certificate.SerialNumberBytes.Span, isBigEndian: true).GetBitLength(), 96, 128);
            Assert.True(certificate.SerialNumberBytes.Span[0] < 0x80);
        }

        Assert.Equal(set.Clients.Length, set.Clients.Select(c => Convert.ToHexString(SetBed.Load(c.Certificate).SerialNumberBytes.Span)).Distinct().Count());
        Assert.Equal(["RootKeyWithoutPassword", "KeysWithoutPassword"], _bed.Notices);
    }

    [Fact]
    public async Task No_client_outlives_its_root_and_all_begin_before_now()
    {
        var set = await _bed.MakeAsync(_bed.Request("alice") with { Terms = new() { RootValidityDays = 10, ClientValidityDays = 20 } });
        var client = set.Clients[0];

        Assert.Equal(set.Root.NotAfter, client.NotAfter);
        Assert.Equal(set.Root.NotBefore, client.NotBefore);
        Assert.Equal(["ClientValidityCut", "RootSharesPassword"], _bed.Notices);
        Assert.InRange(SetBed.Now - client.NotBefore, CertificateTerms.ClockSkew, CertificateTerms.ClockSkew + TimeSpan.FromSeconds(1));
        AssertChain(set, client, isGood: true, SetBed.Now - TimeSpan.FromMinutes(59));
        AssertChain(set, client, isGood: false, SetBed.Now - TimeSpan.FromMinutes(61));
        AssertChain(set, client, isGood: false, SetBed.Now.AddDays(10).AddSeconds(1));
    }

    [Fact]
    public async Task Keys_are_the_owners_alone_and_the_rest_is_readable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        await _bed.MakeAsync(_bed.Request("alice") with { Terms = new() { Formats = [CertificateFormat.Pfx, CertificateFormat.Pem, CertificateFormat.Cer] } });
        var names = _bed.Names();

        // Whatever the mask of this process leaves to others.
        var any = Path.Combine(_bed.Folder, "any");
        File.WriteAllText(any, string.Empty);
        foreach (var name in names)
        {
            var hasKey = name.EndsWith(".pfx", StringComparison.Ordinal) || name.EndsWith(".key.pem", StringComparison.Ordinal);
            Assert.Equal(hasKey ? OwnerOnly : File.GetUnixFileMode(any), File.GetUnixFileMode(Path.Combine(_bed.Folder, name)));
        }

        Assert.Equal(4, names.Count(n => n.EndsWith(".pfx", StringComparison.Ordinal) || n.EndsWith(".key.pem", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_list_brings_back_the_set_and_holds_no_key()
    {
        var set = await _bed.MakeAsync(_bed.Request("alice", "Zoë/\"x\"") with { Terms = new() { Formats = [CertificateFormat.Pfx, CertificateFormat.Pem] } });
        var (read, failure) = CertificateSetFile.Read(_bed.Folder);

        Assert.Null(failure);
        Assert.Equal(set.Clients.Select(c => (c.Name, c.Thumbprint)), read!.Clients.Select(c => (c.Name, c.Thumbprint)));
        Assert.Equal(set.Clients.SelectMany(c => c.Files), read.Clients.SelectMany(c => c.Files));
        Assert.Equal(set.Root.Files, read.Root.Files);
        Assert.All(read.Clients.SelectMany(c => c.Files).Concat(read.Root.Files), f => Assert.True(File.Exists(f), f));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(set.SetFile!), StringComparison.Ordinal);
        Assert.DoesNotContain(SetBed.Word, set.ToString() + read.Root + read.Clients[0] + _bed.Request(), StringComparison.Ordinal);
    }

    private async Task AssertPfxAsync(P2SClientCertificate client, PfxEncryption encryption, bool isRoot = false)
    {
        var info = await _bed.OpenSslAsync("pkcs12", "-in", $"{client.Name}.pfx", "-passin", $"pass:{SetBed.Word}", "-info", "-nodes");
        Assert.Equal(isRoot ? 1 : 2, info.Split("-----BEGIN CERTIFICATE").Length - 1);
        Assert.Equal(1, info.Split("-----BEGIN PRIVATE KEY").Length - 1);
        Assert.Equal(2, info.Split("localKeyID").Length - 1);
        Assert.Equal(2, info.Split($"friendlyName: {client.Name}").Length - 1);

        // What Windows Server 2016 opens: no PBES2, and SHA-1 in the code of the file; elsewhere nothing of SHA-1 or Triple DES.
        var isOld = encryption == PfxEncryption.TripleDes;
        Assert.Contains(isOld ? "MAC: sha1" : "MAC: sha256", info, StringComparison.Ordinal);
        Assert.Equal(isOld ? 0 : 2, info.Split("PBES2, PBKDF2, AES-256-CBC").Length - 1);
        Assert.Equal(isOld ? 2 : 0, info.Split("pbeWithSHA1And3-KeyTripleDES-CBC").Length - 1);
        Assert.Equal(isOld ? 0 : 2, info.Split("hmacWithSHA256").Length - 1);
        Assert.NotEqual(0, (await _bed.RunOpenSslAsync("pkcs12", "-in", $"{client.Name}.pfx", "-passin", "pass:other", "-info", "-noout")).ExitCode);

        using var opened = SetBed.Open(_bed.Bytes($"{client.Name}.pfx"), SetBed.Word);
        Assert.Equal(client.Thumbprint, opened.Thumbprint);
        byte[] signed = [1, 2, 3];
        using var key = opened.GetRSAPrivateKey()!;
        var signature = key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var open = SetBed.Load(client.Certificate).GetRSAPublicKey()!;
        Assert.True(open.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static void AssertChain(P2SCertificateSet set, P2SClientCertificate client, bool isGood, DateTimeOffset? at = null)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(SetBed.Load(set.Root.Certificate));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        chain.ChainPolicy.VerificationTime = (at ?? SetBed.Now).LocalDateTime;
        var built = chain.Build(SetBed.Load(client.Certificate));
        Assert.True(built == isGood, string.Join(' ', chain.ChainStatus.Select(s => s.StatusInformation)));
    }
}
