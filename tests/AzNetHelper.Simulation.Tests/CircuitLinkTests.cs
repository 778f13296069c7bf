using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using static AzNetHelper.Simulation.Tests.CircuitBed;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Peerings, authorizations, and what both links of a circuit tell.</summary>
public sealed class CircuitLinkTests
{
    [Theory]
    [InlineData("""{"peerASN":12076}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"peerASN":65517}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"peerASN":65516}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"peerASN":null}""", "InvalidRequestFormat")]
    [InlineData("""{"vlanId":4095}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"vlanId":0}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"vlanId":null}""", "InvalidRequestFormat")]
    [InlineData("""{"primaryPeerAddressPrefix":"192.168.15.16/29"}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"secondaryPeerAddressPrefix":null}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"secondaryPeerAddressPrefix":"192.168.15.16/30"}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"ipv6PeeringConfig":{"primaryPeerAddressPrefix":"fd00:9::/126","secondaryPeerAddressPrefix":"fd00:9::4/125"}}""",
        "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"peeringType":"MicrosoftPeering"}""", "InvalidExpressRouteCircuitPeering")]
    [InlineData("""{"peerASN":4200000000,"vlanId":4094}""", "")]
    [InlineData("""{"ipv6PeeringConfig":{"primaryPeerAddressPrefix":"fd00:9::/126","secondaryPeerAddressPrefix":"fd00:9::4/126"}}""", "")]
    [InlineData("""{"primaryPeerAddressPrefix":null,"secondaryPeerAddressPrefix":null,"ipv6PeeringConfig":{"primaryPeerAddressPrefix":"fd00:9::/126","secondaryPeerAddressPrefix":"fd00:9::4/126"}}""", "")]
    public async Task A_peering_is_checked(string change, string code)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(Circuit(), CircuitBody());

