using System.Xml.Linq;
using AzNetHelper.Rendering;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What programs that are not ours find in the text formats equals what is in the picture, of every case.</summary>
public sealed class ForeignReaderTests(PictureReaders readers) : IClassFixture<PictureReaders>
{
    private const string Large = "large";

    public static TheoryData<string> Names => [.. PictureReaders.Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mermaids_own_parser_finds_every_node_link_and_frame(string name)
    {
        var picture = PictureReaders.Cases[name].Picture;
        var read = await readers.OfAsync(name);
        if (name == Large)
        {
            // Mermaid keeps to its limit; the file says so, and the report splits it.
            Assert.Contains("Edge limit exceeded", read.Mermaid!.Error, StringComparison.Ordinal);
            return;
        }

        Assert.Null(read.Error ?? read.Mermaid!.Error);
        AreTheSame(picture, [read.Mermaid!], alsoAbout: true);
        Assert.Equal(VisibleText.Of(picture.Title), read.Mermaid!.Title);
    }

    public static TheoryData<string> LargeNames => [.. LargePictures.All.Keys];

    [Theory]
    [MemberData(nameof(LargeNames))]
    public async Task Mermaids_own_parser_finds_every_node_and_link_in_the_files_of_a_large_picture(string name)
    {
        var picture = LargePictures.All[name];
        var read = await readers.SplitAsync(name);
        Assert.All(read, d => Assert.Null(d.Error));
        Assert.All(read, d => Assert.InRange(d.Edges.Length, 0, MermaidPicture.MaxLinks));
        AreTheSame(picture, read[1..], alsoAbout: true);

        // The map counts what the others draw.
        var map = read[0];
        var told = string.Join('\n', map.Nodes.Where(n => n.Id != "about").Select(n => n.Text).Concat(map.Edges.Select(e => e.Text)));
        Assert.Equal(picture.Nodes.Count(n => n.IsNetwork), MermaidSplitTests.Counted(told, MermaidSplitTests.Networks()));
        Assert.Equal(picture.Links.Count(l => l.Kind == PictureLinkKind.Peering), MermaidSplitTests.Counted(told, MermaidSplitTests.Peerings()));
        Assert.All(map.Nodes, n => Assert.Empty(n.Elements.Except(["br"])));
        Assert.All(map.Edges, e => Assert.Empty(e.Elements));
        var drawn = map.Nodes.Select(n => n.Id).Except(["about", "rest"], StringComparer.Ordinal).ToArray();
        Assert.Equal(drawn.Length < picture.Frames.Length, map.Nodes.Any(n => n.Id == "rest"));
        Assert.All(picture.Frames.Where(f => drawn.Contains(f.Key, StringComparer.Ordinal)),
            f => Assert.Contains(Squeezed(VisibleText.Of(f.Title)), map.Nodes.Single(n => n.Id == f.Key).Text.Split('\n').Select(Squeezed)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reports_diagrams_hold_every_node_and_link_within_Mermaids_limits(string name)
    {
        var picture = PictureReaders.Cases[name].Picture;
        var report = (await readers.OfAsync(name)).Markdown!;
        if (picture.Nodes.IsEmpty)
        {
            Assert.Empty(report.Diagrams);
            return;
        }

        Assert.All(report.Diagrams, d => Assert.InRange(d.Size, 1, MermaidPicture.MaxCharacters));
        Assert.All(report.Diagrams, d => Assert.InRange(d.Edges.Length, 0, MermaidPicture.MaxLinks));
        ReadDiagram[] main = [.. report.Diagrams.Where(d => picture.Plan is null ? d.Heading != "Map" : d.Heading == "Diagram of the plan")];
        AreTheSame(picture, main, alsoAbout: false);
        Assert.Equal(name == Large || picture.View != PictureView.Overview, main.Any(d => d.Heading != "Diagram" && d.Heading != "Diagram of the plan"));
        Assert.Equal(main.Length > 1, report.Diagrams[0].Heading == "Map");
        if (picture.Plan is not null)
        {
            AreTheSame(picture.Side(after: false), [.. report.Diagrams.Where(d => d.Heading == "Before")], alsoAbout: false);
            AreTheSame(picture.Side(after: true), [.. report.Diagrams.Where(d => d.Heading == "After")], alsoAbout: false);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reports_tables_are_whole_and_hold_no_HTML_and_no_links(string name)
    {
        var picture = PictureReaders.Cases[name].Picture;
        var report = (await readers.OfAsync(name)).Markdown!;
        Assert.Empty(report.Html);
        Assert.Empty(report.Links);

        // Nothing that GitHub would make a mention, an issue or an emoji of.
        Assert.Empty(report.Signs);
        var names = new PictureNames(picture.Nodes);
        Assert.All(report.Tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Columns.Length, r.Length)));
        Assert.Equal(VisibleText.Of(picture.Title).Trim(), report.Headings[0]);
        Assert.Equal(picture.Nodes.Where(n => n.IsNetwork).Select(Shown), Column(report, "Virtual networks"));
        Assert.Equal(picture.Nodes.Where(n => !n.IsNetwork).Select(Shown).Order(StringComparer.Ordinal),
            Column(report, "Gateways, sites, circuits, appliances").Order(StringComparer.Ordinal));
        Assert.Equal(picture.Links.Length, new[] { "Peerings", "Connections", "Clients and connected groups" }.Sum(h => Column(report, h).Length));
        Assert.Equal(PictureWords.Counts(picture.Counts).Select(c => FormattableString.Invariant($"{PictureWords.Capital(c.Many)}={c.Count}")),
            report.Tables[0].Rows.Select(r => $"{r[0]}={r[1]}"));

        string Shown(PictureNode node) => $"{(node.Mark == PictureMark.None ? "" : $"{PictureWords.Of(node.Mark)} ")}{VisibleText.Of(names.Of(node.Key)).Trim()}";
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task MaxGraph_finds_every_node_link_and_place_in_draw_io(string name)
    {
        var picture = PictureReaders.Cases[name].Picture;
        var pages = (await readers.OfAsync(name)).Drawio!;
        var placed = PictureLayout.Of(picture);
        Holds(pages[0], placed);
        Assert.Equal(picture.Plan is null ? [] : new[] { "Before", "After" }, pages.Select(p => p.Name).Where(n => n is "Before" or "After"));
        if (picture.Plan is not null)
        {
            Holds(pages[1], PictureLayout.Of(picture.Side(after: false)));
            Holds(pages[2], PictureLayout.Of(picture.Side(after: true)));
        }
        else if (picture.View != PictureView.Overview)
        {
            Assert.Equal(picture.Frames.Select(f => VisibleText.Of(f.Title)), pages.Skip(1).Select(p => p.Name));
            Assert.Equal(picture.Links.Select(l => l.Key), pages.Skip(1).SelectMany(p => p.Edges.Select(e => e.Id)).Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Graphviz_draws_every_node_and_link(string name)
    {
        var picture = PictureReaders.Cases[name].Picture;
        var svg = XDocument.Parse(await readers.GraphAsync(name));
        var groups = svg.Descendants().Where(e => e.Name.LocalName == "g" && e.Attribute("class") is not null).ToLookup(e => (string)e.Attribute("class")!);
        Assert.Equal(picture.Nodes.Select(n => n.Key), groups["node"].Select(Id).Order(StringComparer.Ordinal));
        Assert.Equal(picture.Links.Select(l => l.Key), groups["edge"].Select(Id).Order(StringComparer.Ordinal));
        var hosts = picture.Nodes.Where(n => n.Host is not null).Select(n => n.Host).Distinct().Count();
        Assert.Equal(picture.Frames.Length + hosts, groups["cluster"].Count());
        var texts = groups["node"].ToDictionary(Id, g => string.Join('\n', g.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)));

        // graphviz writes blanks that stand together as no-break ones.
        var names = new PictureNames(picture.Nodes);
        Assert.All(picture.Nodes, n => Assert.Contains(Blanks(VisibleText.Of(names.Of(n.Key))), Blanks(texts[n.Key]), StringComparison.Ordinal));

        static string Id(XElement group) => (string)group.Attribute("id")!;

        static string Blanks(string text) => text.Replace('\u00A0', ' ').Replace(" ", "", StringComparison.Ordinal);
    }

    private static void Holds(ReadPage page, PlacedPicture placed)
    {
        var picture = placed.Picture;
        var vertices = page.Vertices.ToDictionary(v => v.Id, StringComparer.Ordinal);
        Assert.Equal(picture.Nodes.Select(n => n.Key).Concat(picture.Frames.Select(f => f.Key)).Append("about").Order(StringComparer.Ordinal),
            vertices.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(picture.Links.Select(l => (l.Key, l.From, l.To)), page.Edges.Select(e => (e.Id, e.From, e.To)).OrderBy(e => e.Id, StringComparer.Ordinal));
        Assert.All(page.Edges, e => Assert.Equal(Math.Max(0, placed.Links[e.Id].Length - 2), e.Points));
        Assert.All(page.Vertices, v => Assert.Empty(v.Elements.Except(["b", "br"])));
        Assert.All(page.Edges, v => Assert.Empty(v.Elements.Except(["b", "br"])));
        foreach (var node in picture.Nodes)
        {
            var vertex = vertices[node.Key];
            Assert.Contains(VisibleText.Of(node.Label), vertex.Text.Split('\n'));
            Assert.Equal(VisibleText.Of(node.Label), vertex.Name);

            // Ten points high with what is between them, the lines of a box stay in it.
            Assert.True(picture.Way is not null || vertex.Text.Split('\n').Length * 12 <= vertex.Height, $"{node.Key} holds {vertex.Text}");
            Assert.Equal(node.Host ?? picture.Frames.Single(f => f.Nodes.Contains(node.Key)).Key, vertex.Parent);
            var (x, y) = (0.0, 0.0);
            for (var at = vertex; at is not null; at = at.Parent is { } parent ? vertices.GetValueOrDefault(parent) : null)
            {
                (x, y) = (x + at.X, y + at.Y);
            }

            // Each place is rounded to a tenth.
            Assert.Equal(placed.Nodes[node.Key].X, x, 0.2);
            Assert.Equal(placed.Nodes[node.Key].Y, y, 0.2);
        }
    }

    private static void AreTheSame(Picture picture, ReadDiagram[] diagrams, bool alsoAbout)
    {
        var nodes = diagrams.SelectMany(d => d.Nodes).ToLookup(n => n.Id, StringComparer.Ordinal);
        Assert.Equal(picture.Nodes.Select(n => n.Key).Concat(alsoAbout ? ["about"] : []).Order(StringComparer.Ordinal),
            nodes.Select(n => n.Key).Order(StringComparer.Ordinal));
        Assert.Equal(picture.Links.Select(l => Ends(l.From, l.To)).Order(StringComparer.Ordinal),
            diagrams.SelectMany(d => d.Edges).Select(e => (Ends: Ends(e.From, e.To), e.Text)).Distinct().Select(e => e.Ends).Order(StringComparer.Ordinal));
        Assert.Equal(picture.Frames.SelectMany(f => f.Nodes).Order(StringComparer.Ordinal),
            diagrams.SelectMany(d => d.Frames).SelectMany(f => f.Nodes).Where(nodes.Contains).Distinct().Order(StringComparer.Ordinal));
        Assert.All(diagrams.SelectMany(d => d.Nodes), n => Assert.Empty(n.Elements.Except(["br"])));
        Assert.All(diagrams.SelectMany(d => d.Edges), n => Assert.Empty(n.Elements));
        Assert.All(diagrams.SelectMany(d => d.Frames), n => Assert.Empty(n.Elements));

        // A page puts blanks that stand together into one, and drops those at the ends.
        var names = new PictureNames(picture.Nodes);
        Assert.All(picture.Nodes, n => Assert.Contains(Squeezed(VisibleText.Of(names.Of(n.Key))), nodes[n.Key].First().Text.Split('\n').Select(Squeezed)));

        static string Ends(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";
    }

    private static string Squeezed(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string[] Column(ReadReport report, string heading) =>
        [.. report.Tables.Where(t => t.Heading == heading).SelectMany(t => t.Rows).Select(r => r[0])];
}
