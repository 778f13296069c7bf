using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
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
        Assert.Equal(["title", "desc"], ids);
        Assert.Equal("title desc", (string?)drawn.Root.Attribute("aria-labelledby"));
        Assert.Equal("img", (string?)drawn.Root.Attribute("role"));
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
        Assert.StartsWith("<script>alert('x')</script> & \"q\" ]]> \uFFFDgnp.exe\uFFFD \u05E9\u05DC\u05D5\u05DD \U0001F600 \uFFFD", whole, StringComparison.Ordinal);

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

    [Fact]
    public void States_are_told_in_words_and_by_patterns()
    {
        var drawn = DrawnSvg.Of(Picture("all"));
        Assert.Contains("OutOfSync", drawn.Words);
        Assert.Contains("Disconnected", drawn.Words);
        Assert.Contains("Connected, closed", drawn.Words);
        Assert.Contains("Virtual WAN hub, not read", drawn.Words);
        Assert.Contains("Virtual network, not read", drawn.Words);
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
        var places = drawn.Groups("before").Concat(drawn.Groups("after")).Where(g => Enum.TryParse<PictureNodeKind>((string)g.Attribute("data-kind")!, out _))
            .GroupBy(g => (string)g.Attribute("data-key")!, g => g.Elements().First(e => e.Name.LocalName is "rect" or "path").ToString(), StringComparer.Ordinal);
        Assert.All(places, p => Assert.Single(p.Distinct(StringComparer.Ordinal)));
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

    [GeneratedRegex(@"^M[MLQhvaqlz0-9 .-]+$")]
    private static partial Regex PathData();
}
