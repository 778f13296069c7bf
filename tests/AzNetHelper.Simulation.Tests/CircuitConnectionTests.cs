using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using static AzNetHelper.Simulation.Tests.CircuitBed;

namespace AzNetHelper.Simulation.Tests;

/// <summary>ExpressRoute gateways, their connections to circuits, and the routes that come over them.</summary>
public sealed class CircuitConnectionTests
{
    private const string OtherSubscription = "00000000-0000-0000-0000-000000000002";

    [Theory]
    [InlineData("ErGw1AZ", "{}", "")]
    [InlineData("ErGwScale", """{"autoScaleConfiguration":{"bounds":{"min":2,"max":10}}}""", "")]
    [InlineData("UltraPerformance", "{}", "")]
    [InlineData("VpnGw1AZ", "{}", "InvalidExpressRouteGateway")]
    [InlineData("ErGw1AZ", """{"autoScaleConfiguration":{"bounds":{"min":2,"max":10}}}""", "InvalidExpressRouteGateway")]
    [InlineData("ErGwScale", """{"autoScaleConfiguration":{"bounds":{"min":3,"max":2}}}""", "InvalidExpressRouteGateway")]
    [InlineData("ErGwScale", """{"autoScaleConfiguration":{"bounds":{"min":1,"max":41}}}""", "InvalidExpressRouteGateway")]
    public async Task A_gateway_needs_no_public_address_and_has_a_size_of_its_own(string sku, string more, string code)
    {
        using var bed = await TestBed.CreateAsync();
        await GatewayNetworkAsync(bed);

        var reply = await bed.PutAsync(Gateway("a"), GatewayBody("a", sku, more));

        Assert.Equal(code, reply.Code);
        if (code.Length == 0)
        {
            var properties = (await bed.ReadAsync(Gateway("a")))["properties"]!;
            Assert.Equal("10.1.255.12,10.1.255.13", (string?)properties["bgpSettings"]!["bgpPeeringAddress"]);
            Assert.Equal(65515, (int)properties["bgpSettings"]!["asn"]!);
        }
    }

    [Theory]
    [InlineData("ErGw1AZ", "ErGw2AZ", "")]
    [InlineData("ErGw2AZ", "ErGwScale", "")]
    [InlineData("ErGw2AZ", "ErGw1AZ", "ExpressRouteGatewaySkuChangeNotAllowed")]
    [InlineData("Standard", "ErGw1AZ", "ExpressRouteGatewaySkuChangeNotAllowed")]
    [InlineData("Standard", "UltraPerformance", "")]
    public async Task A_gateway_grows_in_its_family(string from, string to, string code)
    {
        using var bed = await TestBed.CreateAsync();
        await GatewayAsync(bed, "a", from);

        Assert.Equal(code, (await bed.PutAsync(Gateway("a"), GatewayBody("a", to))).Code);
    }

    [Fact]
    public async Task Gateways_of_both_kinds_share_a_VNet_and_a_basic_one_does_not()
    {
        using var bed = await VpnBed.CreateAsync("a");
        Assert.Equal(201, (await bed.PutAsync(Gateway("a"), GatewayBody("a"))).Status);
        Assert.Equal("VirtualNetworkAlreadyHasGateway", (await bed.PutAsync(Gateway("z"), GatewayBody("a"))).Code);

        await VpnBed.GatewayAsync(bed, "b", "10.2.0.0/16", sku: "Basic");
        Assert.Equal("InvalidExpressRouteGateway", (await bed.PutAsync(Gateway("b"), GatewayBody("b"))).Code);
    }

    [Fact]
    public async Task A_connection_stands_as_circuit_and_peering_do()
    {
        using var bed = await CreateAsync();
        await GatewayAsync(bed, "a");
        await ConnectAsync(bed, "a");
        Assert.Equal("Connected", await StatusAsync(bed, "a-er1"));

        await bed.PutAsync(PeeringOf(), PeeringBody("""{"state":"Disabled"}"""));
        Assert.Equal("NotConnected", await StatusAsync(bed, "a-er1"));
        await bed.PutAsync(PeeringOf(), PeeringBody());
        Assert.Equal("Connected", await StatusAsync(bed, "a-er1"));
        bed.Simulation.DeprovisionCircuit(Id());
        Assert.Equal("NotConnected", await StatusAsync(bed, "a-er1"));
    }

