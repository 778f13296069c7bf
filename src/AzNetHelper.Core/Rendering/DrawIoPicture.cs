using System.Collections.Immutable;
using System.Xml;

namespace AzNetHelper.Rendering;

/// <summary>
/// A picture as a draw.io file that Git can diff: uncompressed, things where the layout has put them, each with its facts as
/// properties (Edit Data). The first page holds everything; of a plan the pages Before and After follow, of another view than
/// the overview a page for each hub, subscription or region.
/// </summary>
public static class DrawIoPicture
{
    /// <summary>Writes the file.</summary>
    public static void Write(PlacedPicture placed, TextWriter writer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(placed);
        ArgumentNullException.ThrowIfNull(writer);
        using var xml = XmlWriter.Create(writer, new()
        {
            Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, OmitXmlDeclaration = true, CloseOutput = false,
        });
        xml.WriteStartElement("mxfile");
        xml.WriteAttributeString("host", "AzNetHelper");
        xml.WriteAttributeString("compressed", "false");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, name, page, isPart) in Pages(placed, stop))
        {
            xml.WriteStartElement("diagram");
            xml.WriteAttributeString("id", id);
            xml.WriteAttributeString("name", Unique(VisibleText.Of(name), names));
            new DrawIoPage(page, isPart).Write(xml);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.Flush();
        writer.Write('\n');
    }

    // A hub may be called "All", or as another but for the case.
    private static string Unique(string name, HashSet<string> names)
    {
        var unique = name;
        for (var at = 2; !names.Add(unique); at++)
        {
            unique = FormattableString.Invariant($"{name} ({at})");
        }

        return unique;
    }

    private static IEnumerable<(string Id, string Name, PlacedPicture Page, bool IsPart)> Pages(PlacedPicture placed, CancellationToken stop)
    {
        var picture = placed.Picture;
        yield return ("all", picture.Plan is null ? "All" : "Changes", placed, false);
        if (picture.Plan is not null)
        {
            yield return ("before", "Before", PictureLayout.Of(picture.Side(after: false), stop), false);
            yield return ("after", "After", PictureLayout.Of(picture.Side(after: true), stop), false);
        }

        foreach (var part in picture.View == PictureView.Overview ? ImmutableArray<Picture>.Empty : PictureParts.Of(picture))
        {
            yield return (part.Frames[0].Key, part.Title, PictureLayout.Of(part, stop), true);
        }
    }
}
