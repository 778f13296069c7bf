using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Stale halves are found on whichever side they are, and only those are written.</summary>
public sealed class SyncTests
{
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId S1 = Net(1, "s1");
    private static readonly ResourceId S2 = Net(2, "s2");

    [Theory]
    [InlineData("hub", "s1/s1-hub,s2/s2-hub")]
    [InlineData("s1", "hub/hub-s1")]
    [InlineData("s2", "hub/hub-s2")]
    [InlineData("hub s1", "s1/s1-hub,s2/s2-hub,hub/hub-s1")]
    [InlineData("", "")]
    public async Task The_half_that_is_stale_is_written_wherever_it_is(string grown, string written)
    {
        var estate = Star();
        foreach (var (name, i) in grown.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((n, i) => (n, i)))
        {
            estate.Grow(name == "s2" ? S2 : Net(1, name), $"172.{16 + i}.0.0/16");
        }

        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            var plan = await bed.SyncAsync(new(Hub));
            Assert.Equal(written.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(),
                plan.Changes.Where(c => c.Writes).Select(c => $"{c.Resource.Parent!.Name}/{c.Resource.Name}").Order());
            Assert.Equal(written.Length == 0, plan.Notices.Any(n => n.Id == "InSync"));
            Assert.All(plan.Changes, c => Assert.Equal(Impact.None, c.Impact.Kind));
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.All(PeeringPair.All(bed.Simulation.Snapshot()), p => Assert.True(p.IsInSync, p.ToString()));
            Assert.True((await bed.SyncAsync(new(Hub))).IsEmpty);
        });
    }

    [Fact]
    public async Task A_200_that_leaves_the_half_stale_is_a_failure()
    {
        await Bed.RunAsync(Star().Grow(S1, "172.16.0.0/16").Settle().ToTopology(), async bed =>
        {
            var plan = await bed.SyncAsync(new(Hub));
            var report = await bed.ApplyAsync(plan);

            Assert.All(bed.Simulation.Log.Writes, w => Assert.True(w.Status is 200 or 429, $"{w}"));
            BigHub.AssertFewRefused(bed.Simulation.Log, plan.Changes.Length);
            Assert.False(report.Succeeded);
            var failed = report.Results.Where(r => r.Resource == Hub.Child("virtualNetworkPeerings", "hub-s1")).Single();
            Assert.Equal((ChangeOutcome.Failed, "NotAsWanted"), (failed.Outcome, failed.Error?.Id));
            Assert.Contains("LocalNotInSync", failed.Error!.Message, StringComparison.Ordinal);
            var ground = await bed.GroundWithPeersAsync([Hub]);
            var result = PeeringResult.From(ground.Topology, [.. report.Results.Where(r => r.Change.Group == failed.Change.Group)]);
            Assert.Equal((PeeringSyncLevel.LocalNotInSync, "NotAsWanted"), (result.SyncLevel, result.Error?.Id));
        }, via: s => new DeafToSync(s.CreateHandler()));
    }

    [Fact]
    public async Task What_an_owner_writes_is_named_and_left_and_the_rest_is_synced()
    {
        await Bed.RunAsync(Owned(Star(), Hub, 0, "ANM_x").Grow(Hub, "172.16.0.0/16").Settle().ToTopology(), async bed =>
        {
            var plan = await bed.SyncAsync(new(Hub));
            Assert.Equal("s2-hub", Assert.Single(plan.Changes, c => c.Writes).Resource.Name);
            var told = Assert.Single(plan.Notices, n => n.Id == "PeeringOwned");
            Assert.Contains("Azure Virtual Network Manager", told.Message, StringComparison.Ordinal);
            Assert.Contains("post-commit", told.Message, StringComparison.Ordinal);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));

            var named = await bed.SyncAsync(Life.Pair(Hub, S1));
            Assert.Equal("PeeringOwned", Assert.Single(named.Problems).CheckId);
        });
    }

    [Fact]
    public async Task An_end_that_cannot_be_read_is_told_with_the_command_for_its_owner()
    {
        await Bed.RunAsync(Star().Grow(Hub, "172.16.0.0/16").Grow(S2, "172.17.0.0/16").Settle().ToTopology(), async bed =>
        {
            bed.Simulation.Guards = new() { Denials = [new($"{ResourceTypes.VirtualNetwork}/read", S2)] };
            var plan = await bed.SyncAsync(new(Hub));

            // The hub's own half can be synced all the same; that of s2 cannot.
            Assert.Equal(["hub-s2", "s1-hub"], plan.Changes.Where(c => c.Writes).Select(c => c.Resource.Name).Order());
            Assert.Contains($"Sync-VNetPeering -VNet '{S2}' -RemoteVNet '{Hub}'",
                Assert.Single(plan.Notices, n => n.Id == "HalfUnread").Message, StringComparison.Ordinal);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            bed.Simulation.Guards = new();
            Assert.Equal(PeeringSyncLevel.RemoteNotInSync, PeeringPair.Between(bed.Simulation.Snapshot(), Hub, S2).SyncLevel);
        });
    }

    [Fact]
    public async Task What_is_not_connected_is_left_to_a_repair()
    {
        var estate = Star().VNet(Net(1, "s3"), "10.3.0.0/16").Half(Hub, Net(1, "s3"), "Initiated").Grow(Hub, "172.16.0.0/16");
        await Bed.RunAsync(estate.Settle().ToTopology(), async bed =>
        {
            var plan = await bed.SyncAsync(new(Hub));
            Assert.Contains("Repair-VNetPeering", Assert.Single(plan.Notices, n => n.Id == "PeeringNotConnected").Message, StringComparison.Ordinal);
            Assert.Equal(2, plan.WriteCount);
            var named = await bed.SyncAsync(Life.Pair(Hub, Net(1, "s3")));
            Assert.Equal("PeeringNotConnected", Assert.Single(named.Problems).CheckId);
            var gone = await bed.SyncAsync(new(Net(1, "gone")));
            Assert.Equal("VNetNotFound", Assert.Single(gone.Problems).CheckId);
        });
    }

    [Fact]
    public async Task A_saved_plan_is_made_again()
    {
        await Bed.RunAsync(Star().Grow(Hub, "172.16.0.0/16").Settle().ToTopology(), async bed =>
        {
            foreach (var selection in new[] { new PeeringSelection(Hub), Life.Pair(Hub, S1), new PeeringSelection(Hub, S1) { Named = [new(Hub, S2)] } })
            {
                var plan = await bed.SyncAsync(selection);
                var again = await new PlanMaker(bed.Arm, [], Steps.StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
                Assert.Equal(plan.Changes.Select(c => c.Key).Order(), again!.Changes.Select(c => c.Key).Order());
            }
        });
    }

    internal static Documents Star() => new Documents().VNet(Hub, "10.0.0.0/16").VNet(S1, "10.1.0.0/16").VNet(S2, "10.2.0.0/16")
        .Half(Hub, S1).Half(S1, Hub).Half(Hub, S2).Half(S2, Hub);

    internal static Documents Owned(Documents estate, ResourceId network, int at, string name)
    {
        var half = estate[network]["properties"]!["virtualNetworkPeerings"]![at]!;
        half["name"] = name;
        half["id"] = (JsonNode)network.Child("virtualNetworkPeerings", name).ToString();
        return estate;
    }
}
