using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Several tenants before one simulation: a token is good for the subscriptions of its own tenant alone, and of any other it is
/// the wrong issuer's (arm-protocol 5, InvalidAuthenticationTokenTenant).
/// </summary>
internal sealed class TokenGuard(AzureSimulation simulation) : DelegatingHandler(simulation.CreateHandler())
{
    private readonly ConcurrentDictionary<string, string> _tenants = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Method, subscription and tenant of each request that was let in.</summary>
    public ConcurrentQueue<(string Method, string Subscription, string Token)> Taken { get; } = [];

    /// <summary>Requests that came with the token of another tenant.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    /// <summary>A connection with the token of a tenant, which owns these subscriptions.</summary>
    public IArm Connect(TimeProvider time, string token, params string[] subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            _tenants[subscription] = token;
        }

        return new AzureArmConnector().Connect(Arms.Connection(this, time) with { AccessToken = Arms.Secret(token) });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (path, token) = (request.RequestUri!.AbsolutePath, request.Headers.Authorization?.Parameter ?? string.Empty);
        var subscription = path.Split('/') is [_, "subscriptions", var id, ..] ? id : string.Empty;
        if (_tenants.TryGetValue(subscription, out var owner) && owner != token)
        {
            Refused.Enqueue($"{token} {request.Method} {path}");
            return new(HttpStatusCode.Unauthorized)
            {
                RequestMessage = request,
                Content = new StringContent("""{"error":{"code":"InvalidAuthenticationTokenTenant","message":"The access token is from the wrong issuer."}}""",
                    Encoding.UTF8, "application/json"),
            };
        }

        Taken.Enqueue((request.Method.Method, subscription, token));
        return await base.SendAsync(request, cancellationToken);
    }
}
