using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AzNetHelper.Tests;

/// <summary>What reached the server.</summary>
internal sealed record Sent(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Url.Split('?')[0]["https://management.azure.com".Length..];

    public override string ToString() => $"{Method} {Url}";
}

/// <summary>Answers by script; there is no network behind it.</summary>
internal sealed class ScriptedServer(Func<Sent, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<Sent> sent = new();
    private int count;

    /// <summary>Answers one after another; a request beyond the last is a failure of the test.</summary>
    public ScriptedServer(params Func<HttpResponseMessage>[] answers)
        : this((request, n) => n < answers.Length
            ? answers[n]()
            : throw new InvalidOperationException($"Not in the script: {request}"))
    {
    }

    public IReadOnlyList<Sent> Requests => [.. sent];

    public static HttpResponseMessage Answer(int status, string? json = null,
        params (string Name, string Value)[] headers)
    {
        var message = new HttpResponseMessage((HttpStatusCode)status);
        if (json is not null)
        {
            message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                throw new ArgumentException(name);
            }
        }

        return message;
    }

    public static HttpResponseMessage Error(int status, string code, string message = "No.",
        params (string, string)[] headers) =>
        Answer(status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""", headers);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        // PathAndQuery is what goes over the wire.
        var one = new Sent(request.Method.Method,
            request.RequestUri!.GetLeftPart(UriPartial.Authority) + request.RequestUri.PathAndQuery, headers, body);
        int index;
        lock (sent)
        {
            index = count++;
            sent.Enqueue(one);
        }

        return answer(one, index);
    }
}
