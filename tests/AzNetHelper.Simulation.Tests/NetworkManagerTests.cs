using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What is written of a network manager, and what it refuses.</summary>
public sealed class NetworkManagerTests
{
    private const string Manager = ManagerBed.Manager;

    [Fact]
    public async Task A_group_is_written_under_its_strong_etag_and_only_under_that()
    {
        using var bed = await ManagerBed.CreateAsync();
        var group = ManagerBed.Group("g");
        var before = (string)(await bed.Client.GetAsync(group)).Body!["etag"]!;
        Assert.Matches("^\"[0-9a-f]{8}-0000-3300-0000-[0-9a-f]{12}\"$", before);

        var stale = await SendAsync("\"0\"");
        Assert.Equal((412, "PreconditionFailed"), (stale.Status, stale.Code));
        Assert.Equal((200, ""), ((await SendAsync(before)).Status, (string)(await SendAsync("*")).Body!["etag"]!));
        Assert.Equal(412, (await SendAsync(before)).Status);

        Task<Reply> SendAsync(string etag) => bed.Client.SendAsync(
            "PUT", $"{group}?api-version={ArmClient.Version}", """{"properties":{"description":"d"}}""", ("If-Match", etag));
    }

    [Fact]
    public async Task Lists_come_in_pages_of_the_size_that_was_asked_for()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.PutAsync(ManagerBed.Member("g", "b"), ManagerBed.MemberBody("b"));
        await bed.PutAsync(ManagerBed.Member("g", "c"), ManagerBed.MemberBody("c"));

        var seen = new List<string>();
        string? next = $"{ManagerBed.Group("g")}/staticMembers?$top=2&api-version={ArmClient.Version}";
        for (var pages = 0; next is not null; pages++)
        {
            Assert.InRange(pages, 0, 1);
            var page = (await bed.Client.SendAsync("GET", next)).Body!;
            seen.AddRange(page["value"]!.AsArray().Select(m => (string)m!["name"]!));
            next = (string?)page["nextLink"];
        }

