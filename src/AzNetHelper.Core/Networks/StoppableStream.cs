namespace AzNetHelper.Networks;

/// <summary>Passes bytes on until it is told to stop; then whoever writes is told so.</summary>
internal sealed class StoppableStream(Stream inner, CancellationToken stop) : ForwardingStream(inner)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        stop.ThrowIfCancellationRequested();
        Inner.Write(buffer);
    }
}
