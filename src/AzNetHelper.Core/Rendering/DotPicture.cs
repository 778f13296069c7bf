using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// A picture in the DOT language (graphviz.org/doc/info/lang.html): a cluster for each frame, and in it one for each VNet that
/// holds something. <c>dot -Tsvg</c> draws it; <c>sfdp</c> is quicker with thousands of nodes.
/// </summary>
public static class DotPicture
{
    /// <summary>Writes the graph.</summary>
    public static void Write(Picture picture, TextWriter writer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(writer);
        var (way, nodes, names) = (new WayMarks(picture.Way), picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal), new PictureNames(picture.Nodes));
        stop.ThrowIfCancellationRequested();
        writer.Write("digraph networks {\n");
        writer.Write($"  graph [rankdir=LR, fontname=\"Helvetica\", bgcolor=\"#FFFFFF\", fontcolor=\"{PicturePalette.Text}\", labelloc=b, labeljust=l,\n");
        writer.Write($"    label={Label(PictureWords.About(picture).Concat(Legend(picture)), "\\l")}];\n");
        writer.Write($"  node [fontname=\"Helvetica\", fontsize=11, fontcolor=\"{PicturePalette.Text}\", style=filled, shape=box];\n");
        writer.Write($"  edge [fontname=\"Helvetica\", fontsize=9, fontcolor=\"{PicturePalette.Text}\", dir=both, arrowhead=none, arrowtail=none];\n");
        foreach (var frame in picture.Frames)
        {
            stop.ThrowIfCancellationRequested();
            Frame(frame, nodes, names, way, writer);
        }

        foreach (var link in picture.Links)
        {
            Attributes(writer, $"  {link.From} -> {link.To}", Of(link, names, way));
        }

