using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What is refused of gateways, connections, sites and addresses before anything is written.</summary>
public sealed class VpnRefusalTests
{
    private const string Bgp = """{"enableBgp":true}""";

    [Theory]
    [InlineData("VpnGw1", "{}", "NonAzSkusNotAllowedForVPNGateway")]
    [InlineData("Standard", "{}", "VirtualNetworkGatewaySkuRetired")]
    [InlineData("VpnGw9AZ", "{}", "InvalidVirtualNetworkGatewaySku")]
    [InlineData("ErGw1AZ", "{}", "InvalidVirtualNetworkGatewaySku")]
    [InlineData("VpnGw1AZ", """{"vpnGatewayGeneration":"Generation2"}""", "VirtualNetworkGatewaySkuCannotBeCreatedForSpecifiedVmGeneration")]
    [InlineData("VpnGw4AZ", """{"vpnGatewayGeneration":"Generation1"}""", "VirtualNetworkGatewaySkuCannotBeCreatedForSpecifiedVmGeneration")]
    [InlineData("VpnGw4AZ", "{}", "")]
    [InlineData("VpnGw1AZ", """{"vpnType":"PolicyBased"}""", "PolicyBasedGatewayNeedsBasicSku")]
    [InlineData("Basic", """{"vpnType":"PolicyBased"}""", "")]
    [InlineData("Basic", Bgp, "BasicSkuFeatureNotSupported")]
    [InlineData("Basic", """{"bgpSettings":{"asn":64512}}""", "BasicSkuFeatureNotSupported")]
    [InlineData("Basic", """{"activeActive":true}""", "BasicSkuFeatureNotSupported")]
    [InlineData("VpnGw1AZ", """{"bgpSettings":{"asn":65517}}""", "ReservedAsnNotAllowed")]
    [InlineData("VpnGw1AZ", """{"bgpSettings":{"asn":64500}}""", "ReservedAsnNotAllowed")]
    [InlineData("VpnGw1AZ", """{"bgpSettings":{"asn":4294967296}}""", "ReservedAsnNotAllowed")]
    [InlineData("VpnGw1AZ", """{"bgpSettings":{"asn":65515}}""", "")]
    [InlineData("VpnGw1AZ", """{"bgpSettings":{"asn":4200000000}}""", "")]
    [InlineData("VpnGw1AZ", """{"activeActive":true}""", "")]
    [InlineData("VpnGw1AZ", """{"activeActive":true,"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]}}}""",
        "GatewayIpConfigurationsMismatch")]
    [InlineData("VpnGw1AZ", """{"vpnClientConfiguration":{"vpnAuthenticationTypes":["Certificate"]}}""", "VpnClientAddressPoolNotSpecified")]
    [InlineData("VpnGw1AZ", """{"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["10.1.3.0/24"]}}}""",
        "VpnClientAddressPoolOverlapsVirtualNetwork")]
    [InlineData("VpnGw1AZ", """
        {"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]},
         "vpnClientRootCertificates":[{"name":"r","properties":{"publicCertData":"-----BEGIN CERTIFICATE-----"}}]}}
        """, "VpnClientRootCertificateDataInvalid")]
    [InlineData("VpnGw1AZ", """
        {"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]},
         "vpnClientRootCertificates":[{"name":"r","properties":{"publicCertData":"MIIC"}}]}}
        """, "VpnClientRootCertificateDataInvalid")]
    public async Task Gateways(string sku, string more, string code)
    {
        using var bed = await NetworkAsync("10.1.255.0/27");
        var reply = await bed.Client.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a", more, sku).ToJsonString());
        Assert.True(reply.Code == code, reply.ToString());
    }

    // The region of a local network gateway is free (azure-network-rules 4.6); the connection's own gateway is in its region.
    [Theory]
    [InlineData("westeurope", "northeurope", "")]
    [InlineData("northeurope", "westeurope", "InvalidResourceReference")]
    public async Task A_connection_is_in_the_region_of_its_gateway_and_the_site_in_any(string connection, string site, string code)
    {
        using var bed = await VpnBed.CreateAsync("a");
        Assert.Equal(201, (await bed.PutAsync(VpnBed.Site("s"), $$$"""
            {"location":"{{{site}}}","properties":{"gatewayIpAddress":"198.51.100.1","localNetworkAddressSpace":{"addressPrefixes":["192.168.0.0/16"]} } }
            """)).Status);
        var reply = await bed.Client.PutAsync(VpnBed.Connection("a-s"), $$$"""
            {"location":"{{{connection}}}","properties":{"connectionType":"IPsec","sharedKey":"abc",
             "virtualNetworkGateway1":{"id":"{{{VpnBed.Gateway("a")}}}"},"localNetworkGateway2":{"id":"{{{VpnBed.Site("s")}}}"} } }
            """);
        Assert.True(reply.Code == code, reply.ToString());
    }

