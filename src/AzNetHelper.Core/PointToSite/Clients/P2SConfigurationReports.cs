using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>Makes reports of gateways. Pure.</summary>
/// <param name="sets">Sets whose clients are held against each gateway.</param>
/// <param name="now">The time.</param>
/// <param name="soon">What ends within this time is told.</param>
public sealed class P2SConfigurationReports(ImmutableArray<P2SCertificateSet> sets, DateTimeOffset now, TimeSpan soon)
{
    private static readonly ClientConfiguration Nothing = new();

    public P2SConfigurationReport Of(VirtualNetworkGateway gateway, ImmutableArray<P2SSession>? sessions = null)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var clients = gateway.Clients ?? Nothing;
        var limit = Limit(gateway, clients);
        var report = new P2SConfigurationReport(gateway.Id)
        {
            VNetId = gateway.VirtualNetwork,
            Sku = gateway.Sku,
            ProvisioningState = gateway.ProvisioningState,
            AddressPool = clients.Pool,
            Protocol = [.. clients.Protocols.Order(StringComparer.OrdinalIgnoreCase)],
            AuthenticationType = clients.SignIns,
            Roots = [.. clients.Roots.Select(Root)],
            Revoked = [.. clients.Revoked.Select(Revocation)],
            CustomRoutes = gateway.CustomRoutes,
            RadiusServers = clients.RadiusServers,
            AadTenant = clients.AadTenant,
            AadAudience = clients.AadAudience,
            AadIssuer = clients.AadIssuer,
            ClientLimit = limit,
            MostClients = clients.Pool.IsEmpty ? null : Math.Min(limit ?? long.MaxValue, Addresses(clients.Pool)),
            Connected = sessions?.Length ?? clients.Connected,
            Sessions = sessions,
            Clients = clients.Pool.IsEmpty ? [] : [.. sets.SelectMany(s => ClientStates.Of(gateway.Name, clients, s, now, soon))],
        };
        return report with { Problems = [.. clients.Pool.IsEmpty ? [] : Problems(gateway, clients, report)] };
    }

    private P2SRootStatus Root(ClientRoot root) => new(root.Name)
    {
        Certificate = root.Certificate,
        Problem = root.Certificate is not { } facts
                ? "Its data is no certificate: its clients cannot connect. Set-P2SConfiguration -RemoveRoot takes it away, -AddRoot gives the gateway the right one."
            : CertificateFacts.FromPublicCertData(root.PublicCertData) is null
                ? "Its data is not the certificate in one line of base64, but was encoded twice. Azure takes that; whether its clients connect is not documented. "
                    + "Set-P2SConfiguration -RenewRoot with the same certificate puts it right."
            : RootCertificateRules.Problem(facts, now)
                ?? (facts.NotAfter - soon < now ? $"{facts.Subject} expires on {ClientStates.Text(facts.NotAfter)}: renew it with Set-P2SConfiguration -RenewRoot." : null),
    };

    private P2SRevocation Revocation(RevokedClient revoked)
    {
        var thumbprint = Thumbprint.Read(revoked.Thumbprint).Thumbprint?.Value ?? revoked.Thumbprint;
        return new(revoked.Name, thumbprint)
        {
            Client = sets.SelectMany(s => s.Clients).FirstOrDefault(c => string.Equals(c.Thumbprint, thumbprint, StringComparison.Ordinal))?.Name,
        };
    }

    private static IEnumerable<string> Problems(VirtualNetworkGateway gateway, ClientConfiguration clients, P2SConfigurationReport report)
    {
        if (clients.SignsInBy(P2SRules.Certificate) && clients.Roots.IsEmpty)
        {
            yield return $"Clients of {gateway.Name} sign in by certificate, and it trusts no root: nobody can connect. Set-P2SConfiguration -AddRoot gives it one.";
        }

        if (clients.SignIns.IsEmpty)
        {
            yield return $"{gateway.Name} has a pool and no way for clients to sign in: nobody can connect. Set-P2SConfiguration -RootCertificate gives it one.";
        }

        foreach (var root in report.Roots.Where(r => r.Problem is not null))
        {
            yield return $"Root '{root.Name}': {root.Problem}";
        }

        if (clients.Speaks(P2SRules.Sstp))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"SSTP stops working on {P2SRules.SstpEnds:yyyy-MM-dd}, and cannot be enabled again once it is off. Set-P2SConfiguration -Protocol OpenVPN, IkeV2 replaces it"
                + $"{(gateway.IsBasic ? ", on a gateway of another SKU than Basic" : string.Empty)}; clients need new profiles.");
        }

        if (VpnSku.SuccessorOf(gateway.Sku) is { } instead)
        {
            yield return $"The SKU {gateway.Sku} is retired and takes no changes until the gateway is moved to {instead}.";
        }

        if (report is { Connected: { } connected, MostClients: { } most } && connected * 10 >= most * 9)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{connected} clients are connected, and at most {most} fit.");
        }
    }

    // SSTP has a limit of its own beside that of the others (azure-network-rules 4.1).
    private static int? Limit(VirtualNetworkGateway gateway, ClientConfiguration clients)
    {
        var sku = VpnSku.Find(gateway.Sku, gateway.Generation) ?? VpnSku.Find(gateway.Sku) ?? VpnSku.Find(VpnSku.SuccessorOf(gateway.Sku));
        var others = clients.Protocols.Any(p => !string.Equals(p, P2SRules.Sstp, StringComparison.OrdinalIgnoreCase));
        return sku is null ? null : (others ? sku.Clients : 0) + (clients.Speaks(P2SRules.Sstp) ? VpnSku.SstpClients : 0);
    }

    // A client has an address of IPv4 where there is a pool of these, whatever else it has.
    private static long Addresses(ImmutableArray<IPPrefix> pool)
    {
        var counted = pool.Any(p => !p.IsIPv6) ? pool.Where(p => !p.IsIPv6) : pool;
        var sum = counted.Aggregate(UInt128.Zero, (all, p) => all + (UInt128.One << Math.Min(p.Width - p.Length, 64)));
        return sum > long.MaxValue ? long.MaxValue : (long)sum;
    }
}
