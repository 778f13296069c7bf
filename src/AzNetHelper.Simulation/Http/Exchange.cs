using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>A request as the simulation works on it.</summary>
internal sealed class Exchange
{
    public Exchange(HttpRequestMessage request, byte[] body, DateTimeOffset now)
    {
        var uri = request.RequestUri ?? throw new ArgumentException("The request has no URI.", nameof(request));
        Verb = request.Method.Method.ToUpperInvariant();
        Uri = uri;
        Body = body;
        Now = now;
        Segments =
            [.. uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        Query = Parse(uri.Query);
        ApiVersion = Query.GetValueOrDefault("api-version");
        Authorization = request.Headers.Authorization is { Scheme: var scheme, Parameter: { } token }
            && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? token : null;
        Auxiliary = Tokens(Header("x-ms-authorization-auxiliary"));
        IfMatch = Header("If-Match");
        IfNoneMatch = Header("If-None-Match");
        ClientRequestId = Header("x-ms-client-request-id");
        CorrelationId = Header("x-ms-correlation-request-id");

        string? Header(string name) =>
            request.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
    }

    public string Verb { get; }

    public Uri Uri { get; }

    public byte[] Body { get; }

    public DateTimeOffset Now { get; }

    /// <summary>How the operation that this request starts is to end, when a fault says so.</summary>
    public PlannedEnd? Planned { get; init; }

    public IReadOnlyList<string> Segments { get; }

    public IReadOnlyDictionary<string, string> Query { get; }

    public string? ApiVersion { get; }

    public string? Authorization { get; }

    /// <summary>The tokens of other tenants.</summary>
    public ImmutableArray<string> Auxiliary { get; }

    public string? IfMatch { get; }

    public string? IfNoneMatch { get; }

    public string? ClientRequestId { get; }

    public string? CorrelationId { get; }

    /// <summary>Scheme and host: links in answers point back to where the request was sent.</summary>
    public string Root => Uri.GetLeftPart(UriPartial.Authority);

    public bool IsRead => Verb is "GET" or "HEAD";

    /// <summary>The body as a JSON object; null when there is none or it is something else.</summary>
    public JsonObject? ReadBody()
    {
        try
        {
            return Body.Length == 0 ? null : JsonNode.Parse(Body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<string> Tokens(string? header) => header is null ? []
        : [.. header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(t => t.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? t["Bearer ".Length..].Trim() : string.Empty)];

    private static Dictionary<string, string> Parse(string query)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            options[Uri.UnescapeDataString(name)] =
                equals < 0 ? string.Empty : Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return options;
    }
}
