namespace AzNetHelper.Simulation.Tests;

public sealed class ConcurrencyTests
{
    private const string Subnet = """{"properties":{"addressPrefix":"10.0.0.0/24"}}""";

    [Fact]
    public async Task A_write_that_meets_another_is_told_to_come_back()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        await bed.Client.PutAsync($"{TestBed.Network("a")}/subnets/s", Subnet);
        var reply = await bed.Client.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"));

        Assert.Equal((429, "RetryableError", "RetryableErrorDueToAnotherOperation"),
            (reply.Status, reply.Code, reply.DetailCode));
        var wait = int.Parse(reply.Header("Retry-After")!);
        Assert.Matches($@"^Operation PutSubnetOperation \([0-9a-f-]{{36}}\) is updating resource {TestBed.Network("a")}/subnets/s\. The call can be retried in {wait} seconds\.$",
            (string?)reply.Body!["error"]!["details"]![0]!["message"]);
        bed.Time.Advance(TimeSpan.FromSeconds(wait));
        Assert.Equal(200, (await bed.Client.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
    }

    [Fact]
    public async Task The_declared_answers_are_taken_in_turn()
    {
        using var bed = await TestBed.CreateAsync(new()
        {
            Conflicts = [ConflictAnswer.AnotherOperationInProgress, ConflictAnswer.ReferencedResourceNotProvisioned,
                ConflictAnswer.RetryableError],
        });
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.Client.PutAsync($"{TestBed.Network("b")}/subnets/s", Subnet.Replace("10.0.", "10.1."));
        var first = await bed.Client.PutAsync(TestBed.Half("a", "b"), TestBed.HalfBody("b"));
        Assert.Equal((409, "AnotherOperationInProgress"), (first.Status, first.Code));
        Assert.Contains("https://westeurope.network.azure.com/subscriptions/", first.Message, StringComparison.Ordinal);
        var second = await bed.Client.PutAsync(TestBed.Half("a", "b"), TestBed.HalfBody("b"));
        Assert.Equal((400, "ReferencedResourceNotProvisioned"), (second.Status, second.Code));
        Assert.Equal($"Cannot proceed with operation because resource {TestBed.Network("b")} used by resource "
            + $"{TestBed.Half("a", "b")} is not in "
            + "Succeeded state. Resource is in Updating state and the last operation that updated/is updating the "
            + "resource is PutSubnetOperation.",
            second.Message);
        Assert.Equal(429, (await bed.Client.PutAsync(TestBed.Half("a", "b"), TestBed.HalfBody("b"))).Status);
    }

    [Theory]
    [InlineData(LockRule.BothVNets, 429, 429)]
    [InlineData(LockRule.LocalOnly, 429, 201)]
    [InlineData(LockRule.None, 201, 201)]
    public async Task The_rule_says_what_a_peering_write_locks(LockRule rule, int local, int remote)
    {
        using var bed = await TestBed.CreateAsync(new() { LockRule = rule });
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"), ("c", "10.2.0.0/16"));
        Assert.Equal(201, (await bed.Client.PutAsync(TestBed.Half("a", "b"), TestBed.HalfBody("b"))).Status);
        Assert.Equal(remote,
            (await bed.Client.PutAsync($"{TestBed.Network("b")}/subnets/s", Subnet.Replace("10.0.", "10.1."))).Status);
        Assert.Equal(local, (await bed.Client.PutAsync($"{TestBed.Network("a")}/subnets/s", Subnet)).Status);
        Assert.Equal(201,
            (await bed.Client.PutAsync($"{TestBed.Network("c")}/subnets/s", Subnet.Replace("10.0.", "10.2."))).Status);
    }

    [Fact]
    public async Task A_gateway_under_way_does_not_keep_its_network_from_being_peered()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody(
            "10.0.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}}]"""));
        await bed.NetworksAsync(("a", "10.1.0.0/16"));
        await bed.GatewayAsync("hub");

        Assert.Equal(201, (await bed.Client.PutAsync(
            TestBed.Half("hub", "a"), TestBed.HalfBody("a", "\"allowGatewayTransit\":true"))).Status);
    }

    [Fact]
    public async Task Many_clients_at_once_get_one_winner_a_network_and_a_whole_state()
    {
        using var bed = await TestBed.CreateAsync(new() { Throttling = new() { Writes = new(10000, 1) } });
        await bed.NetworksAsync(("a", "10.0.0.0/8"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() =>
            bed.Client.PutAsync($"{TestBed.Network("a")}/subnets/s{i}", $$$"""{"properties":{"addressPrefix":"10.{{{i}}}.0.0/16"}}"""))));

        Assert.Single(replies, r => r.Status == 201);
        Assert.Equal(49, replies.Count(r => r.Status == 429));
        bed.Settle();
        Assert.Single((await bed.ReadAsync(TestBed.Network("a")))["properties"]!["subnets"]!.AsArray());
    }
}
