using System.Globalization;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>Networks as a tree of text: everything once, in words.</summary>
public sealed partial class TreePictureTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    /// <summary>The lines are read back: every node stands once, every link once, and the counts are those of the topology.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_node_and_every_link_stands_once(int seed)
    {
        var topology = RandomEstate.Make(seed);
        foreach (var view in Enum.GetValues<PictureView>())
        {
            var picture = PictureBuilder.Of(topology, new() { View = view });
            var tree = Lines(picture).SkipWhile(l => l.Length > 0).ToArray();
            tree = [.. tree.TakeWhile(l => !l.StartsWith("Shown: ", StringComparison.Ordinal))];

            var nodes = tree.Select(l => NodeLine().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal);
            Assert.Equal(picture.Nodes.Select(n => n.Label).Order(StringComparer.Ordinal), nodes.Select(Short));
            Assert.Equal(picture.Links.Length, tree.Count(l => l.Contains(" [", StringComparison.Ordinal)));
            Assert.Equal(picture.Links.Select(l => l.State).Order(StringComparer.Ordinal),
                tree.Select(l => LinkState().Match(l)).Where(m => m.Success).Select(m => m.Groups["state"].Value).Order(StringComparer.Ordinal));
            Assert.Equal(picture.Frames.Length, tree.Count(l => l.Length == 0) - 1);
        }

        static string Short(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_counts_are_those_of_the_topology(int seed)
    {
        var topology = RandomEstate.Make(seed);
        var shown = Lines(PictureBuilder.Of(topology)).Single(l => l.StartsWith("Shown: ", StringComparison.Ordinal));

        Assert.Equal(topology.VirtualNetworks.Length, Said(shown, "virtual network"));
        Assert.Equal(topology.VirtualNetworks.Sum(n => n.Peerings.Length), Said(shown, "peering hal(f|ve)"));
        Assert.Equal(topology.Gateways.Length, Said(shown, "gateway"));
        Assert.Equal(topology.Connections.Length, Said(shown, "connection"));
        Assert.Equal(topology.LocalNetworkGateways.Length, Said(shown, "on-premises site"));
        Assert.Equal(topology.Circuits.Length, Said(shown, "ExpressRoute circuit"));
        Assert.Equal(topology.Firewalls.Length, Said(shown, "firewall"));
        Assert.Equal(topology.LoadBalancers.Length, Said(shown, "load balancer"));
        Assert.Equal(topology.ConnectedGroups.Length, Said(shown, "connected group"));
    }

    [Fact]
    public void A_hub_with_its_spokes_reads_as_a_person_would_write_it()
    {
        Assert.Equal(
            """
            3 virtual networks, 2 peerings, 1 gateway

            hub: hub, 10.0.0.0/16, westeurope
            ├─ vpn: VPN gateway, VpnGw1AZ
            ├─ s1: spoke, 10.1.0.0/16, westeurope [Connected; s1 uses the gateway of hub]
            └─ s2: spoke, 10.2.0.0/16, westeurope [Connected; s2 uses the gateway of hub]

            Shown: 3 virtual networks, 4 peering halves, 1 gateway.
            """.ReplaceLineEndings("\n").Split('\n'),
            Lines(PictureBuilder.Of(HubAndSpokes().Topology())));
    }

    [Fact]
    public void Without_signs_of_Unicode_the_branches_are_of_ASCII()
    {
        var lines = Lines(PictureBuilder.Of(HubAndSpokes().Topology()), unicode: false);

        Assert.All(lines, l => Assert.All(l, c => Assert.InRange(c, ' ', '~')));
        Assert.Contains(lines, l => l.StartsWith("|- s1: ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("`- s2: ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_carries_nothing_has_a_mark_and_says_what_mends_it()
    {
        var lines = Lines(PictureBuilder.Of(HubAndSpokes().VNet("half", "10.3.0.0/16").Half("hub", "half", h => h["peeringState"] = "Initiated").Topology()));

        var line = Assert.Single(lines, l => l.Contains("half: ", StringComparison.Ordinal));
        Assert.Contains("[! HalfMissing; ", line, StringComparison.Ordinal);
        Assert.Contains("Repair-VNetPeering", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_marked_with_signs_and_words()
    {
        var topology = HubAndSpokes().VNet("new", "10.4.0.0/16").Topology();
        var plan = VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("hub"), TestEstate.VNetId("new")));

        var lines = Lines(PictureBuilder.Of(topology, new() { Plan = plan }));

        var line = Assert.Single(lines, l => l.Contains(" new: ", StringComparison.Ordinal));
        Assert.Contains("[+ Connected; added by the plan; Create peering 'hub-to-new' in hub; ", line, StringComparison.Ordinal);
        Assert.Contains("The plan: 1 added (+), 0 changed (~), 0 removed (-).", lines);
        Assert.DoesNotContain(lines.Where(l => l != line), l => l.Contains("by the plan", StringComparison.Ordinal));
    }

    [Fact]
    public void A_way_is_told_hop_by_hop_to_where_it_stops()
    {
        var topology = HubAndSpokes().Topology();
        var picture = PictureBuilder.Of(topology, new()
        {
            Ends = (new VNetEndpoint(TestEstate.VNetId("s1")), new VNetEndpoint(TestEstate.VNetId("s2"))),
        });

        var lines = Lines(picture);

        Assert.Contains($"The way from {picture.Way!.Source} to {picture.Way.Destination} and back: Blocked", lines);
        Assert.Equal(picture.Way.Legs.Length, lines.Count(l => l.EndsWith("  <== it stops here", StringComparison.Ordinal)));
        Assert.Equal(picture.Way.Legs.Sum(l => l.Hops.Length), lines.Count(l => HopLine().IsMatch(l)));
        Assert.All(picture.Way.Reasons, r => Assert.Contains($"  Why: {r}", lines));
        Assert.All(picture.Way.Remedies, r => Assert.Contains($"  What helps: {r}", lines));
    }

    // A control character of a name would be a command to the terminal; a turned direction would hide what is behind it.
    [Theory]
    [InlineData("red\u001b[31m", "red[U+001B][31m")]
    [InlineData("two\nlines\rx", "two lines x")]
    [InlineData("abc\u202Efdp.exe", "abc[U+202E]fdp.exe")]
    [InlineData("null\0\u009Bx", "null[U+0000][U+009B]x")]
    [InlineData("שלום-ネット-é", "שלום-ネット-é")]
    [InlineData("👩‍💻", "👩‍💻")]
    public void Names_are_text_whatever_is_in_them(string name, string shown)
    {
        var picture = new Picture("t") { Nodes = [new("n", PictureNodeKind.VirtualNetwork, name)], Frames = [new("f", name, ["n"])] };

        var lines = Lines(picture);

        Assert.Contains($"{shown}:", lines);
        Assert.Contains($"└─ {shown}: virtual network", lines);
        Assert.All(lines.SelectMany(l => l.EnumerateRunes()), r => Assert.NotEqual(UnicodeCategory.Control, System.Text.Rune.GetUnicodeCategory(r)));
    }

    [Fact]
    public void Half_a_letter_is_shown_as_its_number() =>
        Assert.Contains("[U+D800]:", Lines(new("t") { Nodes = [new("n", PictureNodeKind.Site, "x")], Frames = [new("f", "\ud800", ["n"])] }));

    [Fact]
    public void Two_of_one_name_are_told_apart()
    {
        var picture = new Picture("t")
        {
            Nodes =
            [
                new("a", PictureNodeKind.VirtualNetwork, "vnet") { Id = ResourceId.Parse("/subscriptions/1/resourceGroups/one/providers/Microsoft.Network/virtualNetworks/vnet") },
                new("b", PictureNodeKind.VirtualNetwork, "VNET") { Id = ResourceId.Parse("/subscriptions/1/resourceGroups/two/providers/Microsoft.Network/virtualNetworks/VNET") },
                new("c", PictureNodeKind.VirtualNetwork, "vnet") { Id = ResourceId.Parse("/subscriptions/2/resourceGroups/two/providers/Microsoft.Network/virtualNetworks/vnet") },
            ],
            Frames = [new("f", "All", ["a", "b", "c"])],
        };

        var names = Lines(picture).TakeWhile(l => !l.StartsWith("Shown", StringComparison.Ordinal)).Select(l => NodeLine().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value).ToArray();

        Assert.Equal(3, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    // A chain of networks must not become a stairway that nobody can follow (and that overflows a stack).
    [Fact]
    public void A_tree_stays_shallow_however_long_a_chain_of_networks_is()
    {
        var estate = new TestEstate();
        for (var i = 0; i < 300; i++)
        {
            estate.VNet($"v{i:D3}", $"10.{i / 250}.{i % 250}.0/24");
        }

        for (var i = 1; i < 300; i++)
        {
            estate.Peer($"v{i - 1:D3}", $"v{i:D3}");
        }

        var topology = estate.Topology();
        foreach (var view in Enum.GetValues<PictureView>())
        {
            var lines = Lines(PictureBuilder.Of(topology, new() { View = view }));
            Assert.All(lines, l => Assert.InRange(l.Length - l.TrimStart(' ', '│', '├', '└', '─').Length, 0, 15));
            Assert.Equal(299, lines.Count(l => l.Contains(" [", StringComparison.Ordinal)));
        }
    }

    internal static TestEstate HubAndSpokes() => new TestEstate().VNet("hub", "10.0.0.0/16").VNet("s1", "10.1.0.0/16").VNet("s2", "10.2.0.0/16")
        .Spoke("hub", "s1").Spoke("hub", "s2").Gateway("vpn", "hub");

    private static string[] Lines(Picture picture, bool unicode = true)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        TreePicture.Write(picture, writer, unicode);
        var text = writer.ToString();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    private static int Said(string shown, string what) =>
        Regex.Match(shown, $@"(\d+) {what}s?[,.]", RegexOptions.ExplicitCapture | RegexOptions.None, TimeSpan.FromSeconds(5)) is { Success: true } match
            ? int.Parse(match.Value.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    // What stands before a colon and is no arrow; a heading ends with its colon.
    [GeneratedRegex(@"^(?![ │├└─]*-->)[ │├└─]*([+~-] )?(?<name>[^ :│├└─][^:]*): \S", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NodeLine();

    [GeneratedRegex(@" \[([+~-] )?(! )?(?<state>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LinkState();

    [GeneratedRegex(@"^    \d+\. ", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex HopLine();
}
