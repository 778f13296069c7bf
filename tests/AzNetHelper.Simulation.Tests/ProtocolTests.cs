using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

public sealed class ProtocolTests
{
    private const string Net = ArmClient.Net;

    [Fact]
    public async Task A_write_is_201_then_200_and_Updating_until_its_operation_ends()
    {
        using var bed = await TestBed.CreateAsync();
        var created = await bed.Client.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"));
        Assert.Equal((201, "Updating", "3"), (created.Status, created.State, created.Header("Retry-After")));
        Assert.Null(created.Header("Location"));

        Assert.Equal("""{"status":"InProgress"}""", await PollAsync(bed, created));
        bed.Settle();
        Assert.Equal("""{"status":"Succeeded"}""", await PollAsync(bed, created));
        Assert.Equal("Succeeded", (await bed.Client.GetAsync(TestBed.Network("v"))).State);

        Assert.Equal(200, (await bed.Client.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
    }

    [Fact]
    public async Task The_operations_id_is_the_request_id()
    {
        using var bed = await TestBed.CreateAsync();
        var created = await bed.Client.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"));

        Assert.Contains($"/operations/{created.Header("x-ms-request-id")}?", created.Header("Azure-AsyncOperation")!,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&h=", "&h=x", 400)]
    [InlineData("api-version=2025-05-01", "api-version=2024-05-01", 400)]
    [InlineData("&t=", "&u=", 400)]
    [InlineData("/operations/", "/operations/0", 404)]
    public async Task A_status_url_must_come_back_verbatim(string part, string instead, int status)
    {
        using var bed = await TestBed.CreateAsync();
        var created = await bed.Client.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"));
        var url = created.Header("Azure-AsyncOperation")!;
        Assert.True(url.Length > 2000, "signed URLs are long");

        Assert.Equal(200, (await bed.Client.SendAsync("GET", url)).Status);
        Assert.Equal(
            status, (await bed.Client.SendAsync("GET", url.Replace(part, instead, StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task A_delete_is_202_with_two_urls_and_its_result_is_204_with_both_again()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var deleted = await bed.Client.DeleteAsync(TestBed.Network("v"));
        var (status, result) = (deleted.Header("Azure-AsyncOperation")!, deleted.Header("Location")!);
        Assert.Equal((202, null), (deleted.Status, deleted.Body));
        Assert.NotEqual(status.Split('?')[1], result.Split('?')[1]);
        Assert.Equal("Deleting", (await bed.Client.GetAsync(TestBed.Network("v"))).State);
        Assert.Equal(202, (await bed.Client.SendAsync("GET", result)).Status);

        bed.Settle();
        var ended = await bed.Client.SendAsync("GET", result);
        Assert.Equal(
            (204, status, result), (ended.Status, ended.Header("Azure-AsyncOperation"), ended.Header("Location")));
        Assert.Equal(404, (await bed.Client.GetAsync(TestBed.Network("v"))).Status);
        Assert.Equal(204, (await bed.Client.DeleteAsync(TestBed.Network("v"))).Status);
    }

    [Fact]
    public async Task Polling_a_gateway_by_Retry_After_takes_its_time_in_growing_steps()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody(
            "10.0.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/27"}}]"""));
        var start = bed.Time.GetUtcNow();
        var reply = await bed.GatewayAsync("hub");
        start = bed.Time.GetUtcNow();
        var (url, gaps) = (reply.Header("Azure-AsyncOperation")!, new List<int>());
        while (reply.Header("Retry-After") is { } wait)
        {
            gaps.Add(int.Parse(wait));
            bed.Time.Advance(TimeSpan.FromSeconds(gaps[^1]));
            reply = await bed.Client.SendAsync("GET", url);
        }

        Assert.Equal("Succeeded", (string?)reply.Body!["status"]);
        Assert.InRange(bed.Time.GetUtcNow() - start, TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(46));
        Assert.Equal([10, 10, 11, 21, 21, 40, 41, 81, 100], gaps.Take(9));
    }

    [Fact]
    public async Task Without_a_version_or_with_one_that_nobody_knows_a_request_is_refused()
    {
        using var bed = await TestBed.CreateAsync();
        var missing = await bed.Client.SendAsync("GET", TestBed.Network("v"));
        Assert.Equal((400, "MissingApiVersionParameter"), (missing.Status, missing.Code));
        var unknown = await bed.Client.GetAsync(TestBed.Network("v"), "2025-05-02");
        Assert.Equal((400, "InvalidResourceType"), (unknown.Status, unknown.Code));
        Assert.Contains("2025-05-01", unknown.Message, StringComparison.Ordinal);
        var put = await bed.Client.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"), "2020-01-01");
        Assert.Equal((400, "NoRegisteredProviderFound"), (put.Status, put.Code));
        Assert.Equal("InvalidApiVersionParameter", (await bed.Client.GetAsync("/subscriptions", "1999-01-01")).Code);
    }

    [Fact]
    public async Task A_request_needs_a_token_that_is_good()
    {
        var now = DateTimeOffset.UnixEpoch;
        using var bed = await TestBed.CreateAsync(new()
        {
            JudgeToken = t =>
                t switch
                {
                    "old" => TokenVerdict.Expired(now), "bad" => TokenVerdict.Bad,
                    "vault" => TokenVerdict.ForAnother("https://vault.azure.net", ["https://management.azure.com/"]),
                    _ => TokenVerdict.Good,
                },
        });
        foreach (var (token, code) in new[]
            { (null, "AuthenticationFailed"), ("old", "ExpiredAuthenticationToken"),
                ("bad", "InvalidAuthenticationToken"), ("vault", "InvalidAuthenticationTokenAudience") })
        {
            bed.Client.Token = token;
            var reply = await bed.Client.GetAsync("/subscriptions");
            Assert.Equal((401, code, "gateway"), (reply.Status, reply.Code, reply.Header("x-ms-failure-cause")));
            Assert.StartsWith("Bearer ", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rate_limits_count_down_by_kind_and_refill_with_time()
    {
        using var bed = await TestBed.CreateAsync(new() { Throttling = new() { Reads = new(3, 1) } });
        string[] left = [];
        for (var i = 0; i < 3; i++)
        {
            left = [.. left, (await bed.Client.GetAsync($"{Net}/virtualNetworks")).Header(
                "x-ms-ratelimit-remaining-subscription-reads")!];
        }

        Assert.Equal(["2", "1", "0"], left);
        var refused = await bed.Client.GetAsync($"{Net}/virtualNetworks");
        Assert.Equal(
            (429, "SubscriptionRequestsThrottled", "1"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.Equal(201, (await bed.Client.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await bed.Client.GetAsync($"{Net}/virtualNetworks")).Status);
    }

    [Fact]
    public async Task The_network_provider_has_a_quota_of_its_own()
    {
        using var bed = await TestBed.CreateAsync(new() { Throttling = new() { NetworkReads = new(1, 0.1) } });
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        Assert.Equal(200, (await bed.Client.GetAsync(TestBed.Network("v"))).Status);
        var refused = await bed.Client.GetAsync(TestBed.Network("v"));

        Assert.Equal((429, "RetryableError", "RetryableErrorDueToTooManyCalls"),
            (refused.Status, refused.Code, refused.DetailCode));
        Assert.Equal("10", refused.Header("Retry-After"));
    }

    [Fact]
    public async Task Lists_come_in_pages_whose_link_is_absolute()
    {
        using var bed = await TestBed.CreateAsync(new() { PageSize = 2 });
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"), ("c", "10.2.0.0/16"), ("d", "10.3.0.0/16"),
            ("e", "10.4.0.0/16"));
        foreach (var list in new[] { $"{Net}/virtualNetworks",
            $"/subscriptions/{ArmClient.Sub}/providers/Microsoft.Network/virtualNetworks" })
        {
            var names = new List<string>();
            var next = $"{list}?api-version={ArmClient.Version}";
            while (next is not null)
            {
                var page = await bed.Client.SendAsync("GET", next);
                names.AddRange(page.Body!["value"]!.AsArray().Select(v => (string)v!["name"]!));
                next = (string?)page.Body["nextLink"];
                Assert.Null(page.Header("ETag"));
                Assert.True(next is null || next.StartsWith("https://management.azure.com/", StringComparison.Ordinal));
            }

            Assert.Equal(["a", "b", "c", "d", "e"], names);
        }
    }

    [Fact]
    public async Task Paths_match_in_any_case_and_answers_are_spelled_as_the_service_does()
    {
        using var bed = await TestBed.CreateAsync();
        var odd = TestBed.Network(
            "Vnet-A").Replace("resourceGroups", "resourcegroups").Replace("virtualNetworks", "VIRTUALNETWORKS")
            .Replace("/rg1/", "/RG1/");
        var made = await bed.PutAsync(odd, """
            {"id":"/wrong","name":"wrong","location":"West Europe","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}
            """);
        Assert.Equal(201, made.Status);

        var read = await bed.Client.GetAsync(TestBed.Network("vnet-a"));
        Assert.Equal((TestBed.Network("Vnet-A"), "Vnet-A", "westeurope"),
            ((string?)read.Body!["id"], (string?)read.Body["name"], (string?)read.Body["location"]));
    }

    [Fact]
    public async Task What_is_missing_is_told_by_the_one_who_knows()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var child = await bed.Client.GetAsync($"{TestBed.Network("v")}/subnets/s");
        Assert.Equal((404, "NotFound", null), (child.Status, child.Code, child.Header("x-ms-failure-cause")));
        var parent = await bed.Client.PutAsync($"{TestBed.Network("x")}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");
        Assert.Equal((404, "ParentResourceNotFound"), (parent.Status, parent.Code));
        var group = await bed.Client.GetAsync(TestBed.Network("v").Replace("/rg1/", "/rg9/"));
        Assert.Equal((404, "ResourceGroupNotFound"), (group.Status, group.Code));
        var subscription = await bed.Client.GetAsync(TestBed.Network("v").Replace("0001/", "0009/"));
        Assert.Equal((404, "SubscriptionNotFound"), (subscription.Status, subscription.Code));
        Assert.Null(subscription.Header("x-ms-ratelimit-remaining-subscription-reads"));
        Assert.Equal(404, (await bed.Client.GetAsync(
            $"/subscriptions/{ArmClient.Sub}/providers/Microsoft.Network/virtualNetworkGateways")).Status);
    }

    [Fact]
    public async Task Tags_are_patched_at_once_and_as_a_whole()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v", "10.0.0.0/16"));
        var url = $"{TestBed.Network("v")}?api-version={ArmClient.Version}";
        await bed.Client.SendAsync("PATCH", url, """{"tags":{"a":"1"}}""");
        var patched = await bed.Client.SendAsync("PATCH", url, """{"tags":{"b":"2"}}""");

        Assert.Equal((200, "Succeeded", """{"b":"2"}"""), (patched.Status, patched.State, patched.Body!["tags"]!.ToJsonString()));
        Assert.Equal(400, (await bed.Client.SendAsync("PATCH", url, """{"properties":{}}""")).Status);
    }

    [Fact]
    public async Task A_group_goes_with_all_that_is_in_it_and_leaves_neighbours_disconnected()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        var other = ArmClient.Rg.Replace("rg1", "rg2", StringComparison.Ordinal);
        await bed.PutAsync(other, """{"location":"westeurope","tags":{"a":"b"}}""");
        var far = TestBed.Network("b").Replace("/rg1/", "/rg2/", StringComparison.Ordinal);
        await bed.PutAsync(far, TestBed.NetworkBody("10.1.0.0/16"));
        await bed.PutAsync(TestBed.Half("a", "b"), $$$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{{far}}}}"}}}""");
        await bed.PutAsync($"{far}/virtualNetworkPeerings/p", TestBed.HalfBody("a"));
        Assert.Equal(
            "Connected", (string?)(await bed.ReadAsync(TestBed.Half("a", "b")))["properties"]!["peeringState"]);

        var deleted = await bed.Client.DeleteAsync(other);
        Assert.Equal(
            (202, "15", null), (deleted.Status, deleted.Header("Retry-After"), deleted.Header("Azure-AsyncOperation")));
        Assert.Equal(
            "ResourceGroupBeingDeleted", (await bed.Client.PutAsync(far, TestBed.NetworkBody("10.1.0.0/16"))).Code);
        bed.Settle();
        Assert.Equal(200, (await bed.Client.SendAsync("GET", deleted.Header("Location")!)).Status);
        Assert.Equal("ResourceGroupNotFound", (await bed.Client.GetAsync(other)).Code);
        Assert.Equal(
            "Disconnected", (string?)(await bed.ReadAsync(TestBed.Half("a", "b")))["properties"]!["peeringState"]);
    }

    [Fact]
    public async Task The_clients_request_id_comes_back()
    {
        using var bed = await TestBed.CreateAsync();
        var reply = await bed.Client.SendAsync("GET", "/subscriptions?api-version=2022-12-01", null,
            ("x-ms-client-request-id", "mine"), ("x-ms-correlation-request-id", "theirs"));

        Assert.Equal(
            ("mine", "theirs"), (reply.Header("x-ms-client-request-id"), reply.Header("x-ms-correlation-request-id")));
        Assert.Equal(ArmClient.Sub, (string?)reply.Body!["value"]![0]!["subscriptionId"]);
    }

    private static async Task<string> PollAsync(TestBed bed, Reply reply) =>
        (await bed.Client.SendAsync("GET", reply.Header("Azure-AsyncOperation")!)).Body!.ToJsonString();
}
