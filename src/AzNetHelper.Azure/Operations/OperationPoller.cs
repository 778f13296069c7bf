using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>
/// Sees one operation through. The SDK's own poller is not used: it rewrites the api-version in status URLs, which
/// breaks their signature. One object a wait, never shared.
/// </summary>
internal sealed class OperationPoller(ArmSender sender, ArmUrls urls, SessionTokens tokens, CallScope scope,
    ArmOperation operation)
{
    // A status that cannot be read says nothing about the operation; each of these tries has the sender's retries
    // inside.
    private const int MostUnreadable = 4;

    private readonly string name = $"{operation.Verb.ToString().ToUpperInvariant()} {operation.Path}";
    private readonly Uri resource = urls.For(operation.Path, operation.ApiVersion);
    private readonly PollPace pace = new(operation, tokens, sender.Time);
    private Uri? status;
    private Uri? result;
    private int unreadable;
    private bool statusForgotten;

    public async Task<ArmResponse> RunAsync(CancellationToken cancellationToken)
    {
        if (operation.IsFinal)
        {
            return operation.Verb == ArmVerb.Delete ? Gone : new(operation.Status, operation.Body);
        }

        status = operation.StatusUri is { } s ? urls.Checked(s, name, accepted: true) : null;
        result = operation.ResultUri is { } r ? urls.Checked(r, name, accepted: true) : null;
        for (var delay = pace.First; ; delay = pace.Next)
        {
            await pace.WaitAsync(delay, cancellationToken);
            if (await PollAsync(cancellationToken) is { } final)
            {
                return final;
            }
        }
    }

    private static ArmResponse Gone => new(204, default);

    private async Task<ArmResponse?> PollAsync(CancellationToken cancellationToken)
    {
        var url = status ?? result!;
        ArmAnswer answer;
        try
        {
            answer = await ReadAsync(url, cancellationToken);
        }
        catch (ArmException error) when (!IsSignIn(error))
        {
            return AfterFailedRead(url, error);
        }

        pace.Heed(answer.RetryAfter);
        return status is null
            ? await AfterResultAsync(answer, cancellationToken)
            : await AfterStatusAsync(answer, cancellationToken);
    }

    private async Task<ArmResponse?> AfterStatusAsync(ArmAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Status == 202)
        {
            return GoesOn(answer);
        }

        var isResource = ArmUrls.IsSameResource(status!, resource);
        using var document = ErrorReader.Json(answer.Body);
        OperationState? read = document is null ? null
            : isResource ? OperationState.OfResource(document.RootElement)
            : OperationState.OfStatus(document.RootElement);
        if (read is not { } state)
        {
            return answer.Status == 204 ? await FinishAsync(default, cancellationToken)
                : AfterFailedRead(status!, new(answer.Status, "UnreadableAnswer", "The answer tells no status.")
                {
                    RequestId = answer.RequestId,
                });
        }

        return state.Phase switch
        {
            OperationPhase.Failed =>
                throw ErrorReader.FromStatus(name, state.Text, document!.RootElement, answer.RequestId),
            OperationPhase.Running => GoesOn(answer),
            _ when isResource && operation.Verb == ArmVerb.Delete =>
                statusForgotten ? throw Lost("It still exists, and nothing is under way on it.", null) : null,
            _ when isResource => ArmClient.Response(answer),
            _ => await FinishAsync(answer.Body, cancellationToken),
        };
    }

    /// <summary>The status says Succeeded; what remains is the value.</summary>
    private async Task<ArmResponse?> FinishAsync(ReadOnlyMemory<byte> statusBody, CancellationToken cancellationToken)
    {
        switch (operation.Verb)
        {
            case ArmVerb.Put or ArmVerb.Patch:
                return await ReadBackAsync(cancellationToken);
            case ArmVerb.Delete:
                await ConfirmGoneAsync(cancellationToken);
                return Gone;
            case ArmVerb.Post when result is not null:
                // From here on the result is what is polled: it may still say 202 for a moment.
                status = null;
                return await PollAsync(cancellationToken);
            default:
                return new(operation.Status, OutputOf(statusBody) ?? operation.Body);
        }
    }

    private async Task<ArmResponse> ReadBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ArmClient.Response(await ReadAsync(resource, cancellationToken));
        }
        catch (ArmException error) when (!IsSignIn(error))
        {
            throw Lost($"It ended well, but the resource cannot be read back. {error.Message}", error);
        }
    }

    // The status has said it; the result is read because every client of record does, and may be gone already.
    private async Task ConfirmGoneAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (result is not null)
            {
                await ReadAsync(result, cancellationToken);
            }
        }
        catch (ArmException error) when (!IsSignIn(error))
        {
            // Succeeded it has, whatever became of the result's own address.
        }
    }

    private async Task<ArmResponse?> AfterResultAsync(ArmAnswer answer, CancellationToken cancellationToken) =>
        answer.Status == 202 ? GoesOn(answer) : operation.Verb switch
        {
            ArmVerb.Delete => Gone,
            ArmVerb.Put or ArmVerb.Patch when answer.Body.IsEmpty =>
                await ReadBackAsync(cancellationToken),
            _ => ArmClient.Response(answer),
        };

    /// <summary>
    /// An error from a status URL is a failure to read the status. Only a result URL answers with the operation's own
    /// error, as the synchronous call would have (ARM's resource provider contract).
    /// </summary>
    private ArmResponse? AfterFailedRead(Uri url, ArmException error)
    {
        var ofResource = ArmUrls.IsSameResource(url, resource);
        if (error.Status == 404 && ofResource && operation.Verb == ArmVerb.Delete)
        {
            return Gone;
        }

        if (status is null && error.Status is 400 or 405 or 409 or 412 or 422)
        {
            throw error;
        }

        if (error.Status is 404 or 410 && !ofResource && operation.Verb != ArmVerb.Post)
        {
            // Status URLs are forgotten after a while; the resource still knows its state.
            (status, statusForgotten, unreadable) = (resource, true, 0);
            pace.Heed(TimeSpan.Zero);
            return null;
        }

        pace.Heed(error.RetryAfter);
        return ++unreadable < MostUnreadable ? null : throw Lost(error.Message, error);
    }

    private ArmException Lost(string reason, ArmException? cause) => new(cause?.Status ?? 0, "OperationStatusLost",
        $"{name}: the operation was accepted, but its end cannot be read any more. {reason}", cause)
    {
        Request = name,
        RequestId = cause?.RequestId,
        Details = cause?.Details ?? [],
        MayHaveTakenEffect = true,
    };

    private Task<ArmAnswer> ReadAsync(Uri url, CancellationToken cancellationToken) =>
        sender.SendAsync(new("GET", url), scope, cancellationToken);

    // Each answer may hand out newly signed addresses; the latest hold longest.
    private ArmResponse? GoesOn(ArmAnswer answer)
    {
        unreadable = 0;
        result = Follow(answer.Location) ?? result;
        if (status is not null && !ArmUrls.IsSameResource(status, resource))
        {
            status = Follow(answer.StatusUrl) ?? status;
        }

        return null;
    }

    private static bool IsSignIn(ArmException error) => error.Status == 401 || error.Code is SignInErrors.Code;

    private Uri? Follow(string? url) =>
        urls.FromService(url) is { } uri ? urls.Checked(uri, name, accepted: true) : null;

    private static ReadOnlyMemory<byte>? OutputOf(ReadOnlyMemory<byte> statusBody)
    {
        using var document = ErrorReader.Json(statusBody);
        return document is not null && ErrorReader.Member(document.RootElement, "properties") is { } properties
            && ErrorReader.Member(properties, "output") is { } output
                ? System.Text.Encoding.UTF8.GetBytes(output.GetRawText())
                : null;
    }
}
