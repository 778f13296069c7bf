using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>Plans one peering, both halves. Pure: it reads the topology and writes nothing.</summary>
public static class VNetPeeringPlanner
{
    /// <summary>Makes the pair whole: adopts what is there whatever its name, makes what is missing, repairs what is torn.</summary>
    public static Plan Create(Topology topology, NewPeeringRequest request)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        return CreateAll(topology, [request]);
    }

    /// <summary>Makes several pairs whole in one plan, so that the rules are checked over all of them together.</summary>
    public static Plan CreateAll(Topology topology, ImmutableArray<NewPeeringRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var planner = new PairPlanner(topology);
        foreach (var request in requests)
        {
            planner.Add(request.Local, request.Remote,
                new(request.LocalHalf, request.RemoteHalf, Group(request.Local, request.Remote)));
        }

        return planner.ToPlan($"Peer {string.Join(", ", requests.Select(r => $"{r.Local.Name} with {r.Remote.Name}"))}");
    }

    /// <summary>Deletes both halves: the user of a gateway goes before its lender.</summary>
    public static Plan Remove(Topology topology, PeeringPair pair)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(pair);
        var now = PeeringPair.Between(topology, pair.VNetId, pair.RemoteVNetId);
        PeeringHalf?[] halves = now.RemoteHalf?.UseRemoteGateways == true ? [now.RemoteHalf, now.Half] : [now.Half, now.RemoteHalf];
        var there = halves.OfType<PeeringHalf>().ToArray();
        var user = Array.Find(there, h => h.UseRemoteGateways)?.LocalVNet;
        var impact = PeeringImpacts.OfRemoval(now.VNetId, now.RemoteVNetId, user);
        var changes = there.Select(h => Delete(h, Group(now.VNetId, now.RemoteVNetId), impact)).ToArray();
        if (changes is [var first, var second])
        {
            changes[1] = second with { DependsOn = [first.Key], Impact = ImpactStatement.None };
        }

        return new($"Remove the peering of {now.VNet} and {now.RemoteVNet}")
        {
            Changes = [.. changes],
            Problems = [.. there.Where(h => h.Owner != PeeringOwner.User).Select(h => new PlanProblem("PeeringOwned",
                $"The peering '{h.Name}' in {h.LocalVNet.Name} belongs to {PeeringPreflight.Owner(h.Owner)}, which makes it again. Remove it there.", h.Id)
            {
                Group = Group(now.VNetId, now.RemoteVNetId),
            }).Concat(Unread(now))],
            Notices = now.IsComplete ? [] : [new("HalfUnread", NoticeSeverity.Warning,
                $"Not both VNets were read: a half in the other one stays behind, Disconnected. {now.Verdict}.", now.Id)],
            CreatedAt = topology.ReadAt ?? default,
        };
    }

    private static IEnumerable<PlanProblem> Unread(PeeringPair pair) => (pair.Half, pair.RemoteHalf) switch
    {
        (null, null) => [new("PeeringNotFound", $"{pair.VNet} and {pair.RemoteVNet} are not peered.", pair.VNetId)
        {
            Kind = FailureKind.ObjectNotFound,
        }],
        _ => [],
    };

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
