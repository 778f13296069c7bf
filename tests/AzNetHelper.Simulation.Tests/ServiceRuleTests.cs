using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What services refuse about their rules, and how they answer.</summary>
public sealed class ServiceRuleTests
{
    public static TheoryData<string> Patched =>
    [
        ResourceTypes.StorageAccount, ResourceTypes.KeyVault, ResourceTypes.CosmosAccount, ResourceTypes.CognitiveServicesAccount,
        ResourceTypes.ContainerRegistry,
    ];

    public static TheoryData<string> Ruled => [.. ServiceTypes.All.Where(t => t.Rules is not null).Select(t => t.Kind.Type)];

    [Theory]
    [MemberData(nameof(Ruled))]
    public async Task A_rule_needs_the_endpoint_or_the_flag(string type)
    {
        using var bed = await ServiceBed.CreateAsync();
        var shape = ServiceType.Of(type)!.Rules!;
        var id = await MakeRulesAsync(bed, type);

        var refused = await WriteAsync(bed, id, Rule(shape, ServiceBed.Bare));
        Assert.Equal(400, refused.Status);
        Assert.Equal(ServiceType.Of(type)!.Words!.Code, refused.Code);
        Assert.Contains("do not have ServiceEndpoints for ", refused.Message, StringComparison.Ordinal);
        Assert.True((await WriteAsync(bed, id, Rule(shape, ServiceBed.Ready))).Status < 300);
        bed.Bed.Settle();
        if (shape.Ignore is { } flag)
        {
            Assert.True((await WriteAsync(bed, id, Rule(shape, ServiceBed.Bare, ignores: true))).Status < 300);
            bed.Bed.Settle();
            var rule = NetworkRule.Of(shape, await bed.ReadAsync(id)).Single();
            Assert.Equal(ServiceBed.Bare, rule.Id);
            Assert.True(rule.Ignores, flag);

            // The flag back: the endpoint must be there by then.
            Assert.Equal(400, (await WriteAsync(bed, id, Rule(shape, ServiceBed.Bare))).Status);
        }

        var missing = await WriteAsync(bed, id, Rule(shape, ServiceBed.Bare.Parent!.Child("subnets", "nothing")));
        Assert.Equal(400, missing.Status);
        Assert.Contains("does not have subnets with names nothing", missing.Message, StringComparison.Ordinal);
        Assert.Equal(400, (await WriteAsync(bed, id, Rule(shape, ServiceBed.Bare.Parent!))).Status);
    }

    [Theory]
    [MemberData(nameof(Ruled))]
    public async Task A_rule_needs_the_right_to_join_the_subnet(string type)
    {
        using var bed = await ServiceBed.CreateAsync();
        var id = await MakeRulesAsync(bed, type);
        bed.Simulation.Guards = new()
        {
            Denials = [new("Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action", ServiceBed.Ready)],
        };

        var reply = await WriteAsync(bed, id, Rule(ServiceType.Of(type)!.Rules!, ServiceBed.Ready));
        Assert.Equal((403, "LinkedAuthorizationFailed"), (reply.Status, reply.Code));
    }

