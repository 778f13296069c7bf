using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Networks;

/// <summary>Bodies as a GET answers them.</summary>
internal static class Sample
{
    public const string Subscription = "00000000-0000-0000-0000-000000000001";

    public static ResourceId NetworkId(string name, string group = "rg1", string subscription = Subscription) =>
        ResourceId.ForResource(subscription, group, ResourceTypes.VirtualNetwork, name);

    public static JsonObject Network(ResourceId id, string[]? prefixes = null, JsonObject[]? subnets = null, JsonObject[]? peerings = null) =>
        new()
        {
            ["name"] = id.Name,
            ["id"] = id.ToString(),
            ["etag"] = "W/\"1\"",
            ["type"] = "Microsoft.Network/virtualNetworks",
            ["location"] = "westus",
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["addressSpace"] = new JsonObject { ["addressPrefixes"] = Texts(prefixes ?? ["10.0.0.0/16"]) },
                ["subnets"] = new JsonArray([.. subnets ?? []]),
                ["virtualNetworkPeerings"] = new JsonArray([.. peerings ?? []]),
            },
        };

    public static JsonObject Subnet(ResourceId network, string name, string prefix, string? routeTable = null, string? holds = null)
    {
        var properties = new JsonObject { ["provisioningState"] = "Succeeded", ["addressPrefix"] = prefix };
        if (routeTable is not null)
        {
            properties["routeTable"] = new JsonObject { ["id"] = routeTable };
        }

        if (holds is not null)
        {
            properties["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = holds });
        }

        return Child(network.Child("subnets", name), properties);
    }

    public static JsonObject Peering(ResourceId network, string name, ResourceId remote, string? state = "Connected")
    {
        var properties = new JsonObject { ["remoteVirtualNetwork"] = new JsonObject { ["id"] = remote.ToString() } };
        if (state is not null)
        {
            properties["peeringState"] = state;
        }

        return Child(network.Child("virtualNetworkPeerings", name), properties);
    }

    public static JsonObject Gateway(ResourceId id, ResourceId network, string? publicAddress = null) => new()
    {
        ["name"] = id.Name,
        ["id"] = id.ToString(),
        ["type"] = "Microsoft.Network/virtualNetworkGateways",
        ["location"] = "westus",
        ["properties"] = new JsonObject
        {
            ["gatewayType"] = "Vpn",
            ["sku"] = new JsonObject { ["name"] = "VpnGw1AZ", ["tier"] = "VpnGw1AZ", ["capacity"] = 2 },
            ["ipConfigurations"] = new JsonArray(Child(id.Child("ipConfigurations", "default"), new JsonObject
            {
                ["subnet"] = new JsonObject { ["id"] = network.Child("subnets", "GatewaySubnet").ToString() },
                ["publicIPAddress"] = publicAddress is null ? null : new JsonObject { ["id"] = publicAddress },
            })),
        },
    };

    public static JsonObject RouteTable(ResourceId id) => new()
    {
        ["name"] = id.Name,
        ["id"] = id.ToString(),
        ["type"] = "Microsoft.Network/routeTables",
        ["location"] = "westus",
        ["properties"] = new JsonObject { ["routes"] = new JsonArray() },
    };

    public static JsonObject Child(ResourceId id, JsonObject properties) => new()
    {
        ["name"] = id.Name,
        ["id"] = id.ToString(),
        ["etag"] = "W/\"1\"",
        ["properties"] = properties,
        ["type"] = id.Type,
    };

    public static ResourceDocument Document(JsonObject body) => new(ResourceId.Parse((string)body["id"]!), Bytes(body));

    public static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    public static TopologySource Source(JsonNode body, string name = "file.json") => new(name, Bytes(body));

    public static TopologySource Source(string text, string name = "file.json") => new(name, Encoding.UTF8.GetBytes(text));

    public static string Export(Topology topology)
    {
        using var stream = new MemoryStream();
        TopologyExport.Write(topology, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonArray Texts(string[] texts) => [.. texts.Select(t => (JsonNode)t)];
}
