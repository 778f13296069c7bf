using System.Globalization;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>Holds the client certificates of a set against what a gateway trusts and refuses. Pure.</summary>
public static class ClientStates
{
    /// <summary>Each client of the set, in its order.</summary>
    /// <param name="gateway">The gateway's name, for sentences.</param>
    /// <param name="clients">Its configuration.</param>
    /// <param name="set">The set.</param>
    /// <param name="now">The time.</param>
    /// <param name="soon">What ends within this time is expiring.</param>
    public static IEnumerable<P2SClientStatus> Of(
        string gateway, ClientConfiguration clients, P2SCertificateSet set, DateTimeOffset now, TimeSpan soon)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentNullException.ThrowIfNull(set);
        var trust = new ClientTrust(clients.Roots.Select(r => r.Certificate).OfType<CertificateFacts>());
        return set.Clients.Select(c => Of(gateway, clients, trust, set, c, now, soon));
    }

    // What cannot be mended comes first: a revoked certificate stays revoked when it is trusted again.
    private static P2SClientStatus Of(string gateway, ClientConfiguration clients, ClientTrust trust, P2SCertificateSet set,
        P2SClientCertificate client, DateTimeOffset now, TimeSpan soon)
    {
        var facts = client.Certificate;
        var status = new P2SClientStatus(client.Name, facts, P2SClientState.Valid) { Root = set.Root.Name };
        if (RevocationOf(clients, facts.Thumbprint) is { } revoked)
        {
            return status with
            {
                State = P2SClientState.Revoked, RevokedAs = revoked.Name,
                Reason = $"{gateway} refuses it (revoked as '{revoked.Name}'). Restore-P2SClientCertificate takes that back.",
            };
        }

        if (facts.NotAfter < now)
        {
            return status with { State = P2SClientState.Expired, Reason = $"It has expired on {Text(facts.NotAfter)}. Make a new one (New-P2SClientCertificate)." };
        }

        if (!clients.SignsInBy(P2SRules.Certificate))
        {
            return status with { State = P2SClientState.NotTrusted, Reason = $"Clients of {gateway} do not sign in by certificate." };
        }

        if (trust.RootOf(facts, [set.Root.Certificate], now) is not { } root)
        {
            return status with
            {
                State = P2SClientState.NotTrusted,
                Reason = $"{gateway} has no root certificate that it goes back to. Set-P2SConfiguration -AddRoot gives it {set.Root.Name}.",
            };
        }

        if (!root.IsValidAt(now))
        {
            return status with
            {
                State = P2SClientState.NotTrusted,
                Reason = $"The root {root.Subject} that it goes back to is valid from {Text(root.NotBefore)} to {Text(root.NotAfter)} only.",
            };
        }

        return facts.NotBefore > now
                ? status with { State = P2SClientState.NotYetValid, Reason = $"It is valid from {Text(facts.NotBefore)} on; here it is {Text(now)}." }
            : facts.NotAfter - soon < now
                ? status with { State = P2SClientState.Expiring, Reason = $"It expires on {Text(facts.NotAfter)}. Make a new one (New-P2SClientCertificate)." }
            : status;
    }

    /// <summary>The entry by which a gateway refuses a certificate; null where it does not.</summary>
    internal static RevokedClient? RevocationOf(ClientConfiguration clients, string thumbprint) =>
        clients.Revoked.FirstOrDefault(r => Certificates.Thumbprint.TryParse(r.Thumbprint, CultureInfo.InvariantCulture, out var t) && t.Is(thumbprint));

    internal static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
