using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What every writer is tried on.</summary>
internal static class PictureCases
{
    /// <summary>Names that try to break out of every format there is.</summary>
    public static ImmutableArray<string> Hostile { get; } =
    [
        "<script>alert(1)</script>", "\"];\nevil[\"x", "a\"b'c`d`e", "x | y || z", "``` \n# no", "\\\" \\n \\N \\G \\", "&lt;b&gt; &amp; &#60;",
        "#quot; #35; #lt;", "%%{init: {\"theme\":\"dark\"}}%%", "end", "1. first", "- item", "**bold** _it_ ~~no~~ $x$", "[x](javascript:alert(1))",
        "https://evil.example/ www.evil.example", "\u202Eevil\u202C\u2066x\u2069", "שלום עולם", "fa:fa-bomb ﬂ°°60¶ß", "👩‍🚀🇫🇷", new string('n', 80),
        "a<br/>b--x c --> d", "\u0000\u0001\u001B[31m", "\uD800 lone", "\uFFFE\uFFFF", "]]> --> <!-- ?>", "{{x}} {x} [[y]] ((z)) >q]", "<img src=x onerror=alert(1)>",
        "| --- | --- |", "!!! @everyone :bomb:", "end\r\nsubgraph x", "x;y;z", "label=\"\";shape=none;image=http://evil.example/",
    ];

    public static Topology Rich { get; } = RichEstate.Topology();

    public static IReadOnlyDictionary<string, (Picture Picture, Topology Topology)> All { get; } = Make();

    private static Dictionary<string, (Picture, Topology)> Make()
    {
        var cases = new Dictionary<string, (Picture, Topology)>(StringComparer.Ordinal);
        for (var seed = 100; seed < 112; seed++)
        {
            Add($"random-{seed}", RandomEstate.Make(seed), new() { View = (PictureView)(seed % 4) });
        }

        Add("empty", Topology.Empty, new());
        Add("spokes", new SnapshotEstate(30, 10) { HasFirewalls = true }.ToTopology(), new() { View = PictureView.Hub });
        Add("rich", Rich, new() { Title = "Our \"networks\" <b>" });
        Add("rich-hub", Rich, new() { View = PictureView.Hub });
        Add("rich-region", Rich, new() { View = PictureView.Region });
        var parser = new EndpointParser(Rich);
        foreach (var (from, to) in new[] { ("a", "b"), ("a", "half"), ("a", "site:office"), ("a", "torn") })
        {
            Add($"way-{from}-{to.Replace(':', '-')}", Rich, new() { Ends = (parser.Parse(from), parser.Parse(to)) });
        }

        Add("plan", Rich, new() { Plan = Plan() });
        var named = cases["rich"].Item1;
        cases["hostile"] = (Renamed(named, Hostile), Rich);
        return cases;

        void Add(string name, Topology topology, PictureOptions options) => cases[name] = (PictureBuilder.Of(topology, options), topology);
    }

    /// <summary>The same picture with other names everywhere.</summary>
    public static Picture Renamed(Picture picture, ImmutableArray<string> names) => picture with
    {
        Title = string.Concat(names),
        Nodes = [.. picture.Nodes.Select((n, i) => n with { Label = names[i % names.Length], Lines = [.. n.Lines, names[(i * 7) % names.Length]] })],
        Links = [.. picture.Links.Select((l, i) => l with { Text = names[(i * 3) % names.Length], Changes = [names[(i * 5) % names.Length]] })],
        Frames = [.. picture.Frames.Select((f, i) => f with { Title = names[(i * 11) % names.Length] })],
        Notes = names,
    };

    public static Plan Plan() => new("Join \"alone\"")
    {
        Changes =
        [
            .. VNetPeeringPlanner.Create(Rich, new(TestEstate.VNetId("alone"), TestEstate.VNetId("a"))).Changes,
            .. VNetPeeringPlanner.Remove(Rich, PeeringPair.Between(Rich, TestEstate.VNetId("hub"), TestEstate.VNetId("torn"))).Changes,
            .. VNetPeeringPlanner.Create(Rich, new(TestEstate.VNetId("hub"), TestEstate.VNetId("stale"))).Changes,
        ],
    };
}
