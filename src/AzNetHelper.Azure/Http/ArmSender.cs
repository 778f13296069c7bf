using System.Collections.Concurrent;
using System.Security.Authentication;
using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>
/// Sends one request, again where the rules allow it, and makes every failure an <see cref="ArmException"/>.
/// </summary>
internal sealed class ArmSender(
    HttpPipeline pipeline, RetryRules rules, SessionTenants tenants, CurrentCaller current, TimeProvider time)
{
    // One a tenant for the connection: the quota is the caller's there, whichever command asks.
    private readonly ConcurrentDictionary<string, QueryQuota> _queries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ReadBudget reads = new(time);

    public TimeProvider Time => time;

    public async Task<ArmAnswer> SendAsync(ArmRequest request, CallScope scope, CancellationToken cancellationToken)
    {
        // Seen by everything below, the credential included, and gone when this method returns.
        current.Scope = scope;
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return QueryQuota.Counts(request)
                    ? await QueryAsync(request, cancellationToken)
                    : await AttemptAsync(request, cancellationToken);
            }
            catch (ArmException error)
            {
                if (LacksOthers(request, error))
                {
                    request = request with { RefersToAll = true };
                    continue;
                }

                if (rules.Next(request.IsRead, error, attempt, waited) is not { } next)
                {
                    throw;
                }

                delay = next;
            }

            await Task.Delay(delay, time, cancellationToken);
            waited += delay;
        }
    }

    // A write without a body says nothing of what it refers to. No source tells whether the deletion of a half needs a token of
    // its other end's tenant; where the service asks for one, nothing has taken effect, and it gets those of all.
    private bool LacksOthers(ArmRequest request, ArmException error) => tenants.AreSeveral
        && request is { IsRead: false, RefersToAll: false, Body.IsEmpty: true } && error is { Status: 403, Code: "LinkedAuthorizationFailed" };

    // Waits for its turn before it is sent; that is no attempt and no part of what one request may wait.
    private async Task<ArmAnswer> QueryAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        var quota = QuotaOf(request);
        while (quota.Take(time.GetUtcNow()) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        try
        {
            return await AttemptAsync(request, cancellationToken);
        }
        finally
        {
            quota.End();
        }
    }

    private QueryQuota QuotaOf(ArmRequest request) => _queries.GetOrAdd(request.Tenant ?? tenants.Home, _ => new());

    private async Task<ArmAnswer> AttemptAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        using var turn = await reads.EnterAsync(request, cancellationToken);

        // A message an attempt: each has its own x-ms-client-request-id, so a line of the trace is one exchange.
        using var message = pipeline.CreateMessage();
        Fill(message.Request, request);
        TokenPolicy.Tell(message, request);
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
        }
        catch (global::Azure.RequestFailedException e)
        {
            throw Fault(request, e.InnerException ?? e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Fault(request, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ErrorReader.FromFault(request, "The time for one exchange ran out.", sent: true, cause: null);
        }

        var response = message.Response;
        string? Header(string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
        var remaining = RemainingBudget.Read(request, Header);
        turn?.Answered(remaining);
        if (QueryQuota.Counts(request))
        {
            QuotaOf(request).Announce(Header, time.GetUtcNow());
        }

        var body = response.ContentStream is null ? default : response.Content.ToMemory();
        if (response.Status == 401)
        {
            TokenPolicy.Unlearn(message);
        }

        if (response.Status is < 200 or >= 300)
        {
            throw ErrorReader.FromAnswer(request, response.Status, body, Header, time.GetUtcNow(), tenants);
        }

        tenants.Confirm(request.Uri.AbsolutePath);
        return new(response.Status, body)
        {
            ETag = Header("ETag"),
            StatusUrl = Header("Azure-AsyncOperation"),
            Location = Header("Location"),
            RetryAfter = RetryAfter.Read(Header, time.GetUtcNow()),
            Remaining = remaining,
            RequestId = Header("x-ms-request-id"),
        };
    }

    private static void Fill(Request target, ArmRequest request)
    {
        target.Method = RequestMethod.Parse(request.Method);
        target.Uri.Reset(request.Uri);
        target.Headers.Add("Accept", "application/json");
        if (!request.Body.IsEmpty)
        {
            target.Content = RequestContent.Create(request.Body);
            target.Headers.Add("Content-Type", "application/json; charset=utf-8");
        }

        if (request.IfMatch is { } etag)
        {
            target.Headers.Add("If-Match", etag);
        }
    }

    private static ArmException Fault(ArmRequest request, Exception cause)
    {
        if (cause is HttpRequestException { InnerException: AuthenticationException refused })
        {
            return new(0, "CertificateRefused",
                $"{request.Name}: the certificate of {request.Uri.Host} is not trusted. {refused.Message} "
                + "An endpoint with a root of its own needs that root given when the session is opened (-TrustedRoot).",
                refused)
            {
                Request = request.Name,
            };
        }

        // What failed while connecting was never sent; anything later may have been.
        var sent = cause is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        // The SDK's exceptions stay on this side of the port.
        return ErrorReader.FromFault(request, Redaction.Text(cause.Message), sent,
            cause is global::Azure.RequestFailedException ? null : cause);
    }
}
