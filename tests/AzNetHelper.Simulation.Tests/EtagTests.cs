namespace AzNetHelper.Simulation.Tests;

public sealed class EtagTests
{
    [Fact]
    public async Task One_etag_covers_the_network_its_subnets_and_its_peerings_and_moves_at_each_step()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        var subnet = $"{TestBed.Network("a")}/subnets/s";
        var seen = new HashSet<string>();
        var put = await bed.Client.PutAsync(subnet, """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");
        Assert.True(seen.Add((string)put.Body!["etag"]!));
        Assert.Null(put.Header("ETag"));
        bed.Settle();
        await bed.PairAsync("a", "b");

        foreach (var path in new[] { TestBed.Network("a"), subnet, TestBed.Half("a", "b") })
        {
            var reply = await bed.Client.GetAsync(path);
            Assert.Equal(reply.Header("ETag"), (string?)reply.Body!["etag"]);
            seen.Add(reply.Header("ETag")!);
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task A_write_moves_the_etag_of_the_neighbour_too()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        var before = (await bed.Client.GetAsync(TestBed.Network("b"))).Header("ETag");
        await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16 10.9.0.0/16"));

        Assert.NotEqual(before, (await bed.Client.GetAsync(TestBed.Network("b"))).Header("ETag"));
    }

    [Fact]
    public async Task If_Match_lets_only_the_current_etag_through()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var current = (await bed.Client.GetAsync(TestBed.Network("v"))).Header("ETag")!;
        var refused = await Put("If-Match", "W/\"stale\"");
        Assert.Equal((412, "PreconditionFailed", "PreconditionFailedEtagMismatch"),
            (refused.Status, refused.Code, refused.DetailCode));
        Assert.Equal(412, (await Put("If-None-Match", "*")).Status);
        Assert.Equal(200, (await Put("If-Match", current)).Status);
        bed.Settle();
        Assert.Equal(412, (await Put("If-Match", current)).Status);
        Assert.Equal(200, (await Put("If-Match", "*")).Status);
        bed.Settle();
        Assert.Equal(412, (await Put("If-Match", "*", "new")).Status);
        Assert.Equal(201, (await Put("If-None-Match", "*", "new")).Status);

        Task<Reply> Put(string header, string value, string name = "v") => bed.Client.SendAsync("PUT",
            $"{TestBed.Network(name)}?api-version={ArmClient.Version}", TestBed.NetworkBody("10.0.0.0/16"),
                (header, value));
    }

    [Fact]
    public async Task An_etag_in_the_body_means_nothing()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var reply = await bed.Client.PutAsync(TestBed.Network("v"),
            TestBed.NetworkBody("10.0.0.0/16").Replace(
                "{\"location\"", "{\"etag\":\"W/\\\"stale\\\"\",\"location\"", StringComparison.Ordinal));

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task A_gateway_sends_no_ETag_header()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody(
            "10.0.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}}]"""));
        await bed.GatewayAsync("hub");
        var reply = await bed.Client.GetAsync($"{ArmClient.Net}/virtualNetworkGateways/gw");

        Assert.Null(reply.Header("ETag"));
        Assert.NotNull((string?)reply.Body!["etag"]);
    }
}
