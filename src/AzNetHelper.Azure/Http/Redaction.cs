using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AzNetHelper.Azure;

/// <summary>
/// What may be shown of an exchange. Allow-lists throughout: what nobody has judged harmless is shown as ***, so a new
/// secret of a new api-version is hidden before anyone has heard of it.
/// </summary>
internal static partial class Redaction
{
    public const string Hidden = "***";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Azure-AsyncNotification", "Cache-Control", "Content-Encoding", "Content-Length", "Content-Type",
        "Date", "ETag", "Expires", "If-Match", "Pragma", "Retry-After", "Server", "Strict-Transport-Security",
        "Transfer-Encoding", "User-Agent", "Vary", "X-Cache", "X-Content-Type-Options", "x-ms-arm-service-request-id",
        "x-ms-client-request-id", "x-ms-correlation-request-id", "x-ms-failure-cause", "x-ms-request-id",
        "x-ms-return-client-request-id", "x-ms-routing-request-id", "x-ms-throttle-levels", "x-ms-throttling-version",
        "X-MSEdge-Ref",
    };

    private static readonly HashSet<string> UrlHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Azure-AsyncOperation", "Location", "Operation-Location",
    };

    private static readonly HashSet<string> QueryParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "api-version", "$expand", "$filter", "$top", "ipAddress", "syncRemoteAddressSpace", "gatewayVip", "peer",
        "force",
    };

    public static string Header(string name, string value) =>
        UrlHeaders.Contains(name) ? Text(value)
        : Headers.Contains(name) || name.StartsWith("x-ms-ratelimit-", StringComparison.OrdinalIgnoreCase) ? value
        : Hidden;

    /// <summary>
    /// A URL with its harmless parameters only: status URLs, SAS URLs and skip tokens carry signatures.
    /// </summary>
    public static string Url(string url)
    {
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? url : url[..(mark + 1)] + string.Join('&', url[(mark + 1)..].Split('&').Select(Parameter));
    }

    /// <summary>Prose with the URLs and tokens in it made harmless.</summary>
    public static string Text(string text) =>
        Tokens().Replace(Urls().Replace(text, m => Url(m.Value)), Hidden);

    /// <summary>
    /// A body. Only JSON is shown, and of its strings only those of members that are known to be harmless.
    /// </summary>
    public static string Body(ReadOnlyMemory<byte> body, string? contentType)
    {
        if (body.IsEmpty)
        {
            return "";
        }

        using var document = ErrorReader.Json(body);
        if (document is null)
        {
            return $"({body.Length} bytes of {contentType ?? "unknown content"})";
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            Write(writer, document.RootElement, shown: false, closed: false);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool shown, bool closed)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    var inside = closed || HarmlessMembers.IsClosed(member.Name);
                    Write(writer, member.Value, !inside && HarmlessMembers.Contains(member.Name), inside);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, shown, closed);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(shown ? Text(element.GetString()!) : Hidden);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static string Parameter(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || QueryParameters.Contains(Uri.UnescapeDataString(pair[..equals]))
            ? pair
            : pair[..(equals + 1)] + Hidden;
    }

    [GeneratedRegex("""(?:https?://|/subscriptions/)[^\s"'<>]*\?[^\s"'<>]*""", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Urls();

    // "Bearer x", and JSON web tokens on their own.
    [GeneratedRegex("""(?<=\bBearer\s)[\w\-.~+/=]{8,}|\beyJ[\w\-]{8,}(?:\.[\w\-]*)*""", Options,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
