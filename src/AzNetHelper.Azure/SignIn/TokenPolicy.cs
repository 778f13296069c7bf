using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>
/// The SDK's bearer policy with tokens of the session's clock, with continuous access evaluation, and with the tokens
/// of the other tenants that a write refers to (learn.microsoft.com: "Authenticate requests across tenants").
/// </summary>
internal sealed partial class TokenPolicy(SessionTokens tokens, ArmConnection connection)
    : BearerTokenAuthenticationPolicy(tokens, ScopeOf(connection.Audience))
{
    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private readonly string scope = ScopeOf(connection.Audience);
    private readonly ImmutableArray<string> auxiliaryTenants =
        connection.AuxiliaryTenantIds.IsDefault ? [] : connection.AuxiliaryTenantIds;

    /// <summary>
    /// The scope of an audience. A slash at its end is part of it, so that the result may hold two in a row.
    /// </summary>
    public static string ScopeOf(string audience) => audience + "/.default";

    protected override async ValueTask AuthorizeRequestAsync(HttpMessage message)
    {
        var token = await TokenAsync(message, connection.TenantId);
        SetToken(message, token);
        if (auxiliaryTenants.Length == 0 || message.Request.Method == RequestMethod.Get)
        {
            return;
        }

        var others = new List<string>(auxiliaryTenants.Length);
        foreach (var tenant in auxiliaryTenants)
        {
            others.Add($"Bearer {(await TokenAsync(message, tenant)).Token}");
        }

        message.Request.Headers.SetValue("x-ms-authorization-auxiliary", string.Join(", ", others));
    }

    protected override async ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message)
    {
        var refused = message.Request.Headers.TryGetValue("Authorization", out var header)
            ? header["Bearer ".Length..]
            : "";
        if (!tokens.IsRenewable || ClaimsOf(message.Response) is not { } claims)
        {
            tokens.Refuse(connection.TenantId, refused);
            return false;
        }

        var context = Context(message, connection.TenantId, claims);
        var token = await tokens.ReplaceAsync(context, refused, message.CancellationToken);
        if (string.Equals(token.Token, refused, StringComparison.Ordinal))
        {
            return false;
        }

        SetToken(message, token);
        return true;
    }

    protected override void AuthorizeRequest(HttpMessage message) => throw new NotSupportedException();

    protected override bool AuthorizeRequestOnChallenge(HttpMessage message) => throw new NotSupportedException();

    private static void SetToken(HttpMessage message, AccessToken token) =>
        message.Request.Headers.SetValue("Authorization", "Bearer " + token.Token);

    private ValueTask<AccessToken> TokenAsync(HttpMessage message, string? tenant) =>
        tokens.GetTokenAsync(Context(message, tenant), message.CancellationToken);

    private TokenRequestContext Context(HttpMessage message, string? tenant, string? claims = null) =>
        new([scope], message.Request.ClientRequestId, claims, tenant, isCaeEnabled: true);

    private static string? ClaimsOf(global::Azure.Response response)
    {
        if (!response.Headers.TryGetValues("WWW-Authenticate", out var challenges))
        {
            return null;
        }

        foreach (var challenge in challenges)
        {
            if (Claims().Match(challenge) is { Success: true } match)
            {
                return Decode(match.Groups["claims"].Value);
            }
        }

        return null;
    }

    // Seen with either alphabet of base64, with and without padding.
    private static string? Decode(string text)
    {
        var standard = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        standard += new string('=', (4 - (standard.Length % 4)) % 4);
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }

    [GeneratedRegex("\\bclaims\\s*=\\s*\"(?<claims>[^\"]+)\"", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Claims();
}
