using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class FixTests(ITestOutputHelper output)
{
    private const int FirstSeed = 777;
    private const int Estates = 120;

    /// <summary>Judged by the twin, which shares nothing with the engine that proposed the fix.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_fix_opens_its_pair_and_makes_nothing_worse(bool tame)
    {
        int offered = 0, none = 0, writes = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Estates; seed++)
        {
            var topology = RandomEstate.Make(seed, tame);
            var before = Matrix(topology);
            foreach (var answer in new ReachabilityEngine(topology).All()
                .Where(a => a.Verdict is Verdict.Blocked or Verdict.Partial))
            {
                if (answer.Fix is not { } fix)
                {
                    none++;
                    continue;
                }

                offered++;
                writes += fix.WriteCount;
                var after = Matrix(PlanProjection.Apply(topology, fix));
                var pair = (answer.SourceEndpoint.Id, answer.DestinationEndpoint.Id);
                Assert.True(after[pair] == Verdict.Reachable,
                    $"Seed {seed}: {answer} is {after[pair]} after {Text(fix)}");
                var worse = before.Where(b => b.Value >= Verdict.Partial && after[b.Key] < b.Value).Select(b => b.Key)
                    .ToArray();
                Assert.True(worse.Length == 0, $"Seed {seed}: {Text(fix)} makes worse: {string.Join(", ", worse)}");
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + Estates - 1}: {offered} fixes with {writes} writes, "
            + $"{none} without.");
        Assert.True(offered > 300);
        Assert.True(none > 100);
    }

    private static Dictionary<(ResourceId, ResourceId), Verdict> Matrix(Topology topology)
    {
        var twin = new BruteForceTwin(topology);
        var networks = topology.VirtualNetworks;
        return (from i in Enumerable.Range(0, networks.Length)
                from j in Enumerable.Range(i + 1, networks.Length - i - 1)
                select (networks[i], networks[j]))
            .ToDictionary(p => (p.Item1.Id, p.Item2.Id), p => twin.Ask(twin.Of(p.Item1), twin.Of(p.Item2)).Verdict);
    }

    private static string Text(Plan plan) => string.Join("; ", plan.Changes.Where(c => c.Writes).Select(c => c.Summary));
}
