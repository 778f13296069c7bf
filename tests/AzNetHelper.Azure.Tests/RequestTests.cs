using AzNetHelper.Arm;
using AzNetHelper.Azure;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task A_get_carries_token_version_agent_and_a_client_request_id()
    {
        var server = new ScriptedServer(() => Answer(200, "{\"name\":\"hub\"}", ("ETag", "W/\"1\"")));
        var answer = await Open(server).GetAsync(VNet, ApiVersion, Stop);
        var sent = Assert.Single(server.Requests);
        Assert.Equal($"GET {Host}{VNet}?api-version={ApiVersion}", sent.ToString());
        Assert.Equal("Bearer the-token", sent.Headers["Authorization"]);
        Assert.Equal("AzNetHelper/0.1.0", sent.Headers["User-Agent"]);
        Assert.Equal("application/json", sent.Headers["Accept"]);
        Assert.True(Guid.TryParse(sent.Headers["x-ms-client-request-id"], out _));
        Assert.Equal((200, "{\"name\":\"hub\"}", "W/\"1\""), (answer.Status, Text(answer.Body), answer.ETag));
    }

    [Fact]
    public async Task A_write_carries_its_body_etag_and_query()
    {
        var server = new ScriptedServer(() => Answer(200, "{}"));
        var write = Put("{\"a\":\"é\"}") with { IfMatch = "W/\"7\"", Query = "syncRemoteAddressSpace=true" };
        await Open(server).SendAsync(write, Stop);
        var sent = Assert.Single(server.Requests);
        Assert.Equal($"PUT {Host}{VNet}?api-version={ApiVersion}&syncRemoteAddressSpace=true", sent.ToString());
        Assert.Equal("W/\"7\"", sent.Headers["If-Match"]);
        Assert.Equal("application/json; charset=utf-8", sent.Headers["Content-Type"]);
        Assert.Equal("{\"a\":\"é\"}", sent.Body);
    }

    [Fact]
    public async Task Each_attempt_has_a_client_request_id_of_its_own()
    {
        var server = new ScriptedServer(() => Error(503, "Busy"), () => Answer(200, "{}"));
        await Open(server).GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(2, server.Requests.Select(r => r.Headers["x-ms-client-request-id"]).Distinct().Count());
    }

    [Theory]
    [InlineData("/subscriptions/s/resourceGroups/a b", "/subscriptions/s/resourceGroups/a%20b?api-version=1")]
    [InlineData("/subscriptions/s/resourceGroups/a#b", "/subscriptions/s/resourceGroups/a%23b?api-version=1")]
    [InlineData("subscriptions", "/subscriptions?api-version=1")]
    [InlineData("/subscriptions?$filter=x", "/subscriptions?$filter=x&api-version=1")]
    [InlineData("@evil.example/x", "/@evil.example/x?api-version=1")]
    [InlineData("//evil.example/x", "//evil.example/x?api-version=1")]
    public async Task A_path_stays_below_the_endpoint(string path, string wire)
    {
        var server = new ScriptedServer(() => Answer(200, "{}"));
        await Open(server).GetAsync(path, "1", Stop);
        Assert.Equal(Host + wire, Assert.Single(server.Requests).Url);
    }

    [Fact]
    public void An_endpoint_without_https_is_refused() =>
        Assert.Equal("EndpointNotHttps", Assert.Throws<ArmException>(() =>
        new AzureArmConnector().Connect(Connection(null, TimeProvider.System)
            with { Endpoint = new("http://localhost:1") })).Code);

    [Fact]
    public async Task A_query_is_a_post_that_is_retried_like_a_read()
    {
        var server = new ScriptedServer(() => Error(500, "InternalServerError"), () => Answer(200, "{\"count\":1}"));
        var answer = await Open(server).QueryAsync("/providers/Microsoft.ResourceGraph/resources", "2024-04-01",
            Utf8("{\"query\":\"x\"}"), Stop);
        Assert.Equal("{\"count\":1}", Text(answer.Body));
        Assert.All(server.Requests, r => Assert.Equal(("POST", "{\"query\":\"x\"}"), (r.Method, r.Body)));
    }

    [Fact]
    public async Task A_list_follows_next_links_byte_for_byte()
    {
        const string Next = Host + VNet + "/subnets?$skipToken=a%2Db%7E==&api-version=2020-01-01";
        var server = new ScriptedServer(
            () => Answer(200, $$"""{"value":[1],"nextLink":"{{Next}}"}"""),
            () => Answer(200, """{"value":[2],"nextLink":null}"""));
        var pages = await Open(server).ListAsync(VNet + "/subnets", ApiVersion, Stop).CollectAsync(Stop);
        Assert.Equal(2, pages.Count);
        Assert.Equal(Next, server.Requests[1].Url);
    }

    [Fact]
    public async Task A_list_that_goes_in_circles_ends_with_an_error()
    {
        var server = new ScriptedServer((r, _) =>
            Answer(200, $$"""{"value":[],"nextLink":"{{Host}}/x?page={{(r.Url.EndsWith('2') ? 3 : 2)}}"}"""));
        var error = await Fails(async () => await Open(server).ListAsync("/x", "1", Stop).CollectAsync(Stop));
        Assert.Equal("PagingLoop", error.Code);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("https://westus.network.azure.com/x")]
    [InlineData("http://management.azure.com/x")]
    [InlineData("https://management.azure.com:8443/x")]
    [InlineData("https://management.azure.com.evil.example/x")]
    [InlineData("https://me@management.azure.com/x")]
    [InlineData("https://management.azure.com@evil.example/x")]
    public async Task The_token_goes_to_no_other_host(string next)
    {
        var server = new ScriptedServer(() => Answer(200, $$"""{"value":[],"nextLink":"{{next}}"}"""));
        var error = await Fails(async () => await Open(server).ListAsync("/x", "1", Stop).CollectAsync(Stop));
        Assert.Equal("ForeignHostRefused", error.Code);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_page_that_is_no_json_is_said_to_come_from_elsewhere()
    {
        var server = new ScriptedServer(() => Answer(200, "<html>log in</html>"));
        var error = await Fails(async () => await Open(server).ListAsync("/x", "1", Stop).CollectAsync(Stop));
        Assert.Equal("UnreadableAnswer", error.Code);
    }

    [Fact]
    public async Task A_thousand_reads_side_by_side_all_get_their_own_answer()
    {
        var server = new ScriptedServer((r, n) => n % 7 == 0 ? Error(429, "SubscriptionRequestsThrottled")
            : Answer(200, $"\"{r.Path}\""));
        var arm = Open(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(i => arm.For(new ArmCaller()).GetAsync($"/r/{i}", "1", Stop)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"\"/r/{i}\""), answers.Select(a => Text(a.Body)));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var server = new ScriptedServer(() => Answer(302, null, ("Location", "https://evil.example/")));
        var error = await Fails(() => Open(server).GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal(302, error.Status);
        Assert.Single(server.Requests);
    }
}
