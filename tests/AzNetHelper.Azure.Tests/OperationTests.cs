using AzNetHelper.Arm;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.OperationAnswers;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class OperationTests
{
    [Fact]
    public async Task A_signed_status_url_is_followed_byte_for_byte_and_a_put_ends_with_a_read_of_the_resource()
    {
        var server = new ScriptedServer(Accepted(("Azure-AsyncOperation", Operation), ("Retry-After", "3")),
            InProgress, Succeeded,
            Resource("Succeeded"));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        Assert.False(operation.IsFinal);
        Assert.Equal(Operation, operation.StatusUri!.OriginalString);
        var answer = await arm.WaitAsync(operation, Stop);
        Assert.Equal([Operation, Operation, $"{Host}{VNet}?api-version={ApiVersion}"],
            server.Requests.Skip(1).Select(r => r.Url));
        Assert.Equal((200, "W/\"2\""), (answer.Status, answer.ETag));
        Assert.Contains("Succeeded", Text(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_url_that_was_stored_meanwhile_is_still_followed_byte_for_byte()
    {
        var server = new ScriptedServer(Succeeded, Resource("Succeeded"));
        var stored = new ArmOperation(ArmVerb.Put, VNet, ApiVersion, 201) { StatusUri = new(Operation) };
        await Open(server).WaitAsync(stored, Stop);
        Assert.Equal(Operation, server.Requests[0].Url);
    }

    [Fact]
    public async Task Retry_after_is_heeded_on_the_first_answer_and_on_each_poll()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer(
            Accepted(("Azure-AsyncOperation", Operation), ("Retry-After", "3")),
            () => Answer(200, """{"status":"InProgress"}""", ("Retry-After", "20")),
            () => Answer(200, """{"status":"InProgress"}""", ("Retry-After", "0")),
            InProgress,
            Succeeded,
            Resource("Succeeded"));
        var arm = Open(server, time);
        await arm.WaitAsync(await arm.SendAsync(Put(), Stop), Stop);
        Assert.Equal([3, 20, 1, 10], time.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_resumed_wait_looks_at_once()
    {
        var time = new JumpingTime();
        var stored = new ArmOperation(ArmVerb.Put, VNet, ApiVersion, 201)
        {
            StatusUri = new(Operation), RetryAfter = TimeSpan.FromSeconds(100),
                StartedAt = JumpingTime.Start.AddHours(-1),
        };
        await Open(new ScriptedServer(Succeeded, Resource("Succeeded")), time).WaitAsync(stored, Stop);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task A_delete_ends_with_its_result_and_an_empty_204()
    {
        var server = new ScriptedServer(
            () => Answer(202, null, ("Azure-AsyncOperation", Operation), ("Location", Result)), Succeeded,
            () => Answer(204, null, ("Azure-AsyncOperation", Operation), ("Location", Result)));
        var arm = Open(server);
        var answer = await arm.WaitAsync(await arm.SendAsync(Delete(), Stop), Stop);
        Assert.Equal([Operation, Result], server.Requests.Skip(1).Select(r => r.Url));
        Assert.Equal((204, 0), (answer.Status, answer.Body.Length));
    }

    [Fact]
    public async Task A_delete_whose_result_is_gone_already_has_succeeded()
    {
        var server = new ScriptedServer(() => Answer(202, null, ("Azure-AsyncOperation", Operation),
            ("Location", Result)), Succeeded,
            () => Error(404, "NotFound"));
        var arm = Open(server);
        Assert.Equal(204, (await arm.WaitAsync(await arm.SendAsync(Delete(), Stop), Stop)).Status);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    public async Task A_delete_that_is_done_at_once_needs_no_poll(int status)
    {
        var server = new ScriptedServer(() => Answer(status));
        var arm = Open(server);
        var operation = await arm.SendAsync(Delete(), Stop);
        Assert.True(operation.IsFinal);
        Assert.Equal(204, (await arm.WaitAsync(operation, Stop)).Status);
    }

    [Fact]
    public async Task A_post_with_location_alone_is_polled_there_until_its_value_comes()
    {
        var server = new ScriptedServer(
            () => Answer(202, "null", ("Location", Result)),
            () => Answer(202, "null", ("Location", Result), ("Azure-AsyncOperation", Operation)),
            () => Answer(202, null, ("Location", Result + "&n=2")),
            () => Answer(200, "\"https://x/y\"", ("Location", Result)));
        var arm = Open(server);
        var answer = await arm.WaitAsync(await arm.SendAsync(Post(), Stop), Stop);
        Assert.Equal("\"https://x/y\"", Text(answer.Body));
        Assert.Equal([Result, Result, Result + "&n=2"], server.Requests.Skip(1).Select(r => r.Url));
    }

    [Fact]
    public async Task A_post_with_both_urls_takes_its_value_from_location()
    {
        var server = new ScriptedServer(
            () => Answer(202, null, ("Location", Result), ("Azure-AsyncOperation", Operation)),
            () => Answer(200, """{"status":"Succeeded","properties":{}}"""),
            () => Answer(202, "null"),
            () => Answer(200, "null"));
        var arm = Open(server);
        Assert.Equal("null", Text((await arm.WaitAsync(await arm.SendAsync(Post(), Stop), Stop)).Body));
        Assert.Equal([Operation, Result, Result], server.Requests.Skip(1).Select(r => r.Url));
    }

    [Fact]
    public async Task A_post_that_answers_at_once_is_final()
    {
        var arm = Open(new ScriptedServer(() => Answer(200, """{"value":[]}""", ("Location", Result))));
        var operation = await arm.SendAsync(Post("getBgpPeerStatus"), Stop);
        Assert.True(operation.IsFinal);
        Assert.Equal("""{"value":[]}""", Text((await arm.WaitAsync(operation, Stop)).Body));
    }

    [Fact]
    public async Task Without_headers_the_resource_itself_is_polled()
    {
        var server = new ScriptedServer(Accepted(), Resource("Updating"), Resource("Succeeded"));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        Assert.False(operation.IsFinal);
        Assert.Contains("Succeeded", Text((await arm.WaitAsync(operation, Stop)).Body), StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_delete_without_headers_waits_until_the_resource_is_gone()
    {
        var server = new ScriptedServer(() => Answer(202), Resource("Deleting"), () => Error(404, "ResourceNotFound"));
        var arm = Open(server);
        Assert.Equal(204, (await arm.WaitAsync(await arm.SendAsync(Delete(), Stop), Stop)).Status);
    }

    [Theory]
    [InlineData("Failed", "VnetAddressSpacesOverlap")]
    [InlineData("Canceled", "Canceled")]
    public async Task A_failure_comes_from_the_status_body(string state, string code)
    {
        var body = $$$"""{"status":"{{{state}}}","error":{"code":"{{{code}}}","message":"Why.","details":[{"code":"Inner","message":"More."}]}}""";
        var server = new ScriptedServer(Accepted(("Azure-AsyncOperation", Operation)), () =>
            Answer(200, body, ("x-ms-request-id", "r-1")));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        var error = await Fails(() => arm.WaitAsync(operation, Stop));
        Assert.Equal((200, code, "Why.", "r-1", false), (error.Status, error.Code, error.Message, error.RequestId,
            error.MayHaveTakenEffect));
        Assert.True(error.Is("Inner"));
    }

    [Fact]
    public async Task A_cancelled_operation_without_an_error_is_called_so()
    {
        var server = new ScriptedServer(Accepted(("Azure-AsyncOperation", Operation)), () =>
            Answer(200, """{"status":"Canceled"}"""));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        Assert.Equal("Canceled", (await Fails(() => arm.WaitAsync(operation, Stop))).Code);
    }

    [Theory]
    [InlineData("https://westus.network.azure.com/subscriptions/s/operations/1?api-version=1")]
    [InlineData("https://evil.example/")]
    public async Task A_status_url_on_another_host_gets_no_token(string url)
    {
        var server = new ScriptedServer(Accepted(("Azure-AsyncOperation", url)));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        var error = await Fails(() => arm.WaitAsync(operation, Stop));
        Assert.Equal(("ForeignHostRefused", true), (error.Code, error.MayHaveTakenEffect));
        Assert.Contains(new Uri(url).Host, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_later_poll_does_not_lead_elsewhere_either()
    {
        var server = new ScriptedServer(() => Answer(202, "null", ("Location", Result)), () =>
            Answer(202, "null", ("Location", "https://evil.example/")));
        var arm = Open(server);
        var operation = await arm.SendAsync(Post(), Stop);
        Assert.Equal("ForeignHostRefused", (await Fails(() => arm.WaitAsync(operation, Stop))).Code);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Stopping_ends_a_wait_at_once()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var arm = Open(new ScriptedServer(Accepted(("Azure-AsyncOperation", Operation))), time);
        var wait = arm.WaitAsync(await arm.SendAsync(Put(), Stop), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
