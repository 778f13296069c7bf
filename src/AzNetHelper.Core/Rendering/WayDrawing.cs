using System.Collections.Immutable;
using AzNetHelper.Reachability;

namespace AzNetHelper.Rendering;

/// <summary>Lays an answer over the nodes and links of a topology.</summary>
internal static class WayDrawing
{
    public static PictureWay Of(ReachabilityEngine engine, (Endpoint Source, Endpoint Destination) ends, PictureScene scene) =>
        Of(engine.Ask(ends.Source, ends.Destination), scene);

    public static PictureWay Of(ReachabilityAnswer answer, PictureScene scene) => new(answer.Source, answer.Destination, answer.Verdict)
    {
        Legs =
        [
            .. answer.Paths.GroupBy(p => p.Direction).OrderBy(g => g.Key)
                .Select(g => g.OrderBy(p => p.Verdict == Verdict.Reachable).First()).Select(p => Leg(answer, p, scene)),
        ],
        Reasons = [.. answer.Reasons.Select(r => r.Sentence)],
        Remedies = answer.Verdict == Verdict.Reachable ? []
            : answer.Fix is { } fix ? [.. fix.Changes.Where(c => c.Writes).Select(c => c.Summary)]
            : [.. answer.Reasons.Select(r => Advice.For(r.Id)).Distinct(StringComparer.Ordinal)],
        Explanation = answer.Explain(),
    };

    private static PictureLeg Leg(ReachabilityAnswer answer, ReachabilityPath path, PictureScene scene)
    {
        var words = new HopWords(answer.Topology);
        return new(path.Direction, path.Verdict, [.. path.Hops.Select((hop, i) => Drawn(hop, i))]);

        PictureHop Drawn(Hop hop, int index)
        {
            var (from, to, link) = scene.Places(hop);
            return new(index + 1, from, to, words.Of(hop))
            {
                Link = link,
                IsBlocking = index == path.Hops.Length - 1 && path.Verdict != Verdict.Reachable,
            };
        }
    }
}
