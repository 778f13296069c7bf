using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>
/// Makes certificates as RFC 5280 and Azure want them (azure-network-rules 5): RSA, SHA-256, clients that are told by the purpose of
/// client authentication. What comes from the clock or from chance is an argument.
/// </summary>
public static class CertificateMaker
{
    /// <summary>Bytes of a serial number: 128 bits, and at most 20 bytes (RFC 5280, 4.1.2.2).</summary>
    public const int SerialBytes = 16;

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly HashAlgorithmName Hash = HashAlgorithmName.SHA256;

    /// <summary>A serial number by chance.</summary>
    public static byte[] Serial() => RandomNumberGenerator.GetBytes(SerialBytes);

    /// <summary>A root that has signed itself. It may issue certificates and revocation lists, and serves nothing else.</summary>
    /// <param name="name">Its <see cref="CommonName"/>.</param>
    /// <param name="key">Its key, which stays the caller's.</param>
    /// <param name="validity">From when until when it is valid.</param>
    /// <param name="serial">A positive number, big-endian.</param>
    public static X509Certificate2 Root(string name, RSA key, CertificateValidity validity, ReadOnlySpan<byte> serial)
    {
        ArgumentNullException.ThrowIfNull(validity);
        var request = new CertificateRequest(Subject(name), key, Hash, RSASignaturePadding.Pkcs1);
        var own = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(own);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(own));
        return request.Create(request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            validity.NotBefore, validity.NotAfter, serial);
    }

    /// <summary>A client's certificate, without its key.</summary>
    /// <param name="name">Its <see cref="CommonName"/>, which is among its alternative names, too.</param>
    /// <param name="key">Its key, which stays the caller's.</param>
    /// <param name="issuer">The root.</param>
    /// <param name="issuerKey">The key of the root.</param>
    /// <param name="validity">From when until when it is valid; within the root's own (<see cref="CertificateValidity"/>).</param>
    /// <param name="serial">A positive number, big-endian.</param>
    public static X509Certificate2 Client(
        string name, RSA key, X509Certificate2 issuer, RSA issuerKey, CertificateValidity validity, ReadOnlySpan<byte> serial)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(issuerKey);
        ArgumentNullException.ThrowIfNull(validity);
        var request = new CertificateRequest(Subject(name), key, Hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));

        // Windows takes the first purpose of the list for the certificate's own (azure-network-rules 5): there is this one alone.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(AlternativeName.Extension(name, request.SubjectName));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(Authority(issuer));
        return request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1),
            validity.NotBefore, validity.NotAfter, serial);
    }

    // By parts, not by a text: whatever the name holds, it stays one attribute.
    private static X500DistinguishedName Subject(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        return subject.Build();
    }

    // A root of somebody else's may lack the identifier of its key: then by its name and number.
    private static X509AuthorityKeyIdentifierExtension Authority(X509Certificate2 issuer) =>
        issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } own
            ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(own)
            : X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: false, includeIssuerAndSerial: true);
}
