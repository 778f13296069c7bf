using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>Plans one peering, both halves. Pure: it reads the topology and writes nothing.</summary>
public static class VNetPeeringPlanner
{
    /// <summary>Makes the pair whole: adopts what is there whatever its name, makes what is missing, repairs what is torn.</summary>
    public static Plan Create(Topology topology, NewPeeringRequest request, PeeringFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CreateAll(topology, [request], facts);
    }

    /// <summary>Makes several pairs whole in one plan, so that the rules are checked over all of them together.</summary>
    /// <param name="topology">The networks, with what is around them.</param>
    /// <param name="requests">The pairs.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan CreateAll(Topology topology, ImmutableArray<NewPeeringRequest> requests, PeeringFacts? facts = null) =>
        CreateAll(topology, requests, facts ?? PeeringFacts.None, PeeringCheck.Whole);

    internal static Plan CreateAll(
        Topology topology, ImmutableArray<NewPeeringRequest> requests, PeeringFacts facts, CheckList<Scene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var planner = new PairPlanner(topology, facts, checks);
        foreach (var request in requests)
        {
            planner.Add(request.Local, request.Remote,
                new(request.LocalHalf, request.RemoteHalf, Group(request.Local, request.Remote)));
        }

        var origins = requests.Select(PeeringOrigins.Of).ToArray();
        return planner.ToPlan($"Peer {string.Join(", ", requests.Select(r => $"{r.Local.Name} with {r.Remote.Name}"))}",
            Array.TrueForAll(origins, o => o is not null) ? origins.OfType<PlanOrigin>() : []);
    }

    /// <summary>Deletes both halves: the user of a gateway goes before its lender.</summary>
    public static Plan Remove(Topology topology, PeeringPair pair, PeeringFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return RemoveAll(topology, [pair], facts);
    }

    /// <summary>
    /// Deletes both halves of several peerings in one plan, and says who no longer reaches whom when all are gone.
    /// </summary>
    /// <param name="topology">The networks, with what is around them: who loses what is told of these.</param>
    /// <param name="pairs">The peerings.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan RemoveAll(Topology topology, ImmutableArray<PeeringPair> pairs, PeeringFacts? facts = null) =>
        RemoveAll(topology, pairs, facts ?? PeeringFacts.None, PeeringCheck.Whole);

    internal static Plan RemoveAll(Topology topology, ImmutableArray<PeeringPair> pairs, PeeringFacts facts, CheckList<Scene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var removals = pairs.Select(p => PeeringPair.Between(topology, p.VNetId, p.RemoteVNetId))
            .Select(p => new Removal(p, InOrder(p), Group(p.VNetId, p.RemoteVNetId))).ToImmutableArray();
        var plan = Of(topology, removals, facts, checks, removals is [var only]
            ? $"Remove the peering of {only.Pair.VNet} and {only.Pair.RemoteVNet}"
            : string.Create(CultureInfo.InvariantCulture, $"Remove {removals.Length} peerings")) with
        {
            Origins = [.. removals.Select(r => PeeringOrigins.OfRemoval(r.Pair.VNetId, r.Pair.RemoteVNetId))],
        };
        return PeeringLosses.Tell(topology, plan, removals);
    }

    /// <summary>The deletions with what the checks find; who loses what is not in it.</summary>
    internal static Plan Of(
        Topology topology, ImmutableArray<Removal> removals, PeeringFacts facts, CheckList<Scene> checks, string title)
    {
        var (problems, notices) = checks.Run(new(topology, facts) { Removals = removals });
        return new(title)
        {
            Changes = [.. removals.SelectMany(Deletions)],
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
        };
    }

    // The user of a gateway first: a lender in use is kept by the service.
    internal static ImmutableArray<PeeringHalf> InOrder(PeeringPair pair)
    {
        PeeringHalf?[] halves = pair.RemoteHalf?.UseRemoteGateways == true ? [pair.RemoteHalf, pair.Half] : [pair.Half, pair.RemoteHalf];
        return [.. halves.OfType<PeeringHalf>()];
    }

    private static IEnumerable<Change> Deletions(Removal removal)
    {
        var user = removal.Halves.FirstOrDefault(h => h.UseRemoteGateways)?.LocalVNet;
        var impact = PeeringImpacts.OfRemoval(removal.Pair.VNetId, removal.Pair.RemoteVNetId, user);
        var changes = removal.Halves.Select(h => Delete(h, removal.Group, impact)).ToArray();
        if (changes is [var first, var second])
        {
            changes[1] = second with { DependsOn = [first.Key], Impact = ImpactStatement.None };
        }

        return changes;
    }

    private static Change Delete(PeeringHalf half, string group, ImpactStatement impact) =>
        new(half.Id, ChangeKind.Delete, $"Delete peering '{half.Name}' in {half.LocalVNet.Name}")
        {
            Group = group,
            Before = JsonBody.Write(new JsonObject
            {
                ["properties"] = new JsonObject { ["remoteVirtualNetwork"] = new JsonObject { ["id"] = half.RemoteVNet.ToString() } },
            }),
            Lanes = [half.LocalVNet, half.RemoteVNet],
            Impact = impact,
        };

    private static string Group(ResourceId local, ResourceId remote) => $"{local} {remote}";
}
