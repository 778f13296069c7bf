using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AzNetHelper.Files;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Rendering;

/// <summary>Pictures in files, written whole or not at all.</summary>
public static class PictureFiles
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a picture to a file, in the format that its extension chooses; a large one in Mermaid to several, see <see cref="Prepare"/>.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="topology">The networks that it shows, as they are before its plan.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="overwrite">True to replace files that are there.</param>
    /// <param name="ownersOnly">True for a file that nobody but its owner reads.</param>
    /// <param name="stop">Ends it: no file is left.</param>
    /// <exception cref="ArgumentException">The extension is that of no picture.</exception>
    /// <exception cref="TopologyFileException">A file exists, or cannot be written.</exception>
    public static void Save(
        Picture picture, Topology topology, string path, bool overwrite = false, bool ownersOnly = false,
        CancellationToken stop = default) => Prepare(picture, topology, path, stop).Save(overwrite, ownersOnly, stop);

    /// <summary>Finds out which files a picture becomes; nothing is written yet.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="topology">The networks that it shows, as they are before its plan.</param>
    /// <param name="path">The full path of the file that is asked for.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ArgumentException">The extension is that of no picture.</exception>
    /// <exception cref="TopologyFileException">The name is too long for the files beside it.</exception>
    public static PictureExport Prepare(Picture picture, Topology topology, string path, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(topology);
        var format = PictureFormat.Of(path)
            ?? throw new ArgumentException($"{path} is no name of a picture: there are {PictureFormat.Choice}.", nameof(path));
        var split = format.Split?.Invoke(picture, Path.GetFileName(path), stop);
        return split is { All.Length: > 1 } && split.All.Any(f => Encoding.UTF8.GetByteCount(f.Name) > MermaidFiles.MostOfName)
            ? throw new TopologyFileException(path, "FileNameTooLong", FailureKind.InvalidArgument,
                $"The name {Path.GetFileName(path)} is too long: the drawing becomes several files, whose names begin with it and may not be longer than "
                + $"{MermaidFiles.MostOfName.ToString(CultureInfo.InvariantCulture)} bytes. Choose a shorter one.")
            : new(path, split, stream => Write(picture, topology, format, stream, stop));
    }

    /// <summary>Writes a picture: UTF-8, lines end with a line feed.</summary>
    public static void Write(Picture picture, Topology topology, PictureFormat format, Stream stream, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(format);
        using var writer = new StreamWriter(stream, s_utf8, leaveOpen: true) { NewLine = "\n" };
        format.Write(picture, topology, writer, stop);
    }
}

/// <summary>The files that a picture becomes: one, or of a drawing over Mermaid's limits a map and a file for each frame of it.</summary>
public sealed class PictureExport
{
    private readonly MermaidFiles? _split;
    private readonly Action<Stream> _write;
    private readonly string _folder;

    internal PictureExport(string path, MermaidFiles? split, Action<Stream> write)
    {
        _write = split is { All: [var only] } ? stream => stream.Write(Encoding.UTF8.GetBytes(only.Text)) : write;
        (_split, _folder) = (split, Path.GetDirectoryName(Path.GetFullPath(path))!);
        Paths = split is { All.Length: > 1 } ? [path, .. split.All.Skip(1).Select(f => Path.Combine(_folder, f.Name))] : [path];
    }

    /// <summary>The full paths; the one that was asked for is the first.</summary>
    public ImmutableArray<string> Paths { get; }

    /// <summary>Why there are several files, a clause; null where there is one.</summary>
    public string? WhySplit => _split?.Why;

    /// <summary>Files beside them that an earlier export of this name has written and this one does not write any more.</summary>
    public ImmutableArray<string> FindLeftovers() =>
        _split is null || !Directory.Exists(_folder) ? [] : [.. _split.LeftoversIn(_folder).Select(n => Path.Combine(_folder, n))];

    /// <summary>Writes all of the files, or none; the one that names the others is the last to get its name.</summary>
    /// <param name="overwrite">True to replace files that are there, beside the one that was asked for those of an earlier export alone.</param>
    /// <param name="ownersOnly">True for files that nobody but their owner reads.</param>
    /// <param name="stop">Ends it: what was there stays.</param>
    /// <exception cref="TopologyFileException">A file exists, or cannot be written.</exception>
    public void Save(bool overwrite = false, bool ownersOnly = false, CancellationToken stop = default)
    {
        if (_split is { All.Length: > 1 })
        {
            SaveAll(_split.All, overwrite, ownersOnly, stop);
        }
        else
        {
            TopologyFiles.WriteWhole(Paths[0], overwrite, _write, ownersOnly, stop);
        }
    }

    private void SaveAll(ImmutableArray<MermaidFile> all, bool overwrite, bool ownersOnly, CancellationToken stop)
    {
        NewFile[] files = [.. Paths.Zip(all, (path, file) => new NewFile(path, Encoding.UTF8.GetBytes(file.Text), ownersOnly))];

        // One file makes no folder, either.
        if (!Directory.Exists(_folder))
        {
            throw NotWritten($"there is no folder {_folder}.", cause: null);
        }

        if (FileSet.Obstacles(files, overwrite) is [var obstacle, ..])
        {
            throw new TopologyFileException(Paths[0], obstacle.Id, obstacle.Kind, obstacle.Message);
        }

        // Nobody has named these: what somebody else has written is not replaced, whatever may be.
        if (Paths.Skip(1).FirstOrDefault(p => File.Exists(p) && !_split!.IsPart(p)) is { } foreign)
        {
            throw new TopologyFileException(Paths[0], "FileExists", FailureKind.ResourceExists,
                $"{foreign} exists, and no export of {Path.GetFileName(Paths[0])} has written it. Nothing was written. Move it away, or use another name or folder.");
        }

        try
        {
            FileSet.Write([.. files.Skip(1), files[0]], overwrite, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(EarlierFileException.Told(e), e);
        }
    }

    private TopologyFileException NotWritten(string why, Exception? cause) => new(Paths[0], "FileNotWritten", FailureKind.WriteError,
        $"{Paths[0]} and the files beside it were not written: {why}", cause);
}
