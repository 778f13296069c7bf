using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>One diagram in a file.</summary>
/// <param name="Name">Of the file, without a folder.</param>
/// <param name="Text">What is in it.</param>
internal sealed record MermaidFile(string Name, string Text);

/// <summary>The files of a picture: one, or a map and those that it names.</summary>
/// <param name="All">The one that was asked for is the first.</param>
/// <param name="Why">Why there are several; null where there is one.</param>
internal sealed record MermaidFiles(ImmutableArray<MermaidFile> All, string? Why)
{
    // Of a name, bytes: what every file system of today takes.
    public const int MostOfName = 255;

    private const int MostOfFrame = 60, LeastOfFrame = 16;

    // What two files of one folder are told apart by.
    private static readonly StringComparison s_alike = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>The first line of a file that belongs to a map: by it a later export knows what an earlier one has written.</summary>
    public static string Marker(string map) => MermaidText.Comment($"A part of {map}");

    /// <summary>The name of a part's file: that of the map with the key of its frame in it, which holds only a to z, digits and _.</summary>
    public static string NameOf(string map, MermaidPart part)
    {
        // A hub's key is that of its network, which says so itself.
        var frame = part.Frame.StartsWith("hub_vnet_", StringComparison.Ordinal) ? $"hub_{part.Frame["hub_vnet_".Length..]}" : part.Frame;
        var number = part.Number == 1 ? string.Empty : $".{part.Number.ToString(CultureInfo.InvariantCulture)}";
        var (before, after) = ($"{Path.GetFileNameWithoutExtension(map)}.", number + Path.GetExtension(map));
        var most = Math.Clamp(MostOfName - Encoding.UTF8.GetByteCount(before + after), LeastOfFrame, MostOfFrame);
        if (frame.Length > most)
        {
            var hash = PictureKeys.Hash(frame);
            frame = $"{frame[..(most - hash.Length - 1)]}_{hash}";
        }

        return before + frame + after;
    }

    /// <summary>The files in a folder that an earlier export has written for this map, and that are none of these.</summary>
    public ImmutableArray<string> LeftoversIn(string folder)
    {
        var map = All[0].Name;
        var (before, after) = ($"{Path.GetFileNameWithoutExtension(map)}.", Path.GetExtension(map));
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f))
                    .Where(f => f.StartsWith(before, s_alike) && f.EndsWith(after, s_alike)
                        && f.Length > before.Length + after.Length && !All.Any(a => a.Name.Equals(f, s_alike)))
                    .Where(f => IsPart(Path.Combine(folder, f))).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written and not be listed: nothing is known to be left.
            return [];
        }
    }

    /// <summary>True for a file that an export of this map has written.</summary>
    public bool IsPart(string path) => Marker(All[0].Name).Equals(FirstLine(path), s_alike);

    private static string? FirstLine(string path)
    {
        try
        {
            // Whoever reads what is no file of a disk may wait for ever; that has no length.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                return null;
            }

            using var reader = new StreamReader(path);
            var start = new char[MostOfName * 2];
            return new string(start, 0, reader.ReadBlock(start)).Split('\n')[0].TrimEnd('\r');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not known to be one of ours.
            return null;
        }
    }
}
