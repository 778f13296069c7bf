namespace AzNetHelper.Rendering;

/// <summary>Level and upright pieces that lie on each other become one.</summary>
internal static class SvgSpans
{
    public static IEnumerable<(PicturePoint From, PicturePoint To)> Merged(IEnumerable<(PicturePoint From, PicturePoint To)> pieces) =>
        pieces.Select(p => p.From.Y.Equals(p.To.Y)
                ? (IsLevel: true, At: p.From.Y, From: Math.Min(p.From.X, p.To.X), To: Math.Max(p.From.X, p.To.X))
                : (IsLevel: false, At: p.From.X, From: Math.Min(p.From.Y, p.To.Y), To: Math.Max(p.From.Y, p.To.Y)))
            .GroupBy(s => (s.IsLevel, s.At)).OrderBy(g => g.Key.IsLevel).ThenBy(g => g.Key.At)
            .SelectMany(g => Joined(g.Select(s => (s.From, s.To)).Order()).Select(s => g.Key.IsLevel
                ? (new PicturePoint(s.From, g.Key.At), new PicturePoint(s.To, g.Key.At))
                : (new PicturePoint(g.Key.At, s.From), new PicturePoint(g.Key.At, s.To))));

    private static IEnumerable<(double From, double To)> Joined(IEnumerable<(double From, double To)> sorted)
    {
        (double From, double To)? open = null;
        foreach (var span in sorted)
        {
            if (open is { } last && span.From <= last.To)
            {
                open = (last.From, Math.Max(last.To, span.To));
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = span;
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }
}
