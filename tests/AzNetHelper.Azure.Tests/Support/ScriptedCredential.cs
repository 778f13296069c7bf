using System.Collections.Concurrent;
using global::Azure.Core;

namespace AzNetHelper.Tests;

/// <summary>A credential that answers by script and remembers what it was asked for.</summary>
internal sealed class ScriptedCredential(Func<TokenRequestContext, int, AccessToken> answer) : TokenCredential
{
    private readonly ConcurrentQueue<TokenRequestContext> asked = new();

    public IReadOnlyList<TokenRequestContext> Asked => [.. asked];

    /// <summary>Held up until it is completed.</summary>
    public Task Ready { get; init; } = Task.CompletedTask;

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext,
        CancellationToken cancellationToken)
    {
        int number;
        lock (asked)
        {
            number = asked.Count;
            asked.Enqueue(requestContext);
        }

        await Ready.WaitAsync(cancellationToken);
        return answer(requestContext, number);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
