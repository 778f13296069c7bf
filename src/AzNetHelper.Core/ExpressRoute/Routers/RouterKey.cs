using System.Security;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>The MD5 key of a private peering, which both ends of its sessions have (RFC 2385).</summary>
public static class RouterKey
{
    // The longest that Linux takes (TCP_MD5SIG_MAXKEYLEN of linux/tcp.h). What Azure takes is not documented (azure-network-rules 6).
    private const int MostCharacters = 80;

    /// <summary>Why routers do not take a key, without the key itself; null for one that they take.</summary>
    public static string? Problem(SecureString key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var text = ConnectionKey.Reveal(key);
        var at = text.AsSpan().IndexOfAnyExceptInRange('!', '~');
        return text.Length is 0 or > MostCharacters ? $"The key has {text.Length} characters; 1 to {MostCharacters} are expected."
            : at >= 0 ? $"Character {at + 1} of the key is none of the printable ones of ASCII, or a blank."
            : null;
    }

    /// <summary>Asks Azure for the key; null where the peering has none, or Azure does not tell it. The caller disposes of it.</summary>
    /// <exception cref="ArmException">The circuit cannot be read.</exception>
    public static async Task<SecureString?> ReadAsync(IArm arm, ResourceId circuit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(circuit);
        var peering = circuit.Child("peerings", "AzurePrivatePeering");
        var answer = await arm.GetAsync(peering.ToString(), ResourceTypes.ApiVersion(peering), cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty("properties", out var properties) && properties.TryGetProperty("sharedKey", out var key)
            && key.ValueKind == JsonValueKind.String && key.GetString() is { Length: > 0 } text ? ConnectionKey.Secure(text) : null;
    }
}
