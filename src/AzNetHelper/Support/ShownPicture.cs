using AzNetHelper.Networks;
using AzNetHelper.Rendering;

namespace AzNetHelper.Support;

/// <summary>The file that a picture is shown from: one for each process, in the user's temporary folder, its owner's alone.</summary>
internal static class ShownPicture
{
    private const string Name = "AzNetHelper-topology-";

    // Long enough for a browser that was left open over a night.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    public static string Path => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Name}{Environment.ProcessId}.html");

    /// <summary>Writes it over the one that was shown before, and removes what processes have left there a day ago.</summary>
    /// <exception cref="TopologyFileException">It cannot be written.</exception>
    public static void Write(Picture picture, Topology topology, CancellationToken stop)
    {
        RemoveOld();
        PictureFiles.Save(picture, topology, Path, overwrite: true, ownersOnly: true, stop);
    }

    private static void RemoveOld()
    {
        var limit = DateTime.UtcNow - s_kept;
        foreach (var file in Directory.GetFiles(System.IO.Path.GetTempPath(), $"{Name}*.html").Where(f => File.GetLastWriteTimeUtc(f) < limit))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or gone already: nothing that who wants to see networks could mend. Those behind it may be one's own.
                continue;
            }
        }
    }
}
