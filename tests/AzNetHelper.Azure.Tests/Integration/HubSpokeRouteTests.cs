using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>Spokes are routed through their hub, over the adapter on the simulation.</summary>
public sealed class HubSpokeRouteTests
{
    private const int Cases = 30;

    // A gateway lists its connections whatever their group; a group lists those in it (recorded behaviour 5.3).
    [Fact]
    public async Task A_connection_in_another_group_than_its_gateway_is_part_of_the_ground()
    {
        var made = new RoutedHub(3);
        var site = ResourceId.ForResource(RoutedHub.Hub.SubscriptionId!, "elsewhere", ResourceTypes.LocalNetworkGateway, "branch");
        var connection = ResourceId.ForResource(RoutedHub.Hub.SubscriptionId!, "elsewhere", ResourceTypes.Connection, "to-branch");
        var more = new Documents()
            .Plain(site, new() { ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.21.0.0/16") } })
            .Plain(connection, new()
            {
                ["connectionType"] = "IPsec", ["connectionStatus"] = "Connected", ["enableBgp"] = false,
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = made.Topology.Gateways.Single().Id.ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = site.ToString() },
            });
        await Bed.RunAsync(new(made.Topology.Documents.Concat(more.ToTopology().Documents)), async bed =>
        {
            var (_, ground) = await RoutedHub.PlanAsync(bed, made.Names);

            Assert.Empty(ground.Topology.Gaps);
            Assert.Equal(["to-branch", "to-site"], ground.Topology.Connections.Select(c => c.Name).Order(StringComparer.Ordinal));
            Assert.All(ground.Topology.Connections, c => Assert.NotNull(c.Status));
            Assert.Equal(["branch", "site"], ground.Topology.LocalNetworkGateways.Select(s => s.Name).Order(StringComparer.Ordinal));

            // Each is read once, whatever lists it.
            Assert.All(ground.Topology.Connections, c => Assert.Single(bed.Simulation.Log.All,
                r => r.Path.Equals(c.Id.ToString(), StringComparison.OrdinalIgnoreCase)));
        });
    }

    [Fact]
    public async Task What_the_projection_says_is_what_the_run_leaves_and_the_results_tell_it()
    {
        var (opened, refused) = (0, 0);
        await EachAsync(async (bed, made) =>
        {
            var before = bed.Simulation.Snapshot();
            var (plan, ground) = await RoutedHub.PlanAsync(bed, made.Names);
            if (!plan.CanApply)
            {
                Assert.All(plan.Problems, p => Assert.Equal("ReachabilityLost", p.CheckId));
                Interlocked.Increment(ref refused);
                return;
            }

            Assert.DoesNotContain(plan.Notices, n => n.Id == "NextHopUnknown");
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);
            var after = bed.Simulation.Snapshot();
            Assert.Equal(Facts.Of(PlanProjection.Apply(before, plan)), Facts.Of(after));
            Assert.Equal(RoutedHub.Verdicts(PlanProjection.Apply(before, plan)), RoutedHub.Verdicts(after));
            AssertForeign(before, after);

            var results = HubSpokeRouteResult.From(ground, report.Results);
            Assert.Equal(made.Spokes.Order(), results.Select(r => r.SpokeId).Order());
            Assert.All(results, r => Assert.Null(r.Error));
            var engine = new ReachabilityEngine(after);
            foreach (var result in results)
            {
                Assert.Equal(made.Spokes.Where(s => s != result.SpokeId
                    && engine.Ask(new VNetEndpoint(s), new VNetEndpoint(result.SpokeId)).Verdict == Verdict.Reachable).Select(s => s.Name).Order(),
                    result.Reaches.Order());
                Interlocked.Add(ref opened, result.Opened.Length);
            }

            bed.Simulation.Log.Clear();
            Assert.True((await RoutedHub.PlanAsync(bed, made.Names)).Plan.IsEmpty, "planned again");
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.Empty(bed.Simulation.Log.Writes);
        });
        Bed.Print($"{opened} ways opened, {refused} plans refused");
        Assert.True(opened > Cases && refused < Cases / 2);
    }

