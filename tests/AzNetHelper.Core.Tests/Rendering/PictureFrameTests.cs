using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.AddressSpaces;
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

    [Fact]
    public void What_a_gateway_leads_out_of_is_not_isolated()
    {
        var picture = PictureBuilder.Of(new TestEstate().VNet("one", "10.0.0.0/16").VNet("other", "10.1.0.0/16").VNet("site", "10.2.0.0/16")
            .VNet("line", "10.3.0.0/16").VNet("people", "10.4.0.0/16").VNet("idle", "10.5.0.0/16")
            .Gateway("gw1", "one").Gateway("gw2", "other").Connection("gw1", "gw2").Gateway("gw3", "site").Site("office", "gw3", prefixes: "192.168.0.0/24")
            .Gateway("gw4", "line", "ExpressRoute", "ErGw1Az").Circuit("er", "gw4").Gateway("gw5", "people", pool: "172.16.0.0/24").Gateway("gw6", "idle")
            .Topology());

        Assert.Equal(["idle"], picture.Nodes.Where(n => n.Role == PictureRole.Isolated).Select(n => n.Label));
        Assert.Equal(5, picture.Nodes.Count(n => n.Role == PictureRole.Peer));
    }

    [Fact]
    public void Two_hubs_of_one_name_have_frames_of_their_own_names()
    {
        var east = ResourceId.ForResource(TestEstate.VNetId("hub").SubscriptionId, "east", ResourceTypes.VirtualNetwork, "hub");
        var estate = TreePictureTests.HubAndSpokes().VNet("e1", "10.5.0.0/16").VNet("e2", "10.6.0.0/16").Half("e1", "hub", to: east).Half("e2", "hub", to: east);
        var topology = estate.Topology().With(
        [
            new(east, Encoding.UTF8.GetBytes(new JsonObject
            {
                ["id"] = east.ToString(), ["name"] = "hub", ["type"] = east.Type, ["location"] = "eastus",
                ["properties"] = new JsonObject
                {
                    ["addressSpace"] = TestEstate.Space("10.4.0.0/16"),
                    ["virtualNetworkPeerings"] = new JsonArray(Half("e1"), Half("e2")),
                },
            }.ToJsonString())),
        ]);

        var picture = PictureBuilder.Of(topology, new() { View = PictureView.Hub });
        Assert.Equal(["east/hub", "rg/hub"], picture.Frames.Select(f => f.Title));

        static JsonNode Half(string to) => new JsonObject
        {
            ["name"] = to,
            ["properties"] = new JsonObject
            {
                ["peeringState"] = "Connected", ["remoteVirtualNetwork"] = new JsonObject { ["id"] = TestEstate.VNetId(to).ToString() },
            },
        };
    }
}
