using System.Collections.Immutable;
using System.Security;
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

    /// <summary>Compares a key that is given with those of the connections that are there; another one is told as a failure.</summary>
    /// <exception cref="ArmException">A key that is there cannot be read.</exception>
    public async Task<bool> KeyFitsAsync(IArm arm, SecureString key, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var fits = true;
        foreach (var pair in Pairs())
        {
            if (await OtherKeyAsync(arm, pair, key, cancellationToken).ConfigureAwait(false) is { } half)
            {
                steps.Fail(ConnectionKey.Differs(half));
                fits = false;
            }
        }

        return fits;
    }

    /// <summary>The keys of the tunnels as they are now, by the first of their connections that has one. The caller disposes of them.</summary>
    /// <exception cref="ArmException">A key cannot be read.</exception>
    public async Task<ImmutableDictionary<ResourceId, SecureString>> KeysAsync(IArm arm, CancellationToken cancellationToken)
    {
        var keys = ImmutableDictionary.CreateBuilder<ResourceId, SecureString>();
        foreach (var half in Pairs().Select(p => p.First))
        {
            if (await ConnectionKey.ReadAsync(arm, half.Id, cancellationToken).ConfigureAwait(false) is { } key)
            {
                keys[half.Id] = key;
            }
        }

        return keys.ToImmutable();
    }

    private IEnumerable<TunnelPair> Pairs() => Requests.Select(r => TunnelPair.Of(Topology, r)).OfType<TunnelPair>();

    // The first connection of a tunnel that has another key; one error a tunnel will do.
    private static async Task<ResourceId?> OtherKeyAsync(IArm arm, TunnelPair pair, SecureString key, CancellationToken stop)
    {
        foreach (var half in pair.Halves.Where(h => h.Existing is not null))
        {
            using var there = await ConnectionKey.ReadAsync(arm, half.Id, stop).ConfigureAwait(false);
            if (there is not null && !ConnectionKey.Same(there, key))
            {
                return half.Id;
            }
        }

        return null;
    }

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
