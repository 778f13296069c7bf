using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Networks;

/// <summary>
/// Topologies in files. A file is written whole or not at all: into a temporary file of the same folder, which then
/// takes the name in one step. Whatever goes wrong, the file that was there stays as it was.
/// </summary>
public static class TopologyFiles
{
    /// <summary>Writes a topology to a file.</summary>
    /// <param name="topology">What is written.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="overwrite">True to replace a file that is there.</param>
    /// <param name="stop">Ends it: no file is left.</param>
    /// <exception cref="TopologyFileException">The file exists, or cannot be written.</exception>
    public static void Save(Topology topology, string path, bool overwrite = false, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(topology);
        WriteWhole(path, overwrite, stream => TopologyExport.Write(topology, stream), stop: stop);
    }

    /// <summary>
    /// Reads one or several files into one topology; see <see cref="TopologyImport"/> for what it reads.
    /// </summary>
    /// <exception cref="TopologyFileException">A file cannot be read, or is not JSON that the import knows.</exception>
    public static Topology Load(IEnumerable<string> paths, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return TopologyImport.Read(paths.Select(path => new TopologySource(path, Read(path))), steps);
    }

    /// <summary>Writes a file as a whole.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="overwrite">True to replace a file that is there.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="ownersOnly">True for a file that nobody but its owner reads.</param>
    /// <param name="stop">Ends it, also where what writes does not know of it: no file is left.</param>
    internal static void WriteWhole(
        string path, bool overwrite, Action<Stream> write, bool ownersOnly = false, CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path) && !overwrite)
        {
            throw Exists(path);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Short: the name of the file itself may have as many bytes as a name can.
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = ownersOnly ? OwnerOnlyFile.Create(temporary) : new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stop.CanBeCanceled ? new StoppableStream(stream, stop) : stream);
                stream.Flush(flushToDisk: true);
            }

            stop.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // ArgumentOutOfRange is how .NET tells of a limit on the size of files.
            // Somebody else may have made the file since.
            throw !overwrite && File.Exists(path)
                ? Exists(path)
                : new TopologyFileException(path, "FileNotWritten", FailureKind.WriteError,
                    $"{path} was not written: {e.Message} What was there before is unchanged.", e);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    private static TopologyFileException Exists(string path) => new(path, "FileExists", FailureKind.ResourceExists,
        $"{path} exists already. Choose another name, or use -Force to replace it.");

    internal static byte[] Read(string path, long mostBytes = long.MaxValue)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length > mostBytes
                ? throw new IOException($"it has more than {mostBytes} bytes.")
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TopologyFileException(path, "FileNotFound", FailureKind.ObjectNotFound,
                $"{path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TopologyFileException(path, "FileNotRead", FailureKind.ReadError,
                $"{path} cannot be read: {e.Message}", e);
        }
    }

    // The first failure is the one to tell; a temporary file that cannot be removed on top of it changes nothing.
    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}

/// <summary>A file that was not written or cannot be read, with what a cmdlet needs to report it.</summary>
/// <param name="path">The file.</param>
/// <param name="id">A stable id: <c>FileExists</c>, <c>FileNotWritten</c>, <c>FileNotFound</c>, <c>FileNotRead</c>,
/// <c>InvalidSnapshot</c>.</param>
/// <param name="kind">The kind of failure.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class TopologyFileException(
    string path, string id, FailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Path { get; } = path;

    public string Id { get; } = id;

    public FailureKind Kind { get; } = kind;

    /// <summary>The failure that this is, as a value.</summary>
    public Failure ToFailure() => new(Id, Kind, Message, Path) { Cause = this };
}
