using System.IO.Compression;

namespace AzNetHelper.Networks;

/// <summary>
/// A text in less memory: documents of Azure repeat their ids in every child, so that they become a fifth to a fifteenth of
/// their size. Ten thousand VNets are a hundred to two hundred megabytes of text, of which most commands look at nothing.
/// </summary>
internal sealed class PackedBytes
{
    // What is shorter gains little.
    private const int Least = 512;

    private readonly byte[] _bytes;
    private readonly int _length;

    private PackedBytes(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    /// <summary>Null where nothing is to be gained.</summary>
    public static PackedBytes? Of(ReadOnlySpan<byte> text)
    {
        if (text.Length < Least)
        {
            return null;
        }

        using var room = new MemoryStream(text.Length / 4);
        using (var deflate = new DeflateStream(room, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(text);
        }

        return room.Length < text.Length ? new(room.ToArray(), text.Length) : null;
    }

    public byte[] Unpacked()
    {
        var text = new byte[_length];
        using var deflate = new DeflateStream(new MemoryStream(_bytes, writable: false), CompressionMode.Decompress);
        deflate.ReadExactly(text);
        return text;
    }
}
