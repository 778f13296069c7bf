using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Draws links: what several share once, and of each what is its own with its state, its arrows and its words.</summary>
internal sealed class SvgLinks(SvgSheet sheet, PlacedPicture placed)
{
    private const double Letter = 9.5;

    /// <summary>The pieces that links share, each drawn once.</summary>
    public void Trunks(Picture side)
    {
        foreach (var together in side.Links.Select(l => (Link: l, Trunk: placed.Trunks[l.Key])).Where(l => l.Trunk.IsShared)
            .GroupBy(l => l.Trunk.Owner, StringComparer.Ordinal))
        {
            var pieces = together.SelectMany(l => Pieces(Shared(l.Link, l.Trunk))).ToArray();
            if (pieces.Length > 0)
            {
                var spans = SvgSpans.Merged(pieces).Select(p => $"M{SvgText.Place(p.From)}L{SvgText.Place(p.To)}");
                sheet.Line();
                sheet.Shape(SvgTone.Trunk, string.Concat(spans), 1.6);
            }
        }
    }

    public void Draw(PictureLink link, string from, string to)
    {
        var own = Own(link, placed.Trunks[link.Key]);
        var stroke = SvgStroke.Of(link);
        sheet.Line();
        sheet.Open("g", ("data-key", link.Key), ("data-kind", link.Kind.ToString()), ("data-state", link.State),
            ("data-mark", link.Mark == PictureMark.None ? null : link.Mark.ToString()));
        sheet.Title(All(link, from, to));
        if (SvgTone.Of(link.Mark) is { } tone)
        {
            sheet.Shape(tone, SvgText.Path(own.AsSpan()), 7, fill: "none", opacity: "0.4");
        }

        sheet.Shape(stroke.Tone, SvgText.Path(own.AsSpan()), stroke.Thick, stroke.Dash, fill: "none");
        if (own.Length < placed.Links[link.Key].Length)
        {
            var joint = placed.Trunks[link.Key].Owner == link.From ? own[0] : own[^1];
            sheet.Element("circle", ("class", SvgTone.Dot.Name), ("cx", SvgText.Number(joint.X)), ("cy", SvgText.Number(joint.Y)), ("r", "2.6"),
                ("fill", SvgTone.Dot.Fill));
        }

        Signs(link, stroke, Stub(link));
        sheet.Close();
    }

    /// <summary>The whole way of a link, wide and pale, under everything: packets take it.</summary>
    public void Under(string link, SvgTone tone) =>
        sheet.Shape(tone, SvgText.Path(placed.Links[link].AsSpan()), 9, fill: "none", opacity: "0.35");

    /// <summary>Signs and words stand at the last piece, from the first end towards the second.</summary>
    private (PicturePoint From, PicturePoint To) Stub(PictureLink link)
    {
        var points = placed.Links[link.Key];
        var trunk = placed.Trunks[link.Key];

        // The last piece to what sits in a box is a few points long: its signs stand on the one before.
        var at = Math.Min(trunk.OwnPieces, points.Length - 1);
        return trunk.Owner == link.From ? (points[^(at + 1)], points[^at]) : (points[at - 1], points[at]);
    }

    private void Signs(PictureLink link, SvgStroke stroke, (PicturePoint From, PicturePoint To) stub)
    {
        var (dx, dy) = (stub.To.X - stub.From.X, stub.To.Y - stub.From.Y);
        var length = Math.Max(1, Math.Abs(dx) + Math.Abs(dy));
        var (ux, uy) = (dx / length, dy / length);
        if (link.Transit != PictureDirection.None)
        {
            SvgArrows.Transit(sheet, stroke.Tone, At(0.28), (ux, uy), link.Transit);
        }

        if (link.Forwarded != PictureDirection.None)
        {
            SvgArrows.Forwarded(sheet, stroke.Tone, At(link.Transit == PictureDirection.None ? 0.5 : 0.68), (ux, uy), link.Forwarded);
        }

        if (link.Health == PictureHealth.Broken)
        {
            SvgArrows.Cross(sheet, stroke.Tone, At(0.5));
        }

        var middle = At(0.5);
        if (SvgTone.Of(link.Mark) is { } mark)
        {
            sheet.Disc(mark, middle.X - 16, middle.Y, 7, SvgTone.Sign(link.Mark));
        }

        if (SvgStroke.Label(link) is { Length: > 0 } label)
        {
            // Outwards and at two heights, so that the words of neighbours do not meet.
            var trunk = placed.Trunks[link.Key];
            var isLeft = middle.X < placed.Nodes[trunk.Owner == link.From ? link.To : link.From].Center.X - 1;
            sheet.Words(VisibleText.Of(label), middle.X + (isLeft ? -9 : 9), middle.Y + (isLeft ? -3 : 10), Letter, stroke.Tone,
                anchor: isLeft ? "end" : null, inLineColour: true, hasHalo: true);
        }

        PicturePoint At(double part) => new(stub.From.X + (dx * part), stub.From.Y + (dy * part));
    }

    private ImmutableArray<PicturePoint> Own(PictureLink link, PictureTrunk trunk)
    {
        var points = placed.Links[link.Key];
        return !trunk.IsShared ? points : trunk.Owner == link.From ? points[^(trunk.OwnPieces + 1)..] : points[..(trunk.OwnPieces + 1)];
    }

    private ImmutableArray<PicturePoint> Shared(PictureLink link, PictureTrunk trunk)
    {
        var points = placed.Links[link.Key];
        return trunk.Owner == link.From ? points[..^trunk.OwnPieces] : points[trunk.OwnPieces..];
    }

    private static IEnumerable<(PicturePoint From, PicturePoint To)> Pieces(ImmutableArray<PicturePoint> points) =>
        points.Zip(points.Skip(1), (a, b) => (a, b));

    private static IEnumerable<string> All(PictureLink link, string from, string to) =>
    [
        $"{link.Kind} of {from} and {to}: {link.State}{(link.IsGlobal ? ", global" : string.Empty)}",
        .. link.Text.Length > 0 ? new[] { link.Text } : [],
        .. Told(link.Transit, "lends its gateway to", from, to),
        .. Told(link.Forwarded, "may hand on packets of others to", from, to),
        .. link.Owner == default ? [] : new[] { $"Written by {link.Owner}" },
        .. link.Changes.Select(c => $"{link.Mark}: {c}"),
    ];

    private static IEnumerable<string> Told(PictureDirection direction, string what, string from, string to) =>
    [
        .. direction.HasFlag(PictureDirection.Forward) ? new[] { $"{from} {what} {to}" } : [],
        .. direction.HasFlag(PictureDirection.Backward) ? new[] { $"{to} {what} {from}" } : [],
    ];
}
