using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What holds of the text formats without any tool.</summary>
public sealed class TextFormatTests
{
    private const string Newcomer = "spoke-00050";

    private static readonly string[] s_formats = ["mmd", "dot", "drawio", "md"];

    public static TheoryData<string> Names => [.. PictureCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_io_keeps_to_its_schema(string name)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(targetNamespace: null, Path.Combine(TestFiles.Repository(), "tests", "data", "pictures", "mxfile.xsd"));
        var document = XDocument.Parse(Written("drawio", PictureCases.All[name]));
        document.Validate(schemas, (_, e) => Assert.Fail(e.Message));
        Assert.All(document.Descendants("diagram"), page =>
        {
            var about = (string)page.Descendants("object").Single(o => (string?)o.Attribute("id") == "about").Attribute("label")!;
            Assert.All(DrawIoStyles.Legend, line => Assert.Contains(WebUtility.HtmlEncode(line), about, StringComparison.Ordinal));
        });
        Assert.All(document.Descendants("mxGeometry"), g => Assert.Equal(g.Parent!.Attribute("edge") is not null, g.Attribute("relative") is not null));
        Assert.All(document.Descendants("mxCell").Where(c => c.Attribute("style") is not null),
            c => Assert.Equal(c.Attribute("vertex") is null, c.Attribute("source") is not null && c.Attribute("edge") is not null));
    }

