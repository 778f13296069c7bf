using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Whether a gateway lets a client in, told before a profile is written that would be refused: by the dates, by what issued it,
/// by the list of revocations (azure-network-rules 5).
/// </summary>
public static class ClientAcceptance
{
    // RFC 5280, 4.2.1.12.
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyUsage = "2.5.29.37.0";

    /// <summary>Why the client would be refused; nothing where it would not be.</summary>
    /// <param name="client">The client.</param>
    /// <param name="gateway">The gateway; null where it is not known, and only dates are looked at.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<Failure> Problems(ProfileClient client, VirtualNetworkGateway? gateway, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Certificate is { } own ? [.. OfDates(client, own, now), .. OfUse(client, own), .. OfGateway(client, own, gateway, now)] : [];
    }

    /// <summary>The root among those of a gateway that a client's certificate goes back to, a valid one before others; null for none.</summary>
    public static ClientRoot? RootOf(KeyedCertificate client, ClientConfiguration clients, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(clients);
        var root = new ClientTrust(clients.Roots.Select(r => r.Certificate).OfType<CertificateFacts>())
            .RootOf(client.Facts, client.Issuers.Select(CertificateFacts.Of), now);
        return root is null ? null : clients.Roots.First(r => root.Equals(r.Certificate));
    }

    private static IEnumerable<Failure> OfDates(ProfileClient client, KeyedCertificate own, DateTimeOffset now)
    {
        var facts = own.Facts;
        if (now > facts.NotAfter)
        {
            yield return Problem("ClientExpired", client, $"its certificate ended at {At(facts.NotAfter)}. Make a new one with New-P2SClientCertificate");
        }
        else if (now < facts.NotBefore)
        {
            yield return Problem("ClientNotYetValid", client, $"its certificate is valid from {At(facts.NotBefore)} on, and it is {At(now)}. Wait, or check the clock");
        }
    }

    private static IEnumerable<Failure> OfUse(ProfileClient client, KeyedCertificate own)
    {
        var usages = own.Certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(e => e.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>()).Select(o => o.Value).ToArray();
        if (usages.Length > 0 && !usages.Contains(ClientAuthentication, StringComparer.Ordinal) && !usages.Contains(AnyUsage, StringComparer.Ordinal))
        {
            yield return Problem("ClientNotForSignIn", client, "its certificate is for other uses than signing in as a client (clientAuth). Use one that is made for it");
        }
    }

    private static IEnumerable<Failure> OfGateway(ProfileClient client, KeyedCertificate own, VirtualNetworkGateway? gateway, DateTimeOffset now)
    {
        if (gateway?.Clients is not { } clients)
        {
            yield break;
        }

        if (!clients.SignsInBy(P2SRules.Certificate))
        {
            yield return Problem("CertificateSignInOff", client, $"clients of {gateway.Name} sign in by {string.Join(" or ", clients.SignIns)}, not with certificates. "
                + (clients.SignsInBy(P2SRules.Radius)
                    ? "Where their RADIUS server takes certificates, give what its own goes back to with -RadiusRootCertificate; or leave -Client out"
                    : "Leave -Client out, or add the sign-in with Set-P2SConfiguration -AuthenticationType"));
            yield break;
        }

        var thumbprint = own.Certificate.Thumbprint;
        if (ClientStates.RevocationOf(clients, thumbprint) is { } revoked)
        {
            yield return Problem("ClientRevoked", client, $"{gateway.Name} has its certificate among those that are revoked ({revoked.Name}). "
                + $"Take that back with Restore-P2SClientCertificate -Gateway '{gateway.Id}' -Thumbprint {thumbprint}, or make another certificate");
        }

        if (RootOf(own, clients, now) is not { } root)
        {
            yield return Problem("ClientOfForeignRoot", client, $"its certificate goes back to none of the roots that {gateway.Name} trusts "
                + $"({Names(clients)}). Add its root with Set-P2SConfiguration -AddRoot, or use a certificate of one of these");
        }
        else if (root.Certificate is { } certificate && !certificate.IsValidAt(now))
        {
            yield return Problem("RootExpired", client, $"the root {root.Name} of {gateway.Name} is not valid now (until {At(certificate.NotAfter)}). "
                + "Renew it with Set-P2SConfiguration -RenewRoot, and the clients with it");
        }
    }

    private static string Names(ClientConfiguration clients) =>
        clients.Roots.IsEmpty ? "it trusts none" : string.Join(", ", clients.Roots.Select(r => r.Certificate is { } c ? $"{r.Name} {c.Thumbprint}" : r.Name));

    private static Failure Problem(string id, ProfileClient client, string why) => new(id, FailureKind.InvalidOperation,
        $"{client.Name} ({client.Certificate!.Certificate.Thumbprint}) would not be let in: {why}.", client.Certificate.Certificate.Thumbprint);

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
