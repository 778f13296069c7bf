using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>The types around VNets: what a write adds, what it refuses, and whom it tells.</summary>
public sealed class LandscapeTests
{
    private const string Net = ArmClient.Net;
    private const string Vnet = $"{Net}/virtualNetworks/vnet-hub";

    [Fact]
    public async Task Lists_of_connections_show_neither_status_nor_key()
    {
        using var bed = await TestBed.CreateAsync(new() { EchoesSharedKey = true });
        await Landscape.BuildAsync(bed);
        var body = await WritableAsync(bed);
        body["properties"]!["sharedKey"] = "secret";
        Assert.Equal(200, (await bed.PutAsync(Landscape.Connection, body.ToJsonString())).Status);

        var one = (await bed.ReadAsync(Landscape.Connection))["properties"]!;
        Assert.Equal(("NotConnected", "secret"), ((string?)one["connectionStatus"], (string?)one["sharedKey"]));
        foreach (var path in (string[])["connections", "virtualNetworkGateways/gw1/connections"])
        {
            var list = (await bed.ReadAsync($"{Net}/{path}"))["value"]!.AsArray();
            Assert.True(list.Count >= 2, path);
            Assert.All(list, c => Assert.False(c!["properties"]!.AsObject().ContainsKey("connectionStatus")
                || c["properties"]!.AsObject().ContainsKey("sharedKey")));
        }

        // There is no list over a subscription (operations of the published api).
        Assert.Equal(404, (await bed.Client.GetAsync($"/subscriptions/{ArmClient.Sub}/providers/Microsoft.Network/connections")).Status);
    }

    // What the service returns although its schema does not have it cannot be sent back.
    private static async Task<JsonObject> WritableAsync(TestBed bed)
    {
        var body = (await bed.ReadAsync(Landscape.Connection)).AsObject();
        Assert.True(body["properties"]!.AsObject().Remove("packetCaptureDiagnosticState"));
        return body;
    }