    [Theory]
    [MemberData(nameof(Ruled))]
    public async Task A_rule_waits_for_a_subnet_that_is_written(string type)
    {
        using var bed = await ServiceBed.CreateAsync();
        var id = await MakeRulesAsync(bed, type);
        await bed.EndpointsAsync(ServiceBed.Ready, settle: false, ServiceBed.Endpoints);

        var reply = await WriteAsync(bed, id, Rule(ServiceType.Of(type)!.Rules!, ServiceBed.Ready));
        Assert.Equal(400, reply.Status);
        Assert.Contains("are not provisioned. They are in Updating state", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_storage_are_those_that_are_quoted()
    {
        using var bed = await ServiceBed.CreateAsync();
        var id = await bed.MakeAsync(ResourceTypes.StorageAccount);
        var reply = await WriteAsync(bed, id, Rule(ServiceType.Of(id.Type)!.Rules!, ServiceBed.Bare));
        Assert.Equal($"Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured:Subnets bare of virtual network "
            + $"{ServiceBed.Bare.Parent} do not have ServiceEndpoints for Microsoft.Storage resources configured. Add Microsoft.Storage to "
            + "subnet's ServiceEndpoints collection before trying to ACL Microsoft.Storage resources to these subnets..", reply.Message);
    }

    [Theory]
    [InlineData(ResourceTypes.StorageAccount, "Microsoft.Storage", "westus", false)]
    [InlineData(ResourceTypes.StorageAccount, "Microsoft.Storage", "northeurope", true)]
    [InlineData(ResourceTypes.StorageAccount, "Microsoft.Storage.Global", "westus", true)]
    [InlineData(ResourceTypes.SqlServer, "Microsoft.Sql", "northeurope", false)]
    [InlineData(ResourceTypes.KeyVault, "Microsoft.KeyVault", "westus", true)]
    [InlineData(ResourceTypes.CosmosAccount, "Microsoft.AzureCosmosDB", "westus", true)]
    public async Task Regions_are_in_reach_of_a_subnet_or_not(string type, string endpoint, string region, bool reached)
    {
        using var bed = await ServiceBed.CreateAsync();
        await bed.EndpointsAsync(ServiceBed.Bare, settle: true, endpoint);
        var id = ServiceBed.Id(type);
        Assert.True((await bed.PutAsync(id, ServiceBed.Body(type).Replace("westeurope", region, StringComparison.Ordinal))).Status < 300);
        bed.Bed.Settle();
        var holder = type == ResourceTypes.SqlServer ? id.Child("virtualNetworkRules", "r") : id;

        var reply = await WriteAsync(bed, holder, Rule(ServiceType.Of(holder.Type)!.Rules!, ServiceBed.Bare));
        Assert.Equal(reached, reply.Status < 300);
        if (!reached)
        {
            Assert.Contains($"resources in {region} cannot be ACL-ed to virtual network in westeurope", reply.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ResourceTypes.ServiceBusNamespace, """{"name":"Standard","tier":"Standard"}""", false)]
    [InlineData(ResourceTypes.ServiceBusNamespace, """{"name":"Premium","tier":"Premium"}""", true)]
    [InlineData(ResourceTypes.EventHubsNamespace, """{"name":"Basic","tier":"Basic"}""", false)]
    [InlineData(ResourceTypes.EventHubsNamespace, """{"name":"Standard","tier":"Standard"}""", true)]
    [InlineData(ResourceTypes.ContainerRegistry, """{"name":"Standard"}""", false)]
    public async Task Rules_need_a_tier(string type, string sku, bool fits)
    {
        using var bed = await ServiceBed.CreateAsync();
        var id = ServiceBed.Id(type);
        Assert.True((await bed.PutAsync(id, $$$"""{"location":"westeurope","sku":{{{sku}}},"properties":{}}""")).Status < 300);
        var holder = type == ResourceTypes.ContainerRegistry ? id : id.Child("networkRuleSets", "default");

        var reply = await WriteAsync(bed, holder, Rule(ServiceType.Of(holder.Type)!.Rules!, ServiceBed.Ready));
        Assert.Equal(fits, reply.Status < 300);
        Assert.Equal(fits ? string.Empty : "NetworkRulesNotSupportedByTier", reply.Code);
    }

    [Fact]
    public async Task A_server_without_public_access_takes_no_rules()
    {
        using var bed = await ServiceBed.CreateAsync();
        var server = await bed.MakeAsync(ResourceTypes.SqlServer);
        await bed.PatchAsync(server, """{"properties":{"publicNetworkAccess":"Disabled"}}""");
        bed.Bed.Settle();
        Assert.Equal("DenyPublicEndpointEnabled", (await bed.PutAsync(server.Child("virtualNetworkRules", "r"), ServiceBed.Body(ResourceTypes.SqlNetworkRule))).Code);
        Assert.Equal("DenyPublicEndpointEnabled", (await bed.PutAsync(server.Child("firewallRules", "r"), ServiceBed.Body(ResourceTypes.SqlFirewallRule))).Code);
    }

    [Fact]
    public async Task There_is_a_limit_of_rules()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.CosmosAccount);
        string Rules(int count) => string.Join(',', Enumerable.Repeat($$"""{"id":"{{ServiceBed.Ready}}"}""", count));
        Assert.Equal("TooManyVirtualNetworkRules",
            (await bed.PatchAsync(account, $$$"""{"properties":{"virtualNetworkRules":[{{{Rules(65)}}}]}}""")).Code);
        Assert.Equal(200, (await bed.PatchAsync(account, $$$"""{"properties":{"virtualNetworkRules":[{{{Rules(64)}}}]}}""")).Status);
    }

    [Theory]
    [MemberData(nameof(Patched))]
    public async Task A_patch_drops_nothing_that_it_does_not_name(string type)
    {
        using var bed = await ServiceBed.CreateAsync();
        var id = await bed.MakeAsync(type);
        var before = await bed.ReadAsync(id);

        Assert.Equal(200, (await bed.PatchAsync(id, """{"tags":{"a":"b"},"properties":{"publicNetworkAccess":"Disabled"}}""")).Status);
        bed.Bed.Settle();

        var expected = before.DeepClone();
        expected["tags"] = new JsonObject { ["a"] = "b" };
        expected["properties"]!["publicNetworkAccess"] = "Disabled";
        Assert.True(JsonNode.DeepEquals(expected, await bed.ReadAsync(id)), $"{expected}\n{await bed.ReadAsync(id)}");
    }

    [Fact]
    public async Task A_deleted_subnets_rule_is_marked_inert_and_in_the_way()
    {
        using var bed = await ServiceBed.CreateAsync();
        var shape = ServiceType.Of(ResourceTypes.StorageAccount)!.Rules!;
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        await WriteAsync(bed, account, Rule(shape, ServiceBed.Ready));
        Assert.Equal(AccessReason.SubnetRule, bed.From(account, ServiceBed.Ready).Reason);

        Assert.Equal(202, (await bed.DeleteAsync(ServiceBed.Ready)).Status);
        bed.Bed.Settle();
        Assert.Equal("NetworkSourceDeleted", NetworkRule.Of(shape, await bed.ReadAsync(account)).Single().State);

        // A new subnet of the same name is another one.
        Assert.Equal(201, (await bed.PutAsync(ServiceBed.Ready, """
            {"properties":{"addressPrefix":"10.0.0.0/24","serviceEndpoints":[{"service":"Microsoft.Storage"}]}}
            """)).Status);
        bed.Bed.Settle();
        Assert.Equal((false, AccessReason.RuleNotInForce), bed.From(account, ServiceBed.Ready) is var d ? (d.IsAllowed, d.Reason) : default);
        var refused = await bed.PatchAsync(account, $$$"""{"properties":{"networkAcls":{{{(await bed.ReadAsync(account))["properties"]!["networkAcls"]!.ToJsonString()}}}}}""");
        Assert.Equal("NetworkAclsNetworkSourceDeleted", refused.Code);
        Assert.Equal(200, (await bed.PatchAsync(account, """{"tags":{"a":"b"}}""")).Status);
        Assert.False(bed.From(account, ServiceBed.Ready).IsAllowed);
        Assert.Equal(200, (await bed.PatchAsync(account, """{"properties":{"networkAcls":{"defaultAction":"Deny","virtualNetworkRules":[]}}}""")).Status);
        Assert.Equal(200, (await WriteAsync(bed, account, Rule(shape, ServiceBed.Ready))).Status);
        Assert.True(bed.From(account, ServiceBed.Ready).IsAllowed);
    }

    [Fact]
    public async Task Vaults_write_ids_in_lower_case_and_addresses_as_prefixes()
    {
        using var bed = await ServiceBed.CreateAsync();
        var vault = await bed.MakeAsync(ResourceTypes.KeyVault);
        await bed.PatchAsync(vault, $$$$"""
            {"properties":{"networkAcls":{"defaultAction":"Deny","ipRules":[{"value":"192.0.2.1"}],"virtualNetworkRules":[{"id":"{{{{ServiceBed.Ready}}}}"}]}}}
            """);
        var acls = (await bed.ReadAsync(vault))["properties"]!["networkAcls"]!;
        Assert.Equal("192.0.2.1/32", (string?)acls["ipRules"]![0]!["value"]);
        Assert.Contains("/resourcegroups/", (string?)acls["virtualNetworkRules"]![0]!["id"], StringComparison.Ordinal);
        Assert.True(bed.From(vault, ServiceBed.Ready).IsAllowed);
    }

    [Fact]
    public async Task Lists_and_Resource_Graph_show_services()
    {
        using var bed = await ServiceBed.CreateAsync();
        foreach (var type in ServiceTypes.All.Where(t => t.Kind.ParentMember is null))
        {
            var id = await bed.MakeAsync(type.Kind.Type);
            foreach (var scope in new[] { $"/subscriptions/{ArmClient.Sub}", ArmClient.Rg })
            {
                var list = await bed.Bed.Client.GetAsync($"{scope}/providers/{type.Kind.Type}", ResourceTypes.ApiVersion(id));
                Assert.Equal(id, ResourceId.Parse((string)Assert.Single(list.Body!["value"]!.AsArray())!["id"]!));
            }

            var rows = await bed.Bed.Client.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01",
                $$"""{"query":"resources | where type =~ '{{type.Kind.Type}}'"}""");
            Assert.Equal("westeurope", (string?)Assert.Single(rows.Body!["data"]!.AsArray())!["location"]);
            bed.Bed.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Children_are_listed_and_the_default_rule_set_is_always_there()
    {
        using var bed = await ServiceBed.CreateAsync();
        var rule = await bed.MakeAsync(ResourceTypes.SqlNetworkRule);
        var ns = await bed.MakeAsync(ResourceTypes.ServiceBusNamespace);
        var rules = await bed.Bed.Client.GetAsync($"{rule.Parent}/virtualNetworkRules", ResourceTypes.ApiVersion(rule));
        var sets = await bed.Bed.Client.GetAsync($"{ns}/networkRuleSets", ResourceTypes.ApiVersion(ns));
        Assert.Equal("r", (string?)Assert.Single(rules.Body!["value"]!.AsArray())!["name"]);
        Assert.Equal("default", (string?)Assert.Single(sets.Body!["value"]!.AsArray())!["name"]);
        Assert.Equal(404, (await bed.Bed.Client.GetAsync($"{ns}/networkRuleSets/other", ResourceTypes.ApiVersion(ns))).Status);
        Assert.Equal(400, (await bed.PutAsync(ns.Child("networkRuleSets", "other"), """{"properties":{}}""")).Status);
        Assert.Equal(405, (await bed.DeleteAsync(ns.Child("networkRuleSets", "default"))).Status);

        // A server takes its rules with it.
        Assert.Equal(202, (await bed.DeleteAsync(rule.Parent!)).Status);
        bed.Bed.Settle();
        Assert.Null(await bed.TryReadAsync(rule));
        Assert.Equal(204, (await bed.DeleteAsync(rule.Parent!)).Status);
    }

    [Fact]
    public async Task What_fails_leaves_the_rules_as_they_were()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.CosmosAccount);
        bed.Simulation.Faults.Add("PATCH", "*/databaseAccounts/*", new Fault.OperationFails("InternalServerError", "Sorry."));
        var reply = await bed.PatchAsync(account, """{"properties":{"isVirtualNetworkFilterEnabled":true}}""");
        bed.Bed.Settle();
        Assert.Equal("Failed", (string?)(await bed.Bed.Client.SendAsync("GET", reply.Header("Azure-AsyncOperation")!)).Body!["status"]);
        var document = await bed.ReadAsync(account);
        Assert.Equal("Failed", (string?)document["properties"]!["provisioningState"]);
        Assert.False((bool)document["properties"]!["isVirtualNetworkFilterEnabled"]!);
        Assert.True(bed.From(account, ServiceBed.Bare).IsAllowed);
    }

