using System.Security.Cryptography.X509Certificates;
using AzNetHelper.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>The client certificate that is meant by a file or a text.</summary>
public sealed class ClientCertificateInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");
    private readonly X509Certificate2 _root = Roots.Root();
    private readonly X509Certificate2 _alice;

    public ClientCertificateInputTests() => _alice = Roots.Issue(_root, "alice");

    public void Dispose()
    {
        _alice.Dispose();
        _root.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void It_is_found_in_every_kind_of_file_beside_its_chain_and_key()
    {
        var pem = _alice.ExportCertificatePem();
        Is(File("a.cer", _alice.RawData));
        Is(File("a.pem", pem));
        Is(File("chain.pem", _root.ExportCertificatePem() + "\n" + pem));
        Is(File("key.pem", pem + "\n" + _alice.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()));
        Is(File("open.pfx", new X509Certificate2Collection { _alice, _root }.Export(X509ContentType.Pfx)!));
        Is(File("shut.pfx", new X509Certificate2Collection { _alice, _root }.Export(X509ContentType.Pfx, "secret")!), "secret");
        Is(pem);
        Is(Convert.ToBase64String(_alice.RawData));

        void Is(string given, string? password = null)
        {
            var (certificate, failure) = ClientCertificateInput.Read(given, password is null ? null : new System.Net.NetworkCredential("", password).SecurePassword);
            Assert.Null(failure);
            Assert.Equal(_alice.Thumbprint, certificate!.Thumbprint);
        }
    }

    [Fact]
    public void What_is_none_or_several_says_what_to_do()
    {
        using var bob = Roots.Issue(_root, "bob");
        Fails("ClientCertificateAmbiguous", File("two.pem", _alice.ExportCertificatePem() + bob.ExportCertificatePem()), "thumbprint");
        Fails("ClientCertificateUnreadable", File("key.pem", _alice.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()), "no certificate");
        Fails("ClientCertificateUnreadable", File("x.cer", "x"), "no certificate");
        Fails("ClientCertificateNotFound", Path.Combine(_folder.FullName, "none.cer"), "neither a file nor a certificate");
        Fails("PfxPasswordWrong", File("shut.pfx", new X509Certificate2Collection { _alice }.Export(X509ContentType.Pfx, "secret")!), "-Password");

        static void Fails(string id, string given, string word)
        {
            var (certificate, failure) = ClientCertificateInput.Read(given);
            Assert.Null(certificate);
            Assert.Equal(id, failure!.Id);
            Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        }
    }

    private string File(string name, string text) => File(name, System.Text.Encoding.ASCII.GetBytes(text));

    private string File(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }
}
