using System.Security.Cryptography;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The file that a picture is shown from: in a new folder of its owner alone, whose name nobody can know before.</summary>
internal static class ShownPicture
{
    private const string Prefix = "AzNetHelper-topology-";
    private const string FileName = "topology.html";

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The folders of this process, the last one shown last.
    private static readonly List<string> s_own = [];

    // Long enough for a browser that was left open over a night.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    /// <summary>Writes it, and removes what this process has shown before the last time, and what others have left a day ago.</summary>
    /// <exception cref="TopologyFileException">It cannot be written.</exception>
    public static string Write(Picture picture, Topology topology, CancellationToken stop)
    {
        var root = Root();
        try
        {
            return Write(root, picture, topology, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TopologyFileException(root, "FileNotWritten", FailureKind.WriteError, $"No picture could be written in {root}: {e.Message}", e);
        }
    }

    private static string Write(string root, Picture picture, Topology topology, CancellationToken stop)
    {
        RemoveOld(root);
        var folder = Path.Combine(root, $"{Prefix}{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Own);
        }

        lock (s_own)
        {
            s_own.Add(folder);
        }

        var file = Path.Combine(folder, FileName);
        try
        {
            PictureFiles.Save(picture, topology, file, ownersOnly: true, stop: stop);
            return file;
        }
        finally
        {
            if (!File.Exists(file))
            {
                Remove(folder);
            }
        }
    }

    // The temporary folder of Windows and of macOS is the user's own already; that of Linux is everybody's, and what belongs to the session
    // of one user is elsewhere (XDG Base Directory Specification, XDG_RUNTIME_DIR).
    private static string Root() => OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own
        && Path.IsPathFullyQualified(own) && Directory.Exists(own) && (File.GetUnixFileMode(own) & ~Own) == UnixFileMode.None
            ? own : Path.GetTempPath();

    private static void RemoveOld(string root)
    {
        var limit = DateTime.UtcNow - s_kept;
        string[] own;
        lock (s_own)
        {
            // A browser may just be opening the last one.
            own = [.. s_own.SkipLast(1)];
            s_own.RemoveRange(0, own.Length);
        }

        string[] old =
        [
            .. new DirectoryInfo(root).GetDirectories($"{Prefix}*").Where(f => f.LinkTarget is null && f.LastWriteTimeUtc < limit).Select(f => f.FullName),
        ];
        foreach (var folder in old.Union(own, StringComparer.Ordinal))
        {
            Remove(folder);
        }
    }

    // Nothing but what was put there: who made a folder of this name may have put a link in its place by now.
    private static void Remove(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, FileName));
            Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or gone already: nothing that who wants to see networks could mend.
            return;
        }
    }
}
