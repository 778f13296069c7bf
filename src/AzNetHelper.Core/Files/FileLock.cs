using System.Diagnostics;
using System.Security.Cryptography;

namespace AzNetHelper.Files;

/// <summary>
/// Keeps others who ask for the same lock waiting, in this process and in others, for as long as it is held. It is a file beside
/// what it guards, which goes when it is let go, and which does no harm where a process was killed.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int MostLength = 1 << 20;
    private const int SharingViolation = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly FileStream _held;

    private FileLock(string path, FileStream held) => (_path, _held) = (path, held);

    /// <summary>Takes the lock; null where others have held it for too long.</summary>
    /// <param name="path">The file of the lock, in a folder that is there.</param>
    /// <param name="patience">How long others may hold it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static FileLock? Take(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        for (var waited = Stopwatch.StartNew(); ; cancellationToken.WaitHandle.WaitOne(Pause))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Try(path) is { } held)
            {
                return new(path, held);
            }

            if (waited.Elapsed > patience)
            {
                return null;
            }
        }
    }

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        try
        {
            // On Unix the name goes while the lock is held; Windows deletes the file as it is closed.
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(_path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that stays locks nobody out.
        }
        finally
        {
            _held.Dispose();
        }
    }

    private static FileStream? Try(string path)
    {
        FileStream stream;
        try
        {
            stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch (Exception e) when (IsHeld(e))
        {
            return null;
        }

        if (OperatingSystem.IsWindows() || LeadsTo(path, stream))
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    // Whoever held it has deleted the name since it was opened here: then this lock is on a file that nobody finds any more, and
    // somebody else can have another one. A length by chance (no byte of it is stored) tells the two apart; .NET knows no inodes.
    private static bool LeadsTo(string path, FileStream stream)
    {
        stream.SetLength(RandomNumberGenerator.GetInt32(1, MostLength));
        var named = new FileInfo(path);
        return named.Exists && named.Length == stream.Length;
    }

    // .NET locks by flock on Unix, whose EWOULDBLOCK is 11 on Linux and 35 on macOS. On Windows a file that is just being deleted may not
    // be opened either.
    private static bool IsHeld(Exception e) => OperatingSystem.IsWindows()
        ? e is UnauthorizedAccessException || (e is IOException && (e.HResult & 0xFFFF) == SharingViolation)
        : e is IOException && e.HResult is 11 or 35;
}
