using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>Lists: <c>{"value":[...],"nextLink":"..."}</c>; the link is absolute and absent on the last page.</summary>
internal static class Pages
{
    public static Answer Of(Exchange exchange, IReadOnlyList<JsonObject> items, int size)
    {
        var start = exchange.Query.TryGetValue("$skipToken", out var token) ? Decode(token) : 0;
        var value = new JsonArray([.. items.Skip(start).Take(size).Select(i => (JsonNode)i)]);
        var body = new JsonObject { ["value"] = value };
        if (start + value.Count < items.Count)
        {
            body["nextLink"] = $"{exchange.Root}{exchange.Uri.AbsolutePath}?api-version={exchange.ApiVersion}"
                + $"&$skipToken={Uri.EscapeDataString(Encode(start + value.Count))}";
        }

        return Answer.Of(200, body);
    }

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
