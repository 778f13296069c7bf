using System.Globalization;
using System.Net;
using System.Xml;

namespace AzNetHelper.Rendering;

/// <summary>One page: frames, in them VNets, in them what they hold; links lie in the layer, so that their corners are absolute.</summary>
/// <param name="placed">What is drawn.</param>
/// <param name="isPart">True where it is one frame of a larger picture, with what that is joined with.</param>
internal sealed class DrawIoPage(PlacedPicture placed, bool isPart)
{
    private const string Root = "0", Layer = "1";
    private const double NoteWidth = 640, NoteLine = 16;

    private readonly Picture _picture = placed.Picture;
    private readonly bool _isDetailed = NodeText.IsDetailed(placed.Picture);
    private readonly WayMarks _way = new(placed.Picture.Way);
    private readonly Dictionary<string, PictureNode> _nodes = placed.Picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _frames = placed.Picture.Frames
        .SelectMany(f => f.Nodes.Select(n => (Node: n, Frame: f.Key))).ToDictionary(n => n.Node, n => n.Frame, StringComparer.Ordinal);

    public void Write(XmlWriter xml)
    {
        xml.WriteStartElement("mxGraphModel");
        foreach (var (name, value) in new[] { ("grid", "1"), ("gridSize", "10"), ("guides", "1"), ("tooltips", "1"), ("connect", "1"),
            ("arrows", "1"), ("fold", "1"), ("page", "0"), ("math", "0"), ("shadow", "0") })
        {
            xml.WriteAttributeString(name, value);
        }

        xml.WriteStartElement("root");
        Cell(xml, Root);
        Cell(xml, Layer, ("parent", Root));
        foreach (var frame in _picture.Frames.Where(f => placed.Frames.ContainsKey(f.Key)))
        {
            Thing(xml, frame.Key, Html([frame.Title], bold: null), [("kind", "Frame")], DrawIoStyles.Frame, Layer, placed.Frames[frame.Key]);
        }

        // What holds others comes before what it holds.
        foreach (var node in _picture.Nodes.OrderBy(n => IsHosted(n)))
        {
            Node(xml, node);
        }

        foreach (var link in _picture.Links)
        {
            Link(xml, link);
        }

        About(xml);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Node(XmlWriter xml, PictureNode node)
    {
        var frame = _frames.GetValueOrDefault(node.Key);
        var (parent, origin) = IsHosted(node) ? (node.Host!, placed.Nodes[node.Host!])
            : frame is not null && placed.Frames.TryGetValue(frame, out var around) ? (frame, around) : (Layer, default);
        var box = placed.Nodes[node.Key];
        (string, string?)[] facts =
        [
            ("kind", PictureWords.Of(node.Kind)),
            ("name", node.Label),
            ("azureId", node.Id?.ToString()),
            ("role", node.Role == PictureRole.None ? null : node.Role.ToString()),
            ("region", node.Region),
            ("facts", node.Lines.IsEmpty ? null : string.Join(", ", node.Lines)),
            ("read", node.IsRead ? null : "not read"),
            ("plan", PictureWords.Of(node.Mark)),
            ("changes", node.Changes.IsEmpty ? null : string.Join("; ", node.Changes)),
        ];
        Thing(xml, node.Key, Html(Lines(node, box), node.Label), facts, DrawIoStyles.Of(node, _way), parent,
            box with { X = box.X - origin.X, Y = box.Y - origin.Y });
    }

    // As many as the layout has made room for: all are in the properties.
    private IEnumerable<string> Lines(PictureNode node, PictureBox box) =>
    [
        .. PictureWords.Of(node.Mark) is { } mark ? [mark] : Array.Empty<string>(),
        .. _way.OfNode(node.Key),
        node.Label,
        .. IsHosted(node) ? [NodeText.Line(node)]
            : NodeText.Lines(node, _isDetailed, Math.Min(box.Width, LayoutSizes.HubTextWide) - (2 * LayoutSizes.Inset)),
    ];

    private void Link(XmlWriter xml, PictureLink link)
    {
        (string, string?)[] facts =
        [
            ("kind", link.Kind.ToString()),
            ("state", link.State),
            ("about", link.Text),
            ("gatewayTransit", link.Transit == PictureDirection.None ? null : link.Transit.ToString()),
            ("forwardedTraffic", link.Forwarded == PictureDirection.None ? null : link.Forwarded.ToString()),
            ("azureIds", link.Resources.IsEmpty ? null : string.Join(", ", link.Resources)),
            ("plan", PictureWords.Of(link.Mark)),
            ("changes", link.Changes.IsEmpty ? null : string.Join("; ", link.Changes)),
        ];
        Open(xml, link.Key, Html([string.Join(", ", PictureWords.Phrases(link, k => _nodes[k].Label, _way))], bold: null), facts);
        xml.WriteStartElement("mxCell");
        xml.WriteAttributeString("style", DrawIoStyles.Of(link, _way));
        xml.WriteAttributeString("edge", "1");
        xml.WriteAttributeString("parent", Layer);
        xml.WriteAttributeString("source", link.From);
        xml.WriteAttributeString("target", link.To);
        xml.WriteStartElement("mxGeometry");
        xml.WriteAttributeString("relative", "1");
        xml.WriteAttributeString("as", "geometry");
        if (placed.Links.TryGetValue(link.Key, out var corners) && corners.Length > 2)
        {
            xml.WriteStartElement("Array");
            xml.WriteAttributeString("as", "points");
            foreach (var corner in corners.Skip(1).SkipLast(1))
            {
                xml.WriteStartElement("mxPoint");
                xml.WriteAttributeString("x", Number(corner.X));
                xml.WriteAttributeString("y", Number(corner.Y));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void About(XmlWriter xml)
    {
        string[] lines =
        [
            .. PictureWords.About(_picture),
            .. isPart && _picture.Frames.Length > 1
                ? [$"Counted is what this page shows: {_picture.Frames[0].Title}, and what of other frames it is joined with."] : Array.Empty<string>(),
            .. DrawIoStyles.Legend,
        ];
        Thing(xml, "about", Html(lines, _picture.Title), [("kind", "About")], DrawIoStyles.About, Layer,
            new(0, placed.Height + NoteLine, NoteWidth, NoteLine * (lines.Length + 1)));
    }

    private static void Thing(
        XmlWriter xml, string id, string label, IEnumerable<(string Name, string? Value)> facts, string style, string parent, PictureBox box)
    {
        Open(xml, id, label, facts);
        xml.WriteStartElement("mxCell");
        xml.WriteAttributeString("style", style);
        xml.WriteAttributeString("vertex", "1");
        xml.WriteAttributeString("parent", parent);
        xml.WriteStartElement("mxGeometry");
        foreach (var (name, value) in new[] { ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height) })
        {
            xml.WriteAttributeString(name, Number(value));
        }

        xml.WriteAttributeString("as", "geometry");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Open(XmlWriter xml, string id, string label, IEnumerable<(string Name, string? Value)> facts)
    {
        xml.WriteStartElement("object");
        xml.WriteAttributeString("label", label);
        foreach (var (name, value) in facts.Where(f => f.Value is not null))
        {
            xml.WriteAttributeString(name, VisibleText.Of(value!));
        }

        xml.WriteAttributeString("id", id);
    }

    private static void Cell(XmlWriter xml, string id, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement("mxCell");
        xml.WriteAttributeString("id", id);
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, value);
        }

        xml.WriteEndElement();
    }

    // Labels are HTML: names are escaped for it, and the writer escapes the whole once more for XML.
    private static string Html(IEnumerable<string> lines, string? bold) => string.Join("<br>", lines.Select(l =>
        l == bold ? $"<b>{WebUtility.HtmlEncode(VisibleText.Of(l))}</b>" : WebUtility.HtmlEncode(VisibleText.Of(l))));

    private bool IsHosted(PictureNode node) => node.Host is { } host && placed.Nodes.ContainsKey(host);

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
