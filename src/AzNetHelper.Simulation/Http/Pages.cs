using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>Lists: <c>{"value":[...],"nextLink":"..."}</c>; the link is absolute and absent on the last page.</summary>
internal static class Pages
{
    public static Answer Of(Exchange exchange, IReadOnlyList<JsonObject> items, int size, bool takesTop = false)
    {
        var top = takesTop ? Top(exchange) : null;
        size = Math.Min(size, top ?? size);
        var start = exchange.Query.TryGetValue("$skipToken", out var token) ? Decode(token) : 0;
        var value = new JsonArray([.. items.Skip(start).Take(size).Select(i => (JsonNode)i)]);
        var body = new JsonObject { ["value"] = value };
        if (start + value.Count < items.Count)
        {
            body["nextLink"] = $"{exchange.Root}{exchange.Uri.AbsolutePath}?api-version={exchange.ApiVersion}"
                + $"&$skipToken={Uri.EscapeDataString(Encode(start + value.Count))}"
                + (top is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"&$top={top}"));
        }

        return Answer.Of(200, body);
    }

    /// <summary>A page of a list that is asked for by POST: the place to go on from stands in the bodies, not in a link.</summary>
    public static Answer InBody(Exchange exchange, IReadOnlyList<JsonObject> items, int size)
    {
        var start = exchange.ReadBody().Text("skipToken") is { Length: > 0 } token ? Decode(token) : 0;
        var next = start + Math.Min(size, Top(exchange) ?? size);
        return Answer.Of(200, new JsonObject
        {
            ["skipToken"] = next < items.Count ? Encode(next) : string.Empty,
            ["value"] = new JsonArray([.. items.Take(next).Skip(start).Select(i => (JsonNode)i)]),
        });
    }

    private static int? Top(Exchange exchange) => exchange.Query.TryGetValue("$top", out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0 ? top : null;

    public static string Encode(int start) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"next={start}")));

    public static int Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is var text
                && text.StartsWith("next=", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 0;
    }
}
