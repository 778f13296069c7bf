using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Summaries;
using AzNetHelper.Reachability.Walk;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class MatrixSummaryTests
{
    [Fact]
    public void Counts_of_all_groups_are_those_of_the_matrix()
    {
        for (var seed = 8400; seed < 8420; seed++)
        {
            var engine = new ReachabilityEngine(EstateGenerator.Make(seed));
            var matrix = engine.Matrix().ToArray();
            foreach (var grouping in Enum.GetValues<MatrixGrouping>())
            {
                var groups = MatrixSummary.Of(engine, grouping, cancellationToken: TestContext.Current.CancellationToken);
                Assert.Equal(matrix.Length, groups.Sum(g => g.Pairs));
                Assert.Equal(matrix.LongCount(p => p.Verdict == Verdict.Reachable), groups.Sum(g => g.Reachable));
                Assert.Equal(matrix.LongCount(p => p.Verdict == Verdict.Partial), groups.Sum(g => g.Partial));
                Assert.Equal(matrix.LongCount(p => p.Verdict == Verdict.Blocked), groups.Sum(g => g.Blocked));
                Assert.Equal(matrix.LongCount(p => p.Verdict == Verdict.Unknown), groups.Sum(g => g.Unknown));
                Assert.Equal(matrix.Aggregate(PathKinds.None, (k, p) => k | p.Kinds), groups.Aggregate(PathKinds.None, (k, g) => k | g.Kinds));
                Assert.Equal(groups.Count, groups.DistinctBy(g => (g.Source, g.Destination)).Count());
                Assert.All(groups, g => Assert.True(string.CompareOrdinal(g.Source, g.Destination) <= 0));
                if (grouping != MatrixGrouping.Hub)
                {
                    Assert.Equal(ByHand(matrix, n => grouping == MatrixGrouping.Region ? n.Location : n.Id.SubscriptionId), Told(groups));
                }
            }

            var some = MatrixSummary.Of(engine, MatrixGrouping.Region, [Verdict.Blocked], TestContext.Current.CancellationToken);
            Assert.Equal(matrix.LongCount(p => p.Verdict == Verdict.Blocked), some.Sum(g => g.Pairs));
        }
    }

    /// <summary>
    /// VNets that fare alike are asked once for all. Whatever the seed, every pair of two crowds has to have the verdict, the ways
    /// and the reasons of the pair that stands for all of them.
    /// </summary>
    [Fact]
    public void Of_two_crowds_of_alike_VNets_one_pair_tells_of_all()
    {
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seeds {seed} and on");
        var (pairs, asked) = (0, 0);
        for (var i = 0; i < 45; i++)
        {
            var topology = (i % 3) switch
            {
                0 => EstateGenerator.Make(seed + i),
                1 => RandomEstate.Make(seed + i),
                _ => new CrowdedEstate(seed + i).Make(spokes: 40),
            };
            var engine = new ReachabilityEngine(topology);
            var alone = new ReachabilityEngine(topology).Matrix().ToDictionary(p => (p.Source.Id, p.Destination.Id), Told);
            var nodes = engine.Estate.Nodes;
            var counted = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var tally in engine.Tallies(() => new List<(PairSummary Pair, long Count)>(), n => n % 2,
                (list, _, _, pair, count) => list.Add((pair, count)), TestContext.Current.CancellationToken))
            {
                foreach (var (pair, count) in tally)
                {
                    Assert.Equal(alone[(pair.Source.Id, pair.Destination.Id)], Told(pair));
                    counted[Told(pair)] = counted.GetValueOrDefault(Told(pair)) + count;
                    asked++;
                }
            }

            var crowds = AlikeNetworks.Of(engine.Estate, n => n % 2, TestContext.Current.CancellationToken);
            Assert.All(crowds, c => Assert.Single(c.Select(n => n % 2).Distinct()));
            foreach (var crowd in crowds)
            {
                foreach (var other in crowds)
                {
                    var told = crowd.SelectMany(a => other.Where(b => a != b).Select(b => (nodes[Math.Min(a, b)].Id, nodes[Math.Max(a, b)].Id)))
                        .GroupBy(p => alone[p], StringComparer.Ordinal).ToArray();
                    Assert.True(told.Length < 2, $"seed {seed + i}: {string.Join("; ", told.Select(t => $"{t.Key} of {t.Count()}, as {t.First().Item1.Name} and {t.First().Item2.Name}"))}");
                }
            }

            Assert.Equal(alone.Values.GroupBy(t => t, StringComparer.Ordinal).Select(g => $"{g.LongCount()} {g.Key}").Order(StringComparer.Ordinal),
                counted.Select(c => $"{c.Value} {c.Key}").Order(StringComparer.Ordinal));
            pairs += alone.Count;
        }

        Assert.True(asked < pairs * 0.9, $"{asked} of {pairs} pairs were asked");

        static string Told(PairSummary pair) => $"{pair.Verdict} {pair.Kinds} {pair.ReasonIds}";
    }

    /// <summary>
    /// Of the pairs of spokes that are looked at a second time nothing may stay and next to nothing may be made: ten thousand VNets
    /// have fifty million pairs, and an Automation sandbox has 400 MB for everything.
    /// </summary>
    [Fact]
    public void A_pair_of_spokes_takes_no_memory_of_its_own()
    {
        var topology = new EstateBuilder().VNetWithApp("hub", "10.0.0.0/16").Nic("nva", "hub/app", "10.0.1.9")
            .Table("t", ("10.0.0.0/8", "10.0.1.9"));
        for (var i = 1; i <= 60; i++)
        {
            topology.VNetWithApp($"s{i}", $"10.{i}.0.0/16", "t")
                .Peer("hub", $"s{i}", h => h["allowForwardedTraffic"] = true, h => h["allowForwardedTraffic"] = true);
        }

        var nodes = new ReachabilityEngine(topology.Topology()).Estate.Nodes.Where(n => n.Network.Name != "hub").ToArray();
        var scan = new PairScan();
        Assert.Equal(60 * 59 / 2, Pass());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        // A way of its own for each direction would be over 300 bytes a pair.
        Assert.True(bytes < 16 * (60 * 59 / 2), $"{bytes / (60.0 * 59 / 2):F0} bytes a pair");

        int Pass()
        {
            var reachable = 0;
            for (var i = 0; i < nodes.Length; i++)
            {
                for (var j = i + 1; j < nodes.Length; j++)
                {
                    reachable += scan.Of(nodes[i].Groups, nodes[j].Groups) is (Verdict.Reachable, PathKinds.Appliance, _) ? 1 : 0;
                }
            }

            return reachable;
        }
    }

    [Fact]
    public void A_hub_is_whose_gateway_or_appliance_is_used_else_the_peer_with_the_most_peerings()
    {
        var topology = new EstateBuilder()
            .VNetWithApp("hub1", "10.0.0.0/16").GatewaySubnet("hub1").Gateway("gw", "hub1")
            .VNetWithApp("s1", "10.1.0.0/16").Transit("hub1", "s1")
            .VNetWithApp("hub2", "10.10.0.0/16").Nic("nva", "hub2/app", "10.10.1.9")
            .VNetWithApp("s2", "10.11.0.0/16", "t").Peer("hub2", "s2")
            .Table("t", ("10.0.0.0/8", "10.10.1.9"))
            .VNetWithApp("hub3", "10.20.0.0/16").VNetWithApp("s3", "10.21.0.0/16").Peer("hub3", "s3").VNetWithApp("s4", "10.22.0.0/16").Peer("hub3", "s4")
            .VNetWithApp("s5", "10.23.0.0/16").Peer("hub3", "s5")
            .Peer("hub1", "hub2").Peer("s1", "s3")
            .VNetWithApp("alone", "10.30.0.0/16").VNetWithApp("other", "10.31.0.0/16").Topology();

        var groups = MatrixSummary.Of(new(topology), MatrixGrouping.Hub, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("(no hub) 1; rg/hub1 1; rg/hub2 1; rg/hub3 6",
            string.Join("; ", groups.Where(g => g.Source == g.Destination).Select(g => $"{g.Source} {g.Pairs}")));
        Assert.Equal("rg/hub1 <-> rg/hub2: 1 of 4 Reachable", groups.Single(g => g is { Source: "rg/hub1", Destination: "rg/hub2" }).ToString());
    }

    private static string[] ByHand(PairSummary[] matrix, Func<VirtualNetwork, string> name) =>
        [.. matrix.GroupBy(p => new[] { name(p.Source), name(p.Destination) }.Order(StringComparer.Ordinal).Aggregate((a, b) => $"{a} {b}"))
            .Select(g => $"{g.Key} {Count(g, Verdict.Reachable)} {Count(g, Verdict.Partial)} {Count(g, Verdict.Blocked)} {Count(g, Verdict.Unknown)} "
                + g.Aggregate(PathKinds.None, (k, p) => k | p.Kinds)).Order(StringComparer.Ordinal)];

    private static string[] Told(IEnumerable<MatrixSummary> groups) =>
        [.. groups.Select(g => $"{g.Source} {g.Destination} {g.Reachable} {g.Partial} {g.Blocked} {g.Unknown} {g.Kinds}").Order(StringComparer.Ordinal)];

    private static int Count(IEnumerable<PairSummary> pairs, Verdict verdict) => pairs.Count(p => p.Verdict == verdict);
}