    [Fact]
    public async Task Bodies_are_read_strictly_and_only_with_the_pinned_version()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        Assert.Equal("InvalidJson", (await bed.PatchAsync(account, """{"properties":{"networkAcl":{}}}""")).DetailCode);
        Assert.Equal(400, (await bed.Bed.Client.GetAsync(account.ToString(), "2019-06-01")).Status);
    }

    private static async Task<ResourceId> MakeRulesAsync(ServiceBed bed, string type)
    {
        var id = ServiceBed.Id(type);
        if (id.Parent is { } parent)
        {
            await bed.MakeAsync(parent.Type);
            return id;
        }

        return await bed.MakeAsync(type);
    }

    private static Task<Reply> WriteAsync(ServiceBed bed, ResourceId id, JsonObject properties)
    {
        var body = new JsonObject { ["properties"] = properties }.ToJsonString();
        return id.Parent is null ? bed.PatchAsync(id, body) : bed.PutAsync(id, body);
    }

    private static JsonObject Rule(RuleShape shape, ResourceId subnet, bool ignores = false)
    {
        var rule = new JsonObject
        {
            [shape.Subnet] = shape.Subnet is "subnet" ? new JsonObject { ["id"] = subnet.ToString() } : subnet.ToString(),
        };
        if (ignores)
        {
            rule[shape.Ignore!] = true;
        }

        if (shape.IsOne)
        {
            return rule;
        }

        var rules = new JsonObject { ["virtualNetworkRules"] = new JsonArray((JsonNode)rule), ["ipRules"] = new JsonArray() };
        if (shape.Home.Length > 0)
        {
            rules["defaultAction"] = "Deny";
        }

        return shape.Home.Length == 0 ? rules : new() { [shape.Home] = rules };
    }
}
