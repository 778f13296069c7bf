using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A value on a <see cref="JsonTape"/>; the default one stands for what is absent, and reads as an object without
/// members. Of several members with one name the last counts, as everywhere.
/// </summary>
internal readonly struct JsonPart(JsonTape? tape, int at)
{
    public JsonValueKind ValueKind => tape is null ? JsonValueKind.Undefined : tape.Span[tape[at].Start] switch
    {
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'"' => JsonValueKind.String,
        (byte)'t' => JsonValueKind.True,
        (byte)'f' => JsonValueKind.False,
        (byte)'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    /// <summary>The bytes of the value: a slice of the text.</summary>
    public ReadOnlyMemory<byte> Json => tape is null ? default : tape.Json[tape[at].Start..tape[at].End];

    private ReadOnlySpan<byte> Span => tape is null ? default : tape.Span[tape[at].Start..tape[at].End];

    /// <summary>The name, where this is a member of an object.</summary>
    public string? Name => tape?.NameOf(tape[at]);

    /// <summary>The members of an object, or the elements of an array, in order.</summary>
    public JsonParts Inside => tape is null ? default : new(tape, at + 1, tape[at].Next);

    public bool IsNamed(string name) => tape is not null && tape.IsNamed(tape.Span, tape[at], name);

    /// <summary>A member of an object; absent where this is none, or has none of this name.</summary>
    public JsonPart Member(string name)
    {
        if (tape is null || ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        var json = tape.Span;
        var found = -1;
        var end = tape[at].Next;
        for (var i = at + 1; i < end; i = tape[i].Next)
        {
            found = tape.IsNamed(json, tape[i], name) ? i : found;
        }

        return found < 0 ? default : new(tape, found);
    }

    public bool Has(string name) => Member(name).ValueKind != JsonValueKind.Undefined;

    public JsonPart Object(string name) => Member(name) is { ValueKind: JsonValueKind.Object } found ? found : default;

    public JsonParts Items(string name) => Member(name) is { ValueKind: JsonValueKind.Array } found ? found.Inside : default;

    /// <summary>What the elements of a list say, save those that say nothing.</summary>
    public ImmutableArray<T> All<T>(string name, Func<JsonPart, T?> read)
        where T : class
    {
        var items = Items(name);
        if (items.Count() is not (> 0 and var count))
        {
            return [];
        }

        // The array that is kept, and nothing besides: large estates have a million of these lists.
        var all = new T[count];
        var next = 0;
        foreach (var item in items)
        {
            if (read(item) is { } value)
            {
                all[next++] = value;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(next == count ? all : all[..next]);
    }

    /// <exception cref="InvalidOperationException">The text holds half a surrogate pair.</exception>
    public string? Text(string name) => Member(name).AsText();

    public ImmutableArray<string> Texts(string name) => All(name, static i => i.AsText());

    /// <summary>The text that this is; null for any other value.</summary>
    /// <exception cref="InvalidOperationException">The text holds half a surrogate pair.</exception>
    public string? AsText() => ValueKind == JsonValueKind.String ? tape!.Text(Span) : null;

    /// <summary>Any value as a text: null is empty, what is no text is as it was written.</summary>
    /// <exception cref="InvalidOperationException">The text holds half a surrogate pair.</exception>
    public string Print() => ValueKind switch
    {
        JsonValueKind.String => AsText()!,
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,
        _ => Encoding.UTF8.GetString(Span),
    };

    /// <summary>A boolean; Network Manager writes its booleans as the strings True and False.</summary>
    public bool Flag(string name, bool absent = false) => Member(name) is var flag ? flag.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(flag.AsText(), out var told) => told,
        _ => absent,
    } : absent;

    public long? Number(string name)
    {
        var number = Member(name);
        if (number.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        var reader = new Utf8JsonReader(number.Span);
        return reader.Read() && reader.TryGetInt64(out var value) ? value : null;
    }

    public T Enumeration<T>(string name, T absent, T unknown)
        where T : struct, Enum => OpenEnumeration.Read(Text(name), absent, unknown);

    /// <summary>The id in the reference that a member is; null where there is none.</summary>
    /// <exception cref="FormatException">It is no id.</exception>
    public ResourceId? Id(string name) => Object(name) is { HasOwnId: true } reference
        ? reference.OwnId() ?? ResourceId.Parse(reference.Text("id")!)
        : null;

    /// <summary>True for a resource or reference with an id, of which it is not known yet whether it is one.</summary>
    public bool HasOwnId => Member("id") is { ValueKind: JsonValueKind.String, Json.Length: > 2 };

    /// <summary>The id of this resource or reference; null where it has none, or what it has is no id.</summary>
    public ResourceId? OwnId()
    {
        var id = Member("id");
        return id.ValueKind != JsonValueKind.String ? null
            : tape!.Texts is { } texts && SharedTexts.IsPlain(id.Span) ? texts.Id(id.Json[1..^1])
            : ResourceId.TryParse(id.AsText(), out var parsed) ? parsed : null;
    }

    /// <summary>The id of a child, which its document tells in full or by its name.</summary>
    /// <exception cref="FormatException">It tells neither.</exception>
    public ResourceId ChildId(ResourceId parent, string typeName)
    {
        var id = Member("id");
        return id.ValueKind == JsonValueKind.String && tape!.Texts is { } texts && SharedTexts.IsPlain(id.Span)
                && texts.Below(parent, typeName, id.Span[1..^1]) is { } below ? below
            : OwnId() is { } told && told.IsWithin(parent) ? told
            : Text("name") is not { } name ? throw new FormatException($"A child in {typeName} has no name.")
            : ResourceId.IsSegment(name) ? parent.Below(typeName, name)
            : throw new FormatException($"'{name}', the name of a child in {typeName}, cannot be part of a resource id.");
    }

    /// <summary>The prefixes of a list.</summary>
    /// <exception cref="FormatException">A text among them is no prefix.</exception>
    public ImmutableArray<IPPrefix> Prefixes(string name)
    {
        var items = Items(name);
        if (items.Count() is not (> 0 and var count))
        {
            return [];
        }

        var prefixes = new IPPrefix[count];
        var next = 0;
        foreach (var item in items)
        {
            if (item.AsPrefix() is { } prefix)
            {
                prefixes[next++] = prefix;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(next == count ? prefixes : prefixes[..next]);
    }

    /// <summary>The prefix that a member is; null where there is no text.</summary>
    /// <exception cref="FormatException">It is no prefix.</exception>
    public IPPrefix? Prefix(string name) => Member(name).AsPrefix();

    /// <summary>Writes the member, name and value, without white space.</summary>
    public void WriteMember(Utf8JsonWriter writer)
    {
        WriteName(writer);
        WriteValue(writer);
    }

    /// <summary>Writes the name of the member.</summary>
    public void WriteName(Utf8JsonWriter writer)
    {
        var name = tape!.PlainNameOf(tape[at]);
        if (name.IsEmpty)
        {
            writer.WritePropertyName(Name!);
        }
        else
        {
            writer.WritePropertyName(name);
        }
    }

    /// <summary>Writes the value without white space; numbers keep their digits.</summary>
    /// <exception cref="InvalidOperationException">A text holds half a surrogate pair.</exception>
    public void WriteValue(Utf8JsonWriter writer)
    {
        switch (ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in Inside)
                {
                    member.WriteMember(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in Inside)
                {
                    item.WriteValue(writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when !Span.Contains((byte)'\\'):
                writer.WriteStringValue(Span[1..^1]);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(AsText());
                break;
            default:
                writer.WriteRawValue(Span, skipInputValidation: true);
                break;
        }
    }

    private IPPrefix? AsPrefix() => ValueKind != JsonValueKind.String ? null
        : IPPrefix.TryReadIPv4(Span[1..^1], out var prefix) ? prefix
        : IPPrefix.Parse(AsText()!);
}