    [Fact]
    public async Task A_run_that_was_ended_anywhere_is_finished_by_the_same_command()
    {
        await EachAsync(async (bed, made) =>
        {
            var (plan, ground) = await RoutedHub.PlanAsync(bed, made.Names);
            if (!plan.CanApply || plan.IsEmpty)
            {
                return;
            }

            var expected = Facts.Of(PlanProjection.Apply(bed.Simulation.Snapshot(), plan));
            var end = new Random(made.ToString().Length).Next(1, plan.WriteCount + 1);

            // From there on every write: a rule that has applied counts no further, so there is one for each.
            for (var i = 0; i <= plan.WriteCount; i++)
            {
                bed.Simulation.Faults.Add("PUT", "*", new Fault.Answers(403, "AuthorizationFailed"), nth: end);
            }

            var report = await bed.ApplyAsync(plan);
            Assert.False(report.Succeeded);
            Assert.Contains(HubSpokeRouteResult.From(ground, report.Results), r => r.Error?.Id == "AuthorizationFailed");
            bed.Simulation.Faults.Clear();

            var (rest, _) = await RoutedHub.PlanAsync(bed, made.Names);
            Assert.True(rest.CanApply, string.Join('\n', rest.Problems));
            Bed.AssertSucceeded(await bed.ApplyAsync(rest));
            Assert.Equal(expected, Facts.Of(bed.Simulation.Snapshot()));
        }, first: 100);
    }

    [Fact]
    public async Task What_a_failed_run_made_is_taken_back_the_subnets_first()
    {
        var made = new RoutedHub(3);
        await Bed.RunAsync(made.Topology, async bed =>
        {
            var before = bed.Simulation.Snapshot();
            var (plan, _) = await RoutedHub.PlanAsync(bed, made.Names with { NextHop = "10.0.1.4", AddressPrefixes = [], IncludeGatewaySubnet = false });
            var journal = RunJournal.InMemory(bed.Clock);
            Assert.Contains(plan.Changes, c => c.Kind == ChangeKind.Create && c.Resource.IsType(ResourceTypes.RouteTable));
            var last = plan.Changes.Last(c => c.Writes && c.Resource.IsType(ResourceTypes.Route) || c.Resource.IsType(ResourceTypes.Subnet) && c.Writes);
            bed.Simulation.Faults.Add("PUT", $"*{last.Resource.Name}", new Fault.Answers(403, "AuthorizationFailed"));
            var report = await bed.ApplyAsync(plan, options: new() { JitterSeed = 1, Journal = journal });
            Assert.True(report.HasFailed);
            bed.Simulation.Faults.Clear();

            var undo = UndoPlanner.Create(report, journal);
            Bed.AssertSucceeded(await bed.ApplyAsync(undo, options: new() { JitterSeed = 1, Journal = journal }));
            var after = bed.Simulation.Snapshot();
            Assert.Equal(before.RouteTables.Select(t => $"{t}: {t.Routes.Length}"), after.RouteTables.Select(t => $"{t}: {t.Routes.Length}"));
            Assert.Equal(Tables(before), Tables(after));
        });

        static string Tables(Topology topology) =>
            string.Join('\n', topology.VirtualNetworks.SelectMany(n => n.Subnets).Select(s => $"{s.Id} {s.RouteTable}"));
    }

    // Everything that is not written stays, and of what is written all but what was asked for.
    private static void AssertForeign(Topology before, Topology after)
    {
        Assert.Equal(Foreign(before), Foreign(after));

        // The service adds members to an interface that is written; those that were there stay.
        var nic = JsonBody.Parse(before.Document(RoutedHub.Nic)!.Json)!;
        Facts.Remove(nic, "etag", "provisioningState", "enableIPForwarding", "type");
        Assert.Empty(JsonBody.Differences(nic, JsonBody.Parse(after.Document(RoutedHub.Nic)!.Json)));

        string Foreign(Topology topology) => Facts.OfDocuments(
            topology.With([], [RoutedHub.Nic, .. topology.RouteTables.Select(t => t.Id).Where(t => before.RouteTable(t) is null)]), (document, json) =>
        {
            Facts.Remove(json, "etag", "provisioningState", "routes", "routeTable", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways",
                "enableIPForwarding", "type", "remoteGateways", "routeServiceVips", "privateLinkServiceNetworkPolicies", "ipamPoolPrefixAllocations",
                "privateEndpointNetworkPolicies", "delegations", "serviceEndpoints", "hasBgpOverride", "localAddressSpace", "localVirtualNetworkAddressSpace");
            if (document.Id.IsType(ResourceTypes.RouteTable))
            {
                json["properties"]!.AsObject().Remove("subnets");
            }
        });
    }

    private static async Task EachAsync(Func<Bed, RoutedHub, Task> test, int first = 1)
    {
        Bed.Print($"seeds {first} to {first + Cases - 1}");
        var broken = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, Cases), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
        {
            var made = new RoutedHub(seed);
            try
            {
                await Bed.RunAsync(made.Topology, bed => test(bed, made));
            }
            catch (Xunit.Sdk.XunitException e)
            {
                broken.Add($"seed {seed}: {made}\n{e.Message}");
            }
        });
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(4)) + $"\n{broken.Count} broken");
    }
}
