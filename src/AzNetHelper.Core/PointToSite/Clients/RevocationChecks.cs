using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>One gateway of a revocation, for its checks.</summary>
/// <param name="Ground">What was read.</param>
/// <param name="Edit">The list, as it is and is to be.</param>
internal sealed record RevocationScene(RevocationGround Ground, RevocationEdit Edit)
{
    public VirtualNetworkGateway Gateway => Edit.Gateway;

    public ClientConfiguration Clients { get; } = Edit.Gateway.Clients ?? new();

    public bool Revokes => Ground.Request.Revokes;

    public DateTimeOffset Now => Ground.Topology.ReadAt ?? default;

    /// <summary>The clients whose revocation changes.</summary>
    public IEnumerable<RevocationTarget> Changing => Edit.Entries.Where(e => e.Found.IsEmpty == Revokes).Select(e => e.Client);
}

/// <summary>One rule of revocations.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Tells">True where it is told, and nothing is refused.</param>
/// <param name="About">What it is about.</param>
internal sealed record RevocationCheck(string Id, bool Tells, string About)
{
    public required Func<RevocationScene, IEnumerable<Finding>> Find { get; init; }
}

/// <summary>The rules of revocations and what is told of them: docs/p2s-clients.md shows the table.</summary>
internal static class RevocationChecks
{
    public static ImmutableArray<RevocationCheck> Catalogue { get; } =
    [
        Refuses("NoPointToSite", "the gateway has no point-to-site", NoPointToSite),
        Refuses("SkuRetired", "the gateway's SKU takes no changes any more", Retired),
        Refuses("GatewayState", "the gateway is being deleted", State),
        Refuses("RootThumbprint", "the thumbprint is a root's", OfRoot),
        Refuses("TooManyRevocations", string.Create(CultureInfo.InvariantCulture, $"more than {P2SRules.MostRevoked}"), TooMany),
        Tells("AlreadyRevoked", "there is nothing to write", Already),
        Tells("NotRevoked", "there is nothing to write", NotThere),
        Tells("NotIssuedByTrustedRoot", "the gateway trusts no root of the certificate, so it may be the wrong gateway", NotTrusted),
        Tells("CertificateExpired", "the certificate does not connect anyway", Expired),
        Tells("OtherSignIn", "clients also sign in by RADIUS or Entra ID, where the account has to be blocked, too", OtherSignIn),
        Tells("SessionsUnknown", "the gateway did not say who is connected", Unknown),
    ];

    public static CheckList<RevocationScene> All { get; } = new(Catalogue.Select(c => (c.Id, c.Find)));

    private static RevocationCheck Refuses(string id, string about, Func<RevocationScene, IEnumerable<Finding>> find) => new(id, false, about) { Find = find };

    private static RevocationCheck Tells(string id, string about, Func<RevocationScene, IEnumerable<Finding>> find) => new(id, true, about) { Find = find };

    private static IEnumerable<Finding> NoPointToSite(RevocationScene scene) => scene.Gateway.ClientPool.IsEmpty
        ? [Of(scene, $"{scene.Gateway.Name} has no point-to-site, so it refuses and takes no clients. Set-P2SConfiguration gives it one.")] : [];

    // gateway-sku-consolidation: until it is moved to another SKU it takes no other change.
    private static IEnumerable<Finding> Retired(RevocationScene scene) => scene.Edit.Changes && VpnSku.SuccessorOf(scene.Gateway.Sku) is { } instead
        ? [Of(scene, $"{scene.Gateway.Name} has the SKU {scene.Gateway.Sku}, which is retired and takes no changes any more. Move it to {instead} first (New-VpnGateway "
            + $"-Sku {instead}), then run the command again.")] : [];

    private static IEnumerable<Finding> State(RevocationScene scene) => scene.Gateway.ProvisioningState is ProvisioningState.Deleting
        ? [Of(scene, $"{scene.Gateway.Name} is being deleted.") with { Kind = FailureKind.ResourceBusy }] : [];

