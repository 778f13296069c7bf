using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>Members of documents, which may be absent; ids and names are compared whatever their case.</summary>
internal static class Json
{
    // The service writes W/\"...\" and not \u0022.
    private static readonly JsonSerializerOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToBytes(JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node, Compact);

    public static string? Text(this JsonObject? document, string name) =>
        document?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonObject? document, string name) =>
        document?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>A whole number, whether it was read or made here.</summary>
    public static long? Number(this JsonObject? document, string name) =>
        document?[name] is JsonValue value && long.TryParse(
            value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public static JsonObject? Object(this JsonObject? document, string name) => document?[name] as JsonObject;

    public static JsonObject Properties(this JsonObject document)
    {
        if (document["properties"] is JsonObject properties)
        {
            return properties;
        }

        properties = [];
        document["properties"] = properties;
        return properties;
    }

    public static IEnumerable<JsonObject> Objects(this JsonObject? document, string name) =>
        (document?[name] as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonObject? document, string name) =>
        (document?[name] as JsonArray)?.OfType<JsonValue>()
            .Select(v => v.TryGetValue<string>(out var text) ? text : null).OfType<string>() ?? [];

    /// <summary>The id of a reference, for example <c>routeTable.id</c>.</summary>
    public static string? Reference(this JsonObject? document, string name) => document.Object(name).Text("id");

    public static JsonArray Array(this JsonObject document, string name)
    {
        if (document[name] is JsonArray array)
        {
            return array;
        }

        array = [];
        document[name] = array;
        return array;
    }

    /// <summary>A value for a member that is not there yet.</summary>
    public static void Default(this JsonObject document, string name, JsonNode? value)
    {
        if (!document.ContainsKey(name))
        {
            document[name] = value;
        }
    }

    public static JsonObject ToReference(string id) => new() { ["id"] = id };

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    public static bool Same(string? left, string? right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts the named members first, in this order: answers read like the service's.</summary>
    public static void Arrange(this JsonObject document, params ReadOnlySpan<string> first)
    {
        var members = document.ToArray();
        document.Clear();
        foreach (var name in first)
        {
            var at = System.Array.FindIndex(members, m => string.Equals(m.Key, name, StringComparison.Ordinal));
            if (at >= 0)
            {
                document[name] = members[at].Value;
            }
        }

        foreach (var (name, value) in members)
        {
            if (!document.ContainsKey(name))
            {
                document[name] = value;
            }
        }
    }
}
