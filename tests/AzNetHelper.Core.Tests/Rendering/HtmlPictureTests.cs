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
        Assert.Equal(ExplorerEstate.HostileNames.Select(VisibleText.Of).Order(StringComparer.Ordinal),
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
    public void What_a_plan_changes_is_told_as_it_was_too()
    {
        var (topology, plan) = ExplorerEstate.Sides();
        var networks = Data("picture", Page(topology, new() { Plan = plan })).GetProperty("networks").EnumerateArray().ToArray();

        Assert.Equal(2, networks.Length);
        Assert.Equal(["new", "stays"], Subnets(networks[0]));
        Assert.Equal(["old", "stays"], Subnets(networks[0].GetProperty("was")));
        Assert.Equal(["app"], Subnets(networks[1]));
        Assert.False(networks[1].TryGetProperty("was", out _));

        static IEnumerable<string?> Subnets(JsonElement network) => network.GetProperty("subnets").EnumerateArray().Select(s => s.GetProperty("name").GetString()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Names_that_look_alike_are_told_apart()
    {
        var topology = new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "app\u200B", "10.0.1.0/24").VNet("a\u200B", "10.1.0.0/16").Topology();
        var page = Page(topology, new() { Title = "a\u00ADb" });
        var nodes = Data("picture", page).GetProperty("nodes").EnumerateArray().ToArray();

        Assert.Contains("<title>a[U+00AD]b</title>", page, StringComparison.Ordinal);
        Assert.Equal(["a", "a[U+200B]"], nodes.Select(n => n.GetProperty("label").GetString()));
        Assert.Equal(["app[U+200B]"], Data("picture", page).GetProperty("networks").EnumerateArray()
            .SelectMany(n => n.GetProperty("subnets").EnumerateArray()).Select(s => s.GetProperty("name").GetString()));

        // A command takes the name itself.
        Assert.False(nodes[0].TryGetProperty("exact", out _));
        Assert.Equal(TestEstate.VNetId("a\u200B").ToString(), nodes[1].GetProperty("exact").GetString());
    }

    [Fact]
    public void Who_stops_it_does_not_wait_for_the_drawing()
    {
        using var stop = new CancellationTokenSource();
        using var writer = new StoppingWriter(stop);
        var topology = ExplorerEstate.Make();

        Assert.Throws<OperationCanceledException>(() => HtmlPicture.Write(PictureBuilder.Of(topology), writer, stop.Token));
        Assert.DoesNotContain("id=\"picture\"", writer.ToString(), StringComparison.Ordinal);
    }

    private sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void Write(string? value)
        {
            base.Write(value);
            stop.Cancel();
        }
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
        HtmlPicture.Write(PictureBuilder.Of(topology, options), writer, TestContext.Current.CancellationToken);
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
