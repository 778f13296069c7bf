using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>What the simulation answers; headers are kept in the order in which they were added.</summary>
internal sealed class Answer(int status, byte[]? body = null)
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public int Status { get; } = status;

    public byte[] Body { get; } = body ?? [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>True when ARM itself answered: such answers carry no rate-limit headers (recorded behaviour).</summary>
    public bool ByFrontDoor { get; init; }

    /// <summary>What the body is.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The id of the operation that the request started; it is the answer's x-ms-request-id too.</summary>
    public Guid? OperationId { get; init; }

    public static Answer Of(int status, JsonNode? body) => new(status, Json.ToBytes(body));

    public static Answer Refusing(ArmError error)
    {
        var answer = new Answer(error.Status, Json.ToBytes(error.ToJson())) { ByFrontDoor = error.ByFrontDoor };
        if (error.ByFrontDoor)
        {
            answer.With("x-ms-failure-cause", "gateway");
        }

        if (error.RetryAfter is { } seconds)
        {
            answer.With("Retry-After", Text(seconds));
        }

        return answer;
    }

    public Answer With(string header, string value)
    {
        _headers.Add(new(header, value));
        return this;
    }

    public Answer WithRetryAfter(int seconds) => With("Retry-After", Text(seconds));

    public bool Has(string header) => _headers.Exists(h => Json.Same(h.Key, header));

    public HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)Status)
        {
            RequestMessage = request,
            Version = HttpVersion.Version11,
            Content = new ByteArrayContent(Body),
        };
        if (Body.Length > 0)
        {
            response.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
            if (ContentType is "application/json")
            {
                response.Content.Headers.ContentType.CharSet = "utf-8";
            }
        }

        foreach (var (name, value) in _headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
