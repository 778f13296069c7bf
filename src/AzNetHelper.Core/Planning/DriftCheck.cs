using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Comparison;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>A resource that is not as a plan found it.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Group">The group of the change that rests on it; empty for one that is not written.</param>
/// <param name="Differences">Which members, what they are and what the plan found, a sentence each.</param>
public sealed record PlanDrift(ResourceId Resource, string Group, ImmutableArray<string> Differences)
{
    public override string ToString() => $"{Resource} is not as the plan found it: {string.Join("; ", Differences)}.";
}

/// <summary>
/// Compares everything that a plan rests on with the live state, before the first write: what the run itself would find
/// drifted one by one, in the middle of its work, is found at once while nothing was written. What is already as the plan
/// wants it is no drift, so a plan that has been applied, or half applied, may be applied again.
/// </summary>
public sealed class DriftCheck(IArm arm, int throttleLimit, StepWriter steps)
{
    private const string Activity = "Compare the plan with the live state";

    /// <summary>What has drifted, in the plan's order; empty when the plan still fits.</summary>
    /// <exception cref="ArmException">A resource cannot be read for another reason than that it does not exist.</exception>
    public async Task<ImmutableArray<PlanDrift>> FindAsync(Plan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var grounds = plan.RestsOn.GroupBy(g => g.Resource).ToArray();
        var changes = plan.Changes.GroupBy(c => c.Resource).ToArray();
        var found = await ReadAsync([.. grounds.Select(g => g.Key).Concat(changes.Select(c => c.Key)).Distinct()], cancellationToken);

        // Where nothing is left to write, nothing rests on anything.
        var isApplied = changes.All(c => c.All(one => !one.Writes || found[one.Resource].IsAsWanted(one)));
        return [.. grounds.Where(_ => !isApplied).Select(g => new PlanDrift(g.Key, string.Empty,
                [.. g.SelectMany(one => Of(one, found[g.Key])).Distinct(StringComparer.Ordinal)]))
            .Concat(changes.Select(c => Of(c, found[c.Key])))
            .Concat(await PopulatedAsync(plan, found, cancellationToken))
            .Concat(plan.Changes.Where(c => found[c.Resource].Body is null).Select(c => Rival(c, found)).OfType<PlanDrift>())
            .Where(d => !d.Differences.IsEmpty)];
    }

    // A plan makes a half because there was none; one of another name, made since, takes its place. Azure keeps one half
    // from one VNet to another (AnotherPeeringAlreadyReferencesRemoteVnet).
    private static PlanDrift? Rival(Change change, Dictionary<ResourceId, FoundResource> found)
    {
        if (change.Kind != ChangeKind.Create || !change.Resource.IsType(ResourceTypes.Peering)
            || Remote(JsonBody.Parse(change.After!)) is not { } remote
            || !found.TryGetValue(change.Resource.Parent!, out var network))
        {
            return null;
        }

        var rival = (JsonBody.At(network.Body, "properties.virtualNetworkPeerings") as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(half => Remote(half) == remote);
        return rival is null ? null : new(change.Resource, change.Group,
            [$"{change.Resource.Parent!.Name} is peered with {remote.Name} already, by '{rival["name"]}'"]);
    }

    private static ResourceId? Remote(JsonObject half) => JsonBody.At(half, "properties.remoteVirtualNetwork.id") is JsonValue id
        && id.TryGetValue<string>(out var text) && ResourceId.TryParse(text, out var remote) ? remote : null;

    // Of several changes to one resource each starts where the one before it ends: those that are done are passed by, and
    // the first that is not must find what it was planned on.
    private static PlanDrift Of(IEnumerable<Change> changes, FoundResource found)
    {
        var change = changes.First();
        foreach (var next in changes)
        {
            change = next;
            if (change.Kind == ChangeKind.NoChange || !found.IsAsWanted(change))
            {
                break;
            }
        }

        var isDone = change.Kind != ChangeKind.NoChange && found.IsAsWanted(change);
        var endsByItself = found.IsInTransit && change.Kind == ChangeKind.Delete;
        return new(change.Resource, change.Group, isDone || endsByItself ? [] : found.Drift(change));
    }

    private static IEnumerable<string> Of(PlanGround ground, FoundResource found) => found.Body is null
        ? ["it does not exist any more"]
        : DocumentComparison.Unmet(ground.Resource, JsonBody.Parse(ground.Content), found.Body)
            .Select(d => $"{d.Member} is {d.After ?? "absent"}, not {d.Before ?? "absent"}");

    // Those whom the plan takes out itself are no drift.
    private async Task<List<PlanDrift>> PopulatedAsync(Plan plan, Dictionary<ResourceId, FoundResource> found, CancellationToken stop)
    {
        var leaving = plan.Changes.Where(c => c.Kind == ChangeKind.Delete).Select(c => c.Resource).ToArray();
        var drifted = new List<PlanDrift>();
        foreach (var change in plan.Changes.Where(c => !c.EmptyGroups.IsEmpty && !found[c.Resource].IsAsWanted(c)))
        {
            drifted.Add(new(change.Resource, change.Group, await NetworkGroupMembers.InAsync(arm, change.EmptyGroups, leaving, stop)));
        }

        return drifted;
    }

    private async Task<Dictionary<ResourceId, FoundResource>> ReadAsync(ResourceId[] ids, CancellationToken stop)
    {
        var done = 0;
        var found = await FoundResource.ReadAllAsync(arm, ids, throttleLimit,
            (id, total) => steps.Progress(Activity, id.Name, Interlocked.Increment(ref done), total), stop);
        steps.ProgressEnded(Activity);
        return found;
    }
}
