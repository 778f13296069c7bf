using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AzNetHelper.SimulationServer;

/// <summary>Takes each request to the simulation's handler, and its answer back.</summary>
internal sealed class ArmBridge(HttpMessageInvoker simulation, Func<TimeSpan, TimeSpan> realWait)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var request = await ReadAsync(context);
        if (request is null)
        {
            context.Response.StatusCode = 400;
            return;
        }

        HttpResponseMessage answer;
        try
        {
            answer = await simulation.SendAsync(request, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // A declared fault drops the connection: the client sees it end without an answer.
            context.Abort();
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        using (answer)
        {
            await WriteAsync(context.Response, answer, context.RequestAborted);
        }
    }

    // The target as it was sent: status URLs are signed, and have to come back letter by letter.
    private static async Task<HttpRequestMessage?> ReadAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/') || !context.Request.Host.HasValue
            || !Uri.TryCreate($"https://{context.Request.Host}{target}", UriKind.Absolute, out var uri))
        {
            return null;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new HttpRequestMessage(new(context.Request.Method), uri);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return request;
    }

    private async Task WriteAsync(HttpResponse response, HttpResponseMessage answer, CancellationToken stop)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            response.Headers[name] = name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase) ? Wait(values.ToString())
                : name.Equals("x-ms-user-quota-resets-after", StringComparison.OrdinalIgnoreCase) ? Reset(values.ToString())
                : values.ToArray();
        }

        var body = await answer.Content.ReadAsByteArrayAsync(stop);
        if (body.Length > 0)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, stop);
        }
        else if (response.StatusCode != StatusCodes.Status204NoContent)
        {
            response.ContentLength = 0;
        }
    }

    private string Reset(string time) => TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out var wait)
        ? TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(realWait(wait).TotalSeconds))).ToString("c", CultureInfo.InvariantCulture)
        : time;

    // Clients wait on their own clocks. Never 0: the Azure CLI takes that for no answer, and waits half a minute.
    private string Wait(string seconds) =>
        int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var wait)
            ? ((int)Math.Max(1, Math.Ceiling(realWait(TimeSpan.FromSeconds(wait)).TotalSeconds)))
                .ToString(CultureInfo.InvariantCulture)
            : seconds;
}