    [Fact]
    public async Task What_a_connection_uses_stays()
    {
        using var bed = await CreateAsync();
        await GatewayAsync(bed, "a");
        await ConnectAsync(bed, "a");

        Assert.Equal("ExpressRouteCircuitCannotBeDeleted", (await bed.Client.DeleteAsync(Circuit())).Code);
        Assert.Equal("ExpressRouteCircuitPeeringCannotBeDeleted", (await bed.Client.DeleteAsync(PeeringOf())).Code);
        Assert.Equal("ExpressRouteCircuitPeeringCannotBeDeleted", (await bed.Client.PutAsync(Circuit(), CircuitBody())).Code);
        Assert.Equal("VirtualNetworkGatewayCannotBeDeleted", (await bed.Client.DeleteAsync(Gateway("a"))).Code);
    }

    [Theory]
    [InlineData("a", "er1", """{"expressRouteGatewayBypass":true}""", "ExpressRouteGatewayBypassNotSupported")]
    [InlineData("b", "er1", """{"expressRouteGatewayBypass":true,"routingWeight":32000}""", "")]
    [InlineData("a", "er1", """{"routingWeight":32001}""", "InvalidRoutingWeight")]
    [InlineData("a", "new", "{}", "ExpressRouteCircuitNotProvisioned")]
    [InlineData("a", "bare", "{}", "ExpressRouteCircuitHasNoPrivatePeering")]
    [InlineData("a", "far", "{}", "ExpressRouteCircuitOutOfReach")]
    [InlineData("a", "premium", "{}", "")]
    [InlineData("a", "local", "{}", "ExpressRouteCircuitOutOfReach")]
    [InlineData("a", "nearby", "{}", "")]
    [InlineData("a", "none", "{}", "InvalidResourceReference")]
    public async Task A_connection_is_checked(string gateway, string circuit, string more, string code)
    {
        using var bed = await CreateAsync();
        await GatewayAsync(bed, gateway, gateway == "b" ? "ErGw3AZ" : "ErGw1AZ");
        await bed.PutAsync(Circuit("new"), CircuitBody());
        bed.Simulation.SetCircuitProvider(Id("bare"), ProviderScript.AtOnce);
        await bed.PutAsync(Circuit("bare"), CircuitBody());
        await AddAsync(bed, "far", CircuitBody(location: "Chicago"));
        await AddAsync(bed, "premium", CircuitBody(location: "Chicago", tier: "Premium"));
        await AddAsync(bed, "local", CircuitBody(location: "Dublin", megabits: 1000, tier: "Local", family: "UnlimitedData"));
        await AddAsync(bed, "nearby", CircuitBody(megabits: 1000, tier: "Local", family: "UnlimitedData"));

        Assert.Equal(code, (await bed.PutAsync(Connection("x"), ConnectionBody(gateway, circuit, more))).Code);
    }

    [Fact]
    public async Task A_gateway_takes_as_many_circuits_as_its_size_and_four_of_one_location()
    {
        using var bed = await TestBed.CreateAsync();
        await GatewayAsync(bed, "a", "ErGw2AZ");
        for (var i = 0; i < 10; i++)
        {
            await AddAsync(bed, $"c{i}", CircuitBody(location: i < 5 ? "Amsterdam" : "London", region: i < 5 ? "westeurope" : "uksouth"));
        }

        for (var i = 0; i < 4; i++)
        {
            await ConnectAsync(bed, "a", $"c{i}");
        }

        Assert.Equal("ExpressRoutePeeringLocationCircuitLimitReached", (await bed.PutAsync(Connection("x"), ConnectionBody("a", "c4"))).Code);
        Assert.Equal("ExpressRouteCircuitAlreadyConnected", (await bed.PutAsync(Connection("x"), ConnectionBody("a", "c0"))).Code);
        for (var i = 5; i < 9; i++)
        {
            await ConnectAsync(bed, "a", $"c{i}");
        }

        Assert.Equal("ExpressRouteGatewayCircuitLimitReached", (await bed.PutAsync(Connection("x"), ConnectionBody("a", "c9"))).Code);
    }

