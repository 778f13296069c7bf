using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Steps;

namespace AzNetHelper.Files;

/// <summary>
/// Writes files that belong together: every one whole or not at all, and all of them or none. What is written goes to a
/// temporary file in the same folder first; only when all are on disk do they take their names. When that fails in the middle,
/// what has got its name goes again, and what it replaced is back.
/// </summary>
public static class FileSet
{
    // Of the files that are in the way, beside the first.
    private const int MostNamed = 9;

    /// <summary>What is in the way of writing the files, looked at before anything is written; nothing when they can be.</summary>
    /// <param name="files">The files.</param>
    /// <param name="overwrite">True to replace files that are there.</param>
    public static ImmutableArray<Failure> Obstacles(IEnumerable<NewFile> files, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(files);
        var all = files.ToArray();
        return
        [
            .. all.GroupBy(f => f.Path, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()).Select(g => new Failure(
                "FileNameTwice", FailureKind.InvalidArgument, $"Two files would have the name {g.Key}. Nothing was written. Use other names.", g.Key)),
            .. Clashes(all.Where(f => File.Exists(f.Path) && !(overwrite || f.MayReplace))),
            .. all.Where(f => Directory.Exists(f.Path)).Select(f => f.Path).Distinct(StringComparer.OrdinalIgnoreCase).Select(p => new Failure(
                "FileIsFolder", FailureKind.ResourceExists, $"{p} is a folder. Nothing was written. Use another name.", p)),
            .. all.Select(f => FileAbove(f.Path)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Select(p => new Failure(
                "FileIsNoFolder", FailureKind.ResourceExists, $"{p} is a file, and a folder must be there. Nothing was written. Use another folder, or move the file away.", p)),
        ];
    }

    // The file that is where a folder of the path has to be; null for none.
    private static string? FileAbove(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is { Length: > 0 } && !Directory.Exists(folder) && !File.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return File.Exists(folder) ? folder : null;
    }

    /// <summary>Writes the files, in their order; folders that are missing are made.</summary>
    /// <exception cref="EarlierFileException">A file cannot be written, and what had been replaced could not all be put back.</exception>
    /// <exception cref="IOException">A file cannot be written; nothing was left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be written; nothing was left behind.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing was left behind.</exception>
    public static void Write(IReadOnlyList<NewFile> files, bool overwrite, CancellationToken cancellationToken) =>
        Write(files, overwrite, step: null, cancellationToken);

    /// <summary>The same, and tells every file that is on the disk, by its temporary name first and then by its own.</summary>
    internal static void Write(IReadOnlyList<NewFile> files, bool overwrite, Action<string>? step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var made = new List<string>();
        var moves = new List<Move>(files.Count);
        var kept = new List<(string Path, string Kept)>();
        var isDone = false;
        try
        {
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                MakeFolder(Path.GetDirectoryName(file.Path)!, made);
                moves.Add(new(file));
                WriteTemporary(file, moves[^1].Temporary);
                step?.Invoke(moves[^1].Temporary);
            }

            cancellationToken.ThrowIfCancellationRequested();
            foreach (var move in moves)
            {
                move.Run(overwrite || move.MayReplace);
                step?.Invoke(move.Path);
            }

            isDone = true;
        }
        catch (Exception e)
        {
            if (!PutBack(moves, kept))
            {
                throw new EarlierFileException(e, kept);
            }

            throw;
        }
        finally
        {
            moves.ForEach(m => m.Clear(isDone));
            for (var i = made.Count - 1; i >= 0 && !isDone; i--)
            {
                Quietly(() => Directory.Delete(made[i]));
            }
        }
    }

    // One error, however many files there are: all of them are in the way for one reason.
    private static IEnumerable<Failure> Clashes(IEnumerable<NewFile> there)
    {
        string[] paths = [.. there.Select(f => f.Path).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (paths.Length > 0)
        {
            yield return new("FileExists", FailureKind.ResourceExists, string.Create(CultureInfo.InvariantCulture,
                $"{paths[0]} exists already{(paths.Length == 1 ? string.Empty : $", and so do {Named(paths[1..])}")}. ")
                + "Nothing was written. Use another name or folder, or -Force to replace what is there.", paths[0]);
        }
    }

    private static string Named(string[] paths)
    {
        var named = string.Join(", ", paths.Take(MostNamed).Select(Path.GetFileName));
        return paths.Length <= MostNamed ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {paths.Length - MostNamed} more of the files");
    }

    // From the last to the first, as the same name may have been given twice.
    private static bool PutBack(List<Move> moves, List<(string Path, string Kept)> kept)
    {
        foreach (var move in Enumerable.Reverse(moves).Where(m => !m.Undo()))
        {
            kept.Add((move.Path, move.Aside));
        }

        return kept.Count == 0;
    }

    private static void MakeFolder(string folder, List<string> made)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } above)
        {
            MakeFolder(above, made);
        }

        Directory.CreateDirectory(folder);
        made.Add(folder);
    }

    private static void WriteTemporary(NewFile file, string path)
    {
        using var stream = file.IsOwnersOnly ? OwnerOnlyFile.Create(path) : new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(file.Content.Span);
        stream.Flush(flushToDisk: true);
    }

    // What goes wrong while it is cleared up must not hide what went wrong before.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // One file on its way to its name.
    private sealed class Move(NewFile file)
    {
        private bool _isMoved;
        private bool _hasReplaced;
        private bool _isKept;

        public string Path => file.Path;

        public bool MayReplace => file.MayReplace;

        public string Temporary { get; } = Beside(file.Path, "tmp");

        public string Aside { get; } = Beside(file.Path, "old");

        public void Run(bool overwrite)
        {
            if (!overwrite || !File.Exists(file.Path))
            {
                File.Move(Temporary, file.Path, overwrite: false);
                _isMoved = true;
                return;
            }

            // At every moment there is a file of that name, the earlier one or the new one. On Windows the new one would get the
            // rights of the earlier one, which are not what an owner's own file has.
            if (OperatingSystem.IsWindows() && file.IsOwnersOnly)
            {
                File.Move(file.Path, Aside);
                _hasReplaced = true;
                File.Move(Temporary, file.Path, overwrite: false);
            }
            else
            {
                File.Replace(Temporary, file.Path, Aside);
            }

            _hasReplaced = true;
        }

        /// <summary>Takes the name away again, and gives it back to the earlier file; false where that is only aside still.</summary>
        public bool Undo()
        {
            if (_isMoved)
            {
                Quietly(() => File.Delete(Path));
            }

            // Windows can fail between its two halves of replacing: then nothing has the name, and the earlier file is aside
            // (ERROR_UNABLE_TO_MOVE_REPLACEMENT_2, 1177, of ReplaceFile).
            if (File.Exists(Aside) && (_hasReplaced || !File.Exists(Path)))
            {
                _isKept = true;
                Quietly(() =>
                {
                    File.Move(Aside, Path, overwrite: true);
                    _isKept = false;
                });
            }

            return !_isKept;
        }

        /// <summary>Deletes what has no name of its own, the only copy of an earlier file apart.</summary>
        public void Clear(bool isDone)
        {
            if (!isDone)
            {
                Quietly(() => File.Delete(Temporary));
            }

            // Also where it is no more than a second name of a file that could not be replaced.
            if (!_isKept)
            {
                Quietly(() => File.Delete(Aside));
            }
        }

        // Short: a name of a file may have 255 bytes, and that of the file itself may have them already.
        private static string Beside(string path, string kind) =>
            System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.{kind}");
    }
}
