using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.Vpn.Gateways;

/// <summary>A VNet for a gateway, in West Europe with three zones.</summary>
internal static class GatewayEstate
{
    public static readonly ResourceId Net = VNetId("net");
    public static readonly ResourceId Gw = Id("virtualNetworkGateways", "gw");
    public static readonly RegionZones Three = new(["1", "2", "3"]);

    public static TestEstate Plain(params string[] prefixes) =>
        new TestEstate().VNet("net", prefixes is [] ? ["10.0.0.0/16"] : prefixes).Subnet("net", "s1", "10.0.0.0/24");

    /// <summary>With a GatewaySubnet, whose properties may be changed.</summary>
    public static TestEstate Ready(Action<JsonObject>? change = null, string prefix = "10.0.255.0/27", string name = "GatewaySubnet", string? table = null)
    {
        var estate = Plain().Subnet("net", name, prefix, table);
        change?.Invoke(estate.SubnetOf("net", name));
        return estate;
    }

    /// <summary>With a gateway in it, as the service answers one; active-active with as many configurations as are asked for.</summary>
    public static TestEstate Built(string sku = "VpnGw1AZ", Action<JsonObject>? change = null, int instances = 1, int generation = 1, string vnet = "net") =>
        Ready().With(Gw, Gateway(sku, change, instances, generation, vnet)).Address("gw-pip", user: "default").Address("gw-pip-2", user: "activeActive");

    public static JsonObject Gateway(string sku, Action<JsonObject>? change = null, int instances = 1, int generation = 1, string vnet = "net")
    {
        string[] names = ["default", "activeActive", "third"];
        var properties = new JsonObject
        {
            ["gatewayType"] = "Vpn",
            ["vpnType"] = "RouteBased",
            ["vpnGatewayGeneration"] = $"Generation{generation}",
            ["sku"] = new JsonObject { ["name"] = sku, ["tier"] = sku },
            ["provisioningState"] = "Succeeded",
            ["enableBgp"] = false,
            ["activeActive"] = instances > 1,
            ["bgpSettings"] = new JsonObject
            {
                ["asn"] = 65515,
                ["bgpPeeringAddresses"] = new JsonArray([.. names.Take(instances).Select(n => (JsonNode)new JsonObject
                {
                    ["ipconfigurationId"] = Gw.Child("ipConfigurations", n).ToString(),
                    ["customBgpIpAddresses"] = new JsonArray(),
                })]),
            },
            ["ipConfigurations"] = new JsonArray([.. names.Take(instances).Select((n, i) => (JsonNode)new JsonObject
            {
                ["name"] = n,
                ["id"] = Gw.Child("ipConfigurations", n).ToString(),
                ["properties"] = new JsonObject
                {
                    ["subnet"] = new JsonObject { ["id"] = VNetId(vnet).Child("subnets", "GatewaySubnet").ToString() },
                    ["publicIPAddress"] = new JsonObject { ["id"] = Id("publicIPAddresses", i == 0 ? "gw-pip" : $"gw-pip-{i + 1}").ToString() },
                },
            })]),
        };
        change?.Invoke(properties);
        return new() { ["location"] = "westeurope", ["properties"] = properties };
    }

    /// <summary>A public address as a gateway takes it, unless it is changed.</summary>
    public static TestEstate Address(this TestEstate estate, string name, Action<JsonObject>? change = null, string? user = null, bool made = true)
    {
        var json = new JsonObject
        {
            ["location"] = "westeurope",
            ["sku"] = new JsonObject { ["name"] = "Standard", ["tier"] = "Regional" },
            ["zones"] = Texts("1", "2", "3"),
            ["properties"] = new JsonObject { ["publicIPAllocationMethod"] = "Static", ["publicIPAddressVersion"] = "IPv4", ["ipAddress"] = "203.0.113.4" },
        };
        if (made)
        {
            json["tags"] = new JsonObject { ["created-by"] = "AzNetHelper", ["cost-centre"] = "added by a policy" };
        }

        if (user is not null)
        {
            json["properties"]!["ipConfiguration"] = new JsonObject { ["id"] = Gw.Child("ipConfigurations", user).ToString() };
        }

        change?.Invoke(json);
        return estate.With(Id("publicIPAddresses", name), json);
    }

    /// <summary>A gateway with BGP and connections with a site, and with a gateway where one is named; without that name the site cannot be read.</summary>
    public static TestEstate Speaking(string? far, long asn, bool bgp = true)
    {
        var estate = Built(change: p => p["enableBgp"] = true).With(Id("connections", "c-site"), Connection("localNetworkGateway2", Id("localNetworkGateways", "site"), bgp));
        return far is null ? estate : estate
            .With(Id("localNetworkGateways", "site"), new()
            {
                ["location"] = "westeurope",
                ["properties"] = new JsonObject
                {
                    ["gatewayIpAddress"] = "198.51.100.7",
                    ["bgpSettings"] = new JsonObject { ["asn"] = 65030, ["bgpPeeringAddress"] = "192.168.0.1" },
                },
            })
            .With(Id("virtualNetworkGateways", far), Gateway("VpnGw1AZ", p => p["bgpSettings"]!["asn"] = asn, vnet: "far"))
            .With(Id("connections", "c-far"), Connection("virtualNetworkGateway2", Id("virtualNetworkGateways", far), bgp));
    }

    private static JsonObject Connection(string end, ResourceId other, bool bgp) => new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["connectionType"] = end == "localNetworkGateway2" ? "IPsec" : "Vnet2Vnet",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gw.ToString() },
            [end] = new JsonObject { ["id"] = other.ToString() },
            ["enableBgp"] = bgp,
        },
    };

    public static TestEstate With(this TestEstate estate, ResourceId id, JsonObject json) => estate.Other(id, json);

    public static VpnGatewayRequest Want(string sku = "VpnGw1AZ", Func<VpnGatewaySettings, VpnGatewaySettings>? with = null, params string[] addresses) =>
        new(Net, Gw, with is null ? new(sku) : with(new(sku))) { PublicAddresses = [.. addresses.Select(a => Id("publicIPAddresses", a))] };

    public static Plan Plan(this TestEstate estate, VpnGatewayRequest request, RegionZones? zones = null) =>
        VpnGatewayPlanner.Create(estate.Topology(), request, zones ?? Three);

    public static JsonObject Body(this Plan plan, ResourceId id) => JsonBody.Parse(plan.Changes.Last(c => c.Resource == id).After!);
}
