using System.Globalization;
using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class RetryTests
{
    private static readonly Func<HttpResponseMessage> Ok = () => Answer(200, "{}");

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated(int status)
    {
        var server = new ScriptedServer(() => Error(status, "X"), () => Error(status, "X"), Ok);
        await Open(server).GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task A_read_that_was_refused_is_not(int status)
    {
        var server = new ScriptedServer(() => Error(status, "X"));
        Assert.Equal(status, (await Fails(() => Open(server).GetAsync(VNet, ApiVersion, Stop))).Status);
    }

    public static TheoryData<string, string, double> Asked => new()
    {
        { "Retry-After", "17", 17 },
        { "Retry-After", "Mon, 01 Mar 2027 08:00:42 GMT", 42 },
        { "retry-after-ms", "1500", 1.5 },
        { "x-ms-retry-after-ms", "2500", 2.5 },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task The_service_says_how_long_to_wait(string header, string value, double seconds)
    {
        var time = new JumpingTime();
        var server = new ScriptedServer(() => Error(429, "X", "No.", (header, value)), Ok);
        await Open(server, time).GetAsync(VNet, ApiVersion, Stop);
        Assert.InRange(time.Elapsed.TotalSeconds, seconds, seconds * 1.11);
    }

    [Fact]
    public async Task Queries_wait_for_their_quota_and_nothing_else_does()
    {
        var time = new JumpingTime();
        var left = new Queue<string>(["1", "0", "14", "7"]);
        var server = new ScriptedServer((request, _) => request.Url.Contains("ResourceGraph", StringComparison.Ordinal)
            ? Answer(200, "{}", ("x-ms-user-quota-remaining", left.Dequeue()), ("x-ms-user-quota-resets-after", "00:00:04"))
            : Answer(200, "{}"));
        var arm = Open(server, time);
        await QueryAsync();
        await QueryAsync();
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        await QueryAsync();
        Assert.Equal(TimeSpan.FromSeconds(4), time.Elapsed);
        await QueryAsync();
        Assert.Equal(TimeSpan.FromSeconds(4), time.Elapsed);
        Assert.Equal(5, server.Requests.Count);

        Task QueryAsync() => arm.QueryAsync("/providers/Microsoft.ResourceGraph/resources", ApiVersion, "{}"u8.ToArray(), Stop);
    }

    // Whoever knows the size of the quota starts no more than that at once when it is full again.
    [Fact]
    public void A_new_window_of_queries_begins_with_the_announced_quota()
    {
        var (quota, now) = (new QueryQuota(), JumpingTime.Start);
        Assert.Equal(TimeSpan.Zero, quota.Take(now));
        quota.Announce(name => name.EndsWith("remaining", StringComparison.Ordinal) ? "2" : "00:00:04", now);
        quota.End();
        for (var window = 0; window < 3; window++, now += TimeSpan.FromSeconds(4))
        {
            Assert.Equal(window == 0 ? 2 : 3, Enumerable.Range(0, 8).Count(_ => quota.Take(now) == TimeSpan.Zero));
            Assert.Equal(TimeSpan.FromSeconds(1), quota.Take(now + TimeSpan.FromSeconds(3)));
        }
    }

    // Recorded: the service counts these POSTs as reads (recorded-behaviour 7.5), and another one as a write.
    [Theory]
    [InlineData("listNetworkManagerEffectiveConnectivityConfigurations", true)]
    [InlineData("listActiveConnectivityConfigurations", true)]
    [InlineData("listDeploymentStatus", false)]
    public async Task Questions_by_post_wait_for_the_budget_that_they_are_taken_from(string action, bool isRead)
    {
        var time = new JumpingTime();
        var left = new Queue<string>(["250", "0", "0"]);
        var server = new ScriptedServer((_, _) => Answer(200, "{}", ("x-ms-ratelimit-remaining-subscription-reads", left.Dequeue())));
        var arm = Open(server, time);
        for (var i = 0; i < 3; i++)
        {
            await arm.QueryAsync($"{VNet}/{action}", ApiVersion, "{}"u8.ToArray(), Stop);
        }

        // A tenth of 250 comes back in a second.
        Assert.Equal(isRead ? TimeSpan.FromSeconds(1) : TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task A_date_counts_from_the_servers_own_clock()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer(
            () => Error(503, "X", "No.", ("Retry-After", "Fri, 01 Jan 2021 00:00:20 GMT"),
                ("Date", "Fri, 01 Jan 2021 00:00:00 GMT")), Ok);
        await Open(server, time).GetAsync(VNet, ApiVersion, Stop);
        Assert.InRange(time.Elapsed.TotalSeconds, 20, 22);
    }

    [Fact]
    public async Task Repeating_ends()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer((_, _) => Error(503, "Busy"));
        var error = await Fails(() => Open(server, time).GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal((503, "Busy"), (error.Status, error.Code));
        Assert.InRange(server.Requests.Count, 5, 10);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_wait_beyond_the_budget_is_left_to_the_caller()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer(() => Error(429, "X", "No.", ("Retry-After", "900")));
        var error = await Fails(() => Open(server, time).GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal(TimeSpan.FromSeconds(900), error.RetryAfter);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task The_seed_decides_the_jitter()
    {
        async Task<List<TimeSpan>> Waits(int seed)
        {
            var time = new JumpingTime();
            var server = new ScriptedServer((_, n) => n < 4 ? Error(500, "X") : Ok());
            var arm = new Azure.AzureArmConnector().Connect(Connection(server, time) with { JitterSeed = seed });
            await arm.GetAsync(VNet, ApiVersion, Stop);
            return time.Waits;
        }

        Assert.Equal(await Waits(1), await Waits(1));
        Assert.NotEqual(await Waits(1), await Waits(2));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_throttled_write_goes_to_the_caller_with_the_time_asked_for(string verb)
    {
        var server = new ScriptedServer(() => Error(429, "SubscriptionRequestsThrottled", "No.", ("Retry-After", "5")));
        var error = await Fails(() => Open(server).SendAsync(Put() with { Verb = Enum.Parse<ArmVerb>(verb, ignoreCase: true) }, Stop));
        Assert.Equal((429, TimeSpan.FromSeconds(5), false), (error.Status, error.RetryAfter, error.MayHaveTakenEffect));
        Assert.Equal([verb], server.Requests.Select(r => r.Method));
    }

    [Theory]
    [InlineData("PUT", "subscription-writes", "199", 199)]
    [InlineData("POST", "subscription-writes", "0", 0)]
    [InlineData("DELETE", "subscription-deletes", "17", 17)]
    [InlineData("DELETE", "subscription-writes", "17", null)]
    [InlineData("PUT", "subscription-global-writes", "2999", 2999)]
    [InlineData("PUT", "tenant-writes", "5", 5)]
    [InlineData("PUT", "subscription-writes", "Microsoft.Network/x;5", null)]
    [InlineData("PUT", "subscription-writes", "-3", null)]
    public async Task The_rest_of_the_budget_is_told(string verb, string scope, string text, int? expected)
    {
        var server = new ScriptedServer(() => Answer(200, "{}", ($"x-ms-ratelimit-remaining-{scope}", text)));
        var operation = await Open(server).SendAsync(Put() with { Verb = Enum.Parse<ArmVerb>(verb, ignoreCase: true) }, Stop);
        Assert.Equal(expected, operation.Remaining);
    }

    [Fact]
    public async Task The_least_of_the_announced_budgets_counts()
    {
        var server = new ScriptedServer(() => Answer(200, "{}", ("x-ms-ratelimit-remaining-subscription-global-writes", "2000"),
            ("x-ms-ratelimit-remaining-tenant-writes", "12"), ("x-ms-ratelimit-remaining-subscription-writes", "150")));
        Assert.Equal(12, (await Open(server).SendAsync(Put(), Stop)).Remaining);
    }

    [Theory]
    [InlineData(409, "AnotherOperationInProgress", false)]
    [InlineData(412, "PreconditionFailed", false)]
    [InlineData(429, "RetryableError", false)]
    [InlineData(400, "ReferencedResourceNotProvisioned", false)]
    [InlineData(408, "RequestTimeout", true)]
    [InlineData(500, "InternalServerError", true)]
    [InlineData(503, "ServiceUnavailable", true)]
    public async Task Every_other_refused_write_goes_to_the_caller(int status, string code, bool mayHave)
    {
        var server = new ScriptedServer(() => Error(status, code, "No.", ("Retry-After", "3")));
        var error = await Fails(() => Open(server).SendAsync(Put(), Stop));
        Assert.Equal((status, code, mayHave, TimeSpan.FromSeconds(3)),
            (error.Status, error.Code, error.MayHaveTakenEffect, error.RetryAfter));
        Assert.Equal($"PUT {VNet}", error.Request);
    }

    [Fact]
    public async Task Throttling_whose_detail_names_a_lock_goes_to_the_caller()
    {
        const string Body = """{"Error":{"Code":"TooMany","Details":[{"Code":"RetryableErrorDueToAnotherOperation","Message":"m"}]}}""";
        var server = new ScriptedServer(() => Answer(429, Body));
        Assert.True((await Fails(() => Open(server).SendAsync(Put(), Stop)))
            .Is("RetryableErrorDueToAnotherOperation"));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_sent_once_and_says_that_it_may_have_happened()
    {
        var server = new ScriptedServer((_, _) => throw new HttpRequestException("The connection was reset."));
        var error = await Fails(() => Open(server).SendAsync(Put(), Stop));
        Assert.Equal((0, "NoAnswer", true), (error.Status, error.Code, error.MayHaveTakenEffect));
        Assert.Single(server.Requests);
        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_whose_answer_breaks_off_says_so_too(bool seekable)
    {
        var server = new ScriptedServer(() => new HttpResponseMessage(HttpStatusCode.Created)
        {
            Content = new StreamContent(new BrokenStream(seekable)),
        });
        var error = await Fails(() => Open(server).SendAsync(Put(), Stop));
        Assert.Equal(("NoAnswer", true), (error.Code, error.MayHaveTakenEffect));
    }

    [Fact]
    public async Task An_answer_from_memory_is_read_like_any_other()
    {
        var server = new ScriptedServer(() => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new BufferedStream(new MemoryStream("{\"a\":1}"u8.ToArray()))),
        });
        Assert.Equal("{\"a\":1}", Text((await Open(server).GetAsync(VNet, ApiVersion, Stop)).Body));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public async Task A_write_that_never_left_is_sent_again(HttpRequestError error)
    {
        var server = new ScriptedServer((_, n) => n == 0
            ? throw new HttpRequestException(error, "Not connected.")
            : Answer(200, "{}"));
        await Open(server).SendAsync(Put(), Stop);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_can_never_leave_has_not_taken_effect()
    {
        var server = new ScriptedServer((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError,
            "Refused."));
        var error = await Fails(() => Open(server).SendAsync(Put(), Stop));
        Assert.Equal(("NoAnswer", false), (error.Code, error.MayHaveTakenEffect));
    }

    [Fact]
    public async Task A_read_survives_lost_answers()
    {
        var server = new ScriptedServer((_, n) => n switch
        {
            0 => throw new HttpRequestException("reset"),
            1 => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream(false)) },
            2 => throw new TaskCanceledException("the handler gave up"),
            _ => Ok(),
        });
        Assert.Equal(200, (await Open(server).GetAsync(VNet, ApiVersion, Stop)).Status);
    }

    [Fact]
    public async Task Stopping_ends_a_wait_between_attempts_at_once()
    {
        // This clock never moves: only the cancellation can end the wait.
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var sent = new TaskCompletionSource();
        var server = new ScriptedServer((_, _) =>
        {
            sent.SetResult();
            return Error(503, "Busy", "No.", ("Retry-After", 60.ToString(CultureInfo.InvariantCulture)));
        });
        var read = Open(server, time).GetAsync(VNet, ApiVersion, stop.Token);
        await sent.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task Stopping_ends_a_request_in_flight_at_once()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var server = new HangingServer();
        var read = Open(server).GetAsync(VNet, ApiVersion, stop.Token);
        await server.Reached;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private sealed class HangingServer : HttpMessageHandler
    {
        private readonly TaskCompletionSource reached = new();

        public Task Reached => reached.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
            CancellationToken cancellationToken)
        {
            reached.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private sealed class BrokenStream(bool seekable) : MemoryStream([1, 2, 3])
    {
        public override bool CanSeek => seekable;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was closed.");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count,
            CancellationToken cancellationToken) =>
            throw new IOException("The connection was closed.");

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new IOException("The connection was closed.");

        public override int Read(Span<byte> buffer) => throw new IOException("The connection was closed.");
    }
}
