using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>Texts and numbers as SVG takes them.</summary>
internal static class SvgText
{
    /// <summary>
    /// A text in one line without what XML forbids (https://www.w3.org/TR/xml/#charsets), what a viewer hides, and what turns
    /// round the letters that follow (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters): a mark stands
    /// in its place, so that a name cannot look like another one.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value switch
            {
                '\t' or '\n' or '\r' or 0x2028 or 0x2029 => " ",
                0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF => "\uFFFD",
                0xFFFE or 0xFFFF or (>= 0x7F and < 0xA0) or < 0x20 => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return clean.ToString();
    }

    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Straight pieces with rounded corners.</summary>
    public static string Path(ReadOnlySpan<PicturePoint> points, double round = 5)
    {
        var path = new StringBuilder();
        for (var at = 0; at < points.Length; at++)
        {
            if (at == 0 || at == points.Length - 1)
            {
                path.Append(at == 0 ? 'M' : 'L').Append(Place(points[at]));
                continue;
            }

            var (before, here, after) = (points[at - 1], points[at], points[at + 1]);
            var reach = Math.Min(round, Math.Min(Far(before, here), Far(here, after)) / 2);
            path.Append('L').Append(Place(Toward(here, before, reach))).Append('Q').Append(Place(here)).Append(' ')
                .Append(Place(Toward(here, after, reach)));
        }

        return path.ToString();
    }

    public static string Place(PicturePoint point) => $"{Number(point.X)} {Number(point.Y)}";

    private static double Far(PicturePoint a, PicturePoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private static PicturePoint Toward(PicturePoint from, PicturePoint to, double reach) => Far(from, to) is var far && far < 0.01 ? from
        : new(from.X + ((to.X - from.X) * reach / far), from.Y + ((to.Y - from.Y) * reach / far));
}
