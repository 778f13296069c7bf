using System.Collections.Immutable;
using AzNetHelper.Steps;

namespace AzNetHelper.Devices;

/// <summary>
/// Where configurations are written: into a folder, which is made where it is missing, or to one file. A path is a folder when
/// one is there, when it ends as one, or when it has no extension.
/// </summary>
/// <param name="path">The full path.</param>
/// <param name="endsAsFolder">True when it was written with a separator at its end.</param>
/// <param name="overwrite">True to replace files that are there.</param>
public sealed class ConfigurationPlace(string path, bool endsAsFolder, bool overwrite)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    private bool IsFolder { get; } = endsAsFolder || Directory.Exists(path) || (!File.Exists(path) && !Path.HasExtension(path));

    /// <summary>The full path of each file, or what is in the way of writing them.</summary>
    public (ImmutableArray<string> Paths, ImmutableArray<Failure> Failures) PathsOf(DeviceConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var files = configuration.Files;
        if (!IsFolder && files.Length > 1)
        {
            return ([], [new("FolderExpected", FailureKind.InvalidArgument, $"The configuration of {configuration.Device} is {files.Length} "
                + $"files ({string.Join(", ", files.AsEnumerable())}), and {path} is one. Give a folder.", path)]);
        }

        ImmutableArray<string> paths = [.. files.Select(f => IsFolder ? Path.Combine(path, f.Name) : path)];
        if (paths.FirstOrDefault(_taken.Contains) is { } twice)
        {
            return ([], [new("FileWrittenTwice", FailureKind.ResourceExists, $"{twice} was written a moment ago, for another configuration. "
                + "Export each to a folder of its own.", twice)]);
        }

        return (paths, ConfigurationFiles.Obstacles(configuration, paths, overwrite));
    }

    /// <summary>Writes the files, and tells which were there for the key and were left as they are.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public ImmutableArray<string> Write(DeviceConfiguration configuration, ImmutableArray<string> paths)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (IsFolder)
        {
            Directory.CreateDirectory(path);
        }

        ImmutableArray<string> kept =
            [.. configuration.Files.Zip(paths).Where(f => ConfigurationFiles.IsKept(f.First, f.Second, overwrite)).Select(f => f.Second)];
        ConfigurationFiles.Write(configuration, paths, overwrite);
        _taken.UnionWith(paths);
        return kept;
    }

    /// <summary>Where a person finds what was written: the file, or the folder of several.</summary>
    public string Told(ImmutableArray<string> paths) => paths.Length == 1 ? paths[0] : path;

    /// <summary>What was written, for the person.</summary>
    public ExportedConfiguration Exported(PreparedConfiguration prepared, ImmutableArray<string> paths)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var files = prepared.Configuration.Files;
        return new()
        {
            Path = Told(paths),
            Files = paths,
            Device = prepared.Configuration.Device,
            Connection = prepared.Connection,
            HoldsKey = files.Any(f => f.HoldsKey),
            KeyFiles = [.. files.Zip(paths).Where(f => f.First.IsOwnersOnly).Select(f => f.Second)],
            NextSteps = prepared.Configuration.NextSteps,
        };
    }
}
