using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

public sealed class PlanProjectionTests
{
    [Fact]
    public void Peering_that_is_planned_connects_both_ends_and_carries_the_prefixes()
    {
        var topology = Two().Topology;
        var after = PlanProjection.Apply(topology, VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b"))));

        var pair = PeeringPair.Between(after, Net("a"), Net("b"));
        Assert.Equal((PeeringPairState.Connected, true), (pair.State, pair.IsInSync));
        Assert.Equal("10.1.0.0/16", Assert.Single(pair.Half!.RemoteAddressSpace!.Value).ToString());
        Assert.Equal(PeeringPairState.Absent, PeeringPair.Between(topology, Net("a"), Net("b")).State);
    }

    [Fact]
    public void Half_that_loses_the_other_is_disconnected()
    {
        var topology = Two().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected").Topology;
        var half = VNetPeeringPlanner.Remove(topology, PeeringPair.Between(topology, Net("a"), Net("b"))).Changes[0];
        var after = PlanProjection.Apply(topology, new("half") { Changes = [half] });
        Assert.Equal(PeeringState.Disconnected, after.VirtualNetwork(Net("b"))!.Peerings[0].State);
        Assert.Empty(after.VirtualNetwork(Net("a"))!.Peerings);
    }

    [Fact]
    public void Networks_and_children_come_and_go()
    {
        var topology = Two().Topology;
        var subnet = Net("a").Child("subnets", "web");
        var plan = new Plan("x")
        {
            Changes =
            [
                new(Net("c"), ChangeKind.Create, "x") { After = """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.9.0.0/16"]}}}""" },
                new(subnet, ChangeKind.Create, "x") { After = """{"properties":{"addressPrefix":"10.0.1.0/24"}}""" },
                new(subnet, ChangeKind.Update, "x") { After = """{"properties":{"addressPrefix":"10.0.2.0/24"}}""" },
                new(Net("b"), ChangeKind.Delete, "x"),
            ],
        };
        var after = PlanProjection.Apply(topology, plan);

        Assert.Equal(["a", "c"], after.VirtualNetworks.Select(n => n.Name));
        Assert.Equal("10.0.2.0/24", Assert.Single(Assert.Single(after.VirtualNetwork(Net("a"))!.Subnets).Prefixes).ToString());
    }

    private static Estate Two() => new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");
}
