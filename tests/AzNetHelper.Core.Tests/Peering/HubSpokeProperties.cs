using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Planning;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Peering;

/// <summary>Random estates, random faults: what must hold for all of them. CsCheck prints the seed of a failure.</summary>
public sealed class HubSpokeProperties
{
    private static readonly string[] States = ["Connected", "HubLeft", "SpokeLeft", "HubWaits", "SpokeWaits", "BothLeft", "Stale", "Absent"];

    private static readonly Gen<(string State, bool HubForwards, bool SpokeForwards, bool Gateway)> GenSpoke =
        Gen.Select(Gen.OneOf(States), Gen.Bool, Gen.Bool, Gen.Bool);

    private static readonly Gen<bool?> GenSwitch = Gen.OneOf<bool?>(true, false, null);

    private static readonly Gen<(bool? Gateway, bool? Forwarded, bool? ToHub)> GenRequest = Gen.Select(GenSwitch, GenSwitch, GenSwitch);

    private static readonly Gen<Fault[]> GenFaults = Gen.OneOf(
        Fault.None, Fault.None, Fault.None, Fault.LostBefore, Fault.LostAfter, Fault.Conflict409, Fault.Retryable429, Fault.NotProvisioned400,
        Fault.Precondition412, Fault.Throttled429, Fault.PollBusy, Fault.PollSuperseded, Fault.StatusLost).Array[0, 20];

    [Fact]
    public void Any_estate_ends_as_wanted_and_a_second_plan_is_empty() =>
        Gen.Select(GenSpoke.Array[1, 5], GenRequest, GenFaults, Gen.Int[1, 1000]).Sample((spokes, wanted, faults, seed) =>
        {
            var estate = Build(spokes);
            var foreign = Foreign(estate);
            estate.Arm.Faults = (_, n) => n <= faults.Length ? faults[n - 1] : Fault.None;
            var before = estate.Topology;
            var unowned = Unowned(estate);
            var plan = Plan(before, spokes.Length, wanted);
            Assert.Empty(plan.Problems);
            var report = estate.Run(plan, new() { JitterSeed = seed });

            // What may be undecided after lost answers is decided by running again.
            for (var i = 0; i < 3 && !report.Succeeded; i++)
            {
                report = estate.Run(Plan(estate.Topology, spokes.Length, wanted), new() { JitterSeed = seed });
            }

            Assert.True(report.Succeeded, string.Join(' ', report.Results.Select(r => $"{r.Outcome} {r.Error?.Message}")));
            AssertWanted(before, estate.Topology, spokes, wanted);
            Assert.True(Plan(estate.Topology, spokes.Length, wanted).IsEmpty);
            Assert.Equal(foreign, Foreign(estate));
            var recreated = plan.Changes.Where(c => c.Kind == ChangeKind.Delete).Select(c => c.Resource).ToHashSet();
            var after = Unowned(estate);
            Assert.All(unowned.Where(u => !recreated.Contains(u.Key)), u => Assert.Equal(u.Value, after[u.Key]));
        }, iter: 200);

    [Fact]
    public void Projection_of_a_plan_is_what_its_run_ends_in() =>
        Gen.Select(GenSpoke.Array[1, 4], GenRequest).Sample((spokes, wanted) =>
        {
            var estate = Build(spokes);
            var before = estate.Topology;
            var plan = Plan(before, spokes.Length, wanted);
            var projected = PlanProjection.Apply(before, plan);
            Assert.True(estate.Run(plan).Succeeded);
            Assert.Equal(Tell(estate.Topology), Tell(projected));
            Assert.Equal(Tell(before), Tell(PlanProjection.Apply(before, new("nothing"))));
        }, iter: 100);

    [Fact]
    public void Report_of_a_stopped_run_is_the_truth_and_running_again_finishes() =>
        Gen.Select(GenSpoke.Array[1, 4], GenRequest, Gen.Int[1, 60]).Sample((spokes, wanted, moment) =>
        {
            var estate = Build(spokes);
            var plan = Plan(estate.Topology, spokes.Length, wanted);
            using var stop = new CancellationTokenSource();
            var requests = 0;
            estate.Arm.OnRequest = _ =>
            {
                if (++requests == moment)
                {
                    stop.Cancel();
                }
            };
            var report = estate.Run(plan, new() { JitterSeed = 1 }, stop.Token);
            estate.Arm.OnRequest = null;

            // Halves meet on the hub: one that was refused and was to be tried again is failed, with nothing of it written.
            Assert.All(report.Results, r => Assert.True(r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged or ChangeOutcome.NotStarted
                or ChangeOutcome.Skipped || r is { Outcome: ChangeOutcome.Failed, Error.Id: "RunStopped" }, r.ToString()));
            Assert.Equal(report.Results.Count(r => r.Outcome == ChangeOutcome.Done), estate.Arm.Log.Count);
            foreach (var last in report.Results.GroupBy(r => r.Resource).Select(g => g.LastOrDefault(r => r.Outcome is not (ChangeOutcome.NotStarted or ChangeOutcome.Skipped)) ?? g.First()))
            {
                var exists = estate.Arm.Has(last.Resource);
                Assert.Equal(last switch
                {
                    { Kind: ChangeKind.Create, Outcome: ChangeOutcome.NotStarted or ChangeOutcome.Skipped or ChangeOutcome.Failed } => false,
                    { Kind: ChangeKind.Delete, Outcome: ChangeOutcome.Done } => false,
                    _ => true,
                }, exists);
            }

            Assert.True(estate.Run(Plan(estate.Topology, spokes.Length, wanted)).Succeeded);
        }, iter: 150);

