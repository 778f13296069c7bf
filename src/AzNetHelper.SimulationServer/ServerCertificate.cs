using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.SimulationServer;

/// <summary>
/// A root made for this run and a certificate for 127.0.0.1 and localhost that it vouches for. The root's key is gone
/// as soon as it has signed; its certificate lies in a file for clients until the server ends.
/// </summary>
internal sealed class ServerCertificate : IDisposable
{
    // Python's strict checks (3.13) ask for key usages and key identifiers on both.
    private static readonly TimeSpan Valid = TimeSpan.FromDays(30);

    private readonly DirectoryInfo _folder;

    public ServerCertificate(DateTimeOffset now)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = Request("CN=AzNetHelper simulation root", rootKey);
        var rootId = new X509SubjectKeyIdentifierExtension(root.PublicKey, critical: false);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        root.CertificateExtensions.Add(rootId);
        using var authority = root.CreateSelfSigned(now.AddHours(-1), now + Valid);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=127.0.0.1", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(rootId));
        using var signed = request.Create(authority, now.AddHours(-1), now + Valid, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);
        // By way of PKCS #12: Windows serves no certificate whose key is not in a key set.
        Certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);

        // Made for the owner alone (0700): nobody else can put another root in its place.
        _folder = Directory.CreateTempSubdirectory("aznethelper-");
        RootFile = Path.Combine(_folder.FullName, "root.pem");
        File.WriteAllText(RootFile, authority.ExportCertificatePem() + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(RootFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The root's certificate as PEM.</summary>
    public string RootFile { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleared the temporary files.
        }
    }

    private static CertificateRequest Request(string subject, ECDsa key) => new(subject, key, HashAlgorithmName.SHA256);
}
