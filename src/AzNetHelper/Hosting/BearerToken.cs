using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;

namespace AzNetHelper.Hosting;

/// <summary>What can be told of a token without asking anybody.</summary>
internal static class BearerToken
{
    /// <summary>When a JSON web token ends (RFC 7519, <c>exp</c>); null for a token that does not say.</summary>
    public static DateTimeOffset? ExpiresOn(SecureString token)
    {
        if (Reveal(token).Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Convert.FromBase64String(Padded(payload)));
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp", out var exp)
                && exp.ValueKind == JsonValueKind.Number && exp.TryGetInt64(out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The text of a token that is a string in some versions of Az and a SecureString in others.</summary>
    public static string? Text(object? token) => token switch
    {
        PSObject wrapped => Text(wrapped.BaseObject),
        string text => text,
        SecureString secret => Reveal(secret),
        _ => null,
    };

    public static DateTimeOffset? Time(object? time) => time switch
    {
        PSObject wrapped => Time(wrapped.BaseObject),
        DateTimeOffset at => at,
        DateTime at => new(at.ToUniversalTime()),
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
        _ => null,
    };

    // The token's alphabet is base64url without padding.
    private static string Padded(string text) =>
        text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');

    private static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
