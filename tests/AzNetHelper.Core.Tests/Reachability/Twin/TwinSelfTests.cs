using AzNetHelper.Arm;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class TwinSelfTests
{
    private static IEnumerable<int> Seeds => Enumerable.Range(40000, 40);

    [Fact]
    public void An_answer_is_about_both_directions()
    {
        foreach (var seed in Seeds)
        {
            var topology = EstateGenerator.Make(seed);
            var twin = new Twin(topology);
            foreach (var (a, b) in EstateGenerator.Questions(topology, seed))
            {
                Assert.True(twin.Ask(a, b).ToString() == twin.Ask(b, a).ToString(), $"Seed {seed}: {a} and {b}.");
            }
        }
    }

    [Fact]
    public void Children_apart_mean_the_same_as_children_inline()
    {
        foreach (var seed in Seeds)
        {
            var documents = EstateGenerator.Documents(seed);
            var inline = documents.Topology();
            foreach (var id in inline.Documents.Select(d => d.Id))
            {
                documents.Apart(id.TypeNames[^1], id.Name);
            }

            var (one, other) = (new Twin(inline), new Twin(documents.Topology()));
            foreach (var (a, b) in EstateGenerator.Questions(inline, seed))
            {
                Assert.True(one.Ask(a, b).ToString() == other.Ask(a, b).ToString(), $"Seed {seed}: {a} and {b}.");
            }
        }
    }

    // A VNet is its subnets: the verdict about it follows from the verdicts about them.
    [Fact]
    public void The_verdict_of_two_VNets_follows_from_their_subnets()
    {
        foreach (var seed in Seeds)
        {
            var topology = EstateGenerator.Make(seed);
            var twin = new Twin(topology);
            foreach (var (a, b) in EstateGenerator.Questions(topology, seed)
                .Where(q => q is { A: VNetEndpoint, B: VNetEndpoint }))
            {
                var (from, to) = (Subnets(a.Id), Subnets(b.Id));
                if (from.Count > 0 && to.Count > 0)
                {
                    var parts = from
                        .SelectMany(s => to.Select(t => twin.Ask(new SubnetEndpoint(s), new SubnetEndpoint(t))))
                        .Where(p => !p.Reasons.Contains("NoCommonAddressFamily")).Select(p => p.Verdict).ToList();
                    var expected = parts.Count == 0 ? Verdict.Blocked
                        : parts.TrueForAll(v => v == Verdict.Reachable) ? Verdict.Reachable
                        : parts.Contains(Verdict.Reachable) ? Verdict.Partial
                        : parts.Contains(Verdict.Unknown) ? Verdict.Unknown : Verdict.Blocked;
                    Assert.True(expected == twin.Ask(a, b).Verdict, $"Seed {seed}: {a} and {b}.");
                }
            }

            List<ResourceId> Subnets(ResourceId net) => [.. topology.VirtualNetwork(net)!.Subnets.Select(s => s.Id)
                .Where(s => s.Name is not ("GatewaySubnet" or "AzureFirewallSubnet" or "AzureBastionSubnet"
                    or "RouteServerSubnet"))];
        }
    }
}
