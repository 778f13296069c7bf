using System.Collections.Concurrent;
using AzNetHelper.Arm;
using global::Azure;
using global::Azure.Core;
using global::Azure.Identity;

namespace AzNetHelper.Azure;

/// <summary>
/// The tokens of a connection, one a tenant, renewed on the session's clock (the SDK's own cache looks at the
/// machine's, so a wait on another clock would outlive its token). Failures to sign in come out as <see
/// cref="ArmException"/>.
/// </summary>
internal sealed class SessionTokens(ArmConnection connection, SessionTenants tenants, Func<TokenCredential> create, CurrentCaller current,
    Belongings belongings) : TokenCredential, IDisposable
{
    // Ahead of its end, as the SDK does; a shorter-lived token at half its life.
    private static readonly TimeSpan RenewAhead = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Held> held = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<TokenCredential> credential = new(create);
    private readonly SemaphoreSlim sharedGate = new(1, 1);
    private readonly TimeProvider time = connection.Time;

    /// <summary>False for a token that the user brought.</summary>
    public bool IsRenewable => connection.SignIn != SignIn.AccessToken;

    /// <summary>
    /// When the session ends, because its token cannot be renewed; null when it can, or nobody knows.
    /// </summary>
    public DateTimeOffset? EndsOn => IsRenewable ? null : connection.AccessTokenExpiresOn;

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext,
        CancellationToken cancellationToken)
    {
        belongings.ThrowIfDisposed();
        if (EndsOn is { } end && time.GetUtcNow() >= end)
        {
            throw new ArmException(401, "ExpiredAuthenticationToken",
                $"The access token of this session ended at {end.UtcDateTime:u}; nothing was sent.");
        }

        if (!IsRenewable)
        {
            // Not held: it stays a SecureString between the requests that need it.
            return await credential.Value.GetTokenAsync(requestContext, cancellationToken);
        }

        return Usable(requestContext.TenantId) ?? await ReplaceAsync(requestContext, null, cancellationToken);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The connection is asynchronous throughout.");

    /// <summary>A token for another service; whoever asks keeps it for as long as it lasts.</summary>
    public async Task<ArmToken> ForOtherServiceAsync(string audience, CallScope scope, CancellationToken cancellationToken)
    {
        belongings.ThrowIfDisposed();
        if (!IsRenewable)
        {
            throw new ArmException(0, "SignInFailed",
                $"The session was opened with an access token, which is not for {audience}. Give a shared access signature.");
        }

        current.Scope = scope;
        try
        {
            var token = await credential.Value.GetTokenAsync(new([audience], tenantId: connection.TenantId), cancellationToken);
            return new(token.Token, token.ExpiresOn);
        }
        catch (Exception e) when (IsRefusal(e, cancellationToken))
        {
            throw SignInErrors.From(connection.SignIn, e);
        }
    }

    /// <summary>
    /// A token other than the refused one: what another request has fetched meanwhile, else a new one.
    /// </summary>
    public async ValueTask<AccessToken> ReplaceAsync(TokenRequestContext context, string? refused,
        CancellationToken cancellationToken)
    {
        var gate = Gate();
        await gate.WaitAsync(cancellationToken);
        try
        {
            return Usable(context.TenantId) is { } other && !IsSame(other, refused)
                ? other
                : await RenewAsync(context, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Forgets every token; the SDK's own cache goes with its credential.</summary>
    public void Dispose() => held.Clear();

    /// <summary>Makes the next request ask again, unless somebody already has.</summary>
    public void Refuse(string? tenantId, string token)
    {
        if (held.TryGetValue(tenantId ?? "", out var entry) && IsSame(entry.Token, token))
        {
            held.TryRemove(new(tenantId ?? "", entry));
        }
    }

    // A credential that asks the caller needs the caller's pipeline thread. That thread may be busy with the next
    // command of the same pipeline, which would then wait here for a gate that only it can open: these wait for their
    // own caller only.
    private SemaphoreSlim Gate() =>
        connection.SignIn is SignIn.Caller or SignIn.DeviceCode && current.Scope is { } scope ? scope.Gate : sharedGate;

    private static bool IsSame(AccessToken token, string? text) =>
        string.Equals(token.Token, text, StringComparison.Ordinal);

    private AccessToken? Usable(string? tenantId) =>
        held.TryGetValue(tenantId ?? "", out var entry) && time.GetUtcNow() < entry.RenewOn ? entry.Token : null;

    private async ValueTask<AccessToken> RenewAsync(TokenRequestContext context, CancellationToken cancellationToken)
    {
        var key = context.TenantId ?? "";
        try
        {
            var token = await credential.Value.GetTokenAsync(context, cancellationToken);
            held[key] = new(token, RenewOn(token));
            tenants.Name(key, token.Token);
            return token;
        }
        catch (Exception e) when (IsRefusal(e, cancellationToken))
        {
            var now = time.GetUtcNow();
            if (context.Claims is null && held.TryGetValue(key, out var entry) && now < entry.Token.ExpiresOn)
            {
                // The one at hand still works: a sign-in service that is away for a minute must not end a long wait.
                held[key] = entry with { RenewOn = now + BetweenTries };
                return entry.Token;
            }

            throw SignInErrors.From(connection.SignIn, e, tenants.AreSeveral && key.Length > 0 ? key : null);
        }
    }

    private DateTimeOffset RenewOn(AccessToken token)
    {
        var now = time.GetUtcNow();
        var life = token.ExpiresOn - now;
        var ahead = life / 2 < RenewAhead ? life / 2 : RenewAhead;
        var latest = token.ExpiresOn - ahead;
        var planned = token.RefreshOn is { } refresh && refresh < latest ? refresh : latest;
        // An Az session may give the same token again until it renews it itself.
        var earliest = now + BetweenTries;
        return planned > earliest ? planned : earliest;
    }

    private static bool IsRefusal(Exception error, CancellationToken cancellationToken) =>
        error is AuthenticationFailedException or RequestFailedException or ArgumentException
            or InvalidOperationException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private sealed record Held(AccessToken Token, DateTimeOffset RenewOn);
}
