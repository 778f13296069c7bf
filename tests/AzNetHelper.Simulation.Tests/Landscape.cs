using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// A hub with one resource of every type that stands around VNets, made request by request: gateways joined with each other,
/// with a site and with a circuit, a firewall, a load balancer with an appliance behind it, a Route Server, a Virtual WAN hub.
/// </summary>
internal static class Landscape
{
    private const string Net = ArmClient.Net;

    public const string Interface = $"{Net}/networkInterfaces/nic-nva";
    public const string Connection = $"{Net}/connections/hub-to-site";
    public const string Circuit = $"{Net}/expressRouteCircuits/er1";
    public const string Firewall = $"{Net}/azureFirewalls/fw";
    public const string LoadBalancer = $"{Net}/loadBalancers/lb";
    public const string RouteServer = $"{Net}/virtualHubs/rs";
    public const string Site = $"{Net}/localNetworkGateways/site";

    private const string Vnet = $"{Net}/virtualNetworks/vnet-hub";
    private const string Spoke = $"{Net}/virtualNetworks/vnet-spoke";

    /// <summary>The requests, in an order in which each finds what it refers to.</summary>
    public static IReadOnlyList<(string Path, string Body)> Requests { get; } =
    [
        (Vnet, Network("10.0.0.0/16", "GatewaySubnet 10.0.0.0/26", "AzureFirewallSubnet 10.0.1.0/26",
            "RouteServerSubnet 10.0.2.0/26", "snet 10.0.3.0/24")),
        (Spoke, Network("10.1.0.0/16", "GatewaySubnet 10.1.0.0/26", "snet 10.1.1.0/24")),
        .. from name in (string[])["ip-gw1", "ip-gw2", "ip-er", "ip-fw", "ip-rs"]
           select ($"{Net}/publicIPAddresses/{name}", """
               {"location":"westeurope","zones":["1"],"sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}
               """),
        ($"{Net}/virtualNetworkGateways/gw1", Gateway("Vpn", "VpnGw1AZ", Vnet, "ip-gw1")),
        ($"{Net}/virtualNetworkGateways/gw2", Gateway("Vpn", "VpnGw1AZ", Spoke, "ip-gw2")),
        ($"{Net}/virtualNetworkGateways/er", Gateway("ExpressRoute", "ErGw1AZ", Vnet, "ip-er")),
        (Site, """
            {"location":"westeurope","properties":{"gatewayIpAddress":"203.0.113.1",
             "localNetworkAddressSpace":{"addressPrefixes":["192.168.0.0/24"]},
             "bgpSettings":{"asn":65010,"bgpPeeringAddress":"192.168.0.1"}}}
            """),
        (Circuit, """
            {"location":"westeurope","sku":{"name":"Standard_MeteredData","tier":"Standard","family":"MeteredData"},
             "properties":{"authorizations":[{"name":"key"}],"serviceProviderProperties":{"serviceProviderName":"Equinix",
             "peeringLocation":"Amsterdam","bandwidthInMbps":50}}}
            """),
        ($"{Circuit}/peerings/AzurePrivatePeering", """
            {"properties":{"peeringType":"AzurePrivatePeering","peerASN":65020,"primaryPeerAddressPrefix":"172.16.0.0/30",
             "secondaryPeerAddressPrefix":"172.16.0.4/30","vlanId":100}}
            """),
        ($"{Circuit}/authorizations/more", """{"properties":{}}"""),
        ($"{Net}/connections/hub-to-spoke", Joined("Vnet2Vnet", "gw1", "virtualNetworkGateway2", $"{Net}/virtualNetworkGateways/gw2")),
        (Connection, Joined("IPsec", "gw1", "localNetworkGateway2", Site)),
        ($"{Net}/connections/hub-to-circuit", Joined("ExpressRoute", "er", "peer", Circuit)),
        (Firewall, $$$$"""
            {"location":"westeurope","zones":["1"],"properties":{"sku":{"name":"AZFW_VNet","tier":"Standard"},
             "ipConfigurations":[{"name":"fw","properties":{"subnet":{"id":"{{{{Vnet}}}}/subnets/AzureFirewallSubnet"},
              "publicIPAddress":{"id":"{{{{Net}}}}/publicIPAddresses/ip-fw"}}}],
             "networkRuleCollections":[{"name":"all","properties":{"priority":100,"action":{"type":"Allow"},"rules":[]}}]}}
            """),
        (LoadBalancer, $$$$"""
            {"location":"westeurope","sku":{"name":"Standard"},"properties":{"frontendIPConfigurations":[{"name":"front",
              "properties":{"subnet":{"id":"{{{{Vnet}}}}/subnets/snet"}}}],"backendAddressPools":[{"name":"pool"}],
             "loadBalancingRules":[{"name":"ha","properties":{"protocol":"All","frontendPort":0,"backendPort":0,
              "frontendIPConfiguration":{"id":"{{{{LoadBalancer}}}}/frontendIPConfigurations/front"}}}]}}
            """),
        (Interface, InterfaceBody("{}")),
        (RouteServer, """{"location":"westeurope","properties":{"sku":"Standard","allowBranchToBranchTraffic":true}}"""),
        ($"{RouteServer}/ipConfigurations/rs", $$$$"""
            {"properties":{"subnet":{"id":"{{{{Vnet}}}}/subnets/RouteServerSubnet"},
             "publicIPAddress":{"id":"{{{{Net}}}}/publicIPAddresses/ip-rs"}}}
            """),
        ($"{RouteServer}/bgpConnections/nva", """{"properties":{"peerIp":"10.0.3.5","peerAsn":65030}}"""),
        ($"{Net}/virtualHubs/wan", $$$$"""
            {"location":"westeurope","properties":{"addressPrefix":"10.9.0.0/24",
             "virtualWan":{"id":"{{{{Net}}}}/virtualWans/wan"}}}
            """),
        ($"{Net}/virtualHubs/wan/hubVirtualNetworkConnections/spoke", $$$$"""
            {"properties":{"remoteVirtualNetwork":{"id":"{{{{Spoke}}}}"}}}
            """),
    ];

