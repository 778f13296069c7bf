using System.Collections.Concurrent;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>Whatever goes wrong: running again ends as wanted, nothing foreign changes, and each report is true.</summary>
public sealed class FaultTests
{
    private const int Cases = 60;
    private const int MostRuns = 12;

    [Fact]
    public async Task Running_again_ends_as_wanted_whatever_goes_wrong()
    {
        var first = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } text
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 1;
        Bed.Print($"seeds {first} to {first + Cases - 1}");
        var broken = new ConcurrentBag<string>();
        var runs = 0;
        await Parallel.ForEachAsync(Enumerable.Range(first, Cases), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (seed, _) =>
        {
            var made = new FaultyEstate(seed);
            try
            {
                Interlocked.Add(ref runs, await FinishAsync(made, seed));
            }
            catch (Xunit.Sdk.XunitException e)
            {
                broken.Add($"seed {seed}: {made}\n{e.Message}\n{e.StackTrace}");
            }
        });
        Bed.Print($"{Cases} estates, {runs} runs, {SentBodies.Checked} bodies checked so far");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(3)) + $"\n{broken.Count} broken");
    }

    private static async Task<int> FinishAsync(FaultyEstate made, int seed)
    {
        var runs = 0;
        SecondWriter? second = null;
        await Bed.RunAsync(made.Topology, async bed =>
        {
            made.Declare(bed.Simulation.Faults);
            var before = bed.Simulation.Snapshot();
            RunReport? report = null;
            while (report is not { Succeeded: true })
            {
                Assert.True(++runs <= MostRuns, $"not done after {MostRuns} runs:\n{(report is null ? "" : Bed.Tell(report))}");
                var plan = made.Plan(await bed.GroundAsync([FaultyEstate.Hub, .. made.Spokes]));
                var atStart = bed.Simulation.Snapshot();
                using var stop = new CancellationTokenSource(made.StopsAfter() ?? Timeout.InfiniteTimeSpan, bed.Clock);
                report = await bed.ApplyAsync(plan, stop.Token, new() { JitterSeed = seed });
                Truth.AssertTrue(report, atStart, bed.Simulation.Snapshot());
            }

            // What was in flight when a run ended may still end; then all has been said.
            bed.Clock.Advance(TimeSpan.FromMinutes(1));
            bed.Simulation.Faults.Clear();
            var after = await bed.GroundAsync([FaultyEstate.Hub, FaultyEstate.Other, .. made.Spokes]);
            Truth.AssertWanted(made, before, after.Topology, interrupted: runs > 1);
            Assert.True(made.Plan(after).IsEmpty);
            Assert.Equal(Truth.Foreign(before, made), Truth.Foreign(bed.Simulation.Snapshot(), made));
            Assert.All(second!.Tags, tag => Assert.Equal(tag.Value, after.Topology.VirtualNetwork(tag.Key)!.Tags[SecondWriter.Tag]));
        }, made.Options, simulation => second = new(simulation, seed, made.SecondWriterChance));
        return runs;
    }
}
