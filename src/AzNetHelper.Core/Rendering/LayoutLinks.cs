using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Which end of each link the others of that end run together with: the one that has more of them.</summary>
internal sealed class LayoutLinks
{
    /// <summary>So many lines from one VNet are a hub's, whatever it is called.</summary>
    private const int HubFrom = 3;

    private readonly ILookup<string, string> _others;

    public LayoutLinks(Picture picture)
    {
        _others = picture.Links.SelectMany(l => new[] { (At: l.From, Other: l.To), (At: l.To, Other: l.From) })
            .ToLookup(e => e.At, e => e.Other, StringComparer.Ordinal);
        var counts = picture.Links.SelectMany(l => new[] { (l.From, l.Kind), (l.To, l.Kind) }).GroupBy(e => e)
            .ToDictionary(g => g.Key, g => g.Count());
        var hubs = picture.Frames.Select(f => f.Hub).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Owners = picture.Links.ToDictionary(l => l.Key, OwnerOf, StringComparer.Ordinal);

        string OwnerOf(PictureLink link)
        {
            if (link.Kind is PictureLinkKind.Membership or PictureLinkKind.Clients)
            {
                return link.From;
            }

            var (from, to) = (Weight(link.From), Weight(link.To));
            return to.CompareTo(from) > 0 ? link.To : link.From;

            (int, bool) Weight(string node) => (counts[(node, link.Kind)], hubs.Contains(node));
        }
    }

    /// <summary>The end that a link hangs from, by its key.</summary>
    public IReadOnlyDictionary<string, string> Owners { get; }

    public IEnumerable<string> Others(string node) => _others[node];

    public bool IsJoined(string node) => _others.Contains(node);

    /// <summary>What most of a frame is joined with, where nothing is called its hub.</summary>
    public string? HubOf(PictureFrame frame)
    {
        var inside = frame.Nodes.ToHashSet(StringComparer.Ordinal);
        return frame.Nodes.Where(n => n.StartsWith(PictureThings.Network, StringComparison.Ordinal))
            .Select(n => (Node: n, Count: _others[n].Count(inside.Contains))).Where(n => n.Count >= HubFrom)
            .OrderByDescending(n => n.Count).ThenBy(n => n.Node, StringComparer.Ordinal).Select(n => n.Node).FirstOrDefault();
    }

    /// <summary>The same boxes, what is joined one after another.</summary>
    public IEnumerable<LayoutBlock> Together(IReadOnlyCollection<LayoutBlock> blocks)
    {
        var byKey = blocks.ToDictionary(b => b.Node.Key, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>();
        foreach (var block in blocks)
        {
            waiting.Push(block.Node.Key);
            while (waiting.TryPop(out var key))
            {
                if (!byKey.TryGetValue(key, out var found) || !seen.Add(key))
                {
                    continue;
                }

                yield return found;
                foreach (var other in _others[key].OrderDescending(StringComparer.Ordinal))
                {
                    waiting.Push(other);
                }
            }
        }
    }
}
