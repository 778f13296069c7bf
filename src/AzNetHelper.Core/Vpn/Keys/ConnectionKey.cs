using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>
/// The pre-shared key of a connection, by the call that is made for it: <c>GET .../sharedkey</c> answers
/// <c>{"value":"..."}</c>, whatever the connection's own document shows or hides (recorded-behaviour 5.4).
/// </summary>
public static class ConnectionKey
{
    /// <summary>What is called below the connection, to read the key and to change it.</summary>
    public const string Path = "sharedkey";

    /// <summary>Reads a key; null where the connection is not there, or has none. The caller disposes of it.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="connection">The connection whose key it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">The key cannot be read for another reason than that there is none.</exception>
    public static async Task<SecureString?> ReadAsync(IArm arm, ResourceId connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(connection);
        try
        {
            var answer = await arm.GetAsync($"{connection}/{Path}", ResourceTypes.ApiVersion(connection), cancellationToken)
                .ConfigureAwait(false);
            using var json = answer.Body.IsEmpty ? null : JsonDocument.Parse(answer.Body);
            return json?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } key ? Secure(key) : null;
        }
        catch (ArmException e) when (e.Status == 404)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new ArmException(0, "InvalidAnswer", $"The answer for the shared key of {connection} is no JSON.", e);
        }
    }

    /// <summary>A text that is held as a secret from here on.</summary>
    public static SecureString Secure(string key)
    {
        var secure = new NetworkCredential(string.Empty, key).SecurePassword;
        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>The text of a secret, for the body that it is sent in.</summary>
    public static string Reveal(SecureString key) => new NetworkCredential(string.Empty, key).Password;

    /// <summary>Why Azure does not take a key, without the key itself; null for one that it takes.</summary>
    public static string? Problem(SecureString key) => SharedKey.Problem(Reveal(key));

    /// <summary>True when two keys are the same; how long it takes does not tell where they differ.</summary>
    public static bool Same(SecureString one, SecureString other)
    {
        using var first = new ClearText(one);
        using var second = new ClearText(other);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(first.Span), MemoryMarshal.AsBytes(second.Span));
    }

    /// <summary>That a connection has another key than the one that is given.</summary>
    internal static Failure Differs(ResourceId connection) => new("SharedKeyDiffers", FailureKind.InvalidOperation,
        $"The connection {connection} is there and has another key than the one given. Nothing was written. Leave the key out to keep "
        + "that one, or change it with Reset-VpnSharedKey.", connection);
}
