using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
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
                AssertTrue(report, atStart, bed.Simulation.Snapshot());
            }

            // What was in flight when a run ended may still end; then all has been said.
            bed.Clock.Advance(TimeSpan.FromMinutes(1));
            bed.Simulation.Faults.Clear();
            var after = await bed.GroundAsync([FaultyEstate.Hub, FaultyEstate.Other, .. made.Spokes]);
            AssertWanted(made, before, after.Topology, interrupted: runs > 1);
            Assert.True(made.Plan(after).IsEmpty);
            Assert.Equal(Foreign(before, made), Foreign(bed.Simulation.Snapshot(), made));
            Assert.All(second!.Tags, tag => Assert.Equal(tag.Value, after.Topology.VirtualNetwork(tag.Key)!.Tags[SecondWriter.Tag]));
        }, made.Options, simulation => second = new(simulation, seed, made.SecondWriterChance));
        return runs;
    }

    /// <summary>What is Done is there; what is NotStarted or Skipped was left as it was.</summary>
    private static void AssertTrue(RunReport report, Topology before, Topology after)
    {
        foreach (var group in report.Results.Where(r => r.Change.Writes).GroupBy(r => r.Resource))
        {
            var (was, now) = (Find(before, group.Key), Find(after, group.Key));
            var last = group.Last();
            if (last.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged)
            {
                Assert.True(last.Kind == ChangeKind.Delete ? now is null : now is not null
                    && JsonBody.Differences(JsonBody.Parse(last.Change.After!), now).IsEmpty, $"{last} {now?.ToJsonString()}");
            }

            if (group.All(r => r.Outcome is ChangeOutcome.NotStarted or ChangeOutcome.Skipped))
            {
                Assert.All(group, r => Assert.Equal(0, r.Attempts));
                Assert.True(Flags(was) == Flags(now), $"{last}\n{Flags(was)}\n{Flags(now)}");
            }

            Assert.All(group, r => Assert.Equal(r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged, r.Error is null));
        }
    }

    // What a client sets: the service moves the rest when the other half is written.
    private static string Flags(JsonObject? half) => half is null ? "absent" : string.Join(' ', half["properties"]!.AsObject()
        .Where(m => m.Key.StartsWith("allow", StringComparison.Ordinal) || m.Key is "useRemoteGateways" or "remoteVirtualNetwork")
        .Select(m => $"{m.Key}={m.Value?.ToJsonString()}").Order(StringComparer.Ordinal));

    private static JsonObject? Find(Topology topology, ResourceId half) =>
        JsonNode.Parse(topology.Document(half.Parent!)!.Json.Span)!["properties"]!["virtualNetworkPeerings"]!.AsArray()
            .OfType<JsonObject>().FirstOrDefault(h => (string?)h["name"] == half.Name);

    // Derived anew from the request and the old state, not from the plan.
    private static void AssertWanted(FaultyEstate made, Topology before, Topology after, bool interrupted)
    {
        foreach (var spoke in made.Spokes)
        {
            var (old, now) = (PeeringPair.Between(before, FaultyEstate.Hub, spoke), PeeringPair.Between(after, FaultyEstate.Hub, spoke));
            Assert.Equal((PeeringPairState.Connected, true), (now.State, now.IsInSync));
            Assert.Equal(made.Wanted.ToHub ?? old.AllowForwardedTraffic ?? false, now.AllowForwardedTraffic);
            if (made.Wanted.Gateway is { } gateway)
            {
                Assert.Equal((gateway, gateway), (now.AllowGatewayTransit!.Value, now.RemoteUseRemoteGateways!.Value));
            }

            Assert.Equal(old.PeeringName ?? now.PeeringName, now.PeeringName);

            // Of two Disconnected halves the spoke's is deleted and made again; a run that ends in between has lost its name
            // and the flags that nobody asked about.
            if (!interrupted || old is not { PeeringState: PeeringState.Disconnected, RemotePeeringState: PeeringState.Disconnected })
            {
                Assert.Equal(made.Wanted.ToSpoke ?? old.RemoteAllowForwardedTraffic ?? false, now.RemoteAllowForwardedTraffic);
                Assert.Equal(old.RemotePeeringName ?? now.RemotePeeringName, now.RemotePeeringName);
            }
        }
    }

    /// <summary>Whole documents, less etags, states, the second writer's tag and the halves between hub and spokes.</summary>
    private static string Foreign(Topology topology, FaultyEstate made) => Facts.OfDocuments(topology, (document, json) =>
    {
        Facts.Remove(json, "etag", "provisioningState");
        (json["tags"] as JsonObject)?.Remove(SecondWriter.Tag);
        var halves = json["properties"]?["virtualNetworkPeerings"] as JsonArray;
        foreach (var half in halves?.OfType<JsonObject>().ToArray() ?? [])
        {
            var remote = ResourceId.Parse((string)half["properties"]!["remoteVirtualNetwork"]!["id"]!);
            if (made.Spokes.Contains(remote) || made.Spokes.Contains(document.Id))
            {
                halves!.Remove(half);
            }
        }
    });
}
