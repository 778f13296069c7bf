using System.Collections.Immutable;
using System.Text;
using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Devices;

/// <summary>
/// Writes configurations, each whole or not at all. A file with the key, or for it, is its owner's alone from
/// its first byte on, and no file that may hold a key is ever overwritten, whatever was asked for.
/// </summary>
public static class ConfigurationFiles
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// What is in the way of writing the files; nothing when they can be written. Looked at before anything is written, all
    /// files together.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="paths">The full path of each file.</param>
    /// <param name="overwrite">True to replace files that are there.</param>
    public static ImmutableArray<Failure> Obstacles(DeviceConfiguration configuration, ImmutableArray<string> paths, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return [.. configuration.Files.Zip(paths, (file, path) => Obstacle(file, path, overwrite)).OfType<Failure>()];
    }

    /// <summary>True for a file that is left as it is: it is there for the key, and there is no key to write.</summary>
    public static bool IsKept(ConfigurationFile file, string path, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(file);
        return overwrite && file is { IsOwnersOnly: true, HoldsKey: false } && File.Exists(path);
    }

    /// <summary>Writes the files, and tells which ones.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(DeviceConfiguration configuration, ImmutableArray<string> paths, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        FileSet.Write(
            [
                .. configuration.Files.Zip(paths).Where(f => !IsKept(f.First, f.Second, overwrite)).Select(f =>
                    new NewFile(f.Second, Plain.GetBytes(f.First.Text), f.First.IsOwnersOnly) { MayReplace = overwrite && !f.First.IsOwnersOnly }),
            ], overwrite: false, CancellationToken.None);
    }

    private static Failure? Obstacle(ConfigurationFile file, string path, bool overwrite) => !File.Exists(path) || IsKept(file, path, overwrite) ? null
        : file.IsOwnersOnly ? new("KeyFileExists", FailureKind.ResourceExists,
            $"{path} exists already, and a file that may hold a key is never overwritten. Delete it yourself, or choose another place.", path)
        : HoldsKey(path) ? new("KeyFileExists", FailureKind.ResourceExists,
            $"{path} holds a shared key, and is not overwritten. Delete it yourself, or choose another place.", path)
        : overwrite ? null
        : new("FileExists", FailureKind.ResourceExists, $"{path} exists already. Choose another name, or use -Force to replace it.", path);

    // The notice stands in a comment at the top of every file that holds a key.
    private static bool HoldsKey(string path)
    {
        var start = new char[4096];
        using var reader = new StreamReader(path);
        return new string(start, 0, reader.ReadBlock(start)).Contains(ConfigurationWriter.HoldsKeyNotice, StringComparison.Ordinal);
    }
}