    [Theory]
    [InlineData("VpnGw1AZ", "10.1.255.0/28", "GatewaySubnetTooSmall")]
    [InlineData("VpnGw1AZ", "10.1.255.0/27", "")]
    [InlineData("Basic", "10.1.255.0/29", "")]
    public async Task A_subnet_must_be_large_enough(string sku, string subnet, string code)
    {
        using var bed = await NetworkAsync(subnet);
        Assert.Equal(code, (await bed.Client.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a", sku: sku).ToJsonString())).Code);
    }

    [Theory]
    [InlineData("VpnGw1AZ", "VpnGw2AZ", "{}", "")]
    [InlineData("VpnGw1AZ", "VpnGw4AZ", "{}", "VirtualNetworkGatewaySkuChangeNotAllowed")]
    [InlineData("VpnGw1AZ", "Basic", "{}", "VirtualNetworkGatewaySkuChangeNotAllowed")]
    [InlineData("Basic", "VpnGw1AZ", "{}", "VirtualNetworkGatewaySkuChangeNotAllowed")]
    [InlineData("VpnGw2AZ", "VpnGw3AZ", """{"vpnGatewayGeneration":"Generation2"}""", "VirtualNetworkGatewaySkuChangeNotAllowed")]
    [InlineData("Basic", "Basic", """{"vpnType":"PolicyBased"}""", "PropertyChangeNotAllowed")]
    public async Task What_is_built_changes_inside_its_generation_only(string from, string to, string more, string code)
    {
        using var bed = await NetworkAsync("10.1.255.0/27");
        Assert.Equal(201, (await bed.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a", sku: from).ToJsonString())).Status);
        Assert.Equal(code, (await bed.Client.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a", more, to).ToJsonString())).Code);
    }

    [Fact]
    public async Task A_retired_gateway_is_changed_only_to_leave_its_SKU()
    {
        using var bed = await NetworkAsync("10.1.255.0/27");
        var gateway = VpnBed.GatewayBody("a", sku: "VpnGw1");
        gateway["id"] = VpnBed.Gateway("a");
        gateway["properties"]!["ipConfigurations"]![0]!["id"] = $"{VpnBed.Gateway("a")}/ipConfigurations/default";
        bed.Simulation.Load(new Topology([new ResourceDocument(ResourceId.Parse(VpnBed.Gateway("a")), Json.ToBytes(gateway))]));
        gateway.Remove("id");
        Assert.Equal(200, (await bed.PutAsync(VpnBed.Gateway("a"), gateway.ToJsonString())).Status);
        bed.Time.Advance(TimeSpan.FromDays(300));
        Assert.Equal("VirtualNetworkGatewaySkuMustBeMigrated", (await bed.PutAsync(VpnBed.Gateway("a"), gateway.ToJsonString())).Code);
        Assert.Equal(200, (await bed.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a").ToJsonString())).Status);
    }

    [Fact]
    public async Task A_gateway_is_not_built_in_a_VNet_that_a_hub_has()
    {
        using var bed = await NetworkAsync("10.1.255.0/27");
        var connection = $"{TestBed.Net}/virtualHubs/wan/hubVirtualNetworkConnections/a";
        bed.Simulation.Load(new Topology([.. new[] { ($"{TestBed.Net}/virtualHubs/wan", "{}"),
            (connection, $$$"""{"remoteVirtualNetwork":{"id":"{{{TestBed.Network("v-a")}}}"}}""") }.Select(d =>
            new ResourceDocument(ResourceId.Parse(d.Item1), Json.ToBytes(new JsonObject
            {
                ["id"] = d.Item1, ["name"] = d.Item1.Split('/')[^1], ["properties"] = JsonNode.Parse(d.Item2),
            })))]));
        Assert.Equal("VnetAttachedToVirtualHub", (await bed.Client.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a").ToJsonString())).Code);
    }

    [Theory]
    [InlineData("westeurope", """["1","2","3"]""", "Static", "")]
    [InlineData("westus", """["1"]""", "Static", "InvalidAvailabilityZone")]
    [InlineData("westus", "[]", "Static", "")]
    [InlineData("westeurope", """["4"]""", "Static", "InvalidAvailabilityZone")]
    [InlineData("moonbase", """["1"]""", "Static", "")]
    [InlineData("westeurope", "[]", "Dynamic", "StandardSkuPublicIPMustBeStatic")]
    public async Task Addresses(string location, string zones, string method, string code)
    {
        using var bed = await TestBed.CreateAsync();
        Assert.Equal(code, (await bed.Client.PutAsync($"{TestBed.Net}/publicIPAddresses/p", $$$"""
            {"location":"{{{location}}}","zones":{{{zones}}},"sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"{{{method}}}"}}
            """)).Code);
    }

    [Theory]
    [InlineData("""{"ipsecPolicies":[{"saLifeTimeSeconds":27000}]}""", "InvalidIpsecPolicy")]
    [InlineData("""{"usePolicyBasedTrafficSelectors":true}""", "TrafficSelectorsNeedIpsecPolicy")]
    [InlineData("""{"trafficSelectorPolicies":[{"localAddressRanges":["10.1.0.0/16"],"remoteAddressRanges":[]}]}""", "InvalidTrafficSelector")]
    [InlineData("""{"dpdTimeoutSeconds":8}""", "InvalidDpdTimeout")]
    [InlineData("""{"dpdTimeoutSeconds":45}""", "")]
    [InlineData("""{"virtualNetworkGateway2":{"id":"GATEWAY"}}""", "ConnectionNotSupportedByGateway")]
    [InlineData("""{"connectionProtocol":"IKEv1"}""", "")]
    public async Task Connections(string more, string code)
    {
        using var bed = await VpnBed.CreateAsync();
        var body = VpnBed.HalfBody("a", "b", more: more.Replace("GATEWAY", VpnBed.Gateway("a"), StringComparison.Ordinal));
        Assert.Equal(code, (await bed.Client.PutAsync(VpnBed.Connection("a-b"), body)).Code);
    }

    [Fact]
    public async Task Basic_and_policy_based_gateways_know_little_and_protocols_stay()
    {
        using var bed = await VpnBed.CreateAsync("a");
        await VpnBed.GatewayAsync(bed, "b", "10.2.0.0/16", sku: "Basic");
        await VpnBed.GatewayAsync(bed, "c", "10.3.0.0/16", """{"vpnType":"PolicyBased"}""", "Basic");
        Assert.Equal("ConnectionNotSupportedByGateway", await HalfAsync("a-b", "a", "b", Bgp));
        Assert.Equal("ConnectionNotSupportedByGateway", await HalfAsync("a-c", "a", "c", "{}"));
        Assert.Equal("ConnectionProtocolNotSupported", await HalfAsync("b-a", "b", "a", """{"connectionProtocol":"IKEv1"}"""));
        Assert.Equal(string.Empty, await HalfAsync("a-b", "a", "b", "{}"));
        bed.Settle();
        Assert.Equal("PropertyChangeNotAllowed", await HalfAsync("a-b", "a", "b", """{"connectionProtocol":"IKEv1"}"""));

        await VpnBed.SiteAsync(bed, "s1", "c", "198.51.100.1", "192.168.0.0/16");
        Assert.Equal("IKEv1", (string?)(await bed.ReadAsync(VpnBed.Connection("c-s1")))["properties"]!["connectionProtocol"]);
        Assert.Equal("ConnectionCountLimitReached", (await bed.Client.PutAsync(VpnBed.Connection("c-again"), $$$$"""
            {"location":"westeurope","properties":{"connectionType":"IPsec","virtualNetworkGateway1":{"id":"{{{{VpnBed.Gateway("c")}}}}"},
             "localNetworkGateway2":{"id":"{{{{VpnBed.Site("s1")}}}}"}}}
            """)).Code);

        async Task<string> HalfAsync(string name, string from, string to, string more) =>
            (await bed.Client.PutAsync(VpnBed.Connection(name), VpnBed.HalfBody(from, to, more: more))).Code;
    }

    [Theory]
    [InlineData(""" "gatewayIpAddress":"198.51.100.1" """, "")]
    [InlineData(""" "fqdn":"vpn.contoso.example" """, "")]
    [InlineData(""" "gatewayIpAddress":"198.51.100.1","fqdn":"vpn.contoso.example" """, "InvalidLocalNetworkGateway")]
    [InlineData(""" "gatewayIpAddress":"2001:db8::1" """, "InvalidLocalNetworkGateway")]
    [InlineData(""" "gatewayIpAddress":"300.1.1.1" """, "InvalidLocalNetworkGateway")]
    [InlineData(""" "fqdn":"-no.example" """, "InvalidLocalNetworkGateway")]
    [InlineData(""" "fqdn":"single" """, "InvalidLocalNetworkGateway")]
    [InlineData(""" "gatewayIpAddress":"198.51.100.1","bgpSettings":{"asn":65515,"bgpPeeringAddress":"192.168.0.1"} """, "ReservedAsnNotAllowed")]
    [InlineData(""" "gatewayIpAddress":"198.51.100.1","bgpSettings":{"asn":64700,"bgpPeeringAddress":"198.51.100.1"} """, "InvalidLocalNetworkGateway")]
    [InlineData(""" "gatewayIpAddress":"198.51.100.1","bgpSettings":{"asn":64700,"bgpPeeringAddress":"169.254.21.1"} """, "")]
    public async Task Sites(string properties, string code)
    {
        using var bed = await TestBed.CreateAsync();
        var reply = await bed.Client.PutAsync(VpnBed.Site("s"), $$"""{"location":"westeurope","properties":{ {{properties}} } }""");
        Assert.True(reply.Code == code, reply.ToString());
    }

    [Theory]
    [InlineData("169.254.21.2", "")]
    [InlineData("169.254.22.255", "")]
    [InlineData("169.254.23.1", "InvalidCustomBgpIpAddress")]
    [InlineData("10.1.0.1", "InvalidCustomBgpIpAddress")]
    public async Task Custom_BGP_addresses_are_kept_and_are_link_local(string address, string code)
    {
        using var bed = await NetworkAsync("10.1.255.0/27");
        var reply = await bed.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a", $$$"""
            {"bgpSettings":{"asn":64512,"bgpPeeringAddresses":[{"ipconfigurationId":"{{{VpnBed.Gateway("a")}}}/ipConfigurations/default",
             "customBgpIpAddresses":["{{{address}}}"]}]}}
            """).ToJsonString());
        Assert.Equal(code, reply.Code);
        if (code.Length == 0)
        {
            var bgp = (await bed.ReadAsync(VpnBed.Gateway("a")))["properties"]!["bgpSettings"]!["bgpPeeringAddresses"]![0]!;
            Assert.Equal((address, "10.1.255.30"), ((string?)bgp["customBgpIpAddresses"]![0], (string?)bgp["defaultBgpIpAddresses"]![0]));
        }
    }

    [Fact]
    public async Task An_active_active_gateway_has_two_BGP_addresses_and_a_third_configuration_is_for_clients()
    {
        using var bed = await NetworkAsync("10.1.255.0/27");
        var body = VpnBed.GatewayBody("a", """{"activeActive":true,"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]}}}""");
        var list = body["properties"]!["ipConfigurations"]!.AsArray();
        list.Add(JsonNode.Parse(list[0]!.ToJsonString().Replace("/a-ip", "/a-ip3", StringComparison.Ordinal).Replace("\"default\"", "\"third\"", StringComparison.Ordinal)));
        Assert.Equal(201, (await bed.PutAsync(VpnBed.Gateway("a"), body.ToJsonString())).Status);
        var bgp = (await bed.ReadAsync(VpnBed.Gateway("a")))["properties"]!["bgpSettings"]!;
        Assert.Equal("10.1.255.4,10.1.255.5", (string?)bgp["bgpPeeringAddress"]);
        Assert.Equal(2, bgp["bgpPeeringAddresses"]!.AsArray().Select(a => (string?)a!["tunnelIpAddresses"]![0]).Distinct().Count());
    }

    // A VNet with a GatewaySubnet, and three addresses.
    private static async Task<TestBed> NetworkAsync(string subnet)
    {
        var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("v-a"), TestBed.NetworkBody("10.1.0.0/16",
            $$"""[{"name":"GatewaySubnet","properties":{"addressPrefix":"{{subnet}}"} }]"""));
        foreach (var name in (string[])["a-ip", "a-ip2", "a-ip3"])
        {
            await bed.PutAsync($"{TestBed.Net}/publicIPAddresses/{name}", """
                {"location":"westeurope","zones":["1","2","3"],"sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}
                """);
        }

        return bed;
    }
}
