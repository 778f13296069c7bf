using System.Text;
using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>
/// Completes each answer and tells the caller of the exchange. It stands behind the token policy, so that a challenge
/// is an exchange too.
/// </summary>
internal sealed class ExchangePolicy(CurrentCaller current, TimeProvider time) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (current.Scope?.Caller.Trace is not { } trace)
        {
            await ProcessNextAsync(message, pipeline);
            await BufferAsync(message);
            return;
        }

        var started = time.GetTimestamp();
        var answered = false;
        try
        {
            await ProcessNextAsync(message, pipeline);
            await BufferAsync(message);
            answered = true;
        }
        finally
        {
            trace(Describe(message, time.GetElapsedTime(started), answered));
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The connection is asynchronous throughout.");

    // The SDK leaves a body alone that can be rewound (a handler in memory may give one), and then refuses to hand it
    // out.
    private static async ValueTask BufferAsync(HttpMessage message)
    {
        if (message.Response.ContentStream is { CanSeek: true } body and not MemoryStream)
        {
            var copy = new MemoryStream();
            await using (body)
            {
                await body.CopyToAsync(copy, message.CancellationToken);
            }

            copy.Position = 0;
            message.Response.ContentStream = copy;
        }
    }

    private static ArmExchange Describe(HttpMessage message, TimeSpan elapsed, bool answered)
    {
        var request = message.Request;
        var uri = request.Uri.ToUri();
        var answer = answered ? message.Response : null;
        var sent = request.Headers.ToArray();
        var body = Body(request);
        var received = answer?.Headers.ToArray() ?? [];
        var content = answer?.ContentStream is null ? default : answer.Content.ToMemory();
        var fault = answered ? null : message.CancellationToken.IsCancellationRequested ? "stopped" : "no answer";
        return new(request.Method.Method, uri.AbsolutePath, answer?.Status ?? 0, elapsed, request.ClientRequestId)
        {
            Fault = fault,
            Detail = () => Detail(
                $"{request.Method.Method} {Redaction.Url(uri.OriginalString)}", sent, body,
                answer is null ? fault! : $"{answer.Status} {answer.ReasonPhrase}", received, content),
        };
    }

    private static ReadOnlyMemory<byte> Body(Request request)
    {
        if (request.Content is null)
        {
            return default;
        }

        using var copy = new MemoryStream();
        request.Content.WriteTo(copy, CancellationToken.None);
        return copy.ToArray();
    }

    private static string Detail(string line, HttpHeader[] sent, ReadOnlyMemory<byte> body, string outcome,
        HttpHeader[] received, ReadOnlyMemory<byte> content)
    {
        var text = new StringBuilder();
        Append(text, line, sent, body);
        text.Append('\n');
        Append(text, outcome, received, content);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string line, HttpHeader[] headers, ReadOnlyMemory<byte> body)
    {
        text.Append(line).Append('\n');
        foreach (var header in headers)
        {
            text.Append(header.Name).Append(": ").Append(Redaction.Header(header.Name, header.Value)).Append('\n');
        }

        if (!body.IsEmpty)
        {
            var contentType = headers
                .FirstOrDefault(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
            text.Append(Redaction.Body(body, contentType)).Append('\n');
        }
    }
}