        Assert.Equal(["a", "b", "c"], seen);
        Assert.Single((await bed.Client.GetAsync($"/subscriptions/{ArmClient.Sub}/providers/Microsoft.Network/networkManagers")).Body!["value"]!.AsArray());
        foreach (var list in (string[])[$"{Manager}/networkGroups", $"{Manager}/connectivityConfigurations", $"{ArmClient.Net}/networkManagers"])
        {
            Assert.Single((await bed.Client.GetAsync(list)).Body!["value"]!.AsArray());
        }
    }

    [Theory]
    [InlineData("{}", "MissingJsonMember")]
    [InlineData("""{"properties":{"resourceId":"x"}}""", "InvalidStaticMember")]
    [InlineData("""{"properties":{"resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/r"}}""", "InvalidStaticMember")]
    [InlineData("""{"properties":{"resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/none"}}""", "InvalidStaticMember")]
    [InlineData("""{"properties":{"networkId":"x"}}""", "InvalidJson")]
    public async Task Members_that_cannot_be_are_refused(string body, string code)
    {
        using var bed = await ManagerBed.CreateAsync();
        var reply = await bed.Client.PutAsync(ManagerBed.Member("g", "m"), body);
        Assert.Equal((400, code), (reply.Status, reply.DetailCode.Length > 0 ? reply.DetailCode : reply.Code));
        Assert.Equal(404, (await bed.Client.GetAsync(ManagerBed.Member("g", "m"))).Status);
    }

    [Theory]
    [InlineData("hub", "g", "", "\"isGlobal\":true", "InvalidJson")]
    [InlineData("hub", "g", "", "\"isGlobal\":\"true\"", "InvalidConnectivityConfiguration")]
    [InlineData("hub", "none", "", "", "InvalidConnectivityConfiguration")]
    [InlineData("none", "g", "", "", "InvalidConnectivityConfiguration")]
    [InlineData("hub", "g", "\"groupConnectivity\":\"Some\"", "", "InvalidConnectivityConfiguration")]
    [InlineData("hub", "g", "\"useHubGateway\":\"Maybe\"", "", "InvalidConnectivityConfiguration")]
    [InlineData(null, "g", "", "\"hubs\":[{}]", "InvalidConnectivityConfiguration")]
    public async Task Configurations_that_cannot_be_are_refused(string? hub, string group, string item, string more, string code)
    {
        using var bed = await ManagerBed.CreateAsync();
        var reply = await bed.Client.PutAsync(ManagerBed.Configuration("x"), ManagerBed.ConfigurationBody(hub, group, item, more));
        Assert.Equal((400, code), (reply.Status, reply.DetailCode.Length > 0 ? reply.DetailCode : reply.Code));
    }

    [Fact]
    public async Task A_second_manager_of_one_place_is_refused_and_one_of_another_access_is_not()
    {
        using var bed = await ManagerBed.CreateAsync();
        var body = bed.Requests[0].Body;
        var reply = await bed.Client.PutAsync($"{ArmClient.Net}/networkManagers/second", body);
        Assert.Equal((400, "NetworkManagerScopeOverlaps"), (reply.Status, reply.Code));
        Assert.Equal(200, (await bed.Client.PutAsync($"{ArmClient.Net}/networkManagers/second",
            body.Replace("[\"Connectivity\"]", "[\"SecurityAdmin\"]", StringComparison.Ordinal))).Status);
        var none = await bed.Client.PutAsync($"{ArmClient.Net}/networkManagers/third",
            """{"location":"westeurope","properties":{"networkManagerScopes":{"subscriptions":["s"]}}}""");
        Assert.Equal((400, "InvalidNetworkManagerScope"), (none.Status, none.Code));
    }

    [Theory]
    [InlineData("""{"targetLocations":["westeurope"],"configurationIds":[]}""", "MissingJsonMember")]
    [InlineData("""{"targetLocations":[],"commitType":"Connectivity"}""", "MissingJsonMember")]
    [InlineData("""{"targetLocations":["westeurope"],"commitType":"Routing"}""", "InvalidNetworkManagerCommit")]
    [InlineData("""{"targetLocations":["westeurope"],"commitType":"Connectivity","configurationIds":["x"]}""", "InvalidNetworkManagerCommit")]
    [InlineData("""{"targetLocations":["westeurope"],"commitType":"Connectivity","now":true}""", "InvalidJson")]
    public async Task Commits_that_cannot_be_are_refused_and_change_nothing(string body, string code)
    {
        using var bed = await ManagerBed.CreateAsync();
        var reply = await bed.PostAsync("commit", body);
        Assert.Equal((400, code), (reply.Status, reply.DetailCode.Length > 0 ? reply.DetailCode : reply.Code));
        Assert.Empty(bed.Simulation.Deployments);
    }

    [Fact]
    public async Task A_commit_needs_its_right_and_the_managers_access()
    {
        using var bed = await ManagerBed.CreateAsync();
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/networkManagers/commit/action", ResourceId.Parse(Manager))] };
        Assert.Equal(403, (await bed.CommitAsync([ManagerBed.West], "c")).Status);
        bed.Simulation.Guards = new();
        await bed.PutAsync(Manager, bed.Requests[0].Body.Replace("[\"Connectivity\"]", "[\"Routing\"]", StringComparison.Ordinal));
        Assert.Equal("InvalidNetworkManagerCommit", (await bed.CommitAsync([ManagerBed.West], "c")).Code);
    }

    [Fact]
    public async Task What_is_used_is_deleted_with_force_alone()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal("CannotDeleteResource", (await bed.Client.DeleteAsync(Manager)).Code);
        Assert.Equal("NetworkGroupInUse", (await bed.Client.DeleteAsync(ManagerBed.Group("g"))).Code);
        var refused = await bed.Client.DeleteAsync(ManagerBed.Configuration("c"));
        Assert.Equal((400, "DeployedConfigurationCannotBeDeleted"), (refused.Status, refused.Code));
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());

        var taken = await bed.Client.DeleteAsync($"{ManagerBed.Configuration("c")}?force=true");
        Assert.Equal(202, taken.Status);
        var place = taken.Header("Location")!;
        Assert.Equal(202, (await bed.Client.SendAsync("GET", place)).Status);
        Assert.Equal("InvalidOperationStatusUrl", (await bed.Client.SendAsync("GET", place[..^1])).Code);
        bed.Bed.Settle();
        Assert.Equal(204, (await bed.Client.SendAsync("GET", place)).Status);
        Assert.Equal(404, (await bed.Client.GetAsync(ManagerBed.Configuration("c"))).Status);
        Assert.Empty(await bed.PeeringsAsync());

        Assert.Equal(202, (await bed.Client.DeleteAsync(ManagerBed.Group("g"))).Status);
        bed.Bed.Settle();
        Assert.Equal(202, (await bed.Client.DeleteAsync(Manager)).Status);
        bed.Bed.Settle();
        Assert.Equal("ResourceNotFound", (await bed.Client.GetAsync(Manager)).Code);
        Assert.Equal(204, (await bed.Client.DeleteAsync(Manager)).Status);
    }

    [Fact]
    public async Task Questions_are_no_writes_and_the_addresses_that_are_polled_are_good_as_given_alone()
    {
        using var bed = await ManagerBed.CreateAsync();
        var commit = await bed.CommitAsync(["West Europe"], "c");
        Assert.Equal(1, bed.Simulation.Log.Writes.Count(w => w.Path.EndsWith("/commit", StringComparison.Ordinal)));
        var place = commit.Header("Location")!;
        Assert.Equal(204, (await bed.Client.SendAsync("GET", place)).Status);
        Assert.Equal("InvalidOperationStatusUrl", (await bed.Client.SendAsync("GET", $"{place}x")).Code);
        Assert.Equal(["westeurope NotStarted c"], await bed.StatusAsync());
        bed.Bed.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["westeurope Deploying c"], await bed.StatusAsync());
        Assert.Equal("""{"skipToken":"","value":[]}""", (await bed.PostAsync("listActiveConnectivityConfigurations", "{}")).Body!.ToJsonString());
        bed.Bed.Settle();
        Assert.Equal(["westeurope Deployed c"], await bed.StatusAsync());
        var elsewhere = await bed.PostAsync("listDeploymentStatus", """{"regions":["northeurope"]}""");
        Assert.Empty(elsewhere.Body!["value"]!.AsArray());
        var others = await bed.PostAsync("listDeploymentStatus", """{"deploymentTypes":["SecurityAdmin"]}""");
        Assert.Empty(others.Body!["value"]!.AsArray());
        Assert.DoesNotContain(bed.Simulation.Log.Writes, w => w.Path.Contains("/list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_acts_is_listed_by_region_in_pages()
    {
        using var bed = await ManagerBed.CreateAsync(new() { PageSize = 1 });
        await bed.DeployAsync([ManagerBed.West, ManagerBed.North], "c");
        var first = (await bed.PostAsync("listActiveConnectivityConfigurations", "{}")).Body!;
        var second = (await bed.PostAsync("listActiveConnectivityConfigurations",
            new JsonObject { ["skipToken"] = first["skipToken"]!.DeepClone() }.ToJsonString())).Body!;
        Assert.Equal([ManagerBed.North, ManagerBed.West], new[] { first, second }.Select(p => (string)p["value"]![0]!["region"]!));
        Assert.Equal(string.Empty, (string)second["skipToken"]!);
    }
}