    [Fact]
    public async Task A_standard_circuit_takes_ten_networks()
    {
        using var bed = await CreateAsync();
        for (var i = 0; i < 11; i++)
        {
            var name = $"{(char)('a' + i)}";
            await GatewayAsync(bed, name);
            var reply = await bed.PutAsync(Connection($"{name}-er1"), ConnectionBody(name));
            Assert.Equal(i < 10 ? "" : "ExpressRouteCircuitLinkLimitReached", reply.Code);
        }
    }

    [Fact]
    public async Task Another_subscription_is_let_in_once_by_each_key_until_it_is_taken_back()
    {
        using var bed = await CreateAsync();
        bed.Simulation.AddSubscription(OtherSubscription, "Other");
        await bed.PutAsync(Authorization("one"), """{"properties":{}}""");
        await GatewayAsync(bed, "a");
        foreach (var name in (string[])["a", "b"])
        {
            await OtherGatewayAsync(bed, name);
        }

        var key = (string)(await bed.ReadAsync(Authorization("one")))["properties"]!["authorizationKey"]!;
        Assert.Equal("ExpressRouteCircuitAuthorizationRequired", (await bed.PutAsync(There("a-er1"), Body("a", null))).Code);
        Assert.Equal("ExpressRouteCircuitAuthorizationNotFound", (await bed.PutAsync(There("a-er1"), Body("a", Guid.NewGuid().ToString()))).Code);

        // Who redeems a key has no right on the circuit.
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/expressRouteCircuits/join/action", ResourceId.Parse(Circuit()))] };
        Assert.Equal(201, (await bed.PutAsync(There("a-er1"), Body("a", key))).Status);
        Assert.Equal("LinkedAuthorizationFailed", (await bed.PutAsync(Connection("a-er1"), ConnectionBody("a"))).Code);
        bed.Simulation.Guards = new();

        var used = (await bed.ReadAsync(Authorization("one")))["properties"]!;
        Assert.Equal(("InUse", There("a-er1")), ((string?)used["authorizationUseStatus"], (string?)used["connectionResourceUri"]));
        Assert.Equal("ExpressRouteCircuitAuthorizationInUse", (await bed.PutAsync(There("b-er1"), Body("b", key))).Code);
        Assert.Equal("Connected", (string?)(await bed.ReadAsync(There("a-er1")))["properties"]!["connectionStatus"]);

        Assert.Equal(202, (await bed.Client.DeleteAsync(There("a-er1"))).Status);
        bed.Settle();
        Assert.Equal("Available", (string?)(await bed.ReadAsync(Authorization("one")))["properties"]!["authorizationUseStatus"]);
        Assert.Equal(201, (await bed.PutAsync(There("b-er1"), Body("b", key))).Status);

        Assert.Equal(202, (await bed.Client.DeleteAsync(Authorization("one"))).Status);
        bed.Settle();
        Assert.Equal("NotConnected", (string?)(await bed.ReadAsync(There("b-er1")))["properties"]!["connectionStatus"]);

        static string Body(string gateway, string? key) => ThereText(ConnectionBody(gateway, "er1", key is null ? "{}" : $$"""{"authorizationKey":"{{key}}"}"""));
    }

