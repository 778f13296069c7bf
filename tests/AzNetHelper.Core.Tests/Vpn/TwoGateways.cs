using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Tests.Networks;

namespace AzNetHelper.Tests.Vpn;

/// <summary>Two gateways with a connection each to the other, and one of them with a site: as a GET answers them.</summary>
internal sealed class TwoGateways
{
    public static readonly ResourceId NetA = Sample.NetworkId("a");
    public static readonly ResourceId NetB = Sample.NetworkId("b", "rg2");
    public static readonly ResourceId GatewayA = Id(ResourceTypes.VirtualNetworkGateway, "gw-a");
    public static readonly ResourceId GatewayB = Id(ResourceTypes.VirtualNetworkGateway, "gw-b", "rg2");
    public static readonly ResourceId AtoB = Id(ResourceTypes.Connection, "a-to-b");
    public static readonly ResourceId BtoA = Id(ResourceTypes.Connection, "b-to-a", "rg3");
    public static readonly ResourceId SiteId = Id(ResourceTypes.LocalNetworkGateway, "office");
    public static readonly ResourceId ToSite = Id(ResourceTypes.Connection, "a-to-office");

    public TwoGateways()
    {
        Put(Sample.Network(NetA, ["10.1.0.0/16"]));
        Put(Sample.Network(NetB, ["10.2.0.0/16"]));
        Put(Sample.Gateway(GatewayA, NetA));
        Put(Sample.Gateway(GatewayB, NetB));
        Of(GatewayA)["bgpSettings"] = Bgp(GatewayA, 65515, "10.1.255.254", "20.0.0.1");
        Of(GatewayB)["bgpSettings"] = Bgp(GatewayB, 65010, "10.2.255.254", "20.0.0.2");
        Put(Connection(AtoB, "Vnet2Vnet", GatewayA, "virtualNetworkGateway2", GatewayB));
        Put(Connection(BtoA, "Vnet2Vnet", GatewayB, "virtualNetworkGateway2", GatewayA));
        Put(Connection(ToSite, "IPsec", GatewayA, "localNetworkGateway2", SiteId));
        Put(Sample.Child(SiteId, new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["gatewayIpAddress"] = "203.0.113.1",
            ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("192.168.0.0/16") },
        }));
        Keys[AtoB] = Keys[BtoA] = Keys[ToSite] = "hush";
    }

    public Dictionary<ResourceId, JsonObject> Documents { get; } = [];

    public Dictionary<ResourceId, string> Keys { get; } = [];

    /// <summary>What could not be read.</summary>
    public List<AzNetHelper.Networks.TopologyGap> Gaps { get; } = [];

    /// <summary>The members of a resource's properties.</summary>
    public JsonObject Of(ResourceId id) => Documents[id]["properties"]!.AsObject();

    public TwoGateways Set(ResourceId id, string member, JsonNode? value)
    {
        Of(id)[member] = value;
        return this;
    }

    private void Put(JsonObject document) => Documents[ResourceId.Parse((string)document["id"]!)] = document;

    private static ResourceId Id(string type, string name, string group = "rg1") => ResourceId.ForResource(Sample.Subscription, group, type, name);

    private static JsonObject Connection(ResourceId id, string type, ResourceId from, string member, ResourceId to) => Sample.Child(id, new JsonObject
    {
        ["provisioningState"] = "Succeeded",
        ["connectionType"] = type,
        ["connectionProtocol"] = "IKEv2",
        ["connectionStatus"] = "Connected",
        ["enableBgp"] = false,
        ["virtualNetworkGateway1"] = new JsonObject { ["id"] = from.ToString() },
        [member] = new JsonObject { ["id"] = to.ToString() },
        ["ingressBytesTransferred"] = 10,
        ["egressBytesTransferred"] = 20,
    });

    private static JsonObject Bgp(ResourceId gateway, long asn, string address, string tunnel) => new()
    {
        ["asn"] = asn,
        ["bgpPeeringAddress"] = address,
        ["bgpPeeringAddresses"] = new JsonArray(new JsonObject
        {
            ["ipconfigurationId"] = gateway.Child("ipConfigurations", "default").ToString(),
            ["defaultBgpIpAddresses"] = new JsonArray(address),
            ["tunnelIpAddresses"] = new JsonArray(tunnel),
        }),
    };
}
