using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>Certificates and keys in PEM (RFC 7468), with line feeds and without one at the end.</summary>
internal static class ClientPem
{
    // OWASP's figure for PBKDF2 with SHA-256 (Password Storage Cheat Sheet).
    private const int Iterations = 600_000;

    public static string Certificate(X509Certificate2 certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.RawData);

    /// <summary>The issuers between a client and its root, the client's own first. A root is not sent: who trusts it has it.</summary>
    public static ImmutableArray<X509Certificate2> Between(KeyedCertificate client) =>
        [.. client.Issuers.Where(i => !i.SubjectName.RawData.AsSpan().SequenceEqual(i.IssuerName.RawData))];

    /// <summary>The key in PKCS #8; encrypted with AES-256 (PBES2) where there is a password.</summary>
    public static string Key(ClientProfileRequest request) => request.KeyPassword is { Length: > 0 } password
        ? request.Client!.Key.ExportEncryptedPkcs8PrivateKeyPem(
            ConnectionKey.Reveal(password), new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations))
        : request.Client!.Key.ExportPkcs8PrivateKeyPem();
}
