using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>
/// Gives every node its place and every link its way: straight pieces in strips that hold no boxes. Nothing is left to chance,
/// and what comes after something in its frame moves when that grows: what comes before it stays.
/// </summary>
public static class PictureLayout
{
    /// <summary>Lays a picture out.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="stop">Ends it.</param>
    public static PlacedPicture Of(Picture picture, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        var links = new LayoutLinks(picture);
        var isDetailed = NodeText.IsDetailed(picture);
        ImmutableArray<LayoutFrame> frames = [.. picture.Frames.Select(f => LayoutFrame.Of(Awaited(f), nodes, links, isDetailed))];
        var at = frames.SelectMany(f => f.Frame.Nodes.Select(n => (Node: n, Frame: f)))
            .ToDictionary(n => n.Node, n => LayoutEnd.Of(n.Frame, n.Node), StringComparer.Ordinal);
        var routes = picture.Links.Select(l => (l.Key, Route: RouteOf(l))).ToArray();
        var page = new LayoutPage(frames, picture.View == PictureView.Hub);
        foreach (var (_, route) in routes)
        {
            Awaited(route).Claim(page);
        }

        page.Settle();
        return new(picture, page.Width, page.Height)
        {
            Frames = frames.ToImmutableSortedDictionary(f => f.Frame.Key, f => f.Box, StringComparer.Ordinal),
            Nodes = frames.SelectMany(f => f.Blocks).SelectMany(Boxes).ToImmutableSortedDictionary(b => b.Key, b => b.Box, StringComparer.Ordinal),
            Links = routes.ToImmutableSortedDictionary(r => r.Key, r => Awaited(r.Route).Points(page), StringComparer.Ordinal),
            Trunks = Shared(routes),
        };

        T Awaited<T>(T next)
        {
            stop.ThrowIfCancellationRequested();
            return next;
        }

        LayoutRoute RouteOf(PictureLink link)
        {
            var owner = links.Owners[link.Key];
            return new(link, owner, at[owner], at[owner == link.From ? link.To : link.From]);
        }
    }

    private static ImmutableSortedDictionary<string, PictureTrunk> Shared((string Key, LayoutRoute Route)[] routes) => routes
        .GroupBy(r => r.Route.Owner, StringComparer.Ordinal).SelectMany(g => g.Select(r => (r.Key, r.Route, IsShared: g.Skip(1).Any())))
        .ToImmutableSortedDictionary(r => r.Key, r => new PictureTrunk(r.Route.Owner, r.Route.OwnPieces, r.IsShared), StringComparer.Ordinal);

    private static IEnumerable<(string Key, PictureBox Box)> Boxes(LayoutBlock block) =>
    [
        (block.Node.Key, new(block.X, block.Y, block.Width, block.Height)),
        .. block.Chips.Select(c => (c.Node.Key, c.Box)),
    ];
}
