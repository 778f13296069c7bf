using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>A hub and its spokes from names to a network that was read back.</summary>
public sealed class HubSpokeTests
{
    // A jump of the clock ahead of a busy machine would bring the stop before most writes have left: it waits for longer.
    private const int Quiet = 12;

    private static readonly ResourceId Hub = Net(1, "hub");

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 0.25)]
    [InlineData(false, 0.25)]
    public async Task A_hub_and_twelve_spokes_in_three_subscriptions_end_as_projected(bool gateway, double variation)
    {
        ResourceId[] spokes = [.. Enumerable.Range(1, 12).Select(i => Net(1 + (i % 3), $"spoke{i}"))];
        var options = new SimulationOptions { Times = new() { Variation = variation } };
        await Bed.RunAsync(Estate(spokes), async bed =>
        {
            var ground = await bed.GroundAsync([Hub, .. spokes]);
            var plan = Plan(ground, gateway);
            Assert.Equal(24, plan.WriteCount);
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);

            // The service ends what it does at its own pace; the hub takes part in every write, so they are in a row.
            var bound = options.Times.PeeringPut.Duration * plan.WriteCount;
            var ratio = report.Elapsed / bound;
            Bed.Print(string.Create(CultureInfo.InvariantCulture,
                $"gateway {gateway}, variation {variation}: {report.Elapsed} against {bound} under the hub's lock, ratio {ratio:F2}"));
            Assert.InRange(ratio, 1, variation == 0 ? 1.1 : 2.1);
            Assert.Equal(plan.WriteCount, bed.Simulation.Log.Writes.Count(w => w.Status == 201));
            BigHub.AssertFewRefused(bed.Simulation.Log, spokes.Length);
            if (gateway)
            {
                AssertHubFirst(bed.Simulation.Log, spokes);
            }

            var after = await bed.GroundAsync([Hub, .. spokes]);
            foreach (var spoke in spokes)
            {
                var pair = PeeringPair.Between(after.Topology, Hub, spoke);
                Assert.Equal((PeeringPairState.Connected, true), (pair.State, pair.IsInSync));
                Assert.Equal((gateway, gateway), (pair.AllowGatewayTransit!.Value, pair.RemoteUseRemoteGateways!.Value));
            }

            Assert.Equal(Facts.Of(PlanProjection.Apply(ground.Topology, plan)), Facts.Of(after.Topology));
            await AssertNothingLeftAsync(bed, plan, after, gateway);
        }, options);
    }

    // Where nothing is locked the first halves leave together; the second ones wait for their ends, which come after the stop.
    [Fact]
    public async Task A_run_that_is_stopped_where_nothing_is_locked_leaves_first_halves_and_is_finished_by_the_next()
    {
        const int Spokes = 50;
        await Bed.RunAsync(BigHub.Estate(Spokes), async bed =>
        {
            var plan = BigHub.Plan(bed.Simulation.Snapshot(), BigHub.Spokes(Spokes));
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(8), bed.Clock);
            var stopped = await bed.ApplyAsync(plan, stop.Token);
            // The clock may jump to the end of the grace before a busy machine has heard of the last ends: these are told as unknown.
            var written = stopped.Results.Where(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown).ToArray();
            Assert.InRange(written.Length, 10, Spokes);
            Assert.All(written, r => Assert.Equal(BigHub.Hub, r.Change.Resource.Parent));
            Assert.All(stopped.Results.Except(written), r => Assert.Equal(ChangeOutcome.NotStarted, r.Outcome));
            Assert.Equal(written.Length, bed.Simulation.Log.Writes.Length);

            var next = await bed.ApplyAsync(BigHub.Plan(bed.Simulation.Snapshot(), BigHub.Spokes(Spokes)));
            Bed.AssertSucceeded(next);
            Assert.Equal(2 * Spokes, bed.Simulation.Log.Writes.Count(w => w.Status == 201));
            BigHub.AssertConnected(bed.Simulation.Snapshot(), BigHub.Spokes(Spokes));
        }, new() { LockRule = LockRule.None }, quiet: Quiet);
    }

    [Fact]
    public async Task Pairs_that_share_no_network_are_written_side_by_side()
    {
        ResourceId[] networks = [.. Enumerable.Range(1, 8).Select(i => Net(1, $"n{i}"))];
        var documents = new Documents();
        foreach (var (network, i) in networks.Select((n, i) => (n, i)))
        {
            documents.VNet(network, $"10.{i}.0.0/16");
        }

        await Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var ground = await bed.GroundAsync(networks);
            var plans = Enumerable.Range(0, 4).Select(i => VNetPeeringPlanner.Create(
                ground.Topology, new NewPeeringRequest(networks[2 * i], networks[(2 * i) + 1]))).ToArray();
            var report = await bed.ApplyAsync(AzNetHelper.Planning.Plan.Of(plans));
            Bed.AssertSucceeded(report);
            var bound = TimeSpan.FromSeconds(20);
            Bed.Print(string.Create(CultureInfo.InvariantCulture,
                $"4 pairs side by side: {report.Elapsed} against {bound}, ratio {report.Elapsed / bound:F2}"));
            // One after another they would take four times the bound; how often each is polled depends on the machine.
            Assert.InRange(report.Elapsed / bound, 1, 3);
        }, new() { Times = new() { Variation = 0 } });
    }

    private static Plan Plan(PeeringGround ground, bool gateway) => HubSpokePlanner.Create(ground.Topology,
        new(ground.Networks[0], ground.Networks[1..])
        {
            UseHubGateway = gateway ? true : null, AllowForwardedTraffic = true,
        });

    private static void AssertHubFirst(RequestLog log, IEnumerable<ResourceId> spokes)
    {
        var order = log.Writes.Select(w => ResourceId.Parse(w.Path)).ToList();
        Assert.All(spokes, spoke =>
        {
            var first = order.FindIndex(i => i.Parent == Hub && i.Name == $"hub-to-{spoke.Name}");
            var second = order.FindIndex(i => i.Parent == spoke);
            Assert.True(first >= 0 && second > first, $"{spoke}: {first}, {second}");
        });
    }

    private static async Task AssertNothingLeftAsync(Bed bed, Plan first, PeeringGround after, bool gateway)
    {
        bed.Simulation.Log.Clear();
        Assert.True(Plan(after, gateway).IsEmpty);
        var again = await bed.ApplyAsync(first);
        Assert.All(again.Results, r => Assert.Equal(ChangeOutcome.Unchanged, r.Outcome));
        Assert.Empty(bed.Simulation.Log.Writes);
    }

    private static Topology Estate(ResourceId[] spokes)
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub);
        foreach (var (spoke, i) in spokes.Select((s, i) => (s, i)))
        {
            documents.VNet(spoke, $"10.{i + 1}.0.0/16");
        }

        return documents.ToTopology();
    }
}
