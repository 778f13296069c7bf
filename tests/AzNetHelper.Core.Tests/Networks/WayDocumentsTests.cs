using System.Net;
using System.Text;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>What gateways are joined with, what stands at addresses, and what Azure does not hold.</summary>
public sealed class WayDocumentsTests
{
    private const string Group = "/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network";

    [Theory]
    [InlineData("null", null, true)]
    [InlineData("\"connected\"", ConnectionStatus.Connected, true)]
    [InlineData("\"NotConnected\"", ConnectionStatus.NotConnected, false)]
    [InlineData("\"Quarantined\"", ConnectionStatus.Unknown, true)]
    public void A_connection_tells_its_status_or_counts_as_up(string status, ConnectionStatus? expected, bool live)
    {
        var one = Read<GatewayConnection>("connections/c", $$$"""
            {"connectionType":"VNET2VNET","connectionStatus":{{{status}}},"enableBgp":true,
             "virtualNetworkGateway1":{"id":"{{{Group}}}/virtualNetworkGateways/a"},
             "virtualNetworkGateway2":{"id":"{{{Group}}}/virtualNetworkGateways/b"}}
            """);
        Assert.Equal((ConnectionKind.Vnet2Vnet, expected, live, true), (one.Kind, one.Status, one.IsLive, one.EnableBgp));
        Assert.Equal(("a", "b"), (one.Gateway!.Name, one.OtherGateway!.Name));
    }

    [Theory]
    [InlineData("expressRouteCircuits/er")]
    [InlineData("expressRouteCircuits/er/peerings/AzurePrivatePeering")]
    public void The_peer_of_an_ExpressRoute_connection_is_the_circuit(string peer) =>
        Assert.Equal($"{Group}/expressRouteCircuits/er", Read<GatewayConnection>("connections/c",
            $$$"""{"connectionType":"ExpressRoute","peer":{"id":"{{{Group}}}/{{{peer}}}"}}""").Circuit!.ToString());

    [Fact]
    public void A_site_has_its_prefixes_and_its_BGP_peer()
    {
        var site = Read<LocalNetworkGateway>("localNetworkGateways/s", """
            {"localNetworkAddressSpace":{"addressPrefixes":["10.9.0.0/16"]},"gatewayIpAddress":"203.0.113.9",
             "bgpSettings":{"asn":65010,"bgpPeeringAddress":"10.9.0.1","peerWeight":0}}
            """);
        Assert.Equal([IPPrefix.Parse("10.9.0.0/16")], site.AddressSpace);
        Assert.Equal((65010L, IPAddress.Parse("10.9.0.1"), IPAddress.Parse("203.0.113.9")),
            (site.Asn!.Value, site.BgpPeeringAddress, site.GatewayAddress));
        Assert.Null(site.Fqdn);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"circuitProvisioningState":"Enabled","serviceProviderProvisioningState":"provisioned"}""", true)]
    [InlineData("""{"circuitProvisioningState":"Disabled"}""", false)]
    [InlineData("""{"serviceProviderProvisioningState":"NotProvisioned"}""", false)]
    [InlineData("""{"peerings":[]}""", false)]
    [InlineData("""{"peerings":[{"name":"MicrosoftPeering","properties":{"peeringType":"MicrosoftPeering"}}]}""", false)]
    [InlineData("""{"peerings":[{"name":"AzurePrivatePeering","properties":{"state":"Disabled"}}]}""", false)]
    [InlineData("""{"peerings":[{"name":"p","properties":{"peeringType":"azureprivatepeering","state":"Enabled"}}]}""", true)]
    public void A_circuit_is_usable_when_nothing_says_otherwise(string properties, bool usable) =>
        Assert.Equal(usable, Read<ExpressRouteCircuit>("expressRouteCircuits/er", properties).IsUsable);

    [Fact]
    public void What_can_stand_at_an_address_tells_its_addresses()
    {
        var subnet = $"{Group}/virtualNetworks/hub/subnets/s";
        var address = $$$"""{"name":"c","properties":{"privateIPAddress":"10.0.0.4","subnet":{"id":"{{{subnet}}}"} } }""";
        var expected = new PrivateAddress("c", IPAddress.Parse("10.0.0.4"), ResourceId.Parse(subnet));

        Assert.Equal([expected], Read<AzureFirewall>("azureFirewalls/f", $$$"""{"ipConfigurations":[{{{address}}}]}""").Addresses);
        var nic = Read<NetworkInterface>("networkInterfaces/n",
            $$$"""{"enableIPForwarding":true,"ipConfigurations":[{{{address}}}]}""");
        Assert.True(nic.EnableIPForwarding);
        Assert.Equal([expected], nic.Addresses);
        var balancer = Read<LoadBalancer>("loadBalancers/l", $$$"""
            {"frontendIPConfigurations":[{{{address}}},{"name":"public","properties":{"publicIPAddress":{"id":"{{{Group}}}/publicIPAddresses/p"} } }],
             "backendAddressPools":[{"properties":{"backendIPConfigurations":[{"id":"{{{Group}}}/networkInterfaces/n/ipConfigurations/c"}]}}]}
            """);
        Assert.Equal([expected], balancer.FrontEnds);
        Assert.Equal(["c"], balancer.BackEnds.Select(b => b.Name));
        Assert.True(balancer.IsBasic);
    }

    [Fact]
    public void What_Azure_does_not_hold_comes_in_documents_of_our_own()
    {
        var topology = new Topology([])
        {
            Extras =
            [
                Extra("AzNetHelper/ExpressRoutePrefixes", $$$"""{"circuit":{"id":"{{{Group}}}/expressRouteCircuits/er"},"addressPrefixes":["10.9.0.0/16"]}"""),
                Extra("AzNetHelper/expressRoutePrefixes", $$$"""{"circuit":{"id":"{{{Group}}}/expressRouteCircuits/ER"},"addressPrefixes":["10.8.0.0/16"]}"""),
                Extra("AzNetHelper/connectedGroup", $$$"""{"virtualNetworks":[{"id":"{{{Group}}}/virtualNetworks/a"},{"id":"{{{Group}}}/virtualNetworks/b"}]}"""),
                Extra("AzNetHelper/something", """{"circuit":7}"""),
            ],
        };
        Assert.Equal(["10.9.0.0/16", "10.8.0.0/16"],
            topology.ExpressRoutePrefixes[ResourceId.Parse($"{Group}/expressRouteCircuits/er")].Select(p => p.ToString()));
        Assert.Equal(["a", "b"], Assert.Single(topology.ConnectedGroups).Select(v => v.Name));
    }

    [Theory]
    [InlineData("""{"addressPrefixes":["10.9.0.0/16"]}""")]
    [InlineData("""{"circuit":{"id":"/x"},"addressPrefixes":[]}""")]
    [InlineData("""{"circuit":{"id":"/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network/expressRouteCircuits/er"},"addressPrefixes":["10.9.0.1/16"]}""")]
    public void A_document_of_our_own_that_is_wrong_is_refused(string properties) =>
        Assert.Throws<InvalidTopologyException>(() =>
            (new Topology([]) { Extras = [Extra("AzNetHelper/expressRoutePrefixes", properties)] }).ExpressRoutePrefixes);

    private static ExtraDocument Extra(string type, string properties) =>
        new(type, Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","properties":{{{properties}}} }"""));

    private static T Read<T>(string path, string properties) => (T)ArmDocuments.Read(new(
        ResourceId.Parse($"{Group}/{path}"), Encoding.UTF8.GetBytes($$$"""{"properties":{{{properties}}} }""")))!;
}