        writer.Write("}\n");
    }

    private static IEnumerable<string> Legend(Picture picture)
    {
        string?[] lines =
        [
            "A filled arrow leads to who uses the other's gateway, an open one to who accepts forwarded traffic; words on a line say its state.",
            Has(PictureHealth.Waiting) ? "A dashed line waits for its other half or to come up." : null,
            Has(PictureHealth.Unknown) ? "A dotted line: its state is not known." : null,
            Has(PictureHealth.Broken) ? "A dotted line with bars at its ends: broken." : null,
            Has(PictureHealth.Closed) ? "Dots at the ends of a line: access is switched off." : null,
            picture.Links.Any(l => l.IsGlobal) ? "global: between two regions." : null,
            picture.Nodes.Any(n => n.Role == PictureRole.Hub) ? "A doubled border: a hub." : null,
            picture.Nodes.Any(n => n.Kind == PictureNodeKind.VirtualWan) ? $"{PictureWords.Cloud}: a hub of Virtual WAN." : null,
            picture.Nodes.Any(n => !n.IsRead) ? "A dashed border: not read, and known only because something points there." : null,
            picture.Plan is null ? null : "What the plan does is thick and coloured: ADDED, CHANGED, or REMOVED, which is dashed.",
            picture.Way is null ? null : "The way is thick, its hops are numbered; STOPS HERE stands where it ends without arriving.",
        ];
        return lines.OfType<string>();

        bool Has(PictureHealth health) => picture.Links.Any(l => l.Health == health);
    }

    private static void Frame(PictureFrame frame, Dictionary<string, PictureNode> nodes, PictureNames names, WayMarks way, TextWriter writer)
    {
        var own = frame.Nodes.Select(k => nodes[k]).ToArray();
        var inside = own.Where(n => n.Host is not null && nodes.ContainsKey(n.Host)).ToLookup(n => n.Host!, StringComparer.Ordinal);
        writer.Write($"  subgraph cluster_{frame.Key} {{\n    label={Label([frame.Title], "\\l")}; style=\"rounded,dashed\"; color=\"#86827E\";\n");
        foreach (var node in own.Where(n => n.Host is null || !nodes.ContainsKey(n.Host)))
        {
            if (!inside.Contains(node.Key))
            {
                Attributes(writer, $"    {node.Key}", Of(node, names, way));
                continue;
            }

            writer.Write($"    subgraph cluster_in_{node.Key} {{\n      label={Label([$"In {names.Of(node.Key)}"], "\\l")}; style=rounded; color=\"{PicturePalette.Of(node).Line}\";\n");
            foreach (var part in inside[node.Key].Prepend(node))
            {
                Attributes(writer, $"      {part.Key}", Of(part, names, way));
            }

            writer.Write("    }\n");
        }

        writer.Write("  }\n");
    }

    private static IEnumerable<string> Of(PictureNode node, PictureNames names, WayMarks way)
    {
        var colours = PicturePalette.Of(node);
        var line = way.StopsAt(node.Key) ? PicturePalette.OfWay(stops: true) : way.Passes(node.Key) ? PicturePalette.OfWay(stops: false)
            : PicturePalette.Of(node.Mark) ?? colours.Line;
        var isPressing = node.Mark != PictureMark.None || way.Passes(node.Key) || way.StopsAt(node.Key);
        return
        [
            $"id=\"{node.Key}\"",
            $"label={Label(PictureWords.Lines(node, way, names.Of(node.Key), hasCloud: true), "\\n")}",
            $"shape={Shape(node)}",
            $"fillcolor=\"{colours.Fill}\"",
            $"color=\"{line}\"",
            .. isPressing ? ["penwidth=3"] : Array.Empty<string>(),
            .. !node.IsRead || node.Mark == PictureMark.Removed ? ["style=\"filled,dashed\""] : Array.Empty<string>(),
            .. node.Role == PictureRole.Hub ? ["peripheries=2"] : Array.Empty<string>(),
            .. node.Id is { } id ? [$"tooltip={Label([id.ToString()], "\\n")}"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Of(PictureLink link, PictureNames names, WayMarks way)
    {
        var colour = way.StopsAt(link.Key) ? PicturePalette.OfWay(stops: true) : way.Passes(link.Key) ? PicturePalette.OfWay(stops: false)
            : PicturePalette.Of(link.Mark) ?? PicturePalette.Of(link.Health);
        var style = link.Mark == PictureMark.Removed || link.Health == PictureHealth.Waiting ? "dashed"
            : link.Health is PictureHealth.Broken or PictureHealth.Unknown ? "dotted" : "solid";
        return
        [
            $"id=\"{link.Key}\"",
            $"label={Label([string.Join(", ", PictureWords.Phrases(link, names.Of, way))], "\\n")}",
            $"color=\"{colour}\"",
            .. style == "solid" ? [] : new[] { $"style={style}" },
            .. link.Mark != PictureMark.None || way.Passes(link.Key) ? ["penwidth=3"] : Array.Empty<string>(),
            .. Arrow("arrowhead", link, PictureDirection.Forward),
            .. Arrow("arrowtail", link, PictureDirection.Backward),
            .. link.Text.Length == 0 ? [] : new[] { $"tooltip={Label([link.Text], "\\n")}" },
        ];
    }

    private static string[] Arrow(string name, PictureLink link, PictureDirection way)
    {
        var closed = link.Health switch { PictureHealth.Broken => "tee", PictureHealth.Closed => "dot", _ => string.Empty };
        var arrow = closed + (link.Transit.HasFlag(way) ? "normal" : string.Empty) + (link.Forwarded.HasFlag(way) ? "vee" : string.Empty);
        return arrow.Length == 0 ? [] : [$"{name}={arrow}"];
    }

    private static string Shape(PictureNode node) => node.Kind switch
    {
        PictureNodeKind.VirtualWan or PictureNodeKind.ConnectedGroup => "ellipse",
        PictureNodeKind.VpnGateway or PictureNodeKind.ExpressRouteGateway or PictureNodeKind.OtherGateway => "hexagon",
        PictureNodeKind.Firewall => "trapezium",
        PictureNodeKind.Appliance => "invtrapezium",
        PictureNodeKind.LoadBalancer => "house",
        PictureNodeKind.Circuit => "cylinder",
        PictureNodeKind.Site => "box3d",
        PictureNodeKind.ClientPool => "note",
        _ => "box",
    };

    private static void Attributes(TextWriter writer, string what, IEnumerable<string> attributes) =>
        writer.Write($"{what} [{string.Join(", ", attributes)}];\n");

    // In a label a backslash begins an escape and an ampersand an entity; both are doubled out.
    private static string Label(IEnumerable<string> lines, string end)
    {
        var text = new StringBuilder("\"");
        text.AppendJoin(end, lines.Select(l => VisibleText.Of(l).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal)));
        return text.Append(end == "\\l" ? end : string.Empty).Append('"').ToString();
    }
}
