using System.Globalization;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>Rules about protocols and the ways to sign in (azure-network-rules 5). What stays as it is is not judged anew.</summary>
internal static class SignInChecks
{
    public static IEnumerable<Finding> SstpClosed(P2SConfigurationLayout layout) =>
        layout.Request.Protocols is not null && layout.OffersSstp && !P2SConfigurationLayout.Has(layout.There?.Protocols ?? [], P2SRules.Sstp)
            ? [layout.Wrong($"SSTP cannot be enabled since {P2SRules.SstpClosed:O}, and ends on {P2SRules.SstpEnds:O} where it is on. Give -Protocol OpenVPN, IkeV2 or both.")]
            : [];

    public static IEnumerable<Finding> SstpEnds(P2SConfigurationLayout layout) =>
        layout is { OffersSstp: true, IsNew: false }
            ? [layout.Warns($"{layout.Request.Gateway.Name} offers SSTP, which ends on {P2SRules.SstpEnds:O}; its clients get in no more from then on. "
                + (layout.Gateway is { IsBasic: true } ? "A Basic gateway has nothing else: plan a gateway of the SKU VpnGw1AZ or larger."
                    : "Move them to OpenVPN or IkeV2 before (-Protocol), with new profiles."))] : [];

    public static IEnumerable<Finding> Protocols(P2SConfigurationLayout layout)
    {
        if (layout is not { Request.Protocols: not null })
        {
            yield break;
        }

        if (layout.Protocols.FirstOrDefault(p => p is not (P2SRules.OpenVpn or P2SRules.IkeV2 or P2SRules.Sstp)) is { } unknown)
        {
            yield return layout.Wrong($"'{unknown}' is no protocol of clients: one or more of OpenVPN, IkeV2.");
        }
        else if (layout.HasProtocolChange && P2SCombination.Of(layout.Protocols) is null)
        {
            yield return layout.Wrong(layout.Protocols.IsEmpty ? "Give at least one -Protocol: OpenVPN, IkeV2."
                : $"{string.Join(" and ", layout.Protocols)} do not go together. Give one of: {string.Join("; ", P2SRules.Combinations.Select(c => string.Join(" and ", c.Protocols)))}.");
        }
    }

