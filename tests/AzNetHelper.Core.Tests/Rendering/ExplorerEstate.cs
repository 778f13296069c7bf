using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Rendering;

/// <summary>Two hubs of two regions with a bit of everything: firewalls, gateways, a site, clients, and peerings in all their states.</summary>
internal static class ExplorerEstate
{
    public static Topology Make()
    {
        var estate = new TestEstate();
        Hub(estate, "weu", "westeurope", second: 0, ["shop", "orders", "identity", "data", "search"]);
        Hub(estate, "neu", "northeurope", second: 32, ["backup", "mail", "archive"]);
        estate.Peer("vnet-hub-weu", "vnet-hub-neu", Forwards, Forwards);
        estate.Gateway("vpngw-weu", "vnet-hub-weu", pool: "172.20.0.0/24");
        estate.Half("vnet-shop", "vnet-partner", to: TestEstate.VNetId("vnet-partner"));
        estate.Half("vnet-mail", "HV_wan-hub", name: "RemoteVnetToHubPeering_1", to: TestEstate.VNetId("HV_wan-hub"));
        estate.Change("vnet-shop", n => n["tags"] = new JsonObject { ["owner"] = "web team", ["costCenter"] = "1017" });
        var app = estate.SubnetOf("vnet-shop", "snet-app");
        app["networkSecurityGroup"] = Reference("networkSecurityGroups", "nsg-shop");
        app["serviceEndpoints"] = new JsonArray(new JsonObject { ["service"] = "Microsoft.Storage", ["locations"] = new JsonArray("*") });
        app["ipConfigurations"] = new JsonArray([.. new[] { "nic-web-1", "nic-web-2" }.Select(n => (JsonNode)new JsonObject
        {
            ["id"] = TestEstate.Id("networkInterfaces", n).Child("ipConfigurations", "ipconfig1").ToString(),
        })]);
        estate.SubnetOf("vnet-orders", "snet-db")["delegations"] = new JsonArray(new JsonObject
        {
            ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Sql/managedInstances" },
        });
        estate.VNet("vnet-sandbox", "192.168.10.0/24").Subnet("vnet-sandbox", "default", "192.168.10.0/25");
        estate.VNet("vnet-reports", "10.60.0.0/16").Subnet("vnet-reports", "default", "10.60.0.0/24")
            .Half("vnet-reports", "vnet-data", h => h["peeringState"] = "Initiated");
        return estate.Other(TestEstate.Id("localNetworkGateways", "site-amsterdam"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["gatewayIpAddress"] = "203.0.113.10", ["localNetworkAddressSpace"] = TestEstate.Space("172.16.0.0/16") },
        }).Other(TestEstate.Id("connections", "cn-amsterdam"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "IPsec",
                ["connectionStatus"] = "Connected",
                ["virtualNetworkGateway1"] = Reference("virtualNetworkGateways", "vpngw-weu"),
                ["localNetworkGateway2"] = Reference("localNetworkGateways", "site-amsterdam"),
            },
        }).Topology();
    }

    /// <summary>A plan that takes one subnet of a VNet and gives it another, and removes the VNet beside it.</summary>
    public static (Topology Before, Plan Plan) Sides()
    {
        var topology = new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "old", "10.0.1.0/24").Subnet("a", "stays", "10.0.2.0/24")
            .VNet("b", "10.1.0.0/16").Subnet("b", "app", "10.1.0.0/24").Topology();
        var a = TestEstate.VNetId("a");
        return (topology, new("Change a, remove b")
        {
            Changes =
            [
                new(a.Child("subnets", "old"), ChangeKind.Delete, "Remove old"),
                new(a.Child("subnets", "new"), ChangeKind.Create, "Add new") { After = """{"properties":{"addressPrefix":"10.0.3.0/24"}}""" },
                new(TestEstate.VNetId("b"), ChangeKind.Delete, "Remove b"),
            ],
        });
    }

    /// <summary>Names that a page must not take for anything but names.</summary>
    public static readonly string[] HostileNames =
    [
        "<img src=x onerror=window.hit=1>", "\"'><svg onload=window.hit=1>", "`$(window.hit=1)`${window.hit=1}", "a|b&amp;<!--", "\u202Egnp.exe\u2066",
        "\u05D0\u05D1\u05D2 rtl", "\U0001F600\U0001F468\u200D\U0001F469\u200D\U0001F467", "line\u2028break", new string('w', 80), "__proto__",
    ];

    public static Topology Hostile()
    {
        var estate = new TestEstate();
        foreach (var (name, i) in HostileNames.Select((n, i) => (n, i)))
        {
            estate.VNet(name, $"10.{i}.0.0/16").Subnet(name, "<script>window.hit=1<!--", $"10.{i}.0.0/24")
                .Change(name, n => n["tags"] = new JsonObject { ["</script><script>window.hit=1</script>"] = "{{script}}", ["__proto__"] = "</style>" });
        }

        return estate.Topology();
    }

    private static void Hub(TestEstate estate, string name, string region, int second, string[] spokes)
    {
        var (hub, firewall) = ($"vnet-hub-{name}", $"10.{second}.1.4");
        estate.VNet(hub, $"10.{second}.0.0/16").LocationOf(hub, region).Subnet(hub, Subnet.GatewaySubnetName, $"10.{second}.0.0/27")
            .Subnet(hub, "AzureFirewallSubnet", $"10.{second}.1.0/26").Subnet(hub, "snet-shared", $"10.{second}.2.0/24")
            .Table($"rt-{name}", ("10.0.0.0/8", "VirtualAppliance", firewall));
        var firewalls = new JsonArray(new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["privateIPAddress"] = firewall,
                ["subnet"] = new JsonObject { ["id"] = TestEstate.VNetId(hub).Child("subnets", "AzureFirewallSubnet").ToString() },
            },
        });
        estate.Other(TestEstate.Id("azureFirewalls", $"fw-{name}"),
            new() { ["location"] = region, ["properties"] = new JsonObject { ["ipConfigurations"] = firewalls } });
        foreach (var (spoke, i) in spokes.Select((s, i) => (Name: s, i + 1)))
        {
            var vnet = $"vnet-{spoke}";
            estate.VNet(vnet, spoke == "data" ? [$"10.{second + i}.0.0/16", "fd00:5::/48"] : [$"10.{second + i}.0.0/16"]).LocationOf(vnet, region)
                .Subnet(vnet, "snet-app", $"10.{second + i}.0.0/24", $"rt-{name}").Subnet(vnet, "snet-db", $"10.{second + i}.1.0/24", $"rt-{name}")
                .Peer(hub, vnet, h =>
                {
                    h["allowGatewayTransit"] = true;
                    h["peeringState"] = spoke == "archive" ? "Disconnected" : "Connected";
                    h["peeringSyncLevel"] = spoke == "search" ? "LocalNotInSync" : "FullyInSync";
                }, h =>
                {
                    h["useRemoteGateways"] = name == "weu";
                    h["allowForwardedTraffic"] = spoke != "orders";
                    h["allowVirtualNetworkAccess"] = spoke != "identity";
                });
        }
    }

    private static void Forwards(JsonObject half) => half["allowForwardedTraffic"] = true;

    private static JsonObject Reference(string type, string name) => new() { ["id"] = TestEstate.Id(type, name).ToString() };
}
