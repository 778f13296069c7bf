using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

public sealed class GraphTests
{
    private const string Url = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";

    [Fact]
    public async Task A_kind_is_read_in_pages_that_the_token_continues()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("c", "10.2.0.0/16"), ("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PutAsync($"{ArmClient.Net}/routeTables/t", """{"location":"westeurope","properties":{}}""");
        const string Query = "Resources | where type =~ 'Microsoft.Network/VirtualNetworks' | order by id asc";
        var first = await AskAsync(bed, Query, """{"$top":2,"resultFormat":"objectArray"}""");
        Assert.Equal((3, 2, "false"),
            ((int)first.Body!["totalRecords"]!, (int)first.Body["count"]!, (string?)first.Body["resultTruncated"]));
        var row = first.Body["data"]![0]!;
        Assert.Equal(("a", "microsoft.network/virtualnetworks", "rg1", ArmClient.Sub),
            ((string?)row["name"], (string?)row["type"], (string?)row["resourceGroup"],
                (string?)row["subscriptionId"]));
        Assert.Equal("10.0.0.0/16", (string?)row["properties"]!["addressSpace"]!["addressPrefixes"]![0]);

        var rest = await AskAsync(bed, Query, $$$"""{"$top":2,"$skipToken":"{{{(string?)first.Body["$skipToken"]}}}"}""");
        Assert.Equal("c", (string?)Assert.Single(rest.Body!["data"]!.AsArray())!["name"]);
        Assert.Null(rest.Body["$skipToken"]);
        Assert.Equal("13", rest.Header("x-ms-user-quota-remaining"));
        Assert.Equal("00:00:05", rest.Header("x-ms-user-quota-resets-after"));
    }

    [Theory]
    [InlineData("Resources | where name == 'a'", "a")]
    [InlineData("Resources | where name == 'A'", "")]
    [InlineData("resources | where name in~ ('A', \"b\") | order by id asc", "a b")]
    [InlineData("Resources | where name != 'a' and resourceGroup =~ 'RG1' | order by name desc", "c b")]
    [InlineData("Resources\n| where type =~ 'microsoft.network/virtualnetworks' // all\n| where name !~ 'B' | order "
        + "by id asc | limit 1", "a")]
    [InlineData("ResourceContainers | where type =~ 'microsoft.resources/subscriptions/resourcegroups'", "rg1")]
    [InlineData("Resources | where subscriptionId in ('x') | project name", "")]
    [InlineData("Resources | where name == 'a' or name =~ 'C' | order by id asc", "a c")]
    [InlineData("Resources | where tobool(properties.enableDdosProtection) == false | order by id asc", "a b c")]
    [InlineData("Resources | where tobool(properties.enableDdosProtection) == true", "")]
    [InlineData("Resources | where tostring(properties.provisioningState) == 'Succeeded' | order by id asc", "a b c")]
    [InlineData("Resources | mv-expand s = properties.subnets | where tostring(s.name) in ('x', 'y') or name == 'c'"
        + " | order by id asc", "B0 B0 c")]
    public async Task Clauses_mean_what_they_mean(string query, string names)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"), ("c", "10.2.0.0/16"));
        if (query.Contains("mv-expand", StringComparison.Ordinal))
        {
            await bed.PutAsync(TestBed.Network("B0"), TestBed.NetworkBody("10.3.0.0/16", """
                [{"name":"x","properties":{"addressPrefix":"10.3.0.0/24"}},{"name":"y","properties":{"addressPrefix":"10.3.1.0/24"}},
                 {"name":"z","properties":{"addressPrefix":"10.3.2.0/24"}}]
                """));
        }

        var reply = await AskAsync(bed, query);

        Assert.Equal(200, reply.Status);
        Assert.Equal(names, string.Join(' ', reply.Body!["data"]!.AsArray().Select(r => (string?)r!["name"])));
    }

    [Fact]
    public async Task Columns_are_chosen_or_taken_away()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        Assert.Equal("""{"id":"#","name":"a","tags":null}""".Replace("#", TestBed.Network("a"), StringComparison.Ordinal),
            (await AskAsync(bed, "Resources | project id, name, tags")).Body!["data"]![0]!.ToJsonString());
        var row = (await AskAsync(bed, "Resources | project-away properties, tags")).Body!["data"]![0]!.AsObject();
        Assert.False(row.ContainsKey("properties"));
        Assert.True(row.ContainsKey("location"));
    }

    [Theory]
    [InlineData("Resources | mv-expand properties.subnets", "<EOF>")]
    [InlineData("Resources | mv-expand x = tags", "tags")]
    [InlineData("Resources | where tostring(x.name) == 'a'", "x.name")]
    [InlineData("Resources | where properties.provisioningState == 'x'", "properties.provisioningState")]
    [InlineData("Resources | where type =~ 'a' or type =~ 'b' and name == 'c'", "and")]
    [InlineData("Resources | where type has 'a'", "has")]
    [InlineData("Resources where type =~ 'a'", "where")]
    [InlineData("Resources | where type =~ 'a", "a")]
    [InlineData("Nothing | where type =~ 'a'", "Nothing")]
    [InlineData("Resources | extend x = 1", "extend")]
    [InlineData("Resources | where type =~ a", "a")]
    [InlineData("Resources |", "<EOF>")]
    [InlineData("Resources | project ; ", ";")]
    public async Task What_is_not_understood_is_refused_with_its_token(string query, string token)
    {
        using var bed = await TestBed.CreateAsync();
        var reply = await AskAsync(bed, query);

        Assert.Equal((400, "BadRequest", "InvalidQuery"), (reply.Status, reply.Code, reply.DetailCode));
        Assert.Equal(token, (string?)reply.Body!["error"]!["details"]![1]!["token"]);
    }

    [Fact]
    public async Task The_body_names_the_subscriptions_and_denied_resources_are_not_seen()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        Assert.Equal(0, (int)(
            await AskAsync(bed, "Resources", subscriptions: "00000000-0000-0000-0000-000000000009")).Body!["count"]!);
        Assert.Equal(1, (int)(await AskAsync(bed, "Resources", subscriptions: ArmClient.Sub)).Body!["count"]!);
        bed.Simulation.Guards = new() { Denials = [new("*/read", AzNetHelper.Arm.ResourceId.Parse(ArmClient.Rg))] };
        Assert.Equal(0, (int)(await AskAsync(bed, "Resources")).Body!["count"]!);
    }

    [Fact]
    public async Task The_quota_runs_out_and_comes_back()
    {
        using var bed = await TestBed.CreateAsync(new() { Throttling = new() { Queries = new(1, 0.2) } });
        Assert.Equal(200, (await AskAsync(bed, "Resources")).Status);
        var refused = await AskAsync(bed, "Resources");
        Assert.Equal((429, "RateLimiting", "5", "0"),
            (refused.Status, refused.Code, refused.Header("Retry-After"), refused.Header("x-ms-user-quota-remaining")));
        bed.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await AskAsync(bed, "Resources")).Status);
    }

    [Fact]
    public async Task Rows_are_as_old_as_told()
    {
        using var bed = await TestBed.CreateAsync(new() { GraphLag = TimeSpan.FromSeconds(90) });
        await bed.Client.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"));
        await AssertAsync("", null);
        bed.Time.Advance(TimeSpan.FromSeconds(89));
        await AssertAsync("", null);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync("a", "Updating");

        // Its operation ended some seconds after it began, whenever somebody looked.
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        await AssertAsync("a", "Succeeded");

        Assert.Equal(202, (await bed.Client.DeleteAsync(TestBed.Network("a"))).Status);
        bed.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(404, (await bed.Client.GetAsync(TestBed.Network("a"))).Status);
        await AssertAsync("a", "Succeeded");
        bed.Time.Advance(TimeSpan.FromMinutes(2));
        await AssertAsync("", null);

        async Task AssertAsync(string names, string? state)
        {
            var rows = (await AskAsync(bed, "Resources | project-away tags")).Body!["data"]!.AsArray();
            Assert.Equal(names, string.Join(' ', rows.Select(r => (string?)r!["name"])));
            Assert.All(rows, r => Assert.Equal(state, (string?)r!["properties"]!["provisioningState"]));
        }
    }

    [Fact]
    public async Task A_page_of_more_than_16_MB_is_refused_and_a_smaller_one_is_not()
    {
        using var bed = await TestBed.CreateAsync();
        var tag = new string('x', 3_000_000);
        bed.Simulation.Load(new AzNetHelper.Networks.Topology(Enumerable.Range(0, 6).Select(i =>
        {
            var id = AzNetHelper.Arm.ResourceId.Parse(TestBed.Network($"n{i}"));
            return new AzNetHelper.Networks.ResourceDocument(id, System.Text.Encoding.UTF8.GetBytes(
                $$$"""{"id":"{{{id}}}","name":"{{{id.Name}}}","location":"westeurope","tags":{"t":"{{{tag}}}"},"properties":{}}"""));
        })));

        var refused = await AskAsync(bed, "Resources | order by id asc", """{"$top":1000}""");
        Assert.Equal((400, "BadRequest", "ResponsePayloadTooLarge"), (refused.Status, refused.Code, refused.DetailCode));
        var first = await AskAsync(bed, "Resources | order by id asc", """{"$top":2}""");
        var token = (string?)first.Body!["$skipToken"];

        // The size beside a token counts.
        var next = await AskAsync(bed, "Resources | order by id asc", $$$"""{"$top":1,"$skipToken":"{{{token}}}"}""");
        Assert.Equal(["n2"], next.Body!["data"]!.AsArray().Select(r => (string?)r!["name"]));
    }

    [Fact]
    public async Task Members_of_network_groups_are_rows_below_their_networks()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        const string Groups = $"{ArmClient.Net}/networkManagers/nm1/networkGroups";
        bed.Simulation.Load(new AzNetHelper.Networks.Topology(new[] { ("ng1", "a"), ("ng2", "a"), ("ng1", "gone") }.Select((m, i) =>
            new AzNetHelper.Networks.ResourceDocument(AzNetHelper.Arm.ResourceId.Parse($"{Groups}/{m.Item1}/staticMembers/m{i}"),
                System.Text.Encoding.UTF8.GetBytes($$$"""{"properties":{"resourceId":"{{{TestBed.Network(m.Item2)}}}"}}""")))));

        var row = Assert.Single((await AskAsync(bed,
            "networkresources | where type =~ 'microsoft.network/networkgroupmemberships' | order by id asc")).Body!["data"]!.AsArray())!;
        Assert.Equal($"{TestBed.Network("a")}/providers/Microsoft.Network/networkGroupMemberships/default", (string?)row["id"]);
        Assert.Equal([$"{Groups}/ng1", $"{Groups}/ng2"],
            row["properties"]!["GroupMemberships"]!.AsArray().Select(g => (string?)g!["NetworkGroupId"]));
        Assert.Equal(0, (int)(await AskAsync(bed, "NetworkResources", subscriptions: "00000000-0000-0000-0000-000000000009")).Body!["count"]!);
    }

    private static Task<Reply> AskAsync(
        TestBed bed, string query, string options = "{}", string? subscriptions = null) =>
        bed.Client.SendAsync("POST", Url, new JsonObject
        {
            ["query"] = query,
            ["subscriptions"] = subscriptions is null ? null : new JsonArray(subscriptions),
            ["options"] = JsonNode.Parse(options),
        }.ToJsonString());
}
