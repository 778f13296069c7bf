using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>What of a client goes into a profile as PEM (RFC 7468), with line feeds and without one at the end.</summary>
internal static class ClientPem
{
    public static string Certificate(X509Certificate2 certificate) => certificate.ExportCertificatePem();

    /// <summary>The issuers between a client and its root, the client's own first. A root is not sent: who trusts it has it.</summary>
    public static ImmutableArray<X509Certificate2> Between(KeyedCertificate client) =>
        [.. client.Issuers.Where(i => !i.SubjectName.RawData.AsSpan().SequenceEqual(i.IssuerName.RawData))];

    /// <summary>The key in PKCS #8 as a file of its own, which is never a string; encrypted where there is a password.</summary>
    public static byte[] KeyFile(ClientProfileRequest request) => PemWriter.Key(request.Client!.Key, request.KeyPassword);

    /// <summary>The same for within a text.</summary>
    public static string Key(ClientProfileRequest request)
    {
        var bytes = KeyFile(request);
        try
        {
            return Encoding.ASCII.GetString(bytes).TrimEnd('\n');
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
