using System.Globalization;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using global::Azure.Core;
using global::Azure.Identity;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class TokenTests
{
    private static readonly DateTimeOffset Start = JumpingTime.Start;

    private static IArm Open(HttpMessageHandler handler, TimeProvider time, TokenCredential credential,
        Func<ArmConnection, ArmConnection>? with = null) =>
        new AzureArmConnector(Environment.GetEnvironmentVariable, (_, _) => credential).Connect(
            (with ?? (c => c))(Connection(handler, time) with { SignIn = SignIn.Default, AccessToken = null }));

    private static HttpResponseMessage WrongTenant(string right) => Error(401, "InvalidAuthenticationTokenTenant", "Wrong issuer.",
        ("WWW-Authenticate", $"Bearer authorization_uri=\"https://login.windows.net/{right}\", error=\"invalid_token\""));

    private static ScriptedCredential Lasting(TimeProvider time, TimeSpan life) =>
        new((_, n) => new($"token-{n}", time.GetUtcNow() + life));

    [Fact]
    public async Task A_token_of_ten_minutes_is_renewed_through_a_wait_of_forty_five()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer((sent, _) =>
        {
            // The token's text is its end.
            var end = DateTimeOffset.Parse(sent.Headers["Authorization"]["Bearer ".Length..],
                CultureInfo.InvariantCulture);
            return end <= time.GetUtcNow() ? Error(401, "ExpiredAuthenticationToken")
                : sent.Method == "PUT" ? Answer(201, "{}", ("Azure-AsyncOperation", Operation), ("Retry-After", "10"))
                : sent.Url != Operation ? Answer(200, "{}")
                : time.Elapsed < TimeSpan.FromMinutes(45) ? Answer(200, """{"status":"InProgress"}""",
                    ("Retry-After", "10"))
                : Answer(200, """{"status":"Succeeded"}""");
        });
        var fetched = 0;
        var caller = new ArmCaller
        {
            Token = (scope, tenant, _) =>
            {
                Assert.Equal(("https://management.azure.com/.default", "t1"), (scope, tenant));
                fetched++;
                var end = time.GetUtcNow().AddMinutes(10);
                return Task.FromResult(new ArmToken(end.ToString("O", CultureInfo.InvariantCulture), end));
            },
        };
        var arm = new AzureArmConnector()
            .Connect(Connection(server, time) with { SignIn = SignIn.Caller, AccessToken = null, TenantId = "t1" })
                .For(caller);
        var answer = await arm.WaitAsync(await arm.SendAsync(Put(), Stop), Stop);
        Assert.Equal(200, answer.Status);
        Assert.InRange(time.Elapsed.TotalMinutes, 45, 46);
        Assert.InRange(fetched, 5, 10);
    }

    [Fact]
    public async Task A_brought_token_ends_the_wait_before_it_ends_itself()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer((sent, _) => sent.Method == "PUT"
            ? Answer(201, "{}", ("Azure-AsyncOperation", Operation))
            : Answer(200, """{"status":"InProgress"}""", ("Retry-After", "30")));
        var arm = new AzureArmConnector().Connect(Connection(server, time)
            with { AccessTokenExpiresOn = Start.AddMinutes(30) });
        var operation = await arm.SendAsync(Put(), Stop);
        var error = await Fails(() => arm.WaitAsync(operation, Stop));
        Assert.Equal("TokenExpiresSoon", error.Code);
        Assert.InRange(time.Elapsed.TotalMinutes, 28, 29);
        Assert.Contains("Wait-AzNetOperation", error.Message, StringComparison.Ordinal);
        Assert.Contains("2027-03-01 08:30:00Z", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_brought_token_that_has_ended_is_not_sent()
    {
        var server = new ScriptedServer();
        var arm = new AzureArmConnector().Connect(Connection(server, new JumpingTime())
            with { AccessTokenExpiresOn = Start });
        var error = await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal((401, "ExpiredAuthenticationToken"), (error.Status, error.Code));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_401_for_a_brought_token_keeps_arms_own_code()
    {
        var server = new ScriptedServer(() => Error(401, "InvalidAuthenticationToken", "The access token is invalid.",
            ("WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"")));
        var error = await Fails(() => Arms.Open(server).GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal((401, "InvalidAuthenticationToken"), (error.Status, error.Code));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("")]
    public async Task A_challenge_of_continuous_access_is_answered_with_its_claims(string padding)
    {
        const string Claims = """{"access_token":{"nbf":{"essential":true,"value":"1"}}}""";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims)).TrimEnd('=') + padding;
        var time = new JumpingTime();
        var credential = Lasting(time, TimeSpan.FromHours(1));
        var server = new ScriptedServer(
            () => Error(401, "InvalidAuthenticationToken", "Revoked.", ("WWW-Authenticate",
                $"Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common\", error=\"insufficient_claims\", claims=\"{encoded}\"")),
            () => Answer(200, "{}"), () => Answer(200, "{}"));
        var arm = Open(server, time, credential);
        await arm.SendAsync(Put("{\"a\":1}"), Stop);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(["Bearer token-0", "Bearer token-1", "Bearer token-1"],
            server.Requests.Select(r => r.Headers["Authorization"]));
        Assert.Equal("{\"a\":1}", server.Requests[1].Body);
        Assert.Equal([null, Claims], credential.Asked.Select(a => a.Claims));
        Assert.All(credential.Asked, a => Assert.True(a.IsCaeEnabled));
    }

    [Fact]
    public async Task A_second_challenge_goes_to_the_caller()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer((_, _) => Error(401, "InvalidAuthenticationToken", "Revoked.",
            ("WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"")));
        var error = await Fails(() => Open(server, time, Lasting(time, TimeSpan.FromHours(1)))
            .GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal("InvalidAuthenticationToken", error.Code);
        Assert.InRange(server.Requests.Count, 2, 3);
    }

    // Where nobody knows whose a subscription is, the tokens of all go along: one of them is right.
    [Fact]
    public async Task Tokens_of_other_tenants_go_along_with_writes_that_refer_elsewhere()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) =>
            new($"for-{context.TenantId}", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((_, _) => Answer(200, "{}"));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = ["a", "b"] });
        var refers = Put("""{"properties":{"remoteVirtualNetwork":{"id":"/subscriptions/s-9/resourceGroups/r"}}}""");
        await arm.SendAsync(refers, Stop);
        await arm.SendAsync(refers, Stop);
        await arm.SendAsync(Put(), Stop);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        await arm.QueryAsync($"{VNet}/question", ApiVersion, refers.Body, Stop);
        Assert.All(server.Requests, r => Assert.Equal("Bearer for-home", r.Headers["Authorization"]));
        Assert.All(server.Requests.Take(2), r => Assert.Equal("Bearer for-a, Bearer for-b", r.Headers["x-ms-authorization-auxiliary"]));
        Assert.All(server.Requests.Skip(2), r => Assert.DoesNotContain("x-ms-authorization-auxiliary", r.Headers.Keys));
        Assert.Equal(3, credential.Asked.Count);
    }

    [Fact]
    public async Task Each_tenant_lists_its_subscriptions_and_serves_them()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => new($"for-{context.TenantId}", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((sent, _) => (sent.Headers["Authorization"], sent.Url.Contains("page=2", StringComparison.Ordinal)) switch
        {
            _ when !sent.Url.StartsWith($"{Host}/subscriptions?", StringComparison.Ordinal) => Answer(200, "{}"),
            ("Bearer for-home", false) => Answer(200,
                $$"""{"value":[{"subscriptionId":"s-1"}],"nextLink":"{{Host}}/subscriptions?api-version=2022-12-01&page=2"}"""),
            ("Bearer for-home", true) => Answer(200, """{"value":[{"subscriptionId":"s-managed"}]}"""),
            _ => Answer(200, """{"value":[{"subscriptionId":"s-2"},{"subscriptionId":"S-MANAGED"}]}"""),
        });
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = ["a", "HOME"] });
        var pages = await arm.ListAsync("/subscriptions", "2022-12-01", Stop).CollectAsync(Stop);
        Assert.Equal("""{"value":[{"subscriptionId":"s-2"}]}""", Text(pages[^1].Body));
        Assert.Equal(3, pages.Count);
        Assert.Equal([["s-1", "s-managed", "s-7"], ["s-2"]], arm.ByTenant(["s-1", "s-2", "s-managed", "s-7"]));

        await arm.GetAsync("/subscriptions/S-2/resourceGroups/r", ApiVersion, Stop);
        await arm.GetAsync("/subscriptions/s-managed/resourceGroups/r", ApiVersion, Stop);
        await arm.QueryAsync("/providers/Microsoft.ResourceGraph/resources", ApiVersion, Utf8("""{"subscriptions":["s-2"]}"""), Stop);
        await arm.SendAsync(new(ArmVerb.Put, "/subscriptions/s-2/resourceGroups/r", ApiVersion)
        {
            Body = Utf8("""{"a":{"id":"/subscriptions/s-2/x"},"b":"/subscriptions/s-1/y"}"""),
        }, Stop);
        Assert.Equal(["Bearer for-a", "Bearer for-home", "Bearer for-a", "Bearer for-a"], server.Requests.Skip(3).Select(r => r.Headers["Authorization"]));
        Assert.Equal("Bearer for-home", server.Requests[^1].Headers["x-ms-authorization-auxiliary"]);
    }

    // The tenant of the wrong one is learned from the refusal, also by its domain; a write is sent once more, as nothing took effect.
    [Theory]
    [InlineData("b0000000-0000-4000-8000-000000000000")]
    [InlineData("fabrikam.example")]
    public async Task A_refusal_that_names_another_tenant_of_ours_is_learned_from(string given)
    {
        const string Id = "b0000000-0000-4000-8000-000000000000";
        var time = new JumpingTime();
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"tid":"{{Id}}"}""")).TrimEnd('=');
        var credential = new ScriptedCredential((context, _) => new(context.TenantId == given ? $"e30.{claims}.x" : "home", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((sent, _) => sent.Headers["Authorization"] == "Bearer home"
            ? Error(401, "InvalidAuthenticationTokenTenant", "Wrong issuer.", ("WWW-Authenticate",
                $"Bearer authorization_uri=\"https://login.windows.net/{Id}\", error=\"invalid_token\", error_description=\"Wrong issuer.\""))
            : Answer(200, "{}"));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = [given] });
        await arm.SendAsync(Put("""{"a":"/subscriptions/s-1/x"}"""), Stop);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(["Bearer home", $"Bearer e30.{claims}.x", $"Bearer e30.{claims}.x"], server.Requests.Select(r => r.Headers["Authorization"]));
        Assert.Equal("Bearer home", server.Requests[1].Headers["x-ms-authorization-auxiliary"]);
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
    }

    [Theory]
    [InlineData(SignIn.Default, "Connect-AzNetSession -AuxiliaryTenantId b0000000-0000-4000-8000-000000000000.")]
    [InlineData(SignIn.AccessToken, "This sign-in (AccessToken) serves one tenant.")]
    public async Task A_refusal_that_names_a_tenant_of_others_says_what_to_add(SignIn kind, string advice)
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((_, _) => new("home", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((_, _) => Error(401, "InvalidAuthenticationTokenTenant", "Wrong issuer.", ("WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.windows.net/b0000000-0000-4000-8000-000000000000\", error=\"invalid_token\"")));
        var error = await Fails(() => Open(server, time, credential, c => kind == SignIn.Default ? c : Connection(server, time)).GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal((401, "InvalidAuthenticationTokenTenant"), (error.Status, error.Code));
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Azure says: Wrong issuer.", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    // Somebody else's tenant is looked for among those whose ids are not known; that one of them lets nobody in is not what was asked.
    [Fact]
    public async Task A_refusal_stays_when_another_tenant_cannot_be_signed_in_to()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => context.TenantId == "a.example"
            ? throw new AuthenticationFailedException("AADSTS50020: no guest.") : new("home", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((_, _) => WrongTenant("c0000000-0000-4000-8000-000000000000"));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = ["a.example"] });
        var error = await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal("InvalidAuthenticationTokenTenant", error.Code);
        Assert.Contains("c0000000-0000-4000-8000-000000000000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_refusal_taught_is_forgotten_when_it_is_refused_as_well()
    {
        const string Id = "b0000000-0000-4000-8000-000000000000";
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => new($"for-{context.TenantId}", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((_, n) => n < 2 ? WrongTenant(Id) : Answer(200, "{}"));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = [Id] });
        await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop));
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(["Bearer for-home", $"Bearer for-{Id}", "Bearer for-home"], server.Requests.Select(r => r.Headers["Authorization"]));
    }

    // Both left with the token of the first tenant, and one of them learns before the other one is refused.
    [Fact]
    public async Task Two_requests_at_once_both_find_the_right_tenant()
    {
        const string Id = "b0000000-0000-4000-8000-000000000000";
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => new($"for-{context.TenantId}", time.GetUtcNow().AddHours(1)));
        IArm? arm = null;
        var server = new ScriptedServer((sent, _) => sent.Headers["Authorization"] == "Bearer for-home" ? WrongTenant(Id) : Answer(200, "{}"));
        using var overtaken = new Overtaken(server, () => arm!.GetAsync(VNet, ApiVersion, Stop));
        arm = Open(overtaken, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = [Id] });
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(["Bearer for-home", "Bearer for-home", $"Bearer for-{Id}", $"Bearer for-{Id}"],
            server.Requests.Select(r => r.Headers["Authorization"]));
    }

    // Whether the deletion of a half needs a token of the other end's tenant is not documented.
    [Fact]
    public async Task A_deletion_that_needs_other_tenants_gets_their_tokens()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => new($"for-{context.TenantId}", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((sent, _) => sent.Headers.ContainsKey("x-ms-authorization-auxiliary")
            ? Answer(204) : Error(403, "LinkedAuthorizationFailed", "Not here."));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = ["a", "b"] });
        await arm.SendAsync(Delete(), Stop);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("Bearer for-a, Bearer for-b", server.Requests[1].Headers["x-ms-authorization-auxiliary"]);
        var write = await Fails(() => Open(new ScriptedServer(() => Error(403, "LinkedAuthorizationFailed")), time, credential,
            c => c with { TenantId = "home", AuxiliaryTenantIds = ["a"] }).SendAsync(Put(), Stop));
        Assert.Equal(403, write.Status);
    }

    // One tenant's quota of queries is no other's.
    [Fact]
    public async Task Each_tenant_has_a_quota_of_queries_of_its_own()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => new($"for-{context.TenantId}", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((sent, _) => sent.Url.StartsWith($"{Host}/subscriptions?", StringComparison.Ordinal)
            ? Answer(200, sent.Headers["Authorization"] == "Bearer for-a" ? """{"value":[{"subscriptionId":"s-2"}]}""" : """{"value":[]}""")
            : Answer(200, "{}", ("x-ms-user-quota-remaining", sent.Headers["Authorization"] == "Bearer for-a" ? "0" : "14"),
                ("x-ms-user-quota-resets-after", "00:00:04")));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = ["a"] });
        await arm.ListAsync("/subscriptions", "2022-12-01", Stop).CollectAsync(Stop);
        await QueryAsync("s-2");
        await QueryAsync("s-1");
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        await QueryAsync("s-2");
        Assert.Equal(TimeSpan.FromSeconds(4), time.Elapsed);

        Task QueryAsync(string subscription) => arm.QueryAsync("/providers/Microsoft.ResourceGraph/resources", ApiVersion,
            Utf8($$"""{"subscriptions":["{{subscription}}"]}"""), Stop);
    }

    // A plan knows its tenant by the id.
    [Fact]
    public async Task The_id_of_a_tenant_that_was_given_by_a_domain_is_told_by_its_token()
    {
        const string Id = "b0000000-0000-4000-8000-000000000000";
        var time = new JumpingTime();
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"tid":"{{Id}}"}""")).TrimEnd('=');
        var credential = new ScriptedCredential((_, _) => new($"e30.{claims}.x", time.GetUtcNow().AddHours(1)));
        var arm = Open(new ScriptedServer((_, _) => Answer(200, "{}")), time, credential, c => c with { TenantId = "contoso.example" });
        Assert.Null(arm.TenantId("contoso.example"));
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(Id, arm.TenantId("contoso.example"));
        Assert.Equal(Id, arm.TenantId(Id));
    }

    [Fact]
    public async Task A_tenant_that_cannot_be_signed_in_to_is_named()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((context, _) => context.TenantId == "a"
            ? throw new AuthenticationFailedException("AADSTS50020: no guest.") : new("home", time.GetUtcNow().AddHours(1)));
        var server = new ScriptedServer((_, _) => Answer(200, """{"value":[]}"""));
        var arm = Open(server, time, credential, c => c with { TenantId = "home", AuxiliaryTenantIds = ["a"] });
        var error = await Fails(() => arm.ListAsync("/subscriptions", "2022-12-01", Stop).CollectAsync(Stop));
        Assert.Equal("SignInFailed", error.Code);
        Assert.Contains("to the tenant a failed. AADSTS50020", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_requests_sign_in_once()
    {
        var time = new JumpingTime();
        var ready = new TaskCompletionSource();
        var credential = new ScriptedCredential((_, n) =>
            new($"token-{n}", time.GetUtcNow().AddHours(1))) { Ready = ready.Task };
        var arm = Open(new ScriptedServer((_, _) => Answer(200, "{}")), time, credential);
        var reads = Enumerable.Range(0, 1000).Select(_ => arm.GetAsync(VNet, ApiVersion, Stop)).ToList();
        ready.SetResult();
        await Task.WhenAll(reads);
        Assert.Single(credential.Asked);
    }

    [Fact]
    public async Task A_sign_in_that_is_away_for_a_while_does_not_end_a_session_whose_token_still_works()
    {
        var time = new JumpingTime();
        var credential = new ScriptedCredential((_, n) => n == 1
            ? throw new AuthenticationFailedException("The service is away.")
            : new($"token-{n}", time.GetUtcNow().AddMinutes(10)));
        var server = new ScriptedServer((_, _) => Answer(200, "{}"));
        var arm = Open(server, time, credential);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        await Task.Delay(TimeSpan.FromMinutes(6), time, Stop);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        await Task.Delay(TimeSpan.FromMinutes(1), time, Stop);
        await arm.GetAsync(VNet, ApiVersion, Stop);
        Assert.Equal(["Bearer token-0", "Bearer token-0", "Bearer token-2"],
            server.Requests.Select(r => r.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_failed_sign_in_is_an_error_of_ours_and_nothing_is_sent()
    {
        var server = new ScriptedServer();
        var credential = new ScriptedCredential((_, _) =>
            throw new AuthenticationFailedException("AADSTS7000215: Invalid client secret provided."));
        var error = await Fails(() => Open(server, new JumpingTime(), credential).SendAsync(Put(), Stop));
        Assert.Equal((0, "SignInFailed", false), (error.Status, error.Code, error.MayHaveTakenEffect));
        Assert.Contains("AADSTS7000215", error.Message, StringComparison.Ordinal);
        Assert.Contains("Connect-AzNetSession", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
        Assert.Empty(server.Requests);
    }

    // Where it fails it hangs, hence the limit.
    [Fact(Timeout = 30_000)]
    public async Task A_caller_whose_thread_is_busy_with_another_command_does_not_block_that_command()
    {
        var stop = TestContext.Current.CancellationToken;
        // A pipeline: the first command asks for a token, but its thread is inside the second, which needs one too.
        var second = new TaskCompletionSource();
        var arm = new AzureArmConnector().Connect(Connection(new ScriptedServer((_, _) => Answer(200, "{}")),
            new JumpingTime()) with
        {
            SignIn = SignIn.Caller, AccessToken = null,
        });
        var token = new ArmToken("t", Start.AddHours(1));
        var blocked = arm.For(new()
        {
            Token = async (_, _, cancellationToken) =>
            {
                await second.Task.WaitAsync(cancellationToken);
                return token;
            },
        }).GetAsync(VNet, ApiVersion, stop);
        await arm.For(new() { Token = (_, _, _) => Task.FromResult(token) }).GetAsync(VNet, ApiVersion, stop);
        second.SetResult();
        await blocked;
    }

    [Fact]
    public async Task A_caller_that_stops_while_signing_in_takes_nobody_along()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var time = new JumpingTime();
        var ready = new TaskCompletionSource();
        var credential = new ScriptedCredential((_, _) =>
            new("t", time.GetUtcNow().AddHours(1))) { Ready = ready.Task };
        var arm = Open(new ScriptedServer((_, _) => Answer(200, "{}")), time, credential);
        var stopped = arm.GetAsync(VNet, ApiVersion, stop.Token);
        var other = arm.GetAsync(VNet, ApiVersion, Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        ready.SetResult();
        Assert.Equal(200, (await other).Status);
    }

    [Fact]
    public async Task A_call_without_an_az_session_says_so()
    {
        var arm = new AzureArmConnector().Connect(Connection(new ScriptedServer(), new JumpingTime())
            with { SignIn = SignIn.Caller });
        Assert.Equal("SignInFailed", (await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop))).Code);
    }

    // The answer to the first request comes after all that the other one does.
    private sealed class Overtaken(HttpMessageHandler inner, Func<Task> other) : DelegatingHandler(inner)
    {
        private int _sent;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isFirst = Interlocked.Increment(ref _sent) == 1;
            var answer = await base.SendAsync(request, cancellationToken);
            await (isFirst ? other() : Task.CompletedTask);
            return answer;
        }
    }
}
