using System.Buffers;
using System.Text.Json;

namespace AzNetHelper.Networks;

/// <summary>
/// Where documents that have to be written anew are put, many in one piece of memory: the garbage collector need not
/// move them one by one.
/// </summary>
internal sealed class DocumentBuffer
{
    private const int Piece = 1 << 18;

    private ArrayBufferWriter<byte>? _bytes;

    /// <summary>Writes one document.</summary>
    /// <param name="size">About how many bytes it takes at most.</param>
    /// <param name="write">Writes it.</param>
    public ReadOnlyMemory<byte> Write(int size, Action<Utf8JsonWriter> write)
    {
        if (_bytes is null || _bytes.FreeCapacity < size)
        {
            _bytes = new(Math.Max(size, Piece));
        }

        var start = _bytes.WrittenCount;
        using (var writer = new Utf8JsonWriter(_bytes))
        {
            write(writer);
        }

        return _bytes.WrittenMemory[start..];
    }
}
