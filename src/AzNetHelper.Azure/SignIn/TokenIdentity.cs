using System.Text.Json;
using AzNetHelper.Arm;
using global::Azure.Core;

namespace AzNetHelper.Azure;

/// <summary>
/// Says who a connection's token was given to, from the token's claims: they are not trusted for anything, they only name the
/// caller (learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
/// </summary>
internal sealed class TokenIdentity(ArmConnection connection, SessionTokens tokens, CurrentCaller current)
{
    // Users, then applications and managed identities.
    private static readonly string[] Names = ["upn", "unique_name", "preferred_username", "app_displayname", "appid", "azp"];

    /// <param name="scope">Who asks.</param>
    /// <param name="tenant">The tenant; two know one caller by two names. Empty for the one that the sign-in chooses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ArmIdentity?> ReadAsync(CallScope scope, string tenant, CancellationToken cancellationToken)
    {
        current.Scope = scope;
        var token = await tokens.GetTokenAsync(
            new([TokenPolicy.ScopeOf(connection.Audience)], tenantId: tenant.Length == 0 ? null : tenant, isCaeEnabled: true), cancellationToken);
        return Read(token.Token);
    }

    /// <summary>The identity in a JSON web token; null when it is none, or names nobody.</summary>
    public static ArmIdentity? Read(string token) => Claims(token, claims =>
    {
        var objectId = Text(claims, "oid");
        return (Names.Select(n => Text(claims, n)).FirstOrDefault(n => n is not null) ?? objectId) is { } name
            ? new ArmIdentity(name, objectId)
            : null;
    });

    /// <summary>The tenant that a JSON web token is of; null when it is none, or does not tell.</summary>
    public static string? TenantOf(string token) => Claims(token, claims => Text(claims, "tid"));

    private static T? Claims<T>(string token, Func<JsonElement, T?> read) where T : class
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        var claims = new byte[parts[1].Length];
        try
        {
            if (!TryDecode(parts[1], claims, out var length))
            {
                return null;
            }

            using var document = JsonDocument.Parse(claims.AsMemory(0, length));
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryDecode(string text, byte[] bytes, out int length)
    {
        var standard = text.Replace('-', '+').Replace('_', '/');
        return Convert.TryFromBase64String(standard + new string('=', (4 - (standard.Length % 4)) % 4), bytes, out length);
    }
}
