using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Integration;

/// <summary>Whole documents, as a GET answers them, of estates over several subscriptions.</summary>
internal sealed class Documents
{
    private readonly SortedDictionary<ResourceId, JsonObject> _all = [];

    public static ResourceId Group(int subscription) =>
        ResourceId.ForGroup($"{subscription:d8}-0000-4000-8000-000000000000", "rg-net");

    public static ResourceId Id(int subscription, string type, string name) =>
        ResourceId.ForResource(Group(subscription).SubscriptionId, "rg-net", type, name);

    public static ResourceId Net(int subscription, string name) => Id(subscription, ResourceTypes.VirtualNetwork, name);

    public Documents VNet(ResourceId id, params string[] prefixes)
    {
        var subnet = prefixes[0].Split('/')[0];
        _all[id] = new()
        {
            ["name"] = id.Name,
            ["id"] = id.ToString(),
            ["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"",
            ["type"] = ResourceTypes.VirtualNetwork,
            ["location"] = "westeurope",
            ["tags"] = new JsonObject { ["owner"] = "somebody else" },
            ["properties"] = new JsonObject
            {
                ["futureMember"] = new JsonObject { ["kept"] = true },
                ["provisioningState"] = "Succeeded",
                ["resourceGuid"] = "00000000-0000-0000-0000-00000000000a",
                ["addressSpace"] = Space(prefixes),
                ["subnets"] = new JsonArray(Child(id.Child("subnets", "s1"), new() { ["addressPrefix"] = $"{subnet}/24" })),
                ["virtualNetworkPeerings"] = new JsonArray(),
                ["enableDdosProtection"] = false,
            },
        };
        return this;
    }

    public JsonObject this[ResourceId id] => _all[id];

    public bool Has(ResourceId id) => _all.ContainsKey(id);

    /// <summary>A half; synced with the remote's prefixes as they are now.</summary>
    public Documents Half(ResourceId from, ResourceId to, string state = "Connected", params string[] set)
    {
        var space = _all[to]["properties"]!["addressSpace"]!;
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = "00000000-0000-0000-0000-00000000000b",
            ["peeringState"] = state,
            ["peeringSyncLevel"] = state == "Connected" ? "FullyInSync" : "RemoteNotInSync",
            ["remoteVirtualNetwork"] = new JsonObject { ["id"] = to.ToString() },
            ["remoteAddressSpace"] = space.DeepClone(),
            ["remoteVirtualNetworkAddressSpace"] = space.DeepClone(),
            ["futureSetting"] = "kept",
        };
        foreach (var flag in (string[])[
            "allowVirtualNetworkAccess", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways",
            "doNotVerifyRemoteGateways"])
        {
            properties[flag] = flag == "allowVirtualNetworkAccess" || set.Contains(flag);
        }

        properties["peerCompleteVnets"] = true;
        var half = Child(from.Child("virtualNetworkPeerings", $"{from.Name}-{to.Name}"), properties);
        half["type"] = ResourceTypes.Peering;
        _all[from]["properties"]!["virtualNetworkPeerings"]!.AsArray().Add((JsonNode)half);
        return this;
    }

