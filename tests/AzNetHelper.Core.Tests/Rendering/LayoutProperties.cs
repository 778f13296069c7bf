using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed class LayoutProperties(ITestOutputHelper output)
{
    private static readonly Gen<Picture> Pictures = Gen.Select(Gen.Int[0, 100_000], Gen.Enum<PictureView>(),
        (seed, view) => PictureBuilder.Of(RandomEstate.Make(seed), new() { View = view }));

    [Fact]
    public void Boxes_keep_apart_and_inside() => Pictures.Sample(p => LayoutRules.Check(PictureLayout.Of(p)), iter: 400, threads: 1);

    [Fact]
    public void No_line_crosses_a_box_that_it_does_not_join() => Pictures.Sample(p => LayoutRules.CheckLines(PictureLayout.Of(p)), iter: 400, threads: 1);

    [Theory]
    [InlineData(PictureView.Overview)]
    [InlineData(PictureView.Hub)]
    [InlineData(PictureView.Region)]
    [InlineData(PictureView.Subscription)]
    public void The_rules_hold_for_everything_that_can_be_drawn_and_for_large_estates(PictureView view)
    {
        foreach (var topology in new[] { DrawnEstate.Make(), new SnapshotEstate(50, 10, 1).ToTopology(), new SnapshotEstate(500, 100, 1).ToTopology() })
        {
            var placed = PictureLayout.Of(PictureBuilder.Of(topology, new() { View = view }));
            LayoutRules.Check(placed);
            LayoutRules.CheckLines(placed);
        }
    }

    [Fact]
    public void A_line_begins_and_ends_at_its_boxes_and_has_no_slanted_piece() => Pictures.Sample(p =>
    {
        var placed = PictureLayout.Of(p);
        foreach (var link in p.Links)
        {
            var points = placed.Links[link.Key];
            Assert.True(LayoutRules.OnEdge(placed.Nodes[link.From], points[0]), $"{link.Key} begins elsewhere");
            Assert.True(LayoutRules.OnEdge(placed.Nodes[link.To], points[^1]), $"{link.Key} ends elsewhere");
            Assert.All(points.Zip(points.Skip(1)), piece => Assert.True(
                Math.Abs(piece.First.X - piece.Second.X) < 0.001 || Math.Abs(piece.First.Y - piece.Second.Y) < 0.001));
        }
    }, iter: 400, threads: 1);

    [Fact]
    public void The_same_picture_has_the_same_places() => Gen.Int[0, 100_000].Sample(seed =>
        Assert.Equal(DrawnSvg.Of(PictureBuilder.Of(RandomEstate.Make(seed))).Text, DrawnSvg.Of(PictureBuilder.Of(RandomEstate.Make(seed))).Text),
        iter: 50, threads: 1);

    [Fact]
    public void One_more_spoke_leaves_what_stands_before_it_where_it_is()
    {
        var (before, after) = (Placed(40), Placed(41));
        var stays = before.Nodes.Count(n => after.Nodes[n.Key] == n.Value);
        output.WriteLine($"{stays} of {before.Nodes.Count} boxes stay.");
        Assert.Equal(before.Nodes.Count, stays);

        static PlacedPicture Placed(int spokes)
        {
            var estate = new TestEstate().VNet("hub", "10.0.0.0/16");
            for (var at = 0; at < spokes; at++)
            {
                estate.VNet($"spoke-{at:D3}", $"10.{at + 1}.0.0/16").Peer("hub", $"spoke-{at:D3}");
            }

            return PictureLayout.Of(PictureBuilder.Of(estate.Topology()));
        }
    }

    [Fact]
    public void A_text_that_is_shortened_fits_and_stays_whole_signs() => Gen.Select(Gen.String, Gen.Double[20, 300]).Sample((text, width) =>
    {
        var clean = VisibleText.Of(text);
        var shortened = TextWidth.Shortened(clean, width, 12);
        Assert.True(shortened == "\u2026" || TextWidth.Of(shortened, 12) <= width);
        Assert.Equal(VisibleText.Of(shortened), shortened);
    }, iter: 500, threads: 1);
}
