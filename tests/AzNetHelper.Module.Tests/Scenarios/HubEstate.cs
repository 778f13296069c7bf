using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// A hub (10.0.0.0/16, with a gateway when asked for) and as many spokes as a test needs, in a file as Azure lists them:
/// what <c>Connect-AzNetSession -Rehearsal -Snapshot</c> starts from.
/// </summary>
internal static class HubEstate
{
    private const string Subscription = "/subscriptions/bbbbbbbb-0000-4000-8000-000000000001";

    public const string HubId = Subscription + "/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub";

    public static string SpokeName(int number) => $"spoke-{number:00}";

    public static string SpokeId(int number) =>
        $"{Subscription}/resourceGroups/rg-spokes/providers/Microsoft.Network/virtualNetworks/{SpokeName(number)}";

    /// <summary>The names of the spokes as a PowerShell list.</summary>
    public static string Spokes(int count) => string.Join(", ", Enumerable.Range(1, count).Select(SpokeName));

    public static string Write(string folder, int spokes)
    {
        var networks = Enumerable.Range(1, spokes).Select(n => Network(SpokeId(n), SpokeName(n), $"10.{n}.0.0/16"))
            .Prepend(Network(HubId, "vnet-hub", "10.0.0.0/16"));
        var file = Path.Combine(folder, "estate.json");
        File.WriteAllText(file, new JsonObject { ["value"] = new JsonArray([.. networks]) }.ToJsonString());
        return file;
    }

    private static JsonNode Network(string id, string name, string prefix) => new JsonObject
    {
        ["id"] = id,
        ["name"] = name,
        ["type"] = "Microsoft.Network/virtualNetworks",
        ["location"] = "westeurope",
        ["etag"] = $"W/\"{Guid.NewGuid()}\"",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(prefix) },
            ["subnets"] = new JsonArray(),
            ["virtualNetworkPeerings"] = new JsonArray(),
        },
    };
}
