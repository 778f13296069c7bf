using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests;

/// <summary>
/// Hubs with their spokes, as a GET answers them: a VPN gateway in every hub, a route table with two routes for every spoke,
/// and members that this module does not know.
/// </summary>
/// <param name="count">How many VNets.</param>
/// <param name="perHub">How many of them are a hub and its spokes; a VNet has 500 peerings at most.</param>
/// <param name="subnets">How many subnets a VNet has, up to twenty.</param>
/// <param name="perSubscription">How many VNets a subscription has.</param>
internal sealed class SnapshotEstate(int count, int perHub = 100, int subnets = 20, int perSubscription = 1000)
{
    private const string Firewalls = "AzureFirewallSubnet";

    /// <summary>True to put a firewall into every hub, which is where the routes of its spokes lead.</summary>
    public bool HasFirewalls { get; init; }

    /// <summary>Every document, one after another: they need not all be there at once.</summary>
    public Topology ToTopology() => new(Networks.Concat(Others)
        .Select(b => new ResourceDocument(ResourceId.Parse((string)b["id"]!), Encoding.UTF8.GetBytes(b.ToJsonString()))));

    public IEnumerable<JsonObject> Networks => Enumerable.Range(0, count).Select(Network);

    public IEnumerable<JsonObject> Others => Enumerable.Range(0, count).SelectMany(i => i % perHub != 0 ? [RouteTable(i)]
        : HasFirewalls ? new[] { Gateway(i), PublicAddress(i), Firewall(i) } : [Gateway(i), PublicAddress(i)]);

    private JsonObject Network(int i)
    {
        var hub = i - (i % perHub);
        var peers = i == hub ? Enumerable.Range(hub + 1, Math.Min(perHub, count - hub) - 1) : [hub];
        var body = Resource(NetworkId(i), new()
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = Guid(i),
            ["addressSpace"] = Space(i),
            ["encryption"] = new JsonObject { ["enabled"] = false, ["enforcement"] = "AllowUnencrypted" },
            ["subnets"] = new JsonArray([.. Enumerable.Range(0, subnets).Select(s => Subnet(i, s)), .. FirewallSubnet(i)]),
            ["virtualNetworkPeerings"] = new JsonArray([.. peers.Select(p => Peering(i, p))]),
            ["enableDdosProtection"] = false,
            ["memberOfTheFuture"] = new JsonObject { ["level"] = 0.5, ["modes"] = new JsonArray("a", "b", null) },
        });
        body["tags"] = new JsonObject { ["costCenter"] = Text($"{1000 + (i % 37)}"), ["environment"] = i % 3 == 0 ? "test" : "production" };
        return body;
    }

    private JsonObject Subnet(int i, int s)
    {
        var isGateways = i % perHub == 0 && s == 0;
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

        if (i % perHub != 0)
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

    private JsonObject[] FirewallSubnet(int i) => !HasFirewalls || i % perHub != 0 ? [] :
    [
        Child(SubnetId(i, Firewalls), new() { ["provisioningState"] = "Succeeded", ["addressPrefix"] = Text($"{Block(i)}.64/26") }),
    ];

    private JsonObject Firewall(int i)
    {
        var id = Id(i, ResourceTypes.AzureFirewall, Text($"fw-{i:D5}"));
        return Resource(id, new()
        {
            ["provisioningState"] = "Succeeded",
            ["ipConfigurations"] = new JsonArray(Child(id.Child("azureFirewallIpConfigurations", "default"), new()
            {
                ["privateIPAddress"] = Text($"{Block(i)}.68"),
                ["subnet"] = Reference(SubnetId(i, Firewalls)),
            })),
        });
    }

    private JsonObject Peering(int i, int remote) => Child(
        NetworkId(i).Child("virtualNetworkPeerings", Text($"{NetworkId(i).Name}-to-{NetworkId(remote).Name}")), new()
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = Guid(i + remote),
            ["peeringState"] = "Connected",
            ["peeringSyncLevel"] = "FullyInSync",
            ["remoteVirtualNetwork"] = Reference(NetworkId(remote)),
            ["allowVirtualNetworkAccess"] = true,
            ["allowForwardedTraffic"] = true,
            ["allowGatewayTransit"] = i % perHub == 0,
            ["useRemoteGateways"] = i % perHub != 0,
            ["doNotVerifyRemoteGateways"] = false,
            ["peerCompleteVnets"] = true,
            ["remoteAddressSpace"] = Space(remote),
            ["remoteVirtualNetworkAddressSpace"] = Space(remote),
        });

    private JsonObject RouteTable(int i) => Resource(RouteTableId(i), new()
    {
        ["provisioningState"] = "Succeeded",
        ["resourceGuid"] = Guid(i),
        ["disableBgpRoutePropagation"] = false,
        ["routes"] = new JsonArray(Route(i, "default", "0.0.0.0/0"), Route(i, "private", "10.0.0.0/8")),
    });

    private JsonObject Route(int i, string name, string prefix) => Child(RouteTableId(i).Child("routes", name), new()
    {
        ["provisioningState"] = "Succeeded",
        ["addressPrefix"] = prefix,
        ["nextHopType"] = "VirtualAppliance",
        ["nextHopIpAddress"] = Text($"{Block(i - (i % perHub))}.{(HasFirewalls ? 68 : 4)}"),
        ["hasBgpOverride"] = false,
    });

    private JsonObject Gateway(int i)
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
            ["bgpSettings"] = new JsonObject { ["asn"] = 65010 + (i / perHub), ["peerWeight"] = 0 },
            ["ipConfigurations"] = new JsonArray(Child(id.Child("ipConfigurations", "default"), new()
            {
                ["privateIPAllocationMethod"] = "Dynamic",
                ["subnet"] = Reference(SubnetId(i, "GatewaySubnet")),
                ["publicIPAddress"] = Reference(PublicAddressId(i)),
            })),
        });
    }

    private JsonObject PublicAddress(int i) => Resource(PublicAddressId(i), new()
    {
        ["provisioningState"] = "Succeeded",
        ["ipAddress"] = Text($"203.0.113.{i / perHub}"),
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

    private ResourceId NetworkId(int i) =>
        Id(i, ResourceTypes.VirtualNetwork, Text($"vnet-{(i % perHub == 0 ? "hub" : "spoke")}-{i:D5}"));

    private ResourceId SubnetId(int i, string name) => NetworkId(i).Child("subnets", name);

    private ResourceId RouteTableId(int i) => Id(i, ResourceTypes.RouteTable, Text($"rt-{i:D5}"));

    private ResourceId PublicAddressId(int i) => Id(i, ResourceTypes.PublicIPAddress, Text($"pip-{i:D5}"));

    private ResourceId Id(int i, string type, string name) =>
        ResourceId.ForResource(Guid(i / perSubscription), Text($"rg-network-{i / perHub:D3}"), type, name);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
