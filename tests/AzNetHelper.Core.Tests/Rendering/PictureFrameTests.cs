using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed class PictureFrameTests
{
    // What is wrong with a spoke is looked for at its hub.
    [Theory]
    [InlineData("hub", "late")]
    [InlineData("late", "hub")]
    public void A_spoke_whose_other_half_is_missing_stands_with_its_hub(string at, string remote)
    {
        var picture = PictureBuilder.Of(TreePictureTests.HubAndSpokes().VNet("late", "10.3.0.0/16").VNet("alone", "10.4.0.0/16")
            .Half(at, remote, h => h["peeringState"] = "Initiated").Topology());

        Assert.Contains("vnet_rg_late", Assert.Single(picture.Frames, f => f.Hub == "vnet_rg_hub").Nodes);
        Assert.Equal(["vnet_rg_alone"], Assert.Single(picture.Frames, f => f.Hub is null).Nodes);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 80)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_hub_stands_first_in_its_own_frame(int seed)
    {
        var picture = PictureBuilder.Of(RandomEstate.Make(seed));

        Assert.All(picture.Frames.Where(f => f.Hub is not null), f => Assert.Equal(f.Hub, f.Nodes[0]));
        Assert.Equal(picture.Nodes.Where(n => n.Role == PictureRole.Hub).Select(n => n.Key),
            picture.Frames.Select(f => f.Hub).OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_that_are_peered_with_each_other_alone_are_no_hub_and_no_spoke()
    {
        var picture = PictureBuilder.Of(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").VNet("c", "10.2.0.0/16").Peer("a", "b").Topology());

        Assert.Equal([PictureRole.Peer, PictureRole.Peer, PictureRole.Isolated], picture.Nodes.Select(n => n.Role));
        Assert.Null(Assert.Single(picture.Frames).Hub);
    }
}
