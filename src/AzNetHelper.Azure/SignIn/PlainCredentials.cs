using AzNetHelper.Arm;
using global::Azure.Core;

namespace AzNetHelper.Azure;

/// <summary>The token that the user brought.</summary>
internal sealed class BroughtToken(ArmConnection connection) : TokenCredential
{
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext,
        CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));

    // Read from a file it often ends in a line break, which no header may hold.
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(Credentials.Plain(connection.AccessToken!).Trim(),
            connection.AccessTokenExpiresOn ?? DateTimeOffset.MaxValue);
}

/// <summary>The token of an Az session, which only the caller's own thread may fetch.</summary>
internal sealed class CallerToken(CurrentCaller current) : TokenCredential
{
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext,
        CancellationToken cancellationToken)
    {
        if (current.Scope?.Caller.Token is not { } ask)
        {
            throw SignInErrors.Missing(SignIn.Caller, "this call has no Az session to ask for a token.");
        }

        var token = await ask(requestContext.Scopes[0], requestContext.TenantId, cancellationToken);
        return new(token.Value.Trim(), token.ExpiresOn);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The connection is asynchronous throughout.");
}
