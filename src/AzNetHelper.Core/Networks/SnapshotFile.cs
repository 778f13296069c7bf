using System.Globalization;
using System.Text.Json;

namespace AzNetHelper.Networks;

/// <summary>One document in a file, still as it was written.</summary>
/// <param name="Path">Where in the file, as a JSON path.</param>
/// <param name="Part">The document.</param>
/// <param name="IsOwn">True in a file that this module exported: nothing is to be put in shape.</param>
internal readonly record struct SnapshotItem(string Path, JsonPart Part, bool IsOwn)
{
    /// <summary>The item by itself.</summary>
    /// <exception cref="TopologyFileException">What it has is no id.</exception>
    /// <exception cref="InvalidOperationException">A text in it holds half a surrogate pair.</exception>
    public SnapshotEntry Entry(TopologySource source, SharedTexts texts, DocumentBuffer buffer) =>
        FoundDocument.Of(source, this, texts, buffer) is { } document ? new(Path, document, null)
            : new(Path, null, new(Part.Text("type")!, Part.Json));
}

/// <summary>
/// Finds the documents in a file, whatever wraps them: this module's export, a single resource, an array, ARM's
/// <c>{"value":[...]}</c>, Resource Graph's <c>{"data":[...]}</c>, or several of these in one array. The bytes are walked
/// over once; the documents stay slices of them.
/// </summary>
internal sealed class SnapshotFile : IDisposable
{
    private readonly JsonTape _json;
    private readonly List<string> _faults = [];

    private SnapshotFile(TopologySource source, JsonTape json) => (Source, _json) = (source, json);

    public TopologySource Source { get; }

    public List<SnapshotItem> Items { get; } = [];

    public List<TopologyGap> Gaps { get; } = [];

    public DateTimeOffset? ReadAt { get; private set; }

    /// <exception cref="TopologyFileException">The file is no JSON, or holds something that is no resource.</exception>
    public static SnapshotFile Read(TopologySource source, SharedTexts texts)
    {
        JsonTape? json = null;
        try
        {
            json = JsonTape.Read(source.AsUtf8(), texts);
            return Over(source, json);
        }
        catch (Exception e)
        {
            json?.Dispose();
            switch (e)
            {
                case JsonException fault:
                    var reason = fault.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
                    throw source.Invalid(string.Create(CultureInfo.InvariantCulture,
                        $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1} is not JSON: {reason}"), fault);
                case InvalidOperationException:
                    // A text with half a surrogate pair where a name, a type or an id is expected.
                    throw source.Invalid(e.Message, e);
                default:
                    throw;
            }
        }
    }

    /// <summary>What a text that was read says.</summary>
    /// <exception cref="TopologyFileException">It holds something that is no resource.</exception>
    /// <exception cref="InvalidOperationException">A text holds half a surrogate pair.</exception>
    public static SnapshotFile Over(TopologySource source, JsonTape json)
    {
        var file = new SnapshotFile(source, json);
        file.Visit(json.Root, "$", isOwn: false);
        return file._faults switch
        {
            [] => file,
            [var only] => throw source.Invalid(only),
            [var first, ..] => throw source.Invalid($"{first} There are {file._faults.Count - 1} more such items."),
        };
    }

    public void Dispose() => _json.Dispose();

    private void Visit(JsonPart part, string path, bool isOwn)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.Array:
                var at = 0;
                foreach (var element in part.Inside)
                {
                    Visit(element, string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]"), isOwn);
                }

                break;
            case JsonValueKind.Object:
                VisitObject(part, path, isOwn);
                break;
            case var kind:
                _faults.Add($"{path} is no resource but a bare {kind}.");
                break;
        }
    }

    private void VisitObject(JsonPart part, string path, bool isOwn)
    {
        if (!isOwn && part.Text("format") is TopologyExport.Format)
        {
            VisitExport(part);
        }
        else if (IsItem(part))
        {
            Items.Add(new(path, part, isOwn));
        }
        else if (IsArray(part, "value", out var list) || IsArray(part, "data", out list))
        {
            Visit(list, $"{path}.{list.Name}", isOwn);
        }
        else if (part.Has("data"))
        {
            _faults.Add($"{path}.data is a table of Resource Graph. Run the query with resultFormat objectArray.");
        }
        else if (OnlyMember(part) is { ValueKind: JsonValueKind.Object } wrapped && !wrapped.IsNamed("error"))
        {
            // `az network vnet create` answers {"newVNet":{...}}.
            Visit(wrapped, $"{path}.{wrapped.Name}", isOwn);
        }
        else
        {
            _faults.Add(part.Has("error")
                ? $"{path} is an error that Azure answered, not a resource."
                : $"{path} has no id. Networks are told apart by their ids: export whole resources.");
        }
    }

    private void VisitExport(JsonPart part)
    {
        if (part.Number("version") is not ({ } version and >= 1 and <= int.MaxValue))
        {
            throw Source.Invalid("$.version is missing: this is no whole export.");
        }

        if (version > TopologyExport.Version)
        {
            throw Source.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"a newer AzNetHelper wrote it (version {version}; this one reads up to {TopologyExport.Version}). "
                + $"Update the module."));
        }

        if (part.Text("readAt") is { } text)
        {
            ReadAt = DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : throw Source.Invalid($"$.readAt '{text}' is no time.");
        }

        Gaps.AddRange(part.Items("gaps").Select(g => new TopologyGap(
            g.Text("scope") ?? string.Empty, g.Text("code") ?? string.Empty, g.Text("message") ?? string.Empty)));

        if (!IsArray(part, "resources", out var resources))
        {
            throw Source.Invalid("$.resources is missing: this is no whole export.");
        }

        Visit(resources, "$.resources", isOwn: true);
    }

    /// <summary>True for a resource, and for a document of this module's own.</summary>
    public static bool IsItem(JsonPart part) => part.HasOwnId || IsExtra(part);

    private static bool IsExtra(JsonPart part) =>
        part.Text("type")?.StartsWith(ExtraDocument.TypePrefix, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsArray(JsonPart part, string name, out JsonPart list)
    {
        list = part.Member(name);
        return list.ValueKind == JsonValueKind.Array;
    }

    // Written twice it is one member still: the last.
    private static JsonPart OnlyMember(JsonPart part) =>
        part.Inside.Select(m => m.Name).Distinct(StringComparer.Ordinal).Take(2).Count() == 1 ? part.Inside.Last() : default;
}
