using System.Security;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>The MD5 key of a private peering, which both ends of its sessions have (RFC 2385).</summary>
public static class RouterKey
{
    /// <summary>Asks Azure for the key; null where the peering has none, or Azure does not tell it. The caller disposes of it.</summary>
    /// <exception cref="ArmException">The circuit cannot be read.</exception>
    public static async Task<SecureString?> ReadAsync(IArm arm, ResourceId circuit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(circuit);
        var peering = PeeringKeys.PrivateOf(circuit);
        var answer = await arm.GetAsync(peering.ToString(), ResourceTypes.ApiVersion(peering), cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty("properties", out var properties) && properties.TryGetProperty("sharedKey", out var key)
            && key.ValueKind == JsonValueKind.String && key.GetString() is { Length: > 0 } text ? ConnectionKey.Secure(text) : null;
    }
}
