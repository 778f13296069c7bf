using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Virtual Network Manager over the adapter: two people with one manager, in any weather.</summary>
public sealed class ManagedSpokesTests
{
    internal static readonly ResourceId Manager = Id(1, ResourceTypes.NetworkManager, "nm");

    internal static readonly (ResourceId Hub, ResourceId[] Spokes)[] Teams =
        [(Net(1, "hub"), [Net(1, "s1"), Net(2, "s2")]), (Net(1, "other"), [Net(2, "o1"), Net(1, "o2")])];

    [Fact]
    public async Task Hub_with_a_gateway_is_peered_read_back_and_ended()
    {
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            var first = await RunAsync(bed, 0, 1, r => r with { UseHubGateway = true });
            Bed.AssertSucceeded(first);
            Assert.Equal(["Deployed [hub-hub-spoke]"], Deployed(bed));
            var pair = PeeringPair.Between(bed.Simulation.Snapshot(), Teams[0].Hub, Teams[0].Spokes[1]);
            Assert.Equal((PeeringPairState.Connected, true, true), (pair.State, pair.AllowGatewayTransit, pair.RemoteUseRemoteGateways));

            var sent = Written(bed);
            var again = await GroundAsync(bed, 0, r => r with { UseHubGateway = true });
            Assert.True(again.Plan.IsEmpty, PlanText.Of(again.Plan));
            Assert.Equal(sent, Written(bed));

            var removal = (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))!;
            Bed.AssertSucceeded(await new ManagedRun(bed.Arm, new() { JitterSeed = 1 }, StepWriter.Nowhere, removal, _ => Task.FromResult<Plan?>(removal.Plan))
                .RunAsync(removal.Plan, Bed.Stop));
            Assert.Equal(0, bed.Simulation.Snapshot().PeeringHalves);
            Assert.Equal(["Deployed []"], Deployed(bed));
        });
    }

    [Fact]
    public async Task Two_people_with_one_manager_both_end_with_what_they_asked_for_in_any_weather()
    {
        var runs = Environment.Version.Major >= 10 ? 6 : 2;
        var first = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
        var broken = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, runs), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
            await Bed.RunAsync(Estate().ToTopology(), async bed =>
            {
                foreach (var fault in new Fault[] { new Fault.DropsBefore(), new Fault.DropsAfter(), new Fault.Answers(503, "ServiceUnavailable") })
                {
                    foreach (var (method, path) in new[] { ("POST", "*/commit"), ("PUT", "*/networkManagers/*") })
                    {
                        bed.Simulation.Faults.Add(new(method, path, fault) { Chance = 0.15 });
                    }
                }

                var reports = await Task.WhenAll(RunAsync(bed, 0, seed, r => r with { UseHubGateway = true }), RunAsync(bed, 1, seed + 1, r => r));
                bed.Simulation.Faults.Clear();
                for (var team = 0; team < 2; team++)
                {
                    // Who was told of a failure runs the command again; who was told of none has what was asked for.
                    var last = reports[team].Succeeded ? reports[team] : await RunAsync(bed, team, seed, r => team == 0 ? r with { UseHubGateway = true } : r);
                    var states = Teams[team].Spokes.Select(s => PeeringPair.Between(bed.Simulation.Snapshot(), Teams[team].Hub, s).State).ToArray();
                    if (!last.Succeeded || states.Any(s => s != PeeringPairState.Connected) || !(await GroundAsync(bed, team, r => r)).Plan.IsEmpty)
                    {
                        broken.Add($"seed {seed}, team {team}: {string.Join(", ", states)}, {string.Join(", ", Deployed(bed))}\n{Bed.Tell(last)}");
                    }
                }
            }, new() { Seed = seed }));
        Bed.Print($"seeds {first} to {first + runs - 1}");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Take(3)));
    }

    internal static Documents Estate()
    {
        var estate = new Documents();
        var number = 0;
        foreach (var (hub, spokes) in Teams)
        {
            foreach (var network in spokes.Prepend(hub))
            {
                estate.VNet(network, $"10.{number++}.0.0/16");
            }
        }

        estate.Gateway(Teams[0].Hub);
        return estate.Plain(Manager, new()
        {
            ["networkManagerScopeAccesses"] = new JsonArray("Connectivity"),
            ["networkManagerScopes"] = new JsonObject
            {
                ["subscriptions"] = new JsonArray($"/subscriptions/{Group(1).SubscriptionId}", $"/subscriptions/{Group(2).SubscriptionId}"),
            },
        });
    }

    internal static ManagedNames Names(int team) => new(Manager.ToString(), Teams[team].Hub.ToString(), [.. Teams[team].Spokes.Select(s => s.ToString())]);

    internal static async Task<ManagedSpokesGround> GroundAsync(Bed bed, int team, Func<ManagedSpokesRequest, ManagedSpokesRequest> request) =>
        (await ManagedSpokesGround.ReadAsync(bed.Arm, Names(team), request, [], StepWriter.Nowhere, Bed.Stop))!;

    internal static async Task<RunReport> RunAsync(Bed bed, int team, int seed, Func<ManagedSpokesRequest, ManagedSpokesRequest> request,
        ManagedSpokesGround? planned = null)
    {
        var ground = planned ?? await GroundAsync(bed, team, request);
        Assert.True(ground.Plan.CanApply, string.Join('\n', ground.Plan.Problems));
        return await new ManagedRun(bed.Arm, new() { JitterSeed = seed, Timeout = TimeSpan.FromHours(2) }, StepWriter.Nowhere, ground,
            async _ => (await GroundAsync(bed, team, request)).Plan).RunAsync(ground.Plan, Bed.Stop);
    }

    // Asking how a deployment stands counts as a write (recorded-behaviour 7.5).
    private static int Written(Bed bed) =>
        bed.Simulation.Log.Writes.Count(w => !w.Path.EndsWith("/listDeploymentStatus", StringComparison.OrdinalIgnoreCase));

    internal static IEnumerable<string> Deployed(Bed bed) =>
        bed.Simulation.Deployments.Select(d => $"{d.State} [{string.Join(", ", d.Configurations.Select(c => c.Name).Order())}]");
}
