using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation;

/// <summary>Whether a client's certificate goes back to a root that the gateway trusts, at a time.</summary>
internal static class TrustedChain
{
    // azure-network-rules 5: a client certificate is for the authentication of clients.
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static bool Reaches(IReadOnlyCollection<CertificateFacts> roots, ConnectedClient client, DateTimeOffset now)
    {
        if (roots.Count == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.UtcDateTime;
        policy.ApplicationPolicy.Add(new(ClientAuthentication));
        foreach (var root in roots)
        {
            policy.CustomTrustStore.Add(new X509Certificate2([.. root.Data]));
        }

        foreach (var issuer in client.Issuers)
        {
            policy.ExtraStore.Add(new X509Certificate2([.. issuer.Data]));
        }

        using var certificate = new X509Certificate2([.. client.Certificate!.Data]);
        try
        {
            return chain.Build(certificate);
        }
        finally
        {
            foreach (var used in policy.CustomTrustStore.Concat(policy.ExtraStore).Concat(chain.ChainElements.Select(e => e.Certificate)))
            {
                used.Dispose();
            }
        }
    }
}