    private static IEnumerable<Finding> OfRoot(RevocationScene scene) =>
        from client in scene.Revokes ? scene.Ground.Request.Clients : []
        let root = scene.Clients.Roots.FirstOrDefault(r => client.Thumbprint.Is(r.Certificate?.Thumbprint))
        where root is not null || client.Issuer is { } issuer && client.Thumbprint.Is(issuer.Thumbprint)
        select Of(scene, $"{client.Thumbprint} is the thumbprint of the root certificate '{root?.Name ?? client.Issuer!.Subject}'. Only client certificates are revoked: "
            + "to shut out all clients of a root, take the root away (Set-P2SConfiguration -RemoveRoot).") with { Kind = FailureKind.InvalidArgument };

    private static IEnumerable<Finding> TooMany(RevocationScene scene) => scene.Revokes && scene.Edit.Changes && scene.Edit.After.Count > P2SRules.MostRevoked
        ? [Of(scene, string.Create(CultureInfo.InvariantCulture,
            $"{scene.Gateway.Name} refuses {scene.Edit.Before.Count} certificates, and {scene.Edit.After.Count - scene.Edit.Before.Count} more are over the limit of {P2SRules.MostRevoked}. Make room with "
            + $"Restore-P2SClientCertificate: certificates that have expired need no revocation. Or renew the root, and give the clients that stay new certificates."))
            with { Kind = FailureKind.LimitsExceeded }] : [];

    private static IEnumerable<Finding> Already(RevocationScene scene) =>
        from entry in scene.Revokes ? scene.Edit.Entries : []
        where !entry.Found.IsEmpty
        select Of(scene, $"{scene.Gateway.Name} refuses {entry.Client.DisplayName} already, as '{(string?)entry.Found[0]["name"]}'.", NoticeSeverity.Information);

    private static IEnumerable<Finding> NotThere(RevocationScene scene) =>
        from entry in scene.Revokes ? [] : scene.Edit.Entries
        where entry.Found.IsEmpty
        select Of(scene, $"{scene.Gateway.Name} does not refuse {entry.Client.DisplayName}.", NoticeSeverity.Information);

    private static IEnumerable<Finding> NotTrusted(RevocationScene scene)
    {
        var trust = new ClientTrust(scene.Clients.Roots.Select(r => r.Certificate).OfType<CertificateFacts>());
        return from client in scene.Changing
               where client.Certificate is { } certificate && trust.RootOf(certificate, client.Issuer is { } issuer ? [issuer] : [], scene.Now) is null
               select Of(scene, $"{scene.Gateway.Name} trusts no root that {client.DisplayName} goes back to, so it does not connect there, "
                   + (scene.Revokes ? "revoked or not. Is this the gateway that is meant?" : "restored or not."), NoticeSeverity.Warning);
    }

    private static IEnumerable<Finding> Expired(RevocationScene scene) =>
        from client in scene.Changing
        where client.Certificate is { } certificate && certificate.NotAfter < scene.Now
        select Of(scene, $"{client.DisplayName} has expired on {ClientStates.Text(client.Certificate!.NotAfter)}: it does not connect, "
            + (scene.Revokes ? "revoked or not, and takes one of the places for revocations." : "restored or not."), NoticeSeverity.Information);

    private static IEnumerable<Finding> OtherSignIn(RevocationScene scene) =>
        scene.Revokes && scene.Edit.Changes && scene.Clients.SignIns.Any(a => !a.Equals(P2SRules.Certificate, StringComparison.OrdinalIgnoreCase))
            ? [Of(scene, $"Clients of {scene.Gateway.Name} also sign in by {string.Join(" and ", scene.Clients.SignIns.Where(a => !a.Equals(P2SRules.Certificate, StringComparison.OrdinalIgnoreCase)))}: who can do that "
                + "still connects. Block the account there, too.", NoticeSeverity.Warning)] : [];

    private static IEnumerable<Finding> Unknown(RevocationScene scene) =>
        scene.Edit.Changes && scene.Ground.Untold.TryGetValue(scene.Gateway.Id, out var why)
            ? [Of(scene, $"Who is connected to {scene.Gateway.Name} now is not known: {why}", NoticeSeverity.Warning)] : [];

    private static Finding Of(RevocationScene scene, string message, NoticeSeverity? tells = null) =>
        new(scene.Gateway.Id, message, scene.Gateway.Id.ToString()) { Tells = tells };
}