    [Fact]
    public async Task Routes_of_both_links_reach_the_gateway_its_peers_and_the_interfaces_of_its_networks()
    {
        using var bed = await CreateAsync();
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Primary, Router("172.20.0.0/16", "172.21.0.0/16"));
        bed.Simulation.SetCircuitRouter(Id(), CircuitLink.Secondary, Router("172.20.0.0/16"));
        await GatewayAsync(bed, "a");
        await ConnectAsync(bed, "a");
        await bed.PutAsync($"{TestBed.Net}/networkInterfaces/nic", $$$$"""
            {"location":"westeurope","properties":{"ipConfigurations":[{"name":"one","properties":{"subnet":{"id":"{{{{TestBed.Network("v-a")}}}}/subnets/s"}}}]}}
            """);

        var learned = await RowsAsync(bed, "a", "getLearnedRoutes");
        Assert.Equal(
            [
                "10.1.255.12 10.1.0.0/16 10.1.255.12 Network ", "10.1.255.12 172.20.0.0/16 10.1.255.4 EBgp 12076-65010",
                "10.1.255.12 172.20.0.0/16 10.1.255.5 EBgp 12076-65010", "10.1.255.12 172.21.0.0/16 10.1.255.4 EBgp 12076-65010",
            ],
            learned.Where(r => (string?)r["localAddress"] == "10.1.255.12").Short("localAddress", "network", "sourcePeer", "origin", "asPath").Order());
        Assert.Equal(["10.1.255.4 12076 Connected 2", "10.1.255.5 12076 Connected 1"],
            (await RowsAsync(bed, "a", "getBgpPeerStatus")).Where(r => (string?)r["localAddress"] == "10.1.255.12")
                .Short("neighbor", "asn", "state", "routesReceived"));
        Assert.Equal(["10.1.0.0/16 65515"], (await RowsAsync(bed, "a", "getAdvertisedRoutes?peer=10.1.255.4")).Short("network", "asPath"));
        Assert.Equal(["10.1.0.0/16 10.1.255.12 65515", "10.1.0.0/16 10.1.255.13 65515", "172.20.0.0/16 192.168.15.21 65010"],
            (await TableAsync(bed, "routeTables", "secondary")).Short("network", "nextHop", "path"));

        var routes = (await VpnBed.AskAsync(bed, $"{TestBed.Net}/networkInterfaces/nic/effectiveRouteTable"))!["value"]!.AsArray()
            .Select(r => r!.AsObject()).Where(r => (string?)r["source"] == "VirtualNetworkGateway").ToArray();
        Assert.Equal(["172.20.0.0/16 10.1.255.4,10.1.255.5", "172.21.0.0/16 10.1.255.4"], routes.Select(r =>
            $"{r["addressPrefix"]![0]} {string.Join(',', r["nextHopIpAddress"]!.AsArray().Select(h => (string?)h))}"));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    public async Task Networks_of_one_circuit_reach_each_other_where_both_gateways_take_it(bool one, bool other, bool learns)
    {
        using var bed = await CreateAsync();
        await GatewayAsync(bed, "a", more: Flag(one));
        await GatewayAsync(bed, "b", more: Flag(other));
        await ConnectAsync(bed, "a");
        await ConnectAsync(bed, "b");

        Assert.Equal(learns, (await RowsAsync(bed, "a", "getLearnedRoutes")).Any(r => (string?)r["network"] == "10.2.0.0/16"));
        Assert.Equal(learns, (await RowsAsync(bed, "b", "getLearnedRoutes")).Any(r => (string?)r["network"] == "10.1.0.0/16"));

        static string Flag(bool value) => $$"""{"allowRemoteVnetTraffic":{{(value ? "true" : "false")}}}""";
    }

