using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Spokes come off their hub, and nobody else loses anything unless told.</summary>
public sealed class HubSpokeRemovalTests
{
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId S1 = Net(1, "s1");
    private static readonly ResourceId S2 = Net(2, "s2");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_spokes_half_goes_first_unless_the_hub_uses_its_gateway(bool hubUses)
    {
        var estate = new Documents().VNet(Hub, "10.0.0.0/16").VNet(S1, "10.1.0.0/16").Gateway(hubUses ? S1 : Hub)
            .Half(Hub, S1, "Connected", hubUses ? "useRemoteGateways" : "allowGatewayTransit")
            .Half(S1, Hub, "Connected", hubUses ? "allowGatewayTransit" : "useRemoteGateways");
        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            var plan = await RemoveAsync(bed, new(Hub, [S1]));
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);
            Assert.Equal(hubUses ? ["hub-s1", "s1-hub"] : ["s1-hub", "hub-s1"], bed.Simulation.Log.Writes.Select(w => w.Path.Split('/')[^1]));
            Assert.Equal(0, bed.Simulation.Snapshot().PeeringHalves);
            var result = HubSpokeResult.From((await bed.GroundAsync(Hub, S1)).Topology, Hub, report.Results);
            Assert.Equal((PeeringPairState.Absent, true), (result.State, result.Changed));
            Assert.Contains("lose each other", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("pair")]
    [InlineData("pool")]
    [InlineData("site")]
    public async Task A_pair_a_pool_or_a_site_that_would_be_lost_refuses_unless_told(string what)
    {
        await Bed.RunAsync(Losing(what).ToTopology(), async bed =>
        {
            var plan = await RemoveAsync(bed, new(Hub, [S1]));
            var problem = Assert.Single(plan.Problems);
            Assert.Equal("ReachabilityLost", problem.CheckId);
            Assert.Contains(what switch { "pair" => "s2 and s1", "pool" => "the clients of gw-hub and s1", _ => "s1 and the site office" }, problem.Message, StringComparison.Ordinal);
            Assert.Contains("-AllowLoss", problem.Message, StringComparison.Ordinal);
            Assert.Empty(bed.Simulation.Log.Writes);

            var told = await RemoveAsync(bed, new(Hub, [S1]) { AllowLoss = true });
            Bed.AssertSucceeded(await bed.ApplyAsync(told));
            Assert.Null(bed.Simulation.Snapshot().VirtualNetwork(Hub)!.PeeringTo(S1));
        });
    }

    [Fact]
    public async Task What_was_not_reachable_before_refuses_nothing()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            var plan = await RemoveAsync(bed, new(Hub, [S1, S2]));
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.Equal(0, bed.Simulation.Snapshot().PeeringHalves);

