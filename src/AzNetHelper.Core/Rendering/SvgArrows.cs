namespace AzNetHelper.Rendering;

/// <summary>Signs on a link: a full arrow for gateway transit, open ones for forwarded traffic, a cross where it is broken.</summary>
internal static class SvgArrows
{
    private const double Reach = 5;

    public static void Transit(SvgSheet sheet, SvgTone tone, PicturePoint at, (double X, double Y) along, PictureDirection direction)
    {
        foreach (var (point, way) in Each(at, along, direction))
        {
            var (tip, left, right) = Corners(point, way);
            sheet.Solid(tone, $"M{SvgText.Place(tip)}L{SvgText.Place(left)}L{SvgText.Place(right)}z");
        }
    }

    public static void Forwarded(SvgSheet sheet, SvgTone tone, PicturePoint at, (double X, double Y) along, PictureDirection direction)
    {
        foreach (var (point, way) in Each(at, along, direction))
        {
            var (tip, left, right) = Corners(point, way, depth: 0.4);
            sheet.Shape(tone, $"M{SvgText.Place(left)}L{SvgText.Place(tip)}L{SvgText.Place(right)}", 1.7, fill: "none");
        }
    }

    public static void Cross(SvgSheet sheet, SvgTone tone, PicturePoint at) => sheet.Shape(tone, string.Concat(
        $"M{SvgText.Place(new(at.X - Reach, at.Y - Reach))}L{SvgText.Place(new(at.X + Reach, at.Y + Reach))}",
        $"M{SvgText.Place(new(at.X - Reach, at.Y + Reach))}L{SvgText.Place(new(at.X + Reach, at.Y - Reach))}"), 2.4, fill: "none");

    private static IEnumerable<(PicturePoint At, (double X, double Y) Way)> Each(
        PicturePoint at, (double X, double Y) along, PictureDirection direction)
    {
        var off = direction == PictureDirection.Both ? Reach : 0;
        if (direction.HasFlag(PictureDirection.Forward))
        {
            yield return (new(at.X + (along.X * off), at.Y + (along.Y * off)), along);
        }

        if (direction.HasFlag(PictureDirection.Backward))
        {
            yield return (new(at.X - (along.X * off), at.Y - (along.Y * off)), (-along.X, -along.Y));
        }
    }

    private static (PicturePoint Tip, PicturePoint Left, PicturePoint Right) Corners(
        PicturePoint at, (double X, double Y) way, double depth = 1)
    {
        var (x, y) = (way.X * Reach, way.Y * Reach);
        var (back, down) = (x * depth, y * depth);
        return (new(at.X + back, at.Y + down), new(at.X - back - y, at.Y - down + x), new(at.X - back + y, at.Y - down - x));
    }
}
