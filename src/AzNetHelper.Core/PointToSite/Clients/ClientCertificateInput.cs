using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Finds the client certificate that somebody means by a file (.cer, .pem, .p7b, .pfx) or by text in any state. Only certificates are
/// read, no keys; the password of a PFX is needed where it hides its certificates, too, as most do.
/// </summary>
public static class ClientCertificateInput
{
    /// <summary>Reads a client certificate.</summary>
    /// <param name="given">A path, as the file system takes it, or text.</param>
    /// <param name="password">Of a PFX; null for none.</param>
    public static (CertificateFacts? Certificate, Failure? Failure) Read(string given, SecureString? password = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(given);
        try
        {
            if (!File.Exists(given))
            {
                var text = CertificateText.Read(given);
                return text.Certificates.IsEmpty
                    ? (null, new("ClientCertificateNotFound", FailureKind.ObjectNotFound, $"'{Short(given)}' is neither a file nor a certificate.", given))
                    : Choose(text.Certificates, "The text", given);
            }

            var bytes = File.ReadAllBytes(given);
            if (!IsPfx(bytes))
            {
                return Choose(CertificateText.Read(bytes).Certificates, given, given);
            }

            var (certificates, failure) = PfxFile.ReadCertificates(bytes, password, given);
            return failure is null ? Choose(certificates, given, given)
                : (null, failure.Id != "PfxPasswordWrong" || password is { Length: > 0 } ? failure : failure with
                {
                    Message = $"{given} has a password. Give it with -Password, or the certificate by its .cer file, its thumbprint, or its name in a set: "
                        + "those need none.",
                });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new("ClientCertificateNotRead", FailureKind.ReadError, $"{given} cannot be read: {e.Message}", given) { Cause = e });
        }
    }

    // A client's file often holds its whole chain: the client is the one that has issued none of the others and may issue none.
    private static (CertificateFacts? Certificate, Failure? Failure) Choose(ImmutableArray<CertificateFacts> found, string what, string target)
    {
        CertificateFacts[] all = [.. found.DistinctBy(c => c.Thumbprint, StringComparer.Ordinal)];
        CertificateFacts[] leaves = [.. all.Where(c => all.Length == 1 || (!c.IsAuthority && !all.Any(o => o != c && o.Issuer == c.Subject)))];
        return leaves switch
        {
            [var one] => (one, null),
            _ when all.Length == 0 => (null, new("ClientCertificateUnreadable", FailureKind.InvalidData,
                $"{what} holds no certificate: neither DER, PEM, PKCS #7, PFX nor base64 of one.", target)),
            _ => (null, new("ClientCertificateAmbiguous", FailureKind.InvalidArgument, $"{what} holds {all.Length} certificates, {leaves.Length} of them for clients: "
                + $"{string.Join(", ", all.Select(c => c.ToString()))}. Give the thumbprint of the one that is meant.", target)),
        };
    }

    private static bool IsPfx(byte[] bytes)
    {
        try
        {
            Pkcs12Info.Decode(bytes, out _, skipCopy: true);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }

    private static string Short(string text) => text.Length <= 80 ? text : $"{text[..77]}...";
}
