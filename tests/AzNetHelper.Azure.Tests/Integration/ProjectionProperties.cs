using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using CsCheck;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// What a plan is said to lead to is what it leads to: random estates and plans, projected and then really run.
/// CsCheck prints the seed of a failure.
/// </summary>
public sealed class ProjectionProperties
{
    private int _compared;
    private int _refused;
    private int _withProblems;

    [Fact]
    public async Task Networks_after_a_run_are_those_projected_and_what_is_refused_was_foretold()
    {
        await RandomPlan.Gen.SampleAsync(random => Bed.RunAsync(random.Estate, async bed =>
        {
            var ground = await bed.GroundAsync(RandomPlan.Networks);
            if (random.Plan(ground.Topology) is not { CanApply: true } plan)
            {
                Interlocked.Increment(ref _withProblems);
                return;
            }

            var projection = PlanProjection.Of(ground.Topology, plan);
            var report = await bed.ApplyAsync(plan);
            var after = await bed.GroundAsync(RandomPlan.Networks);
            var told = $"{string.Join('\n', projection.Refusals)}\n{Bed.Tell(report)}";
            Assert.True(projection.IsAccepted == report.Succeeded, told);
            Assert.True(Facts.Of(projection.Topology) == Facts.Of(after.Topology),
                $"{told}\nprojected:\n{Halves(projection.Topology)}\nread:\n{Halves(after.Topology)}\nbefore:\n{Halves(ground.Topology)}");
            Interlocked.Increment(ref projection.IsAccepted ? ref _compared : ref _refused);
        }), iter: 250, threads: 4, print: r => r.ToString());
        Tell();
        Assert.True(_compared > 50 && _refused > 0);
    }

    [Fact]
    public async Task A_network_that_was_not_read_changes_nothing_of_what_is_known()
    {
        var cases = Gen.Select(RandomPlan.Gen, Gen.Int[0, RandomPlan.Networks.Length - 1], (r, i) => (Plan: r.WithOneHalfLeft(i), Hidden: i));
        await cases.SampleAsync((random, at) => Bed.RunAsync(random.Estate, async bed =>
        {
            var ground = await bed.GroundAsync(RandomPlan.Networks);
            var hidden = RandomPlan.Networks[at];
            if (random.Plan(ground.Topology) is not { CanApply: true } whole)
            {
                Interlocked.Increment(ref _withProblems);
                return;
            }

            var known = ground.Topology.With([], [hidden]);
            Assert.All(PlanProjection.Of(known, whole).Refusals.Where(r => r.CheckId == "PlanResourceNotFound"),
                r => Assert.Equal(hidden, r.Resource.Parent));
            var plan = Without(whole, hidden);
            var projection = PlanProjection.Of(known, plan);
            var report = await bed.ApplyAsync(plan);

            // What the far end refuses cannot be foretold, nor can that the pair does not end as its planner wanted.
            if (!projection.IsAccepted || report.Results.Any(r => r.Error is not (null or { Id: "NotAsWanted" })))
            {
                Interlocked.Increment(ref _refused);
                return;
            }

            // Of a half that is made it is not known whether another one waits for it.
            var after = await bed.GroundAsync(RandomPlan.Networks);
            var made = projection.Topology.VirtualNetworks.SelectMany(n => n.Peerings).Where(h => h.State == PeeringState.Unknown).ToArray();
            Assert.All(made, h => Assert.Equal((hidden, null), (h.RemoteVNet, known.VirtualNetwork(h.LocalVNet)!.PeeringTo(hidden))));
            var unknown = made.Select(h => h.Id).ToHashSet();
            var (projected, read) = (Halves(projection.Topology, unknown), Halves(after.Topology.With([], [hidden]), unknown));
            Assert.True(projected == read, $"{hidden.Name} hidden\n{Bed.Tell(report)}\nprojected:\n{projected}\nread:\n{read}\nbefore:\n{Halves(ground.Topology)}");
            Interlocked.Increment(ref _compared);
        }), iter: 250, threads: 4, print: r => r.ToString());
        Tell();
        Assert.True(_compared > 50);
    }

    private void Tell() => Bed.Print($"{_compared} compared, {_refused} refused, {_withProblems} with problems");

    private static Plan Without(Plan plan, ResourceId network)
    {
        var kept = plan.Changes.Where(c => c.Resource.Parent != network).ToArray();
        var keys = kept.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        return plan with { Changes = [.. kept.Select(c => c with { DependsOn = [.. c.DependsOn.Where(keys.Contains)] })] };
    }

    private static string Halves(Topology topology, ISet<ResourceId>? without = null) => string.Join('\n',
        from network in topology.VirtualNetworks
        from half in network.Peerings
        where without?.Contains(half.Id) != true
        orderby half.Id
        select $"{half.LocalVNet.Name}/{half.Name} > {half.RemoteVNet.Name} {half.State} {half.SyncLevel} {half.ProvisioningState} "
            + $"access {half.AllowVirtualNetworkAccess} forwarded {half.AllowForwardedTraffic} lends {half.AllowGatewayTransit} "
            + $"uses {half.UseRemoteGateways} whole {half.PeerCompleteVNets} {Text<string>(half.LocalSubnetNames)} {Text<string>(half.RemoteSubnetNames)} "
            + $"holds {Text(half.RemoteAddressSpace)} of {Text(half.RemoteVirtualNetworkAddressSpace)}");

    private static string Text<T>(ImmutableArray<T>? items) => items is null ? "-" : string.Join(',', items.Value.Select(i => i!.ToString()).Order(StringComparer.Ordinal));
}