    private static Estate Build((string State, bool HubForwards, bool SpokeForwards, bool Gateway)[] spokes)
    {
        var estate = new Estate().With("hub", "10.0.0.0/16", "192.168.0.0/24").WithGateway("hub").With("other", "10.200.0.0/16")
            .WithHalf("hub", "other", "Connected", "forwarded").WithHalf("other", "hub", "Connected");
        for (var i = 0; i < spokes.Length; i++)
        {
            var (state, hubForwards, spokeForwards, gateway) = spokes[i];
            var name = $"s{i}";
            estate.With(name, $"10.{i + 1}.0.0/16");
            string[] hub = [hubForwards ? "forwarded" : "", gateway ? "lends" : ""];
            string[] spoke = [spokeForwards ? "forwarded" : "", gateway ? "uses" : ""];
            var both = state is "Connected" or "BothLeft" or "Stale";
            var torn = state is "HubLeft" or "SpokeLeft" or "BothLeft" ? "Disconnected" : both ? "Connected" : "Initiated";
            if (both || state is "HubLeft" or "HubWaits")
            {
                estate.WithHalf("hub", name, torn, hub);
            }

            if (both || state is "SpokeLeft" or "SpokeWaits")
            {
                estate.WithHalf(name, "hub", torn, spoke);
            }

            if (state == "Stale")
            {
                JsonBody.At(estate.Arm[Net(name)], "properties.addressSpace.addressPrefixes")!.AsArray().Add($"172.{i + 16}.0.0/16");
            }

            if (estate.Arm.Has(Half(name, $"{name}-to-hub")))
            {
                estate.Arm[Half(name, $"{name}-to-hub")]["properties"]!["doNotVerifyRemoteGateways"] = hubForwards;
            }
        }

        return estate;
    }

    private static Plan Plan(Topology topology, int count, (bool? Gateway, bool? Forwarded, bool? ToHub) wanted) => HubSpokePlanner.Create(topology,
        new(Net("hub"), [.. Enumerable.Range(0, count).Select(i => Net($"s{i}"))])
        {
            UseHubGateway = wanted.Gateway, AllowForwardedTraffic = wanted.Forwarded, AllowForwardedTrafficToHub = wanted.ToHub,
        });

    // Derived anew from the request and the old state, not from the plan.
    private static void AssertWanted(
        Topology before, Topology after, (string State, bool HubForwards, bool SpokeForwards, bool Gateway)[] spokes, (bool? Gateway, bool? Forwarded, bool? ToHub) wanted)
    {
        for (var i = 0; i < spokes.Length; i++)
        {
            var (old, now) = (PeeringPair.Between(before, Net("hub"), Net($"s{i}")), PeeringPair.Between(after, Net("hub"), Net($"s{i}")));
            Assert.Equal((PeeringPairState.Connected, true), (now.State, now.IsInSync));
            Assert.Equal((true, true), (now.AllowVirtualNetworkAccess, now.RemoteAllowVirtualNetworkAccess));
            Assert.Equal(wanted.ToHub ?? old.AllowForwardedTraffic ?? false, now.AllowForwardedTraffic);
            Assert.Equal(wanted.Forwarded ?? old.RemoteAllowForwardedTraffic ?? false, now.RemoteAllowForwardedTraffic);
            Assert.Equal(wanted.Gateway ?? old.RemoteUseRemoteGateways ?? false, now.RemoteUseRemoteGateways);
            Assert.Equal(wanted.Gateway ?? old.AllowGatewayTransit ?? now.RemoteUseRemoteGateways!.Value, now.AllowGatewayTransit);
            Assert.Equal(old.PeeringName ?? now.PeeringName, now.PeeringName);
        }
    }

    // Everything that New-HubSpokePeering does not own: whole documents of the others, and of the halves what is no flag.
    private static string Foreign(Estate estate)
    {
        var text = new List<string>();
        foreach (var (id, json) in estate.Snapshot())
        {
            var body = JsonBody.Parse(json);
            body.Remove("etag");
            var peerings = JsonBody.At(body, "properties.virtualNetworkPeerings") as JsonArray;
            foreach (var half in peerings?.OfType<JsonObject>().ToArray() ?? [])
            {
                half.Remove("etag");
                if (!half["name"]!.ToString().Contains("other", StringComparison.Ordinal))
                {
                    peerings!.Remove(half);
                }
            }

            text.Add($"{id} {body.ToJsonString()}");
        }

        return string.Join('\n', text);
    }

    // Of the halves that are there: what no switch is about.
    private static Dictionary<ResourceId, string> Unowned(Estate estate) => estate.Arm.Peerings.ToDictionary(p => p, p =>
    {
        var body = (JsonObject)estate.Arm[p]["properties"]!.DeepClone();
        foreach (var owned in new[] { "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways", "peeringState", "provisioningState", "synced", "resourceGuid" })
        {
            body.Remove(owned);
        }

        return string.Join(',', body.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value?.ToJsonString()}"));
    });

    private static string Tell(Topology topology) => string.Join('\n', topology.VirtualNetworks.SelectMany(n => n.Peerings).Select(p =>
        $"{p.Id} {p.State} {p.SyncLevel} {p.AllowVirtualNetworkAccess} {p.AllowForwardedTraffic} {p.AllowGatewayTransit} {p.UseRemoteGateways} "
        + $"{string.Join(',', p.RemoteAddressSpace ?? [])} {string.Join(',', p.RemoteVirtualNetworkAddressSpace ?? [])}"));
}
