using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.AddressSpaces;

/// <summary>What address spaces need beside VNets: sites, circuits, connections, groups.</summary>
internal static class SpaceEstate
{
    public static ResourceId Site(string name) => TestEstate.Id("localNetworkGateways", name);

    public static ResourceId Circuit(string name) => TestEstate.Id("expressRouteCircuits", name);

    public static ResourceId Gateway(string name) => TestEstate.Id("virtualNetworkGateways", name);

    public static TestEstate Site(this TestEstate estate, string name, string gateway, bool bgp = false, params string[] prefixes) => estate
        .Other(Site(name), new() { ["properties"] = new JsonObject { ["localNetworkAddressSpace"] = TestEstate.Space(prefixes) } })
        .Connection($"{gateway}-{name}", gateway, "IPsec", "localNetworkGateway2", Site(name), bgp);

    public static TestEstate Circuit(this TestEstate estate, string name, string gateway) => estate
        .Other(Circuit(name), new() { ["properties"] = new JsonObject() })
        .Connection($"{gateway}-{name}", gateway, "ExpressRoute", "peer", Circuit(name), bgp: false);

    public static TestEstate Connection(this TestEstate estate, string gateway, string other) => estate
        .Connection($"{gateway}-{other}", gateway, "Vnet2Vnet", "virtualNetworkGateway2", Gateway(other), bgp: false);

    public static Topology With(this Topology topology, params string[] extras) => new(topology.Documents, topology.Gaps)
    {
        Extras = [.. extras.Select(e => new ExtraDocument((string)JsonNode.Parse(e)!["type"]!, Encoding.UTF8.GetBytes(e)))],
    };

    public static string Behind(string circuit, params string[] prefixes) => new JsonObject
    {
        ["type"] = "AzNetHelper/expressRoutePrefixes",
        ["properties"] = new JsonObject
        {
            ["circuit"] = new JsonObject { ["id"] = Circuit(circuit).ToString() }, ["addressPrefixes"] = TestEstate.Texts(prefixes),
        },
    }.ToJsonString();

    public static string Group(params string[] networks) => new JsonObject
    {
        ["type"] = "AzNetHelper/connectedGroup",
        ["properties"] = new JsonObject
        {
            ["virtualNetworks"] = new JsonArray(
                [.. networks.Select(n => (JsonNode)new JsonObject { ["id"] = TestEstate.VNetId(n).ToString() })]),
        },
    }.ToJsonString();

    public static TestEstate Connection(
        this TestEstate estate, string name, string gateway, string kind, string member, ResourceId other, bool bgp) =>
        estate.Other(TestEstate.Id("connections", name), new()
        {
            ["properties"] = new JsonObject
            {
                ["connectionType"] = kind,
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway(gateway).ToString() },
                [member] = new JsonObject { ["id"] = other.ToString() },
                ["enableBgp"] = bgp,
            },
        });
}
