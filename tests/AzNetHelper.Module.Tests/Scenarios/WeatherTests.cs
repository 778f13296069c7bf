using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// New-HubSpokePeering on random estates: -WhatIf tells what a run writes; and in any weather, however runs end
/// (-ErrorAction Stop, Select-Object -First 1, stopped at a random moment), running again ends as wanted and nothing that
/// belongs to others has changed. AZNETHELPER_SEED and AZNETHELPER_CASES choose the cases.
/// </summary>
public sealed partial class WeatherTests
{
    private const int MostRuns = 20;

    private int _accounts;

    private static int First => Setting("AZNETHELPER_SEED", 1);

    private static int Cases => Setting("AZNETHELPER_CASES", 200);

    [Fact]
    public Task WhatIf_and_the_plan_tell_change_for_change_what_the_run_writes() => ForEachSeedAsync((rehearsal, hub) =>
    {
        var planned = rehearsal.RunWell($$"""
            foreach ($change in ({{hub.Command}} -PlanOnly).Changes) {
                if ($change.Writes) {
                    $verb = if ($change.Kind -eq 'Delete') { 'DELETE' } else { 'PUT' }
                    "$verb $($change.Resource)"
                }
            }
            """).Texts;
        var summaries = rehearsal.RunWell($"foreach ($c in ({hub.Command} -PlanOnly).Changes) {{ if ($c.Writes) {{ $c.Summary }} }}").Texts;
        var before = rehearsal.Engine.Host.Lines.Count;
        rehearsal.RunWell($"{hub.Command} -WhatIf");
        var told = rehearsal.Engine.Host.Lines.Skip(before).Where(l => l.StartsWith("What if: ", StringComparison.Ordinal)).ToList();

        Assert.Empty(rehearsal.Writes);
        Assert.Equal(summaries.Count, told.Count);
        Assert.All(summaries.Zip(told), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));

        rehearsal.RunWell(hub.Command);
        var sent = rehearsal.RunWell("foreach ($r in $simulation.Log.Writes) { if ($r.Status -in 200, 201, 202, 204) { \"$($r.Method) $($r.Path)\" } }").Texts;
        Assert.Equal(planned.Order(StringComparer.OrdinalIgnoreCase), sent.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        AssertWanted(rehearsal, hub);
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Running_again_ends_as_wanted_however_runs_end()
    {
        var runs = 0;
        await ForEachSeedAsync(async (rehearsal, hub) => Interlocked.Add(ref runs, await FinishAsync(rehearsal, hub)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases} estates, {runs} runs, {_accounts} halves in accounts");
        Assert.NotEqual(0, _accounts);
    }

    private async Task<int> FinishAsync(Rehearsal rehearsal, StormyHub hub)
    {
        var foreign = Foreign(rehearsal, hub);
        rehearsal.RunWell(hub.Weather);
        var ended = false;
        var run = 0;
        for (; !ended; run++)
        {
            Assert.True(run < MostRuns, $"not done after {MostRuns} runs");
            ended = await RunOnceAsync(rehearsal, hub, run);
            Assert.Equal(foreign, Foreign(rehearsal, hub));
        }

        rehearsal.RunWell("$simulation.Faults.Clear()");
        AssertWanted(rehearsal, hub);
        return run;
    }

    /// <summary>True when the run reported that all spokes are as wanted.</summary>
    private async Task<bool> RunOnceAsync(Rehearsal rehearsal, StormyHub hub, int run)
    {
        switch ((hub.Seed + run) % 4)
        {
            case 0:
                var line = Forget(rehearsal);
                var cut = rehearsal.Run($"{hub.Command} | Select-TestFirst");
                Assert.True(cut.Output.Count <= 1);
                AssertAccount(rehearsal, line);
                return false;
            case 1:
                var strict = rehearsal.Engine.RunStrict($"{hub.Command} -ErrorAction Stop");
                AssertTrue(rehearsal, hub, strict.Output);
                return strict.Ended is null && strict.Errors.Count == 0 && strict.Output.Count == hub.Spokes.Length;
            case 2:
                var before = Forget(rehearsal);
                var writes = hub.WritesBeforeStop();
                await rehearsal.Engine.StopAsync(hub.Command, () => rehearsal.WritesArriveAsync(writes))
                    .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
                AssertAccount(rehearsal, before);
                return false;
            default:
                var plain = rehearsal.Run(hub.Command);
                Assert.True(plain.Ended is null, plain.Ended?.ToString());
                AssertTrue(rehearsal, hub, plain.Output);
                Assert.Equal(plain.Output.Any(o => o.Properties["Error"].Value is not null), plain.Errors.Count > 0);
                return plain.Errors.Count == 0;
        }
    }

    private static int Forget(Rehearsal rehearsal)
    {
        rehearsal.ForgetRequests();
        return rehearsal.Engine.Host.Lines.Count;
    }

    // What the account calls done was taken, and what it calls not started was not even sent. A half may have two changes.
    private void AssertAccount(Rehearsal rehearsal, int line)
    {
        var told = rehearsal.Engine.Host.Lines.Skip(line).SelectMany(l => l.Split('\n'))
            .Select(l => Account().Match(l)).Where(m => m.Success)
            .ToLookup(m => m.Groups["id"].Value, m => m.Groups["fate"].Value, StringComparer.OrdinalIgnoreCase);
        var sent = rehearsal.RunWell("foreach ($r in $simulation.Log.Writes) { $r.Path }").Texts;
        var taken = rehearsal.RunWell("foreach ($r in $simulation.Log.Writes) { if ($r.Status -in 200, 201, 202, 204, 0) { $r.Path } }").Texts;
        Interlocked.Add(ref _accounts, told.Count);
        foreach (var half in told)
        {
            if (half.All(fate => fate is "not started" or "skipped"))
            {
                Assert.DoesNotContain(half.Key, sent, StringComparer.OrdinalIgnoreCase);
            }

            if (half.Contains("done"))
            {
                Assert.Contains(half.Key, taken, StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    [GeneratedRegex(@"^\s+(?<fate>[a-z, ]+): .* \((?<id>/subscriptions/[^)]+)\)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Account();

    // A result without an error is as wanted; what it says of the state is what is there.
    private static void AssertTrue(Rehearsal rehearsal, StormyHub hub, IReadOnlyList<PSObject> results)
    {
        var states = rehearsal.Networks();
        foreach (var result in results.Where(r => r.Properties["Error"].Value is null))
        {
            var spoke = (string)result.Properties["Spoke"].Value;
            Assert.Equal("Connected", $"{result.Properties["State"].Value}");
            AssertPair(hub, spoke, Half(states, "vnet-hub", spoke), Half(states, spoke, "vnet-hub"));
        }
    }

    private static void AssertWanted(Rehearsal rehearsal, StormyHub hub)
    {
        var states = rehearsal.Networks();
        Assert.All(hub.Spokes, s => AssertPair(hub, s, Half(states, "vnet-hub", s), Half(states, s, "vnet-hub")));
        rehearsal.ForgetRequests();
        Assert.All(rehearsal.RunWell(hub.Command).Output, o => Assert.Equal("Connected False", $"{o.Properties["State"].Value} {o.Properties["Changed"].Value}"));
        Assert.Empty(rehearsal.Writes);
    }

    private static void AssertPair(StormyHub hub, string spoke, JsonNode? ours, JsonNode? theirs)
    {
        Assert.All([ours, theirs], half => Assert.Equal("Connected FullyInSync", $"{half?["peeringState"]} {half?["peeringSyncLevel"]}"));
        if (hub.Gateway is { } gateway)
        {
            Assert.Equal((gateway, gateway), ((bool)ours!["allowGatewayTransit"]!, (bool)theirs!["useRemoteGateways"]!));
        }

        if (hub.ToSpoke is { } toSpoke)
        {
            Assert.True(toSpoke == (bool)theirs!["allowForwardedTraffic"]!, spoke);
        }

        if (hub.ToHub is { } toHub)
        {
            Assert.True(toHub == (bool)ours!["allowForwardedTraffic"]!, spoke);
        }
    }

    private static JsonNode? Half(IReadOnlyList<JsonObject> networks, string from, string to) =>
        networks.Single(n => (string?)n["name"] == from)["properties"]!["virtualNetworkPeerings"]!.AsArray()
            .Select(h => h!["properties"]).SingleOrDefault(h => RemoteName(h!) == to);

    private static string RemoteName(JsonNode half) => ((string)half["remoteVirtualNetwork"]!["id"]!).Split('/')[^1];

    /// <summary>Every document, less etags and states and the halves between the hub and its spokes.</summary>
    private static string Foreign(Rehearsal rehearsal, StormyHub hub) => string.Join('\n', rehearsal.Networks().Select(network =>
    {
        var halves = network["properties"]!["virtualNetworkPeerings"]?.AsArray();
        foreach (var half in halves?.ToArray() ?? [])
        {
            if (hub.Spokes.Contains((string?)network["name"]) || hub.Spokes.Contains(RemoteName(half!["properties"]!)))
            {
                halves!.Remove(half);
            }
        }

        Strip(network);
        return network.ToJsonString();
    }));

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            members.Remove("etag");
            members.Remove("provisioningState");
        }

        foreach (var child in node switch { JsonObject o => o.Select(m => m.Value), JsonArray a => a, _ => [] })
        {
            Strip(child);
        }
    }

    private static async Task ForEachSeedAsync(Func<Rehearsal, StormyHub, Task> test)
    {
        var broken = new ConcurrentBag<string>();
        var seeds = Enumerable.Range(First, Cases);
        TestContext.Current.TestOutputHelper?.WriteLine($"seeds {First} to {First + Cases - 1}");
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, _) =>
        {
            var hub = new StormyHub(seed);
            try
            {
                using var rehearsal = new Rehearsal(hub.Write);
                await test(rehearsal, hub);
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or TimeoutException)
            {
                broken.Add($"seed {seed}: {hub}\n{e.Message}\n{e.StackTrace}");
            }
        });
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(3)) + $"\n{broken.Count} of {Cases} broken");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
