using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Peerings in every state that Azure leaves them in, and what makes them whole.</summary>
public sealed class RepairTests
{
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId S1 = Net(1, "s1");
    private static readonly ResourceId S2 = Net(2, "s2");

    public static TheoryData<string, string?, string?, int> States => new()
    {
        { "one-sided", "Initiated", null, 1 },
        { "the other side only", null, "Initiated", 1 },
        { "left", "Disconnected", null, 2 },
        { "left at the other side", null, "Disconnected", 2 },
        { "both left", "Disconnected", "Disconnected", 3 },
        { "waiting", "Initiated", "Initiated", 1 },
        { "whole", "Connected", "Connected", 0 },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_hub_is_made_whole(string what, string? inHub, string? inSpoke, int writes)
    {
        var estate = Two();
        if (inHub is not null)
        {
            estate.Half(Hub, S1, inHub, "allowForwardedTraffic");
        }

        if (inSpoke is not null)
        {
            estate.Half(S1, Hub, inSpoke, "doNotVerifyRemoteGateways");
        }

        // A second one, which is stale, is mended in the same run.
        estate.VNet(S2, "10.2.0.0/16").Half(Hub, S2).Half(S2, Hub).Grow(S2, "172.16.0.0/16");
        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            var plan = await bed.RepairAsync(new(new(Hub)));
            Bed.Print($"{what}: {string.Join("; ", plan.Changes)}");
            Assert.Equal(writes + 1, plan.WriteCount);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            var after = bed.Simulation.Snapshot();
            Assert.All(PeeringPair.All(after), p => Assert.True(p.IsHealthy, p.ToString()));
            Assert.Equal(2, PeeringPair.All(after).Length);
            Assert.Equal(inHub is not null, PeeringPair.Between(after, Hub, S1).AllowForwardedTraffic);

            bed.Simulation.Log.Clear();
            var again = await bed.RepairAsync(new(new(Hub)));
            Assert.True(again.IsEmpty);
            Assert.Contains(again.Notices, n => n.Id == "NothingToRepair");
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.Empty(bed.Simulation.Log.Writes);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_missing_half_mirrors_who_uses_and_who_lends(bool useLent)
    {
        var s3 = Net(1, "s3");
        var estate = Two().Gateway(Hub).VNet(s3, "10.3.0.0/16")
            .Half(S1, Hub, "Initiated", "useRemoteGateways").Half(Hub, s3, "Initiated", "allowGatewayTransit");
        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            var plan = await bed.RepairAsync(new(new(Hub)) { UseLentGateway = useLent });
            Assert.Equal(useLent ? 0 : 1, plan.Notices.Count(n => n.Id == "GatewayLent"));
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            var after = bed.Simulation.Snapshot();
            Assert.True(PeeringPair.Between(after, Hub, S1) is { IsHealthy: true, AllowGatewayTransit: true, RemoteUseRemoteGateways: true });
            Assert.True(PeeringPair.Between(after, Hub, s3).IsHealthy);
            Assert.Equal(useLent, PeeringPair.Between(after, Hub, s3).RemoteUseRemoteGateways);
        });
    }

