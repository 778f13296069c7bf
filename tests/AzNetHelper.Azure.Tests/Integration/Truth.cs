using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Tests.Integration;

/// <summary>What must hold of a report and of the networks, derived from what is there and not from the plan.</summary>
internal static class Truth
{
    /// <summary>What is Done is there; what is NotStarted or Skipped was left as it was.</summary>
    public static void AssertTrue(RunReport report, Topology before, Topology after)
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
    public static string Flags(JsonObject? half) => half is null ? "absent" : string.Join(' ', half["properties"]!.AsObject()
        .Where(m => m.Key.StartsWith("allow", StringComparison.Ordinal) || m.Key is "useRemoteGateways" or "remoteVirtualNetwork")
        .Select(m => $"{m.Key}={m.Value?.ToJsonString()}").Order(StringComparer.Ordinal));

    public static JsonObject? Find(Topology topology, ResourceId half) =>
        JsonNode.Parse(topology.Document(half.Parent!)!.Json.Span)!["properties"]!["virtualNetworkPeerings"]!.AsArray()
            .OfType<JsonObject>().FirstOrDefault(h => (string?)h["name"] == half.Name);

    // Derived anew from the request and the old state, not from the plan.
    public static void AssertWanted(FaultyEstate made, Topology before, Topology after, bool interrupted)
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
    public static string Foreign(Topology topology, FaultyEstate made) => Facts.OfDocuments(topology, (document, json) =>
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
