using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.PointToSite;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed partial class HtmlPictureTests
{
    [Fact]
    public void The_same_networks_give_the_same_page() => Assert.Equal(Page(ExplorerEstate.Make()), Page(ExplorerEstate.Make()));

    [Fact]
    public void Its_policy_names_its_own_script_and_style_and_nothing_else()
    {
        var page = Page(ExplorerEstate.Make());
        var policy = Policy().Match(page).Groups[1].Value;

        Assert.Equal($"default-src 'none'; script-src '{Hash(Script(), page)}'; style-src '{Hash(Style(), page)}'; img-src data:; base-uri 'none'; form-action 'none'", policy);
        Assert.Single(Script().Matches(page));
        Assert.Single(Style().Matches(page));

        static string Hash(Regex element, string page) =>
            $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.Match(page).Groups[1].Value)))}";
    }

    [Fact]
    public void Names_end_no_element()
    {
        var hostile = Page(ExplorerEstate.Hostile(), new() { Title = "</title></script>{{picture}}" });
        var plain = Page(ExplorerEstate.Make(), new() { Title = "plain" });

        Assert.Equal(Tags(plain), Tags(hostile));
        Assert.Contains("<title>&lt;/title&gt;&lt;/script&gt;{{picture}}</title>", hostile, StringComparison.Ordinal);
        var data = Data("picture", hostile);
        Assert.Equal(ExplorerEstate.HostileNames.Order(StringComparer.Ordinal),
            data.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("label").GetString()!).Order(StringComparer.Ordinal));

        static string[] Tags(string page) => [.. Element().Matches(page).Select(m => m.Value)];
    }

    [Fact]
    public void Holds_every_node_and_link_of_the_picture_in_each_view()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var topology = RandomEstate.Make(seed);
            var picture = PictureBuilder.Of(topology);
            var data = Data("picture", Page(topology));

            Assert.Equal(picture.Nodes.Select(n => n.Key), data.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("key").GetString()));
            Assert.Equal(picture.Links.Length, data.GetProperty("links").GetArrayLength());
            Assert.Equal(["Overview", "Subscription", "Region"], data.GetProperty("views").EnumerateObject().Select(v => v.Name));
            Assert.All(data.GetProperty("views").EnumerateObject(), view =>
            {
                Assert.Equal(Enumerable.Range(0, picture.Nodes.Length), view.Value.GetProperty("frames").EnumerateArray()
                    .SelectMany(f => f.GetProperty("nodes").EnumerateArray()).Select(n => n.GetInt32()).Order());
                Assert.Equal(picture.Nodes.Length, view.Value.GetProperty("boxes").GetArrayLength());
                Assert.Equal(picture.Links.Length, view.Value.GetProperty("ways").GetArrayLength());
            });
        }
    }

    [Fact]
    public void The_frames_of_a_view_do_not_depend_on_the_view_that_was_asked_for()
    {
        var topology = ExplorerEstate.Make();
        var overview = Data("picture", Page(topology)).GetProperty("views").ToString();

        Assert.Equal(overview, Data("picture", Page(topology, new() { View = PictureView.Region })).GetProperty("views").ToString());
        Assert.Equal(overview, Data("picture", Page(topology, new() { View = PictureView.Hub })).GetProperty("views").ToString());
    }

    [Fact]
    public void Too_many_networks_are_told_by_hub_and_ways_are_left_out_before()
    {
        var some = Data("reach", Page(new SnapshotEstate(501, 100, subnets: 1).ToTopology())).GetProperty("sides")[0];
        var many = Data("reach", Page(new SnapshotEstate(1001, 100, subnets: 1).ToTopology())).GetProperty("sides")[0];

        Assert.Equal((true, false), (some.TryGetProperty("cells", out var cells), some.TryGetProperty("ways", out _)));
        Assert.Equal(501 * 500, cells.GetBytesFromBase64().Length);
        Assert.False(many.TryGetProperty("cells", out _));
        Assert.Equal(1001 * 1000 / 2, many.GetProperty("hubs").EnumerateArray()
            .Sum(h => h.GetProperty("Reachable").GetInt64() + h.GetProperty("Partial").GetInt64() + h.GetProperty("Blocked").GetInt64() + h.GetProperty("Unknown").GetInt64()));
    }

    [Fact]
    public void The_licence_of_what_it_bundles_stands_in_the_page_and_in_the_notices()
    {
        var shipped = File.ReadAllText(Path.Combine(TestFiles.Repository(), "src", "AzNetHelper.Core", "Rendering", "Explorer", "LICENSES.txt"));
        var (head, licence) = (shipped[..shipped.IndexOf('\n', StringComparison.Ordinal)], shipped[(shipped.IndexOf('\n', StringComparison.Ordinal) + 2)..].Trim());
        var notices = File.ReadAllText(Path.Combine(TestFiles.Repository(), "THIRD-PARTY-NOTICES"));

        Assert.StartsWith("Copyright (c) ", licence, StringComparison.Ordinal);
        Assert.Contains(licence, Page(ExplorerEstate.Make()), StringComparison.Ordinal);
        Assert.Contains(licence, notices, StringComparison.Ordinal);
        Assert.Contains($"\n{head.Replace("explorer.js contains ", string.Empty, StringComparison.Ordinal)}\n", notices, StringComparison.Ordinal);
        using var wanted = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestFiles.Repository(), "src", "explorer", "package.json")));
        Assert.Equal(["cytoscape"], wanted.RootElement.GetProperty("dependencies").EnumerateObject().Select(d => d.Name));
    }

    private static string Page(Topology topology, PictureOptions? options = null)
    {
        using var writer = new StringWriter();
        HtmlPicture.Write(PictureBuilder.Of(topology, options), topology, writer, TestContext.Current.CancellationToken);
        return writer.ToString();
    }

    private static JsonElement Data(string id, string page)
    {
        var found = Regex.Match(page, $"<script type=\"application/json\" id=\"{id}\"( data-packed=\"deflate\")?>([^<]*)</script>");
        Assert.True(found.Success);
        using var bytes = new MemoryStream(found.Groups[1].Success ? Convert.FromBase64String(found.Groups[2].Value) : Encoding.UTF8.GetBytes(found.Groups[2].Value));
        using Stream text = found.Groups[1].Success ? new System.IO.Compression.DeflateStream(bytes, System.IO.Compression.CompressionMode.Decompress) : bytes;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    [GeneratedRegex("""Content-Security-Policy" content="([^"]*)">""")]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style id=\"[^\"]*\">(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("</?(script|style|title|body|head|meta|img|svg)\\b")]
    private static partial Regex Element();
}
