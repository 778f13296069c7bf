using System.Globalization;

namespace AzNetHelper.Rendering;

/// <summary>What is in a picture, in tables: every node and every link once.</summary>
internal static class MarkdownTables
{
    public static IEnumerable<MarkdownSection> Of(Picture picture, PictureNames names)
    {
        var nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        var frames = picture.Frames.SelectMany(f => f.Nodes.Select(n => (Node: n, Frame: f))).ToDictionary(f => f.Node, f => f.Frame, StringComparer.Ordinal);
        var inside = picture.Nodes.Where(n => n.Host is not null).ToLookup(n => n.Host!, StringComparer.Ordinal);
        return
        [
            Frames(picture, nodes),
            MarkdownSection.Table(9, "Virtual networks", ["Name", "Is", "Together in", "Region", "Subscription", "Resource group", "Address space", "Holds"],
                picture.Nodes.Where(n => n.IsNetwork).Select(n => (string[])
                [
                    Marked(n, names), MarkdownText.Of(PictureWords.Of(n)), MarkdownText.Of(frames[n.Key].Title), MarkdownText.Of(Region(n)),
                    MarkdownText.Of(n.Id?.SubscriptionId ?? ""), MarkdownText.Of(n.Id?.ResourceGroup ?? ""), MarkdownText.Facts(n.Lines),
                    MarkdownText.Of(string.Join(", ", inside[n.Key].Select(h => names.Of(h.Key)))),
                ])),
            MarkdownSection.Table(8, "Peerings", ["One", "The other", "State", "Lines", "To know"], Links(picture, names, PictureLinkKind.Peering)),
            MarkdownSection.Table(8, "Gateways, sites, circuits, appliances", ["Name", "Is", "In", "Region", "Facts"],
                picture.Nodes.Where(n => !n.IsNetwork).OrderBy(n => n.Kind).ThenBy(n => n.Key, StringComparer.Ordinal).Select(n => (string[])
                [
                    Marked(n, names), PictureWords.Of(n.Kind), MarkdownText.Of(n.Host is { } host && nodes.ContainsKey(host) ? names.Of(host) : ""),
                    MarkdownText.Of(Region(n)), MarkdownText.Facts(n.Lines),
                ])),
            MarkdownSection.Table(8, "Connections", ["One end", "The other", "State", "Lines", "To know"],
                Links(picture, names, PictureLinkKind.Connection)),
            MarkdownSection.Table(8, "Clients and connected groups", ["One end", "The other", "State", "Lines", "To know"],
                Links(picture, names, PictureLinkKind.Clients, PictureLinkKind.Membership)),
        ];
    }

    private static MarkdownSection Frames(Picture picture, Dictionary<string, PictureNode> nodes)
    {
        var ill = picture.Links.Where(l => l.Kind == PictureLinkKind.Peering && l.Health != PictureHealth.Good)
            .SelectMany(l => new[] { l.From, l.To }).ToLookup(k => k, StringComparer.Ordinal);
        var what = picture.View switch { PictureView.Subscription => "Subscriptions", PictureView.Region => "Regions", _ => "Hubs" };
        return MarkdownSection.Table(4, what, ["Together in", "Virtual networks", "Other things", "Ends of peerings to look at"],
            picture.Frames.Select(f => (string[])
            [
                MarkdownText.Of(f.Title), Number(f.Nodes.Count(n => nodes[n].IsNetwork)), Number(f.Nodes.Count(n => !nodes[n].IsNetwork)),
                Number(f.Nodes.Sum(n => ill[n].Count())),
            ]));
    }

    // What asks for a look is first.
    private static IEnumerable<string[]> Links(Picture picture, PictureNames names, params PictureLinkKind[] kinds)
    {
        var way = new WayMarks(picture.Way);
        return picture.Links.Where(l => kinds.Contains(l.Kind)).OrderBy(l => l.Health == PictureHealth.Good).Select(l => (string[])
        [
            MarkdownText.Of(names.Of(l.From)), MarkdownText.Of(names.Of(l.To)), MarkdownText.Of(l.State),
            MarkdownText.Of(string.Join(", ", PictureWords.Phrases(l, names.Of, way).Where(p => p != l.State))),
            MarkdownText.Of(l.Text),
        ]);
    }

    private static string Marked(PictureNode node, PictureNames names) => (PictureWords.Of(node.Mark) is { } mark ? $"**{mark}** " : string.Empty)
        + MarkdownText.Of(names.Of(node.Key));

    private static string Region(PictureNode node) => node.IsRead ? node.Region ?? string.Empty : "not read";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
