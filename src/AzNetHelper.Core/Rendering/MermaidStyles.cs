using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Shapes, lines and classes of a flowchart: only what Mermaid has had since version 9, because pages bring their own.</summary>
internal static class MermaidStyles
{
    /// <summary>The box with title, counts and notes.</summary>
    public const string About = $"classDef about fill:#FFFFFF,stroke:#86827E,color:{PicturePalette.Text},text-align:left";

    private const string Unread = "unread", Stops = "stops", Way = "way";

    private static readonly ImmutableArray<PictureHealth> Order =
        [PictureHealth.Broken, PictureHealth.Closed, PictureHealth.Waiting, PictureHealth.OutOfSync, PictureHealth.Unknown];

    public static (string Open, string Close) Shape(PictureNode node) => node.Kind switch
    {
        PictureNodeKind.VirtualNetwork when node.Role == PictureRole.Hub => ("[[", "]]"),
        PictureNodeKind.VirtualNetwork => ("[", "]"),
        PictureNodeKind.VirtualWan or PictureNodeKind.ConnectedGroup => ("((", "))"),
        PictureNodeKind.VpnGateway or PictureNodeKind.ExpressRouteGateway or PictureNodeKind.OtherGateway => ("{{", "}}"),
        PictureNodeKind.Firewall => ("[/", "\\]"),
        PictureNodeKind.Appliance => ("[\\", "/]"),
        PictureNodeKind.LoadBalancer => (">", "]"),
        PictureNodeKind.Circuit => ("[(", ")]"),
        PictureNodeKind.ClientPool => ("(", ")"),
        _ => ("([", "])"),
    };

    /// <summary>Thick is added; dotted is what waits, is not known or goes; crosses are broken, circles are closed.</summary>
    public static string Line(PictureLink link)
    {
        var line = link.Mark == PictureMark.Added ? "=="
            : link.Mark == PictureMark.Removed || link.Health is PictureHealth.Waiting or PictureHealth.Unknown ? "-.-"
            : "--";
        return (link.Health, link.Transit) switch
        {
            (PictureHealth.Broken, _) => $"x{line}x",
            (PictureHealth.Closed, _) => $"o{line}o",
            (_, PictureDirection.Both) => $"<{line}>",
            (_, not PictureDirection.None) => $"{line}>",
            _ => line switch { "--" => "---", "==" => "===", _ => line },
        };
    }

    /// <summary>What shapes, lines and marks mean, as far as a drawing has them, a line each.</summary>
    public static IEnumerable<string> Legend(Picture picture)
    {
        string?[] lines =
        [
            "Arrows lead from who lends a gateway to who uses it; words on a line say its state.",
            Has(PictureHealth.Waiting, PictureHealth.Unknown) ? "A dotted line waits for its other half or to come up, or its state is not known." : null,
            Has(PictureHealth.Broken) ? "Crosses at its ends: broken." : null,
            Has(PictureHealth.Closed) ? "Circles at its ends: access is switched off." : null,
            picture.Links.Any(l => l.IsGlobal) ? "global: between two regions." : null,
            picture.Nodes.Any(n => n.Role == PictureRole.Hub) ? "A doubled border: a hub." : null,
            picture.Nodes.Any(n => n.Kind == PictureNodeKind.VirtualWan) ? $"{PictureWords.Cloud}: a hub of Virtual WAN." : null,
            picture.Nodes.Any(n => !n.IsRead) ? "A dashed border: not read, and known only because something points there." : null,
            picture.Plan is null ? null
                : "What the plan does: ADDED (a thick line), CHANGED (a coloured one), REMOVED (a dotted one), and a thick border of that colour.",
            picture.Way is null ? null : "The way is thick, its hops are numbered; STOPS HERE stands where it ends without arriving.",
        ];
        return lines.OfType<string>();

        bool Has(params PictureHealth[] health) => picture.Links.Any(l => health.Contains(l.Health));
    }

    /// <summary>The place of a link among the others, and its style; none where it is as it should be.</summary>
    public static (int Rank, string? Text) Of(PictureLink link, bool stops, bool passes) =>
        stops ? (0, $"stroke:{PicturePalette.OfWay(stops: true)},stroke-width:5px")
        : passes ? (1, $"stroke:{PicturePalette.OfWay(stops: false)},stroke-width:5px")
        : PicturePalette.Of(link.Mark) is { } mark ? (1 + (int)link.Mark, $"stroke:{mark},stroke-width:3px")
        : Order.IndexOf(link.Health) is >= 0 and var at ? (5 + at, $"stroke:{PicturePalette.Of(link.Health)},stroke-width:2px")
        : (int.MaxValue, null);

    // The last class wins where two set the same.
    public static IEnumerable<string> ClassesOf(PictureNode node, WayMarks way)
    {
        string name = node.Kind == PictureNodeKind.VirtualNetwork && node.Role == PictureRole.Hub ? "hub"
            : node.Kind.ToString().ToLowerInvariant();
        string?[] classes =
        [
            name,
            node.IsRead ? null : Unread,
            node.Mark == PictureMark.None ? null : node.Mark.ToString().ToLowerInvariant(),
            way.StopsAt(node.Key) ? Stops : way.Passes(node.Key) ? Way : null,
        ];
        return classes.OfType<string>();
    }

    /// <summary>The classes that a picture uses.</summary>
    public static IEnumerable<string> Classes(Picture picture, WayMarks way, bool about)
    {
        var used = picture.Nodes.SelectMany(n => ClassesOf(n, way)).ToHashSet(StringComparer.Ordinal);
        var kinds = picture.Nodes.DistinctBy(n => ClassesOf(n, way).First(), StringComparer.Ordinal)
            .Select(n => (Name: ClassesOf(n, way).First(), Colours: PicturePalette.Of(n))).OrderBy(k => k.Name, StringComparer.Ordinal);
        string?[] lines =
        [
            about ? About : null,
            .. kinds.Select(k => $"classDef {k.Name} fill:{k.Colours.Fill},stroke:{k.Colours.Line},color:{PicturePalette.Text}"),
            used.Contains(Unread) ? $"classDef {Unread} stroke-dasharray:4 4" : null,
            .. new[] { PictureMark.Added, PictureMark.Changed, PictureMark.Removed }
                .Select(m => (Name: m.ToString().ToLowerInvariant(), Colour: PicturePalette.Of(m), IsGone: m == PictureMark.Removed))
                .Where(m => used.Contains(m.Name))
                .Select(m => $"classDef {m.Name} stroke:{m.Colour},stroke-width:4px{(m.IsGone ? ",stroke-dasharray:2 6" : "")}"),
            used.Contains(Way) ? $"classDef {Way} stroke:{PicturePalette.OfWay(stops: false)},stroke-width:4px" : null,
            used.Contains(Stops) ? $"classDef {Stops} stroke:{PicturePalette.OfWay(stops: true)},stroke-width:6px" : null,
        ];
        return lines.OfType<string>();
    }
}
