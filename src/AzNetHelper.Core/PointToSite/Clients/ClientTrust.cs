using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite;

/// <summary>Which of a gateway's root certificates a client certificate goes back to. Dates are no part of it.</summary>
/// <param name="roots">The roots.</param>
internal sealed class ClientTrust(IEnumerable<CertificateFacts> roots)
{
    private readonly ImmutableArray<CertificateFacts> _roots = [.. roots];

    /// <summary>The root; null where there is none, or where what lies between is not at hand.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="issuer">What has issued it, where that is known: then nothing has to be computed for a root of the gateway.</param>
    public CertificateFacts? RootOf(CertificateFacts client, CertificateFacts? issuer = null) =>
        _roots.FirstOrDefault(r => r.Equals(issuer)) ?? (_roots.IsEmpty ? null : Chain(client, issuer));

    private CertificateFacts? Chain(CertificateFacts client, CertificateFacts? issuer)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;

        // A root without basic constraints is taken by Azure, and its clients are.
        policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreInvalidBasicConstraints;
        foreach (var root in _roots)
        {
            policy.CustomTrustStore.Add(Open(root));
        }

        if (issuer is not null)
        {
            policy.ExtraStore.Add(Open(issuer));
        }

        using var certificate = Open(client);
        try
        {
            return chain.Build(certificate) && chain.ChainElements is [.., var last]
                ? _roots.FirstOrDefault(r => string.Equals(r.Thumbprint, last.Certificate.Thumbprint, StringComparison.OrdinalIgnoreCase)) : null;
        }
        finally
        {
            foreach (var used in policy.CustomTrustStore.Concat(policy.ExtraStore).Concat(chain.ChainElements.Select(e => e.Certificate)))
            {
                used.Dispose();
            }
        }
    }

    private static X509Certificate2 Open(CertificateFacts facts) => new(facts.Data.AsSpan());
}
