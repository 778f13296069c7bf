using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// A row of which the transcriber saw the end of an answer alone, and took for that of a GET: its empty etag says that it is the answer to
/// the PUT that made the resource. The body of that follows from the answer.
/// </summary>
internal static class Creation
{
    public static TraceRow Of(TraceRow row)
    {
        if ((string?)row.Json["reconstructed"] is not "answer head")
        {
            return row;
        }

        var made = row.ResponseBody!.AsObject();
        var properties = made["properties"]!.DeepClone().AsObject();
        var scopes = properties["networkManagerScopes"]!.AsObject();
        _ = properties.Remove("provisioningState") && properties.Remove("resourceGuid") && scopes.Remove("crossTenantScopes");
        var put = row.Json.DeepClone().AsObject();
        put["method"] = "PUT";
        put["requestBody"] = new JsonObject { ["location"] = made["location"]!.DeepClone(), ["properties"] = properties };

        // What was counted is that of the row's own method.
        put["headers"] = new JsonObject
        {
            ["x-ms-ratelimit-remaining-subscription-writes"] = "present",
            ["x-ms-ratelimit-remaining-subscription-global-writes"] = "present",
        };
        return new(put);
    }
}
