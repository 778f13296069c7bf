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
    private const int MostOfName = 255;

    private const int MostOfFrame = 60, LeastOfFrame = 16;

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
        return
        [
            .. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f))
                .Where(f => f.StartsWith(before, StringComparison.OrdinalIgnoreCase) && f.EndsWith(after, StringComparison.OrdinalIgnoreCase)
                    && f.Length > before.Length + after.Length && !All.Any(a => a.Name.Equals(f, StringComparison.OrdinalIgnoreCase)))
                .Where(f => Marker(map).Equals(FirstLine(Path.Combine(folder, f)), StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal),
        ];
    }

    private static string? FirstLine(string path)
    {
        try
        {
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