    [Theory]
    [InlineData("<object label=\"x\" id=\"x\"><mxCell style=\"html=1;\" vertex=\"1\" parent=\"nobody\"><mxGeometry x=\"0\" y=\"0\" width=\"1\" height=\"1\" as=\"geometry\"/></mxCell></object>")]
    [InlineData("<object label=\"x\" id=\"x\"><mxCell style=\"html=1;\" edge=\"1\" parent=\"1\" source=\"a\" target=\"b\"><mxGeometry relative=\"1\" as=\"geometry\"/></mxCell></object>")]
    [InlineData("<object label=\"x\" id=\"1\"><mxCell style=\"html=1\" vertex=\"1\" parent=\"1\"><mxGeometry as=\"geometry\"/></mxCell></object>")]
    public void Schema_refuses_what_is_wrong(string thing)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(targetNamespace: null, Path.Combine(TestFiles.Repository(), "tests", "data", "pictures", "mxfile.xsd"));
        var document = XDocument.Parse($"<mxfile compressed=\"false\"><diagram id=\"a\" name=\"a\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>{thing}"
            + "</root></mxGraphModel></diagram></mxfile>");
        Assert.Throws<XmlSchemaValidationException>(() => document.Validate(schemas, validationEventHandler: null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Same_networks_give_the_same_bytes_whatever_the_culture(string name)
    {
        foreach (var format in s_formats)
        {
            var text = Written(format, PictureCases.All[name]);
            Assert.Equal(text, In("th-TH", () => Written(format, PictureCases.All[name])));
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', text);
            Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');

            // Nothing turns the order of characters round, and nothing is lost on the way to a file.
            Assert.DoesNotContain('\u202E', text);
            Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Theory]
    [InlineData("mmd")]
    [InlineData("dot")]
    [InlineData("drawio")]
    [InlineData("md")]
    public void One_more_spoke_changes_its_own_lines_and_the_counts(string format)
    {
        var (before, after) = (Lines(50), Lines(51));
        var told = before.Except(after, StringComparer.Ordinal).Concat(after.Except(before, StringComparer.Ordinal)).ToArray();
        Assert.Contains(told, l => l.Contains(Newcomer, StringComparison.Ordinal));
        Assert.All(told, l => Assert.True(l.Contains(Newcomer, StringComparison.Ordinal) || l.Contains("spoke_00050", StringComparison.Ordinal)
            || IsCount(l), l));
        Assert.Equal(Kept(before), Kept(after));

        string[] Lines(int count)
        {
            var topology = new SnapshotEstate(count, subnets: 2).ToTopology();
            var text = Written(format, (PictureBuilder.Of(topology, new() { Title = "Ours" }), topology));

            // Where things stand in draw.io is the layout's: what they are stays.
            return format == "drawio" ? [.. XDocument.Parse(text).Descendants("object").Select(Placeless)] : text.Split('\n');
        }

        string[] Kept(string[] lines) => [.. lines.Where(l => !told.Contains(l, StringComparer.Ordinal))];

        static string Placeless(XElement thing)
        {
            thing.Descendants("mxGeometry").Remove();
            return thing.ToString(SaveOptions.DisableFormatting);
        }

        // Lines that hold numbers of how many there are.
        static bool IsCount(string line) => line.Contains("Virtual networks", StringComparison.Ordinal) || line.Contains("Virtual networks#58;", StringComparison.Ordinal)
            || line.StartsWith("| Peering halves |", StringComparison.Ordinal) || line.StartsWith("| vnet-hub-00000 | 5", StringComparison.Ordinal)
            || line.StartsWith("| rg-network-000/vnet-hub-00000 | rg-network-000/vnet-hub-00000 |", StringComparison.Ordinal);
    }

    [Fact]
    public void Report_of_many_networks_fits_a_summary_and_says_what_is_left_out()
    {
        var topology = new SnapshotEstate(1500, 100, subnets: 1).ToTopology();
        var picture = PictureBuilder.Of(topology);
        var report = Written("md", (picture, topology));
        Assert.InRange(Encoding.UTF8.GetByteCount(report), 500_000, MarkdownPicture.MaxBytes);
        Assert.Contains("are left out: a summary holds 1024 KiB. An export to .html or .json holds them.", report, StringComparison.Ordinal);
        Assert.Contains("Not asked for 1500 virtual networks", report, StringComparison.Ordinal);
        Assert.Contains("| Virtual networks | 1500 |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Way_is_numbered_and_stops_where_it_stops()
    {
        var way = PictureCases.All["way-a-torn"];
        var stop = way.Picture.Way!.Legs.SelectMany(l => l.Hops).First(h => h.IsBlocking);
        Assert.Contains($"{stop.Number.ToString(CultureInfo.InvariantCulture)}. **STOPS HERE** {MarkdownText.Of(stop.Text)}", Written("md", way), StringComparison.Ordinal);
        Assert.All(s_formats, f => Assert.Contains("STOPS HERE", Written(f, way), StringComparison.Ordinal));
        Assert.All(way.Picture.Way.Remedies, r => Assert.Contains($"- {MarkdownText.Of(r)}", Written("md", way), StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_is_marked_in_words()
    {
        var plan = PictureCases.All["plan"];
        Assert.All(s_formats, f => Assert.All(new[] { "ADDED", "REMOVED", "CHANGED" }, m => Assert.Contains(m, Written(f, plan), StringComparison.Ordinal)));
        var report = Written("md", plan);
        Assert.True(report.IndexOf("## Plan: Join", StringComparison.Ordinal) < report.IndexOf("## Findings of the audit before the plan", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_drawn_without_words_is_in_the_legend()
    {
        var (picture, topology) = PictureCases.All["rich"];
        var (diagram, report, graph) = (Written("mmd", (picture, topology)), Written("md", (picture, topology)), Written("dot", (picture, topology)));
        string[] said = ["doubled border", "dashed border", "dotted line", "access is switched off", "broken", "between two regions", "hub of Virtual WAN"];

        Assert.All(said, s => Assert.Contains(s, diagram, StringComparison.Ordinal));
        Assert.All(said, s => Assert.Contains(s, report, StringComparison.Ordinal));
        Assert.All(said, s => Assert.Contains(s, graph, StringComparison.Ordinal));
        Assert.All(new[] { diagram, report, graph }, t => Assert.Contains("\u2601 Virtual WAN hub", t, StringComparison.Ordinal));
        Assert.All(s_formats[..2], f => Assert.DoesNotContain("dotted line", Written(f, PictureCases.All["empty"]), StringComparison.Ordinal));
        Assert.All(new[] { "mmd", "dot" }, f => Assert.Contains("REMOVED", Written(f, PictureCases.All["plan"]), StringComparison.Ordinal));
        Assert.All(new[] { "mmd", "dot" }, f => Assert.Contains("The way is thick", Written(f, PictureCases.All["way-a-b"]), StringComparison.Ordinal));
    }

    // GitHub makes mentions, issues and emoji of the finished page's text, where an escaped sign is like any other.
    [Theory]
    [InlineData("@everyone", "`@`everyone")]
    [InlineData("a@b.example", "a`@`b.example")]
    [InlineData("@@:bomb:x", "`@@:`bomb:x")]
    [InlineData(":bomb:", "`:`bomb:")]
    [InlineData("10:30 to 11", "10:30 to 11")]
    [InlineData("hub: spoke", "hub: spoke")]
    [InlineData("#12 # x", "`#`12 \\# x")]
    [InlineData("\\`@a", "\\\\\\``@`a")]
    public void Signs_of_GitHub_are_code(string text, string written) => Assert.Equal(written, MarkdownText.Of(text));

    [Fact]
    public void Two_of_one_name_are_told_apart_wherever_they_are_named()
    {
        var nodes = new[] { ("a", "1", "one"), ("b", "1", "two"), ("c", "2", "two"), ("d", "2", "other") }.Select(n => new PictureNode(n.Item1, PictureNodeKind.VirtualNetwork,
            n.Item1 == "d" ? "alone" : "vnet") { Id = ResourceId.ForResource(n.Item2, n.Item3, "Microsoft.Network/virtualNetworks", n.Item1 == "d" ? "alone" : "vnet") }).ToArray();
        var picture = new Picture("t")
        {
            Nodes = [.. nodes], Frames = [new("f", "All", [.. nodes.Select(n => n.Key)])],
            Links = [new("a__b", PictureLinkKind.Peering, "a", "b") { Transit = PictureDirection.Forward, State = "Connected" }, new("b__c", PictureLinkKind.Peering, "b", "c")],
        };
        string[] names = ["1/one/vnet", "1/two/vnet", "2/two/vnet", "alone"];
        Assert.Equal(names, nodes.Select(n => new PictureNames(nodes).Of(n.Key)));
        Assert.Equal(["one/vnet", "two/vnet"], nodes[..2].Select(n => new PictureNames(nodes[..2]).Of(n.Key)));

        var report = Written("md", (picture, Topology.Empty));
        Assert.Contains("| 1/one/vnet | 1/two/vnet | Connected | gateway of 1/one/vnet |", report, StringComparison.Ordinal);
        Assert.All(s_formats.Where(f => f != "drawio"), f => Assert.All(names, n => Assert.Contains(n, Written(f, (picture, Topology.Empty)), StringComparison.Ordinal)));
    }

    [Fact]
    public void Gaps_are_told_in_every_format() =>
        Assert.All(s_formats, f => Assert.Contains("AuthorizationFailed", Written(f, PictureCases.All["rich"]), StringComparison.Ordinal));

    [Fact]
    public void Pages_of_draw_io_have_names_of_their_own_and_say_what_they_count()
    {
        var (picture, topology) = PictureCases.All["rich-hub"];
        picture = picture with { Frames = [.. picture.Frames.Select((f, at) => f with { Title = at == 0 ? "all" : "Hub" })] };
        var pages = XDocument.Parse(Written("drawio", (picture, topology))).Descendants("diagram").ToDictionary(d => (string)d.Attribute("name")!,
            d => (string)d.Descendants("object").Single(o => (string?)o.Attribute("id") == "about").Attribute("label")!, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["All", "all (2)", "Hub", "Hub (2)"], pages.Keys.Take(4));
        Assert.Equal(picture.Frames.Length + 1, pages.Count);
        var parts = PictureParts.Of(picture);
        Assert.All(pages.Skip(1).Zip(parts), p =>
        {
            Assert.Contains(WebUtility.HtmlEncode(PictureWords.Counted(p.Second.Counts)), p.First.Value, StringComparison.Ordinal);
            Assert.Equal(p.Second.Frames.Length > 1, p.First.Value.Contains("Counted is what this page shows: ", StringComparison.Ordinal));
        });
        Assert.DoesNotContain("Counted is what", pages["All"], StringComparison.Ordinal);
        Assert.NotEqual(picture.Counts, parts[0].Counts);
    }

    [Theory]
    [InlineData("plain name", "plain name")]
    [InlineData("a\u202Eb", "a[U+202E]b")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("👩‍🚀", "👩‍🚀")]
    [InlineData("\0", "[U+0000]")]
    [InlineData("a\u200Bb\u00ADc\u2060d\uFEFFe", "a[U+200B]b[U+00AD]c[U+2060]d[U+FEFF]e")]
    [InlineData("a\u034Fb\u180Ec\u115F\u1160\u3164\uFFA0d\u2800", "a[U+034F]b[U+180E]c[U+115F][U+1160][U+3164][U+FFA0]d[U+2800]")]
    [InlineData("a\uFFF9b\uFFFAc\uFFFB", "a[U+FFF9]b[U+FFFA]c[U+FFFB]")]
    [InlineData("a\U000E0041\U000E0001\U000E0FFF", "a[U+E0041][U+E0001][U+E0FFF]")]
    [InlineData("a\uFDD0\uFFFE\uE000\U000F0000", "a[U+FDD0][U+FFFE][U+E000][U+F0000]")]

    // Joiners and what chooses a look stay where they have something to join or to choose.
    [InlineData("a\u200Db\u200Cc\u200D", "a[U+200D]b[U+200C]c[U+200D]")]
    [InlineData("می\u200Cخواهم क्\u200Dष", "می\u200Cخواهم क्\u200Dष")]
    [InlineData("❤\uFE0F\u200D🔥 👨🏻\u200D⚕\uFE0F 🏳\uFE0F\u200D🌈 🙂\u200D↔\uFE0F", "❤\uFE0F\u200D🔥 👨🏻\u200D⚕\uFE0F 🏳\uFE0F\u200D🌈 🙂\u200D↔\uFE0F")]
    [InlineData("1\uFE0F\u20E3 葛\U000E0100 a\uFE0Fb 1\uFE0F \U000E0100", "1\uFE0F\u20E3 葛\U000E0100 a[U+FE0F]b 1[U+FE0F] [U+E0100]")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F അവന\u0D4D\u200D \u06DD12 ᠠ\u180Eᠡ",
        "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F അവന\u0D4D\u200D \u06DD12 ᠠ\u180Eᠡ")]
    [InlineData("⭐\uFE0F\uFE0F ⭐\u200D", "⭐\uFE0F[U+FE0F] ⭐[U+200D]")]
    public void What_cannot_be_seen_is_written_as_its_number(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Half_a_character_is_written_as_its_number() => Assert.Equal("a[U+D83D]b", VisibleText.Of($"a{(char)0xD83D}b"));

    private static string Written(string format, (Picture Picture, Topology Topology) what)
    {
        using var writer = new StringWriter(CultureInfo.CurrentCulture);
        switch (format)
        {
            case "mmd": MermaidPicture.Write(what.Picture, writer); break;
            case "dot": DotPicture.Write(what.Picture, writer); break;
            case "drawio": DrawIoPicture.Write(PictureLayout.Of(what.Picture), writer); break;
            default: MarkdownPicture.Write(what.Picture, what.Topology, writer); break;
        }

        return writer.ToString();
    }

    private static T In<T>(string culture, Func<T> work)
    {
        var was = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = was;
        }
    }
}
