using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Benchmarks;

/// <summary>
/// Hubs with ninety-nine spokes each, as a GET answers them: a VPN gateway in every hub, twenty subnets in every VNet,
/// a route table with two routes for every spoke, and members that this module does not know.
/// </summary>
internal static class SnapshotEstate
{
    private const int PerHub = 100;
    private const int SubnetsPerNetwork = 20;

    public static IEnumerable<JsonObject> Networks(int count) => Enumerable.Range(0, count).Select(i => Network(i, count));

    public static IEnumerable<JsonObject> Others(int count) =>
        Enumerable.Range(0, count).SelectMany(i => i % PerHub == 0 ? new[] { Gateway(i), PublicAddress(i) } : [RouteTable(i)]);

    private static JsonObject Network(int i, int count)
    {
        var hub = i - (i % PerHub);
        var peers = i == hub ? Enumerable.Range(hub + 1, Math.Min(PerHub, count - hub) - 1) : [hub];
        var body = Resource(NetworkId(i), new()
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = Guid(i),
            ["addressSpace"] = Space(i),
            ["encryption"] = new JsonObject { ["enabled"] = false, ["enforcement"] = "AllowUnencrypted" },
            ["subnets"] = new JsonArray([.. Enumerable.Range(0, SubnetsPerNetwork).Select(s => Subnet(i, s))]),
            ["virtualNetworkPeerings"] = new JsonArray([.. peers.Select(p => Peering(i, p))]),
            ["enableDdosProtection"] = false,
            ["memberOfTheFuture"] = new JsonObject { ["level"] = 0.5, ["modes"] = new JsonArray("a", "b", null) },
        });
        body["tags"] = new JsonObject { ["costCenter"] = Text($"{1000 + (i % 37)}"), ["environment"] = i % 3 == 0 ? "test" : "production" };
        return body;
    }

    private static JsonObject Subnet(int i, int s)
    {
        var isGateways = i % PerHub == 0 && s == 0;
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["addressPrefix"] = Text($"{Block(i)}.{s * 12}/30"),
            ["serviceEndpoints"] = s % 4 != 0 ? [] : new JsonArray(new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["service"] = "Microsoft.Storage",
                ["locations"] = new JsonArray("westeurope", "northeurope"),
            }),
            ["delegations"] = new JsonArray(),
            ["privateEndpointNetworkPolicies"] = "Disabled",
            ["privateLinkServiceNetworkPolicies"] = "Enabled",
            ["defaultOutboundAccess"] = false,
        };
        if (!isGateways)
        {
            properties["networkSecurityGroup"] = Reference(Id(i, "Microsoft.Network/networkSecurityGroups", Text($"nsg-{i:D5}")));
        }

        if (i % PerHub != 0)
        {
            properties["routeTable"] = Reference(RouteTableId(i));
        }

        if (s % 5 == 1)
        {
            properties["ipConfigurations"] = new JsonArray([.. Enumerable.Range(0, 2).Select(n => Reference(
                Id(i, "Microsoft.Network/networkInterfaces", Text($"nic-{i:D5}-{s:D2}-{n}")).Child("ipConfigurations", "ipconfig1")))]);
        }

        return Child(SubnetId(i, isGateways ? "GatewaySubnet" : Text($"snet-{s:D2}")), properties);
    }

    private static JsonObject Peering(int i, int remote) => Child(
        NetworkId(i).Child("virtualNetworkPeerings", Text($"{NetworkId(i).Name}-to-{NetworkId(remote).Name}")), new()
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = Guid(i + remote),
            ["peeringState"] = "Connected",
            ["peeringSyncLevel"] = "FullyInSync",
            ["remoteVirtualNetwork"] = Reference(NetworkId(remote)),
            ["allowVirtualNetworkAccess"] = true,
            ["allowForwardedTraffic"] = true,
            ["allowGatewayTransit"] = i % PerHub == 0,
            ["useRemoteGateways"] = i % PerHub != 0,
            ["doNotVerifyRemoteGateways"] = false,
            ["peerCompleteVnets"] = true,
            ["remoteAddressSpace"] = Space(remote),
            ["remoteVirtualNetworkAddressSpace"] = Space(remote),
        });

    private static JsonObject RouteTable(int i) => Resource(RouteTableId(i), new()
    {
        ["provisioningState"] = "Succeeded",
        ["resourceGuid"] = Guid(i),
        ["disableBgpRoutePropagation"] = false,
        ["routes"] = new JsonArray(Route(i, "default", "0.0.0.0/0"), Route(i, "private", "10.0.0.0/8")),
    });

    private static JsonObject Route(int i, string name, string prefix) => Child(RouteTableId(i).Child("routes", name), new()
    {
        ["provisioningState"] = "Succeeded",
        ["addressPrefix"] = prefix,
        ["nextHopType"] = "VirtualAppliance",
        ["nextHopIpAddress"] = Text($"{Block(i - (i % PerHub))}.4"),
        ["hasBgpOverride"] = false,
    });

    private static JsonObject Gateway(int i)
    {
        var id = Id(i, ResourceTypes.VirtualNetworkGateway, Text($"vgw-{i:D5}"));
        return Resource(id, new()
        {
            ["provisioningState"] = "Succeeded",
            ["gatewayType"] = "Vpn",
            ["vpnType"] = "RouteBased",
            ["enableBgp"] = true,
            ["activeActive"] = false,
            ["sku"] = new JsonObject { ["name"] = "VpnGw1AZ", ["tier"] = "VpnGw1AZ", ["capacity"] = 2 },
            ["bgpSettings"] = new JsonObject { ["asn"] = 65010 + (i / PerHub), ["peerWeight"] = 0 },
            ["ipConfigurations"] = new JsonArray(Child(id.Child("ipConfigurations", "default"), new()
            {
                ["privateIPAllocationMethod"] = "Dynamic",
                ["subnet"] = Reference(SubnetId(i, "GatewaySubnet")),
                ["publicIPAddress"] = Reference(PublicAddressId(i)),
            })),
        });
    }

    private static JsonObject PublicAddress(int i) => Resource(PublicAddressId(i), new()
    {
        ["provisioningState"] = "Succeeded",
        ["ipAddress"] = Text($"203.0.113.{i / PerHub}"),
        ["publicIPAddressVersion"] = "IPv4",
    });

    private static JsonObject Resource(ResourceId id, JsonObject properties) => new()
    {
        ["name"] = id.Name,
        ["id"] = id.ToString(),
        ["etag"] = Etag(id),
        ["type"] = id.Type,
        ["location"] = "westeurope",
        ["properties"] = properties,
    };

    private static JsonObject Child(ResourceId id, JsonObject properties) => new()
    {
        ["name"] = id.Name,
        ["id"] = id.ToString(),
        ["etag"] = Etag(id),
        ["properties"] = properties,
        ["type"] = id.Type,
    };

    private static JsonObject Reference(ResourceId id) => new() { ["id"] = id.ToString() };

    private static JsonObject Space(int i) => new() { ["addressPrefixes"] = new JsonArray(Text($"{Block(i)}.0/24")) };

    private static string Block(int i) => Text($"10.{i >> 8 & 255}.{i & 255}");

    private static string Etag(ResourceId id) => Text($"W/\"{Guid(id.Name.Length)}\"");

    private static string Guid(int i) => Text($"{i:x8}-0000-4000-8000-{i:x12}");

    private static ResourceId NetworkId(int i) =>
        Id(i, ResourceTypes.VirtualNetwork, Text($"vnet-{(i % PerHub == 0 ? "hub" : "spoke")}-{i:D5}"));

    private static ResourceId SubnetId(int i, string name) => NetworkId(i).Child("subnets", name);

    private static ResourceId RouteTableId(int i) => Id(i, ResourceTypes.RouteTable, Text($"rt-{i:D5}"));

    private static ResourceId PublicAddressId(int i) => Id(i, ResourceTypes.PublicIPAddress, Text($"pip-{i:D5}"));

    private static ResourceId Id(int i, string type, string name) =>
        ResourceId.ForResource(Guid(i / 1000), Text($"rg-network-{i / PerHub:D3}"), type, name);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
