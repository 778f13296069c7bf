using AzNetHelper.Arm;
using AzNetHelper.Peering;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>What is there is adopted as it is: a switch that was not given changes nothing.</summary>
public sealed class AdoptionTests
{
    private static readonly string[] Flags =
        ["allowVirtualNetworkAccess", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"];

    private static readonly ResourceId Hub = Net(1, "hub");

    // 16 by 16 flags; each pair stands alone, so that also those which Azure would not take together are asked.
    [Fact]
    public void Halves_with_every_combination_of_flags_are_planned_without_a_write()
    {
        var asked = 0;
        foreach (var (ours, theirs) in from a in Combinations() from b in Combinations() select (a, b))
        {
            var spoke = Net(1, "spoke");
            var documents = new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub).VNet(spoke, "10.1.0.0/16");
            Pair(documents, spoke, ours, theirs);

            var plan = HubSpokePlanner.Create(documents.ToTopology(), new(Hub, [spoke]));

            Assert.True(plan.IsEmpty, $"{string.Join('+', ours)} | {string.Join('+', theirs)}: {string.Join("; ", plan.Changes)}");
            asked++;
        }

        Assert.Equal(256, asked);
    }

    // Those that can stand beside each other on one hub, through the whole stack.
    [Fact]
    public Task Halves_with_every_combination_that_Azure_takes_are_read_and_left_alone()
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub);
        var spokes = new List<ResourceId>();
        foreach (var (ours, theirs) in from a in Combinations() from b in Combinations()
                                       where !a.Contains("useRemoteGateways")
                                           && (!b.Contains("useRemoteGateways") || (a.Contains("allowGatewayTransit") && !b.Contains("allowGatewayTransit")))
                                       select (a, b))
        {
            var spoke = Net(1 + (spokes.Count % 2), $"spoke-{spokes.Count:000}");
            documents.VNet(spoke, $"10.{spokes.Count + 1}.0.0/16");
            Pair(documents, spoke, ours, theirs);
            spokes.Add(spoke);
        }

        return Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var before = bed.Simulation.Snapshot();
            var ground = await bed.GroundAsync([Hub, .. spokes]);
            var report = await bed.ApplyAsync(HubSpokePlanner.Create(ground.Topology, new(Hub, [.. spokes])));

            Bed.AssertSucceeded(report);
            Assert.Equal((8 * 8) + (4 * 4), spokes.Count);
            Assert.Empty(bed.Simulation.Log.Writes);
            Assert.Equal(Facts.OfDocuments(before), Facts.OfDocuments(bed.Simulation.Snapshot()));
        });
    }

    private static void Pair(Documents documents, ResourceId spoke, string[] ours, string[] theirs)
    {
        documents.Half(Hub, spoke, "Connected", ours).Half(spoke, Hub, "Connected", theirs);
        foreach (var (from, to, flags) in new[] { (Hub, spoke, ours), (spoke, Hub, theirs) })
        {
            var half = documents[from]["properties"]!["virtualNetworkPeerings"]!.AsArray()
                .Single(h => (string?)h!["properties"]!["remoteVirtualNetwork"]!["id"] == to.ToString())!["properties"]!;
            half["allowVirtualNetworkAccess"] = flags.Contains("allowVirtualNetworkAccess");
        }
    }

    private static IEnumerable<string[]> Combinations() =>
        Enumerable.Range(0, 1 << Flags.Length).Select(bits => Flags.Where((_, i) => (bits & (1 << i)) != 0).ToArray());
}
