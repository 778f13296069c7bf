using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>An item of a file: a document, or one of this module's own, which has no id.</summary>
internal readonly record struct SnapshotEntry(string Path, FoundDocument? Document, ExtraDocument? Extra);

/// <summary>
/// A large file in a common form (this module's export, a list, <c>{"value":[...]}</c>, <c>{"data":[...]}</c>): its documents
/// are read some at a time, while the walk over the text goes on, so that there never is a tape of the whole file, which takes
/// half as much memory as the file. Whatever is unusual or wrong makes it null: <see cref="SnapshotFile"/>
/// reads every form, and says what is wrong.
/// </summary>
internal sealed class SnapshotFlow
{
    /// <summary>Below this a tape of the whole file costs nothing that matters.</summary>
    private const int Large = 1 << 20;

    // About a megabyte of indented text: few enough to stay in a processor's cache until they are looked at again.
    private const int ValuesAtOnce = 1 << 14;

    private readonly TopologySource _source;
    private readonly ReadOnlyMemory<byte> _json;
    private readonly SharedTexts _texts;
    private readonly int _valuesAtOnce;
    private readonly List<SnapshotEntry[]> _read = [];
    private readonly Queue<Task> _running = new();
    private readonly ConcurrentBag<DocumentBuffer> _buffers = [];
    private volatile bool _isUnusual;
    private int _lists;

    private SnapshotFlow(TopologySource source, ReadOnlyMemory<byte> json, SharedTexts texts, int valuesAtOnce) =>
        (_source, _json, _texts, _valuesAtOnce) = (source, json, texts, valuesAtOnce);

    /// <summary>The items, in the order of the file.</summary>
    public IEnumerable<SnapshotEntry> Entries => _read.SelectMany(r => r);

    public IReadOnlyList<TopologyGap> Gaps { get; private set; } = [];

    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Reads a file; null for one that is small, unusual, or wrong.</summary>
    public static SnapshotFlow? Read(TopologySource source, SharedTexts texts) =>
        source.Bytes.Length < Large ? null : Read(source, texts, ValuesAtOnce);

    /// <summary>The same, whatever the size.</summary>
    /// <param name="source">The file.</param>
    /// <param name="texts">Where texts are looked up.</param>
    /// <param name="valuesAtOnce">After how many values documents are handed on.</param>
    internal static SnapshotFlow? Read(TopologySource source, SharedTexts texts, int valuesAtOnce)
    {
        try
        {
            var flow = new SnapshotFlow(source, source.AsUtf8(), texts, valuesAtOnce);
            return flow.Read() ? flow : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or TopologyFileException)
        {
            return null;
        }
    }

    private bool Read()
    {
        using var around = JsonTape.Empty(_json, _texts, room: 64);
        try
        {
            var reader = around.Reader();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                ReadList(around, ref reader, JsonTape.Value.NoName, "$", isOwn: false);
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMembers(around, ref reader);
            }

            // Throws where anything but white space is left.
            _isUnusual |= _lists != 1 || reader.Read();
        }
        finally
        {
            // They are done with the text before anybody else reads it, and with their tapes.
            Task.WaitAll([.. _running]);
        }

        if (_isUnusual)
        {
            return false;
        }

        // What stands around the items, judged as in every file: the list is empty there.
        var file = SnapshotFile.Over(_source, around);
        (Gaps, ReadAt) = (file.Gaps, file.ReadAt);
        return file.Items.Count == 0;
    }

    private void ReadMembers(JsonTape around, ref Utf8JsonReader reader)
    {
        var root = around.Open(reader, JsonTape.Value.NoName);
        var isExport = false;
        while (!_isUnusual && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = around.NameAt(reader);
            var isFormat = reader.ValueTextEquals("format"u8);
            var list = isExport ? (reader.ValueTextEquals("resources"u8) ? "resources" : null)
                : reader.ValueTextEquals("value"u8) ? "value"
                : reader.ValueTextEquals("data"u8) ? "data"
                : null;
            reader.Read();
            isExport |= isFormat && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(TopologyExport.Format);
            if (list is not null && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadList(around, ref reader, name, $"$.{list}", isExport);
            }
            else
            {
                around.Read(ref reader, name);
            }
        }

        around.Close(root, (int)reader.BytesConsumed);
    }

    private void ReadList(JsonTape around, ref Utf8JsonReader reader, int name, string path, bool isOwn)
    {
        // Of two lists only one counts.
        _isUnusual |= ++_lists > 1;
        var list = around.Open(reader, name);
        var tape = NewTape();
        var places = new List<int>();
        var first = 0;
        try
        {
            while (!_isUnusual && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                _isUnusual |= reader.TokenType != JsonTokenType.StartObject;
                places.Add(tape.Read(ref reader, JsonTape.Value.NoName));
                if (tape.Count >= _valuesAtOnce)
                {
                    HandOn(tape, [.. places], first, path, isOwn);
                    (tape, first) = (NewTape(), first + places.Count);
                    places.Clear();
                }
            }

            HandOn(tape, [.. places], first, path, isOwn);
        }
        catch (JsonException)
        {
            tape.Dispose();
            throw;
        }

        around.Close(list, (int)reader.BytesConsumed);
    }

    private JsonTape NewTape() => JsonTape.Empty(_json, _texts, _valuesAtOnce + (_valuesAtOnce / 4));

    private void HandOn(JsonTape tape, int[] places, int first, string path, bool isOwn)
    {
        var entries = new SnapshotEntry[places.Length];
        _read.Add(entries);
        if (_running.Count >= Environment.ProcessorCount)
        {
            _running.Dequeue().Wait();
        }

        _running.Enqueue(Task.Run(() =>
        {
            using (tape)
            {
                Take(tape, places, first, path, isOwn, entries);
            }
        }));
    }

    private void Take(JsonTape tape, int[] places, int first, string path, bool isOwn, SnapshotEntry[] entries)
    {
        var buffer = _buffers.TryTake(out var used) ? used : new();
        try
        {
            for (var i = 0; i < places.Length && !_isUnusual; i++)
            {
                var part = new JsonPart(tape, places[i]);
                var item = new SnapshotItem(string.Create(CultureInfo.InvariantCulture, $"{path}[{first + i}]"), part, isOwn);
                var isUsual = SnapshotFile.IsItem(part) && (isOwn || part.Text("format") is not TopologyExport.Format);
                _isUnusual |= !isUsual;
                entries[i] = isUsual ? item.Entry(_source, _texts, buffer) : default;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or TopologyFileException)
        {
            _isUnusual = true;
        }

        _buffers.Add(buffer);
    }
}
