using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What tunnels between gateways are planned on, as it was read, and what is wanted.</summary>
/// <param name="Topology">The gateways and everything around them.</param>
/// <param name="Requests">What is wanted, by ids.</param>
public sealed record VNetToVNetGround(Topology Topology, ImmutableArray<VNetToVNetRequest> Requests)
{
    /// <summary>Finds and reads what is named. Null when a name means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="pairs">Ids, <c>group/name</c>, or names of gateways, two a tunnel.</param>
    /// <param name="request">What is wanted of a pair of gateways; the third is the pair's place in <paramref name="pairs"/>.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<VNetToVNetGround?> ReadAsync(
        IArm arm, IReadOnlyList<(string Gateway1, string Gateway2)> pairs, Func<ResourceId, ResourceId, int, VNetToVNetRequest> request,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(request);
        if (await VpnGround.ReadAsync(arm, [.. pairs.SelectMany(p => new[] { p.Gateway1, p.Gateway2 })], subscriptionIds, steps, cancellationToken)
            .ConfigureAwait(false) is not { } ground)
        {
            return null;
        }

        ImmutableArray<VNetToVNetRequest> requests = [.. ground.Gateways.Chunk(2).Select((two, i) => request(two[0], two[1], i)).Distinct()];
        return new(await WithNamesakesAsync(arm, ground.Topology, requests, steps, cancellationToken).ConfigureAwait(false), requests);
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => VNetToVNetPlanner.Create(Topology, Requests);

    // What has the name of a connection that is to be made, in a group that no list was read of.
    private static async Task<Topology> WithNamesakesAsync(
        IArm arm, Topology topology, ImmutableArray<VNetToVNetRequest> requests, StepWriter steps, CancellationToken stop)
    {
        var made = requests.Select(r => TunnelPair.Of(topology, r)).OfType<TunnelPair>().SelectMany(p => p.Halves)
            .Where(h => h.Existing is null && topology.Document(h.Id) is null && h.Id.Group != h.Near.Id.Group).Select(h => h.Id).Distinct().ToArray();
        if (made.Length == 0)
        {
            return topology;
        }

        var harvest = new Reading.Harvest(arm, steps, Reading.NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync(made, "connections", e => e.Status == 403, stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps)) { ReadAt = topology.ReadAt, Extras = topology.Extras };
    }
}
