using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// The rows about a template deployment, which is a resource of ARM's own (Microsoft.Resources/deployments) that the simulation does not
/// have. What it did is replayed: the one connection that its template makes is written, and what its output tells of that connection
/// is compared. The two polls of the deployment itself say nothing about the network.
/// </summary>
internal static class Deployment
{
    private const string Made = $"{ArmClient.Net}/connections/conn2to1";

    public static bool Is(TraceRow row) => row.Path.Contains("/deployments/", StringComparison.Ordinal);

    public static async Task<IReadOnlyList<string>> SendAsync(Replayer replayer, TraceRow row)
    {
        if (row.Method == "PUT")
        {
            replayer.Time.Advance(TimeSpan.FromHours(1));
            var reply = await replayer.Client.PutAsync(Made, $$$"""
                {"location":"westus","properties":{"virtualNetworkGateway1":{"id":"{{{ArmClient.Net}}}/virtualNetworkGateways/gateway2"},
                 "virtualNetworkGateway2":{"id":"{{{ArmClient.Net}}}/virtualNetworkGateways/gateway1"},"connectionType":"Vnet2Vnet",
                 "routingWeight":10,"sharedKey":{{{row.RequestBody!["properties"]!["parameters"]!["sharedKey"]!["value"]!.ToJsonString()}}}}}
                """, "2019-08-01");
            return reply.Status == row.Status ? [] : [$"status {reply.Status}, not {row.Status}"];
        }

        if ((row.ResponseBody as JsonObject)?["properties"]?["outputs"]?["resource"]?["value"] is not JsonObject told)
        {
            return [];
        }

        // The template's api-version (2015-06-15) shows fewer members: those that it shows are compared.
        replayer.Time.Advance(TimeSpan.FromHours(1));
        var ours = (await replayer.Client.GetAsync(Made, "2019-08-01")).Properties.AsObject();
        foreach (var name in ours.Select(m => m.Key).Where(n => !told.ContainsKey(n)).ToArray())
        {
            ours.Remove(name);
        }

        return [.. replayer.Comparison.Differences(told, ours)];
    }
}
