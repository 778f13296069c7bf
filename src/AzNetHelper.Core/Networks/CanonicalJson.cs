using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// One way to write a document: members in a fixed order, whatever order they were read in, so that Git shows what
/// changed and nothing else. Numbers keep the digits that they were written with (a double would lose some), arrays
/// their order.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Documents of Azure nest about ten deep; this is a guard against hostile files.</summary>
    public const int MaxDepth = 128;

    // Readable in a review: no \u0026 for an ampersand. The file is JSON, never a part of a web page.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        MaxDepth = MaxDepth + 8,
    };

    public static JsonDocument Parse(ReadOnlyMemory<byte> json) =>
        JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });

    public static Utf8JsonWriter Writer(LineFeedStream stream) => new(stream, Options);

    /// <summary>True when two documents say the same, whatever their white space and the order of members.</summary>
    public static bool SameMeaning(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) =>
        left.Span.SequenceEqual(right.Span) || Bytes(left).AsSpan().SequenceEqual(Bytes(right));

    /// <summary>The canonical bytes of a document, secrets included.</summary>
    public static byte[] Bytes(ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, document.RootElement, resource: null);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A document of a resource with its secrets replaced by their slots.</summary>
    public static string WithoutSecrets(ResourceId resource, string document)
    {
        using var json = Parse(Encoding.UTF8.GetBytes(document));
        var buffer = new ArrayBufferWriter<byte>(document.Length);
        using (var writer = new Utf8JsonWriter(buffer, Options with { Indented = false }))
        {
            Write(writer, json.RootElement, resource.ToString());
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a value. With a resource, secrets are replaced by their slots; null keeps everything.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value, string? resource) =>
        Write(writer, value, resource, string.Empty);

    private static void Write(Utf8JsonWriter writer, JsonElement value, string? resource, string pointer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject()
                    .OrderBy(m => Rank(m.Name)).ThenBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    var path = $"{pointer}/{Escaped(member.Name)}";
                    if (resource is not null && SecretSlots.IsSecret(member.Name, member.Value))
                    {
                        writer.WriteStringValue(SecretSlots.Name(resource, path));
                    }
                    else
                    {
                        Write(writer, member.Value, resource, path);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var at = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, resource, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{at++}"));
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when !HoldsSurrogateEscape(value):
                writer.WriteStringValue(value.GetString());
                break;
            default:
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }

    // Half a surrogate pair is legal JSON and no legal string: such a text is passed on as it was escaped.
    public static bool HoldsSurrogateEscape(JsonElement text) =>
        text.GetRawText().Contains("\\ud", StringComparison.OrdinalIgnoreCase);

    private static string Escaped(string name) =>
        name.AsSpan().ContainsAny('~', '/')
            ? new StringBuilder(name).Replace("~", "~0").Replace("/", "~1").ToString()
            : name;

    // What a reader looks for comes first.
    private static int Rank(string name) => name switch
    {
        "id" => 0,
        "name" => 1,
        "type" => 2,
        "location" => 3,
        _ => 4,
    };
}
