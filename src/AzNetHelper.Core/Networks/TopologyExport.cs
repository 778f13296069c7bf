using System.Globalization;
using System.Text.Json;

namespace AzNetHelper.Networks;

/// <summary>
/// Writes a topology: every member of every document, numbers as they were written, in one order whatever order it was
/// read in; secrets are replaced by named slots (<see cref="SecretSlots"/>).
/// <code>{"format":"AzNetHelper topology","version":1,"readAt":"...","gaps":[...],"resources":[...]}</code>
/// <c>readAt</c> is UTC and absent where it is not known; <c>gaps</c> says what could not be read; <c>resources</c>
/// holds the documents by id, and behind them this module's own documents, which have no id.
/// </summary>
public static class TopologyExport
{
    /// <summary>What the member <c>format</c> says.</summary>
    public const string Format = "AzNetHelper topology";

    /// <summary>The version that this module writes. It reads this one and every earlier one.</summary>
    public const int Version = 1;

    /// <summary>Writes the topology as indented UTF-8 JSON with a line feed at the end.</summary>
    public static void Write(Topology topology, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(destination);
        using (var lines = new LineFeedStream(destination))
        using (var writer = CanonicalJson.Writer(lines))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", Version);
            if (topology.ReadAt is { } readAt)
            {
                writer.WriteString("readAt", readAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            }

            WriteGaps(writer, topology);
            writer.WriteStartArray("resources");
            foreach (var document in topology.Documents)
            {
                Write(writer, document.Json, document.Id.ToString());
            }

            foreach (var extra in topology.Extras.OrderBy(e => e.Type, StringComparer.OrdinalIgnoreCase))
            {
                Write(writer, extra.Json, extra.Type);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        destination.WriteByte((byte)'\n');
    }

    private static void WriteGaps(Utf8JsonWriter writer, Topology topology)
    {
        writer.WriteStartArray("gaps");
        foreach (var gap in topology.Gaps.OrderBy(g => g.Scope, StringComparer.OrdinalIgnoreCase)
            .ThenBy(g => g.Code, StringComparer.Ordinal).ThenBy(g => g.Message, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("scope", gap.Scope);
            writer.WriteString("code", gap.Code);
            writer.WriteString("message", gap.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> json, string resource)
    {
        using var document = CanonicalJson.Parse(json);
        CanonicalJson.Write(writer, document.RootElement, resource);

        // The writer buffers until it is told; an estate of thousands of networks is not held twice.
        writer.Flush();
    }
}
