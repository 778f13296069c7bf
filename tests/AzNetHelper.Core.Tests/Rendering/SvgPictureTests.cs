using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed partial class SvgPictureTests
{
    private const string Nasty =
        "<script>alert('x')</script> & \"q\" ]]> \u202Egnp.exe\u202C \u05E9\u05DC\u05D5\u05DD \U0001F600 \u0001\uFFFF\ud800 `|`\r\n x";

    // SVG 1.1 (https://www.w3.org/TR/SVG11/) as far as it is used here, with what each element may carry.
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["svg"] = "version width height viewBox role aria-labelledby font-family xmlns",
        ["title"] = "id",
        ["desc"] = "id",
        ["style"] = "",
        ["g"] = "transform data-key data-kind data-read data-mark data-state data-side data-hop data-blocks",
        ["rect"] = "class x y width height rx fill stroke stroke-width stroke-dasharray",
        ["path"] = "class d fill stroke stroke-width stroke-dasharray stroke-linejoin stroke-linecap opacity",
        ["circle"] = "class cx cy r fill stroke stroke-width",
        ["text"] = "class x y font-size font-weight text-anchor fill text-decoration stroke stroke-width paint-order",
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Nothing_is_in_a_drawing_but_plain_svg(string name)
    {
        var drawn = DrawnSvg.Of(Picture(name));
        Assert.All(drawn.Root.DescendantsAndSelf(), element =>
        {
            Assert.True(Allowed.TryGetValue(element.Name.LocalName, out var attributes), element.Name.LocalName);
            Assert.All(element.Attributes(), a => Assert.Contains(a.Name.LocalName, attributes.Split(' ')));
        });
        Assert.All(drawn.All("path"), p => Assert.Matches(PathData(), (string)p.Attribute("d")!));
        Assert.DoesNotContain("url(", drawn.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", drawn.Text, StringComparison.Ordinal);
        var ids = drawn.Root.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().ToArray();
        Assert.Equal(2, ids.Length);
        Assert.Equal(string.Join(' ', ids), (string?)drawn.Root.Attribute("aria-labelledby"));
        Assert.Equal("img", (string?)drawn.Root.Attribute("role"));
    }

    [Fact]
    public void Ids_of_one_drawing_stay_and_are_no_other_drawings()
    {
        string[] names = ["all", "hub", "region", "plan", "way", "stop", "random 1", "random 2"];
        Assert.Equal(Ids("all"), Ids("all"));
        Assert.Equal(2 * names.Length, names.SelectMany(Ids).Distinct(StringComparer.Ordinal).Count());

        static string[] Ids(string name) => [.. DrawnSvg.Of(Picture(name) with { Title = "Ours" }).Root.Elements()
            .Select(e => (string?)e.Attribute("id")).OfType<string>()];
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Each_node_and_link_is_drawn_once(string name)
    {
        var picture = Picture(name);
        var drawn = DrawnSvg.Of(picture);
        if (picture.Plan is null)
        {
            Assert.Equal(picture.Nodes.Select(n => n.Key).Order(StringComparer.Ordinal), drawn.Keys<PictureNodeKind>().Order(StringComparer.Ordinal));
            Assert.Equal(picture.Links.Select(l => l.Key).Order(StringComparer.Ordinal), drawn.Keys<PictureLinkKind>().Order(StringComparer.Ordinal));
            return;
        }

        foreach (var (side, after) in new[] { ("before", false), ("after", true) })
        {
            var half = picture.Side(after);
            Assert.Equal(half.Nodes.Select(n => n.Key).Order(StringComparer.Ordinal), drawn.Keys<PictureNodeKind>(side).Order(StringComparer.Ordinal));
            Assert.Equal(half.Links.Select(l => l.Key).Order(StringComparer.Ordinal), drawn.Keys<PictureLinkKind>(side).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_a_network_is_called_stays_a_name()
    {
        var picture = Picture("all");
        var named = picture with
        {
            Title = Nasty,
            Nodes = [.. picture.Nodes.Select(n => n with { Label = Nasty, Lines = [Nasty, .. n.Lines] })],
            Links = [.. picture.Links.Select(l => l with { State = Nasty, Text = Nasty, Health = PictureHealth.Broken })],
            Frames = [.. picture.Frames.Select(f => f with { Title = Nasty })],
            Notes = [Nasty],
        };
        var drawn = DrawnSvg.Of(named);
        Assert.Equal(picture.Nodes.Length, drawn.Keys<PictureNodeKind>().Length);
        Assert.DoesNotContain(drawn.Root.Descendants(), e => e.Name.LocalName == "script");
        Assert.DoesNotContain(drawn.Text, c => c is '\u202E' or '\u202C' or '\u0001' or '\uFFFF' or '\r');
        var whole = drawn.Root.Elements().First(e => e.Name.LocalName == "title").Value;
        Assert.StartsWith("<script>alert('x')</script> & \"q\" ]]> [U+202E]gnp.exe[U+202C] \u05E9\u05DC\u05D5\u05DD \U0001F600 [U+0001]", whole, StringComparison.Ordinal);

        // Shortened in its box, whole to who points at it.
        var node = drawn.Groups().First(g => (string?)g.Attribute("data-kind") == "VirtualNetwork");
        Assert.Contains(whole, node.Elements().First(e => e.Name.LocalName == "title").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bytes_are_the_same_in_every_culture()
    {
        var here = DrawnSvg.Of(Picture("plan")).Text;
        foreach (var name in new[] { "tr-TR", "de-DE", "ar-SA", "" })
        {
            var before = CultureInfo.CurrentCulture;
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                Assert.Equal(here, DrawnSvg.Of(Picture("plan")).Text);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }

        Assert.DoesNotContain('\r', here);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void The_dark_theme_has_a_colour_for_each_thing_and_fills_nothing_that_is_a_line(string name)
    {
        var drawn = DrawnSvg.Of(Picture(name));
        var rules = Rule().Matches(drawn.All("style").Single().Value).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["rule"].Value, StringComparer.Ordinal);
        foreach (var element in drawn.Root.Descendants().Where(e => e.Attribute("class") is not null))
        {
            var rule = rules[((string)element.Attribute("class")!).Split(' ')[0]];
            var fills = rule.Contains("fill:#", StringComparison.Ordinal);
            Assert.Equal(((string?)element.Attribute("fill"))?.StartsWith('#') == true, fills);
            Assert.True(fills || rule.Contains("stroke:#", StringComparison.Ordinal), rule);
        }
    }

    [Theory]
    [InlineData("#ffffff", "#000000", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    public void Contrast_is_reckoned_as_wcag_does(string one, string other, double expected) =>
        Assert.Equal(expected, Contrast(one, other), 0.01);

    [Fact]
    public void Letters_and_lines_stand_out_in_both_themes()
    {
        SvgTone[] boxes =
        [
            SvgTone.Network, SvgTone.Hub, SvgTone.Alone, SvgTone.Cloud, SvgTone.Unread, SvgTone.Gateway, SvgTone.Firewall, SvgTone.Appliance,
            SvgTone.Balancer, SvgTone.Circuit, SvgTone.Site, SvgTone.Clients, SvgTone.Group, SvgTone.Frame, SvgTone.Page,
        ];
        Assert.All(boxes, box => Assert.All([SvgTone.Text, SvgTone.Faint], text =>
        {
            Assert.True(Contrast(text.Fill, box.Fill) >= 4.5, $"{text.Name} on {box.Name}: {Contrast(text.Fill, box.Fill)}");
            Assert.True(Contrast(text.DarkFill, box.DarkFill) >= 4.5, $"{text.Name} on {box.Name}, dark: {Contrast(text.DarkFill, box.DarkFill)}");
        }));
        SvgTone[] lines = [SvgTone.Trunk, SvgTone.Good, SvgTone.Wire, SvgTone.Warned, SvgTone.Bad, SvgTone.Off, SvgTone.Joint, .. boxes[..13]];
        Assert.All(lines, line =>
        {
            Assert.True(Contrast(line.Stroke, SvgTone.Frame.Fill) >= 3, $"{line.Name}: {Contrast(line.Stroke, SvgTone.Frame.Fill)}");
            Assert.True(Contrast(line.DarkStroke, SvgTone.Frame.DarkFill) >= 3, $"{line.Name}, dark: {Contrast(line.DarkStroke, SvgTone.Frame.DarkFill)}");
        });

        // The text formats, on white and on GitHub's dark ground.
        Assert.All(Enum.GetValues<PictureNodeKind>().SelectMany(k => new[] { PictureRole.None, PictureRole.Hub }.Select(r => new PictureNode("n", k, "n") { Role = r })), node =>
        {
            var colours = PicturePalette.Of(node);
            Assert.True(Contrast(PicturePalette.Text, colours.Fill) >= 7, $"{node}: {Contrast(PicturePalette.Text, colours.Fill)}");
            IsOnBoth(colours.Line, node.ToString());
        });
        Assert.All(Enum.GetValues<PictureHealth>(), h => IsOnBoth(PicturePalette.Of(h), h.ToString()));
        Assert.All([PictureMark.Added, PictureMark.Changed, PictureMark.Removed], m => IsOnBoth(PicturePalette.Of(m)!, m.ToString()));
        Assert.All([false, true], s => IsOnBoth(PicturePalette.OfWay(s), "way"));

        static void IsOnBoth(string line, string what) => Assert.True(Contrast(line, "#ffffff") >= 3 && Contrast(line, "#0d1117") >= 3, $"{what}: {line}");

        // The words of a state have the colour of its line.
        Assert.All([SvgTone.Good, SvgTone.Wire, SvgTone.Warned, SvgTone.Bad, SvgTone.Off], line =>
        {
            Assert.True(Contrast(line.Stroke, SvgTone.Frame.Fill) >= 4.5, line.Name);
            Assert.True(Contrast(line.DarkStroke, SvgTone.Frame.DarkFill) >= 4.5, line.Name);
        });
    }

    [Fact]
    public void States_are_told_in_words_and_by_patterns()
    {
        var drawn = DrawnSvg.Of(Picture("all"));
        Assert.Contains("OutOfSync", drawn.Words);
        Assert.Contains("Disconnected", drawn.Words);
        Assert.Contains("Connected, closed", drawn.Words);
        Assert.Contains("Virtual WAN hub, not read", drawn.Words);
        Assert.Contains("Virtual network, not read", drawn.Words);
        Assert.Contains(" \u00b7 7 VNets, 1 not read, 1 WAN hub", drawn.Words);
        Assert.Contains("Isolated: joined with none", drawn.Words);
        Assert.Equal([SvgNodes.Dotted, null], new[] { "vnet_rg_alone", "vnet_rg_branch" }.Select(key => (string?)drawn.Groups()
            .Single(g => (string?)g.Attribute("data-key") == key).Elements().First(e => e.Name.LocalName == "rect").Attribute("stroke-dasharray")));
        var strokes = Enum.GetValues<PictureHealth>().Select(h => SvgStroke.Of(PictureLinkKind.Peering, h).Dash).ToArray();
        Assert.Equal(strokes.Length, strokes.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(drawn.Words, w => w.StartsWith("19 virtual networks \u00b7 26 peering halves \u00b7 4 gateways", StringComparison.Ordinal));
    }

    [Fact]
    public void The_legend_explains_what_occurs_and_nothing_else()
    {
        Assert.Contains("Peering, disconnected", DrawnSvg.Of(Picture("all")).Words);
        var two = DrawnSvg.Of(PictureBuilder.Of(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").Peer("a", "b").Topology()));
        Assert.Contains("Peering, connected", two.Words);
        Assert.DoesNotContain("Peering, disconnected", two.Words);
        Assert.DoesNotContain("Not read", two.Words);
    }

    [Fact]
    public void Hops_are_numbered_and_the_one_that_stops_is_marked()
    {
        var way = Picture("stop").Way!;
        var drawn = DrawnSvg.Of(Picture("stop"));
        var hops = drawn.All("g").Where(g => g.Attribute("data-hop") is not null).ToArray();
        Assert.Equal(way.Legs.Sum(l => l.Hops.Count(h => h.From is not null)), hops.Length);
        Assert.Equal(way.Legs.Sum(l => l.Hops.Count(h => h.IsBlocking && h.From is not null)), hops.Count(h => h.Attribute("data-blocks") is not null));
        Assert.True(way.Legs.Any(l => l.Hops.Any(h => h.IsBlocking)));
        Assert.Contains(drawn.Words, w => w.StartsWith("Stops here: ", StringComparison.Ordinal));
        Assert.Contains(drawn.Words, w => w == "What to do");
        Assert.DoesNotContain(DrawnSvg.Of(Picture("way")).Words, w => w.StartsWith("Stops here: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_stands_before_and_after_with_its_marks_in_the_same_places()
    {
        var picture = Picture("plan");
        var drawn = DrawnSvg.Of(picture);
        var (added, removed) = (picture.Links.Single(l => l.Mark == PictureMark.Added).Key, picture.Links.Single(l => l.Mark == PictureMark.Removed).Key);
        Assert.Contains(added, drawn.Keys<PictureLinkKind>("after"));
        Assert.DoesNotContain(added, drawn.Keys<PictureLinkKind>("before"));
        Assert.Contains(removed, drawn.Keys<PictureLinkKind>("before"));
        Assert.DoesNotContain(removed, drawn.Keys<PictureLinkKind>("after"));
        Assert.Equal(picture.Links.Count(l => l.Mark == PictureMark.Changed) * 2, drawn.Groups().Count(g =>
            (string?)g.Attribute("data-mark") == "Changed" && Enum.TryParse<PictureLinkKind>((string)g.Attribute("data-kind")!, out _)));
        Assert.Contains("Added by the plan", drawn.Words);
        Assert.Contains("Removed by the plan", drawn.Words);

        // What is so before alone is explained, too.
        Assert.DoesNotContain(picture.Links, l => l.Health == PictureHealth.Waiting);
        Assert.Contains("Peering, waits for its other half", drawn.Words);
        Assert.Matches(@"Links by state before: .*Peering HalfMissing: 1.*\. After: (?!.*HalfMissing)", drawn.All("desc").Single().Value);
        var places = drawn.Groups("before").Concat(drawn.Groups("after")).Where(g => Enum.TryParse<PictureNodeKind>((string)g.Attribute("data-kind")!, out _))
            .GroupBy(g => (string)g.Attribute("data-key")!, g => Place(g.Elements().First(e => e.Name.LocalName is "rect" or "path")), StringComparer.Ordinal);
        Assert.All(places, p => Assert.Single(p.Distinct(StringComparer.Ordinal)));

        // What nothing led out of is so before alone.
        Assert.Equal(["Isolated", "Virtual network"], new[] { "before", "after" }.Select(side => drawn.Groups(side)
            .Single(g => (string?)g.Attribute("data-key") == "vnet_rg_alone").Descendants().Where(e => e.Name.LocalName == "text").ElementAt(1).Value.Split(" \u00b7 ")[0]));

        static string Place(XElement shape) => string.Join(' ', new[] { "x", "y", "width", "height", "d" }.Select(a => (string?)shape.Attribute(a)));
    }

    [Fact]
    public void Notes_and_the_empty_estate_are_drawn()
    {
        var empty = DrawnSvg.Of(PictureBuilder.Of(new Topology([])) with { Notes = ["rg could not be read (403): no rights"] });
        Assert.Contains("rg could not be read (403): no rights", empty.Words);
        Assert.Contains("0 virtual networks \u00b7 0 peering halves", empty.Words);
    }

    public static TheoryData<string> Pictures => ["all", "hub", "region", "subscription", "plan", "way", "stop", "random 1", "random 2", "random 3"];

    internal static Picture Picture(string name)
    {
        var topology = name.StartsWith("random", StringComparison.Ordinal)
            ? RandomEstate.Make(int.Parse(name.AsSpan(7), CultureInfo.InvariantCulture)) : DrawnEstate.Make();
        var ends = new EndpointParser(topology);
        return PictureBuilder.Of(topology, name switch
        {
            "hub" => new() { View = PictureView.Hub },
            "region" => new() { View = PictureView.Region },
            "subscription" => new() { View = PictureView.Subscription },
            "way" => new() { Ends = (ends.Parse("app"), ends.Parse("data")) },
            "stop" => new() { Ends = (ends.Parse("app"), ends.Parse("us-app")) },
            "plan" => new() { Plan = Changes(topology) },
            _ => new(),
        });
    }

    private static Plan Changes(Topology topology) => Plan.Of(
    [
        VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("alone"), TestEstate.VNetId("hub-eu"))),
        VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("mail"), TestEstate.VNetId("hub-eu"))),
        VNetPeeringPlanner.RemoveAll(topology, [.. PeeringPair.All(topology).Where(p => p.VNetId.Name == "app" && p.RemoteVNetId.Name == "data")]),
    ]);

    // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Light(one), Light(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

        static double Light(string colour) => new[] { 0.2126, 0.7152, 0.0722 }.Select((weight, at) =>
        {
            var part = int.Parse(colour.AsSpan(1 + (2 * at), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return weight * (part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4));
        }).Sum();
    }

    [GeneratedRegex(@"\.(?<name>[a-z-]+)\{(?<rule>[^{}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^M[MLQHVhvaqlz0-9 .-]+$")]
    private static partial Regex PathData();
}
