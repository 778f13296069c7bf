using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Comparison;

/// <summary>What a plan says of its resources, as the reference that the live state is compared with.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="RestsOn">True for what it was made on, false for what it wants in the end.</param>
public sealed record PlanComparison(Plan Plan, bool RestsOn)
{
    /// <summary>The resources that the plan says something of.</summary>
    public ImmutableArray<ResourceId> Resources => [.. Wanted().Keys.Order()];

    /// <summary>Compares with networks that were read as a whole.</summary>
    public ComparisonResult With(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var unknown = Resources.Select(id => In(topology, id) is null ? topology.GapOf(id) : null).OfType<TopologyGap>();

        // What could not be read may well be there.
        return With(id => In(topology, id) is { } body ? (true, body) : (topology.GapOf(id) is null, null)) with
        {
            Unknown = [.. unknown.Distinct()],
        };
    }

    /// <summary>Compares with the resources as they are, read side by side.</summary>
    /// <exception cref="ArmException">A resource cannot be read for another reason than that it does not exist.</exception>
    public async Task<ComparisonResult> WithAsync(IArm arm, int throttleLimit, CancellationToken cancellationToken)
    {
        var found = await FoundResource.ReadAllAsync(arm, Resources, throttleLimit, (_, _) => { }, cancellationToken);
        return With(id => (true, found[id].Body));
    }

    private ComparisonResult With(Func<ResourceId, (bool IsKnown, JsonObject? Body)> find) => new(
        TopologyComparison.Ordered(Wanted().SelectMany(w => find(w.Key) is (true, var body) ? Compare(w.Key, w.Value, body) : [])), []);

    private static ImmutableArray<TopologyDifference> Compare(ResourceId id, JsonObject? wanted, JsonObject? actual) =>
        (wanted, actual) switch
        {
            (null, null) => [],
            (null, { } extra) => [new(id, DifferenceKind.Added, string.Empty, null, Text(id, extra))],
            ({ } missing, null) => [new(id, DifferenceKind.Removed, string.Empty, Text(id, missing), null)],
            _ => DocumentComparison.Unmet(id, wanted, actual),
        };

    // Null: it shall not be, or was not.
    private Dictionary<ResourceId, JsonObject?> Wanted()
    {
        var wanted = new Dictionary<ResourceId, JsonObject?>();
        foreach (var ground in Plan.RestsOn.Where(_ => RestsOn))
        {
            wanted[ground.Resource] = JsonBody.Merge(wanted.GetValueOrDefault(ground.Resource) ?? [], JsonBody.Parse(ground.Content));
        }

        foreach (var change in Plan.Changes.Where(c => c.Kind != ChangeKind.Action))
        {
            if (RestsOn)
            {
                wanted.TryAdd(change.Resource, change.Before is { } before ? JsonBody.Parse(before)
                    : change.Kind == ChangeKind.Create ? null : []);
                continue;
            }

            wanted[change.Resource] = change.Kind == ChangeKind.Delete ? null
                : new[] { change.Kind == ChangeKind.Create ? null : change.Before, change.After, change.Expect }.OfType<string>()
                    .Aggregate(wanted.GetValueOrDefault(change.Resource) ?? [],
                        (body, members) => JsonBody.Merge(body, JsonBody.Parse(members)));
        }

        return wanted;
    }

    private static JsonObject? In(Topology topology, ResourceId id) =>
        topology.Document(id) is { } document ? JsonBody.Parse(document.Json)
        : id.Parent is { } parent && In(topology, parent) is { } owner
            ? (JsonBody.At(owner, $"properties.{id.TypeNames[^1]}") as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c =>
                c["name"] is JsonValue v && v.TryGetValue<string>(out var name)
                && string.Equals(name, id.Name, StringComparison.OrdinalIgnoreCase))
            : null;

    private static string? Text(ResourceId id, JsonObject body)
    {
        using var document = JsonDocument.Parse(JsonBody.WriteUtf8(body));
        return DocumentText.OfResource(id, document.RootElement, all: false);
    }
}
