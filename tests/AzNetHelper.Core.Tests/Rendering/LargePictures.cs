using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;

namespace AzNetHelper.Tests.Rendering;

/// <summary>Pictures that Mermaid does not draw in one diagram.</summary>
internal static class LargePictures
{
    private static readonly Lazy<Dictionary<string, Picture>> s_all = new(Make);

    public static IReadOnlyDictionary<string, Picture> All => s_all.Value;

    private static Dictionary<string, Picture> Make()
    {
        var hubs = new SnapshotEstate(240, 60, subnets: 1, perSubscription: 100) { HasFirewalls = true }.ToTopology();
        return new(StringComparer.Ordinal)
        {
            ["one-hub"] = PictureBuilder.Of(new SnapshotEstate(520, 520, subnets: 1).ToTopology()),
            ["hubs"] = PictureBuilder.Of(hubs, new() { View = PictureView.Hub }),
            ["subscriptions"] = PictureBuilder.Of(hubs, new() { View = PictureView.Subscription }),
            ["hostile"] = PictureCases.Renamed(PictureBuilder.Of(hubs), PictureCases.Hostile),
            ["random"] = Random(1, nodes: 400, frames: 8, links: 900),
            ["meshed"] = Random(2, nodes: 120, frames: 40, links: 1500),
        };
    }

    /// <summary>Nodes in frames and links between any of them, each in any state.</summary>
    public static Picture Random(int seed, int nodes, int frames, int links)
    {
        // A test's choice is to be the same in every run.
#pragma warning disable CA5394
        var random = new Random(seed);
        var all = Enumerable.Range(0, nodes).Select(i => new PictureNode(Text($"vnet_{i:D4}"), random.Next(8) == 0 ? PictureNodeKind.Site : PictureNodeKind.VirtualNetwork, Text($"n{i}"))
        {
            Lines = [Text($"10.{i / 250}.{i % 250}.0/24")], IsRead = random.Next(20) > 0, Mark = random.Next(30) == 0 ? PictureMark.Added : PictureMark.None,
        }).ToArray();
        var joined = Enumerable.Range(0, links).Select(_ => (One: random.Next(nodes), Other: random.Next(nodes))).Where(l => l.One < l.Other).Distinct()
            .Select(l => new PictureLink($"{all[l.One].Key}__{all[l.Other].Key}", PictureLinkKind.Peering, all[l.One].Key, all[l.Other].Key)
            {
                Health = (PictureHealth)random.Next(6), State = "S" + random.Next(3).ToString(CultureInfo.InvariantCulture), Transit = (PictureDirection)random.Next(4),
            }).OrderBy(l => l.Key, StringComparer.Ordinal).ToArray();
#pragma warning restore CA5394
        return new(Text($"Random {seed}"))
        {
            Nodes = [.. all],
            Links = [.. joined],
            Frames = [.. all.Select((n, i) => (n.Key, Frame: i % frames)).GroupBy(n => n.Frame).Select(g => new PictureFrame(Text($"region_{g.Key:D2}"), Text($"Region {g.Key}"), [.. g.Select(n => n.Key)]))],
        };

        static string Text(FormattableString text) => FormattableString.Invariant(text);
    }
}
