using System.Collections.Concurrent;
using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>What a connection must not leave behind: secrets, keys, open sockets. Disposed of with it.</summary>
internal sealed class Belongings : IDisposable
{
    private readonly ConcurrentStack<IDisposable> _all = new();
    private int _disposed;

    public T Add<T>(T belonging)
        where T : IDisposable
    {
        _all.Push(belonging);
        if (Volatile.Read(ref _disposed) != 0)
        {
            Clear();
        }

        return belonging;
    }

    /// <exception cref="ArmException">The connection was closed (<c>SessionClosed</c>).</exception>
    public void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _disposed) != 0)
        {
            throw new ArmException(0, "SessionClosed",
                "The session was disconnected; nothing was sent. Run Connect-AzNetSession.");
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _disposed, 1);
        Clear();
    }

    private void Clear()
    {
        while (_all.TryPop(out var belonging))
        {
            belonging.Dispose();
        }
    }
}
