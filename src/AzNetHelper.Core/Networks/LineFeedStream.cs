namespace AzNetHelper.Networks;

/// <summary>
/// Passes bytes on without carriage returns: the .NET 8 JSON writer breaks lines as the system does, and a snapshot
/// must be the same file on every system. JSON escapes the carriage returns of its strings, so none is lost.
/// </summary>
internal sealed class LineFeedStream(Stream inner) : ForwardingStream(inner)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var end = buffer.IndexOf((byte)'\r');
            Inner.Write(end < 0 ? buffer : buffer[..end]);
            buffer = end < 0 ? [] : buffer[(end + 1)..];
        }
    }
}
