using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Secrets that a GET does not show, so that a PUT of what was read would take them away: they are put back before, or the
/// write is refused (models-2025-09-01: radiusServerSecret of a gateway's vpnClientConfiguration and of each of its
/// radiusServers).
/// </summary>
internal static class HiddenSecrets
{
    private const string Secret = "radiusServerSecret";

    /// <summary>The path of a secret that the body ought to have and has not; null when none is missing.</summary>
    public static string? MissingIn(ResourceId id, JsonObject body)
    {
        const string Clients = "properties.vpnClientConfiguration";
        if (!id.IsType(ResourceTypes.VirtualNetworkGateway) || JsonBody.At(body, Clients) is not JsonObject clients)
        {
            return null;
        }

        var servers = clients["radiusServers"] as JsonArray ?? [];
        return HasText(clients, "radiusServerAddress") && !HasText(clients, Secret) ? $"{Clients}.{Secret}"
            : servers.OfType<JsonObject>().Any(s => !HasText(s, Secret)) ? $"{Clients}.radiusServers[].{Secret}"
            : null;
    }

    private static bool HasText(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0;
}
