using AzNetHelper.Reachability;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>The way between two ends: its hops by number, where it stops, why, and what to do.</summary>
internal static class MarkdownWay
{
    public static IEnumerable<MarkdownSection> Of(PictureWay way) =>
    [
        new(1, $"\n## Way: {MarkdownText.Of($"{way.Source} <-> {way.Destination}")}: {way.Verdict}\n",
        [
            .. way.Legs.Select(Leg),
            .. Listed("Why", way.Reasons),
            .. Listed("What to do", way.Remedies),
        ]),
    ];

    private static string Leg(PictureLeg leg) =>
        $"\n**{(leg.Direction == Directions.Back ? "Back" : "There")}: {leg.Verdict}**\n\n"
            + string.Concat(leg.Hops.Select(h => Invariant($"{h.Number}. {(h.IsBlocking ? "**STOPS HERE** " : "")}{MarkdownText.Of(h.Text)}\n")));

    private static string[] Listed(string heading, IEnumerable<string> lines) => lines.ToArray() is [_, ..] all
        ? [$"\n**{heading}**\n\n", .. all.Select(l => $"- {MarkdownText.Of(l)}\n")] : [];
}
