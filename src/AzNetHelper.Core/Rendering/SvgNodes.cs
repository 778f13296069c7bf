using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Draws frames and nodes.</summary>
internal sealed class SvgNodes(SvgSheet sheet, PlacedPicture placed, bool isDetailed)
{
    /// <summary>The edge of a VNet that nothing leads out of.</summary>
    public const string Dotted = "1.5 3";

    private const string Dashed = "5 3";

    public void Frames(Picture side)
    {
        var networks = side.Nodes.Where(n => n.IsNetwork).ToDictionary(n => n.Key, StringComparer.Ordinal);
        foreach (var frame in side.Frames)
        {
            var box = placed.Frames[frame.Key];
            var count = SvgWords.Networks(frame.Nodes.Where(networks.ContainsKey).Select(k => networks[k]));
            sheet.Line();
            sheet.Open("g", ("data-kind", "Frame"), ("data-key", frame.Key));
            sheet.Title([frame.Title + count]);
            sheet.Box(SvgTone.Frame, box, 10, 1);
            var room = box.Width - (2 * LayoutSizes.Pad) - TextWidth.Of(count, LayoutSizes.Letter);
            Named(frame.Title, count, box.X + LayoutSizes.Pad, box.Y + 23, room);
            sheet.Close();
        }
    }

    public void Draw(PictureNode node, bool sitsInAnother)
    {
        var box = placed.Nodes[node.Key];
        var tone = SvgTone.Of(node);
        sheet.Line();
        sheet.Open("g", ("data-key", node.Key), ("data-kind", node.Kind.ToString()), ("data-read", node.IsRead ? null : "false"),
            ("data-mark", node.Mark == PictureMark.None ? null : node.Mark.ToString()));
        sheet.Title(NodeText.All(node));
        Outline(node, box, tone, sitsInAnother);
        if (sitsInAnother)
        {
            Chip(node, box, tone);
        }
        else
        {
            Block(node, box, tone);
        }

        if (SvgTone.Of(node.Mark) is { } mark)
        {
            sheet.Disc(mark, box.X + 2, box.Y + 2, 8, SvgTone.Sign(node.Mark));
        }

        sheet.Close();
    }

    private void Outline(PictureNode node, PictureBox box, SvgTone tone, bool sitsInAnother)
    {
        var dash = !node.IsRead ? Dashed : node.Role == PictureRole.Isolated ? Dotted : null;
        var thick = node.Role == PictureRole.Hub ? 1.8 : 1.2;
        if (node.Kind == PictureNodeKind.VirtualWan)
        {
            sheet.Shape(tone, SvgIcons.Cloud(box), thick, dash);
        }
        else
        {
            var round = node.Kind is PictureNodeKind.Site or PictureNodeKind.Circuit ? 2 : sitsInAnother ? 5
                : node.Kind is PictureNodeKind.ClientPool or PictureNodeKind.ConnectedGroup ? 16 : 7;
            sheet.Box(tone, box, round, thick, dash);
        }

        if (SvgTone.Of(node.Mark) is { } mark)
        {
            sheet.Shape(mark, Around(box), 2.4, node.Mark == PictureMark.Removed ? Dashed : null, fill: "none");
        }
    }

    private void Block(PictureNode node, PictureBox box, SvgTone tone)
    {
        var isBanner = box.Width > LayoutSizes.DetailedWide;
        var room = (isBanner ? LayoutSizes.HubTextWide : box.Width) - (2 * LayoutSizes.Inset);
        var size = isBanner ? LayoutSizes.Large : LayoutSizes.Letter;
        var top = box.Y + (isBanner ? 23 : 19);
        Icon(node.Kind, tone, box.X + LayoutSizes.Inset, top - 12.5);
        Name(node, box.X + LayoutSizes.Inset + LayoutSizes.Icon + 6, top, size, room - LayoutSizes.Icon - 6);
        var lines = NodeText.Lines(node, isDetailed, room);
        for (var at = 0; at < lines.Length; at++)
        {
            var text = TextWidth.Shortened(VisibleText.Of(lines[at]), room, LayoutSizes.Small);
            sheet.Words(text, box.X + LayoutSizes.Inset, top + 3 + ((at + 1) * LayoutSizes.LineHigh), LayoutSizes.Small, SvgTone.Faint);
        }
    }

    private void Chip(PictureNode node, PictureBox box, SvgTone tone)
    {
        var left = box.X + 8 + LayoutSizes.Icon + 6;
        var room = box.X + box.Width - left - 6;
        Icon(node.Kind, tone, box.X + 8, box.Y + ((box.Height - LayoutSizes.Icon) / 2));
        Name(node, left, box.Y + 16, 11, room);
        sheet.Words(TextWidth.Shortened(VisibleText.Of(NodeText.Line(node)), room, 9.5), left, box.Y + 30, 9.5, SvgTone.Faint);
    }

    private void Name(PictureNode node, double x, double y, double size, double room) => sheet.Words(
        TextWidth.Shortened(VisibleText.Of(node.Label), room, size, isBold: true), x, y, size, isBold: true,
        decoration: node.Mark == PictureMark.Removed ? "line-through" : null);

    private void Named(string title, string count, double x, double y, double room)
    {
        var text = TextWidth.Shortened(VisibleText.Of(title), room, 13, isBold: true);
        sheet.Words(text, x, y, 13, isBold: true);
        if (count.Length > 0)
        {
            sheet.Words(count, x + TextWidth.Of(text, 13, isBold: true) + 2, y, LayoutSizes.Letter, SvgTone.Faint);
        }
    }

    private void Icon(PictureNodeKind kind, SvgTone tone, double x, double y)
    {
        sheet.Open("g", ("transform", $"translate({SvgText.Place(new(x, y))})"));
        sheet.Shape(tone, SvgIcons.Of(kind), 1.3, fill: "none");
        sheet.Close();
    }

    private static string Around(PictureBox box)
    {
        const double off = 2.5;
        ImmutableArray<PicturePoint> corners =
        [
            new(box.X - off + 8, box.Y - off), new(box.X + box.Width + off, box.Y - off), new(box.X + box.Width + off, box.Y + box.Height + off),
            new(box.X - off, box.Y + box.Height + off), new(box.X - off, box.Y - off), new(box.X - off + 8, box.Y - off),
        ];
        return SvgText.Path(corners.AsSpan(), 9) + "z";
    }
}
