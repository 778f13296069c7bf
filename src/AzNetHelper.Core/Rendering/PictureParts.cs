using System.Collections.Immutable;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>What a part of a picture may hold, where a format has limits.</summary>
/// <param name="Size">Of all its nodes and links together, as they cost.</param>
/// <param name="Links">How many links.</param>
/// <param name="OfNode">What a node costs.</param>
/// <param name="OfLink">What a link costs.</param>
internal sealed record PartLimits(int Size, int Links, Func<PictureNode, int> OfNode, Func<PictureLink, int> OfLink)
{
    public static PartLimits None { get; } = new(int.MaxValue, int.MaxValue, static _ => 0, static _ => 0);
}

/// <summary>
/// A picture in parts: one for each frame, with what its nodes are linked to elsewhere, and more than one where a frame is
/// larger than the limits. Every node and every link is in at least one part.
/// </summary>
internal static class PictureParts
{
    public static ImmutableArray<Picture> Of(Picture picture, PartLimits? limits = null)
    {
        var nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        var links = picture.Links.SelectMany(l => l.From == l.To ? [(At: l.From, Link: l)] : new[] { (At: l.From, Link: l), (At: l.To, Link: l) })
            .ToLookup(e => e.At, e => e.Link, StringComparer.Ordinal);
        return [.. picture.Frames.SelectMany(f => Of(f, picture, nodes, links, limits ?? PartLimits.None))];
    }

    private static Picture[] Of(
        PictureFrame frame, Picture picture, Dictionary<string, PictureNode> nodes, ILookup<string, PictureLink> links, PartLimits limits)
    {
        List<Draft> drafts = [new()];
        foreach (var (node, link) in Units(frame, nodes, links))
        {
            var news = new[] { node, link?.From, link?.To }.OfType<string>().SelectMany(k => new[] { k, nodes[k].Host }).OfType<string>()
                .Where(nodes.ContainsKey).Distinct(StringComparer.Ordinal).ToArray();
            var cost = Cost(drafts[^1]);
            if (drafts[^1].Nodes.Count > 0 && (drafts[^1].Size + cost > limits.Size || (link is not null && drafts[^1].Links.Count >= limits.Links)))
            {
                drafts.Add(new());
                cost = Cost(drafts[^1]);
            }

            drafts[^1].Add(news, link, cost);

            int Cost(Draft draft) => news.Where(k => !draft.Nodes.Contains(k)).Sum(k => limits.OfNode(nodes[k]))
                + (link is null ? 0 : limits.OfLink(link));
        }

        return [.. drafts.Select((d, i) => Part(d, drafts.Count == 1 ? frame.Title : Invariant($"{frame.Title}, part {i + 1} of {drafts.Count}")))];

        Picture Part(Draft draft, string title) => picture with
        {
            Title = title,
            Nodes = [.. picture.Nodes.Where(n => draft.Nodes.Contains(n.Key))],
            Links = [.. draft.Links.OrderBy(l => l.Key, StringComparer.Ordinal)],
            Frames =
            [
                .. picture.Frames.OrderByDescending(f => f.Key == frame.Key)
                    .Select(f => f with { Nodes = [.. f.Nodes.Where(draft.Nodes.Contains)] }).Where(f => !f.Nodes.IsEmpty),
            ],
        };
    }

    // Each link once, at the end of it that is in the frame and is not what all gather around; a node without links by itself.
    private static IEnumerable<(string Node, PictureLink? Link)> Units(
        PictureFrame frame, Dictionary<string, PictureNode> nodes, ILookup<string, PictureLink> links)
    {
        var inside = frame.Nodes.Select((key, at) => (key, at)).ToDictionary(n => n.key, n => n.at, StringComparer.Ordinal);
        return frame.Nodes.SelectMany(key => Own(key) is [_, ..] own ? own.Select(l => (key, (PictureLink?)l)) : [(key, null)]);

        PictureLink[] Own(string key) => [.. links[key].Where(l => Owner(l) == key)];

        string Owner(PictureLink link) => !inside.ContainsKey(link.To) ? link.From
            : !inside.ContainsKey(link.From) ? link.To
            : IsCentre(link.From) ? link.To : IsCentre(link.To) ? link.From
            : inside[link.From] <= inside[link.To] ? link.From : link.To;

        bool IsCentre(string key) => frame.Hub is not null && (key == frame.Hub || nodes[key].Host == frame.Hub);
    }

    private sealed class Draft
    {
        public HashSet<string> Nodes { get; } = new(StringComparer.Ordinal);

        public List<PictureLink> Links { get; } = [];

        public int Size { get; private set; }

        public void Add(IEnumerable<string> nodes, PictureLink? link, int cost)
        {
            Nodes.UnionWith(nodes);
            Size += cost;
            if (link is not null)
            {
                Links.Add(link);
            }
        }
    }
}
