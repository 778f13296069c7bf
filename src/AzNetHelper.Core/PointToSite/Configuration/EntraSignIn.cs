using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Sign-in by Microsoft Entra ID: the address of the tenant's sign-in, the application, who issues its tokens. Both addresses end
/// with a slash, as point-to-site-entra-gateway says; without it the gateway refuses every client.
/// </summary>
/// <param name="Tenant">For example <c>https://login.microsoftonline.com/{tenant id}/</c>.</param>
/// <param name="Audience">The id of the application.</param>
/// <param name="Issuer">For example <c>https://sts.windows.net/{tenant id}/</c>.</param>
internal sealed record EntraSignIn(string? Tenant, string? Audience, string? Issuer)
{
    public static EntraSignIn Of(P2SConfigurationRequest request, ClientConfiguration? there)
    {
        var tenant = request.AadTenant is { } given ? Address(given, P2SRules.PublicSignIn) : there?.AadTenant;
        var isOther = request.AadTenant is not null && !Same(tenant, there?.AadTenant);
        return new(
            tenant,
            Id(request.AadAudience) ?? there?.AadAudience ?? (tenant is null ? null : P2SRules.MicrosoftApplication),
            request.AadIssuer is { } issuer ? Address(issuer, P2SRules.TokenIssuer)
                : there?.AadIssuer is { } has && !isOther ? has
                : TenantId(tenant) is { } id ? $"{P2SRules.TokenIssuer}{id}/" : null);
    }

    /// <summary>The tenant's id at the end of an address; null for anything else.</summary>
    public static Guid? TenantId(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", Query: "", Fragment: "" } && Guid.TryParse(uri.AbsolutePath.Trim('/'), out var id) ? id : null;

    /// <summary>True where the same people sign in to the same application: ids and hosts have no case. A slash that is missing makes a difference.</summary>
    public bool Means(EntraSignIn other) => Written(Tenant, other.Tenant) && Written(Issuer, other.Issuer) && Written(Audience, other.Audience);

    /// <summary>True where a member need not be written anew.</summary>
    public static bool Written(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    public static bool Same(string? one, string? other) =>
        string.Equals(one?.TrimEnd('/'), other?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static string? Id(string? text) => Guid.TryParse(text, out var id) ? $"{id}" : text;

    private static string Address(string text, string before) => Guid.TryParse(text, out var id) ? $"{before}{id}/" : text.TrimEnd('/') + "/";
}
