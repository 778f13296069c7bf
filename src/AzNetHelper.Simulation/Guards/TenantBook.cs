using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Which tenant a subscription belongs to and a token is of. A request is run under the token in Authorization, of the tenant of
/// the subscription in its address; what it refers to in other tenants needs auxiliary tokens, at most three, all of them good
/// (learn.microsoft.com: "Authenticate requests across tenants"). With one tenant nothing here is asked.
/// </summary>
internal sealed class TenantBook(SimulationOptions options)
{
    private const int MostAuxiliaryTokens = 3;

    public bool AreSeveral => !options.SubscriptionTenants.IsEmpty;

    public IEnumerable<string> All => options.SubscriptionTenants.Values.Prepend(options.TenantId).Distinct(StringComparer.OrdinalIgnoreCase);

    public string Of(string subscription) => options.TenantOf(subscription);

    /// <summary>Which subscriptions are shown to whoever asks with this token.</summary>
    public Func<string, bool> ShownTo(Exchange exchange)
    {
        var asking = AreSeveral ? TenantOf(exchange) : null;
        return subscription => asking is null || Json.Same(Of(subscription), asking);
    }

    /// <summary>The tenant of the token that came; that of the simulation where it does not tell.</summary>
    public string TenantOf(Exchange exchange) => Read(exchange.Authorization ?? string.Empty).Tenant;

    public ImmutableArray<string> AuxiliaryOf(Exchange exchange) => [.. exchange.Auxiliary.Select(t => Read(t).Tenant)];

    /// <summary>The subscription's tenant did not issue the token.</summary>
    public ArmError? CheckIssuer(Exchange exchange, string subscription)
    {
        var owner = Of(subscription);
        return !AreSeveral || Json.Same(owner, TenantOf(exchange)) ? null
            : FrontDoorErrors.InvalidAuthenticationTokenTenant.With(TenantOf(exchange), owner);
    }

    /// <summary>Tokens in x-ms-authorization-auxiliary are good, and of the application that asks.</summary>
    public ArmError? CheckAuxiliary(Exchange exchange, Func<string, ArmError?> judge)
    {
        if (exchange.Auxiliary is not { Length: > 0 } tokens)
        {
            return null;
        }

        if (tokens.Length > MostAuxiliaryTokens)
        {
            return FrontDoorErrors.TooManyAuxiliaryTokens.With(tokens.Length, MostAuxiliaryTokens);
        }

        if (tokens.Select(judge).FirstOrDefault(e => e is not null) is { } refused)
        {
            return refused;
        }

        var own = Read(exchange.Authorization!).Application;
        var others = tokens.Select(t => Read(t).Application).Where(a => !string.Equals(a, own, StringComparison.OrdinalIgnoreCase)).ToArray();
        return own is null || others.Length == 0 ? null
            : FrontDoorErrors.AuxiliaryTokensInvalidApplicationIdentity.With(others.Length, string.Join(", ", others.Select(a => a ?? "none")), own);
    }

    /// <summary>What a write refers to lies in its own tenant, or a token of the other one came along.</summary>
    public ArmError? CheckLinked(Exchange exchange, ResourceId scope, string action, ResourceId linked)
    {
        var tenant = Of(linked.SubscriptionId);
        return !AreSeveral || Json.Same(tenant, TenantOf(exchange)) || AuxiliaryOf(exchange).Contains(tenant, StringComparer.OrdinalIgnoreCase) ? null
            : FrontDoorErrors.LinkedTenantNotAuthorized.With(action, scope, TenantOf(exchange), linked.SubscriptionId);
    }

    // Claims: learn.microsoft.com/entra/identity-platform/access-token-claims-reference; idtyp is app for an application's own.
    private (string Tenant, string? Application) Read(string token)
    {
        if (options.JudgeToken?.Invoke(token) is { TenantId: { } told } verdict)
        {
            return (told, verdict.ApplicationId);
        }

        var claims = Claims(token);
        return (claims.Text("tid") ?? options.TenantId, claims.Text("idtyp") is "app" ? claims.Text("appid") ?? claims.Text("azp") : null);
    }

    private static JsonObject? Claims(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        var text = payload.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[text.Length];
        try
        {
            return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)
                ? JsonNode.Parse(bytes.AsSpan(0, length)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
