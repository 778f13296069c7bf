using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;

namespace AzNetHelper.Support;

/// <summary>Rows of Resource Graph to complete names from: one page of 1000 a tenant, more than a person completes through.</summary>
internal static class CompletionRows
{
    // More in one query are refused (Resource Graph limits).
    private const int SubscriptionsPerQuery = 1000;

    private const string Path = "/providers/Microsoft.ResourceGraph/resources";

    /// <summary>
    /// The rows of a query. One without subscriptions answers for all that the token's tenant has; a session of several tenants asks each
    /// for its own, as it does for everything that it reads.
    /// </summary>
    public static async Task<ImmutableArray<JsonElement>> ReadAsync(IArm arm, string query, CancellationToken cancellationToken)
    {
        // No group for no subscriptions: there are several tenants.
        var groups = arm.ByTenant([]);
        if (groups.Length == 0)
        {
            var visible = await SubscriptionList.ReadAsync(arm, cancellationToken);
            groups = [.. arm.ByTenant([.. visible.Select(s => s.Id)]).SelectMany(g => g.Chunk(SubscriptionsPerQuery)).Select(c => c.ToImmutableArray())];
        }

        var rows = await Task.WhenAll(groups.Select(g => ReadAsync(arm, query, g, isAlone: groups.Length == 1, cancellationToken)));
        return [.. rows.SelectMany(r => r)];
    }

    private static async Task<JsonElement[]> ReadAsync(
        IArm arm, string query, ImmutableArray<string> subscriptions, bool isAlone, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["query"] = query, ["options"] = new JsonObject { ["resultFormat"] = "objectArray" } };
        if (subscriptions.Length > 0)
        {
            body["subscriptions"] = new JsonArray([.. subscriptions.Select(s => (JsonNode)s)]);
        }

        try
        {
            var answer = await arm.QueryAsync(Path, ResourceTypes.ResourceGraphApiVersion, JsonBody.WriteUtf8(body), cancellationToken);
            using var json = JsonDocument.Parse(answer.Body);
            return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(row => row.Clone())];
        }
        catch (ArmException) when (!isAlone)
        {
            // The names of the other tenants are worth something without.
            return [];
        }
    }
}
