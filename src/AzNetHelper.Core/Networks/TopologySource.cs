using System.Buffers;
using System.Text;
using System.Text.Unicode;
using AzNetHelper.Steps;

namespace AzNetHelper.Networks;

/// <summary>A file, or a text, that networks are imported from.</summary>
/// <param name="Name">What errors call it: the path.</param>
/// <param name="Bytes">UTF-8 with or without a mark, or UTF-16 as Windows PowerShell's <c>&gt;</c> writes it.</param>
public sealed record TopologySource(string Name, ReadOnlyMemory<byte> Bytes)
{
    public override string ToString() => Name;

    /// <summary>The text as UTF-8 without a mark.</summary>
    /// <exception cref="TopologyFileException">It is neither UTF-8 nor UTF-16.</exception>
    internal ReadOnlyMemory<byte> AsUtf8()
    {
        var span = Bytes.Span;
        return span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Checked(Bytes[3..]),
            [0xFF, 0xFE, ..] => Transcoded(Encoding.Unicode, Bytes[2..]),
            [0xFE, 0xFF, ..] => Transcoded(Encoding.BigEndianUnicode, Bytes[2..]),

            // JSON starts with an ASCII character: a zero beside it tells UTF-16 without a mark.
            [not 0, 0, ..] => Transcoded(Encoding.Unicode, Bytes),
            [0, not 0, ..] => Transcoded(Encoding.BigEndianUnicode, Bytes),
            _ => Checked(Bytes),
        };
    }

    internal TopologyFileException Invalid(string what, Exception? inner = null) =>
        new(Name, "InvalidSnapshot", FailureKind.InvalidData, $"{Name}: {what}", inner);

    private static byte[] Transcoded(Encoding encoding, ReadOnlyMemory<byte> bytes) =>
        Encoding.Convert(encoding, Encoding.UTF8, bytes.ToArray());

    private ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> bytes)
    {
        if (Utf8.IsValid(bytes.Span))
        {
            return bytes;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(bytes.Span[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        var line = bytes.Span[..at].Count((byte)'\n') + 1;
        throw Invalid($"line {line} is not UTF-8. Save the file as UTF-8, or make it again.");
    }
}
