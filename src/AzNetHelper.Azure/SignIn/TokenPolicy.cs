using System.Text;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>
/// The SDK's bearer policy with tokens of the session's clock, with continuous access evaluation, and in a session of several
/// tenants with the token of the tenant that a request is for, beside those of the others that a write refers to.
/// </summary>
internal sealed partial class TokenPolicy(SessionTokens tokens, SessionTenants tenants, ArmConnection connection)
    : BearerTokenAuthenticationPolicy(tokens, ScopeOf(connection.Audience))
{
    private const string Auxiliary = "x-ms-authorization-auxiliary";

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private readonly string scope = ScopeOf(connection.Audience);

    /// <summary>Has a message say what it asks for, so that its tenants can be told.</summary>
    public static void Tell(HttpMessage message, ArmRequest request) => message.SetProperty(typeof(ArmRequest), request);

    /// <summary>Takes back what a message that was refused again had learned of its tenant.</summary>
    public static void Unlearn(HttpMessage message)
    {
        if (message.TryGetProperty(typeof(SessionTenants), out var learned) && learned is Action takeBack)
        {
            takeBack();
        }
    }

    /// <summary>
    /// The scope of an audience. A slash at its end is part of it, so that the result may hold two in a row.
    /// </summary>
    public static string ScopeOf(string audience) => audience + "/.default";

    protected override async ValueTask AuthorizeRequestAsync(HttpMessage message)
    {
        var request = RequestOf(message);
        var tenant = request?.Tenant ?? tenants.Of(message.Request.Uri.Path);
        message.SetProperty(typeof(TokenPolicy), tenant);
        SetToken(message, await TokenAsync(message, tenant));
        await SetOthersAsync(message, request, tenant);
    }

    protected override async ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message)
    {
        var refused = message.Request.Headers.TryGetValue("Authorization", out var header)
            ? header["Bearer ".Length..]
            : "";
        var request = RequestOf(message);

        // The one that was used: another request may have learned the right one meanwhile.
        var tenant = message.TryGetProperty(typeof(TokenPolicy), out var used) && used is string before ? before : tenants.Home;
        if (request?.Tenant is null && await OtherTenantAsync(message, tenant) is { } right)
        {
            // Nothing has taken effect: who asks is looked at before anything else, of writes too.
            message.SetProperty(typeof(SessionTenants), tenants.Correct(message.Request.Uri.Path, right));
            SetToken(message, await TokenAsync(message, right));
            await SetOthersAsync(message, request, right);
            return true;
        }

        if (!tokens.IsRenewable || ClaimsOf(message.Response) is not { } claims)
        {
            tokens.Refuse(tenant, refused);
            return false;
        }

        var context = Context(message, tenant, claims);
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

    private static ArmRequest? RequestOf(HttpMessage message) =>
        message.TryGetProperty(typeof(ArmRequest), out var value) ? value as ArmRequest : null;

    private async ValueTask SetOthersAsync(HttpMessage message, ArmRequest? request, string own)
    {
        message.Request.Headers.Remove(Auxiliary);
        if (request is null or { IsRead: true } || tenants.Others(own, request) is not { Length: > 0 } referred)
        {
            return;
        }

        var others = new List<string>(referred.Length);
        foreach (var tenant in referred)
        {
            others.Add($"Bearer {(await TokenAsync(message, tenant)).Token}");
        }

        message.Request.Headers.SetValue(Auxiliary, string.Join(", ", others));
    }

    /// <summary>The tenant of ours that a refusal names instead of the one that was used; null for none.</summary>
    private async ValueTask<string?> OtherTenantAsync(HttpMessage message, string used)
    {
        if (!tenants.AreSeveral || !message.Response.Headers.TryGetValue("WWW-Authenticate", out var challenge)
            || SessionTenants.IdIn(challenge) is not { } id)
        {
            return null;
        }

        foreach (var unnamed in tenants.Unnamed.ToArray())
        {
            if (tenants.ById(id) is not null)
            {
                break;
            }

            try
            {
                await TokenAsync(message, unnamed);
            }
            catch (ArmException)
            {
                // Whoever may not sign in there is told of the refusal that led here.
            }
        }

        return tenants.ById(id) is { } right && !string.Equals(right, used, StringComparison.OrdinalIgnoreCase) ? right : null;
    }

    private ValueTask<AccessToken> TokenAsync(HttpMessage message, string tenant) =>
        tokens.GetTokenAsync(Context(message, tenant), message.CancellationToken);

    private TokenRequestContext Context(HttpMessage message, string tenant, string? claims = null) =>
        new([scope], message.Request.ClientRequestId, claims, tenant.Length == 0 ? null : tenant, isCaeEnabled: true);

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
