using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Networks;

/// <summary>What the real service answered: bodies of tests/data/traces.</summary>
internal static class Traces
{
    /// <summary>Every resource in an answer, alone or in a list, with where it stands.</summary>
    public static IEnumerable<(string Where, JsonObject Body)> Resources() =>
        from file in Directory.EnumerateFiles(Folder(), "*.jsonl").Order(StringComparer.Ordinal)
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        let body = JsonNode.Parse(line.Text)!["responseBody"] as JsonObject
        where body is not null
        from resource in body["value"] is JsonArray list ? list.OfType<JsonObject>() : [body]
        where resource["id"] is JsonValue && resource["properties"] is JsonObject
        select ($"{Path.GetFileName(file)}:{line.Number}", resource);

    public static IEnumerable<(string Where, JsonObject Body)> Resources(string type) =>
        Resources().Where(r => ResourceId.TryParse((string?)r.Body["id"], out var id) && id.IsType(type));

    public static ResourceDocument Document(JsonObject body) =>
        new(ResourceId.Parse((string)body["id"]!), Encoding.UTF8.GetBytes(body.ToJsonString()));

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "data", "traces");
}
