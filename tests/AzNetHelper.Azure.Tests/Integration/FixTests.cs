using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Simulation;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Integration;

/// <summary>A fix that is offered is one that the service takes, and afterwards the two reach each other.</summary>
public sealed class FixTests
{
    private const int Estates = 60;
    private const int MostFixes = 2;

    public static TheoryData<string> Faults => ["missing", "disconnected", "borrower", "waiting", "left waiting", "access", "stale", "both stale"];

    [Theory]
    [MemberData(nameof(Faults))]
    public Task Usual_fault_is_mended(string fault)
    {
        var estate = new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16", "10.50.0.0/16");
        _ = fault switch
        {
            "missing" => estate,
            "disconnected" => estate.Half("a", "b", h => h["peeringState"] = "Disconnected"),
            "borrower" => estate.Subnet("b", Subnet.GatewaySubnetName, "10.1.255.0/27").Gateway("gw", "b").Half("a", "b", h =>
            {
                h["peeringState"] = "Disconnected";
                h["useRemoteGateways"] = true;
            }),
            "waiting" => estate.Peer("a", "b", h => h["peeringState"] = "Initiated", h => h["peeringState"] = "Initiated"),
            "left waiting" => estate.Half("b", "a", h => h["peeringState"] = "Initiated"),
            "access" => estate.Peer("a", "b", h => h["allowVirtualNetworkAccess"] = false, h => h["allowVirtualNetworkAccess"] = false),
            "stale" => estate.Peer("a", "b", Stale),
            _ => new TestEstate().VNet("a", "10.0.0.0/16", "10.51.0.0/16").VNet("b", "10.1.0.0/16", "10.50.0.0/16")
                .Peer("a", "b", Stale, h => h["remoteAddressSpace"] = TestEstate.Space("10.0.0.0/16")),
        };
        return Bed.RunAsync(AsRead(estate.Topology()), async bed =>
        {
            var (writes, _) = await MendAsync(bed, TestEstate.VNetId("a"), TestEstate.VNetId("b"));
            Assert.InRange(writes, 1, 3);
        });

        static void Stale(JsonObject half) => half["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16");
    }