    [Theory]
    [InlineData(true, false, "Lent")]
    [InlineData(true, true, "Ended")]
    [InlineData(false, true, "Ended")]
    [InlineData(false, false, "Told")]
    public async Task A_gateway_that_is_used_and_not_lent_is_lent_where_one_stands(bool gateway, bool end, string outcome)
    {
        var estate = Two().Half(Hub, S1).Half(S1, Hub, "Connected", "useRemoteGateways");
        if (gateway)
        {
            estate.Gateway(Hub);
        }

        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            var plan = await bed.RepairAsync(new(new(Hub)) { EndGatewayUse = end });
            Assert.Equal(outcome == "Told", plan.Notices.Any(n => n.Id == "GatewayNotLent"));
            Assert.Equal(outcome == "Told", plan.IsEmpty);
            Assert.Equal(outcome == "Ended" ? Impact.CutsOff : Impact.None, plan.Changes.Max(c => c.Impact.Kind));
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            var pair = PeeringPair.Between(bed.Simulation.Snapshot(), Hub, S1);
            Assert.Equal((outcome == "Lent", outcome != "Ended"), (pair.AllowGatewayTransit, pair.RemoteUseRemoteGateways));
            if (outcome == "Told")
            {
                var named = await bed.RepairAsync(new(Life.Pair(Hub, S1)));
                Assert.Equal("GatewayNotLent", Assert.Single(named.Problems).CheckId);
            }
        });
    }

    [Fact]
    public async Task A_half_that_points_at_nothing_is_told_and_a_removal_takes_it()
    {
        var gone = Net(1, "gone");
        var estate = Two().Half(Hub, S1, "Initiated").VNet(gone, "10.9.0.0/16").Half(Hub, gone, "Disconnected");
        await Bed.RunAsync(estate.Settle().ToTopology().With([], [gone]), async bed =>
        {
            var plan = await bed.RepairAsync(new(new(Hub)));
            Assert.Equal("s1", Assert.Single(plan.Changes, c => c.Writes).Resource.Parent!.Name);
            var told = Assert.Single(plan.Notices, n => n.Id == "OrphanHalf");
            Assert.Contains($"Remove-VNetPeering -VNet '{Hub}' -RemoteVNet '{gone}'", told.Message, StringComparison.Ordinal);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));

            // What was told to be run is run.
            var ground = await bed.GroundAsync(Hub, gone);
            var removal = VNetPeeringPlanner.Remove(ground.Topology, PeeringPair.Between(ground.Topology, Hub, gone));
            Bed.AssertSucceeded(await bed.ApplyAsync(removal));
            Assert.Null(bed.Simulation.Snapshot().VirtualNetwork(Hub)!.PeeringTo(gone));
        });
    }

    [Fact]
    public async Task What_is_owned_or_out_of_reach_or_of_another_kind_does_not_keep_the_rest()
    {
        var (s3, s4) = (Net(3, "s3"), Net(1, "s4"));
        var estate = SyncTests.Owned(Two().Half(Hub, S1, "Initiated"), Hub, 0, "ANM_1")
            .VNet(S2, "10.2.0.0/16").Half(S2, Hub, "Initiated")
            .VNet(s3, "10.3.0.0/16").Half(Hub, s3, "Disconnected")
            .VNet(s4, "10.4.0.0/16").Half(Hub, s4).Half(s4, Hub);
        var subnets = estate[Hub]["properties"]!["virtualNetworkPeerings"]![2]!["properties"]!;
        subnets["peerCompleteVnets"] = false;
        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            bed.Simulation.Guards = new() { Denials = [new($"{ResourceTypes.VirtualNetwork}/read", s3)] };
            var plan = await bed.RepairAsync(new(new(Hub)));
            Assert.Equal("hub-to-s2", Assert.Single(plan.Changes, c => c.Writes).Resource.Name);
            Assert.Equal(["HalfUnread", "PeeringOwned", "PeeringTypeMismatch"],
                plan.Notices.Where(n => n.Severity == Steps.NoticeSeverity.Warning).Select(n => n.Id).Order(StringComparer.Ordinal));
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            foreach (var (other, id) in new[] { (S1, "PeeringOwned"), (s4, "PeeringTypeMismatch"), (s3, "HalfUnread") })
            {
                Assert.Contains(id, (await bed.RepairAsync(new(Life.Pair(Hub, other)))).Problems.Select(p => p.CheckId));
            }

            Assert.Equal("PeeringNotFound", Assert.Single((await bed.RepairAsync(new(Life.Pair(S1, S2)))).Problems).CheckId);
            foreach (var missing in new[] { await bed.RepairAsync(new(Life.Pair(S1, Net(1, "gone")))), await bed.SyncAsync(Life.Pair(S1, Net(1, "gone"))) })
            {
                Assert.Equal("VNetNotFound", Assert.Single(missing.Problems).CheckId);
            }
        });
    }

    [Fact]
    public async Task Access_that_one_half_keeps_back_is_told_and_left()
    {
        var estate = Two().Half(Hub, S1).Half(S1, Hub);
        estate[S1]["properties"]!["virtualNetworkPeerings"]![0]!["properties"]!["allowVirtualNetworkAccess"] = false;
        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            var plan = await bed.RepairAsync(new(new(Hub)));
            Assert.True(plan.IsEmpty);
            Assert.Contains(plan.Notices, n => n.Id == "AccessOneSided");
        });
    }

    [Fact]
    public async Task A_saved_plan_is_made_again()
    {
        await Bed.RunAsync(Two().Gateway(Hub).Half(Hub, S1, "Initiated", "allowGatewayTransit").Settle().ToTopology(), async bed =>
        {
            var plan = await bed.RepairAsync(new(new(Hub)) { UseLentGateway = true });
            var again = await new PlanMaker(bed.Arm, [], Steps.StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
            Assert.Equal(plan.Changes.Select(c => (c.Key, c.After)), again!.Changes.Select(c => (c.Key, c.After)));
            Assert.Contains("-UseLentGateway", Assert.Single(plan.Origins).CommandLine, StringComparison.Ordinal);
        });
    }

    private static Documents Two() => new Documents().VNet(Hub, "10.0.0.0/16").VNet(S1, "10.1.0.0/16");
}
