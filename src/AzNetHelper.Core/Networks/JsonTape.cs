using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AzNetHelper.Networks;

/// <summary>
/// A JSON text that was read once: where each of its values stands, in the order of the text. Nothing is copied and no
/// text is made before somebody asks for it, so a file of ten thousand networks costs one walk over its tokens; what a
/// <see cref="JsonPart"/> cuts out of it are slices of the same bytes.
/// </summary>
internal sealed class JsonTape : IDisposable
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = CanonicalJson.MaxDepth };

    // The span of a memory is asked for at every look at a value; that of an array costs nothing.
    private readonly byte[]? _array;
    private readonly int _offset;

    private Value[] _values;
    private int _count;
    private bool _hasEscapedNames;

    private JsonTape(ReadOnlyMemory<byte> json, SharedTexts? texts, int room)
    {
        Json = json;
        Texts = texts;
        if (MemoryMarshal.TryGetArray(json, out var array))
        {
            (_array, _offset) = (array.Array, array.Offset);
        }

        _values = ArrayPool<Value>.Shared.Rent(Math.Max(16, room));
    }

    /// <summary>The text, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The same, to look at.</summary>
    public ReadOnlySpan<byte> Span => _array is null ? Json.Span : new(_array, _offset, Json.Length);

    /// <summary>Where texts are looked up that may have been made before; null where none are kept.</summary>
    public SharedTexts? Texts { get; }

    /// <summary>All of it.</summary>
    public JsonPart Root => new(this, 0);

    public ref readonly Value this[int at] => ref _values[at];

    /// <summary>Goes over the whole text.</summary>
    /// <exception cref="JsonException">The text is no JSON; the exception tells the line.</exception>
    public static JsonTape Read(ReadOnlyMemory<byte> json, SharedTexts? texts = null)
    {
        // Indented documents of Azure take some sixty bytes a value; others make it grow.
        var tape = new JsonTape(json, texts, json.Length / 64);
        try
        {
            tape.Read();
            return tape;
        }
        catch (JsonException)
        {
            tape.Dispose();
            throw;
        }
    }

    /// <summary>A tape without values, for some of a text.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="texts">Where texts are looked up.</param>
    /// <param name="room">About how many values it will have.</param>
    internal static JsonTape Empty(ReadOnlyMemory<byte> json, SharedTexts? texts, int room) => new(json, texts, room);

    /// <summary>A reader of the whole text.</summary>
    internal Utf8JsonReader Reader() => new(Span, Options);

    /// <summary>Gives the memory back; parts of this tape are of no use any more, slices are.</summary>
    public void Dispose()
    {
        if (_values.Length > 0)
        {
            ArrayPool<Value>.Shared.Return(_values);
            _values = [];
        }
    }

    private void Read()
    {
        var reader = Reader();
        reader.Read();
        Read(ref reader, Value.NoName);

        // Throws where anything but white space is left.
        reader.Read();
    }

    /// <summary>Goes over the value that a reader of the same text has come to, with all that it holds.</summary>
    /// <param name="reader">The reader; it is left at the value's last token.</param>
    /// <param name="name">Where the value's name starts, where it is a member.</param>
    /// <returns>The value's place on the tape.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    internal int Read(ref Utf8JsonReader reader, int name)
    {
        var first = _count;
        Span<int> open = stackalloc int[CanonicalJson.MaxDepth];
        var depth = 0;
        do
        {
            var start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = start + 1;
                    _hasEscapedNames |= reader.ValueIsEscaped;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open[depth++] = _count;
                    Add(new(name, start, 0, 0));
                    name = Value.NoName;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Close(open[--depth], start + 1);
                    break;
                default:
                    Add(new(name, start, (int)reader.BytesConsumed, _count + 1));
                    name = Value.NoName;
                    break;
            }
        }
        while (depth > 0 && reader.Read());

        return first;
    }

    /// <summary>Begins an object or array of which only some is kept here.</summary>
    internal int Open(in Utf8JsonReader reader, int name)
    {
        Add(new(name, (int)reader.TokenStartIndex, 0, 0));
        return _count - 1;
    }

    internal void Close(int at, int end) => _values[at] = _values[at] with { End = end, Next = _count };

    /// <summary>Where the name starts that a reader has come to.</summary>
    internal int NameAt(in Utf8JsonReader reader)
    {
        _hasEscapedNames |= reader.ValueIsEscaped;
        return (int)reader.TokenStartIndex + 1;
    }

    /// <summary>How many values there are.</summary>
    internal int Count => _count;

    private void Add(Value value)
    {
        if (_count == _values.Length)
        {
            var larger = ArrayPool<Value>.Shared.Rent(_count * 2);
            _values.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<Value>.Shared.Return(_values);
            _values = larger;
        }

        _values[_count++] = value;
    }

    /// <summary>True when a member has the name, which is plain ASCII.</summary>
    public bool IsNamed(ReadOnlySpan<byte> json, in Value value, string name)
    {
        var start = value.Name;
        if (start == Value.NoName)
        {
            return false;
        }

        var end = start + name.Length;
        return end < json.Length && json[end] == '"' && Ascii.Equals(json[start..end], name)
            || (_hasEscapedNames && IsEscaped(json[start..]) && string.Equals(NameOf(value), name, StringComparison.Ordinal));
    }

    /// <summary>The name of a member; null for an element of an array, and for the root.</summary>
    public string? NameOf(in Value value)
    {
        if (value.Name == Value.NoName)
        {
            return null;
        }

        var name = Span[(value.Name - 1)..];
        return _hasEscapedNames && IsEscaped(name[1..]) ? Unescaped(name) : Text(name[..(name[1..].IndexOf((byte)'"') + 2)]);
    }

    /// <summary>The bytes of a member's name; empty for one that is written with escapes.</summary>
    public ReadOnlySpan<byte> PlainNameOf(in Value value)
    {
        var name = Span[value.Name..];
        return _hasEscapedNames && IsEscaped(name) ? default : name[..name.IndexOf((byte)'"')];
    }

    private static bool IsEscaped(ReadOnlySpan<byte> name) => name[name.IndexOfAny((byte)'"', (byte)'\\')] == '\\';

    /// <summary>A text in its quotes, without them and its escapes.</summary>
    /// <exception cref="InvalidOperationException">It holds half a surrogate pair.</exception>
    public string Text(ReadOnlySpan<byte> quoted) => SharedTexts.IsPlain(quoted)
        ? Texts?.Text(quoted[1..^1]) ?? Encoding.ASCII.GetString(quoted[1..^1])
        : Unescaped(quoted);

    private static string Unescaped(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>A value of the text.</summary>
    /// <param name="Name">Where its name starts, behind the quote; <see cref="NoName"/> outside of objects.</param>
    /// <param name="Start">Where it starts.</param>
    /// <param name="End">The place behind it.</param>
    /// <param name="Next">The place on the tape of the value behind it and all that it holds.</param>
    internal readonly record struct Value(int Name, int Start, int End, int Next)
    {
        public const int NoName = -1;
    }
}