    /// <summary>The appliance's interface, with more members of its properties.</summary>
    public static string InterfaceBody(string more)
    {
        var body = JsonNode.Parse($$$$"""
            {"location":"westeurope","properties":{"ipConfigurations":[{"name":"ip","properties":{
             "subnet":{"id":"{{{{Vnet}}}}/subnets/snet"},
             "loadBalancerBackendAddressPools":[{"id":"{{{{LoadBalancer}}}}/backendAddressPools/pool"}]}}]}}
            """)!;
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            body["properties"]![name] = value?.DeepClone();
        }

        return body.ToJsonString();
    }

    public static async Task BuildAsync(TestBed bed)
    {
        Provide(bed);
        foreach (var (path, body) in Requests)
        {
            var reply = await bed.PutAsync(path, body);
            Assert.True(reply.Status == 201, $"{path}: {reply}");
        }
    }

    /// <summary>The provider does its part as soon as the circuit is ordered.</summary>
    public static void Provide(TestBed bed) => bed.Simulation.SetCircuitProvider(ResourceId.Parse(Circuit), ProviderScript.AtOnce);

    private static string Network(string prefix, params string[] subnets) => TestBed.NetworkBody(prefix,
        "[" + string.Join(',', subnets.Select(s => s.Split(' ')).Select(s =>
            $$$$"""{"name":"{{{{s[0]}}}}","properties":{"addressPrefix":"{{{{s[1]}}}}"}}""")) + "]");

    private static string Gateway(string type, string sku, string network, string address) => $$$$"""
        {"location":"westeurope","properties":{"gatewayType":"{{{{type}}}}","sku":{"name":"{{{{sku}}}}"},"vpnType":"RouteBased",
         "ipConfigurations":[{"name":"default","properties":{"subnet":{"id":"{{{{network}}}}/subnets/GatewaySubnet"},
         "publicIPAddress":{"id":"{{{{Net}}}}/publicIPAddresses/{{{{address}}}}"}}}]}}
        """;

    private static string Joined(string type, string gateway, string member, string other) => $$$$"""
        {"location":"westeurope","properties":{"connectionType":"{{{{type}}}}",
         "virtualNetworkGateway1":{"id":"{{{{Net}}}}/virtualNetworkGateways/{{{{gateway}}}}"},"{{{{member}}}}":{"id":"{{{{other}}}}"}}}
        """;
}
