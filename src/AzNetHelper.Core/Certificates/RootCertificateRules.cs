using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>Whether a certificate can be the root of point-to-site clients (azure-network-rules 5).</summary>
public static class RootCertificateRules
{
    /// <summary>
    /// What a key ought to have at least. Azure documents none; Microsoft's own instructions use 2048 bits
    /// (vpn-gateway-certificates-point-to-site), and openssl refuses less at the security level that Debian and Ubuntu set.
    /// </summary>
    public const int LeastKeySize = 2048;

    // 1.2.840.113549.1.1.x: MD2, MD4, MD5 and SHA-1 with RSA (RFC 8017, A.2.4).
    private static readonly ImmutableArray<string> WeakSignatures =
        ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.3", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5"];

    /// <summary>Why it cannot be one, with what to do; null when it can.</summary>
    public static string? Problem(CertificateFacts certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate switch
        {
            { KeyAlgorithm: "EC" } => $"{certificate.Subject} has a key of elliptic curves, which point-to-site does not take: make a root with an RSA key.",
            { KeyAlgorithm: not "RSA" } => $"{certificate.Subject} has a key that is not RSA ({certificate.KeyAlgorithm}): make a root with an RSA key.",
            _ when certificate.NotAfter < now => $"{certificate.Subject} has expired on {Text(certificate.NotAfter)}: give a root that is valid.",
            _ when certificate.NotBefore > now => $"{certificate.Subject} is valid from {Text(certificate.NotBefore)} on, and here it is {Text(now)}: "
                + "wait until then, or set the clock of this machine, or of the one that made it, right.",
            _ => WhyNoAuthority(certificate) is { } why ? $"{certificate.Subject} cannot issue client certificates: {why}. Give the root that has issued them." : null,
        };
    }

    /// <summary>What to know of one that is taken.</summary>
    public static IEnumerable<string> Doubts(CertificateFacts certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.IsSelfIssued)
        {
            yield return $"{certificate.Subject} is not self-signed: {certificate.Issuer} has issued it. Azure's documents speak of root certificates alone, and "
                + "clients whose chain goes on to that issuer may be refused. Give the root, unless you have seen it work.";
        }

        if (certificate.KeySize < LeastKeySize)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject} has an RSA key of {certificate.KeySize} bits; less than {LeastKeySize} "
                + $"is no longer safe, and many systems refuse such a chain.");
        }

        using var read = new X509Certificate2(certificate.Data.AsSpan());
        if (WeakSignatures.Contains(read.SignatureAlgorithm.Value ?? string.Empty, StringComparer.Ordinal))
        {
            yield return $"{certificate.Subject} is signed with {certificate.SignatureAlgorithm}, which some systems no longer accept. Make the next root with SHA-256.";
        }

        if (!certificate.IsAuthority)
        {
            yield return $"{certificate.Subject} does not say that it is an authority (it has no basic constraints). Windows takes such a root; openssl, strongSwan and "
                + "OpenVPN may refuse its clients.";
        }
    }

    // A root without basic constraints is what New-SelfSignedCertificate makes when it is only told -KeyUsage CertSign.
    internal static string? WhyNoAuthority(CertificateFacts certificate)
    {
        using var read = new X509Certificate2(certificate.Data.AsSpan());
        var constraints = read.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        var usage = read.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        return constraints is { CertificateAuthority: false } ? "it says that it is no authority (basic constraints)"
            : usage is not null && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign) ? "its key usage lacks the signing of certificates"
            : constraints is null && (!certificate.IsSelfIssued || usage is null && read.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any())
                ? "it does not say that it is an authority (no basic constraints)"
            : null;
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
