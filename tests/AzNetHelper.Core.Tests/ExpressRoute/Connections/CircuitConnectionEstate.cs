using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Tests.ExpressRoute.Gateways;
using AzNetHelper.Tests.Reachability;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute.Connections;

/// <summary>An ExpressRoute gateway in VNet <c>net</c> and a circuit <c>er</c> that is ready for it, in Amsterdam.</summary>
internal static class CircuitConnectionEstate
{
    public const string Elsewhere = "22222222-2222-2222-2222-222222222222";
    public static readonly ResourceId Net = CircuitGatewayEstate.Net;
    public static readonly ResourceId Gw = CircuitGatewayEstate.Gw;
    public static readonly ResourceId Er = Id("expressRouteCircuits", "er");
    public static readonly ResourceId Link = Id("connections", "ergw-to-er");

    /// <summary>The same circuit in somebody else's subscription.</summary>
    public static readonly ResourceId Theirs = ResourceId.ForResource(Elsewhere, "rg", "Microsoft.Network/expressRouteCircuits", "er");

    public static TestEstate Ready(Action<JsonObject>? circuit = null, string sku = "ErGw1AZ", ResourceId? id = null, Action<JsonObject>? gateway = null) =>
        CircuitGatewayEstate.Built(sku, gateway).Other(id ?? Er, Circuit(circuit));

    public static JsonObject Circuit(Action<JsonObject>? change = null)
    {
        var circuit = new JsonObject
        {
            ["location"] = "westeurope",
            ["sku"] = new JsonObject { ["name"] = "Standard_MeteredData", ["tier"] = "Standard", ["family"] = "MeteredData" },
            ["properties"] = new JsonObject
            {
                ["serviceProviderProperties"] = new JsonObject { ["serviceProviderName"] = "Equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 200 },
                ["circuitProvisioningState"] = "Enabled",
                ["serviceProviderProvisioningState"] = "Provisioned",
                ["provisioningState"] = "Succeeded",
                ["authorizations"] = new JsonArray(),
                ["peerings"] = new JsonArray(new JsonObject
                {
                    ["name"] = "AzurePrivatePeering",
                    ["properties"] = new JsonObject
                    {
                        ["peeringType"] = "AzurePrivatePeering", ["state"] = "Enabled", ["provisioningState"] = "Succeeded", ["vlanId"] = 100, ["peerASN"] = 65010,
                        ["primaryPeerAddressPrefix"] = "192.168.15.16/30", ["secondaryPeerAddressPrefix"] = "192.168.15.20/30",
                    },
                }),
            },
        };
        change?.Invoke(circuit);
        return circuit;
    }

    public static JsonObject PeeringOf(JsonObject circuit) => circuit["properties"]!["peerings"]![0]!["properties"]!.AsObject();

    public static void Authorize(JsonObject circuit, string name, string? user = null) => circuit["properties"]!["authorizations"]!.AsArray().Add((JsonNode)new JsonObject
    {
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            ["authorizationUseStatus"] = user is null ? "Available" : "InUse", ["connectionResourceUri"] = user ?? string.Empty, ["provisioningState"] = "Succeeded",
        },
    });

    public static TestEstate Linked(this TestEstate estate, ResourceId? id = null, ResourceId? circuit = null, Action<JsonObject>? change = null, string gateway = "ergw")
    {
        var properties = new JsonObject
        {
            ["connectionType"] = "ExpressRoute",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", gateway).ToString() },
            ["peer"] = new JsonObject { ["id"] = (circuit ?? Er).ToString() },
            ["routingWeight"] = 0, ["expressRouteGatewayBypass"] = false, ["connectionStatus"] = "Connected", ["provisioningState"] = "Succeeded",
        };
        change?.Invoke(properties);
        return estate.Other(id ?? Link, new() { ["location"] = "westeurope", ["properties"] = properties });
    }

    /// <summary>A VPN gateway beside it, with a site of these prefixes.</summary>
    public static TestEstate Vpn(this TestEstate estate, params string[] prefixes) => estate.Gateway("vpn", "net")
        .Other(Id("localNetworkGateways", "office"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["gatewayIpAddress"] = "198.51.100.7", ["localNetworkAddressSpace"] = Space(prefixes) },
        })
        .Other(Id("connections", "vpn-to-office"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "IPsec", ["connectionStatus"] = "Connected",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", "vpn").ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = Id("localNetworkGateways", "office").ToString() },
            },
        });

    public static ExpressRouteConnectionRequest Want(Func<ExpressRouteConnectionRequest, ExpressRouteConnectionRequest>? with = null, ResourceId? circuit = null)
    {
        var request = new ExpressRouteConnectionRequest(Gw, circuit ?? Er);
        return with is null ? request : with(request);
    }

    /// <summary>With what the circuit announces; nothing for that it announces nothing.</summary>
    public static Topology Announcing(this TestEstate estate, ResourceId circuit, params string[] prefixes) => estate.Announcing((circuit, prefixes));

    /// <summary>The same, of several circuits.</summary>
    public static Topology Announcing(this TestEstate estate, params (ResourceId Circuit, string[] Prefixes)[] announced)
    {
        var topology = estate.Topology();
        return new(topology.Documents, topology.Gaps)
        {
            Extras =
            [
                .. announced.Select(a => new ExtraDocument("AzNetHelper/expressRoutePrefixes", JsonBody.WriteUtf8(new JsonObject
                {
                    ["type"] = "AzNetHelper/expressRoutePrefixes",
                    ["properties"] = new JsonObject { ["circuit"] = new JsonObject { ["id"] = a.Circuit.ToString() }, ["addressPrefixes"] = Texts(a.Prefixes) },
                }))),
            ],
        };
    }

    public static Plan Plan(this Topology topology, ExpressRouteConnectionRequest request, CircuitSurroundings? surroundings = null) =>
        ExpressRouteConnectionPlanner.Create(topology, request, surroundings);

    public static Plan Plan(this TestEstate estate, ExpressRouteConnectionRequest request, CircuitSurroundings? surroundings = null) =>
        estate.Topology().Plan(request, surroundings);

    public static JsonObject Body(this Plan plan, ResourceId id) => JsonBody.Parse(plan.Changes.Last(c => c.Resource == id).After!);

    public static ImmutableArray<IPPrefix> Prefixes(params string[] prefixes) => [.. prefixes.Select(IPPrefix.Parse)];
}
