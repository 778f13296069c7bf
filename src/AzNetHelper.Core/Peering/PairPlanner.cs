using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>Plans any number of pairs together: the changes of those that can be planned, the problems of all.</summary>
internal sealed class PairPlanner(Topology topology)
{
    private readonly PeeringNames _names = new(topology);
    private readonly ImmutableArray<PlannedPair>.Builder _pairs = ImmutableArray.CreateBuilder<PlannedPair>();
    private readonly List<PlanProblem> _problems = [];

    public void Add(ResourceId first, ResourceId second, PairRequest request)
    {
        // A hub that is not there concerns the whole plan and is told once.
        var (a, b) = (Find(first, string.Empty), Find(second, request.Group));
        if (first == second)
        {
            _problems.Add(new("SameVNet", $"{first.Name} cannot be peered with itself.", first)
            {
                Group = request.Group, Kind = FailureKind.InvalidArgument,
            });
        }
        else if (a is not null && b is not null)
        {
            var (one, two) = PairSide.Both(a, b, request, _names);
            _pairs.Add(new(one, two, PairChanges.Between(one, two, request.Group), request.Group));
        }
    }

    public Plan ToPlan(string title)
    {
        var pairs = _pairs.ToImmutable();
        return new(title)
        {
            Changes = [.. pairs.SelectMany(p => p.Changes)],
            Problems = [.. _problems.Concat(new PeeringPreflight(topology, pairs).Problems()).Distinct()],
            Notices = [.. pairs.SelectMany(Notices)],
            CreatedAt = topology.ReadAt ?? default,
        };
    }

    private VirtualNetwork? Find(ResourceId id, string group)
    {
        var network = topology.VirtualNetwork(id);
        if (network is null)
        {
            var gap = topology.Gaps.FirstOrDefault(g => ResourceId.TryParse(g.Scope, out var scope) && id.IsWithin(scope));
            _problems.Add(new("VNetNotFound", gap is null
                ? $"There is no virtual network {id}, or you may not read it."
                : $"The virtual network {id} could not be read: {gap.Message}", id)
            {
                Group = group, Kind = FailureKind.ObjectNotFound,
            });
        }

        return network;
    }

    private static IEnumerable<PlanNotice> Notices(PlannedPair pair) =>
        from side in pair.Sides
        where side.StartsUsingGateway
        select new PlanNotice("GatewayRoutes", NoticeSeverity.Information,
            $"{side.Network.Name} learns the routes of the gateway of {side.Remote.Name}; if that has learned a default route, the "
            + $"Internet traffic of {side.Network.Name} takes it too.", side.Id);
}
