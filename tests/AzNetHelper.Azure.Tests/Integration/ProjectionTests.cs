using System.Collections.Concurrent;
using AzNetHelper.Planning;

namespace AzNetHelper.Tests.Integration;

/// <summary>What a plan says that it leaves is what its run leaves, whatever state the estate was in.</summary>
public sealed class ProjectionTests
{
    private const int Cases = 40;

    [Fact]
    public async Task Projected_networks_are_what_the_run_ends_in_and_running_again_writes_nothing()
    {
        Bed.Print($"seeds 1 to {Cases}");
        var broken = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(1, Cases), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (seed, _) =>
        {
            var made = new FaultyEstate(seed);
            try
            {
                await Bed.RunAsync(made.Topology, bed => CompareAsync(bed, made), made.Options);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                broken.Add($"seed {seed}: {made}\n{e.Message}");
            }
        });
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(4)) + $"\n{broken.Count} broken");
    }

    private static async Task CompareAsync(Bed bed, FaultyEstate made)
    {
        var ground = await bed.GroundAsync([FaultyEstate.Hub, .. made.Spokes]);
        var plan = made.Plan(ground);
        Bed.AssertSucceeded(await bed.ApplyAsync(plan));
        var after = await bed.GroundAsync([FaultyEstate.Hub, .. made.Spokes]);
        Assert.Equal(Facts.Of(PlanProjection.Apply(ground.Topology, plan)), Facts.Of(after.Topology));
        bed.Simulation.Log.Clear();
        var again = await bed.ApplyAsync(plan);
        Assert.True(bed.Simulation.Log.Writes.IsEmpty, "written again:\n" + Bed.Tell(again));
    }
}
