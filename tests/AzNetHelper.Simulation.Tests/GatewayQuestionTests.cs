using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Simulation.Tests.Replay;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What is asked of a gateway, and of locks and permissions: questions that change nothing.</summary>
public sealed class GatewayQuestionTests
{
    private const string Gateway = $"{TestBed.Net}/virtualNetworkGateways/gw";

    // GatewayRoute of the published specification.
    private static readonly string[] Published = ["localAddress", "network", "nextHop", "sourcePeer", "origin", "asPath", "weight"];

    [Fact]
    public async Task Learned_routes_are_answered_as_recorded()
    {
        var recorded = Traces.Read("connection-vnet2vnet.jsonl").Single(r => r.Path.EndsWith("/getLearnedRoutes", StringComparison.Ordinal));
        using var bed = await HubAsync();
        bed.Simulation.SetLearnedRoutes(ResourceId.Parse(Gateway), new LearnedRoute("0.0.0.0/0"));

        var first = await PostAsync(bed);
        Assert.Equal(recorded.Status, first.Status);
        Assert.Equal((string?)recorded.ResponseBody, first.Body?.ToJsonString() ?? "null");
        Assert.NotNull(first.Header("Location"));
        Assert.Null(first.Header("Azure-AsyncOperation"));
        Assert.Contains("/operationResults/", first.Header("Location"), StringComparison.Ordinal);

        // While it runs: 202, null, both headers; at the end 200 with the data, still with Location (recorded-behaviour 1.6).
        var running = await bed.Client.SendAsync("GET", first.Header("Location")!);
        Assert.Equal((202, null), (running.Status, running.Body));
        Assert.NotNull(running.Header("Azure-AsyncOperation"));
        bed.Settle();
        var done = await bed.Client.SendAsync("GET", first.Header("Location")!);
        Assert.Equal(200, done.Status);
        Assert.NotNull(done.Header("Location"));
        var rows = done.Body!["value"]!.AsArray();
        Assert.Equal(["10.0.0.0/16 Network", "0.0.0.0/0 EBgp"], rows.Select(r => $"{r!["network"]} {r["origin"]}"));
        Assert.All(rows, r => Assert.Empty(r!.AsObject().Select(m => m.Key).Except(Published)));
        Assert.Equal(Published, rows[1]!.AsObject().Select(m => m.Key));
    }

    [Fact]
    public async Task Asking_is_no_write_and_changes_nothing()
    {
        using var bed = await HubAsync();
        var before = (await bed.ReadAsync(Gateway)).ToJsonString();
        bed.Simulation.Log.Clear();
        await PostAsync(bed);
        bed.Settle();
        Assert.Empty(bed.Simulation.Log.Writes);
        Assert.True(Assert.Single(bed.Simulation.Log.All).IsQuery);
        Assert.Equal(before, (await bed.ReadAsync(Gateway)).ToJsonString());
    }

    [Fact]
    public async Task Rights_a_lock_against_writing_and_a_missing_gateway_refuse_it()
    {
        using var bed = await HubAsync();
        Assert.Equal(405, (await bed.Client.GetAsync($"{Gateway}/getLearnedRoutes")).Status);
        Assert.Equal((404, "ResourceNotFound"), Of(await bed.Client.SendAsync("POST", $"{Gateway}x/getLearnedRoutes?api-version={ArmClient.Version}")));
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/virtualNetworkGateways/getLearnedRoutes/action", ResourceId.Parse(Gateway))] };
        Assert.Equal((403, "AuthorizationFailed"), Of(await PostAsync(bed)));
        bed.Simulation.Guards = new() { Locks = [new(ResourceId.Parse(Gateway), LockLevel.ReadOnly)] };
        Assert.Equal((409, "ScopeLocked"), Of(await PostAsync(bed)));
        bed.Simulation.Guards = new() { Locks = [new(ResourceId.Parse(Gateway), LockLevel.CanNotDelete)] };
        Assert.Equal(202, (await PostAsync(bed)).Status);
    }

    [Fact]
    public async Task Connections_of_a_gateway_are_listed_as_they_were_loaded()
    {
        using var bed = await HubAsync();
        var id = ResourceId.Parse($"{TestBed.Net}/connections/c1");
        bed.Simulation.Load(new Topology([new ResourceDocument(id, Json.ToBytes(new JsonObject
        {
            ["id"] = id.ToString(), ["name"] = "c1", ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["connectionType"] = "IPsec", ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway } },
        }))]));
        var list = await bed.Client.GetAsync($"{Gateway}/connections");
        Assert.Equal([id.ToString()], list.Body!["value"]!.AsArray().Select(c => (string?)c!["id"]));
    }

    [Fact]
    public async Task Locks_have_names_and_permissions_do_not_tell_what_is_denied()
    {
        using var bed = await HubAsync();
        var hub = ResourceId.Parse(TestBed.Network("hub"));
        bed.Simulation.Guards = new()
        {
            Locks = [new(hub, LockLevel.CanNotDelete) { Name = "keep" }, new(ResourceId.Parse(ArmClient.Rg), LockLevel.ReadOnly)],
            Denials = [new("Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete", hub)],
        };
        Assert.Equal(["CanNotDelete keep", "ReadOnly lock2"], await LocksAsync($"/subscriptions/{ArmClient.Sub}"));
        Assert.Equal(200, (await bed.Client.GetAsync($"{ArmClient.Rg}/providers/Microsoft.Authorization/locks/lock2", "2016-09-01")).Status);
        var permissions = await bed.Client.GetAsync($"{hub}/providers/Microsoft.Authorization/permissions", "2022-04-01");
        Assert.Equal("""[{"actions":["*"],"notActions":[],"dataActions":[],"notDataActions":[]}]""",
            permissions.Body!["value"]!.ToJsonString());
        Assert.Equal(405, (await bed.Client.PutAsync($"{hub}/providers/Microsoft.Authorization/locks", "{}", "2016-09-01")).Status);

        async Task<string[]> LocksAsync(string scope) =>
            [.. (await bed.Client.GetAsync($"{scope}/providers/Microsoft.Authorization/locks", "2016-09-01"))
                .Body!["value"]!.AsArray().Select(l => $"{l!["properties"]!["level"]} {l["name"]}")];
    }

    private static (int, string) Of(Reply reply) => (reply.Status, reply.Code);

    private static Task<Reply> PostAsync(TestBed bed) => bed.Client.SendAsync("POST", $"{Gateway}/getLearnedRoutes?api-version={ArmClient.Version}");

    private static async Task<TestBed> HubAsync()
    {
        var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("hub"), TestBed.NetworkBody("10.0.0.0/16", """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/24"}}]"""));
        Assert.Equal(201, (await bed.GatewayAsync("hub")).Status);
        bed.Settle();
        return bed;
    }
}
