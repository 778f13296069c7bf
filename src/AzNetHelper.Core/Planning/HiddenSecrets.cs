using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite;
using AzNetHelper.Vpn;

namespace AzNetHelper.Planning;

/// <summary>
/// Secrets that a GET does not show, so that a PUT of what was read would take them away: they are put back before, or the
/// write is refused (models-2025-09-01: radiusServerSecret of a gateway's vpnClientConfiguration and of each of its
/// radiusServers, which listRadiusSecrets tells; sharedKey of a connection, which older api-versions echo and newer ones are said to hide, and which has a
/// call of its own; recorded-behaviour 5.3 and 5.4).
/// </summary>
internal static class HiddenSecrets
{
    private const string Secret = "radiusServerSecret";
    private const string SharedKey = "sharedKey";

    // A link to a circuit has no shared key.
    private static readonly string[] Tunnels = ["Vnet2Vnet", "IPsec"];

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

    /// <summary>
    /// The body of a resource that is there, with the secret that has a call of its own: a connection keeps the key that it
    /// has, whatever the change says, because keys change through <c>/sharedkey</c> alone. As it is where none is to be
    /// fetched; with the slot of the change where the connection has no key yet. Keys within a circuit that the service shows are sent on.
    /// </summary>
    /// <exception cref="ArmException">The secret cannot be read, so the body must not be sent.</exception>
    public static async Task<JsonObject> RestoreAsync(
        IArm arm, ResourceId id, JsonObject read, JsonObject body, CancellationToken cancellation)
    {
        if (id.IsType(ResourceTypes.ExpressRouteCircuit))
        {
            return CircuitSecrets.Restore(read, body);
        }

        if (MissingIn(id, body) is { } missing)
        {
            return await WithRadiusAsync(arm, id, body, missing, cancellation);
        }

        if (!id.IsType(ResourceTypes.Connection) || body["properties"] is not JsonObject properties
            || !Tunnels.Contains(Text(properties, "connectionType") ?? string.Empty, StringComparer.OrdinalIgnoreCase)
            || string.Equals(Text(properties, "authenticationType"), "Certificate", StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        if (read["properties"] is JsonObject shown && HasText(shown, SharedKey))
        {
            return WithKey(Text(shown, SharedKey)!);
        }

        try
        {
            using var key = await ConnectionKey.ReadAsync(arm, id, cancellation);
            return key is not null ? WithKey(ConnectionKey.Reveal(key))
                : SecretSlots.IsSlot(Text(properties, SharedKey)) ? body
                : throw Unreadable(id, $"properties.{SharedKey}", cause: null);
        }
        catch (ArmException e) when (e.Status == 403)
        {
            throw Unreadable(id, $"properties.{SharedKey}", e);
        }

        JsonObject WithKey(string key) => JsonBody.Merge(body, new() { ["properties"] = new JsonObject { [SharedKey] = key } });
    }

    // Each server keeps its own, by its address. What is not told stays missing, and the write is refused for it.
    private static async Task<JsonObject> WithRadiusAsync(IArm arm, ResourceId id, JsonObject body, string missing, CancellationToken cancellation)
    {
        RadiusSecrets secrets;
        try
        {
            secrets = await RadiusSecrets.ReadAsync(arm, id, cancellation);
        }
        catch (ArmException e) when (e.Status is 400 or 403 or 404 or 405)
        {
            throw Unreadable(id, missing, e);
        }

        var filled = (JsonObject)body.DeepClone();
        var clients = (JsonObject)JsonBody.At(filled, "properties.vpnClientConfiguration")!;
        foreach (var server in (clients["radiusServers"] as JsonArray ?? []).OfType<JsonObject>().Append(clients))
        {
            if (HasText(server, "radiusServerAddress") && !HasText(server, Secret) && secrets.Of(Text(server, "radiusServerAddress")!) is { } secret)
            {
                server[Secret] = secret;
            }
        }

        return filled;
    }

    /// <summary>Why a write is refused that would take a secret away.</summary>
    public static ArmException Unreadable(ResourceId id, string secret, Exception? cause) => new(0, "SecretNotReadable",
        $"{id} has a secret that Azure does not show ({secret}); writing it without would take the secret away. It was not written."
        + (cause is null ? string.Empty : $" {cause.Message}")
        + (id.IsType(ResourceTypes.VirtualNetworkGateway) ? $" Whoever writes it needs the right {RadiusSecrets.Right}." : string.Empty), cause);

    private static string? Text(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool HasText(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0;
}
