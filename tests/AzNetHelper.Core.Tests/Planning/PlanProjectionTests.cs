using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;
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

    [Theory]
    [InlineData("Connected", PeeringState.Connected, Verdict.Unknown)]
    [InlineData("Initiated", PeeringState.Initiated, Verdict.Unknown)]
    [InlineData("Disconnected", PeeringState.Initiated, Verdict.Unknown)]
    public void Half_whose_far_end_was_not_read_keeps_its_state(string state, PeeringState expected, Verdict verdict)
    {
        var estate = Two().WithHalf("a", "b", state);
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        var update = plan.Changes.Single(c => c.Resource.Parent == Net("a")) with { DependsOn = [] };
        var after = PlanProjection.Apply(estate.Topology.With([], [Net("b")]), plan with { Changes = [update] });
        var half = Assert.Single(after.VirtualNetwork(Net("a"))!.Peerings);
        Assert.Equal((expected, true), (half.State, half.AllowForwardedTraffic));
        Assert.Equal(verdict, new ReachabilityEngine(after).Ask(new VNetEndpoint(Net("a")), new VNetEndpoint(Net("b"))).Verdict);
    }

    [Fact]
    public void Half_that_is_made_to_a_network_that_was_not_read_has_no_known_state()
    {
        var topology = Two().Topology;
        var made = VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b"))).Changes[0];
        var after = PlanProjection.Apply(topology.With([], [Net("b")]), new("half") { Changes = [made] });
        Assert.Equal(PeeringState.Unknown, Assert.Single(after.VirtualNetwork(Net("a"))!.Peerings).State);
        var answer = new ReachabilityEngine(after).Ask(new VNetEndpoint(Net("a")), new VNetEndpoint(Net("b")));
        Assert.Equal((Verdict.Unknown, ReasonId.VNetNotRead), (answer.Verdict, Assert.Single(answer.Reasons).Id));
    }

    [Fact]
    public void What_is_not_among_the_networks_is_named_and_the_rest_is_laid()
    {
        var topology = Two().Topology;
        var plan = VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b")));
        var known = topology.With([], [Net("b")]);
        var refusal = Assert.Single(PlanProjection.Of(known, plan).Refusals);
        Assert.Equal(("PlanResourceNotFound", Net("b"), FailureKind.ObjectNotFound), (refusal.CheckId, refusal.Resource.Parent, refusal.Kind));
        Assert.Contains(Net("b").ToString(), Assert.Throws<PlanRefusedException>(() => PlanProjection.Apply(known, plan)).Message, StringComparison.Ordinal);
        var lone = new Plan("x") { Changes = [new(Net("c"), ChangeKind.Update, "x") { Before = "{}", After = "{}" }] };
        Assert.Equal(Net("c"), Assert.Single(PlanProjection.Of(topology, lone).Refusals).Resource);
    }

    [Fact]
    public void What_depends_on_a_refused_change_is_left_out()
    {
        // Since the plan was made, somebody has deleted a's half.
        var estate = Two().WithGateway("b").WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")) { LocalHalf = new() { UseRemoteGateways = true } });
        var torn = Two().WithGateway("b").WithHalf("b", "a", "Disconnected").Topology;
        var projection = PlanProjection.Of(torn, plan);
        Assert.Equal("PlanDrifted", Assert.Single(projection.Refusals).CheckId);

        var create = new Change(Half("a", "new"), ChangeKind.Create, "x") { After = HalfAfter("b") };
        var late = new Change(Half("b", "b-to-a"), ChangeKind.Delete, "x") { DependsOn = [create.Key] };
        projection = PlanProjection.Of(torn, new("x") { Changes = [create, late] });
        Assert.Equal("RemotePeeringIsDisconnected", Assert.Single(projection.Refusals).CheckId);
        Assert.Single(projection.Topology.VirtualNetwork(Net("b"))!.Peerings);
    }

    [Theory]
    [InlineData("lends,uses", "", "GatewayFlagsConflict")]
    [InlineData("uses", "", "RemotePeeringDisallowsGatewayTransit")]
    [InlineData("", "uses", "GatewayInUse")]
    public void Flags_that_the_other_half_does_not_allow_are_refused(string wanted, string other, string id)
    {
        var topology = Two().WithHalf("a", "b", "Connected", "lends").WithHalf("b", "a", "Connected", other).Topology;
        var change = new Change(Half("a", "a-to-b"), ChangeKind.Update, "x") { After = HalfAfter("b", wanted.Split(',')) };
        Assert.Equal(id, Assert.Single(PlanProjection.Of(topology, new("x") { Changes = [change] }).Refusals).CheckId);
    }

    [Fact]
    public void Second_half_to_one_network_and_second_remote_gateway_are_refused()
    {
        var topology = Two().With("c", "10.2.0.0/16").WithHalf("a", "b", "Connected", "uses").WithHalf("b", "a", "Connected", "lends").Topology;
        var again = new Change(Half("a", "again"), ChangeKind.Create, "x") { After = HalfAfter("b") };
        var second = new Change(Half("a", "a-to-c"), ChangeKind.Create, "x") { After = HalfAfter("c", "uses") };
        Assert.Equal(["AnotherPeeringAlreadyReferencesRemoteVnet", "SpokeUsesOtherGateway"],
            PlanProjection.Of(topology, new("x") { Changes = [again, second] }).Refusals.Select(r => r.CheckId));
    }

    [Fact]
    public void Network_that_grows_keeps_its_peerings_and_leaves_them_out_of_sync_until_they_are_synced()
    {
        var topology = Two().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected").Topology;
        var grow = new Change(Net("b"), ChangeKind.Update, "x")
        {
            After = """{"properties":{"addressSpace":{"addressPrefixes":["10.1.0.0/16","10.9.0.0/16"]},"virtualNetworkPeerings":[]}}""",
        };
        var grown = PlanProjection.Apply(topology, new("x") { Changes = [grow] });
        var (own, far) = (grown.VirtualNetwork(Net("b"))!.PeeringTo(Net("a"))!, grown.VirtualNetwork(Net("a"))!.PeeringTo(Net("b"))!);
        Assert.Equal((PeeringSyncLevel.RemoteNotInSync, PeeringSyncLevel.LocalNotInSync), (own.SyncLevel, far.SyncLevel));
        Assert.Equal((1, 2), (far.RemoteAddressSpace!.Value.Length, far.RemoteVirtualNetworkAddressSpace!.Value.Length));

        var synced = PlanProjection.Apply(grown, VNetPeeringPlanner.Create(grown, new(Net("a"), Net("b"))));
        Assert.All(synced.VirtualNetworks.SelectMany(n => n.Peerings), h => Assert.Equal(PeeringSyncLevel.FullyInSync, h.SyncLevel));

        var gone = PlanProjection.Apply(topology, new("x") { Changes = [new(Net("b"), ChangeKind.Delete, "x")] });
        Assert.Equal(PeeringState.Disconnected, Assert.Single(gone.VirtualNetwork(Net("a"))!.Peerings).State);
    }

    [Fact]
    public void Problems_of_the_plan_are_refusals()
    {
        var topology = new Estate().With("a", "10.0.0.0/16").With("b", "10.0.0.0/16").Topology;
        var plan = VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b")));
        Assert.Equal(plan.Problems, PlanProjection.Of(topology, plan).Refusals.Take(plan.Problems.Length));
        Assert.NotEmpty(plan.Problems);
    }

    private static string HalfAfter(string remote, params string[] flags) => $$$"""
        {"properties":{"remoteVirtualNetwork":{"id":"{{{Net(remote)}}}"},"allowGatewayTransit":{{{(flags.Contains("lends") ? "true" : "false")}}},
         "useRemoteGateways":{{{(flags.Contains("uses") ? "true" : "false")}}} } }
        """;

    private static Estate Two() => new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");
}
