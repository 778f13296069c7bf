using System.Globalization;
using System.Net.Http.Headers;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// The few requests of Blob Storage that a journal needs: Put Blob, Lease Blob, Get Blob, Append Block
/// (learn.microsoft.com/rest/api/storageservices, 2025). The address may hold a shared access signature: it is never shown.
/// </summary>
internal sealed class BlobRequests(Uri blob, ITokenSource? tokens, HttpMessageHandler? handler, TimeProvider time) : IDisposable
{
    public const string Scope = "https://storage.azure.com/.default";

    private const string Version = "2021-12-02";
    private static readonly TimeSpan RenewAhead = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = handler is null ? new() : new(handler, disposeHandler: false);
    private ArmToken? _token;

    public void Dispose() => _http.Dispose();

    /// <summary>Makes the blob unless there is one.</summary>
    public Task<HttpResponseMessage> CreateAsync(CancellationToken cancellation) => SendAsync(HttpMethod.Put, null, [], cancellation,
        ("x-ms-blob-type", "AppendBlob"), ("If-None-Match", "*"));

    public Task<HttpResponseMessage> AcquireAsync(int seconds, CancellationToken cancellation) => SendAsync(HttpMethod.Put, "lease", [], cancellation,
        ("x-ms-lease-action", "acquire"), ("x-ms-lease-duration", seconds.ToString(CultureInfo.InvariantCulture)));

    public Task<HttpResponseMessage> LeaseAsync(string action, string lease, CancellationToken cancellation) => SendAsync(HttpMethod.Put, "lease", [],
        cancellation, ("x-ms-lease-action", action), ("x-ms-lease-id", lease));

    public Task<HttpResponseMessage> ReadAsync(CancellationToken cancellation) => SendAsync(HttpMethod.Get, null, null, cancellation);

    /// <summary>Adds bytes, if so many are there.</summary>
    public Task<HttpResponseMessage> AppendAsync(ReadOnlyMemory<byte> bytes, long position, string lease, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, "appendblock", bytes.ToArray(), cancellation, ("x-ms-lease-id", lease),
            ("x-ms-blob-condition-appendpos", position.ToString(CultureInfo.InvariantCulture)));

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string? part, byte[]? body, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, At(part));
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("x-ms-date", time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        if (tokens is not null)
        {
            if (_token is null || _token.ExpiresOn - RenewAhead < time.GetUtcNow())
            {
                _token = await tokens.GetTokenAsync(Scope, cancellation);
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Value);
        }

        return await _http.SendAsync(request, cancellation);
    }

    private Uri At(string? part)
    {
        var query = blob.Query.TrimStart('?');
        string[] parts = [.. part is null ? Array.Empty<string>() : [$"comp={part}"], .. query.Length == 0 ? Array.Empty<string>() : [query]];
        return new UriBuilder(blob) { Query = string.Join('&', parts) }.Uri;
    }
}
