using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>The port's implementation: what is asked for becomes requests, and a wait becomes polls.</summary>
internal sealed class ArmClient(
    ArmSender sender, SignedDownload download, ArmUrls urls, SessionTokens tokens, SessionTenants tenants, TokenIdentity identity,
    CallScope scope)
    : IArm, ITokenSource, IDisposable
{
    /// <summary>What is disposed of with the connection; null for one caller's view of it.</summary>
    public Belongings? Belongings { get; init; }

    public TimeProvider Time => sender.Time;

    public void Dispose() => Belongings?.Dispose();

    public IArm For(ArmCaller caller) => new ArmClient(sender, download, urls, tokens, tenants, identity, new CallScope(caller));

    public Task<ArmIdentity?> WhoAsync(CancellationToken cancellationToken) => identity.ReadAsync(scope, tenants.Home, cancellationToken);

    public Task<ArmIdentity?> WhoAsync(string path, CancellationToken cancellationToken) =>
        identity.ReadAsync(scope, tenants.Of(path), cancellationToken);

    public ImmutableArray<ImmutableArray<string>> ByTenant(IReadOnlyCollection<string> subscriptions) => tenants.Group(subscriptions);

    public string? TenantId(string given) => tenants.IdOf(given);

    public Task<ArmToken> GetTokenAsync(string audience, CancellationToken cancellationToken) =>
        tokens.ForOtherServiceAsync(audience, scope, cancellationToken);

    public async Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        Response(await sender.SendAsync(new("GET", urls.For(path, apiVersion)), scope, cancellationToken));

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        tenants.AreSeveral && SessionTenants.IsSubscriptions(path)
            ? SubscriptionsAsync(path, apiVersion, cancellationToken)
            : PagesAsync(path, apiVersion, tenant: null, cancellationToken);

    /// <summary>Each tenant lists its own; one that an earlier tenant has listed, because it manages it, is left out.</summary>
    private async IAsyncEnumerable<ArmResponse> SubscriptionsAsync(string path, string apiVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants.All)
        {
            await foreach (var page in PagesAsync(path, apiVersion, tenant, cancellationToken))
            {
                yield return page with { Body = SubscriptionPage.Without(page.Body, id => !tenants.Learn(id, tenant)) };
            }
        }
    }

    private async IAsyncEnumerable<ArmResponse> PagesAsync(string path, string apiVersion, string? tenant,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (Uri? next = urls.For(path, apiVersion); next is not null;)
        {
            var request = new ArmRequest("GET", next) { Tenant = tenant };
            if (!seen.Add(next.OriginalString))
            {
                throw new ArmException(0, "PagingLoop",
                    $"{request.Name}: page {seen.Count} of the list points back to an earlier page.")
                {
                    Request = request.Name,
                };
            }

            var answer = await sender.SendAsync(request, scope, cancellationToken);
            next = NextPage(request, answer);
            yield return Response(answer);
        }
    }

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        var url = urls.For(write.Path, write.ApiVersion, write.Query);
        var request = new ArmRequest(write.Verb.ToString().ToUpperInvariant(), url)
        {
            IsRead = false,
            Body = write.Body,
            IfMatch = write.IfMatch,
        };
        var answer = await sender.SendAsync(request, scope, cancellationToken);
        return OperationStart.From(write, answer, urls, Time.GetUtcNow());
    }

    public async Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) => Response(await sender
            .SendAsync(new("POST", urls.For(path, apiVersion)) { Body = body, Tenant = QueryTenant(path, body) }, scope, cancellationToken));

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
        new OperationPoller(sender, urls, tokens, scope, operation).RunAsync(cancellationToken);

    public Task<ArmResponse> DownloadAsync(Uri signed, long mostBytes, CancellationToken cancellationToken) =>
        download.RunAsync(signed, mostBytes, scope, cancellationToken);

    // An address with a subscription tells by itself, and may be corrected by a refusal.
    private string? QueryTenant(string path, ReadOnlyMemory<byte> body) =>
        tenants.AreSeveral && !path.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) ? tenants.OfQuery(body) : null;

    internal static ArmResponse Response(ArmAnswer answer) => new(answer.Status, answer.Body) { ETag = answer.ETag };

    private Uri? NextPage(ArmRequest request, ArmAnswer answer)
    {
        using var document = ErrorReader.Json(answer.Body) ?? throw new ArmException(answer.Status, "UnreadableAnswer",
            $"{request.Name}: the answer is no JSON, so it is not Azure Resource Manager's. Is a proxy in between?")
        {
            Request = request.Name,
            RequestId = answer.RequestId,
        };
        if (ErrorReader.Text(document.RootElement, "nextLink") is not { } text)
        {
            return null;
        }

        return urls.FromService(text) is { } next
            ? urls.Checked(next, request.Name)
            : throw new ArmException(answer.Status, "UnreadableAnswer",
                $"{request.Name}: the address of the next page cannot be read.")
            {
                Request = request.Name,
            };
    }
}
