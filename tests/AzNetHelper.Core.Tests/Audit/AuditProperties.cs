using AzNetHelper.Audit;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>Random estates: what the rules find is what a plain second reading finds, and it is always told in one order.</summary>
public sealed class AuditProperties
{
    private const int Estates = 80;

    private static IEnumerable<(string Name, Topology Topology)> All()
    {
        for (var seed = 1; seed <= Estates; seed++)
        {
            yield return ($"RandomEstate {seed}", RandomEstate.Make(seed));
            yield return ($"EstateGenerator {seed}", EstateGenerator.Make(seed));
        }

        foreach (var one in AuditCases.All)
        {
            yield return (one.Name, one.Make().Topology());
        }
    }

    [Fact]
    public void A_second_reading_of_the_documents_finds_the_same()
    {
        var counts = AuditTwin.Rules.ToDictionary(r => r, _ => 0, StringComparer.Ordinal);
        foreach (var (name, topology) in All())
        {
            var found = TopologyAudit.Run(topology).Findings.ToLookup(f => f.RuleId, StringComparer.Ordinal);
            var twin = new AuditTwin(topology);
            foreach (var rule in AuditTwin.Rules)
            {
                var keys = found[rule].Select(Key).ToHashSet(StringComparer.Ordinal);
                var expected = twin.Find(rule);
                counts[rule] += expected.Count;
                Assert.True(keys.SetEquals(expected), $"{name}, {rule}:\nonly the audit: {string.Join(", ", keys.Except(expected))}\n"
                    + $"only the twin: {string.Join(", ", expected.Except(keys))}");
            }
        }

        foreach (var (rule, count) in counts)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{rule}: {count}");
        }

        Assert.All(counts, c => Assert.True(c.Value > 0, $"{c.Key} occurred nowhere."));

        // Of two gateways with one ASN the audit names the one to change.
        static string Key(AuditFinding finding) => finding.RuleId == "SameAsn" && finding.Resource.IsType("Microsoft.Network/virtualNetworkGateways")
            ? SameAsnKey(finding) : AuditTwin.KeyOf(finding);
    }

    [Fact]
    public void The_order_is_the_same_whatever_that_of_the_documents()
    {
        foreach (var (name, topology) in All())
        {
            var documents = topology.Documents.ToArray();
            new Random(7).Shuffle(documents);
            var shuffled = new Topology(documents, topology.Gaps) { Extras = topology.Extras };
            var (one, other) = (TopologyAudit.Run(topology), TopologyAudit.Run(shuffled));
            Assert.True(one.Findings.Select(f => f.ToString()).SequenceEqual(other.Findings.Select(f => f.ToString())), name);
            Assert.True(one.Findings.Select(f => f.Remedy).SequenceEqual(other.Findings.Select(f => f.Remedy)), name);
            Assert.True(one.Unjudged.SequenceEqual(other.Unjudged), name);
            Assert.True(one.Findings.Select(f => (int)f.Severity).SequenceEqual(one.Findings.Select(f => (int)f.Severity).OrderDescending()), name);
        }
    }

    [Fact]
    public void What_concerns_each_network_together_is_what_concerns_any()
    {
        foreach (var (name, topology) in All().Take(200))
        {
            var whole = TopologyAudit.Run(topology).Findings.Where(f => f.VirtualNetworks.Any(n => topology.VirtualNetwork(n) is not null)).ToHashSet();
            var parts = topology.VirtualNetworks.SelectMany(n => TopologyAudit.Run(topology, new() { VirtualNetworks = [n.Id] }).Findings).ToHashSet();
            Assert.True(whole.Select(f => f.ToString()).ToHashSet(StringComparer.Ordinal).SetEquals(parts.Select(f => f.ToString())), name);
        }
    }

    private static string SameAsnKey(AuditFinding finding)
    {
        // The message names both; the twin's key is the pair of their ids, which lie in one group here.
        var names = finding.Message.Split(" speak BGP")[0].Split(" and ");
        var group = finding.Resource.ToString()[..finding.Resource.ToString().LastIndexOf('/')].ToLowerInvariant();
        var ids = names.Select(n => $"{group}/{n}".ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray();
        return $"{ids[0]} {ids[1]}";
    }
}
