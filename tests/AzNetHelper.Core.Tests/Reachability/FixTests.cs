using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class FixTests(ITestOutputHelper output)
{
    private const int FirstSeed = 90000;
    private static readonly int Estates = Environment.Version.Major >= 10 ? 500 : 50;
    private const int MostNetworks = 7;

    /// <summary>Judged by the twin, which shares nothing with the engine that proposed the fix.</summary>
    [Fact]
    public void Every_fix_opens_its_pair_and_makes_nothing_worse()
    {
        var (estates, offered, none, writes) = (0, 0, 0, 0);
        var types = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var seed = FirstSeed;
        for (; estates < Estates; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            if (topology.VirtualNetworks.Length > MostNetworks)
            {
                continue;
            }

            estates++;
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
                foreach (var change in fix.Changes.Where(c => c.Writes))
                {
                    writes++;
                    var type = $"{change.Kind} {change.Resource.TypeNames[^1]}";
                    types[type] = types.GetValueOrDefault(type) + 1;
                }

                var after = Matrix(PlanProjection.Apply(topology, fix));
                var pair = (answer.SourceEndpoint.Id, answer.DestinationEndpoint.Id);
                Assert.True(after[pair] == Verdict.Reachable, $"Seed {seed}: {answer} is {after[pair]} after {Text(fix)}");
                var worse = before.Where(b => b.Value >= Verdict.Partial && after[b.Key] < b.Value).Select(b => b.Key).ToArray();
                Assert.True(worse.Length == 0, $"Seed {seed}: {Text(fix)} makes worse: {string.Join(", ", worse)}");
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {seed - 1}, {estates} estates: {offered} fixes with {writes} writes, {none} without.");
        output.WriteLine(string.Join("\n", types.Select(t => $"{t.Value,7} {t.Key}")));
        Assert.True(offered > Estates);
        Assert.True(none > Estates * 3 / 4);

        // A sample may lack one of them.
        Assert.All(Estates < 500 ? [] : new[] { "Create virtualNetworkPeerings", "Update virtualNetworkPeerings", "Create routes", "Update routes", "Update networkInterfaces" },
            t => Assert.Contains(t, types.Keys));
    }

    /// <summary>
    /// Two networks that reach each other in part may go on doing so in other parts: on these estates a fix once took from a
    /// subnet what it had, and the verdict of the networks did not show it.
    /// </summary>
    [Theory]
    [InlineData(400040)]
    [InlineData(400642)]
    [InlineData(405426)]
    public void No_fix_takes_from_a_subnet_what_it_had(int seed)
    {
        var topology = EstateGenerator.Make(seed);
        var engine = new ReachabilityEngine(topology);
        var before = Subnets(topology, engine);
        var fixes = engine.All().Where(a => a.Verdict is Verdict.Blocked or Verdict.Partial).Select(a => a.Fix).OfType<Plan>();

        // There may be none now: then nothing is taken either.
        foreach (var fix in fixes)
        {
            var after = PlanProjection.Apply(topology, fix);
            var now = Subnets(after, new(after));
            Assert.Empty(before.Where(b => b.Value == Verdict.Reachable && now[b.Key] != Verdict.Reachable).Select(b => $"{b.Key} after {Text(fix)}"));
        }
    }

    private static Dictionary<(Endpoint, Endpoint), Verdict> Subnets(Topology topology, ReachabilityEngine engine)
    {
        var subnets = topology.VirtualNetworks.SelectMany(n => n.Subnets)
            .Where(s => !ReservedSubnets.Contains(s.Name)).Select(s => (Endpoint)new SubnetEndpoint(s.Id)).ToArray();
        return (from i in Enumerable.Range(0, subnets.Length)
                from j in Enumerable.Range(i + 1, subnets.Length - i - 1)
                select (subnets[i], subnets[j])).ToDictionary(p => p, p => engine.Ask(p.Item1, p.Item2).Verdict);
    }

    private static Dictionary<(ResourceId, ResourceId), Verdict> Matrix(Topology topology)
    {
        var twin = new Twin(topology);
        var networks = topology.VirtualNetworks;
        return (from i in Enumerable.Range(0, networks.Length)
                from j in Enumerable.Range(i + 1, networks.Length - i - 1)
                select (networks[i].Id, networks[j].Id))
            .ToDictionary(p => p, p => twin.Ask(new VNetEndpoint(p.Item1), new VNetEndpoint(p.Item2)).Verdict);
    }

    private static string Text(Plan plan) =>
        string.Join("; ", plan.Changes.Where(c => c.Writes).Select(c => c.Summary));
}
