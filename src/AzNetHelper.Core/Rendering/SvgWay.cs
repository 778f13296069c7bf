using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Reachability;

namespace AzNetHelper.Rendering;

/// <summary>Draws a way: wide lines under its links, a number at each hop, and its words below.</summary>
internal sealed class SvgWay(SvgSheet sheet, PlacedPicture placed, PictureWay way)
{
    private const double Radius = 8.5, Size = 11.5, Below = 4;

    public void Lines(SvgLinks links, Picture side)
    {
        var drawn = side.Links.Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var crossed in way.Legs.SelectMany(l => l.Hops).Where(h => h.Link is not null && drawn.Contains(h.Link))
            .GroupBy(h => h.Link!, StringComparer.Ordinal))
        {
            sheet.Line();
            links.Under(crossed.Key, crossed.Any(h => h.IsBlocking) ? SvgTone.Stop : SvgTone.There);
        }
    }

    /// <summary>The numbers of the hops at the lower right corner of the node where each is taken.</summary>
    public void Numbers(Picture side)
    {
        var drawn = side.Nodes.Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var at in way.Legs.SelectMany(l => l.Hops.Select(h => (Leg: l, Hop: h)))
            .Where(h => h.Hop.From is not null && drawn.Contains(h.Hop.From)).GroupBy(h => h.Hop.From!, StringComparer.Ordinal))
        {
            var box = placed.Nodes[at.Key];
            var x = box.X + box.Width - Radius - 2;
            foreach (var (leg, hop) in at.Reverse())
            {
                sheet.Line();
                sheet.Open("g", ("data-hop", hop.Number.ToString(CultureInfo.InvariantCulture)), ("data-blocks", hop.IsBlocking ? "true" : null));
                sheet.Title([hop.Text]);
                Disc(leg, hop, x, box.Y + box.Height + Below);
                sheet.Close();
                x -= (2 * Radius) + 3;
            }
        }
    }

    /// <summary>The way in words, and where they end.</summary>
    public double Words(double left, double top, double width)
    {
        var y = top + 20;
        sheet.Line();
        var heading = $"{way.Source} to {way.Destination}: {way.Verdict}";
        sheet.Words(TextWidth.Shortened(VisibleText.Of(heading), width, LayoutSizes.Large, isBold: true), left, y, LayoutSizes.Large, isBold: true);
        var wide = (width - LayoutSizes.Margin) / Math.Max(1, way.Legs.Length);
        var ends = way.Legs.Select((leg, at) => Leg(leg, left + (at * (wide + LayoutSizes.Margin)), y + 24, wide)).ToArray();
        y = ends.DefaultIfEmpty(y + 8).Max();
        y = Listed("Why", way.Reasons, left, y, width);
        return Listed("What to do", way.Remedies, left, y, width);
    }

    private double Leg(PictureLeg leg, double left, double y, double width)
    {
        sheet.Words($"{(leg.Direction == way.Legs[0].Direction ? "There" : "Back")}: {leg.Verdict}", left, y, Size + 1, isBold: true);
        y += 8;
        foreach (var hop in leg.Hops)
        {
            y += 16;
            Disc(leg, hop, left + Radius, y - 4);
            const double indent = (2 * Radius) + 8;
            y = Paragraph(hop.IsBlocking ? $"Stops here: {hop.Text}" : hop.Text, left + indent, y, width - indent, hop.IsBlocking);
            y += 6;
        }

        return y;
    }

    private double Listed(string heading, ImmutableArray<string> lines, double left, double y, double width)
    {
        if (lines.IsEmpty)
        {
            return y;
        }

        y += 22;
        sheet.Words(heading, left, y, Size + 1, isBold: true);
        foreach (var line in lines)
        {
            y = Paragraph(line, left, y + 17, width, isBold: false);
        }

        return y;
    }

    private double Paragraph(string text, double left, double y, double width, bool isBold)
    {
        var lines = TextWidth.Lines(VisibleText.Of(text), isBold ? width * 0.9 : width, Size).ToArray();
        for (var at = 0; at < lines.Length; at++)
        {
            sheet.Line();
            sheet.Words(lines[at], left, y + (at * LayoutSizes.LineHigh), Size, isBold: isBold);
        }

        return y + (Math.Max(0, lines.Length - 1) * LayoutSizes.LineHigh);
    }

    private void Disc(PictureLeg leg, PictureHop hop, double x, double y)
    {
        var number = hop.Number.ToString(CultureInfo.InvariantCulture);
        if (hop.IsBlocking)
        {
            // A square that is crossed out: it does not look like the other hops in grey either.
            sheet.Box(SvgTone.Stop, new(x - Radius, y - Radius, 2 * Radius, 2 * Radius), 2, 1.6);
            sheet.Words($"{number}\u2715", x, y + 3.5, 9.5, SvgTone.OnTone, isBold: true, anchor: "middle");
        }
        else if (leg.Direction == way.Legs[0].Direction)
        {
            sheet.Disc(SvgTone.There, x, y, Radius, number, SvgTone.OnTone);
        }
        else
        {
            sheet.Disc(SvgTone.Back, x, y, Radius, number);
        }
    }
}
