using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Connectivity;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Rendering;

/// <summary>A small estate with something of every kind that a picture shows, healthy and not.</summary>
internal static class RichEstate
{
    private static readonly ResourceId s_wan = ResourceId.ForResource("22222222-2222-2222-2222-222222222222", "managed", "Microsoft.Network/virtualNetworks", "HV_wan");

    public static Topology Topology()
    {
        var estate = ConnectivityCases.Hub().Firewall().Site().Circuit()
            .Gateway("vpn", "hub", pool: "172.16.0.0/24").Gateway("er-gw", "hub", "ExpressRoute", "ErGw1Az")
            .Tunnel("vpn").Line("er-gw").Spoke("hub", "a").Spoke("hub", "b").LocationOf("b", "northeurope")
            .VNet("torn", "10.20.0.0/16", "fd00:20::/48", "10.21.0.0/16").VNet("half", "10.22.0.0/16").VNet("alone", "10.23.0.0/16")
            .VNet("closed", "10.24.0.0/16").VNet("stale", "10.25.0.0/16").VNet("hub2", "10.30.0.0/16").VNet("far1", "10.31.0.0/16").VNet("far2", "10.32.0.0/16")
            .Peer("hub", "torn", h => h["peeringState"] = "Disconnected", h => h["peeringState"] = "Disconnected")
            .Half("half", "hub", h => h["peeringState"] = "Initiated")
            .Peer("hub", "closed", h => h["allowVirtualNetworkAccess"] = false)
            .Peer("hub", "stale", h => h["peeringSyncLevel"] = "RemoteNotInSync", h => h["allowForwardedTraffic"] = true)
            .Peer("hub", "hub2", h => h["allowForwardedTraffic"] = true, h => h["allowForwardedTraffic"] = true)
            .Spoke("hub2", "far1").Spoke("hub2", "far2")
            .Half("far1", "unread").Half("far2", "x", name: "RemoteVnetToHubPeering_1", to: s_wan)
            .Other(TestEstate.Id("networkInterfaces", "nva"), Nic("a", "s", "10.0.0.9"))
            .Other(TestEstate.Id("connections", "nowhere"), Connection("vpn"));
        var group = new JsonObject
        {
            ["type"] = "AzNetHelper/connectedGroup",
            ["properties"] = new JsonObject { ["virtualNetworks"] = new JsonArray([.. new[] { "a", "b", "half" }.Select(n => Reference(TestEstate.VNetId(n)))]) },
        };
        var topology = estate.Topology();
        return new(topology.Documents, [new("/subscriptions/33333333-3333-3333-3333-333333333333", "AuthorizationFailed", "no right to see | it")])
        {
            ReadAt = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            Extras = [new("AzNetHelper/connectedGroup", Encoding.UTF8.GetBytes(group.ToJsonString()))],
        };
    }

    private static JsonObject Nic(string vnet, string subnet, string address) => new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["enableIPForwarding"] = true,
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "c",
                ["properties"] = new JsonObject { ["privateIPAddress"] = address, ["subnet"] = Reference(TestEstate.VNetId(vnet).Child("subnets", subnet)) },
            }),
        },
    };

    private static JsonObject Connection(string gateway) => new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["connectionType"] = "VPNClient", ["virtualNetworkGateway1"] = Reference(TestEstate.Id("virtualNetworkGateways", gateway)),
        },
    };

    private static JsonObject Reference(ResourceId id) => new() { ["id"] = id.ToString() };
}
