using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Which of the certificates that a gateway trusts a client certificate goes back to, by signatures: the one answer to that. It rests on
/// the rules by which a root is taken (<see cref="RootCertificateRules"/>): a root need not say that it is an authority, and what is
/// trusted need not have issued itself. Dates are no part of it.
/// </summary>
/// <param name="roots">What the gateway trusts.</param>
public sealed class ClientTrust(IEnumerable<CertificateFacts> roots)
{
    private readonly ImmutableArray<CertificateFacts> _roots = [.. roots];

    /// <summary>The root, one that is valid at the time before others; null where there is none, or what lies between is not at hand.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="issuers">What is known of what lies between.</param>
    /// <param name="now">The time.</param>
    public CertificateFacts? RootOf(CertificateFacts client, IEnumerable<CertificateFacts> issuers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        CertificateFacts[] between = [.. issuers.Where(i => !i.IsSelfIssued)];
        return _roots.Where(r => IsIssuer(r, client) || between.Any(b => IsIssuer(r, b))).OrderByDescending(r => r.IsValidAt(now))
            .FirstOrDefault(r => GoesBackTo(client, between, r));
    }

    // By the name alone: a chain is not built for roots that it cannot end at.
    private static bool IsIssuer(CertificateFacts issuer, CertificateFacts issued) =>
        string.Equals(issuer.Subject, issued.Issuer, StringComparison.OrdinalIgnoreCase);

    // One root after another: of two with one name (a root and its renewal) the platform would look at the first alone.
    private static bool GoesBackTo(CertificateFacts client, CertificateFacts[] between, CertificateFacts root)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;

        // Whether an issuer may be one is looked at below; the platforms have no one answer for roots without basic constraints.
        policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreInvalidBasicConstraints
            | X509VerificationFlags.AllowUnknownCertificateAuthority;
        (root.IsSelfIssued ? policy.CustomTrustStore : policy.ExtraStore).Add(Open(root));
        foreach (var issuer in between)
        {
            policy.ExtraStore.Add(Open(issuer));
        }

        using var certificate = Open(client);
        try
        {
            return chain.Build(certificate) && Issuers(chain, root) is { } used && used.All(i => RootCertificateRules.WhyNoAuthority(i) is null);
        }
        finally
        {
            foreach (var used in policy.CustomTrustStore.Concat(policy.ExtraStore).Concat(chain.ChainElements.Select(e => e.Certificate)))
            {
                used.Dispose();
            }
        }
    }

    // From what issued the client up to the root; null where the chain does not pass it. What is above is nobody's concern.
    private static CertificateFacts[]? Issuers(X509Chain chain, CertificateFacts root)
    {
        CertificateFacts[] all = [.. chain.ChainElements.Skip(1).Select(e => CertificateFacts.Of(e.Certificate))];
        return Array.IndexOf(all, root) is >= 0 and var at ? all[..(at + 1)] : null;
    }

    private static X509Certificate2 Open(CertificateFacts facts) => new(facts.Data.AsSpan());
}
