using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// The networks as a plan would leave them: its changes are made on a copy one after another, as a run would make them (what
/// is as wanted is left, what has drifted is refused), and what the service does to both halves of a peering, and to the list
/// of subnets that a route table shows, follows. Pure:
/// nothing is written. Rules about addresses and gateways are the planners' and stand in <see cref="Plan.Problems"/>.
/// </summary>
/// <param name="Topology">The networks afterwards, without what was refused and what depends on it.</param>
/// <param name="Refusals">What would not be accepted, in the plan's order; its problems come first.</param>
public sealed record PlanProjection(Topology Topology, ImmutableArray<PlanProblem> Refusals)
{
    /// <summary>True when the topology is what the whole plan leads to.</summary>
    public bool IsAccepted => Refusals.IsEmpty;

    public static PlanProjection Of(Topology topology, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(plan);
        var draft = new NetworkDraft(topology);
        var refusals = plan.Problems.ToBuilder();
        var undone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(c => c.Writes && c.Kind != ChangeKind.Action))
        {
            if (change.DependsOn.Any(undone.Contains))
            {
                undone.Add(change.Key);
            }
            else if (Lay(draft, change) is { } refusal)
            {
                undone.Add(change.Key);
                refusals.Add(refusal with { Group = change.Group });
            }
        }

        return new(draft.ToTopology(), refusals.ToImmutable());
    }

    /// <summary>The networks after a plan that is accepted as a whole.</summary>
    /// <exception cref="PlanRefusedException">Some of it would not be accepted.</exception>
    public static Topology Apply(Topology topology, Plan plan) => Of(topology, plan) is { IsAccepted: true } done
        ? done.Topology : throw new PlanRefusedException(Of(topology, plan).Refusals);

    private static PlanProblem? Lay(NetworkDraft draft, Change change)
    {
        var id = change.Resource;
        if (id.Parent is { } parent && draft.Find(parent) is null && !(draft.IsRemoved(parent) && change.Kind == ChangeKind.Delete))
        {
            return NotThere(id, parent);
        }

        var body = draft.Find(id);
        if (body is null && id.Parent is null && change.Before is not null && change.Kind != ChangeKind.Delete )
        {
            return NotThere(id, id);
        }

        var isHalf = id.IsType(ResourceTypes.Peering);
        var found = new FoundResource(DraftDefaults.In(id, body), ETag: null);
        if (found.IsAsWanted(change))
        {
            return null;
        }

        if (found.Drift(change) is { IsEmpty: false } drift)
        {
            return new("PlanDrifted", $"{id} is not as the plan found it: {string.Join("; ", drift)}. Make the plan again.", id);
        }

        if (change.Kind == ChangeKind.Delete)
        {
            draft.Remove(id);
            PeeringWrites.Settle(draft, id, body);
            TableUsers.Settle(draft, id, body, after: null);
            return null;
        }

        var after = JsonBody.Merge(
            body ?? new JsonObject { ["name"] = id.Name, ["id"] = id.ToString(), ["type"] = id.Type }, JsonBody.Parse(change.After!));
        if (isHalf)
        {
            return PeeringWrites.Put(draft, change, body, after);
        }

        // A PUT of a VNet does not touch its peerings, whatever it says of them (recorded).
        if (JsonBody.At(body, "properties.virtualNetworkPeerings") is { } halves && after["properties"] is JsonObject properties)
        {
            properties["virtualNetworkPeerings"] = halves.DeepClone();
        }

        draft.Store(id, after);
        PeeringWrites.Settle(draft, id, body);
        TableUsers.Settle(draft, id, body, after);
        return null;
    }

    private static PlanProblem NotThere(ResourceId id, ResourceId missing) => new("PlanResourceNotFound",
        $"The plan writes {id}, but {missing} is not among the networks that it is laid over. Ask with networks that hold it.", id)
    {
        Kind = FailureKind.ObjectNotFound,
    };
}

/// <summary>A plan was laid over networks that it does not fit.</summary>
/// <param name="refusals">What would not be accepted; at least one.</param>
public sealed class PlanRefusedException(ImmutableArray<PlanProblem> refusals)
    : ArgumentException(string.Join(' ', refusals.Select(r => r.Message)))
{
    public ImmutableArray<PlanProblem> Refusals { get; } = refusals;
}
