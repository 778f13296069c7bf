using System.Globalization;
using System.Text.Json;

namespace AzNetHelper.Networks;

/// <summary>One document in a file, still as it was written.</summary>
/// <param name="Source">The file.</param>
/// <param name="Path">Where in the file, as a JSON path.</param>
/// <param name="Json">The bytes of the document: a slice of the file.</param>
/// <param name="IsOwn">True in a file that this module exported: nothing is to be put in shape.</param>
internal sealed record SnapshotItem(TopologySource Source, string Path, ReadOnlyMemory<byte> Json, bool IsOwn);

/// <summary>
/// Finds the documents in a file, whatever wraps them: this module's export, a single resource, an array, ARM's
/// <c>{"value":[...]}</c>, Resource Graph's <c>{"data":[...]}</c>, or several of these in one array. The bytes are only
/// walked over, so a file of ten thousand networks costs little more than its size.
/// </summary>
internal sealed class SnapshotFile
{
    private readonly TopologySource _source;
    private readonly List<string> _faults = [];

    private SnapshotFile(TopologySource source) => _source = source;

    public List<SnapshotItem> Items { get; } = [];

    public List<TopologyGap> Gaps { get; } = [];

    public DateTimeOffset? ReadAt { get; private set; }

    /// <exception cref="TopologyFileException">The file is no JSON, or holds something that is no resource.</exception>
    public static SnapshotFile Read(TopologySource source)
    {
        var file = new SnapshotFile(source);
        try
        {
            var json = source.AsUtf8();
            JsonSlices.Check(json.Span);
            file.Visit(json, "$", isOwn: false);
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw source.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is not JSON: {reason}"), e);
        }

        catch (InvalidOperationException e)
        {
            // A text with half a surrogate pair where a name, a type or an id is expected.
            throw source.Invalid(e.Message, e);
        }

        return file._faults switch
        {
            [] => file,
            [var only] => throw source.Invalid(only),
            [var first, ..] => throw source.Invalid($"{first} There are {file._faults.Count - 1} more such items."),
        };
    }

    private void Visit(ReadOnlyMemory<byte> json, string path, bool isOwn)
    {
        switch (JsonSlices.Kind(json))
        {
            case JsonTokenType.StartArray:
                var at = 0;
                foreach (var element in JsonSlices.Elements(json))
                {
                    Visit(element, string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]"), isOwn);
                }

                break;
            case JsonTokenType.StartObject:
                VisitObject(json, JsonSlices.Members(json), path, isOwn);
                break;
            case var kind:
                _faults.Add($"{path} is no resource but a bare {kind}.");
                break;
        }
    }

    private void VisitObject(
        ReadOnlyMemory<byte> json, Dictionary<string, ReadOnlyMemory<byte>> members, string path, bool isOwn)
    {
        if (!isOwn && Text(members, "format") is TopologyExport.Format)
        {
            VisitExport(members);
        }
        else if (Text(members, "id") is { Length: > 0 } || IsExtra(members))
        {
            Items.Add(new(_source, path, json, isOwn));
        }
        else if (IsArray(members, "value", out var list) || IsArray(members, "data", out list))
        {
            Visit(list.Json, $"{path}.{list.Name}", isOwn);
        }
        else if (members.ContainsKey("data"))
        {
            _faults.Add($"{path}.data is a table of Resource Graph. Run the query with resultFormat objectArray.");
        }
        else if (members.Count == 1 && members.Single() is { Key: not "error" } wrapped && wrapped.Value.Span[0] == '{')
        {
            // `az network vnet create` answers {"newVNet":{...}}.
            Visit(wrapped.Value, $"{path}.{wrapped.Key}", isOwn);
        }
        else
        {
            _faults.Add(members.ContainsKey("error")
                ? $"{path} is an error that Azure answered, not a resource."
                : $"{path} has no id. Networks are told apart by their ids: export whole resources.");
        }
    }

    private void VisitExport(Dictionary<string, ReadOnlyMemory<byte>> members)
    {
        if (!members.TryGetValue("version", out var written) || !TryNumber(written, out var version) || version < 1)
        {
            throw _source.Invalid("$.version is missing: this is no whole export.");
        }

        if (version > TopologyExport.Version)
        {
            throw _source.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"a newer AzNetHelper wrote it (version {version}; this one reads up to {TopologyExport.Version}). "
                + $"Update the module."));
        }

        if (Text(members, "readAt") is { } text)
        {
            ReadAt = DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : throw _source.Invalid($"$.readAt '{text}' is no time.");
        }

        if (IsArray(members, "gaps", out var gaps))
        {
            using var document = CanonicalJson.Parse(gaps.Json);
            Gaps.AddRange(document.RootElement.EnumerateArray().Select(g => new TopologyGap(
                g.Text("scope") ?? string.Empty, g.Text("code") ?? string.Empty, g.Text("message") ?? string.Empty)));
        }

        if (!IsArray(members, "resources", out var resources))
        {
            throw _source.Invalid("$.resources is missing: this is no whole export.");
        }

        Visit(resources.Json, "$.resources", isOwn: true);
    }

    private static bool IsExtra(Dictionary<string, ReadOnlyMemory<byte>> members) =>
        Text(members, "type")?.StartsWith(ExtraDocument.TypePrefix, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsArray(
        Dictionary<string, ReadOnlyMemory<byte>> members, string name,
        out (string Name, ReadOnlyMemory<byte> Json) list)
    {
        list = (name, members.GetValueOrDefault(name));
        return !list.Json.IsEmpty && list.Json.Span[0] == '[';
    }

    private static string? Text(Dictionary<string, ReadOnlyMemory<byte>> members, string name) =>
        JsonSlices.Text(members.GetValueOrDefault(name));

    private static bool TryNumber(ReadOnlyMemory<byte> json, out int number)
    {
        number = 0;
        var reader = new Utf8JsonReader(json.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number);
    }
}
