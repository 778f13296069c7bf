using System.Globalization;
using AzNetHelper.Connectivity;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Tests.Reachability;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>What holds for every answer on random estates, right and wrong ones.</summary>
public sealed class ConnectivityProperties
{
    private static readonly Gen<(int Seed, int A, int B, bool Encrypted, int Mbps)> Questions =
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 12_000]);

    [Fact]
    public void The_planner_takes_what_is_possible_and_refuses_the_rest_for_the_same_reason() => Check((topology, one, other, options) =>
    {
        var plan = VNetPeeringPlanner.Create(topology, new(one.Id, other.Id));
        var peering = Assert.Single(options, o => o.Kind == ConnectivityKind.Peering);
        var projection = PlanProjection.Of(topology, plan);
        Assert.Equal(projection.IsAccepted, peering.Status != OptionStatus.NotPossible);
        Assert.Equal((plan.CanApply ? projection.Refusals : plan.Problems).Select(p => new OptionReason(p.CheckId, p.Message)).Distinct().ToHashSet(),
            peering.Status == OptionStatus.NotPossible ? peering.Reasons.ToHashSet() : []);
        if (peering.Status != OptionStatus.NotPossible && plan.WriteCount > 0)
        {
            Assert.Equal(plan.Origins.Select(o => o.CommandLine), peering.Commands);
        }
    });

    [Fact]
    public void What_is_said_of_the_networks_afterwards_is_what_its_plans_lead_to() => Check((topology, one, other, options) =>
    {
        foreach (var option in options.Where(o => o.Status != OptionStatus.NotPossible && !o.Plans.IsEmpty && o.VerdictAfter is not null))
        {
            var after = option.Plans.Aggregate(topology, PlanProjection.Apply);
            Assert.Equal(new ReachabilityEngine(after).Ask(new VNetEndpoint(one.Id), new VNetEndpoint(other.Id)).Verdict, option.VerdictAfter);
            var was = new ReachabilityEngine(topology).Ask(new VNetEndpoint(one.Id), new VNetEndpoint(other.Id)).Verdict;
            var asked = option.Changes.FirstOrDefault(c => c.SourceEndpoint is VNetEndpoint && c.DestinationEndpoint is VNetEndpoint && c.IsAsked
                && (c.SourceEndpoint.Id, c.DestinationEndpoint.Id) == (one.Id, other.Id));
            Assert.Equal(was != option.VerdictAfter, asked is { Effect: ChangeEffect.Opens or ChangeEffect.Closes });
            Assert.Equal(option.Changes.Count(c => c.Effect == ChangeEffect.Closes), option.Closes);
        }
    });

    [Fact]
    public void Ranks_are_total_and_stable() => Check((topology, one, other, options) =>
    {
        Assert.Equal(Enumerable.Range(1, options.Count), options.Select(o => o.Rank));
        Assert.Equal(options.Count, options.Select(o => o.Kind).Distinct().Count());
        Assert.Equal(options.Select(o => o.Status), options.Select(o => o.Status).Order());

        // The order of the documents says nothing.
        var shuffled = new Topology(topology.Documents.Reverse(), topology.Gaps) { Extras = topology.Extras, ReadAt = topology.ReadAt };
        var again = ConnectivityAdvisor.Rank(new(shuffled, new(shuffled.VirtualNetwork(one.Id)!), new NetworkEnd(shuffled.VirtualNetwork(other.Id)!)));
        var plain = ConnectivityAdvisor.Rank(new(topology, new(one), new NetworkEnd(other)));
        Assert.Equal(plain.Select(Text), again.Select(Text));
        Assert.Equal(plain.Any(o => o.Status == OptionStatus.Already),
            new ReachabilityEngine(topology).Ask(new VNetEndpoint(one.Id), new VNetEndpoint(other.Id)).Verdict == Verdict.Reachable);
    });

    private static string Text(ConnectivityOption option) => string.Join('\n', [option.ToString(),
        option.Score.ToString(CultureInfo.InvariantCulture), .. option.Commands, .. option.Reasons.Select(r => r.ToString()), option.Why]);

    private static void Check(Action<Topology, VirtualNetwork, VirtualNetwork, IReadOnlyList<ConnectivityOption>> holds) => Questions.Sample(q =>
    {
        var topology = RandomEstate.Make(q.Seed, tame: q.Seed % 2 == 0);
        var networks = topology.VirtualNetworks;
        var (one, other) = (networks[q.A % networks.Length], networks[q.B % networks.Length]);
        if (one.Id != other.Id)
        {
            holds(topology, one, other, ConnectivityAdvisor.Rank(
                new(topology, new(one), new NetworkEnd(other)) { RequireEncryption = q.Encrypted, BandwidthMbps = q.Mbps == 0 ? null : q.Mbps }));
        }
    }, iter: 150);
}
