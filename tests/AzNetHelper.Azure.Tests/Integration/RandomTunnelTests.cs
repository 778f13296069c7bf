using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.TunnelEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Random estates of gateways, some joined already, whole, half or wrongly: a plan that is not refused leads to tunnels that are
/// up, and nothing is left to do then; what the run does, and what the plan said, is the same.
/// </summary>
public sealed class RandomTunnelTests
{
    private const int Estates = 60;

    [Fact]
    public async Task What_is_planned_comes_up_and_is_finished()
    {
        var (applied, made, seed) = (0, 0, Environment.TickCount);
        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        for (var i = 0; i < Estates; i++)
        {
            var random = new Random(seed + i);
            var count = random.Next(2, 5);
            var estate = Estate(random, count);
            var requests = Requests(random, count);
            await Bed.RunAsync(estate.Documents.ToTopology(), async bed =>
            {
                var keys = await KeysAsync(bed);
                var before = bed.Simulation.Snapshot();
                var plan = await PlanAsync(bed, requests);
                if (!plan.CanApply)
                {
                    return;
                }

                using (var secrets = Secrets.For(plan, new Dictionary<string, System.Security.SecureString>(), Steps.StepWriter.Nowhere))
                {
                    if (!await secrets!.FitAsync(bed.Arm, Steps.StepWriter.Nowhere, Bed.Stop))
                    {
                        return;
                    }
                }

                bed.Simulation.Log.Clear();
                var (report, reports) = await ApplyAsync(bed, plan);
                var told = $"seed {seed + i}: {string.Join('\n', plan.Changes)}\n{Bed.Tell(report)}";
                var unequal = requests.Where(r => keys.GetValueOrDefault(Half(before, r.Gateway1, r.Gateway2)) is { } one
                    && keys.GetValueOrDefault(Half(before, r.Gateway2, r.Gateway1)) is { } other && one != other).ToArray();
                Assert.True(report.Succeeded || unequal.Length > 0, told);
                Assert.Equal(plan.Changes.Where(c => c.Writes).Select(c => c.Resource).Order(), bed.Simulation.Log.Writes.Select(w => ResourceId.Parse(w.Path)).Order());
                Assert.True(reports.Count(r => r.IsConnected) >= requests.Length - unequal.Length, told);
                Assert.All(reports.Where(r => !r.IsConnected), r => Assert.Equal(ConnectionCause.KeyMismatch, r.Cause));
                Assert.True((await PlanAsync(bed, requests)).IsEmpty, told);

                // No key of a connection that was there is another one now, and unknown members are where they were.
                var after = await KeysAsync(bed);
                Assert.All(keys, k => Assert.Equal(k.Value, after[k.Key]));
                Assert.All(bed.Simulation.Snapshot().Connections.Where(c => keys.ContainsKey(c.Id)), c => Assert.Contains("futureMember",
                    System.Text.Encoding.UTF8.GetString(bed.Simulation.Snapshot().Document(c.Id)!.Json.Span), StringComparison.Ordinal));
                applied++;
                made += plan.Changes.Count(c => c.Kind == ChangeKind.Create);
            });
        }

        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{applied} of {Estates} applied, {made} halves made"));
        Assert.True(applied > Estates / 4 && made > Estates / 2, $"{applied} applied, {made} made");
    }

    private static TunnelEstate Estate(Random random, int count)
    {
        var estate = new TunnelEstate(count);
        for (var i = 1; i <= count; i++)
        {
            for (var j = 1; j <= count; j++)
            {
                if (i != j && random.Next(4) == 0)
                {
                    estate.Half(i, j, random.Next(8) == 0 ? "Another" : "TheKey", random.Next(2) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"x{i}{j}"),
                        ("connectionStatus", "Connected"), ("enableBgp", random.Next(2) == 0), ("ipsecPolicies", random.Next(3) == 0 ? new JsonArray(TunnelTests.Policy().ToJson()) : new JsonArray()));
                }
            }

            if (random.Next(6) == 0)
            {
                estate.Settings(i)["bgpSettings"]!["asn"] = 65515;
            }
        }

        return estate;
    }

    private static VNetToVNetRequest[] Requests(Random random, int count) =>
        [.. (from i in Enumerable.Range(1, count)
             from j in Enumerable.Range(i + 1, count - i)
             where random.Next(2) == 0 || (i == 1 && j == 2)
             select Request(i, j) with
             {
                 EnableBgp = random.Next(3) switch { 0 => true, 1 => false, _ => null },
                 IpsecPolicy = random.Next(3) == 0 ? TunnelTests.Policy() : null,
                 RoutingWeight = random.Next(5) == 0 ? random.Next(100) : null,
             })];

    private static ResourceId Half(Topology topology, ResourceId from, ResourceId to) =>
        topology.Connections.FirstOrDefault(c => c.Gateway == from && c.OtherGateway == to)?.Id ?? from;

    private static async Task<Dictionary<ResourceId, string>> KeysAsync(Bed bed)
    {
        var keys = new Dictionary<ResourceId, string>();
        foreach (var connection in bed.Simulation.Snapshot().Connections)
        {
            keys[connection.Id] = (await KeyAsync(bed, connection.Id))!;
        }

        return keys;
    }
}
