using System.Collections.Concurrent;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class TraceTests
{
    private const string Canary = "canary7731";

    private static (IArm Arm, ConcurrentQueue<ArmExchange> Trace) Traced(HttpMessageHandler handler,
        TimeProvider? time = null)
    {
        var trace = new ConcurrentQueue<ArmExchange>();
        return (Open(handler, time).For(new() { Trace = trace.Enqueue }), trace);
    }

    [Fact]
    public async Task Each_exchange_is_told_once_with_its_own_id()
    {
        var server = new ScriptedServer(() => Error(503, "Busy"), () => Answer(200, "{}"));
        var (arm, trace) = Traced(server);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal([("GET", VNet, 503), ("GET", VNet, 200)], trace.Select(t => (t.Method, t.Path, t.Status)));
        Assert.Equal(server.Requests.Select(r => r.Headers["x-ms-client-request-id"]),
            trace.Select(t => t.ClientRequestId));
    }

    [Fact]
    public async Task Elapsed_is_of_the_sessions_clock()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var (arm, trace) = Traced(new ScriptedServer((_, _) =>
        {
            time.Advance(TimeSpan.FromSeconds(7));
            return Answer(200, "{}");
        }), time);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(trace).Elapsed);
    }

    [Fact]
    public async Task An_exchange_without_an_answer_says_so()
    {
        var (arm, trace) = Traced(new ScriptedServer((_, _) => throw new HttpRequestException("reset")));
        await Fails(() => arm.SendAsync(Put(), Stop));
        var exchange = Assert.Single(trace);
        Assert.Equal((0, "no answer"), (exchange.Status, exchange.Fault));
        Assert.Contains("no answer", exchange.Detail!(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_hear_of_their_own_exchanges_only()
    {
        var arm = Open(new ScriptedServer((r, _) => Answer(200, "{}")));
        var traces = Enumerable.Range(0, 50).Select(_ => new ConcurrentQueue<ArmExchange>()).ToList();
        await Task.WhenAll(traces.Select((t, i) =>
            Task.Run(() => arm.For(new() { Trace = t.Enqueue }).GetAsync($"/r/{i}", "1", Stop), Stop)));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"/r/{i}"), traces.Select(t => Assert.Single(t).Path));
    }

    [Fact]
    public async Task The_detail_shows_what_helps()
    {
        var (arm, trace) = Traced(new ScriptedServer(() => Answer(201,
            """{"name":"hub","properties":{"provisioningState":"Updating","addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"peerWeight":5,"on":true}}""",
            ("x-ms-request-id", "r-1"), ("x-ms-ratelimit-remaining-subscription-writes", "199"),
                ("Retry-After", "3"))));
        await arm.SendAsync(Put("""{"location":"westus"}""") with { IfMatch = "W/\"1\"" }, Stop);
        var detail = Assert.Single(trace).Detail!();
        foreach (var text in (string[])[$"PUT {Host}{VNet}?api-version={ApiVersion}", "If-Match: W/\"1\"",
            "\"location\": \"westus\"", "201 Created",
            "x-ms-request-id: r-1", "x-ms-ratelimit-remaining-subscription-writes: 199", "Retry-After: 3",
                "\"provisioningState\": \"Updating\"",
            "\"10.0.0.0/16\"", "\"peerWeight\": 5", "\"on\": true"])
        {
            Assert.Contains(text, detail, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Secrets =>
    [
        $$$"""{"value":"{{{Canary}}}"}""",
        $$$"""{"value":["{{{Canary}}}"]}""",
        $"\"https://x.blob.core.windows.net/p?sv=1&sig={Canary}\"",
        $"\"{Canary}\"",
        $$$"""{"properties":{"sharedKey":"{{{Canary}}}","authorizationKey":"{{{Canary}}}","serviceKey":"{{{Canary}}}","publicCertData":"{{{Canary}}}"}}""",
        $$$"""{"properties":{"radiusServerSecret":"{{{Canary}}}","aNewMemberOf2031":"{{{Canary}}}","nested":{"deep":["{{{Canary}}}"] } } }""",
        $$$"""{"tags":{"name":"{{{Canary}}}","location":"{{{Canary}}}"}}""",
        $$$"""{"nextLink":"https://management.azure.com/x?$skipToken={{{Canary}}}"}""",
        $$$"""{"status":"Failed","error":{"code":"X","message":"See https://a.b/c?api-version=1&s={{{Canary}}}&h={{{Canary}}} or Bearer {{{Canary}}}."}}""",
        $"<xml>{Canary}</xml>",
        Canary,
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task No_secret_is_shown(string body)
    {
        const string Signed = Operation + "&extra=" + Canary;
        var trace = new ConcurrentQueue<ArmExchange>();
        var server = new ScriptedServer((r, n) => n switch
        {
            0 => Answer(201, body, ("Azure-AsyncOperation", Signed), ("Location", Result + "&s=" + Canary),
                ("Set-Cookie", Canary), ("x-new", Canary)),
            1 => Answer(200, """{"status":"InProgress"}"""),
            2 => Error(403, "Forbidden", $"Bearer {Canary} https://x/y?z={Canary}"),
            _ => Answer(403, body),
        });
        var arm = new AzureArmConnector().Connect(Connection(server, new JumpingTime())
            with { AccessToken = Secret(Canary) })
            .For(new() { Trace = trace.Enqueue });
        var operation = await arm.SendAsync(Put(body), Stop);
        var error = await Fails(() => arm.WaitAsync(operation, Stop));
        var shown = string.Join('\n', trace.Select(t => $"{t}\n{t.Detail!()}"));
        Assert.NotEmpty(shown);
        Assert.DoesNotContain(Canary, shown, StringComparison.Ordinal);
        if (body != Canary)
        {
            // A page that is no JSON is quoted in the error, since it tells which proxy answered; anything else is not.
            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Canary, operation.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary,
            $"{Connection(server, TimeProvider.System) with { AccessToken = Secret(Canary) }}",
                StringComparison.Ordinal);
        Assert.Contains("Azure-AsyncOperation: " + Host, shown, StringComparison.Ordinal);
        Assert.Contains("api-version=2023-09-01", shown, StringComparison.Ordinal);
        Assert.Contains("Authorization: ***", shown, StringComparison.Ordinal);
    }
}
