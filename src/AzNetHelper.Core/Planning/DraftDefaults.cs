using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Members that a GET always tells and that a document from elsewhere may leave out, so that a plan which was made of the
/// one is compared with the other.
/// </summary>
internal static class DraftDefaults
{
    /// <summary>The document with them; null for null.</summary>
    public static JsonObject? In(ResourceId id, JsonObject? document) =>
        document is null ? null
        : id.IsType(ResourceTypes.Peering) ? DraftHalf.WithDefaults(document)
        : id.IsType(ResourceTypes.NetworkInterface) ? With("enableIPForwarding", document)
        : id.IsType(ResourceTypes.Connection) ? With("enableBgp", document)
        : document;

    private static JsonObject With(string flag, JsonObject document) => document["properties"] is not JsonObject ? document
        : JsonBody.Merge(new() { ["properties"] = new JsonObject { [flag] = false } }, document);
}