    public static IEnumerable<Finding> Authentication(P2SConfigurationLayout layout) =>
        (layout.HasProtocolChange || layout.HasAuthenticationChange) && !layout.Authentication.IsEmpty
            && P2SCombination.Of(layout.Protocols) is { } combination && !combination.Takes(layout.Authentication)
            ? [layout.Wrong($"{string.Join(" and ", layout.Protocols)} {(layout.Protocols.Length == 1 ? "does" : "do")} not go with sign-in by {string.Join(" and ", layout.Authentication)}, "
                + $"but with {combination.AuthenticationText}."
                + (P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Aad) ? " Entra ID needs OpenVPN." : string.Empty))]
            : [];

    public static IEnumerable<Finding> Needed(P2SConfigurationLayout layout) =>
        (layout.HasPoolChange || layout.Request.Authentication is not null) && layout.Authentication.IsEmpty && !layout.Pool.IsEmpty
            ? [layout.Wrong("Nobody could sign in: give -RootCertificate, or -AuthenticationType Radius with -RadiusServer, or -AuthenticationType AAD with -AadTenant.")] : [];

    public static IEnumerable<Finding> RadiusServer(P2SConfigurationLayout layout)
    {
        if ((layout.HasAuthenticationChange || layout.HasRadiusChange) && P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Radius) && layout.RadiusServers.IsEmpty)
        {
            yield return layout.Wrong("Sign-in by RADIUS needs a server: give -RadiusServer <address> and -RadiusSecret"
                + (layout.HasRadiusChange ? ", or end it: -AuthenticationType without Radius." : "."));
        }

        foreach (var server in layout.Request.RadiusServers ?? [])
        {
            if (Address(server) is null)
            {
                yield return layout.Wrong($"'{server.Address}' is no address of a RADIUS server: give its IPv4 or IPv6 address.");
            }
            else if (Address(server) is { } address && layout.Pool.Any(p => p.Contains(address)))
            {
                yield return layout.Wrong($"The RADIUS server {address} lies in the pool of the clients.");
            }

            if (server.Score is { } score && (score < P2SRules.RadiusScores.Least || score > P2SRules.RadiusScores.Most))
            {
                yield return layout.Wrong(string.Create(CultureInfo.InvariantCulture,
                    $"The score {score} of {server.Address} is not one of {P2SRules.RadiusScores.Least} to {P2SRules.RadiusScores.Most}."));
            }
        }

        foreach (var twice in (layout.Request.RadiusServers ?? []).GroupBy(s => s.Address, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()))
        {
            yield return layout.Wrong($"The RADIUS server {twice.Key} was given twice.");
        }
    }

    public static IEnumerable<Finding> Unused(P2SConfigurationLayout layout)
    {
        if (layout.Request.RadiusServers is { IsEmpty: false } && !P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Radius))
        {
            yield return layout.Wrong("-RadiusServer is given, and nobody signs in by RADIUS: give -AuthenticationType Radius, too, or leave it out.");
        }

        if (layout.GivesEntra && !P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Aad))
        {
            yield return layout.Wrong("-AadTenant, -AadAudience or -AadIssuer is given, and nobody signs in by Entra ID: give -AuthenticationType AAD, too, or leave it out.");
        }

        // Roots that are given for nothing would look like clients that can connect.
        string[] given = [.. layout.Request.Roots is { IsEmpty: false } ? ["-RootCertificate"] : Array.Empty<string>(),
            .. layout.Request.AddedRoots.IsEmpty ? Array.Empty<string>() : ["-AddRoot"], .. layout.Request.RenewedRoots.IsEmpty ? Array.Empty<string>() : ["-RenewRoot"]];
        if (given.Length > 0 && !P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Certificate))
        {
            yield return layout.Wrong($"{string.Join(" and ", given)} {(given.Length == 1 ? "is" : "are")} given, and clients sign in by {string.Join(", ", layout.Authentication)}: give -AuthenticationType Certificate, too, or leave it out.");
        }
    }

    // What a kind of sign-in had stays, and can be used again; with RADIUS that means a secret, which every later write has to put back.
    public static IEnumerable<Finding> Kept(P2SConfigurationLayout layout)
    {
        if (!layout.HasAuthenticationChange || layout.There is not { } there)
        {
            yield break;
        }

        if (!P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Radius) && !layout.RadiusServers.IsEmpty)
        {
            yield return layout.Informs($"The RADIUS server {string.Join(", ", layout.RadiusServers)} stays in the gateway with its secret, although nobody signs in by it. "
                + "-RadiusServer @() takes it away.");
        }

        if (!P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Aad) && there.AadTenant is { Length: > 0 } tenant)
        {
            yield return layout.Informs($"The tenant {tenant} stays in the gateway, although nobody signs in by Entra ID.");
        }
    }

    public static IEnumerable<Finding> RadiusPlace(P2SConfigurationLayout layout)
    {
        if (layout is not { HasRadiusChange: true, Network: { } network, Gateway: { } gateway })
        {
            yield break;
        }

        var connections = layout.Topology.Connections.Where(c => c.Gateway == gateway.Id).ToArray();
        IPPrefix[] known =
        [
            .. network.AddressSpace, .. network.Peerings.SelectMany(p => p.RemoteAddressSpace ?? []),
            .. layout.Topology.LocalNetworkGateways.Where(s => connections.Any(c => c.LocalNetworkGateway == s.Id)).SelectMany(s => s.AddressSpace),
        ];
        foreach (var server in layout.RadiusServers.Where(s => Address(s) is { } address && !known.Any(p => p.Contains(address))))
        {
            yield return layout.Warns($"The RADIUS server {server.Address} is neither in {network.Name} and its peers nor behind a site of {gateway.Name}, as far as is known"
                + (connections.Any(c => c.EnableBgp) ? " (what sites tell by BGP is not looked at)" : string.Empty)
                + ". The gateway reaches servers in the VNet and over tunnels to sites, not over ExpressRoute.");
        }
    }

    public static IEnumerable<Finding> Entra(P2SConfigurationLayout layout)
    {
        if (!layout.HasEntraChange)
        {
            yield break;
        }

        var (tenant, audience, issuer) = layout.Entra;
        if (tenant is null)
        {
            yield return layout.Wrong("Sign-in by Entra ID needs a tenant: give -AadTenant <tenant id>.");
            yield break;
        }

        if (EntraSignIn.TenantId(tenant) is not { } id)
        {
            yield return layout.Wrong($"'{tenant}' is no tenant: give its id, or https://login.microsoftonline.com/<tenant id>/.");
            yield break;
        }

        if (!Guid.TryParse(audience, out _))
        {
            yield return layout.Wrong($"'{audience}' is no audience: give the id of the application, or leave it out for Microsoft's own ({P2SRules.MicrosoftApplication}).");
        }

        if (EntraSignIn.TenantId(issuer) is not { } issues)
        {
            yield return layout.Wrong($"'{issuer}' is no issuer: it has the shape {P2SRules.TokenIssuer}<tenant id>/. Leave it out to have it made.");
        }
        else if (issues != id)
        {
            yield return layout.Wrong($"The issuer is of the tenant {issues}, and clients sign in at {id}: they are to be of one.");
        }
    }

    public static IEnumerable<Finding> OldApplication(P2SConfigurationLayout layout) =>
        P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Aad) && string.Equals(layout.Entra.Audience, P2SRules.OldApplication, StringComparison.OrdinalIgnoreCase)
            ? [layout.Warns($"The audience {P2SRules.OldApplication} is the application that was registered by hand, which ends on {P2SRules.OldApplicationEnds:O}: change to "
                + $"{P2SRules.MicrosoftApplication} (-AadAudience), with new profiles.")] : [];

    private static IPAddress? Address(WantedRadiusServer server) => IPAddress.TryParse(server.Address, out var address) ? address : null;
}
