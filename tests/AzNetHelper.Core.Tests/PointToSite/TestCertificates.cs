using System.Collections.Immutable;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>An authority of a test, with its key.</summary>
internal sealed record TestAuthority(X509Certificate2 Certificate, RSA Key);

/// <summary>Certificates for tests. Keys are slow to make, so they are made once and used by many.</summary>
internal static class TestCertificates
{
    private static readonly Lazy<RSA>[] s_keys = [.. Enumerable.Range(0, 8).Select(_ => new Lazy<RSA>(() => RSA.Create(2048)))];

    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public static RSA Key(int number) => s_keys[number % s_keys.Length].Value;

    public static TestAuthority Root(string name, int key) =>
        new(CertificateMaker.Root(name, Key(key), new(Now.AddDays(-90), Now.AddDays(90)), CertificateMaker.Serial()), Key(key));

    public static TestAuthority Intermediate(string name, int key, TestAuthority above)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), Key(key), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new(Signed(request, above, Now.AddDays(-60), Now.AddDays(60)), Key(key));
    }

    public static KeyedCertificate Client(string name, int key, TestAuthority issuer, params ImmutableArray<TestAuthority> above) =>
        Client(name, key, issuer, new CertificateValidity(Now.AddDays(-30), Now.AddDays(30)), above);

    public static KeyedCertificate Client(
        string name, int key, TestAuthority issuer, CertificateValidity validity, params ImmutableArray<TestAuthority> above) =>
        Keyed(CertificateMaker.Client(name, Key(key), issuer.Certificate, issuer.Key, validity, CertificateMaker.Serial()), Key(key), [issuer, .. above]);

    /// <summary>A server's certificate.</summary>
    public static X509Certificate2 Server(string name, RSA key, TestAuthority issuer, params string[] names)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var alternative in names.Prepend(name))
        {
            alternatives.AddDnsName(alternative);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        return Signed(request, issuer, Now.AddDays(-1), Now.AddDays(30));
    }

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (var c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    // Copies, so that whoever disposes of one takes nothing from the others.
    private static KeyedCertificate Keyed(X509Certificate2 certificate, RSA own, ImmutableArray<TestAuthority> issuers)
    {
        var key = RSA.Create();
        key.ImportParameters(own.ExportParameters(includePrivateParameters: true));
        return new(certificate, key, [.. issuers.Select(i => X509Certificate2.CreateFromPem(i.Certificate.ExportCertificatePem()))]);
    }

    private static X509Certificate2 Signed(CertificateRequest request, TestAuthority issuer, DateTimeOffset from, DateTimeOffset until) =>
        request.Create(issuer.Certificate.SubjectName, X509SignatureGenerator.CreateForRSA(issuer.Key, RSASignaturePadding.Pkcs1), from, until, CertificateMaker.Serial());
}
