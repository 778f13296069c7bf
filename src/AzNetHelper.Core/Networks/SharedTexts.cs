using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// Texts and ids that come again and again in a snapshot (regions, names of subnets, the hub of every spoke) are made
/// once. It remembers what it saw last in a fixed number of places, so it neither grows nor has to be emptied; several
/// threads may use it at once, at worst a text is made twice.
/// </summary>
/// <param name="copies">True where the bytes that it is shown do not stay: a page that was read must not live as long as one id
/// in it is remembered.</param>
internal sealed class SharedTexts(bool copies = false)
{
    private const int Places = 4096;
    private const int MostBytes = 96;

    private readonly string?[] _texts = new string?[Places];
    private readonly KnownId?[] _ids = new KnownId?[Places];
    private ResourceId.TextOf? _textOf;

    /// <summary>True for a text whose bytes are its characters: ASCII without escapes.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> text) => !text.Contains((byte)'\\') && Ascii.IsValid(text);

    public string Text(ReadOnlySpan<byte> plain)
    {
        if (plain.Length > MostBytes)
        {
            return Encoding.ASCII.GetString(plain);
        }

        ref var place = ref _texts[Place(plain)];
        return place is { } known && Ascii.Equals(plain, known) ? known : place = Encoding.ASCII.GetString(plain);
    }

    /// <summary>The id that a text is; null when it is none. The bytes must stay as they are, unless they are copied.</summary>
    public ResourceId? Id(ReadOnlyMemory<byte> plain)
    {
        ref var place = ref _ids[Place(plain.Span)];
        if (place is { } known && known.Text.Span.SequenceEqual(plain.Span))
        {
            return known.Id;
        }

        var id = Parsed(plain.Span);
        if (id is not null)
        {
            place = new(copies ? plain.ToArray() : plain, id);
        }

        return id;
    }

    /// <summary>
    /// The id of a child, where the text is the parent's, letter by letter, with the type and a name behind it; null
    /// for any other text, which may still be an id.
    /// </summary>
    public ResourceId? Below(ResourceId parent, string typeName, ReadOnlySpan<byte> plain)
    {
        var own = parent.ToString();
        var type = own.Length + 1;
        var name = type + typeName.Length + 1;
        return plain.Length > name && plain[type - 1] == '/' && plain[name - 1] == '/'
            && Ascii.Equals(plain[..own.Length], own) && Ascii.Equals(plain[type..(name - 1)], typeName)
            && ResourceId.IsSegment(plain[name..])
                ? parent.Below(typeName, Text(plain[name..]))
                : null;
    }

    private ResourceId? Parsed(ReadOnlySpan<byte> plain)
    {
        Span<char> text = stackalloc char[512];
        if (plain.Length > text.Length)
        {
            return ResourceId.TryParse(Encoding.ASCII.GetString(plain), out var id) ? id : null;
        }

        var length = Encoding.ASCII.GetChars(plain, text);
        return ResourceId.Read(text[..length], _textOf ??= Text, out _);
    }

    private string Text(ReadOnlySpan<char> plain)
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        return plain.Length <= MostBytes ? Text(bytes[..Encoding.ASCII.GetBytes(plain, bytes)]) : plain.ToString();
    }

    // Collisions only cost a text made twice, so eight bytes at a time are good enough.
    private static int Place(ReadOnlySpan<byte> text)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        var hash = (ulong)text.Length;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Odd, 29);
        }

        foreach (var octet in text)
        {
            hash = (hash ^ octet) * Odd;
        }

        return (int)((hash ^ (hash >> 32)) % Places);
    }

    // One reference, so that no thread sees half of it.
    private sealed record KnownId(ReadOnlyMemory<byte> Text, ResourceId Id);
}
