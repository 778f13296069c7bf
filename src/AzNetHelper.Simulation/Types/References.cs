using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>Lists of references that the service keeps: the users of a subnet, the subnets of a route table.</summary>
internal static class References
{
    public static void Add(JsonObject properties, string member, string id)
    {
        var list = properties.Array(member);
        if (!list.OfType<JsonObject>().Any(r => Json.Same(r.Text("id"), id)))
        {
            list.Add((JsonNode)Json.ToReference(id));
        }
    }

    /// <summary>Takes a reference out; a list without entries disappears.</summary>
    public static void Remove(JsonObject properties, string member, string id)
    {
        var kept = properties.Objects(member).Where(r =>
            !Json.Same(r.Text("id"), id)).Select(r => r.DeepClone()).ToArray();
        if (kept.Length == 0)
        {
            properties.Remove(member);
        }
        else
        {
            properties[member] = new JsonArray(kept);
        }
    }
}
