using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

public sealed class NetworkTests
{
    private const string TwoSubnets =
        """[{"name":"x","properties":{"addressPrefix":"10.0.1.0/24"}},{"name":"y","properties":{"addressPrefix":"10.0.2.0/24"}}]""";

    [Theory]
    [InlineData(null, "2025-05-01", 2)]
    [InlineData(null, "2023-09-01", 2)]
    [InlineData(null, "2023-06-01", 0)]
    [InlineData("[]", "2025-05-01", 0)]
    [InlineData("""[{"name":"y","properties":{"addressPrefix":"10.0.2.0/24"}}]""", "2025-05-01", 1)]
    public async Task What_a_put_says_about_subnets_decides_which_stay(string? subnets, string version, int left)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16", TwoSubnets));
        await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16", subnets), version);

        var read = await bed.ReadAsync(TestBed.Network("v"));
        Assert.Equal(left, read["properties"]!["subnets"]!.AsArray().Count);
        Assert.All(read["properties"]!["subnets"]!.AsArray(), s =>
            Assert.Equal("Succeeded", (string?)s!["properties"]!["provisioningState"]));
    }

    [Fact]
    public async Task What_a_put_leaves_out_is_reset_and_the_services_own_members_stay()
    {
        using var bed = await TestBed.CreateAsync();
        var first = await bed.PutAsync(TestBed.Network("v"), """
            {"location":"westeurope","tags":{"a":"b"},"properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},
             "dhcpOptions":{"dnsServers":["10.0.0.4"]},"flowTimeoutInMinutes":10}}
            """);
        Assert.Equal(201, first.Status);
        var second = await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"));

        Assert.False(second.Body!.AsObject().ContainsKey("tags"));
        Assert.False(second.Properties.AsObject().ContainsKey("dhcpOptions"));
        Assert.False(second.Properties.AsObject().ContainsKey("flowTimeoutInMinutes"));
        Assert.Equal((string?)first.Properties["resourceGuid"], (string?)second.Properties["resourceGuid"]);
    }

    [Theory]
    [InlineData("10.1.0.0/24", "NetcfgSubnetRangeOutsideVnet",
        "Subnet 'z' is not valid because its IP address range is outside the IP address range of virtual network 'v'.")]
    [InlineData("10.0.1.128/25", "NetcfgSubnetRangesOverlap", "Subnet 'z' is not valid because its IP address range "
        + "overlaps with that of an existing subnet in virtual network 'v'.")]
    [InlineData("10.0.9.0/30", "NetcfgInvalidSubnet", "Subnet 'z' is not valid in virtual network 'v'.")]
    [InlineData("10.0.9.1/24", "InvalidCIDRNotation", "The address prefix 10.0.9.1/24 has an invalid CIDR notation. "
        + "For the given prefix length, the address prefix should be 10.0.9.0/24.")]
    public async Task A_subnet_must_fit(string prefix, string code, string message)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16", TwoSubnets));
        var reply = await bed.PutAsync($"{TestBed.Network("v")}/subnets/z", $$$$"""{"properties":{"addressPrefix":"{{{{prefix}}}}"}}""");

        Assert.Equal((400, code, message), (reply.Status, reply.Code, reply.Message));
    }

    [Theory]
    [InlineData("224.0.0.0/8", "AddressPrefixNotAllowed")]
    [InlineData("169.254.0.0/24", "AddressPrefixNotAllowed")]
    [InlineData("10.0.0.0/8 10.1.0.0/16", "VnetAddressPrefixesOverlap")]
    public async Task An_address_space_must_be_usable(string prefixes, string code)
    {
        using var bed = await TestBed.CreateAsync();

        Assert.Equal(code, (await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody(prefixes))).Code);
    }

    [Fact]
    public async Task A_subnet_write_makes_the_network_Updating_too()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        await bed.Client.PutAsync($"{TestBed.Network("v")}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");
        Assert.Equal("Updating", (await bed.Client.GetAsync(TestBed.Network("v"))).State);
        bed.Settle();
        Assert.Equal("Succeeded", (await bed.Client.GetAsync(TestBed.Network("v"))).State);
        Assert.Equal("Succeeded", (await bed.Client.GetAsync($"{TestBed.Network("v")}/subnets/s")).State);
    }

    [Fact]
    public async Task A_route_table_knows_its_subnets_and_cannot_go_while_it_has_some()
    {
        using var bed = await TestBed.CreateAsync();
        var table = $"{ArmClient.Net}/routeTables/t";
        await bed.PutAsync(table, """
            {"location":"westeurope","properties":{"routes":[{"name":"r","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"Internet"}}]}}
            """);
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var subnet = $"{TestBed.Network("v")}/subnets/s";
        await bed.PutAsync(subnet, $$$$"""{"properties":{"addressPrefix":"10.0.0.0/24","routeTable":{"id":"{{{{table}}}}"}}}""");
        Assert.Equal(subnet, (string?)(await bed.ReadAsync(table))["properties"]!["subnets"]![0]!["id"]);
        var refused = await bed.Client.DeleteAsync(table);
        Assert.Equal((400, "InUseRouteTableCannotBeDeleted", "Route table t is in use and cannot be deleted."),
            (refused.Status, refused.Code, refused.Message));

        Assert.Equal(201, (await bed.PutAsync($"{table}/routes/q", """
            {"properties":{"addressPrefix":"10.9.0.0/16","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.0.4"}}
            """)).Status);
        Assert.Equal("InvalidRoute", (await bed.PutAsync($"{table}/routes/q",
            """{"properties":{"addressPrefix":"10.9.0.0/16","nextHopType":"VirtualAppliance"}}""")).Code);
        await bed.Client.DeleteAsync($"{table}/routes/r");
        bed.Settle();
        Assert.Single((await bed.ReadAsync($"{table}/routes"))["value"]!.AsArray());
        await bed.PutAsync(subnet, """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");
        Assert.Equal(202, (await bed.Client.DeleteAsync(table)).Status);
    }

    [Fact]
    public async Task A_reference_must_lead_to_something_in_the_same_region()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync($"{ArmClient.Net}/routeTables/far", """{"location":"northeurope","properties":{}}""");
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        foreach (var name in new[] { "far", "none" })
        {
            var reply = await bed.PutAsync($"{TestBed.Network("v")}/subnets/s",
                $$$$"""{"properties":{"addressPrefix":"10.0.0.0/24","routeTable":{"id":"{{{{ArmClient.Net}}}}/routeTables/{{{{name}}}}"}}}""");
            Assert.Equal((400, "InvalidResourceReference"), (reply.Status, reply.Code));
        }
    }

    [Fact]
    public async Task An_occupied_subnet_keeps_its_prefix()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody(
            "10.0.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}}]"""));
        await bed.GatewayAsync("hub");
        bed.Settle();
        var subnet = $"{TestBed.Network("hub")}/subnets/GatewaySubnet";
        Assert.Equal("InUseSubnetCannotBeUpdated", (await bed.PutAsync(subnet, """{"properties":{"addressPrefix":"10.0.0.0/26"}}""")).Code);
        Assert.Equal("InUseSubnetCannotBeDeleted",
            (await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody("10.0.0.0/16", "[]"))).Code);
        Assert.Equal(200, (await bed.PutAsync(subnet, """{"properties":{"addressPrefix":"10.0.0.0/27"}}""")).Status);
        Assert.Single((await bed.ReadAsync(subnet))["properties"]!["ipConfigurations"]!.AsArray());
    }

    [Theory]
    [InlineData("VpnGw1AZ", """ "sku":{"name":"Standard"} """, "VmssVpnGatewayPublicIpsMustHaveZonesConfigured")]
    [InlineData("VpnGw1", """ "sku":{"name":"Standard"},"zones":["1"] """, "RegionalVmssVpnGatewayPublicIpsMustNotHaveZonesConfigured")]
    [InlineData("VpnGw1", """ "sku":{"name":"Basic"} """, "PublicIpWithBasicSkuNotAllowedOnVPNGateways")]
    [InlineData("Basic", """ "sku":{"name":"Basic"} """, "")]
    public async Task A_gateways_address_must_suit_its_sku(string sku, string address, string code)
    {
        // As long as SKUs without zones were made.
        using var bed = await TestBed.CreateAsync(new()
        {
            Retirements = [.. GatewayRetirement.Known.Where(r => r.Subject == GatewayRetirement.BasicAddress)],
        });
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody(
            "10.0.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}}]"""));
        await bed.PutAsync($"{ArmClient.Net}/publicIPAddresses/gw-ip", $$$$"""{"location":"westeurope","properties":{},{{{{address}}}}}""");

        Assert.Equal(code, (await bed.Client.PutAsync(
            $"{ArmClient.Net}/virtualNetworkGateways/gw", TestBed.GatewayBody("hub", sku: sku))).Code);
    }

    [Fact]
    public async Task A_gateway_sits_in_GatewaySubnet_alone()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody("10.0.0.0/16",
            """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}},{"name":"s","properties":{"addressPrefix":"10.0.1.0/27"}}]"""));
        await bed.GatewayAsync("hub", "one");
        bed.Settle();
        Assert.Equal("VirtualNetworkAlreadyHasGateway", (await bed.GatewayAsync("hub", "two")).Code);
        var taken = TestBed.GatewayBody("hub", "one");
        Assert.Equal("PublicIPAddressInUse",
            (await bed.Client.PutAsync($"{ArmClient.Net}/virtualNetworkGateways/two", taken)).Code);
        Assert.Equal("GatewaySubnetNameInvalid", (await bed.Client.PutAsync(
            $"{ArmClient.Net}/virtualNetworkGateways/two",
                taken.Replace("/subnets/GatewaySubnet", "/subnets/s", StringComparison.Ordinal))).Code);
        Assert.Equal(
            "SubnetReferenceRequired", (await bed.Client.PutAsync($"{ArmClient.Net}/virtualNetworkGateways/two",
            """{"location":"westeurope","properties":{"gatewayType":"Vpn","ipConfigurations":[{"name":"default","properties":{}}]}}""")).Code);
    }

    [Fact]
    public async Task A_resource_does_not_move_to_another_region()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var reply =
            await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16", location: "northeurope"));

        Assert.Equal((409, "InvalidResourceLocation"), (reply.Status, reply.Code));
    }
}
