using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Reading;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Who is in network groups. Static members are listed by the group; whom a policy puts in is shown by Resource Graph only, which is
/// behind by some minutes and shows static members too (how-to-view-applied-configurations).
/// </summary>
internal static class NetworkGroupMembers
{
    /// <summary>The static members of the groups but for some, as sentences; a group that is not there has none.</summary>
    public static async Task<ImmutableArray<string>> InAsync(
        IArm arm, ImmutableArray<ResourceId> groups, IReadOnlyCollection<ResourceId> leaving, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var group in groups)
        {
            try
            {
                await foreach (var page in arm.ListAsync($"{group}/staticMembers", ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false))
                {
                    found.AddRange(
                        from item in (JsonBody.Parse(page.Body)?["value"] as JsonArray ?? []).OfType<JsonObject>()
                        where ResourceId.TryParse((string?)item["id"], out var id) && !leaving.Contains(id)
                        select $"network group {group.Name} has the member "
                            + $"{(string?)JsonBody.At(item, "properties.resourceId") ?? (string?)item["name"]}, which it had not when the plan was made");
                }
            }
            catch (ArmException e) when (e.Status == 404)
            {
                // It has been deleted, and its members with it.
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The VNets of groups, as Resource Graph shows them; empty where it may not be asked.</summary>
    public static async Task<ImmutableArray<(ResourceId Group, ResourceId Network)>> ShownAsync(
        IArm arm, IReadOnlySet<ResourceId> groups, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<(ResourceId, ResourceId)>();
        if (groups.Count == 0)
        {
            return [];
        }

        try
        {
            // A member may lie anywhere, also where names are not looked for.
            var subscriptions = await Subscriptions.SelectAsync(arm, [], static (_, _, _) => { }, stop).ConfigureAwait(false);
            await foreach (var row in ResourceGraph.QueryAsync(arm, ResourceGraph.GroupMemberships("id, properties"), subscriptions, stop)
                .ConfigureAwait(false))
            {
                var membership = JsonBody.Parse(row);
                if (Network((string?)membership?["id"]) is { } network)
                {
                    found.AddRange(Texts(membership!["properties"]).Select(t => ResourceId.TryParse(t, out var id) ? id : null)
                        .OfType<ResourceId>().Where(groups.Contains).Distinct().Select(g => (g, network)));
                }
            }
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return [];
        }

        return found.ToImmutable();
    }

    // A membership lies below the VNet.
    private static ResourceId? Network(string? membership)
    {
        var id = ResourceId.TryParse(membership, out var one) ? one : null;
        while (id is not null && !id.IsType(ResourceTypes.VirtualNetwork))
        {
            id = id.Parent;
        }

        return id;
    }

    // What the members of a row are called is not published: a group is known by its id, wherever it stands.
    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(m => Texts(m.Value)),
        JsonArray all => all.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
