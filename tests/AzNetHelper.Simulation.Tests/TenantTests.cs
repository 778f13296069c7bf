using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Subscriptions of two tenants, as the service guards them (arm-protocol 5.1, recorded-behaviour 8;
/// learn.microsoft.com: "Authenticate requests across tenants").
/// </summary>
public sealed class TenantTests
{
    private const string Ours = "11111111-1111-1111-1111-111111111111";
    private const string Theirs = "b0000000-0000-4000-8000-000000000000";
    private const string TheirSub = "00000000-0000-0000-0000-000000000002";
    private const string Auxiliary = "x-ms-authorization-auxiliary";

    private static readonly string s_theirNet = TestBed.Network("theirs").Replace(ArmClient.Sub, TheirSub, StringComparison.Ordinal);
    private static readonly string s_peer = $$$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{{s_theirNet}}}}"}}}""";
    private static readonly string s_half = $"{TestBed.Half("ours", "theirs")}?api-version={ArmClient.Version}";

    [Fact]
    public async Task A_token_counts_in_its_own_tenant_and_the_refusal_names_the_right_one()
    {
        using var bed = await CreateAsync();
        var reply = await bed.Client.GetAsync(s_theirNet);

        Assert.Equal((401, "InvalidAuthenticationTokenTenant", "gateway"), (reply.Status, reply.Code, reply.Header("x-ms-failure-cause")));
        Assert.StartsWith($"The access token is from the wrong issuer 'https://sts.windows.net/{Ours}/'. It must match the tenant "
            + $"'https://sts.windows.net/{Theirs}/'", reply.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Bearer authorization_uri=\"https://login.windows.net/{Theirs}\"", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        bed.Client.Token = Token(Theirs);
        Assert.Equal(200, (await bed.Client.GetAsync(s_theirNet)).Status);
        Assert.Equal(401, (await bed.Client.GetAsync(TestBed.Network("ours"))).Status);
        Assert.Equal([Ours, Theirs, Theirs], bed.Simulation.Log.All[^3..].Select(r => r.TenantId));
    }

    [Fact]
    public async Task Lists_and_resource_graph_show_the_tenant_of_the_token()
    {
        using var bed = await CreateAsync();
        foreach (var (tenant, sub) in new[] { (Ours, ArmClient.Sub), (Theirs, TheirSub) })
        {
            bed.Client.Token = Token(tenant);
            var listed = Assert.Single((await bed.Client.GetAsync("/subscriptions")).Body!["value"]!.AsArray());
            Assert.Equal((sub, tenant), ((string?)listed!["subscriptionId"], (string?)listed["tenantId"]));
            var found = await bed.Client.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
                $$"""{"subscriptions":["{{ArmClient.Sub}}","{{TheirSub}}"],"query":"Resources | order by id asc | project id, tenantId, subscriptionId"}""");
            var row = Assert.Single(found.Body!["data"]!.AsArray());
            Assert.Equal((sub, tenant), ((string?)row!["subscriptionId"], (string?)row["tenantId"]));
        }

        Assert.Equal(2, (await bed.Client.GetAsync("/tenants")).Body!["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Who_peers_with_another_tenant_needs_a_token_of_it()
    {
        using var bed = await CreateAsync();
        var refused = await bed.Client.SendAsync("PUT", s_half, s_peer);

        Assert.Equal((403, "LinkedAuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Equal($"The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope "
            + $"'{TestBed.Half("ours", "theirs")}', however the current tenant '{Ours}' is not authorized to access linked subscription '{TheirSub}'.",
            refused.Message);
        Assert.Equal(201, (await bed.Client.SendAsync("PUT", s_half, s_peer, (Auxiliary, $"Bearer {Token(Theirs)}"))).Status);
        Assert.Equal([Theirs], bed.Simulation.Log.All[^1].AuxiliaryTenantIds);
        bed.Settle();

        // What refers to nothing elsewhere needs none, and the other half is the other tenant's.
        Assert.Equal(202, (await bed.Client.DeleteAsync(TestBed.Half("ours", "theirs"))).Status);
    }

    [Theory]
    [InlineData("bad", "InvalidAuthenticationToken")]
    [InlineData("four", "InvalidAuxiliaryTokens")]
    [InlineData("app-2", "AuxiliaryTokensInvalidApplicationIdentity")]
    [InlineData("app-1", null)]
    public async Task Auxiliary_tokens_are_all_good_few_and_of_the_application_that_asks(string kind, string? code)
    {
        using var bed = await CreateAsync(t => t == "bad" ? TokenVerdict.Bad : TokenVerdict.Good);
        bed.Client.Token = Token(Ours, "app-1");
        var tokens = kind switch
        {
            "bad" => [Token(Theirs, "app-1"), "bad"],
            "four" => Enumerable.Repeat(Token(Theirs, "app-1"), 4).ToArray(),
            _ => [Token(Theirs, kind)],
        };
        var reply = await bed.Client.SendAsync("PUT", s_half, s_peer, (Auxiliary, string.Join(", ", tokens.Select(t => $"Bearer {t}"))));

        Assert.Equal((code is null ? 201 : 401, code ?? string.Empty), (reply.Status, reply.Code));
        if (kind == "app-2")
        {
            // As recorded.
            Assert.Equal("Authentication failed for auxiliary token: 'The '1' auxiliary tokens are either not application token(s) or are from the "
                + "application(s) 'app-2' which are different from the application of primary identity 'app-1'.'", reply.Message);
        }
    }

    private static async Task<TestBed> CreateAsync(Func<string, TokenVerdict>? judge = null)
    {
        var bed = await TestBed.CreateAsync(new()
        {
            TenantId = Ours,
            SubscriptionTenants = ImmutableDictionary<string, string>.Empty.Add(TheirSub, Theirs),
            JudgeToken = judge,
        });
        bed.Simulation.AddSubscription(TheirSub, "Theirs");
        await bed.NetworksAsync(("ours", "10.0.0.0/16"));
        bed.Client.Token = Token(Theirs);
        Assert.Equal(201, (await bed.Client.PutAsync(ArmClient.Rg.Replace(ArmClient.Sub, TheirSub, StringComparison.Ordinal), """{"location":"westeurope"}""")).Status);
        Assert.Equal(201, (await bed.PutAsync(s_theirNet, TestBed.NetworkBody("10.1.0.0/16"))).Status);
        bed.Client.Token = Token(Ours);
        return bed;
    }

    private static string Token(string tenant, string? application = null)
    {
        var claims = new JsonObject { ["tid"] = tenant };
        if (application is not null)
        {
            (claims["idtyp"], claims["appid"]) = ("app", application);
        }

        return $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.unsigned";
    }
}
