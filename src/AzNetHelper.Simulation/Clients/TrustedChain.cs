using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation;

/// <summary>
/// Whether a client's certificate goes back to what the gateway trusts, at a time. This is worked out apart from the module's own
/// answer, so that each can prove the other wrong.
/// </summary>
internal static class TrustedChain
{
    // azure-network-rules 5: a client certificate is for the authentication of clients.
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static bool Reaches(IReadOnlyCollection<CertificateFacts> roots, ConnectedClient client, DateTimeOffset now) =>
        roots.Any(r => Reaches(r, client, now));

    private static bool Reaches(CertificateFacts root, ConnectedClient client, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.UtcDateTime;
        policy.ApplicationPolicy.Add(new(ClientAuthentication));

        // A root may lack basic constraints (New-SelfSignedCertificate makes such ones), and what is trusted may have been issued by another.
        policy.VerificationFlags = X509VerificationFlags.IgnoreInvalidBasicConstraints | X509VerificationFlags.AllowUnknownCertificateAuthority;
        var trusted = new X509Certificate2([.. root.Data]);
        (root.IsSelfIssued ? policy.CustomTrustStore : policy.ExtraStore).Add(trusted);
        foreach (var issuer in client.Issuers)
        {
            policy.ExtraStore.Add(new X509Certificate2([.. issuer.Data]));
        }

        using var certificate = new X509Certificate2([.. client.Certificate!.Data]);
        try
        {
            return chain.Build(certificate) && chain.ChainElements.Skip(1).Any(e => IsSame(e.Certificate, trusted))
                && chain.ChainElements.Skip(1).TakeWhile(e => !IsSame(e.Certificate, trusted)).All(e => Says(e.Certificate) is true)
                && Says(trusted) is not false;
        }
        finally
        {
            foreach (var used in policy.CustomTrustStore.Concat(policy.ExtraStore).Concat(chain.ChainElements.Select(e => e.Certificate)))
            {
                used.Dispose();
            }
        }
    }

    // Whether it may issue others, by its own words; null where it does not say.
    private static bool? Says(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().Any(u => !u.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign)) ? false
        : certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault()?.CertificateAuthority;

    private static bool IsSame(X509Certificate2 one, X509Certificate2 other) => one.RawData.AsSpan().SequenceEqual(other.RawData);
}