            // And again: nothing is left, which is then an error.
            Assert.All((await RemoveAsync(bed, new(Hub, [S1, S2]))).Problems, p => Assert.Equal("PeeringNotFound", p.CheckId));
        });
    }

    [Fact]
    public async Task A_run_that_was_interrupted_is_finished_by_the_same_request()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            bed.Simulation.Faults.Add("DELETE", "*/virtualNetworks/hub/*", new Fault.Answers(403, "AuthorizationFailed"), nth: 2);
            Assert.False((await bed.ApplyAsync(await RemoveAsync(bed, new(Hub, [S1, S2])))).Succeeded);
            Assert.Single(bed.Simulation.Snapshot().VirtualNetworks.SelectMany(n => n.Peerings));

            bed.Simulation.Faults.Clear();
            var rest = await RemoveAsync(bed, new(Hub, [S1, S2]));
            Assert.Equal((1, "PeeringNotFound"), (rest.WriteCount, Assert.Single(rest.Notices).Id));
            Bed.AssertSucceeded(await bed.ApplyAsync(rest));
            Assert.Equal(0, bed.Simulation.Snapshot().PeeringHalves);
        });
    }

    [Fact]
    public async Task Sites_that_could_not_be_read_are_told()
    {
        await Bed.RunAsync(CheckCases.WithSite(CheckCases.Lent(), "192.168.0.0/16").ToTopology(), async bed =>
        {
            bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/localNetworkGateways/read", Group(1))] };
            var plan = await RemoveAsync(bed, new(Hub, [S1]));
            Assert.Contains("s1 loses what it reaches there", Assert.Single(plan.Notices, n => n.Id == "OnPremisesUnread").Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Locks_keep_both_halves_and_a_saved_plan_is_made_again()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            var plan = await RemoveAsync(bed, new(Hub, [S1]) { AllowLoss = true });
            var again = await new PlanMaker(bed.Arm, [], Steps.StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
            Assert.Equal(plan.Changes.Select(c => c.Key), again!.Changes.Select(c => c.Key));
            Assert.Equal(plan.Origins, again.Origins);
            bed.Simulation.Guards = new() { Locks = [new(S1, LockLevel.CanNotDelete) { Name = "keep" }] };
            Assert.Equal("ScopeLocked", Assert.Single(
                (await Rights.RightsCheck.RunAsync(bed.Arm, await RemoveAsync(bed, new(Hub, [S1])), Bed.Stop)).Problems).CheckId);
        });
    }

    [Fact]
    public async Task A_big_hub_is_looked_at_in_time()
    {
        var estate = new Documents().VNet(Hub, "10.0.0.0/16");
        ResourceId[] spokes = [.. Enumerable.Range(1, 60).Select(i => Net(1, $"n{i}"))];
        foreach (var (spoke, i) in spokes.Select((s, i) => (s, i + 1)))
        {
            estate.VNet(spoke, $"10.{i}.0.0/16").Half(Hub, spoke).Half(spoke, Hub);
        }

        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            var ground = await bed.GroundAsync([Hub, .. spokes]);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var plan = HubSpokeRemover.Create(ground.Topology, new(Hub, [.. spokes]));
            Bed.Print(string.Create(CultureInfo.InvariantCulture, $"60 spokes off a hub, planned in {watch.Elapsed.TotalMilliseconds:F0} ms"));
            Assert.Equal(120, plan.WriteCount);
            Assert.DoesNotContain(plan.Notices, n => n.Id == "ReachabilityNotLookedAt");
        });
    }

    // Two spokes reach each other through the hub's gateway; clients of it reach s1; a site is behind it.
    private static Documents Losing(string what)
    {
        var estate = new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub).VNet(S1, "10.1.0.0/16").VNet(S2, "10.2.0.0/16")
            .Half(Hub, S1, "Connected", "allowGatewayTransit").Half(S1, Hub, "Connected", "useRemoteGateways")
            .Half(Hub, S2, "Connected", "allowGatewayTransit").Half(S2, Hub, "Connected", "useRemoteGateways");
        switch (what)
        {
            case "pool":
                CheckCases.Set(estate, CheckCases.Gateway, "vpnClientConfiguration",
                    new JsonObject { ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.31.0.0/24") } });
                break;
            case "site":
                return CheckCases.WithSite(estate, "192.168.0.0/16");
            case "pair":
                foreach (var (network, other) in new[] { (S1, "10.2.0.0/16"), (S2, "10.1.0.0/16") })
                {
                    var table = Id(1, ResourceTypes.RouteTable, $"rt-{network.Name}");
                    estate.Plain(table, new()
                    {
                        ["routes"] = new JsonArray(new JsonObject
                        {
                            ["name"] = "other",
                            ["properties"] = new JsonObject { ["addressPrefix"] = other, ["nextHopType"] = "VirtualNetworkGateway" },
                        }),
                    });
                    estate[network]["properties"]!["subnets"]![0]!["properties"]!["routeTable"] = new JsonObject { ["id"] = table.ToString() };
                }

                break;
        }

        return estate;
    }

    private static async Task<Plan> RemoveAsync(Bed bed, HubSpokeRemoval request)
    {
        var ground = await PeeringGround.ReadAsync(bed.Arm, [.. request.Spokes.Prepend(request.Hub).Select(n => n.ToString())], [],
            Steps.StepWriter.Nowhere, Bed.Stop, ReadDepth.All);
        return await PeeringFactsReader.PlanAsync(bed.Arm, ground!.Topology, facts => HubSpokeRemover.Create(ground.Topology, request, facts),
            Steps.StepWriter.Nowhere, Bed.Stop, ground.Networks);
    }
}
