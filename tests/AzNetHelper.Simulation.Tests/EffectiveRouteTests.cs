using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Effective routes of an interface, worked out by hand from azure-network-rules 2.</summary>
public sealed class EffectiveRouteTests
{
    private const string Transit = "\"allowGatewayTransit\":true";
    private const string Remote = "\"useRemoteGateways\":true";

    [Fact]
    public async Task Alone_a_VNet_has_itself_the_internet_and_nothing_for_private_ranges_that_it_does_not_use()
    {
        using var bed = await TestBed.CreateAsync();
        await SpokeAsync(bed, "s", "10.0.0.0/8 172.20.0.0/16 fd00:1::/48");
        Assert.Equal(
        [
            "Default 10.0.0.0/8 VnetLocal", "Default 172.20.0.0/16 VnetLocal", "Default fd00:1::/48 VnetLocal", "Default 0.0.0.0/0 Internet",
            "Default ::/0 Internet", "Default 172.16.0.0/12 None", "Default 192.168.0.0/16 None", "Default 100.64.0.0/10 None",
        ], await RoutesAsync(bed, "s"));
    }

    [Fact]
    public async Task Peers_are_there_with_what_the_half_was_synced_with_and_only_when_both_halves_are()
    {
        using var bed = await TestBed.CreateAsync();
        await SpokeAsync(bed, "a", "10.1.0.0/16");
        await SpokeAsync(bed, "b", "10.2.0.0/16");
        await bed.HalfAsync("a", "b");
        Assert.DoesNotContain("Default 10.2.0.0/16 VNetPeering", await RoutesAsync(bed, "a"));
        await bed.HalfAsync("b", "a", "\"allowVirtualNetworkAccess\":false");
        Assert.Contains("Default 10.2.0.0/16 VNetPeering", await RoutesAsync(bed, "a"));

        Assert.Equal(200, (await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.2.0.0/16 10.12.0.0/16"))).Status);
        Assert.DoesNotContain("Default 10.12.0.0/16 VNetPeering", await RoutesAsync(bed, "a"));
        await bed.PutAsync(TestBed.Half("a", "b") + "?syncRemoteAddressSpace=true", TestBed.HalfBody("b"));
        Assert.Contains("Default 10.12.0.0/16 VNetPeering", await RoutesAsync(bed, "a"));
    }

    [Fact]
    public async Task A_spoke_that_uses_the_hubs_gateway_has_what_it_learned_and_its_pool()
    {
        using var bed = await HubAsync();
        Assert.Equal(
        [
            "Default 10.9.0.0/16 VnetLocal", "Default 10.1.0.0/16 VNetPeering", "Default 0.0.0.0/0 Internet", "Default 10.0.0.0/8 None",
            "Default 172.16.0.0/12 None", "Default 192.168.0.0/16 None!", "Default 100.64.0.0/10 None",
            "VirtualNetworkGateway 10.2.0.0/16 VirtualNetworkGateway", "VirtualNetworkGateway 192.168.0.0/16 VirtualNetworkGateway",
            "VirtualNetworkGateway 172.30.0.0/24 VirtualNetworkGateway",
        ], await RoutesAsync(bed, "spoke"));

        // The other one is peered without, and the far VNet learns the spoke only over BGP.
        Assert.DoesNotContain(await RoutesAsync(bed, "plain"), r => r.StartsWith("VirtualNetworkGateway", StringComparison.Ordinal));
        Assert.Equal(["VirtualNetworkGateway 10.1.0.0/16 VirtualNetworkGateway"], Gateway(await RoutesAsync(bed, "far", "v-b")));
    }

    [Fact]
    public async Task Over_BGP_spokes_pools_and_sites_are_known_at_the_far_end()
    {
        using var bed = await HubAsync("""{"enableBgp":true}""");
        Assert.Equal(new[] { "10.1.0.0/16", "10.9.0.0/16", "172.30.0.0/24", "192.168.0.0/16" }.Order(StringComparer.Ordinal),
            Gateway(await RoutesAsync(bed, "far", "v-b")).Select(r => r.Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_propagation_no_gateway_route_is_left_static_ones_included()
    {
        using var bed = await HubAsync();
        await TableAsync(bed, "spoke", "", "\"disableBgpRoutePropagation\":true");
        Assert.Empty(Gateway(await RoutesAsync(bed, "spoke")));
        Assert.Contains("Default 10.1.0.0/16 VNetPeering", await RoutesAsync(bed, "spoke"));
    }

    [Fact]
    public async Task User_routes_win_at_an_equal_prefix_and_gateway_routes_never_inside_a_VNet()
    {
        using var bed = await HubAsync();
        bed.Simulation.SetLearnedRoutes(ResourceId.Parse(VpnBed.Gateway("a")), new("10.1.7.0/24"), new("10.9.0.0/16"), new("10.0.0.0/8"));
        await TableAsync(bed, "spoke", """
            {"name":"hub","properties":{"addressPrefix":"10.1.0.0/16","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.1.0.4"}},
            {"name":"site","properties":{"addressPrefix":"192.168.0.0/16","nextHopType":"None"}},
            {"name":"all","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualNetworkGateway"}},
            {"name":"tag","properties":{"addressPrefix":"Storage","nextHopType":"Internet"}}
            """);
        Assert.Equal(
        [
            "Default 10.9.0.0/16 VnetLocal", "Default 10.1.0.0/16 VNetPeering!", "Default 0.0.0.0/0 Internet!",
            "VirtualNetworkGateway 10.2.0.0/16 VirtualNetworkGateway", "VirtualNetworkGateway 192.168.0.0/16 VirtualNetworkGateway!",
            "VirtualNetworkGateway 10.1.7.0/24 VirtualNetworkGateway!", "VirtualNetworkGateway 10.9.0.0/16 VirtualNetworkGateway!",
            "VirtualNetworkGateway 10.0.0.0/8 VirtualNetworkGateway", "VirtualNetworkGateway 172.30.0.0/24 VirtualNetworkGateway",
            "User 10.1.0.0/16 VirtualAppliance 10.1.0.4", "User 192.168.0.0/16 None", "User 0.0.0.0/0 VirtualNetworkGateway",
        ], await RoutesAsync(bed, "spoke"));
    }

    [Fact]
    public async Task A_default_route_that_a_gateway_learned_takes_the_private_ranges_with_it()
    {
        using var bed = await HubAsync();
        bed.Simulation.SetLearnedRoutes(ResourceId.Parse(VpnBed.Gateway("a")), new LearnedRoute("0.0.0.0/0"));
        var routes = await RoutesAsync(bed, "spoke");
        Assert.Contains("VirtualNetworkGateway 0.0.0.0/0 VirtualNetworkGateway", routes);
        Assert.Contains("Default 0.0.0.0/0 Internet!", routes);
        Assert.DoesNotContain(routes, r => r.Contains(" None", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tunnel_that_breaks_takes_its_routes_with_it()
    {
        using var bed = await HubAsync();
        await bed.Client.PutAsync($"{VpnBed.Connection("a-b")}/sharedkey", """{"value":"other"}""");
        bed.Settle();
        Assert.DoesNotContain(Gateway(await RoutesAsync(bed, "spoke")), r => r.Contains("10.2.0.0/16", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Basic_gateway_is_not_lent()
    {
        using var bed = await TestBed.CreateAsync();
        await VpnBed.GatewayAsync(bed, "a", "10.1.0.0/16", sku: "Basic");
        await SpokeAsync(bed, "spoke", "10.9.0.0/16");
        bed.Simulation.SetDevice(new("198.51.100.1", "abc"));
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16");
        Assert.Equal(201, (await bed.HalfAsync("v-a", "spoke", Transit)).Status);
        Assert.Equal(201, (await bed.HalfAsync("spoke", "v-a", Remote)).Status);
        Assert.Empty(Gateway(await RoutesAsync(bed, "spoke")));
        Assert.Equal(["VirtualNetworkGateway 192.168.0.0/16 VirtualNetworkGateway"], Gateway(await RoutesAsync(bed, "own", "v-a")));
    }

    [Fact]
    public async Task It_is_a_question_with_a_right_of_its_own()
    {
        using var bed = await TestBed.CreateAsync();
        await SpokeAsync(bed, "s", "10.0.0.0/16");
        await RoutesAsync(bed, "s");
        var path = $"{TestBed.Net}/networkInterfaces/nic-s/effectiveRouteTable?api-version={ArmClient.Version}";
        var reply = await bed.Client.SendAsync("POST", path);
        Assert.Equal((202, null), (reply.Status, reply.Body));
        Assert.NotNull(reply.Header("Location"));
        Assert.True(bed.Simulation.Log.All[^1].IsQuery);
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/networkInterfaces/effectiveRouteTable/action", ResourceId.Parse(ArmClient.Rg))] };
        Assert.Equal(403, (await bed.Client.SendAsync("POST", path)).Status);
        Assert.Equal(404, (await bed.Client.SendAsync("POST", path.Replace("nic-s", "none", StringComparison.Ordinal))).Status);
    }

    // A hub with a gateway, a pool, a site and a pair with another VNet; one spoke that uses the gateway and one that does not.
    private static async Task<TestBed> HubAsync(string pair = "{}")
    {
        var bed = await TestBed.CreateAsync();
        await VpnBed.GatewayAsync(bed, "a", "10.1.0.0/16", """
            {"bgpSettings":{"asn":64601},"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.30.0.0/24"]}}}
            """);
        await VpnBed.GatewayAsync(bed, "b", "10.2.0.0/16");
        bed.Simulation.SetDevice(new("198.51.100.1", "abc"));
        await VpnBed.PairAsync(bed, "a", "b", pair);
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16");
        foreach (var (name, hub, own) in new[] { ("spoke", Transit, Remote), ("plain", "", "") })
        {
            await SpokeAsync(bed, name, name == "spoke" ? "10.9.0.0/16" : "10.8.0.0/16");
            Assert.Equal(201, (await bed.HalfAsync("v-a", name, hub)).Status);
            Assert.Equal(201, (await bed.HalfAsync(name, "v-a", own)).Status);
        }

        // The plain one is looked at from its own side only.
        await bed.Client.DeleteAsync(TestBed.Half("v-a", "plain"));
        bed.Settle();
        return bed;
    }

    private static async Task SpokeAsync(TestBed bed, string name, string prefixes)
    {
        var first = prefixes.Split('/')[0];
        Assert.Equal(201, (await bed.PutAsync(TestBed.Network(name),
            TestBed.NetworkBody(prefixes, $$"""[{"name":"s","properties":{"addressPrefix":"{{first}}/24"} }]"""))).Status);
    }

    private static async Task TableAsync(TestBed bed, string network, string routes, string more = "")
    {
        var properties = more.Length == 0 ? string.Empty : $",{more}";
        Assert.Equal(201, (await bed.PutAsync($"{TestBed.Net}/routeTables/rt", $$"""
            {"location":"westeurope","properties":{"routes":[{{routes}}]{{properties}} } }
            """)).Status);
        Assert.Equal(200, (await bed.PutAsync($"{TestBed.Network(network)}/subnets/s",
            $$$$"""{"properties":{"addressPrefix":"10.9.0.0/24","routeTable":{"id":"{{{{TestBed.Net}}}}/routeTables/rt"}}}""")).Status);
    }

    private static string[] Gateway(string[] routes) =>
        [.. routes.Where(r => r.StartsWith("VirtualNetworkGateway", StringComparison.Ordinal))];

    // Each as "source prefix hop address", with an exclamation mark when it is Invalid.
    private static async Task<string[]> RoutesAsync(TestBed bed, string name, string? network = null)
    {
        var nic = $"{TestBed.Net}/networkInterfaces/nic-{name}";
        await bed.PutAsync(nic, $$$$"""
            {"location":"westeurope","properties":{"ipConfigurations":[{"name":"ip","properties":{
             "subnet":{"id":"{{{{TestBed.Network(network ?? name)}}}}/subnets/s"}}}]}}
            """);
        return [.. (await VpnBed.AskAsync(bed, $"{nic}/effectiveRouteTable"))!["value"]!.AsArray().Select(r =>
            $"{r!["source"]} {r["addressPrefix"]![0]} {r["nextHopType"]}"
            + ((string)r["source"]! == "User" && r["nextHopIpAddress"]!.AsArray().Count > 0 ? $" {r["nextHopIpAddress"]![0]}" : string.Empty)
            + ((string)r["state"]! == "Active" ? string.Empty : "!"))];
    }
}
