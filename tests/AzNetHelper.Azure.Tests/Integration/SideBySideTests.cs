using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>Four runs at once on one hub over one connection; two of them want the same spokes.</summary>
public sealed class SideBySideTests
{
    private const int Each = 5;

    [Theory]
    [InlineData(ConflictAnswer.RetryableError)]
    [InlineData(ConflictAnswer.AnotherOperationInProgress)]
    [InlineData(ConflictAnswer.ReferencedResourceNotProvisioned)]
    public async Task Four_runs_on_one_hub_all_finish_and_leave_what_one_leaves(ConflictAnswer answer)
    {
        var spokes = BigHub.Spokes(3 * Each);
        ResourceId[][] shares = [spokes[..Each], spokes[..Each], spokes[Each..(2 * Each)], spokes[(2 * Each)..]];
        var options = new SimulationOptions { Conflicts = [answer] };
        var one = string.Empty;
        await Bed.RunAsync(BigHub.Estate(spokes.Length), async bed =>
        {
            Bed.AssertSucceeded(await bed.ApplyAsync(BigHub.Plan(bed.Simulation.Snapshot(), spokes)));
            one = State(bed.Simulation.Snapshot());
        }, options);
        await Bed.RunAsync(BigHub.Estate(spokes.Length), async bed =>
        {
            var ground = bed.Simulation.Snapshot();
            var reports = await Task.WhenAll(shares.Select((share, n) => Task.Run(() =>
                bed.ApplyAsync(BigHub.Plan(ground, share), options: new() { JitterSeed = n, Timeout = TimeSpan.FromHours(2) }))));
            Assert.All(reports, Bed.AssertSucceeded);
            var writes = bed.Simulation.Log.Writes;
            var taken = writes.Where(w => w.Status is 200 or 201).ToArray();
            var bound = BigHub.Bound(options.Times, taken.Length);
            Bed.Print(string.Create(CultureInfo.InvariantCulture,
                $"four runs: {reports.Max(r => r.Elapsed)} against {bound}, ratio {reports.Max(r => r.Elapsed) / bound:F2}, {writes.Length - taken.Length} refused"));
            Assert.Equal(2 * spokes.Length, taken.Length);
            Assert.All(taken.GroupBy(w => w.Path, StringComparer.OrdinalIgnoreCase), g => Assert.Single(g));
            BigHub.AssertConnected(bed.Simulation.Snapshot(), spokes);
            Assert.Equal(one, State(bed.Simulation.Snapshot()));
        }, options);
    }

    // Ids that the service makes up differ from estate to estate.
    private static string State(Topology topology) =>
        Facts.OfDocuments(topology, (_, json) =>
        {
            Facts.Remove(json, "etag", "resourceGuid");
            if (json["properties"]?["virtualNetworkPeerings"] is System.Text.Json.Nodes.JsonArray halves)
            {
                var sorted = halves.OrderBy(h => (string?)h!["name"], StringComparer.Ordinal).Select(h => h!.DeepClone()).ToArray();
                json["properties"]!["virtualNetworkPeerings"] = new System.Text.Json.Nodes.JsonArray(sorted);
            }
        });
}
