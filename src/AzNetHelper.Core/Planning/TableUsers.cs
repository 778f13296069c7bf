using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// The list of its subnets that a route table shows, read-only: it follows from what the subnets say (arm-protocol 1.6).
/// </summary>
internal static class TableUsers
{
    /// <summary>What follows for route tables when a subnet was written or removed.</summary>
    public static void Settle(NetworkDraft draft, ResourceId id, JsonObject? before, JsonObject? after)
    {
        if (!id.IsType(ResourceTypes.Subnet) || TableOf(before) == TableOf(after))
        {
            return;
        }

        if (TableOf(before) is { } left && Users(draft, left) is { } leaving && Entry(leaving, id) is { } entry)
        {
            leaving.Remove(entry);
            draft.Touch(left);
        }

        if (TableOf(after) is { } joined && Users(draft, joined) is { } joining && Entry(joining, id) is null)
        {
            joining.Add((JsonNode)new JsonObject { ["id"] = id.ToString() });
            draft.Touch(joined);
        }
    }

    private static JsonArray? Users(NetworkDraft draft, ResourceId table)
    {
        if (draft.Find(table)?["properties"] is not JsonObject properties)
        {
            return null;
        }

        if (properties["subnets"] is not JsonArray users)
        {
            properties["subnets"] = users = [];
        }

        return users;
    }

    private static JsonNode? Entry(JsonArray users, ResourceId subnet) => users.FirstOrDefault(u =>
        ResourceId.TryParse((string?)(u as JsonObject)?["id"], out var id) && id == subnet);

    private static ResourceId? TableOf(JsonObject? subnet) =>
        JsonBody.At(subnet, "properties.routeTable.id") is JsonValue value && value.TryGetValue<string>(out var text)
            && ResourceId.TryParse(text, out var id) ? id : null;
}
