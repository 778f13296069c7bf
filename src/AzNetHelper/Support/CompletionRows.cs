using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;

namespace AzNetHelper.Support;

/// <summary>Rows of Resource Graph to complete names from: one page of 1000 a query, more than a person completes through.</summary>
internal static class CompletionRows
{
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
            groups =
            [
                .. arm.ByTenant([.. visible.Select(s => s.Id)])
                    .SelectMany(g => g.Chunk(ResourceTypes.ResourceGraphSubscriptions)).Select(c => c.ToImmutableArray()),
            ];
        }

        var answers = await Task.WhenAll(groups.Select(g => ReadAsync(arm, query, g, cancellationToken)));

        // The names of the other tenants are worth something where one refuses.
        if (answers.Length > 0 && answers.All(a => a.Refusal is not null))
        {
            ExceptionDispatchInfo.Throw(answers[0].Refusal!);
        }

        return [.. answers.SelectMany(a => a.Rows)];
    }

    private static async Task<(JsonElement[] Rows, ArmException? Refusal)> ReadAsync(
        IArm arm, string query, ImmutableArray<string> subscriptions, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["query"] = query, ["options"] = new JsonObject { ["resultFormat"] = "objectArray" } };
        if (subscriptions.Length > 0)
        {
            body["subscriptions"] = new JsonArray([.. subscriptions.Select(s => (JsonNode)s)]);
        }

        try
        {
            var answer = await arm.QueryAsync(ResourceTypes.ResourceGraphPath, ResourceTypes.ResourceGraphApiVersion, JsonBody.WriteUtf8(body), cancellationToken);
            using var json = JsonDocument.Parse(answer.Body);
            return ([.. json.RootElement.GetProperty("data").EnumerateArray().Select(row => row.Clone())], null);
        }
        catch (ArmException e)
        {
            return ([], e);
        }
    }
}
