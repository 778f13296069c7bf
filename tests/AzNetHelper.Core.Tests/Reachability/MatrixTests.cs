using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class MatrixTests
{
    // A rehearsal's topology holds the groups, too; the id of a group has no type of a resource.
    [Fact]
    public void A_resource_group_among_the_documents_says_nothing_and_ends_nothing()
    {
        static TestEstate Estate() => new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").VNet("c", "10.2.0.0/16")
            .Peer("a", "b").Gateway("gw", "a");
        static string[] Told(Topology topology) =>
            [.. new ReachabilityEngine(topology).Matrix().Select(p => $"{p} {p.Kinds} {string.Join(' ', p.ReasonIds)}")];
        var group = TestEstate.VNetId("a").Group!;
        Assert.Empty(group.TypeNames);
        var with = Estate().Other(group, new() { ["location"] = "westeurope", ["properties"] = new JsonObject() }).Topology();

        Assert.NotNull(with.Document(group));
        Assert.Equal(3, Told(with).Length);
        Assert.Equal(Told(Estate().Topology()), Told(with));
    }

    /// <summary>The matrix shares work between pairs and threads: it must say what the single questions say.</summary>
    [Fact]
    public void The_matrix_says_what_single_questions_say()
    {
        for (var seed = 7000; seed < 7060; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            var matrix = new ReachabilityEngine(topology).Matrix().ToArray();
            var n = topology.VirtualNetworks.Length;
            Assert.Equal(n * (n - 1) / 2, matrix.Length);
            var engine = new ReachabilityEngine(topology);
            foreach (var pair in matrix)
            {
                // An engine of its own for each question remembers nothing of the others.
                var answer = (seed % 10 == 0 ? new ReachabilityEngine(topology) : engine)
                    .Ask(new VNetEndpoint(pair.Source.Id), new VNetEndpoint(pair.Destination.Id));
                Assert.Equal($"seed {seed} {pair} {pair.Kinds} {pair.ReasonIds}",
                    $"seed {seed} {pair.Source.Name} <-> {pair.Destination.Name}: {answer.Verdict} {answer.Kinds} "
                    + string.Join(", ", answer.Reasons.Select(r => r.Id).Distinct().Order()));
            }
        }
    }
}
