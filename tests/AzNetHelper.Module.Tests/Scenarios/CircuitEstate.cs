using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>A saved answer of Azure: a circuit with a private peering, linked with a hub.</summary>
internal sealed record CircuitEstate
{
    public const string Network = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-er/providers/Microsoft.Network";
    public const string Circuit = Network + "/expressRouteCircuits/er-office";

    public bool IPv6 { get; init; }

    /// <summary>Writes it into a folder; its path.</summary>
    public string Write(string folder)
    {
        var file = Path.Combine(folder, "circuit.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new JsonObject { ["value"] = Documents() }));
        return file;
    }

    private JsonArray Documents()
    {
        var peering = new JsonObject
        {
            ["peeringType"] = "AzurePrivatePeering", ["state"] = "Enabled", ["azureASN"] = 12076, ["peerASN"] = 65010, ["vlanId"] = 100,
            ["primaryPeerAddressPrefix"] = "192.168.15.16/30", ["secondaryPeerAddressPrefix"] = "192.168.15.20/30",
            ["lastModifiedBy"] = "Customer", ["provisioningState"] = "Succeeded",
        };
        if (IPv6)
        {
            peering["ipv6PeeringConfig"] = new JsonObject
            {
                ["primaryPeerAddressPrefix"] = "fd00:15::10/126", ["secondaryPeerAddressPrefix"] = "fd00:15::14/126", ["state"] = "Enabled",
            };
        }

        return
        [
            Document("expressRouteCircuits/er-office", new JsonObject
            {
                ["circuitProvisioningState"] = "Enabled", ["serviceProviderProvisioningState"] = "Provisioned", ["provisioningState"] = "Succeeded",
                ["serviceProviderProperties"] = new JsonObject
                {
                    ["serviceProviderName"] = "Equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 200,
                },
                ["peerings"] = new JsonArray(new JsonObject
                {
                    ["name"] = "AzurePrivatePeering", ["id"] = $"{Circuit}/peerings/AzurePrivatePeering", ["properties"] = peering,
                }),
            }, new() { ["name"] = "Standard_MeteredData", ["tier"] = "Standard", ["family"] = "MeteredData" }),
            Document("virtualNetworks/hub", new JsonObject
            {
                ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.1.0.0/16") }, ["provisioningState"] = "Succeeded",
                ["subnets"] = new JsonArray(), ["virtualNetworkPeerings"] = new JsonArray(),
            }, sku: null),
        ];
    }

    private static JsonNode Document(string name, JsonObject properties, JsonObject? sku) => new JsonObject
    {
        ["id"] = $"{Network}/{name}", ["name"] = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..],
        ["type"] = $"Microsoft.Network/{name[..name.IndexOf('/', StringComparison.Ordinal)]}", ["location"] = "westeurope",
        ["sku"] = sku, ["properties"] = properties,
    };
}