    [Fact]
    public async Task Who_sits_in_a_subnet_is_shown_there_and_keeps_it_from_going()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);

        Assert.Equal(
            [$"{Landscape.LoadBalancer}/frontendIPConfigurations/front", $"{Landscape.Interface}/ipConfigurations/ip"],
            await UsersAsync("snet"));
        Assert.Equal([$"{Landscape.Firewall}/azureFirewallIpConfigurations/fw"], await UsersAsync("AzureFirewallSubnet"));
        Assert.Equal([$"{Landscape.RouteServer}/ipConfigurations/rs"], await UsersAsync("RouteServerSubnet"));
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.Client.DeleteAsync($"{Vnet}/subnets/snet")).Code);

        Assert.Equal(202, (await bed.Client.DeleteAsync(Landscape.Interface)).Status);
        bed.Settle();
        Assert.Equal([$"{Landscape.LoadBalancer}/frontendIPConfigurations/front"], await UsersAsync("snet"));
        var pool = (await bed.ReadAsync(Landscape.LoadBalancer))["properties"]!["backendAddressPools"]![0]!["properties"]!;
        Assert.Null(pool["backendIPConfigurations"]);

        async Task<string[]> UsersAsync(string subnet) =>
            [.. (await bed.ReadAsync($"{Vnet}/subnets/{subnet}"))["properties"]!["ipConfigurations"]!.AsArray()
                .Select(c => (string)c!["id"]!)];
    }

    [Fact]
    public async Task Private_addresses_are_the_lowest_free_ones_and_stay()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);

        Assert.Equal("10.0.3.4", Address(await bed.ReadAsync(Landscape.LoadBalancer), "frontendIPConfigurations"));
        Assert.Equal("10.0.3.5", Address(await bed.ReadAsync(Landscape.Interface), "ipConfigurations"));
        Assert.Equal("10.0.1.4", Address(await bed.ReadAsync(Landscape.Firewall), "ipConfigurations"));
        Assert.Equal(["10.0.2.4", "10.0.2.5"], (await bed.ReadAsync(Landscape.RouteServer))["properties"]!["virtualRouterIps"]!
            .AsArray().Select(i => (string)i!));

        var reply = await bed.PutAsync(Landscape.Interface, Landscape.InterfaceBody("""{"enableIPForwarding":true}"""));
        Assert.Equal(200, reply.Status);
        var after = await bed.ReadAsync(Landscape.Interface);
        Assert.True((bool)after["properties"]!["enableIPForwarding"]!);
        Assert.Equal("10.0.3.5", Address(after, "ipConfigurations"));

        static string Address(JsonNode document, string member) =>
            (string)document["properties"]![member]![0]!["properties"]!["privateIPAddress"]!;
    }

    [Theory]
    [InlineData("10.0.9.9", "PrivateIPAddressNotInSubnet")]
    [InlineData("10.0.3.3", "PrivateIPAddressInReservedRange")]
    [InlineData("10.0.3.255", "PrivateIPAddressInReservedRange")]
    [InlineData("10.0.3.4", "PrivateIPAddressIsAllocated")]
    [InlineData("10.0.3.200", "")]
    public async Task Static_addresses_are_checked(string address, string code)
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);
        var body = JsonNode.Parse(Landscape.InterfaceBody("{}"))!;
        body["properties"]!["ipConfigurations"]![0]!["properties"]!["privateIPAllocationMethod"] = "Static";
        body["properties"]!["ipConfigurations"]![0]!["properties"]!["privateIPAddress"] = address;

        Assert.Equal(code, (await bed.Client.PutAsync($"{Net}/networkInterfaces/second", body.ToJsonString())).Code);
    }

    [Fact]
    public async Task A_connection_can_be_given_BGP_with_what_was_read()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);
        var body = await WritableAsync(bed);
        body["properties"]!["enableBgp"] = true;

        var reply = await bed.Client.PutAsync(Landscape.Connection, body.ToJsonString());
        Assert.Equal((200, "Updating"), (reply.Status, reply.State));
        Assert.Null(reply.Properties["connectionStatus"]);
        bed.Settle();

        var after = (await bed.ReadAsync(Landscape.Connection))["properties"]!;
        // No device is declared at the site's address.
        Assert.Equal((true, "Succeeded", "NotConnected"),
            ((bool)after["enableBgp"]!, (string)after["provisioningState"]!, (string)after["connectionStatus"]!));
    }

    [Fact]
    public async Task A_loaded_status_survives_a_write()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);
        var loaded = await WritableAsync(bed);
        loaded["properties"]!["connectionStatus"] = "Connected";
        bed.Simulation.Load(new Topology(
            [new ResourceDocument(ResourceId.Parse(Landscape.Connection), Json.ToBytes(loaded))]));

        loaded["properties"]!["sharedKey"] = (string?)(await bed.ReadAsync($"{Landscape.Connection}/sharedkey"))["value"];
        Assert.Equal(200, (await bed.PutAsync(Landscape.Connection, loaded.ToJsonString())).Status);
        Assert.Equal("Connected", (string?)(await bed.ReadAsync(Landscape.Connection))["properties"]!["connectionStatus"]);

        // Without the key it is another configuration, and at the other end nobody answers.
        loaded["properties"]!.AsObject().Remove("sharedKey");
        Assert.Equal(200, (await bed.PutAsync(Landscape.Connection, loaded.ToJsonString())).Status);
        Assert.Equal("NotConnected", (string?)(await bed.ReadAsync(Landscape.Connection))["properties"]!["connectionStatus"]);
    }

    public static TheoryData<string, string, string> BadReferences => new()
    {
        { $"{Net}/connections/bad", Landscape.Requests.Single(r => r.Path == Landscape.Connection).Body
            .Replace("/localNetworkGateways/site", "/localNetworkGateways/none", StringComparison.Ordinal), "InvalidResourceReference" },
        { $"{Net}/connections/bad", Landscape.Requests.Single(r => r.Path == Landscape.Connection).Body
            .Replace("/localNetworkGateways/site", "/publicIPAddresses/ip-gw1", StringComparison.Ordinal), "InvalidRequestFormat" },
        { $"{Net}/connections/bad", Landscape.Requests.Single(r => r.Path == Landscape.Connection).Body
            .Replace("localNetworkGateway2", "virtualNetworkGateway2", StringComparison.Ordinal), "InvalidRequestFormat" },
        { $"{Net}/networkInterfaces/bad", Landscape.InterfaceBody("{}")
            .Replace("/subnets/snet", "/subnets/none", StringComparison.Ordinal), "InvalidResourceReference" },
        { $"{Net}/networkInterfaces/bad", Landscape.InterfaceBody("""{"noSuchMember":1}"""), "InvalidRequestFormat" },
        { $"{Net}/azureFirewalls/bad", Landscape.Requests.Single(r => r.Path == Landscape.Firewall).Body
            .Replace("AzureFirewallSubnet", "snet", StringComparison.Ordinal), "ReservedSubnetRequired" },
        { $"{Net}/virtualHubs/none/bgpConnections/bad", """{"properties":{"peerIp":"10.0.3.5","peerAsn":65030}}""", "ParentResourceNotFound" },
        { $"{Net}/localNetworkGateways/bad", """{"location":"westeurope","properties":{}}""", "InvalidRequestFormat" },
    };

    [Theory]
    [MemberData(nameof(BadReferences))]
    public async Task Bad_bodies_and_references_are_refused(string path, string body, string code)
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);

        Assert.Equal(code, (await bed.Client.PutAsync(path, body)).Code);
    }

    [Theory]
    [InlineData(Landscape.Site, "LocalNetworkGatewayCannotBeDeleted")]
    [InlineData($"{Net}/virtualNetworkGateways/gw2", "VirtualNetworkGatewayCannotBeDeleted")]
    public async Task What_a_connection_uses_stays(string path, string code)
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);

        Assert.Equal(code, (await bed.Client.DeleteAsync(path)).Code);
    }

    [Fact]
    public async Task A_hub_without_Virtual_WAN_is_a_Route_Server_that_shows_references_to_its_children()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);

        var server = await bed.ReadAsync(Landscape.RouteServer);
        Assert.Equal("RouteServer", (string?)server["kind"]);
        Assert.Equal($$"""[{"id":"{{Landscape.RouteServer}}/bgpConnections/nva"}]""",
            server["properties"]!["bgpConnections"]!.ToJsonString());
        Assert.Equal($$"""[{"id":"{{Landscape.RouteServer}}/ipConfigurations/rs"}]""",
            server["properties"]!["ipConfigurations"]!.ToJsonString());
        Assert.Null((await bed.ReadAsync($"{Net}/virtualHubs/wan"))["kind"]);
        Assert.Single((await bed.ReadAsync($"{Landscape.RouteServer}/bgpConnections"))["value"]!.AsArray());
        Assert.Single((await bed.ReadAsync($"{Net}/virtualHubs/wan/hubVirtualNetworkConnections"))["value"]!.AsArray());

        Assert.Equal(202, (await bed.Client.DeleteAsync($"{Landscape.RouteServer}/bgpConnections/nva")).Status);
        bed.Settle();
        Assert.Null((await bed.ReadAsync(Landscape.RouteServer))["properties"]!["bgpConnections"]);
    }

    [Fact]
    public async Task Everything_can_be_taken_down_again()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);
        bed.Simulation.DeprovisionCircuit(ResourceId.Parse(Landscape.Circuit));
        foreach (var (path, _) in Landscape.Requests.Reverse())
        {
            Assert.Equal(202, (await bed.Client.DeleteAsync(path)).Status);
            bed.Settle();
            Assert.Equal(404, (await bed.Client.GetAsync(path)).Status);
        }

        Assert.DoesNotContain(bed.Simulation.Snapshot().Documents, d => d.Id.ProviderNamespace is not null);
    }

    [Fact]
    public async Task A_snapshot_loaded_elsewhere_answers_the_same()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);
        using var other = await TestBed.CreateAsync();
        other.Simulation.Load(bed.Simulation.Snapshot());

        foreach (var (path, _) in Landscape.Requests)
        {
            Assert.Equal((await bed.ReadAsync(path)).ToJsonString(), (await other.ReadAsync(path)).ToJsonString());
        }
    }
}
