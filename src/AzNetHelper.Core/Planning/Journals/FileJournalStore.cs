using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// A journal in a file. The status URLs in it are signed, so it is its owner's alone from its first byte on. While it is open
/// no other process of this module can open it.
/// </summary>
public sealed class FileJournalStore : IJournalStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A run of 20,000 changes leaves some 40 MB.
    private const long MostBytes = 256L << 20;

    private readonly FileStream _stream;

    private FileJournalStore(string path, FileStream stream) => (Name, _stream) = (path, stream);

    public string Name { get; }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="JournalException">Another process has it open, or it cannot be opened for writing.</exception>
    public static FileJournalStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream? stream = null;
        try
        {
            stream = new(path, options);
            if (stream.Length > MostBytes)
            {
                throw new IOException("it is far larger than a journal gets.");
            }

            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle) != OwnerOnly)
            {
                File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly);
            }

            return new(path, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stream?.Dispose();
            throw IsLocked(e)
                ? new JournalException(path, "JournalInUse", FailureKind.ResourceBusy,
                    $"Another run has the journal {path} open. Nothing was written. Wait until it has ended, or use another journal.", e)
                : new JournalException(path, "JournalNotOpened", FailureKind.WriteError,
                    $"The journal {path} cannot be opened: {e.Message} Nothing was written.", e);
        }
    }

    public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[_stream.Length];
        _stream.Position = 0;
        _stream.ReadExactly(bytes);
        return Task.FromResult<ReadOnlyMemory<byte>>(bytes);
    }

    // Not async: it is a matter of milliseconds, and nothing may be sent before it is done.
    public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _stream.Position = _stream.Length;
        _stream.Write(bytes.Span);
        _stream.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // EWOULDBLOCK of flock on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsLocked(Exception error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
