using System.Diagnostics;
using System.Text;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class TwinTests(ITestOutputHelper output)
{
    private const int FirstSeed = 20260;
    private const int Estates = 1500;

    [Fact]
    public void Engine_and_twin_agree_on_random_estates()
    {
        var verdicts = new SortedDictionary<Verdict, int>();
        var reasons = new SortedDictionary<ReasonId, int>();
        var kinds = new SortedDictionary<PathKinds, int>();
        var pairs = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Estates; seed++)
        {
            var topology = RandomEstate.Make(seed);
            foreach (var (answer, twin) in Pairs(topology))
            {
                var found = new SortedSet<ReasonId>(answer.Reasons.Select(r => r.Id));
                Assert.True(answer.Verdict == twin.Verdict && found.SetEquals(twin.Reasons)
                    && answer.Kinds == twin.Kinds,
                    $"Seed {seed}: {answer.Source} and {answer.Destination}: engine {answer.Verdict} [{Text(found)}] "
                    + $"{answer.Kinds}, "
                    + $"twin {twin.Verdict} [{Text(twin.Reasons)}] {twin.Kinds}");
                pairs++;
                verdicts[answer.Verdict] = verdicts.GetValueOrDefault(answer.Verdict) + 1;
                kinds[answer.Kinds] = kinds.GetValueOrDefault(answer.Kinds) + 1;
                foreach (var reason in found)
                {
                    reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                }
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + Estates - 1}, {pairs} pairs.");
        output.WriteLine(Counts(verdicts));
        output.WriteLine(Counts(kinds));
        output.WriteLine(Counts(reasons));
        Assert.Equal(Enum.GetValues<Verdict>(), verdicts.Keys);

        // Appliances are not read yet: nothing is forwarded by one.
        Assert.Equal(Enum.GetValues<ReasonId>().Where(r => r != ReasonId.ForwardedTrafficRefused), reasons.Keys);
    }

    [Fact]
    public void Three_hundred_networks_all_pairs()
    {
        var estate = new TestEstate().VNet("hub", "10.255.0.0/16");
        for (var i = 0; i < 299; i++)
        {
            var (name, a, b) = ($"spoke{i:000}", i / 250, i % 250);
            estate.VNet(name, $"10.{a * 100 + b % 100}.{b / 100 * 16}.0/20");
            for (var s = 0; s < 4; s++)
            {
                estate.Subnet(name, $"s{s}", $"10.{a * 100 + b % 100}.{b / 100 * 16 + s}.0/24");
            }

            estate.Spoke("hub", name);
        }

        var topology = estate.Gateway("gw", "hub").Topology();
        var clock = Stopwatch.StartNew();
        var counts = new SortedDictionary<Verdict, int>();
        foreach (var answer in new ReachabilityEngine(topology).All())
        {
            counts[answer.Verdict] = counts.GetValueOrDefault(answer.Verdict) + 1;
        }

        output.WriteLine($"{counts.Values.Sum()} pairs in {clock.Elapsed.TotalMilliseconds:F0} ms: {Counts(counts)}");
        Assert.Equal(299, counts[Verdict.Reachable]);
        Assert.Equal(299 * 298 / 2, counts[Verdict.Blocked]);
    }

    private static IEnumerable<(ReachabilityAnswer Answer, BruteForceTwin.Result Twin)> Pairs(Topology topology)
    {
        var twin = new BruteForceTwin(topology);
        var engine = new ReachabilityEngine(topology);
        var networks = topology.VirtualNetworks;
        foreach (var answer in engine.All())
        {
            yield return (answer, twin.Ask(
                twin.Of(topology.VirtualNetwork(answer.SourceEndpoint.Id)!),
                twin.Of(topology.VirtualNetwork(answer.DestinationEndpoint.Id)!)));
        }

        var one = networks[0];
        yield return (engine.Ask(new VNetEndpoint(one.Id), new VNetEndpoint(one.Id)), twin
            .Ask(twin.Of(one), twin.Of(one)));
        foreach (var gateway in topology.Gateways.Where(g => !g.ClientPool.IsEmpty))
        {
            foreach (var network in networks)
            {
                yield return (engine.Ask(new VNetEndpoint(network.Id), new ClientPoolEndpoint(gateway.Id)),
                    twin.Ask(twin.Of(network), BruteForceTwin.Of(gateway)));
            }

            yield return (engine.Ask(new ClientPoolEndpoint(gateway.Id), new ClientPoolEndpoint(topology.Gateways
                    .First(g => !g.ClientPool.IsEmpty).Id)),
                twin.Ask(BruteForceTwin.Of(gateway), BruteForceTwin
                .Of(topology.Gateways.First(g => !g.ClientPool.IsEmpty))));
        }
    }

    private static string Text(IEnumerable<ReasonId> reasons) => string.Join(", ", reasons);

    private static string Counts<T>(SortedDictionary<T, int> counts)
        where T : notnull =>
        counts.Aggregate(new StringBuilder(), (text, c) => text.Append(c.Key).Append(' ').Append(c.Value).Append("; "))
        .ToString();
}