        Assert.Equal(code, (await bed.PutAsync(PeeringOf(), PeeringBody(change))).Code);
    }

    [Theory]
    [InlineData(100, """{"advertisedPublicPrefixes":["203.0.113.0/28"]}""", "203.0.113.64/30", "InvalidExpressRouteCircuitPeering")]
    [InlineData(200, null, "203.0.113.64/30", "MicrosoftPeeringConfigNotSpecified")]
    [InlineData(200, """{"advertisedPublicPrefixes":["203.0.113.0/28"]}""", "10.9.0.0/30", "InvalidExpressRouteCircuitPeering")]
    [InlineData(200, """{"advertisedPublicPrefixes":["203.0.113.0/28"]}""", "203.0.113.64/30", "")]
    public async Task A_microsoft_peering_has_its_own_tag_and_public_prefixes(int vlan, string? config, string primary, string code)
    {
        using var bed = await CreateAsync();
        var body = PeeringBody($$"""
            {"peeringType":"MicrosoftPeering","vlanId":{{vlan}},"microsoftPeeringConfig":{{config ?? "null"}},
             "primaryPeerAddressPrefix":"{{primary}}","secondaryPeerAddressPrefix":"203.0.113.68/30"}
            """);

        Assert.Equal(code, (await bed.PutAsync(PeeringOf(peering: "MicrosoftPeering"), body)).Code);
    }

    [Fact]
    public async Task One_write_of_a_circuit_or_of_its_parts_keeps_others_away()
    {
        using var bed = await CreateAsync();
        Assert.Equal(201, (await bed.Client.PutAsync(Authorization("a"), """{"properties":{}}""")).Status);

        Assert.Equal(429, (await bed.Client.PutAsync(PeeringOf(), PeeringBody())).Status);
        Assert.Equal(429, (await bed.Client.PutAsync(Authorization("b"), """{"properties":{}}""")).Status);
        Assert.Equal(429, (await bed.Client.PutAsync(Circuit(), CircuitBody())).Status);
        bed.Settle();
        Assert.Equal(200, (await bed.Client.PutAsync(PeeringOf(), PeeringBody())).Status);
    }

    [Fact]
    public async Task An_authorization_shows_its_key_and_keeps_it()
    {
        using var bed = await CreateAsync();
        var made = await bed.Client.PutAsync(Authorization("a"), """{"properties":{}}""");
        Assert.Null(made.Properties["authorizationKey"]);
        bed.Settle();

        var key = (string?)(await bed.ReadAsync(Authorization("a")))["properties"]!["authorizationKey"];
        await bed.PutAsync(Authorization("a"), """{"properties":{"authorizationKey":"mine"}}""");

        Assert.True(Guid.TryParse(key, out _));
        var listed = Assert.Single((await bed.ReadAsync($"{Circuit()}/authorizations"))["value"]!.AsArray())!["properties"]!;
        Assert.Equal((key, "Available", ""),
            ((string?)listed["authorizationKey"], (string?)listed["authorizationUseStatus"], (string?)listed["connectionResourceUri"]));
        Assert.Equal(202, (await bed.Client.DeleteAsync(Authorization("a"))).Status);
        bed.Settle();
        Assert.Empty((await bed.ReadAsync($"{Circuit()}/authorizations"))["value"]!.AsArray());
    }

    [Fact]
    public async Task Both_ends_of_a_link_that_agree_are_seen_in_every_table()
    {
        using var bed = await CreateAsync();
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Primary, Router("172.20.0.0/16", "172.21.0.0/16") with { Path = [65020] });
        bed.Time.Advance(TimeSpan.FromHours(26));

        Assert.Equal(["1 On-Prem 192.168.15.17 0000.5e00.5301", "0 Microsoft 192.168.15.18 0000.5e00.53a1"],
            (await TableAsync(bed, "arpTables", "primary")).Short("age", "interface", "ipAddress", "macAddress"));
        Assert.Equal(["0 On-Prem 192.168.15.21 Incomplete", "0 Microsoft 192.168.15.22 0000.5e00.53a2"],
            (await TableAsync(bed, "arpTables", "secondary")).Short("age", "interface", "ipAddress", "macAddress"));
        Assert.Equal(["192.168.15.17 4 65010 1d02h 2"],
            (await TableAsync(bed, "routeTablesSummary", "primary")).Short("neighbor", "v", "as", "upDown", "statePfxRcd"));
        Assert.Equal(["192.168.15.21 4 65010 never Active"],
            (await TableAsync(bed, "routeTablesSummary", "secondary")).Short("neighbor", "v", "as", "upDown", "statePfxRcd"));
        Assert.Equal(["172.20.0.0/16 192.168.15.17  0 65010 65020", "172.21.0.0/16 192.168.15.17  0 65010 65020"],
            (await TableAsync(bed, "routeTables", "PRIMARY")).Short("network", "nextHop", "locPrf", "weight", "path"));
        Assert.Empty(await TableAsync(bed, "routeTables", "secondary"));
    }

    [Fact]
    public async Task Counters_grow_while_a_session_is_up_and_packets_pass()
    {
        using var bed = await CreateAsync();
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Both, Router("172.20.0.0/16"));
        bed.Time.Advance(TimeSpan.FromMinutes(10));
        var first = await StatsAsync(bed);
        bed.Time.Advance(TimeSpan.FromMinutes(10));
        var second = await StatsAsync(bed);
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Primary, Router("172.20.0.0/16") with { CarriesTraffic = false });
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Secondary, Router("172.20.0.0/16") with { IsUp = false });
        var third = await StatsAsync(bed);
        bed.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.All(first.Zip(second), p => Assert.True(p.Second > p.First && p.First > 0));
        Assert.Equal(second, third);
        Assert.Equal(third, await StatsAsync(bed));
        Assert.Equal(third, await StatsAsync(bed, PeeringOf()));
        Assert.Equal("1", (string?)Assert.Single(await TableAsync(bed, "routeTablesSummary", "primary"))["statePfxRcd"]);
    }

    [Fact]
    public async Task Where_the_provider_ends_layer_3_no_arp_table_is_shown_and_routes_are()
    {
        using var bed = await CreateAsync();
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Both, Router("172.20.0.0/16") with { HidesArp = true });
        bed.Settle();

        Assert.Empty(await TableAsync(bed, "arpTables", "primary"));
        Assert.Single(await TableAsync(bed, "routeTables", "primary"));
    }

    [Fact]
    public async Task A_write_without_the_key_takes_the_key_away()
    {
        using var bed = await CreateAsync();
        await bed.PutAsync(PeeringOf(), PeeringBody("""{"sharedKey":"hush"}"""));
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Both, Router("172.20.0.0/16") with { SharedKey = "hush" });
        bed.Settle();
        Assert.Equal("1", (string?)Assert.Single(await TableAsync(bed, "routeTablesSummary", "primary"))["statePfxRcd"]);

        await bed.PutAsync(PeeringOf(), (await bed.ReadAsync(PeeringOf())).ToJsonString());

        Assert.Equal("Active", (string?)Assert.Single(await TableAsync(bed, "routeTablesSummary", "primary"))["statePfxRcd"]);
    }

    [Fact]
    public async Task Tables_are_asked_for_with_a_right_of_their_own_and_a_link_that_exists()
    {
        using var bed = await CreateAsync();
        var path = $"{PeeringOf()}/arpTables/primary?api-version={ArmClient.Version}";

        Assert.Equal("InvalidDevicePath", (await bed.Client.SendAsync("POST", path.Replace("primary", "third", StringComparison.Ordinal))).Code);
        Assert.Equal("HttpMethodNotSupported", (await bed.Client.SendAsync("GET", path)).Code);
        Assert.Equal(404, (await bed.Client.SendAsync("POST", path.Replace(Private, "MicrosoftPeering", StringComparison.Ordinal))).Status);
        bed.Simulation.Guards = new()
        {
            Denials = [new("Microsoft.Network/expressRouteCircuits/peerings/arpTables/*", ResourceId.Parse(Circuit()))],
        };
        Assert.Equal("AuthorizationFailed", (await bed.Client.SendAsync("POST", path)).Code);
    }

    [Fact]
    public async Task A_loaded_circuit_has_the_routers_that_its_peerings_expect_and_the_prefixes_that_are_known()
    {
        using var bed = await TestBed.CreateAsync();
        var sample = SampleEstate.Create();
        bed.Simulation.Load(sample);
        var circuit = SampleEstate.Circuit.ToString();

        foreach (var link in (string[])["primary", "secondary"])
        {
            var summary = (await VpnBed.AskAsync(bed, $"{circuit}/peerings/{Private}/routeTablesSummary/{link}"))!["value"]!.AsArray();
            Assert.Equal(["65010 3w0d 1", "65515 3w0d 1", "65515 3w0d 1"],
                summary.Select(r => r!.AsObject()).Short("as", "upDown", "statePfxRcd"));
        }

        Assert.True((await StatsAsync(bed, circuit))[0] > 0);
        Assert.Equal("172.20.0.0/16", Assert.Single(bed.Simulation.Snapshot().ExpressRoutePrefixes[SampleEstate.Circuit]).ToString());

        // They do not follow what is changed in Azure.
        var peering = SampleEstate.Circuit.Child("peerings", Private).ToString();
        var read = await bed.ReadAsync(peering);
        read["properties"]!["vlanId"] = 101;
        Assert.Equal(200, (await bed.PutAsync(peering, read.ToJsonString())).Status);
        var after = (await VpnBed.AskAsync(bed, $"{peering}/routeTablesSummary/primary"))!["value"]![0]!;
        Assert.Equal("Active", (string?)after["statePfxRcd"]);
    }

    [Theory]
    [InlineData("00:00:59", "00:00:59")]
    [InlineData("23:59:59", "23:59:59")]
    [InlineData("1.02:30:00", "1d02h")]
    [InlineData("23.00:00:00", "3w2d")]
    [InlineData("400.00:00:00", "1y5w")]
    public void Times_are_written_as_routers_do(string time, string text) =>
        Assert.Equal(text, CircuitTables.Span(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task<long[]> StatsAsync(TestBed bed, string? of = null)
    {
        var stats = await bed.ReadAsync($"{of ?? Circuit()}/stats");
        return [.. ((string[])["primarybytesIn", "primarybytesOut", "secondarybytesIn", "secondarybytesOut"]).Select(m => (long)stats[m]!)];
    }
}
