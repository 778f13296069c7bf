using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

public sealed class PeeringTests
{
    private const string Gateway = """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}}]""";

    [Fact]
    public async Task First_half_is_Initiated_and_second_half_makes_both_connected()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        Assert.Equal("Initiated RemoteNotInSync", States(await bed.HalfAsync("a", "b")));
        Assert.Equal("Connected FullyInSync", States(await bed.HalfAsync("b", "a")));
        Assert.Equal("Connected FullyInSync", States(await bed.Client.GetAsync(TestBed.Half("a", "b"))));
        var (left, right) = (await bed.ReadAsync(TestBed.Half("a", "b")), await bed.ReadAsync(TestBed.Half("b", "a")));
        Assert.Equal((string?)left["properties"]!["resourceGuid"], (string?)right["properties"]!["resourceGuid"]);
    }

    [Fact]
    public async Task Both_sides_changed_and_each_synced_in_turn()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16 10.8.0.0/16"));
        await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16 10.9.0.0/16"));
        Assert.Equal("Connected LocalAndRemoteNotInSync", await ReadAsync(bed, "a", "b"));
        Assert.Equal("Connected LocalAndRemoteNotInSync", await ReadAsync(bed, "b", "a"));

        // A write without the query syncs nothing.
        await bed.HalfAsync("a", "b");
        Assert.Equal("Connected LocalAndRemoteNotInSync", await ReadAsync(bed, "a", "b"));
        await bed.PutAsync(TestBed.Half("a", "b") + "?syncRemoteAddressSpace=true", TestBed.HalfBody("b"));
        Assert.Equal("Connected RemoteNotInSync", await ReadAsync(bed, "a", "b"));
        Assert.Equal("Connected LocalNotInSync", await ReadAsync(bed, "b", "a"));
        await bed.PutAsync(TestBed.Half("b", "a") + "?syncRemoteAddressSpace=true", TestBed.HalfBody("a"));
        Assert.Equal("Connected FullyInSync", await ReadAsync(bed, "a", "b"));
    }

    [Fact]
    public async Task A_deleted_half_leaves_the_other_Disconnected_until_it_is_written_again()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        await bed.Client.DeleteAsync(TestBed.Half("a", "b"));
        bed.Settle();
        var left = await bed.Client.GetAsync(TestBed.Half("b", "a"));
        Assert.Equal(("Disconnected RemoteNotInSync", "Succeeded"), (States(left), left.State));

        var refused = await bed.HalfAsync("a", "b");
        Assert.Equal((400, "RemotePeeringIsDisconnected"), (refused.Status, refused.Code));
        Assert.Equal("Initiated RemoteNotInSync", States(await bed.HalfAsync("b", "a")));
        Assert.Equal("Connected FullyInSync", States(await bed.HalfAsync("a", "b")));
    }

    [Fact]
    public async Task A_deleted_network_leaves_its_peers_Disconnected()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        Assert.Equal(202, (await bed.Client.DeleteAsync(TestBed.Network("a"))).Status);
        bed.Settle();
        Assert.Equal("Disconnected", (await ReadAsync(bed, "b", "a")).Split(' ')[0]);
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        Assert.Equal("RemotePeeringIsDisconnected", (await bed.HalfAsync("a", "b")).Code);
    }

    [Fact]
    public async Task Gateway_transit_in_its_order()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody("10.0.0.0/16", Gateway));
        await bed.NetworksAsync(("a", "10.1.0.0/16"), ("b", "10.2.0.0/16"));

        // The hub's half may lend a gateway that is not there yet.
        Assert.Equal(201, (await bed.HalfAsync("hub", "a", "\"allowGatewayTransit\":true")).Status);
        Assert.Equal("RemoteVnetHasNoGateways", (await bed.HalfAsync("a", "hub", "\"useRemoteGateways\":true")).Code);
        Assert.Equal(201, (await bed.GatewayAsync("hub")).Status);
        Assert.Equal("RemoteVnetHasNoGateways", (await bed.Client.PutAsync(TestBed.Half("a", "hub"),
            TestBed.HalfBody("hub", "\"useRemoteGateways\":true,\"doNotVerifyRemoteGateways\":true"))).Code);
        bed.Settle();
        var used = await bed.HalfAsync("a", "hub", "\"useRemoteGateways\":true");
        Assert.Equal(201, used.Status);
        Assert.EndsWith("/virtualNetworkGateways/gw", (string?)used.Properties["remoteGateways"]![0]!["id"],
            StringComparison.Ordinal);

        Assert.Equal("GatewayTransitInUse", (await bed.HalfAsync("hub", "a")).Code);
        Assert.Equal("VirtualNetworkGatewayCannotBeDeleted",
            (await bed.Client.DeleteAsync($"{ArmClient.Net}/virtualNetworkGateways/gw")).Code);
        Assert.Equal("InUseSubnetCannotBeDeleted",
            (await bed.Client.DeleteAsync($"{TestBed.Network("hub")}/subnets/GatewaySubnet")).Code);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.Client.DeleteAsync(TestBed.Network("hub"))).Code);
        Assert.Equal("PublicIPAddressCannotBeDeleted",
            (await bed.Client.DeleteAsync($"{ArmClient.Net}/publicIPAddresses/gw-ip")).Code);
        Assert.Equal("VnetWithGatewayCannotUseRemoteGateways",
            (await bed.HalfAsync("hub", "b", "\"useRemoteGateways\":true")).Code);
        Assert.Equal("GatewayTransitFlagsConflict",
            (await bed.HalfAsync("b", "hub", "\"useRemoteGateways\":true,\"allowGatewayTransit\":true")).Code);
        Assert.Equal(201, (await bed.HalfAsync("hub", "b")).Status);
        Assert.Equal("RemotePeeringDisallowsGatewayTransit",
            (await bed.HalfAsync("b", "hub", "\"useRemoteGateways\":true")).Code);

        var off = await bed.HalfAsync("a", "hub");
        Assert.False(off.Properties.AsObject().ContainsKey("remoteGateways"));
        Assert.Equal(200, (await bed.HalfAsync("hub", "a")).Status);
        Assert.Equal(202, (await bed.Client.DeleteAsync($"{ArmClient.Net}/virtualNetworkGateways/gw")).Status);
        bed.Settle();
        Assert.Equal(202, (await bed.Client.DeleteAsync($"{TestBed.Network("hub")}/subnets/GatewaySubnet")).Status);
        Assert.Equal(202, (await bed.Client.DeleteAsync($"{ArmClient.Net}/publicIPAddresses/gw-ip")).Status);
    }

    [Fact]
    public async Task Only_one_peering_of_a_network_uses_remote_gateways()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("h1"), TestBed.NetworkBody("10.0.0.0/16", Gateway));
        await bed.PutAsync(TestBed.Network("h2"), TestBed.NetworkBody(
            "10.1.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.1.0.0/27"}}]"""));
        await bed.NetworksAsync(("s", "10.2.0.0/16"));
        foreach (var hub in new[] { "h1", "h2" })
        {
            Assert.Equal(201, (await bed.GatewayAsync(hub, $"gw-{hub}")).Status);
            bed.Settle();
            await bed.HalfAsync(hub, "s", "\"allowGatewayTransit\":true");
        }

        Assert.Equal(201, (await bed.HalfAsync("s", "h1", "\"useRemoteGateways\":true")).Status);
        var second = await bed.HalfAsync("s", "h2", "\"useRemoteGateways\":true");
        Assert.Equal(400, second.Status);
        Assert.EndsWith($"another peering {TestBed.Half("s", "h1")} already has UseRemoteGateways flag set to true.",
            second.Message, StringComparison.Ordinal);
        Assert.Equal("VnetUsesRemoteGateways", (await GatewayInSpokeAsync(bed)).Code);
    }

    [Fact]
    public async Task Subnet_peering_speaks_of_the_named_subnets_only()
    {
        using var bed = await TestBed.CreateAsync();
        const string Subnets = """[{"name":"x","properties":{"addressPrefix":"10.#.1.0/24"}},{"name":"y","properties":{"addressPrefix":"10.#.2.0/24"}}]""";
        await bed.PutAsync(
            TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16 10.7.0.0/16", Subnets.Replace('#', '0')));
        await bed.PutAsync(
            TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16 10.7.0.0/16", Subnets.Replace('#', '1')));
        const string Names = """ "peerCompleteVnets":false,"localSubnetNames":["x"],"remoteSubnetNames":["y"] """;

        Assert.Equal("VnetAddressSpacesOverlap", (await bed.HalfAsync("a", "b")).Code);
        var half = await bed.HalfAsync("a", "b", Names);
        Assert.Equal("""{"addressPrefixes":["10.1.2.0/24"]}""", half.Properties["remoteAddressSpace"]!.ToJsonString());
        Assert.Equal("""{"addressPrefixes":["10.0.1.0/24"]}""", half.Properties["localAddressSpace"]!.ToJsonString());
        Assert.Equal("""{"addressPrefixes":["10.0.1.0/24"]}""", half.Properties["localVirtualNetworkAddressSpace"]!.ToJsonString());
        Assert.Equal(
            "ChangingPeeringTypeNotAllowed", (await bed.HalfAsync("a", "b", "\"peerCompleteVnets\":true")).Code);
        Assert.Equal("PeeringSubnetNotFound", (await bed.HalfAsync("b", "a",
            """ "peerCompleteVnets":false,"localSubnetNames":["z"],"remoteSubnetNames":["y"] """)).Code);
        Assert.Equal("Connected FullyInSync", States(await bed.HalfAsync("b", "a",
            """ "peerCompleteVnets":false,"localSubnetNames":["y"],"remoteSubnetNames":["x"] """)));
    }

    [Fact]
    public async Task A_networks_put_leaves_peerings_alone_whatever_it_says_about_them()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        var empty = await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16")
            .Replace("\"properties\":{", "\"properties\":{\"virtualNetworkPeerings\":[],", StringComparison.Ordinal));

        Assert.Single(empty.Properties["virtualNetworkPeerings"]!.AsArray());
        Assert.Equal(
            "Succeeded", (string?)empty.Properties["virtualNetworkPeerings"]![0]!["properties"]!["provisioningState"]);
    }

    private static async Task<Reply> GatewayInSpokeAsync(TestBed bed)
    {
        await bed.PutAsync($"{TestBed.Network("s")}/subnets/GatewaySubnet", """{"properties":{"addressPrefix":"10.2.0.0/27"}}""");
        return await bed.GatewayAsync("s", "gw-s");
    }

    private static string States(Reply reply) => States(reply.Body!);

    private static string States(JsonNode body) =>
        $"{body["properties"]!["peeringState"]} {body["properties"]!["peeringSyncLevel"]}";

    private static async Task<string> ReadAsync(TestBed bed, string from, string to) =>
        States(await bed.ReadAsync(TestBed.Half(from, to)));
}
