using System.Globalization;
using System.Xml;

namespace AzNetHelper.Rendering;

/// <summary>
/// A picture as SVG: still, with nothing to run or to load. Its colours are attributes, for places that drop styles, and a
/// style changes them where the reader's screen is dark. Every node and link is a group with its <c>data-key</c> and
/// <c>data-kind</c>, once; of a plan once in each side (<c>data-side</c>) that has it. What links share is drawn once, of each
/// link what is its own.
/// </summary>
public static class SvgPicture
{
    /// <summary>Two sides stand beside each other unless that were so many times wider than high.</summary>
    private const double WidestPair = 3.2;
    private const double LeastWide = 720;
    private const string Fonts = "'Segoe UI',system-ui,-apple-system,Roboto,Helvetica,Arial,sans-serif";

    /// <summary>Writes it; the writer stays open.</summary>
    public static void Write(PlacedPicture placed, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(placed);
        ArgumentNullException.ThrowIfNull(writer);

        // How high the whole is, is known when all is drawn: the first time for that alone, without the drawing itself.
        var height = new SvgPage(placed, Blank(TextWriter.Null), isMeasure: true).Draw();
        using var xml = Blank(writer);
        var page = new SvgPage(placed, xml, isMeasure: false);
        var sheet = new SvgSheet(xml);
        var (title, desc) = Ids(placed.Picture);
        sheet.Open("svg", ("version", "1.1"), ("width", SvgText.Number(page.Width)), ("height", SvgText.Number(height)),
            ("viewBox", $"0 0 {SvgText.Number(page.Width)} {SvgText.Number(height)}"), ("role", "img"), ("aria-labelledby", $"{title} {desc}"),
            ("font-family", Fonts));
        sheet.Line();
        sheet.Holding("title", VisibleText.Of(placed.Picture.Title), ("id", title));
        sheet.Line();
        sheet.Holding("desc", VisibleText.Of(SvgWords.Description(placed.Picture)), ("id", desc));
        sheet.Line();
        sheet.Holding("style", SvgTone.Style());
        sheet.Line();
        sheet.Element("rect", ("class", SvgTone.Page.Name), ("width", "100%"), ("height", "100%"), ("fill", SvgTone.Page.Fill));
        page.Draw();
        sheet.Line();
        sheet.Close();
        sheet.Line();
    }

    // Of what is shown, so that those of two drawings in one page differ.
    private static (string Title, string Desc) Ids(Picture picture)
    {
        var shown = PictureKeys.Hash(string.Join('\n',
        [
            picture.Title, picture.View.ToString(), picture.Plan, picture.Way?.ToString(),
            .. picture.Nodes.Select(n => n.Key), .. picture.Links.Select(l => l.Key),
        ]));
        return ($"title-{shown}", $"desc-{shown}");
    }

    private static XmlWriter Blank(TextWriter writer) => XmlWriter.Create(writer, new()
    {
        OmitXmlDeclaration = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None, CloseOutput = false, CheckCharacters = true,
        ConformanceLevel = ConformanceLevel.Fragment,
    });

    /// <summary>Head, drawing, and what stands below it.</summary>
    private sealed class SvgPage(PlacedPicture placed, XmlWriter xml, bool isMeasure)
    {
        private readonly SvgSheet _sheet = new(xml);
        private readonly Picture _picture = placed.Picture;

        public double Width => Math.Max(LeastWide, IsSplit && IsBeside ? placed.Width * 2 : placed.Width);

        private bool IsSplit => _picture.Plan is not null;

        private bool IsBeside => placed.Width * 2 <= WidestPair * placed.Height || placed.Width <= LeastWide;

        private double Room => Width - (2 * LayoutSizes.Margin);

        public double Draw()
        {
            var y = Head();
            y = Drawings(y);
            if (_picture.Way is { } way)
            {
                y = new SvgWay(_sheet, placed, way).Words(LayoutSizes.Margin, y, Room) + 18;
            }

            y = new SvgLegend(_sheet, _picture).Draw(LayoutSizes.Margin, y, Room);
            return Notes(y) + LayoutSizes.Margin;
        }

        private double Head()
        {
            var y = Paragraph(_picture.Title, 42, 22, isBold: true);
            y = Paragraph(SvgWords.Counts(_picture), y + 24, 12.5, tone: SvgTone.Faint);
            var read = _picture.ReadAt?.ToUniversalTime().ToString("'Read' yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
            return read is null ? y + 4 : Paragraph(read, y + 18, 12.5, tone: SvgTone.Faint) + 4;
        }

        private double Drawings(double top)
        {
            if (!IsSplit)
            {
                return Side(_picture, null, 0, top) + 8;
            }

            var before = Side(_picture.Side(after: false), "Before", 0, top);
            return 8 + (IsBeside ? Math.Max(before, Side(_picture.Side(after: true), "After", placed.Width, top))
                : Side(_picture.Side(after: true), "After", 0, before));
        }

        private double Side(Picture side, string? name, double left, double top)
        {
            if (name is not null)
            {
                top += 26;
                _sheet.Line();
                _sheet.Words(name, left + LayoutSizes.Margin, top, LayoutSizes.Large, isBold: true);
            }

            if (isMeasure)
            {
                return top + placed.Height;
            }

            _sheet.Line();
            _sheet.Open("g", ("transform", $"translate({SvgText.Place(new(left, top))})"), ("data-side", name?.ToLowerInvariant()));
            Things(side, name != "Before" ? _picture.Way : null);
            _sheet.Line();
            _sheet.Close();
            return top + placed.Height;
        }

        private void Things(Picture side, PictureWay? shown)
        {
            var nodes = new SvgNodes(_sheet, placed, NodeText.IsDetailed(_picture));
            var links = new SvgLinks(_sheet, placed);
            var way = shown is null ? null : new SvgWay(_sheet, placed, shown);
            var byKey = side.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
            nodes.Frames(side);
            links.Trunks(side);
            way?.Lines(links, side);
            foreach (var node in side.Nodes.Where(n => !SitsInAnother(n)))
            {
                nodes.Draw(node, sitsInAnother: false);
            }

            foreach (var link in side.Links)
            {
                links.Draw(link, byKey[link.From].Label, byKey[link.To].Label);
            }

            foreach (var node in side.Nodes.Where(SitsInAnother))
            {
                nodes.Draw(node, sitsInAnother: true);
            }

            way?.Numbers(side);

            bool SitsInAnother(PictureNode node) => node.Host is not null && placed.Nodes.ContainsKey(node.Host);
        }

        private double Notes(double y)
        {
            foreach (var note in _picture.Notes)
            {
                y = Paragraph(note, y + 18, 12);
            }

            return y;
        }

        private double Paragraph(string text, double y, double size, bool isBold = false, SvgTone? tone = null)
        {
            var lines = TextWidth.Lines(VisibleText.Of(text), isBold ? Room / 1.1 : Room, size).ToArray();
            for (var at = 0; at < lines.Length; at++)
            {
                _sheet.Line();
                _sheet.Words(lines[at], LayoutSizes.Margin, y + (at * size * 1.3), size, tone, isBold);
            }

            return y + (Math.Max(0, lines.Length - 1) * size * 1.3);
        }
    }
}
