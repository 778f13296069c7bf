using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Explains lines, signs and marks: of those that occur.</summary>
internal sealed class SvgLegend(SvgSheet sheet, Picture picture)
{
    private const double Sample = 38, High = 22, Between = 22;

    private static readonly ImmutableArray<(PictureLinkKind Kind, PictureHealth Health, string Text)> Lines =
    [
        (PictureLinkKind.Peering, PictureHealth.Good, "Peering, connected"),
        (PictureLinkKind.Peering, PictureHealth.OutOfSync, "Peering, out of sync"),
        (PictureLinkKind.Peering, PictureHealth.Waiting, "Peering, waits for its other half"),
        (PictureLinkKind.Peering, PictureHealth.Closed, "Peering, closed at one end"),
        (PictureLinkKind.Peering, PictureHealth.Broken, "Peering, disconnected"),
        (PictureLinkKind.Peering, PictureHealth.Unknown, "Peering, other half not read"),
        (PictureLinkKind.Connection, PictureHealth.Good, "Connection, connected"),
        (PictureLinkKind.Connection, PictureHealth.Waiting, "Connection, waits to come up"),
        (PictureLinkKind.Connection, PictureHealth.Broken, "Connection, not connected"),
        (PictureLinkKind.Connection, PictureHealth.Unknown, "Connection, status not read"),
        (PictureLinkKind.Clients, PictureHealth.Good, "Point-to-site clients"),
        (PictureLinkKind.Membership, PictureHealth.Good, "Member of a connected group"),
    ];

    // Of a plan both sides are drawn.
    private readonly PictureNode[] _nodes = [.. picture.Nodes, .. picture.Nodes.Select(n => n.Was).OfType<PictureNode>()];
    private readonly PictureLink[] _links = [.. picture.Links, .. picture.Links.Select(l => l.Was).OfType<PictureLink>()];

    /// <summary>Draws it from a place on, and says where it ends.</summary>
    public double Draw(double left, double top, double width)
    {
        var (x, y) = (left, top);
        foreach (var (text, draw) in Entries())
        {
            var wide = Sample + 6 + TextWidth.Of(text, LayoutSizes.Small);
            if (x > left && x + wide > left + width)
            {
                (x, y) = (left, y + High);
            }

            sheet.Line();
            sheet.Open("g");
            draw(x, y + (High / 2));
            sheet.Words(text, x + Sample + 6, y + (High / 2) + 4, LayoutSizes.Small);
            sheet.Close();
            x += wide + Between;
        }

        return x > left ? y + High : top;
    }

    private IEnumerable<(string Text, Action<double, double> Draw)> Entries() =>
    [
        .. Lines.Where(l => _links.Any(k => k.Kind == l.Kind && k.Health == l.Health)).Select(l => (l.Text, Line(l.Kind, l.Health))),
        .. Where(_links.Any(l => l.Transit != PictureDirection.None), "Gateway transit: towards who uses the gateway",
            (x, y) => Signed(x, y, isFull: true)),
        .. Where(_links.Any(l => l.Forwarded != PictureDirection.None), "Forwarded traffic is accepted",
            (x, y) => Signed(x, y, isFull: false)),
        .. Where(_nodes.Any(n => n.Role == PictureRole.Isolated), "Isolated: joined with none",
            (x, y) => sheet.Box(SvgTone.Alone, new(x + 4, y - 7, 30, 14), 4, 1.2, SvgNodes.Dotted)),
        .. Where(_nodes.Any(n => !n.IsRead), "Not read", (x, y) => sheet.Box(SvgTone.Unread, new(x + 4, y - 7, 30, 14), 4, 1.2, "5 3")),
        .. Where(_nodes.Any(n => n.Kind == PictureNodeKind.VirtualWan), "Virtual WAN hub",
            (x, y) => sheet.Shape(SvgTone.Cloud, SvgIcons.Cloud(new(x + 2, y - 9, 34, 18)), 1.2)),
        .. new[] { PictureMark.Added, PictureMark.Changed, PictureMark.Removed }
            .Where(m => _nodes.Any(n => n.Mark == m) || _links.Any(l => l.Mark == m))
            .Select(m => ($"{m} by the plan", Mark(m))),
        .. Where(picture.Way is { Legs.IsEmpty: false }, "Way there, hop by hop",
            (x, y) => sheet.Disc(SvgTone.There, x + 19, y, 8, "1", SvgTone.OnTone)),
        .. Where(picture.Way?.Legs.Length > 1, "Way back", (x, y) => sheet.Disc(SvgTone.Back, x + 19, y, 8, "1")),
        .. Where(picture.Way?.Legs.Any(l => l.Hops.Any(h => h.IsBlocking)) == true, "Where it stops",
            (x, y) => sheet.Disc(SvgTone.Stop, x + 19, y, 8, "\u2715", SvgTone.OnTone)),
    ];

    private static IEnumerable<(string Text, Action<double, double> Draw)> Where(bool occurs, string text, Action<double, double> draw) =>
        occurs ? [(text, draw)] : [];

    private Action<double, double> Line(PictureLinkKind kind, PictureHealth health) => (x, y) =>
    {
        var stroke = SvgStroke.Of(kind, health);
        Level(x, y, stroke.Tone, stroke.Thick, stroke.Dash);
        if (health == PictureHealth.Broken)
        {
            SvgArrows.Cross(sheet, stroke.Tone, new(x + (Sample / 2), y));
        }
    };

    private void Signed(double x, double y, bool isFull)
    {
        Level(x, y, SvgTone.Good, 1.8, null);
        if (isFull)
        {
            SvgArrows.Transit(sheet, SvgTone.Good, new(x + (Sample / 2), y), (1, 0), PictureDirection.Forward);
        }
        else
        {
            SvgArrows.Forwarded(sheet, SvgTone.Good, new(x + (Sample / 2), y), (1, 0), PictureDirection.Forward);
        }
    }

    private void Level(double x, double y, SvgTone tone, double thick, string? dash) =>
        sheet.Shape(tone, $"M{SvgText.Place(new(x, y))}L{SvgText.Place(new(x + Sample, y))}", thick, dash, fill: "none");

    private Action<double, double> Mark(PictureMark mark) => (x, y) => sheet.Disc(SvgTone.Of(mark)!, x + 19, y, 8, SvgTone.Sign(mark));
}
