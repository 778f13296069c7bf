using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Plans that gateways refuse client certificates, or take them again: one write of each gateway, whose other members stay as they are.
/// Pure.
/// </summary>
public static class RevocationPlanner
{
    internal const string Revoke = "Revoke-P2SClientCertificate";
    internal const string Restore = "Restore-P2SClientCertificate";
    private const string ByCertificate = "Certificate";
    private const string ByThumbprint = "Thumbprint";

    /// <summary>Makes the plan.</summary>
    public static Plan Create(RevocationGround ground)
    {
        ArgumentNullException.ThrowIfNull(ground);
        return Planning.Plan.Of([.. ground.Gateways.Select(g => ground.Topology.Gateways.FirstOrDefault(t => t.Id == g) is { } there
            ? Of(ground, there) : Unread(ground, g))]);
    }

    // The rights that are missing are told by the check of rights.
    private static Plan Unread(RevocationGround ground, ResourceId gateway) => new($"{(ground.Request.Revokes ? "Revoke" : "Restore")} client certificates at {gateway.Name}")
    {
        Problems =
        [
            new("GatewayNotRead", $"The gateway {gateway} could not be read: {ground.Topology.GapOf(gateway)?.Message}", gateway)
            {
                Kind = Steps.FailureKind.ObjectNotFound,
            },
        ],
        CreatedAt = ground.Topology.ReadAt ?? default,
        Origins = [Origin(ground.Request, gateway)],
    };

    /// <summary>The list of a gateway, as it is and is to be.</summary>
    internal static RevocationEdit EditOf(RevocationGround ground, VirtualNetworkGateway gateway) =>
        new(gateway, ground.Topology.Document(gateway.Id)!, ground.Request);

    /// <summary>The sessions that look like a client's: the gateway tells a name alone, which is its certificate's.</summary>
    internal static ImmutableArray<P2SSession> SessionsOf(RevocationGround ground, ResourceId gateway, RevocationTarget client) =>
        client.Certificate?.CommonName is { } name && ground.Sessions.TryGetValue(gateway, out var sessions)
            ? [.. sessions.Where(s => string.Equals(s.User, name, StringComparison.OrdinalIgnoreCase))] : [];

    private static Plan Of(RevocationGround ground, VirtualNetworkGateway gateway)
    {
        var revokes = ground.Request.Revokes;
        var scene = new RevocationScene(ground, EditOf(ground, gateway));
        var (problems, notices) = RevocationChecks.All.Run(scene);
        var names = Names([.. scene.Changing]);
        var change = new Change(gateway.Id, scene.Edit.Changes ? ChangeKind.Update : ChangeKind.NoChange, scene.Edit.Changes
            ? $"{(revokes ? "Revoke" : "Restore")} {names} at VPN gateway '{gateway.Name}'" : $"Keep the revoked certificates of VPN gateway '{gateway.Name}'")
        {
            Group = gateway.Id.ToString(),
            Before = RevocationEdit.Body(scene.Edit.Before),
            After = RevocationEdit.Body(scene.Edit.After),
            Lanes = gateway.VirtualNetwork is { } network ? [network, gateway.Id] : [gateway.Id],
            Impact = scene.Edit.Changes && revokes ? Impact(scene, names) : ImpactStatement.None,
        };
        return new($"{(revokes ? "Revoke" : "Restore")} client certificates at {gateway.Name}")
        {
            Changes = [change],
            Problems = problems,
            Notices = notices,
            CreatedAt = ground.Topology.ReadAt ?? default,
            Origins = [Origin(ground.Request, gateway.Id)],
        };
    }

    // Microsoft's page says that a revoked certificate no longer connects; of who is connected it says nothing
    // (point-to-site-certificate-gateway, "Revoke a client certificate").
    private static ImpactStatement Impact(RevocationScene scene, string names)
    {
        P2SSession[] now = [.. scene.Changing.SelectMany(c => SessionsOf(scene.Ground, scene.Gateway.Id, c)).Distinct()];
        var connected = now.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture,
            $" Connected now under {(now.Length == 1 ? "its name" : "their names")}: {string.Join(", ", now.Select(s => s.ToString()))}. Whether Azure ends such a session at once "
            + $"or when the client connects again is not documented.");
        return new(Planning.Impact.CutsOff, $"{names} can no longer connect to {scene.Gateway.Name}. Writing the gateway takes some two minutes.{connected}");
    }

    private static string Names(ImmutableArray<RevocationTarget> clients) => clients.Length <= 5
        ? string.Join(", ", clients.Select(c => c.DisplayName))
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", clients.Take(4).Select(c => c.DisplayName))} and {clients.Length - 4} others");

    // With the certificates where they are at hand: names of entries, and what is told of the certificates, rest on them.
    private static PlanOrigin Origin(RevocationRequest request, ResourceId gateway)
    {
        var parameter = request.Clients.All(c => c.CertificateText is not null) ? ByCertificate : ByThumbprint;
        return new(request.Revokes ? Revoke : Restore, JsonBody.Write(new JsonObject
        {
            ["Gateway"] = gateway.ToString(),
            [parameter] = new JsonArray([.. request.Clients.Select(c => (JsonNode)(parameter == ByCertificate ? c.CertificateText! : c.ToString()))]),
        }));
    }

    /// <summary>Makes a plan anew by what made it. Null when it cannot be made: why was told as failures.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    internal static async Task<Plan?> RemakeAsync(
        IArm arm, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, Steps.StepWriter steps, CancellationToken stop)
    {
        var gateway = new OriginParameters(origin).Need("Gateway");
        return (await RevocationGround.ReadAsync(arm, [gateway], RequestOf(origin), subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan();
    }

    /// <summary>What was asked for by the command that made a plan.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    internal static RevocationRequest RequestOf(PlanOrigin origin)
    {
        var given = new OriginParameters(origin);
        return new(origin.Command == Revoke,
        [
            .. given.Texts(ByCertificate).Select(RevocationTarget.OfCertificateText),
            .. given.Texts(ByThumbprint).Select(t => RevocationTarget.Parse(t, CultureInfo.InvariantCulture)),
        ]);
    }
}