    [Fact]
    public async Task The_heavier_of_two_circuits_is_taken_and_an_equal_prefix_of_a_tunnel_is_not()
    {
        using var bed = await VpnBed.CreateAsync("a");
        await AddAsync(bed, "er1", CircuitBody());
        await AddAsync(bed, "er2", CircuitBody());
        foreach (var circuit in (string[])["er1", "er2"])
        {
            bed.Simulation.SetCircuitRouter(Id(circuit), CircuitLink.Both, Router("172.20.0.0/16"));
        }

        await bed.PutAsync(Gateway("a"), GatewayBody("a"));
        await ConnectAsync(bed, "a", "er1");
        await ConnectAsync(bed, "a", "er2", """{"routingWeight":10}""");
        bed.Simulation.SetDevice(new("203.0.113.1", "abc"));
        await VpnBed.SiteAsync(bed, "site", "a", "203.0.113.1", "172.20.0.0/16 172.30.0.0/16");
        await bed.PutAsync($"{TestBed.Net}/networkInterfaces/nic", $$$$"""
            {"location":"westeurope","properties":{"ipConfigurations":[{"name":"one","properties":{"subnet":{"id":"{{{{TestBed.Network("v-a")}}}}/subnets/s"}}}]}}
            """);

        var routes = (await VpnBed.AskAsync(bed, $"{TestBed.Net}/networkInterfaces/nic/effectiveRouteTable"))!["value"]!.AsArray()
            .Select(r => r!.AsObject()).Where(r => (string?)r["source"] == "VirtualNetworkGateway").ToArray();

        Assert.Equal(["172.20.0.0/16", "172.30.0.0/16"], routes.Select(r => (string?)r["addressPrefix"]![0]));
        Assert.Equal(["10.1.255.6", "10.1.255.7"], routes[0]["nextHopIpAddress"]!.AsArray().Select(h => (string?)h));
    }

    [Fact]
    public async Task Above_a_thousand_prefixes_the_connection_drops()
    {
        using var bed = await CreateAsync();
        await GatewayAsync(bed, "a");
        await ConnectAsync(bed, "a");
        var body = (await bed.ReadAsync(TestBed.Network("v-a"))).AsObject();
        body["properties"]!["addressSpace"]!["addressPrefixes"] = new JsonArray(
            ["10.1.0.0/16", .. Enumerable.Range(0, 1000).Select(i => (JsonNode)$"11.{i / 250}.{i % 250}.0/24")]);

        bed.Simulation.Load(new([new(ResourceId.Parse(TestBed.Network("v-a")), Json.ToBytes(body))]));

        bed.Settle();
        await bed.PutAsync($"{TestBed.Net}/publicIPAddresses/nudge", """{"location":"westeurope","properties":{}}""");
        Assert.Equal("NotConnected", await StatusAsync(bed, "a-er1"));
    }

    private static Task<string?> StatusAsync(TestBed bed, string name) => VpnBed.StatusAsync(bed, name);

    private static async Task<JsonObject[]> RowsAsync(TestBed bed, string gateway, string question) =>
        [.. (await VpnBed.AskAsync(bed, $"{Gateway(gateway)}/{question}"))!["value"]!.AsArray().Select(r => r!.AsObject())];

    private static async Task GatewayNetworkAsync(TestBed bed) => Assert.Equal(201, (await bed.PutAsync(TestBed.Network("v-a"),
        TestBed.NetworkBody("10.1.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.1.255.0/26"} }]"""))).Status);

    private static string There(string name) => ThereText(Connection(name));

    // Everything but the circuit is in the other subscription.
    private static string ThereText(string text) => text.Replace(Circuit(), "@", StringComparison.Ordinal)
        .Replace(ArmClient.Sub, OtherSubscription, StringComparison.Ordinal).Replace("@", Circuit(), StringComparison.Ordinal);

    private static async Task OtherGatewayAsync(TestBed bed, string name)
    {
        await bed.Client.PutAsync(ThereText(ArmClient.Rg), """{"location":"westeurope"}""");
        Assert.Equal(201, (await bed.PutAsync(ThereText(TestBed.Network($"v-{name}")), TestBed.NetworkBody($"10.{100 + name[0] - 'a'}.0.0/16",
            $$"""[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.{{100 + name[0] - 'a'}}.255.0/26"} }]"""))).Status);
        Assert.Equal(201, (await bed.PutAsync(ThereText(Gateway(name)), ThereText(GatewayBody(name)))).Status);
    }
}
