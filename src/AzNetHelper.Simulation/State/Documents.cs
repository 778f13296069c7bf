using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The parts of a document that every type shares.</summary>
internal static class Documents
{
    // Client-side empties that the service drops from its answers (recorded).
    private static readonly HashSet<string> DroppedWhenEmpty = new(StringComparer.Ordinal)
    {
        "addressPrefixes", "ipAllocations", "serviceEndpointPolicies", "applicationGatewayIPConfigurations",
            "extendedLocation",
    };

    /// <summary>
    /// The members of a PUT: what was sent replaces what was there. Members that the table marks read-only, and those
    /// that it does not know (a loaded document brought them), belong to the service and stay.
    /// </summary>
    public static JsonObject Replace(JsonObject? existing, JsonObject sent, string type)
    {
        var made = new JsonObject();
        foreach (var (name, value) in sent)
        {
            if (value is not null && !(DroppedWhenEmpty.Contains(name) && value is JsonArray { Count: 0 }))
            {
                made[name] = value.DeepClone();
            }
        }

        var members = MemberTable.Instance.Members(type)!;
        foreach (var (name, value) in existing ?? [])
        {
            if (!made.ContainsKey(name) && (!members.TryGetValue(name, out var member) || member.ReadOnly))
            {
                made[name] = value?.DeepClone();
            }
        }

        return made;
    }

    /// <summary>A top-level document around its properties.</summary>
    public static JsonObject Top(
        ResourceId id, JsonObject? existing, JsonObject sent, ResourceKind kind, JsonObject properties)
    {
        var made = Replace(existing, sent, kind.Body);
        made["name"] = id.Name;
        made["id"] = id.ToString();
        made["etag"] = existing?.Text("etag");
        made["type"] = kind.Type;
        made["location"] = existing?.Text("location") ?? NormalLocation(sent.Text("location"));
        made["properties"] = properties;
        made.Arrange("name", "id", "etag", "type", "location", "tags", "zones", "sku", "properties");
        return made;
    }

    /// <summary>A child's document around its properties.</summary>
    public static JsonObject Child(
        ResourceId id, JsonObject? existing, JsonObject sent, ResourceKind kind, JsonObject properties)
    {
        var made = Replace(existing, sent, kind.Body);
        made["name"] = id.Name;
        made["id"] = id.ToString();
        made["etag"] = existing?.Text("etag");
        made["properties"] = properties;
        made["type"] = kind.Type;
        made.Arrange("name", "id", "etag", "properties", "type");
        return made;
    }

    public static string? State(this JsonObject? document) => document.Object("properties").Text("provisioningState");

    public static void SetState(this JsonObject? document, string state)
    {
        if (document.Object("properties") is { } properties)
        {
            properties["provisioningState"] = state;
        }
    }

    /// <summary>
    /// A location in any spelling ("West Central US") is kept as westcentralus (recorded).
    /// </summary>
    public static string? NormalLocation(string? location) =>
#pragma warning disable CA1308 // Azure's names of regions are lower case.
        location?.Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
#pragma warning restore CA1308
}
