using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Peering;

/// <summary>What a removal says of those who lose something.</summary>
public sealed class RemovalTests
{
    [Fact]
    public void Those_who_lose_each_other_are_named()
    {
        var plan = Remove(Peered(), ("hub", "s1"));
        Assert.Equal("hub and s1 lose each other, until they are peered again.", plan.Changes[0].Impact.Statement);
        Assert.Equal(Impact.None, plan.Changes[1].Impact.Kind);
        Assert.Empty(plan.Notices);
    }

    [Fact]
    public void Clients_of_the_gateway_lose_the_network_that_used_it()
    {
        var estate = Peered("uses").WithGateway("hub");
        Set(estate, Gateway(), "vpnClientConfiguration", """{"vpnClientAddressPool":{"addressPrefixes":["172.31.0.0/24"]}}""");
        Set(estate, Gateway(), "vpnType", "\"RouteBased\"");
        var plan = Remove(estate, ("hub", "s1"));

        Assert.Contains("s1 also loses what it reaches through the gateway of hub.", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
        Assert.Contains("the clients of gw-hub and s1", Lost(plan), StringComparison.Ordinal);
        Assert.Contains("No longer reach each other: the clients of gw-hub and s1", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void Spokes_that_reached_each_other_through_the_gateway_are_named()
    {
        // Both spokes send what is for the other one to the hub's VPN gateway (azure-network-rules 2.3 c).
        var estate = Peered("uses").WithGateway("hub");
        Set(estate, Gateway(), "vpnType", "\"RouteBased\"");
        Route(estate, "s1", "10.2.0.0/16");
        Route(estate, "s2", "10.1.0.0/16");
        var plan = Remove(estate, ("hub", "s1"));

        Assert.Equal("ReachabilityLost", Assert.Single(plan.Notices).Id);
        Assert.Contains("s2 and s1", Lost(plan), StringComparison.Ordinal);
        Assert.DoesNotContain("hub and s2", Lost(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_removals_are_told_of_what_is_left_after_all_of_them()
    {
        var plan = Remove(Peered(), ("hub", "s1"), ("hub", "s2"));
        Assert.Equal("Remove 2 peerings", plan.Title);
        Assert.Equal(4, plan.WriteCount);
        Assert.Equal(2, plan.Changes.Count(c => c.Impact.Kind == Impact.CutsOff));
    }

    [Fact]
    public void A_peering_that_carries_nothing_is_not_said_to_cut_off()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").WithHalf("hub", "s1", "Disconnected");
        Assert.Contains("do not reach each other as it is", Remove(estate, ("hub", "s1")).Changes[0].Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_looked_at_is_limited_and_the_rest_is_said()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("far", "172.16.0.0/16").WithHalf("hub", "far", "Connected").WithHalf("far", "hub", "Connected");
        for (var i = 1; i <= 40; i++)
        {
            estate.With($"a{i}", $"10.{i}.0.0/16").WithHalf("hub", $"a{i}", "Connected").WithHalf($"a{i}", "hub", "Connected");
            estate.With($"b{i}", $"192.168.{i}.0/24").WithHalf("far", $"b{i}", "Connected").WithHalf($"b{i}", "far", "Connected");
        }

        // 41 on one side with 41 on the other, the pair itself apart.
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var plan = Remove(estate, ("hub", "far"));
        TestContext.Current.TestOutputHelper?.WriteLine($"1,000 pairs before and after: {watch.Elapsed.TotalMilliseconds:F0} ms");
        Assert.StartsWith($"{(41 * 41) - 1 - 1000} pairs around hub and far were not looked at",
            Assert.Single(plan.Notices).Message, StringComparison.Ordinal);
    }

    private static string Lost(Plan plan) => plan.Notices.Single(n => n.Id == "ReachabilityLost").Message;

    private static ResourceId Gateway() => ResourceId.ForResource(Net("hub").SubscriptionId, "net", ResourceTypes.VirtualNetworkGateway, "gw-hub");

    private static Plan Remove(Estate estate, params (string One, string Other)[] pairs) => VNetPeeringPlanner.RemoveAll(
        estate.Topology, [.. pairs.Select(p => PeeringPair.Between(estate.Topology, Net(p.One), Net(p.Other)))]);

    private static Estate Peered(string spokeFlag = "") => new Estate()
        .With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").With("s2", "10.2.0.0/16")
        .WithHalf("hub", "s1", "Connected", "lends").WithHalf("s1", "hub", "Connected", spokeFlag)
        .WithHalf("hub", "s2", "Connected", "lends").WithHalf("s2", "hub", "Connected", spokeFlag);

    private static void Set(Estate estate, ResourceId id, string member, string json) =>
        estate.Arm[id]["properties"]![member] = System.Text.Json.Nodes.JsonNode.Parse(json);

    private static void Route(Estate estate, string network, string prefix)
    {
        var table = ResourceId.ForResource(Net("hub").SubscriptionId, "net", ResourceTypes.RouteTable, $"rt-{network}");
        estate.Arm.Put(table, $$$"""
            {"location":"westeurope","properties":{"routes":[{"name":"other","properties":{"addressPrefix":"{{{prefix}}}","nextHopType":"VirtualNetworkGateway"} }]} }
            """);
        var own = ((string)JsonBody.At(estate.Arm[Net(network)], "properties.addressSpace.addressPrefixes")!.AsArray()[0]!).Replace("/16", "/24", StringComparison.Ordinal);
        Set(estate, Net(network), "subnets", $$$"""
            [{"name":"a","id":"{{{Net(network).Child("subnets", "a")}}}","properties":{"addressPrefix":"{{{own}}}","routeTable":{"id":"{{{table}}}" } } }]
            """);
    }
}
