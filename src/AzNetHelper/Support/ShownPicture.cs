using System.Security.Cryptography;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;

namespace AzNetHelper.Support;

/// <summary>The file that a picture is shown from: in a new folder of its owner alone, whose name nobody can know before.</summary>
internal static class ShownPicture
{
    private const string Prefix = "AzNetHelper-topology-";
    private const string FileName = "topology.html";

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Long enough for a browser that was left open over a night.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    /// <summary>Writes it, and removes what this process has shown before the last time, and what others have left a day ago.</summary>
    /// <exception cref="TopologyFileException">It cannot be written.</exception>
    public static string Write(Picture picture, Topology topology, CancellationToken stop)
    {
        var root = Root();
        RemoveOld(root);
        var folder = Path.Combine(root, $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Own);
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
                Directory.Delete(folder);
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
        var folders = new DirectoryInfo(root).GetDirectories($"{Prefix}*").Where(f => f.LinkTarget is null).OrderByDescending(f => f.LastWriteTimeUtc).ToArray();
        var limit = DateTime.UtcNow - s_kept;

        // A browser may just be opening the last one.
        var own = folders.Where(f => f.Name.StartsWith($"{Prefix}{Environment.ProcessId}-", StringComparison.Ordinal)).Skip(1);
        foreach (var folder in folders.Where(f => f.LastWriteTimeUtc < limit).Union(own))
        {
            try
            {
                foreach (var file in folder.EnumerateFiles())
                {
                    file.Delete();
                }

                folder.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or gone already: nothing that who wants to see networks could mend. Those behind it may be one's own.
                continue;
            }
        }
    }
}
