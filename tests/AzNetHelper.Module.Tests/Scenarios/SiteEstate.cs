using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>A snapshot of a hub with an active-active VPN gateway, a spoke that uses it, and a connection to a site.</summary>
internal sealed record SiteEstate
{
    public const string Subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
    public const string Network = Subscription + "/resourceGroups/rg-net/providers/Microsoft.Network";
    public const string Connection = Network + "/connections/to-berlin";

    public bool Bgp { get; init; }

    public bool ActiveActive { get; init; }

    public bool Pairs { get; init; }

    public JsonObject? Policy { get; init; }

    public string Protocol { get; init; } = "IKEv2";

    /// <summary>The gateway's vpnClientConfiguration; null for none.</summary>
    public JsonObject? Clients { get; init; }

    /// <summary>Writes the snapshot into a folder; its path.</summary>
    public string Write(string folder)
    {
        var file = Path.Combine(folder, "site.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new JsonObject { ["value"] = Documents() }));
        return file;
    }

    private JsonArray Documents()
    {
        const string Gateway = Network + "/virtualNetworkGateways/gw";
        string[] addresses = ActiveActive ? ["198.51.100.1", "198.51.100.2"] : ["198.51.100.1"];
        var configurations = addresses.Select((_, i) => $"{Gateway}/ipConfigurations/c{i}").ToArray();
        var connection = new JsonObject
        {
            ["connectionType"] = "IPsec", ["connectionProtocol"] = Protocol, ["provisioningState"] = "Succeeded",
            ["virtualNetworkGateway1"] = Reference(Gateway), ["localNetworkGateway2"] = Reference(Network + "/localNetworkGateways/berlin"),
            ["enableBgp"] = Bgp, ["usePolicyBasedTrafficSelectors"] = Pairs, ["dpdTimeoutSeconds"] = 45,
        };
        if (Policy is not null)
        {
            connection["ipsecPolicies"] = new JsonArray(Policy.DeepClone());
        }

        var site = new JsonObject { ["gatewayIpAddress"] = "203.0.113.10", ["localNetworkAddressSpace"] = Space("10.50.0.0/16"), ["provisioningState"] = "Succeeded" };
        if (Bgp)
        {
            site["bgpSettings"] = new JsonObject { ["asn"] = 65050, ["bgpPeeringAddress"] = "10.50.255.1" };
        }

        var gateway = GatewayProperties(addresses, configurations);
        if (Clients is not null)
        {
            gateway["vpnClientConfiguration"] = Clients.DeepClone();
        }

        return
        [
            Document("virtualNetworks/hub", Net("10.1.0.0/16", "spoke", allow: true, [.. configurations])),
            Document("virtualNetworks/spoke", Net("10.2.0.0/16", "hub", allow: false, [])),
            .. addresses.Select((a, i) => (JsonNode)Document($"publicIPAddresses/ip{i}", new()
            {
                ["ipAddress"] = a, ["publicIPAllocationMethod"] = "Static", ["provisioningState"] = "Succeeded", ["ipConfiguration"] = Reference(configurations[i]),
            }, sku: "Standard")),
            Document("virtualNetworkGateways/gw", gateway),
            Document("localNetworkGateways/berlin", site),
            Document("connections/to-berlin", connection),
        ];
    }

    private JsonObject GatewayProperties(string[] addresses, string[] configurations) => new()
    {
        ["gatewayType"] = "Vpn", ["vpnType"] = "RouteBased", ["sku"] = new JsonObject { ["name"] = "VpnGw2AZ", ["tier"] = "VpnGw2AZ" },
        ["vpnGatewayGeneration"] = "Generation2", ["activeActive"] = ActiveActive, ["enableBgp"] = Bgp, ["provisioningState"] = "Succeeded",
        ["ipConfigurations"] = new JsonArray([.. configurations.Select((c, i) => (JsonNode)new JsonObject
        {
            ["id"] = c, ["name"] = $"c{i}",
            ["properties"] = new JsonObject
            {
                ["privateIPAllocationMethod"] = "Dynamic", ["provisioningState"] = "Succeeded",
                ["subnet"] = Reference(Network + "/virtualNetworks/hub/subnets/GatewaySubnet"), ["publicIPAddress"] = Reference($"{Network}/publicIPAddresses/ip{i}"),
            },
        })]),
        ["bgpSettings"] = new JsonObject
        {
            ["asn"] = 65515, ["peerWeight"] = 0, ["bgpPeeringAddress"] = "10.1.255.4",
            ["bgpPeeringAddresses"] = new JsonArray([.. configurations.Select((c, i) => (JsonNode)new JsonObject
            {
                ["ipconfigurationId"] = c, ["customBgpIpAddresses"] = new JsonArray(), ["defaultBgpIpAddresses"] = new JsonArray($"10.1.255.{4 + i}"),
                ["tunnelIpAddresses"] = new JsonArray(addresses[i]),
            })]),
        },
    };

    private static JsonObject Net(string prefix, string peer, bool allow, string[] configurations) => new()
    {
        ["addressSpace"] = Space(prefix), ["provisioningState"] = "Succeeded",
        ["subnets"] = new JsonArray(configurations.Length == 0 ? [] : [new JsonObject
        {
            ["id"] = Network + "/virtualNetworks/hub/subnets/GatewaySubnet", ["name"] = "GatewaySubnet",
            ["properties"] = new JsonObject
            {
                ["addressPrefix"] = "10.1.255.0/27", ["provisioningState"] = "Succeeded",
                ["ipConfigurations"] = new JsonArray([.. configurations.Select(c => (JsonNode)Reference(c))]),
            },
        }]),
        ["virtualNetworkPeerings"] = new JsonArray(new JsonObject
        {
            ["id"] = $"{Network}/virtualNetworks/{(allow ? "hub" : "spoke")}/virtualNetworkPeerings/to-{peer}", ["name"] = $"to-{peer}",
            ["properties"] = new JsonObject
            {
                ["remoteVirtualNetwork"] = Reference($"{Network}/virtualNetworks/{peer}"), ["peeringState"] = "Connected", ["peeringSyncLevel"] = "FullyInSync",
                ["provisioningState"] = "Succeeded", ["allowVirtualNetworkAccess"] = true, ["allowForwardedTraffic"] = false, ["allowGatewayTransit"] = allow,
                ["useRemoteGateways"] = !allow, ["remoteAddressSpace"] = Space(allow ? "10.2.0.0/16" : "10.1.0.0/16"),
                ["remoteVirtualNetworkAddressSpace"] = Space(allow ? "10.2.0.0/16" : "10.1.0.0/16"),
            },
        }),
    };

    private static JsonObject Document(string path, JsonObject properties, string? sku = null)
    {
        var document = new JsonObject
        {
            ["id"] = $"{Network}/{path}", ["name"] = path.Split('/')[1], ["type"] = $"Microsoft.Network/{path.Split('/')[0]}", ["location"] = "westeurope",
            ["properties"] = properties,
        };
        if (sku is not null)
        {
            document["sku"] = new JsonObject { ["name"] = sku, ["tier"] = "Regional" };
        }

        return document;
    }

    private static JsonObject Space(string prefix) => new() { ["addressPrefixes"] = new JsonArray(prefix) };

    private static JsonObject Reference(string id) => new() { ["id"] = id };
}
