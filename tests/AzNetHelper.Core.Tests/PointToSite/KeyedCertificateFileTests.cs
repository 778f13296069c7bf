using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Certificates with their keys out of files: what is taken, and what is wrong with others.</summary>
public sealed class KeyedCertificateFileTests : IDisposable
{
    private static readonly PbeParameters Pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");
    private readonly X509Certificate2 _root = Roots.Root();
    private readonly X509Certificate2 _between;
    private readonly X509Certificate2 _client;
    private readonly RSA _key;

    public KeyedCertificateFileTests()
    {
        _between = Roots.Issue(_root, "Issuing", isAuthority: true, days: 3000);
        _client = Roots.Issue(_between, "alice");
        _key = _client.GetRSAPrivateKey()!;
    }

    public void Dispose()
    {
        _key.Dispose();
        _client.Dispose();
        _between.Dispose();
        _root.Dispose();
        _folder.Delete(recursive: true);
    }

    private static System.Security.SecureString Secret(string text) => new NetworkCredential(string.Empty, text).SecurePassword;

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string File(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    private void Good(string path, string? password = null, int issuers = 2)
    {
        var (certificate, failure) = KeyedCertificateFile.Read(path, password is null ? null : Secret(password));
        Assert.Null(failure);
        using var read = certificate!;
        Assert.Equal(_client.Thumbprint, read.Certificate.Thumbprint);
        Assert.Equal(((X509Certificate2[])[_between, _root]).Take(issuers).Select(i => i.Thumbprint), read.Issuers.Select(i => i.Thumbprint));
        Assert.Equal(_key.ExportSubjectPublicKeyInfo(), read.Key.ExportSubjectPublicKeyInfo());
    }

    private static string Bad(string path, string? password = null)
    {
        var (certificate, failure) = KeyedCertificateFile.Read(path, password is null ? null : Secret(password));
        Assert.Null(certificate);
        Assert.Contains(path.Split('/')[^1].Split('.')[0], failure!.Message, StringComparison.Ordinal);
        return failure.Id;
    }

    [Fact]
    public void Issuers_are_in_their_order_whatever_order_the_file_has()
    {
        Good(File("a.pem", string.Join('\n', _root.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem(), _client.ExportCertificatePem(), _between.ExportCertificatePem())));
        using var root = X509CertificateLoaders.Load(_root.RawData);
        using var between = X509CertificateLoaders.Load(_between.RawData);
        var bag = new X509Certificate2Collection(new[] { root, _client, between });
        Good(File("a.pfx", bag.Export(X509ContentType.Pfx, "pw")!), "pw");
    }

    [Theory]
    [InlineData(".pem", ".key.pem")]
    [InlineData(".pem", ".key")]
    [InlineData(".crt", ".key")]
    [InlineData(".cer", ".key.pem")]
    public void A_key_lies_beside_its_certificate(string certificate, string key)
    {
        var one = File($"b{certificate}", _client.ExportCertificatePem() + "\n" + _between.ExportCertificatePem());
        Assert.Equal("ClientCertificateHasNoKey", Bad(one));
        var other = File($"b{key}", _key.ExportRSAPrivateKeyPem());
        Good(one, issuers: 1);
        Good(other, issuers: 1);
    }

    [Fact]
    public void An_encrypted_key_wants_its_password()
    {
        var path = File("c.pem", _client.ExportCertificatePem() + "\n" + _key.ExportEncryptedPkcs8PrivateKeyPem("pw", Pbe));
        Good(path, "pw", issuers: 0);
        Assert.Equal("KeyPasswordWrong", Bad(path));
        Assert.Equal("KeyPasswordWrong", Bad(path, "other"));
        var open = File("c2.pem", _client.ExportCertificatePem() + "\n-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n");
        Assert.Equal("KeyInvalid", Bad(open, "pw"));
        Assert.All(["KeyPasswordWrong", "PfxPasswordWrong"], id => Assert.Contains(id, KeyedCertificateFile.OfPassword));
    }

    [Fact]
    public void What_is_no_certificate_with_its_key_says_why()
    {
        using var other = RSA.Create(2048);
        Assert.Equal("KeyOfAnother", Bad(File("d1.pem", _client.ExportCertificatePem() + "\n" + other.ExportPkcs8PrivateKeyPem())));
        Assert.Equal("CertificateFileInvalid", Bad(File("d2.pem", "nothing")));
        Assert.Equal("CertificateFileInvalid", Bad(File("d3.pem", string.Empty)));
        Assert.Equal("CertificateFileNotFound", Bad(File("d4.key.pem", _key.ExportPkcs8PrivateKeyPem())));
        Assert.Equal("CertificateFileNotFound", Bad(Path.Combine(_folder.FullName, "d5.pfx")));
        Assert.Equal("CertificateFileNotFound", Bad(_folder.FullName));
        Assert.Equal("CertificateFileInvalid", Bad(File("d6.pfx", new byte[2 << 20])));
        Assert.Equal("ClientCertificateHasNoKey", Bad(File("d7.cer", _client.RawData)));
        Assert.Equal("PfxInvalid", Bad(File("d8.pfx", [0x30, 0x03, 2, 1, 3])));
        Assert.Equal("KeyInvalid", Bad(File("d9.pem", _client.ExportCertificatePem() + "\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")));
    }

    [Fact]
    public void A_pfx_is_never_imported_by_the_platform_whatever_it_is_called()
    {
        // The platform's constructor takes a PFX without a password, and would put its key into a store elsewhere than on Linux.
        var pfx = _client.Export(X509ContentType.Pfx);
        var text = new string(PemEncoding.Write("CERTIFICATE", pfx));
        Assert.Equal("CertificateFileInvalid", Bad(File("e1.pem", text + "\n" + _key.ExportPkcs8PrivateKeyPem())));
        Assert.False(CertificateFacts.MayBeCertificate(pfx));
        Assert.False(CertificateFacts.MayBeCertificate(pfx.AsSpan(0, 3)));
        Assert.False(CertificateFacts.MayBeCertificate(new X509Certificate2Collection(new[] { _root }).Export(X509ContentType.Pkcs7)!));
        Assert.All([_root, _between, _client], c => Assert.True(CertificateFacts.MayBeCertificate(c.RawData)));
        Good(File("e2.pfx", pfx), issuers: 0);
    }

    [Fact]
    public void A_certificate_of_the_platform_is_copied_with_its_key()
    {
        var (certificate, _) = PlatformCertificate.Apart(_client);
        using var read = certificate!;
        var data = RandomNumberGenerator.GetBytes(32);
        Assert.True(_key.VerifyData(data, ((RSA)read.Key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var bare = X509CertificateLoaders.Load(_client.RawData);
        Assert.Equal("ClientCertificateHasNoKey", PlatformCertificate.Apart(bare).Failure!.Id);
        Assert.DoesNotContain("KEY", read.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
