using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Tests.AddressSpaces;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Rendering;

/// <summary>An estate with everything that a picture can show, each state at least once.</summary>
internal static class DrawnEstate
{
    /// <summary>A name with all that could break a drawing or mislead its reader.</summary>
    public const string Nasty = "<script>alert('x')</script> & \"q\" ]]> \u202Egnp.exe\u202C \u05E9\u05DC\u05D5\u05DD \U0001F600 \u0001 `|` a-very-long-name-of-more-than-eighty-characters";

    private const string LongName = "vnet-production-westeurope-department-of-important-affairs-workload-payments-01";

    public static Topology Make() => Estate().Topology().With(SpaceEstate.Group("lab1", "lab2", "lab3"));

    public static TestEstate Estate()
    {
        var estate = new TestEstate().VNet("hub-eu", "10.0.0.0/16", "fd00::/48").Subnet("hub-eu", Subnet.GatewaySubnetName, "10.0.0.0/27")
            .Subnet("hub-eu", "AzureFirewallSubnet", "10.0.1.0/26").Subnet("hub-eu", "nva", "10.0.2.0/26")
            .VNet("hub-us", "10.100.0.0/16").LocationOf("hub-us", "eastus").Subnet("hub-us", Subnet.GatewaySubnetName, "10.100.0.0/27")
            .Gateway("vpngw-eu", "hub-eu", pool: "172.30.0.0/24").Gateway("ergw-eu", "hub-eu", "ExpressRoute", "ErGw1AZ").Gateway("vpngw-us", "hub-us")
            .Gateway("ergw-us", "hub-us", "ExpressRoute", "ErGw2AZ")
            .Site("office-berlin", "vpngw-eu", bgp: true, "192.168.0.0/24", "192.168.1.0/24").Site("plant-lyon", "vpngw-eu", bgp: false, "192.168.7.0/24")
            .Circuit("er-frankfurt", "ergw-eu").Connection("us-to-frankfurt", "ergw-us", "ExpressRoute", "peer", SpaceEstate.Circuit("er-frankfurt"), bgp: false)
            .Site("office-boston", "vpngw-us", bgp: false, "192.168.50.0/24").Connection("vpngw-eu", "vpngw-us")
            .Other(TestEstate.Id("azureFirewalls", "afw-eu"), Addressed("hub-eu", "AzureFirewallSubnet", "10.0.1.4"))
            .Other(TestEstate.Id("networkInterfaces", "nva-eu"), Addressed("hub-eu", "nva", "10.0.2.4", p => p["enableIPForwarding"] = true))
            .Other(TestEstate.Id("loadBalancers", "ilb-eu"), Addressed("hub-eu", "nva", "10.0.2.10", listed: "frontendIPConfigurations"));
        string[] names = ["app", "batch", "data", "mail", "portal", "shop", "web"];
        for (var at = 0; at < names.Length; at++)
        {
            estate.VNet(names[at], $"10.{at + 1}.0.0/16").Subnet(names[at], "s", $"10.{at + 1}.0.0/24");
        }

        estate.Peer("hub-eu", "app", Lends, Borrows).Peer("hub-eu", "batch", h => h["peeringSyncLevel"] = "RemoteNotInSync", s => s["peeringSyncLevel"] = "LocalNotInSync")
            .Peer("hub-eu", "data", Lends, Borrows).Half("hub-eu", "mail", h => h["peeringState"] = "Initiated")
            .Half("hub-eu", "portal", h => h["peeringState"] = "Disconnected")
            .Peer("hub-eu", "shop", Lends, s => s["allowVirtualNetworkAccess"] = false).Peer("hub-eu", "web", Lends, Borrows).Peer("app", "data")
            .Peer("hub-eu", "hub-us", h => h["allowForwardedTraffic"] = true, h => h["allowForwardedTraffic"] = true);
        foreach (var (name, at) in new[] { "us-app", "us-data" }.Select((n, at) => (n, at)))
        {
            estate.VNet(name, $"10.{101 + at}.0.0/16").LocationOf(name, "eastus").Subnet(name, "s", $"10.{101 + at}.0.0/24").Peer("hub-us", name, Lends, Borrows);
        }

        estate.VNet("shared", "10.60.0.0/16").Peer("hub-eu", "shared").Peer("hub-us", "shared")
            .VNet("branch", "10.70.0.0/16").Half("branch", "HV_west_1", name: "RemoteVnetToHubPeering_1")
            .VNet("remote", "10.71.0.0/16").Half("remote", "somewhere").VNet("alone", "10.80.0.0/16", "10.81.0.0/16", "fd00:80::/48").VNet(LongName, "10.90.0.0/16");
        return Enumerable.Range(1, 3).Aggregate(estate, (e, at) => e.VNet($"lab{at}", $"10.{50 + at}.0.0/16"));
    }

    private static void Lends(JsonObject half) => half["allowGatewayTransit"] = true;

    private static void Borrows(JsonObject half)
    {
        half["useRemoteGateways"] = true;
        half["allowForwardedTraffic"] = true;
    }

    private static JsonObject Addressed(
        string vnet, string subnet, string address, Action<JsonObject>? change = null, string listed = "ipConfigurations")
    {
        var properties = new JsonObject
        {
            [listed] = new JsonArray(new JsonObject
            {
                ["name"] = "c",
                ["properties"] = new JsonObject
                {
                    ["privateIPAddress"] = address, ["subnet"] = new JsonObject { ["id"] = TestEstate.VNetId(vnet).Child("subnets", subnet).ToString() },
                },
            }),
        };
        change?.Invoke(properties);
        return new() { ["location"] = "westeurope", ["properties"] = properties };
    }
}
