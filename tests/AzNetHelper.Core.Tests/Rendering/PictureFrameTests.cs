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

    [Fact]
    public void Two_that_are_peered_with_each_other_alone_are_no_hub_and_no_spoke()
    {
        var picture = PictureBuilder.Of(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").VNet("c", "10.2.0.0/16").Peer("a", "b").Topology());

        Assert.Equal([PictureRole.Peer, PictureRole.Peer, PictureRole.Isolated], picture.Nodes.Select(n => n.Role));
        Assert.Null(Assert.Single(picture.Frames).Hub);
    }
}
