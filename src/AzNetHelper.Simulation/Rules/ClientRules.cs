using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a gateway's point-to-site clients (arm-protocol 5.4).</summary>
internal static class ClientRules
{
    private static readonly string[] NeedPool = ["vpnClientRootCertificates", "vpnAuthenticationTypes", "radiusServers"];

    public static ArmError? Check(Cloud cloud, ResourceId id, JsonObject made)
    {
        if (made.Object("properties").Object("vpnClientConfiguration") is not { } clients)
        {
            return null;
        }

        var pool = GatewayShape.ClientPool(made);
        if (pool.Count == 0)
        {
            return NeedPool.Any(m => clients[m] is JsonArray { Count: > 0 }) || clients.Text("radiusServerAddress") is { Length: > 0 }
                ? VpnErrors.PoolMissing.With(id) : null;
        }

        var clash = (from own in GatewayShape.Prefixes(cloud, made)
                     from prefix in pool
                     where own.Overlaps(prefix)
                     select (own, prefix)).Take(1).ToArray();
        return clash is [var (network, taken)] ? VpnErrors.PoolOverlaps.With(taken, network)
            : clients.Objects("vpnClientRootCertificates")
                .FirstOrDefault(c => !IsBare(c.Object("properties").Text("publicCertData"))) is { } wrong
                ? VpnErrors.CertificateInvalid.With($"{id}/vpnClientRootCertificates/{wrong.Text("name")}")
            : null;
    }

    // Base64 in one line, without what a PEM file has around it.
    private static bool IsBare(string? data) => data is { Length: > 0 } && !data.Any(char.IsWhiteSpace)
        && Convert.TryFromBase64String(data, new byte[data.Length], out _);
}
