using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Roles, permissions and locks as ARM tells and enforces them.</summary>
public sealed class AuthorizationTests
{
    private const string Sub = $"/subscriptions/{ArmClient.Sub}";
    private const string Locks = "/providers/Microsoft.Authorization/locks";
    private const string Network = "Microsoft.Network/virtualNetworks";

    [Fact]
    public async Task Permissions_are_the_roles_at_the_scope_and_above_page_by_page()
    {
        using var bed = await TestBed.CreateAsync(new() { PageSize = 1 });
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        Assert.Equal(["*"], await ActionsAsync(bed, ArmClient.Rg));

        bed.Simulation.Guards = new()
        {
            Roles =
            [
                Role(Sub, "Microsoft.Authorization/permissions/read") with { NotActions = ["x"] },
                Role(ArmClient.Rg, "in/group"), Role(TestBed.Network("a"), "in/network"),
            ],
        };
        Assert.Equal(["Microsoft.Authorization/permissions/read", "in/group"], await ActionsAsync(bed, ArmClient.Rg.ToUpperInvariant()));
        Assert.Equal(["Microsoft.Authorization/permissions/read", "in/group", "in/network"], await ActionsAsync(bed, TestBed.Network("a")));
    }

    [Fact]
    public async Task Permissions_need_a_right_a_known_group_a_known_version_and_a_get()
    {
        using var bed = await TestBed.CreateAsync();
        const string Path = ArmClient.Rg + "/providers/Microsoft.Authorization/permissions";
        Assert.Equal("InvalidResourceType", (await bed.Client.GetAsync(Path, "2020-05-01")).Code);
        Assert.Equal(405, (await bed.Client.PutAsync(Path, "{}", "2022-04-01")).Status);
        Assert.Equal("ResourceGroupNotFound", (await bed.Client.GetAsync(
            $"{Sub}/resourceGroups/none/providers/Microsoft.Authorization/permissions", "2022-04-01")).Code);
        bed.Simulation.Guards = new() { Roles = [Role(ArmClient.Rg, "Microsoft.Network/*")] };
        var refused = await bed.Client.GetAsync(Path, "2022-04-01");
        Assert.Equal((403, "AuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains($"'Microsoft.Authorization/permissions/read' over scope '{ArmClient.Rg}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locks_are_listed_at_above_and_below_and_kept_by_name()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        foreach (var (scope, name) in new[] { (Sub, "s"), (ArmClient.Rg, "g"), (TestBed.Network("a"), "a") })
        {
            Assert.Equal(201, (await bed.Client.PutAsync($"{scope}{Locks}/{name}", """{"properties":{"level":"CanNotDelete"}}""", "2020-05-01")).Status);
        }

        Assert.Equal(["a", "g", "s"], await NamesAsync(bed, Sub));
        Assert.Equal(["a", "g", "s"], await NamesAsync(bed, TestBed.Network("a")));
        Assert.Equal(["g", "s"], await NamesAsync(bed, TestBed.Network("b")));
        Assert.Equal(["s"], await NamesAsync(bed, Sub, "&$filter=atScope()"));

        var written = await bed.Client.PutAsync($"{Sub}{Locks}/S", """{"properties":{"level":"ReadOnly","notes":"keep"}}""", "2020-05-01");
        Assert.Equal((200, "ReadOnly", "keep"), (written.Status, (string?)written.Properties["level"], (string?)written.Properties["notes"]));
        Assert.Equal("ScopeLocked", (await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16"))).Code);
        Assert.Equal(200, (await bed.Client.DeleteAsync($"{Sub}{Locks}/s", "2020-05-01")).Status);
        Assert.Equal(204, (await bed.Client.DeleteAsync($"{Sub}{Locks}/s", "2020-05-01")).Status);
        Assert.Equal("LockNotFound", (await bed.Client.GetAsync($"{Sub}{Locks}/s", "2020-05-01")).Code);
        Assert.Equal(200, (await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16"))).Status);
    }

    [Fact]
    public async Task What_no_role_grants_is_refused_and_not_found()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        bed.Simulation.AddSubscription("00000000-0000-0000-0000-000000000009", "Other");
        bed.Simulation.Guards = new() { Roles = [Role(TestBed.Network("a"), "*/read") with { NotActions = [$"{Network}/subnets/read"] }] };

        Assert.Equal(200, (await bed.Client.GetAsync(TestBed.Network("a"))).Status);
        Assert.Equal("AuthorizationFailed", (await bed.Client.GetAsync(TestBed.Network("b"))).Code);
        Assert.Equal("AuthorizationFailed", (await bed.Client.GetAsync($"{TestBed.Network("a")}/subnets")).Code);
        Assert.Equal("AuthorizationFailed", (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Code);
        Assert.Equal("AuthorizationFailed", (await bed.Client.GetAsync($"{Sub}/providers/{Network}")).Code);
        var seen = await bed.Client.GetAsync("/subscriptions");
        Assert.Equal(ArmClient.Sub, (string?)Assert.Single(seen.Body!["value"]!.AsArray())!["subscriptionId"]);
        var rows = await bed.Client.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
            """{"query":"Resources | where type =~ 'microsoft.network/virtualnetworks' | project id, name"}""");
        Assert.Equal("a", (string?)Assert.Single(rows.Body!["data"]!.AsArray())!["name"]);
    }

    [Theory]
    [InlineData("networkSecurityGroup", "networkSecurityGroups")]
    [InlineData("routeTable", "routeTables")]
    [InlineData("natGateway", "natGateways")]
    [InlineData("serviceEndpointPolicies", "serviceEndpointPolicies")]
    public async Task A_subnet_joins_what_it_refers_to(string member, string type)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        var linked = $"{ArmClient.Net}/{type}/linked";
        if (type == "routeTables")
        {
            Assert.Equal(201, (await bed.PutAsync(linked, """{"location":"westeurope","properties":{}}""")).Status);
        }

        var reference = $$"""{"id":"{{linked}}"}""";
        var body = $$"""{"addressPrefix":"10.0.1.0/24","{{member}}":{{(member.EndsWith('s') ? $"[{reference}]" : reference)}}}""";
        var subnet = $$"""{"properties":{{body}}}""";
        var whole = TestBed.NetworkBody("10.0.0.0/16", $$"""[{"name":"s","properties":{{body}}}]""");
        var join = $"Microsoft.Network/{type}/join/action";
        RoleGrant[] writers = [Role(TestBed.Network("a"), $"{Network}/write", $"{Network}/subnets/write")];

        bed.Simulation.Guards = new() { Roles = [.. writers] };
        foreach (var (path, sent) in new[] { ($"{TestBed.Network("a")}/subnets/s", subnet), (TestBed.Network("a"), whole) })
        {
            var refused = await bed.PutAsync(path, sent);
            Assert.Equal((403, "LinkedAuthorizationFailed"), (refused.Status, refused.Code));
            Assert.Contains($"'{join}' on the linked scope(s) '{linked}'", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"on scope '{path}'", refused.Message, StringComparison.Ordinal);
        }

        bed.Simulation.Guards = new() { Roles = [.. writers, Role(linked, join)] };
        Assert.Equal(201, (await bed.PutAsync($"{TestBed.Network("a")}/subnets/s", subnet)).Status);
        Assert.Equal(200, (await bed.PutAsync(TestBed.Network("a"), whole)).Status);
    }

    [Fact]
    public async Task A_gateway_joins_its_subnet_and_its_address()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16",
            """[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.255.0/27"}}]"""));
        var write = Role(ArmClient.Rg, "Microsoft.Network/virtualNetworkGateways/write", "Microsoft.Network/publicIPAddresses/write");
        var subnet = Role($"{TestBed.Network("a")}/subnets/GatewaySubnet", $"{Network}/subnets/join/action");
        var address = Role($"{ArmClient.Net}/publicIPAddresses/gw-ip", "Microsoft.Network/publicIPAddresses/join/action");

        bed.Simulation.Guards = new() { Roles = [write, subnet] };
        Assert.Contains("publicIPAddresses/join/action", (await bed.GatewayAsync("a")).Message, StringComparison.Ordinal);
        bed.Simulation.Guards = new() { Roles = [write, address] };
        Assert.Contains("subnets/join/action", (await bed.GatewayAsync("a")).Message, StringComparison.Ordinal);
        bed.Simulation.Guards = new() { Roles = [write, subnet, address] };
        Assert.Equal(201, (await bed.GatewayAsync("a")).Status);
    }

    private static RoleGrant Role(string scope, params string[] actions) => new(ResourceId.Parse(scope), [.. actions]);

    private static async Task<IReadOnlyList<string>> ActionsAsync(TestBed bed, string scope)
    {
        var actions = new List<string>();
        for (var url = $"{scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"; url is not null;)
        {
            var reply = await bed.Client.SendAsync("GET", url);
            Assert.Equal(200, reply.Status);
            actions.AddRange(reply.Body!["value"]!.AsArray().SelectMany(p => p!["actions"]!.AsArray()).Select(a => (string)a!));
            url = (string?)reply.Body["nextLink"];
        }

        return actions;
    }

    private static async Task<IEnumerable<string>> NamesAsync(TestBed bed, string scope, string query = "")
    {
        var reply = await bed.Client.SendAsync("GET", $"{scope}{Locks}?api-version=2020-05-01{query}");
        Assert.Equal(200, reply.Status);
        return reply.Body!["value"]!.AsArray().OfType<JsonObject>().Select(l => (string)l["name"]!).Order(StringComparer.Ordinal);
    }
}
