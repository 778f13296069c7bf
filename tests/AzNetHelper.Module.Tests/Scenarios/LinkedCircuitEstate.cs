using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>A snapshot of a circuit with a private peering, a hub with an ExpressRoute gateway that is connected with it, and a spoke.</summary>
internal static class LinkedCircuitEstate
{
    public const string Network = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-net/providers/Microsoft.Network";
    public const string Circuit = Network + "/expressRouteCircuits/er-berlin";

    /// <summary>Writes the snapshot into a folder; its path.</summary>
    public static string Write(string folder)
    {
        var file = Path.Combine(folder, "circuit.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new JsonObject { ["value"] = Documents() }));
        return file;
    }

    private static JsonArray Documents()
    {
        const string Configuration = Network + "/virtualNetworkGateways/ergw/ipConfigurations/default";
        const string Peering = Circuit + "/peerings/AzurePrivatePeering";
        var circuit = Document("expressRouteCircuits/er-berlin", new()
        {
            ["provisioningState"] = "Succeeded", ["circuitProvisioningState"] = "Enabled", ["serviceProviderProvisioningState"] = "Provisioned",
            ["allowClassicOperations"] = false, ["authorizations"] = new JsonArray(), ["globalReachEnabled"] = false,
            ["serviceProviderProperties"] = new JsonObject { ["serviceProviderName"] = "Equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 200 },
            ["peerings"] = new JsonArray(new JsonObject
            {
                ["id"] = Peering, ["name"] = "AzurePrivatePeering", ["type"] = "Microsoft.Network/expressRouteCircuits/peerings",
                ["properties"] = new JsonObject
                {
                    ["provisioningState"] = "Succeeded", ["peeringType"] = "AzurePrivatePeering", ["azureASN"] = 12076, ["peerASN"] = 65010,
                    ["primaryPeerAddressPrefix"] = "192.168.15.16/30", ["secondaryPeerAddressPrefix"] = "192.168.15.20/30", ["state"] = "Enabled",
                    ["vlanId"] = 100, ["lastModifiedBy"] = "Customer", ["connections"] = new JsonArray(), ["peeredConnections"] = new JsonArray(),
                },
            }),
        });
        circuit["sku"] = new JsonObject { ["name"] = "Standard_MeteredData", ["tier"] = "Standard", ["family"] = "MeteredData" };
        return
        [
            Document("virtualNetworks/hub", Net("hub", "10.1.0.0/16", "spoke", "10.2.0.0/16", lends: true, Configuration)),
            Document("virtualNetworks/spoke", Net("spoke", "10.2.0.0/16", "hub", "10.1.0.0/16", lends: false, configuration: null)),
            Document("virtualNetworkGateways/ergw", new()
            {
                ["gatewayType"] = "ExpressRoute", ["sku"] = new JsonObject { ["name"] = "ErGw1AZ", ["tier"] = "ErGw1AZ" }, ["provisioningState"] = "Succeeded",
                ["ipConfigurations"] = new JsonArray(new JsonObject
                {
                    ["id"] = Configuration, ["name"] = "default",
                    ["properties"] = new JsonObject
                    {
                        ["privateIPAllocationMethod"] = "Dynamic", ["provisioningState"] = "Succeeded",
                        ["subnet"] = Reference(Network + "/virtualNetworks/hub/subnets/GatewaySubnet"),
                    },
                }),
            }),
            circuit,
            Document("connections/con-berlin", new()
            {
                ["connectionType"] = "ExpressRoute", ["provisioningState"] = "Succeeded", ["connectionStatus"] = "Connected", ["routingWeight"] = 0,
                ["virtualNetworkGateway1"] = Reference(Network + "/virtualNetworkGateways/ergw"), ["peer"] = Reference(Circuit),
            }),
        ];
    }

    private static JsonObject Net(string name, string prefix, string peer, string other, bool lends, string? configuration) => new()
    {
        ["addressSpace"] = Space(prefix), ["provisioningState"] = "Succeeded",
        ["subnets"] = new JsonArray(configuration is null ? [] : [new JsonObject
        {
            ["id"] = Network + "/virtualNetworks/hub/subnets/GatewaySubnet", ["name"] = "GatewaySubnet",
            ["properties"] = new JsonObject
            {
                ["addressPrefix"] = "10.1.255.0/27", ["provisioningState"] = "Succeeded", ["ipConfigurations"] = new JsonArray(Reference(configuration)),
            },
        }]),
        ["virtualNetworkPeerings"] = new JsonArray(new JsonObject
        {
            ["id"] = $"{Network}/virtualNetworks/{name}/virtualNetworkPeerings/to-{peer}", ["name"] = $"to-{peer}",
            ["properties"] = new JsonObject
            {
                ["remoteVirtualNetwork"] = Reference($"{Network}/virtualNetworks/{peer}"), ["peeringState"] = "Connected", ["peeringSyncLevel"] = "FullyInSync",
                ["provisioningState"] = "Succeeded", ["allowVirtualNetworkAccess"] = true, ["allowForwardedTraffic"] = false, ["allowGatewayTransit"] = lends,
                ["useRemoteGateways"] = !lends, ["remoteAddressSpace"] = Space(other), ["remoteVirtualNetworkAddressSpace"] = Space(other),
            },
        }),
    };

    private static JsonObject Document(string path, JsonObject properties) => new()
    {
        ["id"] = $"{Network}/{path}", ["name"] = path.Split('/')[1], ["type"] = $"Microsoft.Network/{path.Split('/')[0]}", ["location"] = "westeurope",
        ["properties"] = properties,
    };

    private static JsonObject Space(string prefix) => new() { ["addressPrefixes"] = new JsonArray(prefix) };

    private static JsonObject Reference(string id) => new() { ["id"] = id };
}
