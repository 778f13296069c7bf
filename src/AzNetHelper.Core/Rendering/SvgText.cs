using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>Numbers and paths as SVG takes them.</summary>
internal static class SvgText
{
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