    [Fact]
    public async Task Fixes_of_random_estates_are_taken_and_help()
    {
        Bed.Print($"seeds 1 to {Estates}");
        var broken = new System.Collections.Concurrent.ConcurrentBag<string>();
        var (fixes, written) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(1, Estates), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
        {
            var estate = AsRead(RandomEstate.Make(seed, tame: true));
            var pairs = new ReachabilityEngine(estate).All().Where(a => a.Verdict is Verdict.Blocked or Verdict.Partial)
                .Where(a => a.Fix is not null).Take(MostFixes).Select(a => (a.SourceEndpoint.Id, a.DestinationEndpoint.Id)).ToArray();
            foreach (var (a, b) in pairs)
            {
                try
                {
                    await Bed.RunAsync(estate, async bed => Interlocked.Add(ref written, (await MendAsync(bed, a, b)).Writes));
                    Interlocked.Increment(ref fixes);
                }
                catch (Xunit.Sdk.XunitException e)
                {
                    broken.Add($"seed {seed}, {a.Name} and {b.Name}: {e.Message}\n{e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("FixTests", StringComparison.Ordinal))}");
                }
            }
        });
        Bed.Print($"{fixes} fixes, {written} writes");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(6)) + $"\n{broken.Count} broken");
        Assert.InRange(fixes, Estates / 3, Estates * MostFixes);
    }

    private static async Task<(int Writes, Plan Fix)> MendAsync(Bed bed, ResourceId a, ResourceId b)
    {
        var before = await bed.ReadAsync();
        var answer = new ReachabilityEngine(before).Ask(new VNetEndpoint(a), new VNetEndpoint(b));
        var fix = answer.Fix;
        Assert.True(fix is not null, $"no fix: {answer.Explain()}");
        var report = await bed.ApplyAsync(fix);
        var tell = string.Join('\n', fix.Changes.Select(c => $"{c.Key} before {c.Before} after {c.After} {c.Query}")) + "\n" + Bed.Tell(report);
        Assert.True(report.Succeeded, tell);
        Assert.All(report.Results.Where(r => r.Change.Writes), r => Assert.Equal(ChangeOutcome.Done, r.Outcome));
        Assert.Equal(fix.WriteCount, bed.Simulation.Log.Writes.Count(w => w.Status is >= 200 and < 300));
        var again = await bed.ApplyAsync(fix);
        Assert.All(again.Results, r => Assert.Equal((ChangeOutcome.Unchanged, 0), (r.Outcome, r.Attempts)));
        var after = new ReachabilityEngine(await bed.ReadAsync()).Ask(new VNetEndpoint(a), new VNetEndpoint(b));
        Assert.True(after.Verdict == Verdict.Reachable, $"{tell}\n{after.Explain()}");
        return (bed.Simulation.Log.Writes.Count(w => w.Status is >= 200 and < 300), fix);
    }

    // As the service would hold it: ids, states, and levels that follow from the address spaces.
    private static Topology AsRead(Topology written)
    {
        var documents = written.Documents.Select(d => (d.Id, Json: JsonNode.Parse(d.Json.Span)!.AsObject())).ToDictionary(d => d.Id, d => d.Json);
        foreach (var (id, json) in documents)
        {
            Complete(id, json);
            foreach (var kind in (string[])["subnets", "virtualNetworkPeerings", "routes"])
            {
                foreach (var child in (json["properties"]![kind] as JsonArray)?.OfType<JsonObject>() ?? [])
                {
                    Complete(id.Child(kind, (string)child["name"]!), child);
                    if (kind == "virtualNetworkPeerings")
                    {
                        Settle(id, child["properties"]!.AsObject());
                    }
                }
            }
        }

        return new(documents.Select(d => new ResourceDocument(d.Key, JsonSerializer.SerializeToUtf8Bytes(d.Value))));

        void Settle(ResourceId local, JsonObject half)
        {
            var remote = documents.GetValueOrDefault(ResourceId.Parse((string)half["remoteVirtualNetwork"]!["id"]!));
            if (half["peerCompleteVnets"]?.GetValue<bool>() is not false && remote is not null)
            {
                half["remoteVirtualNetworkAddressSpace"] = remote["properties"]!["addressSpace"]!.DeepClone();
                half["remoteAddressSpace"] ??= remote["properties"]!["addressSpace"]!.DeepClone();
            }

            var other = (remote?["properties"]!["virtualNetworkPeerings"] as JsonArray)?
                .FirstOrDefault(p => (string?)p!["properties"]!["remoteVirtualNetwork"]!["id"] == local.ToString())?["properties"];
            if (other is null && (string?)half["peeringState"] == "Connected")
            {
                half["peeringState"] = "Initiated";
            }

            // A GET tells every flag, and Azure lets nobody use a gateway that is not lent, nor two.
            foreach (var flag in (string[])["allowVirtualNetworkAccess", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"])
            {
                half[flag] ??= false;
            }

            var first = documents[local]["properties"]!["virtualNetworkPeerings"]!.AsArray()
                .FirstOrDefault(p => p!["properties"]!["useRemoteGateways"]?.GetValue<bool>() == true)?["properties"];
            if (first != half || other?["allowGatewayTransit"]?.GetValue<bool>() == false || half["allowGatewayTransit"]!.GetValue<bool>())
            {
                half["useRemoteGateways"] = false;
            }

            var (stale, otherStale) = (!InSync(half, remote), other is null || !InSync(other.AsObject(), documents[local]));
            half["peeringSyncLevel"] = (stale, otherStale) switch
            {
                (false, false) => "FullyInSync",
                (true, false) => "LocalNotInSync",
                (false, true) => "RemoteNotInSync",
                _ => "LocalAndRemoteNotInSync",
            };
        }

        static bool InSync(JsonObject half, JsonObject? remote) => half["remoteAddressSpace"] is not { } space || remote is null
            || Texts(space).SetEquals(Texts(remote["properties"]!["addressSpace"]!));

        static HashSet<string> Texts(JsonNode space) => [.. space["addressPrefixes"]!.AsArray().Select(p => (string)p!)];

        static void Complete(ResourceId id, JsonObject json)
        {
            json["id"] = id.ToString();
            json["name"] = id.Name;
            json["type"] = id.Type;
            json["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"";
            json["properties"]!["provisioningState"] = "Succeeded";
            if (id.Parent is null)
            {
                json["location"] ??= "westeurope";
            }
        }
    }
}
