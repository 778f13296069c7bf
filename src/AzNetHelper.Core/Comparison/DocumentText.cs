using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Comparison;

/// <summary>Values of documents as texts for people; a secret never becomes one.</summary>
internal static class DocumentText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = CanonicalJson.MaxDepth + 8,
    };

    /// <summary>A value as a difference shows it: a text as it is, everything else as JSON; null for nothing.</summary>
    public static string? Of(ResourceId resource, JsonElement value, string name = "") => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        _ when SecretSlots.IsSecret(name, value) => "(secret)",
        JsonValueKind.String => Plain(value),
        _ => Write(value, resource.ToString()),
    };

    /// <summary>A whole document as a difference shows it, without what says nothing.</summary>
    public static string OfResource(ResourceId resource, JsonElement document, bool all)
    {
        var text = Write(document, resource.ToString());
        try
        {
            return all || JsonNode.Parse(text) is not JsonObject body ? text : JsonBody.Write(Quiet(resource, body));
        }
        catch (ArgumentException)
        {
            // A member that stands there twice: as it is.
            return text;
        }
    }

    /// <summary>One text for everything that means the same, secrets included: to compare, never to show.</summary>
    public static string Canonical(JsonElement value) => Write(value, resource: null);

    /// <summary>The text that a JSON string is; as it was escaped where that is no text.</summary>
    public static string Plain(JsonElement text) =>
        CanonicalJson.HoldsSurrogateEscape(text) ? text.GetRawText() : text.GetString()!;

    public static bool IsSlot(JsonElement value) => value.ValueKind == JsonValueKind.String && SecretSlots.IsSlot(Plain(value));

    /// <summary>True when the member is there and can be read as a text.</summary>
    public static bool IsSound(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && !CanonicalJson.HoldsSurrogateEscape(value);

    private static JsonObject Quiet(ResourceId resource, JsonObject body)
    {
        foreach (var (path, owner, name) in Members(body).ToArray())
        {
            if (ComparisonRules.IsNoise(resource, path))
            {
                owner.Remove(name);
            }
        }

        foreach (var (name, value) in body["properties"] as JsonObject ?? [])
        {
            foreach (var child in (value as JsonArray ?? []).OfType<JsonObject>())
            {
                if (child["name"] is JsonValue v && v.TryGetValue<string>(out var own)
                    && ResourceId.TryParse($"{resource}/{name}/{own}", out var id))
                {
                    Quiet(id, child);
                    child["name"] = own;
                }
            }
        }

        return body;
    }

    // Objects only: nothing that is left out stands in a list.
    private static IEnumerable<(string Path, JsonObject Owner, string Name)> Members(JsonObject body, string path = "") =>
        body.SelectMany(m => (m.Value is JsonObject inner ? Members(inner, $"{path}{m.Key}.") : [])
            .Prepend(($"{path}{m.Key}", body, m.Key)));

    private static string Write(JsonElement value, string? resource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            CanonicalJson.Write(writer, value, resource);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
