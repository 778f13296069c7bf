using System.Globalization;
using System.Net;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>
/// One append blob as the documents of Blob Storage describe it (Put Blob, Lease Blob, Get Blob, Append Block). No real storage
/// account was asked.
/// </summary>
internal sealed class FakeBlob : HttpMessageHandler
{
    private readonly MemoryStream _bytes = new();
    private bool _isThere;

    public string? Lease { get; set; }

    /// <summary>Each request: verb, part, and what decides it.</summary>
    public List<string> Log { get; } = [];

    public string Text => System.Text.Encoding.UTF8.GetString(_bytes.ToArray());

    public string? Authorization { get; private set; }

    /// <summary>How the n-th append (from 1) goes wrong.</summary>
    public Func<int, string?> Faults { get; set; } = _ => null;

    public string Type { get; set; } = "AppendBlob";

    private int _appends;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("/journals/run", request.RequestUri!.AbsolutePath);
        Assert.Equal("2021-12-02", Header(request, "x-ms-version"));
        Assert.True(DateTimeOffset.TryParseExact(Header(request, "x-ms-date"), "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Authorization = request.Headers.Authorization?.ToString();
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var part = System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query)["comp"];
        Log.Add($"{request.Method} {part} {Header(request, "x-ms-lease-action")}{Header(request, "x-ms-blob-condition-appendpos")}".Trim());
        return (request.Method.Method, part) switch
        {
            ("PUT", null) => Create(request, body),
            ("PUT", "lease") => Leased(request),
            ("GET", null) => Read(),
            ("PUT", "appendblock") => Append(request, body),
            _ => throw new InvalidOperationException(request.ToString()),
        };
    }

    private HttpResponseMessage Create(HttpRequestMessage request, byte[] body)
    {
        Assert.Equal(("AppendBlob", "*"), (Header(request, "x-ms-blob-type"), Header(request, "If-None-Match")));
        Assert.Empty(body);
        Assert.NotNull(request.Content);
        if (_isThere)
        {
            return Answer(HttpStatusCode.Conflict, "BlobAlreadyExists");
        }

        _isThere = true;
        return Answer(HttpStatusCode.Created);
    }

    private HttpResponseMessage Leased(HttpRequestMessage request)
    {
        switch (Header(request, "x-ms-lease-action"))
        {
            case "acquire" when Lease is not null:
                return Answer(HttpStatusCode.Conflict, "LeaseAlreadyPresent");
            case "acquire":
                Assert.InRange(int.Parse(Header(request, "x-ms-lease-duration")!, CultureInfo.InvariantCulture), 15, 60);
                var answer = Answer(HttpStatusCode.Created);
                answer.Headers.Add("x-ms-lease-id", Lease = Guid.NewGuid().ToString());
                return answer;
            default:
                Assert.Equal(Lease, Header(request, "x-ms-lease-id"));
                Lease = Header(request, "x-ms-lease-action") == "release" ? null : Lease;
                return Answer(HttpStatusCode.OK);
        }
    }

    private HttpResponseMessage Read()
    {
        var answer = Answer(HttpStatusCode.OK);
        answer.Headers.Add("x-ms-blob-type", Type);
        answer.Content = new ByteArrayContent(_bytes.ToArray());
        return answer;
    }

    private HttpResponseMessage Append(HttpRequestMessage request, byte[] body)
    {
        var fault = Faults(++_appends);
        if (fault == "LostBefore")
        {
            throw new HttpRequestException("The connection was lost.");
        }

        if (fault?.StartsWith('5') == true || fault?.StartsWith('4') == true)
        {
            return Answer((HttpStatusCode)int.Parse(fault, CultureInfo.InvariantCulture), "Declared");
        }

        if (Lease != Header(request, "x-ms-lease-id"))
        {
            return Answer(HttpStatusCode.PreconditionFailed, "LeaseIdMismatchWithBlobOperation");
        }

        if (Header(request, "x-ms-blob-condition-appendpos") != _bytes.Length.ToString(CultureInfo.InvariantCulture))
        {
            return Answer(HttpStatusCode.PreconditionFailed, "AppendPositionConditionNotMet");
        }

        _bytes.Write(body);
        return fault == "LostAfter" ? throw new HttpRequestException("The connection was lost.") : Answer(HttpStatusCode.Created);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string? code = null)
    {
        var answer = new HttpResponseMessage(status);
        if (code is not null)
        {
            answer.Headers.Add("x-ms-error-code", code);
        }

        return answer;
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
