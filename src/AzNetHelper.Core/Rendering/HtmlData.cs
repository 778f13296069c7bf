using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AzNetHelper.Rendering;

/// <summary>
/// Data inside a page: JSON in which no character can end the element that it stands in (the encoder writes &lt;, &gt; and
/// &amp; and everything beyond ASCII as \u....); a long one deflated and in base64, which every browser of today takes apart.
/// </summary>
internal static class HtmlData
{
    /// <summary>From here on a text is deflated. Shorter ones stay as they are: people and diffs can read them.</summary>
    private const int Long = 64 * 1024;

    public static void Write(TextWriter writer, string id, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            write(json);
        }

        var isLong = buffer.WrittenCount > Long;
        writer.Write($"<script type=\"application/json\" id=\"{id}\"{(isLong ? " data-packed=\"deflate\"" : "")}>");
        writer.Write(isLong ? Convert.ToBase64String(Deflated(buffer.WrittenSpan)) : Encoding.UTF8.GetString(buffer.WrittenSpan));
        writer.Write("</script>\n");
    }

    private static ReadOnlySpan<byte> Deflated(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }
}

/// <summary>Short ways to write JSON. Texts are for people: what cannot be seen in them is written as its number.</summary>
internal static class HtmlJson
{
    public static void Text(this Utf8JsonWriter json, string name, string text) => json.WriteString(name, Visible(text));

    public static void Text(this Utf8JsonWriter json, string text) => json.WriteStringValue(Visible(text));

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.Text(text);
        }

        json.WriteEndArray();
    }

    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    /// <summary>Places, to a tenth of a point.</summary>
    public static void Places(this Utf8JsonWriter json, params ReadOnlySpan<double> places)
    {
        json.WriteStartArray();
        foreach (var place in places)
        {
            json.WriteNumberValue(Math.Round(place, 1));
        }

        json.WriteEndArray();
    }

    /// <summary>An array of what each thing writes.</summary>
    public static void Each<T>(this Utf8JsonWriter json, string name, IEnumerable<T> things, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var thing in things)
        {
            write(thing);
        }

        json.WriteEndArray();
    }

    /// <summary>Left out where there is nothing to say.</summary>
    public static void Maybe(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.Text(name, text);
        }
    }

    /// <summary>As <see cref="VisibleText"/> has it, each line by itself.</summary>
    public static string Visible(string text) => text.Contains('\n') ? string.Join('\n', text.Split('\n').Select(VisibleText.Of)) : VisibleText.Of(text);
}
