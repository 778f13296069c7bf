using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Certificates;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>A root in every state that people have it in becomes the one line that Azure takes.</summary>
public sealed class RootCertificateInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azn-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_shape_of_a_certificate_is_the_same_root()
    {
        using var root = Roots.Root();
        var der = root.RawData;
        var line = Convert.ToBase64String(der);
        var pem = root.ExportCertificatePem();
        var shapes = new Dictionary<string, string>
        {
            ["one line"] = line,
            ["lines"] = Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks),
            ["pem"] = pem,
            ["pem of Windows"] = pem.Replace("\n", "\r\n", StringComparison.Ordinal),
            ["pem in one line"] = pem.Replace("\n", string.Empty, StringComparison.Ordinal),
            ["pem with spelt breaks"] = pem.Replace("\n", "\\n", StringComparison.Ordinal),
            ["no end"] = pem[..pem.IndexOf("-----END", StringComparison.Ordinal)],
            ["no begin"] = pem[(pem.IndexOf('\n', StringComparison.Ordinal) + 1)..],
            ["quoted"] = $"\"{line}\"",
            ["no padding"] = line.TrimEnd('='),
            ["marks of a web page"] = "\u200E" + line[..70] + "\u00A0\u200B\r\n" + line[70..] + "\uFEFF",
            ["twice"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(line)),
            ["pem in base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)),
            ["pem in pem"] = $"-----BEGIN CERTIFICATE-----\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))}\n-----END CERTIFICATE-----",
            ["three times"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(line)))),
            ["after words"] = $"subject=CN = Contoso\nissuer=CN = Contoso\n{pem}\n",
            ["pkcs7"] = new X509Certificate2Collection(root).ExportPkcs7Pem(),
        };
        foreach (var (shape, text) in shapes)
        {
            var (read, failure) = RootCertificateInput.Read(text);
            Assert.True(read is not null, $"{shape}: {failure?.Message}");
            Assert.Equal(line, read.Certificate.PublicCertData);
            Assert.Equal("Contoso-P2S", read.Name);
            Assert.Equal(line, InFile(Encoding.UTF8.GetBytes(text)).Certificate.PublicCertData);
            Assert.Equal(line, InFile([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]).Certificate.PublicCertData);
        }

        Assert.Equal(line, InFile(der).Certificate.PublicCertData);
        Assert.Equal(line, RootCertificateInput.Of(root).Certificate.PublicCertData);
    }

    [Fact]
    public void A_name_comes_with_the_text_and_goes_out_with_it()
    {
        using var root = Roots.Root("Zürich / \"Nord\"");
        var read = RootCertificateInput.Read($"office_2026={Convert.ToBase64String(root.RawData)}").Root!;
        Assert.Equal(("office_2026", true), (read.Name, read.IsNamed));
        Assert.Equal(read, RootCertificateInput.Read(read.ToText()).Root);
        Assert.Equal("Z-rich----Nord", RootCertificateInput.Of(root).Name);
    }

    [Fact]
    public void A_pfx_gives_its_root_and_nothing_of_its_key()
    {
        using var root = Roots.Root();
        using var client = Roots.Issue(root, "alice");
        using var bare = X509Certificate2.CreateFromPem(root.ExportCertificatePem());
        var pfx = new X509Certificate2Collection { client, bare }.Export(X509ContentType.Pkcs12, "geheim")!;
        var path = Path.Combine(_folder, "alice.pfx");
        File.WriteAllBytes(path, pfx);

        using var password = ConnectionKey.Secure("geheim");
        var read = RootCertificateInput.Read(path, password).Root!;
        Assert.Equal(root.Thumbprint, read.Certificate.Thumbprint);
        Assert.Equal(2, read.Notes.Length);

        using var wrong = ConnectionKey.Secure("falsch");
        Assert.Equal("PfxPasswordWrong", RootCertificateInput.Read(path, wrong).Failure!.Id);
        var (_, none) = RootCertificateInput.Read(path);
        Assert.Equal("PfxPasswordWrong", none!.Id);
        Assert.Contains("-RootPassword", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_certificates_the_one_that_issues_is_taken()
    {
        using var root = Roots.Root();
        using var other = Roots.Root("Other");
        using var client = Roots.Issue(root, "alice");
        using var key = client.GetRSAPrivateKey()!;
        var all = $"{key.ExportPkcs8PrivateKeyPem()}\n{client.ExportCertificatePem()}\n{root.ExportCertificatePem()}";
        var read = RootCertificateInput.Read(all).Root!;
        Assert.Equal(root.Thumbprint, read.Certificate.Thumbprint);
        Assert.Contains("holds 2 certificates", read.Notes[0], StringComparison.Ordinal);
        Assert.Contains("private key", read.Notes[1], StringComparison.Ordinal);
        Assert.Equal("RootCertificateAmbiguous", RootCertificateInput.Read($"{all}\n{other.ExportCertificatePem()}").Failure!.Id);
    }

    [Fact]
    public void What_is_no_certificate_says_what_it_is()
    {
        using var key = RSA.Create(2048);
        using var curve = ECDsa.Create();
        string[] keys =
        [
            key.ExportPkcs8PrivateKeyPem(), key.ExportRSAPrivateKeyPem(), curve.ExportECPrivateKeyPem(), Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            Convert.ToBase64String(key.ExportRSAPrivateKey()),
            key.ExportEncryptedPkcs8PrivateKeyPem("x", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
        ];
        Assert.All(keys, k => Assert.Equal("RootCertificateIsKey", RootCertificateInput.Read(k).Failure!.Id));
        Assert.Equal("RootCertificateNotFound", RootCertificateInput.Read(Path.Combine(_folder, "nothing.cer")).Failure!.Id);
        Assert.Equal("RootCertificateUnreadable", RootCertificateInput.Read(new string('A', 400)).Failure!.Id);
        Assert.Equal("RootCertificateUnreadable", Refused([]));
        Assert.Equal("RootCertificateUnreadable", Refused([0x30, 0x82, 0x01]));
        Assert.Equal("CertificateSetNotFound", RootCertificateInput.Read(_folder).Failure!.Id);
    }

    [Fact]
    public void A_root_that_cannot_be_one_is_refused_with_the_reason()
    {
        var now = Roots.Start.AddDays(10);
        using var good = Roots.Root();
        using var curve = Roots.OfCurve();
        using var old = Roots.Root(days: 5);
        using var early = Roots.Root(from: now.AddMinutes(3));
        using var leaf = Roots.Root(isAuthority: false);
        Assert.Null(Problem(good));
        Assert.Contains("elliptic curves", Problem(curve), StringComparison.Ordinal);
        Assert.Contains("expired on 2026-01-06", Problem(old), StringComparison.Ordinal);
        Assert.Contains("clock", Problem(early), StringComparison.Ordinal);
        Assert.Contains("basic constraints", Problem(leaf), StringComparison.Ordinal);

        string? Problem(X509Certificate2 certificate) => RootCertificateRules.Problem(CertificateFacts.Of(certificate), now);
    }

    [Fact]
    public void What_is_doubtful_is_told_and_taken()
    {
        using var good = Roots.Root();
        using var between = Roots.Issue(good, "between", isAuthority: true);
        using var small = Roots.Root(bits: 1024);
        using var weak = Roots.OfSha1();
        using var silent = Roots.Root(isAuthority: null);
        Assert.Empty(RootCertificateRules.Doubts(CertificateFacts.Of(good)));
        (X509Certificate2 Certificate, string Says)[] doubtful = [(between, "not self-signed"), (small, "1024 bits"), (weak, "signed with"), (silent, "basic constraints")];
        foreach (var (certificate, says) in doubtful)
        {
            var facts = CertificateFacts.Of(certificate);
            Assert.Null(RootCertificateRules.Problem(facts, Roots.Start.AddDays(1)));
            Assert.Contains(says, Assert.Single(RootCertificateRules.Doubts(facts)), StringComparison.Ordinal);
        }
    }

    private GivenRoot InFile(byte[] bytes)
    {
        var path = Path.Combine(_folder, "root.cer");
        File.WriteAllBytes(path, bytes);
        var (root, failure) = RootCertificateInput.Read(path);
        return root ?? throw new Xunit.Sdk.XunitException(failure!.Message);
    }

    private string Refused(byte[] bytes)
    {
        var path = Path.Combine(_folder, "root.cer");
        File.WriteAllBytes(path, bytes);
        return RootCertificateInput.Read(path).Failure!.Id;
    }
}
