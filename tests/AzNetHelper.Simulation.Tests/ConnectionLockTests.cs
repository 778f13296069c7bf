using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Which writes of gateways and connections meet, and the regions that a client asks for.</summary>
public sealed class ConnectionLockTests
{
    [Fact]
    public async Task Connections_of_one_gateway_are_made_side_by_side()
    {
        using var bed = await VpnBed.CreateAsync("a b c");
        Assert.Equal([201, 201, 201], new[]
        {
            await PutAsync(bed, "a", "b"), await PutAsync(bed, "a", "c"), await PutAsync(bed, "b", "a"),
        }.Select(r => r.Status));
    }

    [Fact]
    public async Task Unless_the_options_say_that_they_meet()
    {
        using var bed = await VpnBed.CreateAsync("a b c", new() { ConnectionLocks = ConnectionLockRule.ConnectionWrites });
        Assert.Equal(201, (await PutAsync(bed, "a", "b")).Status);
        foreach (var (from, to) in new[] { ("a", "c"), ("b", "a"), ("c", "b") })
        {
            var reply = await PutAsync(bed, from, to);
            Assert.Equal((409, "AnotherOperationInProgress"), (reply.Status, reply.Code));
        }

        Assert.Equal(409, (await bed.Client.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a").ToJsonString())).Status);
        bed.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(201, (await PutAsync(bed, "a", "c")).Status);
        bed.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(200, (await bed.Client.PutAsync($"{VpnBed.Connection("a-b")}/sharedkey", """{"value":"x"}""")).Status);
        Assert.Equal(409, (await bed.Client.DeleteAsync(VpnBed.Connection("a-c"))).Status);
    }

    [Fact]
    public async Task While_a_gateway_is_written_its_connections_cannot_be()
    {
        using var bed = await VpnBed.CreateAsync("a b");
        Assert.Equal(200, (await bed.Client.PutAsync(VpnBed.Gateway("b"), VpnBed.GatewayBody("b", sku: "VpnGw2AZ").ToJsonString())).Status);
        bed.Time.Advance(TimeSpan.FromMinutes(28));
        var reply = await PutAsync(bed, "a", "b");
        Assert.Equal((429, "RetryableErrorDueToAnotherOperation"), (reply.Status, reply.DetailCode));
        Assert.NotNull(reply.Header("Retry-After"));
        bed.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(201, (await PutAsync(bed, "a", "b")).Status);

        // A question keeps nobody from writing.
        bed.Settle();
        await bed.Client.SendAsync("POST", $"{VpnBed.Gateway("a")}/getLearnedRoutes?api-version={ArmClient.Version}");
        Assert.Equal(200, (await bed.Client.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a").ToJsonString())).Status);
    }

    [Fact]
    public async Task Regions_are_listed_with_their_zones_to_who_may_read_them()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("moon"), TestBed.NetworkBody("10.0.0.0/16", location: "moonbase"));
        var path = $"/subscriptions/{ArmClient.Sub}/locations";
        var list = (await bed.Client.GetAsync(path, "2022-12-01")).Body!["value"]!.AsArray();
        Assert.Equal(3, list.Single(r => (string)r!["name"]! == "westeurope")!["availabilityZoneMappings"]!.AsArray()
            .Select(m => (string)m!["physicalZone"]!).Distinct().Count(z => z.StartsWith("westeurope-az", StringComparison.Ordinal)));
        Assert.Null(list.Single(r => (string)r!["name"]! == "westus")!["availabilityZoneMappings"]);
        Assert.Null(list.Single(r => (string)r!["name"]! == "moonbase")!["availabilityZoneMappings"]);
        Assert.Equal("northeurope", (string?)list.Single(r => (string)r!["name"]! == "westeurope")!["metadata"]!["pairedRegion"]![0]!["name"]);

        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Resources/subscriptions/locations/read", ResourceId.ForSubscription(ArmClient.Sub))] };
        Assert.Equal(403, (await bed.Client.GetAsync(path, "2022-12-01")).Status);
    }

    private static Task<Reply> PutAsync(TestBed bed, string from, string to) =>
        bed.Client.PutAsync(VpnBed.Connection($"{from}-{to}"), VpnBed.HalfBody(from, to));
}