    /// <summary>The VNet grows; the halves that point at it do not know yet, and their level says so.</summary>
    public Documents Grow(ResourceId id, string prefix)
    {
        _all[id]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)prefix);
        foreach (var (at, half) in _all.Where(d => d.Key.IsType(ResourceTypes.VirtualNetwork)).SelectMany(d =>
            d.Value["properties"]!["virtualNetworkPeerings"]!.AsArray().Select(h => (d.Key, h!["properties"]!))))
        {
            if ((string?)half["remoteVirtualNetwork"]!["id"] == id.ToString())
            {
                half["remoteVirtualNetworkAddressSpace"] = _all[id]["properties"]!["addressSpace"]!.DeepClone();
                half["peeringSyncLevel"] = "LocalNotInSync";
            }
            else if (at == id)
            {
                half["peeringSyncLevel"] = "RemoteNotInSync";
            }
        }

        return this;
    }

    /// <summary>Every half says how far both halves of its pair are behind, as the service does.</summary>
    public Documents Settle()
    {
        var halves = _all.Where(d => d.Key.IsType(ResourceTypes.VirtualNetwork)).SelectMany(d =>
            d.Value["properties"]!["virtualNetworkPeerings"]!.AsArray().Select(h => (At: d.Key.ToString(), Half: h!["properties"]!.AsObject()))).ToArray();
        foreach (var (at, half) in halves)
        {
            var remote = (string)half["remoteVirtualNetwork"]!["id"]!;
            var other = Array.Find(halves, h => h.At == remote && (string)h.Half["remoteVirtualNetwork"]!["id"]! == at).Half;
            half["peeringSyncLevel"] = (IsStale(half), other is null || IsStale(other)) switch
            {
                (false, false) => "FullyInSync",
                (true, false) => "LocalNotInSync",
                (false, true) => "RemoteNotInSync",
                _ => "LocalAndRemoteNotInSync",
            };
        }

        return this;

        static bool IsStale(JsonObject half) => !JsonNode.DeepEquals(half["remoteAddressSpace"], half["remoteVirtualNetworkAddressSpace"]);
    }

    /// <summary>A VPN gateway with its subnet and its public address.</summary>
    public Documents Gateway(ResourceId network, bool built = true)
    {
        var prefix = ((string)_all[network]["properties"]!["addressSpace"]!["addressPrefixes"]![0]!).Split('.');
        var subnet = network.Child("subnets", Subnet.GatewaySubnetName);
        var gateway = Sibling(network, ResourceTypes.VirtualNetworkGateway, $"gw-{network.Name}");
        var address = Sibling(network, ResourceTypes.PublicIPAddress, $"pip-{network.Name}");
        var configuration = gateway.Child("ipConfigurations", "default");
        var inSubnet = new JsonObject { ["addressPrefix"] = $"{prefix[0]}.{prefix[1]}.255.0/27" };
        _all[address] = Top(address, new()
        {
            ["publicIPAllocationMethod"] = "Static", ["publicIPAddressVersion"] = "IPv4", ["ipAddress"] = "203.0.113.4",
        });
        _all[address]["sku"] = new JsonObject { ["name"] = "Standard", ["tier"] = "Regional" };
        _all[address]["zones"] = new JsonArray("1", "2", "3");
        if (built)
        {
            inSubnet["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = configuration.ToString() });
            _all[gateway] = Top(gateway, new()
            {
                ["gatewayType"] = "Vpn",
                ["vpnType"] = "RouteBased",
                ["sku"] = new JsonObject { ["name"] = "VpnGw1AZ", ["tier"] = "VpnGw1AZ" },
                ["ipConfigurations"] = new JsonArray(Child(configuration, new()
                {
                    ["subnet"] = new JsonObject { ["id"] = subnet.ToString() },
                    ["publicIPAddress"] = new JsonObject { ["id"] = address.ToString() },
                })),
            });
        }

        _all[network]["properties"]!["subnets"]!.AsArray().Add((JsonNode)Child(subnet, inSubnet));
        return this;
    }

    /// <summary>Any top-level resource.</summary>
    public Documents Plain(ResourceId id, JsonObject properties)
    {
        _all[id] = Top(id, properties);
        return this;
    }

    public Topology ToTopology() =>
        new(_all.Select(d => new ResourceDocument(d.Key, JsonSerializer.SerializeToUtf8Bytes(d.Value))));

    private static ResourceId Sibling(ResourceId id, string type, string name) =>
        ResourceId.ForResource(id.SubscriptionId, id.ResourceGroup!, type, name);

    private static JsonObject Top(ResourceId id, JsonObject properties)
    {
        var made = Child(id, properties);
        made["type"] = id.Type;
        made["location"] = "westeurope";
        return made;
    }

    private static JsonObject Child(ResourceId id, JsonObject properties)
    {
        properties["provisioningState"] = "Succeeded";
        return new()
        {
            ["name"] = id.Name,
            ["id"] = id.ToString(),
            ["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"",
            ["properties"] = properties,
        };
    }

    private static JsonObject Space(IEnumerable<string> prefixes) =>
        new() { ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p)]) };
}
