using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation;

// The circuit of the sample, and the VNet that is linked with it.
public static partial class SampleEstate
{
    /// <summary>10.30.0.0/16 in West Europe, with an ExpressRoute gateway.</summary>
    public static ResourceId ExpressRoute { get; } = Network(PlatformSubscription, "rg-hub", "vnet-er");

    /// <summary>
    /// A circuit of 200 Mbps in Amsterdam, tier Standard, whose provider has done its part, with an authorization <c>auth-workload</c>
    /// and a private peering: VLAN 100, 192.168.15.16/30 and 192.168.15.20/30, AS 65010. 172.20.0.0/16 is behind it.
    /// </summary>
    public static ResourceId Circuit { get; } =
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.ExpressRouteCircuit, "er-contoso");

    /// <summary>The gateway of <see cref="ExpressRoute"/>, of SKU ErGw1AZ.</summary>
    public static ResourceId CircuitGateway { get; } =
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.VirtualNetworkGateway, "ergw-er");

    /// <summary>The connection of that gateway with the circuit.</summary>
    public static ResourceId CircuitConnection { get; } =
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.Connection, "con-er-contoso");

    // What lies behind the circuit, which no document of Azure says.
    private static Topology Behind() => new([])
    {
        Extras =
        [
            new("AzNetHelper/expressRoutePrefixes", Json.ToBytes(new JsonObject
            {
                ["type"] = "AzNetHelper/expressRoutePrefixes",
                ["properties"] = new JsonObject
                {
                    ["circuit"] = Json.ToReference(Circuit.ToString()),
                    ["addressPrefixes"] = new JsonArray("172.20.0.0/16"),
                },
            })),
        ],
    };

    private static IEnumerable<(ResourceId Id, string Body)> Circuits() =>
    [
        (ExpressRoute, Body(ExpressRoute, "express-route", ["10.30.0.0/16"], ("GatewaySubnet", "10.30.255.0/27"), ("snet-er", "10.30.0.0/24"))),
        (CircuitGateway, $$$$"""
            {"location":"westeurope","properties":{"gatewayType":"ExpressRoute","sku":{"name":"ErGw1AZ","tier":"ErGw1AZ"},
            "ipConfigurations":[{"name":"default","properties":{"privateIPAllocationMethod":"Dynamic",
            "subnet":{"id":"{{{{ExpressRoute.Child("subnets", "GatewaySubnet")}}}}"}}}]}}
            """),
        (Circuit, """
            {"location":"westeurope","sku":{"name":"Standard_MeteredData","tier":"Standard","family":"MeteredData"},
            "properties":{"serviceProviderProperties":{"serviceProviderName":"Equinix","peeringLocation":"Amsterdam","bandwidthInMbps":200}}}
            """),
        (Circuit.Child("authorizations", "auth-workload"), """{"properties":{}}"""),
        (Circuit.Child("peerings", "AzurePrivatePeering"), """
            {"properties":{"peeringType":"AzurePrivatePeering","peerASN":65010,"vlanId":100,
            "primaryPeerAddressPrefix":"192.168.15.16/30","secondaryPeerAddressPrefix":"192.168.15.20/30"}}
            """),
        (CircuitConnection, $$$$"""
            {"location":"westeurope","properties":{"connectionType":"ExpressRoute","routingWeight":0,
            "virtualNetworkGateway1":{"id":"{{{{CircuitGateway}}}}"},"peer":{"id":"{{{{Circuit}}}}"}}}
            """),
    ];
}
