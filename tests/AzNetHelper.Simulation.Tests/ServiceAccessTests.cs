using System.Net;
using AzNetHelper.Arm;
using static AzNetHelper.Simulation.AccessReason;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Who reaches a service, and when: what proves or disproves the order of steps.</summary>
public sealed class ServiceAccessTests
{
    private static readonly IPAddress Other = IPAddress.Parse("203.0.113.99");

    [Fact]
    public async Task An_account_that_denies_lets_in_the_subnet_with_endpoint_and_rule_and_nobody_else()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        Assert.Equal((true, OpenToEveryone), Of(bed.From(account, ServiceBed.Bare)));

        await PatchAsync(bed, account, $$"""{"defaultAction":"Deny","virtualNetworkRules":[{"id":"{{ServiceBed.Ready}}"}]}""");

        Assert.Equal((true, SubnetRule), Of(bed.From(account, ServiceBed.Ready)));
        Assert.Equal((false, NoRule), Of(bed.From(account, ServiceBed.Bare)));
        Assert.Equal((false, NoRule), Of(bed.Simulation.Access(account, new ServiceClient.AtAddress(Other))));
        Assert.Equal((true, Bypass), Of(bed.Simulation.Access(account, new ServiceClient.Trusted())));
    }

    [Fact]
    public async Task An_endpoint_hides_the_address_that_a_rule_names()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        await PatchAsync(bed, account, $$"""{"defaultAction":"Deny","ipRules":[{"value":"{{ServiceBed.Egress}}"}]}""");
        Assert.Equal((true, AddressRule), Of(bed.From(account, ServiceBed.Bare)));
        Assert.Equal((false, AddressHidden), Of(bed.From(account, ServiceBed.Ready)));

        // The way that leaves a gap: from the first moment of the write nobody can be sure.
        await bed.EndpointsAsync(ServiceBed.Bare, settle: false, "Microsoft.Storage");
        Assert.False(bed.From(account, ServiceBed.Bare).IsAllowed);
        bed.Bed.Settle();
        Assert.Equal((false, AddressHidden), Of(bed.From(account, ServiceBed.Bare)));
    }

    [Fact]
    public async Task A_rule_that_came_first_leaves_no_gap()
    {
        using var bed = await ServiceBed.CreateAsync();
        var vault = await bed.MakeAsync(ResourceTypes.KeyVault);
        await PatchAsync(bed, vault, $$"""
            {"bypass":"None","defaultAction":"Deny","ipRules":[{"value":"{{ServiceBed.Egress}}"}],
             "virtualNetworkRules":[{"id":"{{ServiceBed.Bare}}","ignoreMissingVnetServiceEndpoint":true}]}
            """);
        Assert.Equal((true, AddressRule), Of(bed.From(vault, ServiceBed.Bare)));

        await bed.EndpointsAsync(ServiceBed.Bare, settle: false, "Microsoft.KeyVault");
        Assert.True(bed.From(vault, ServiceBed.Bare).IsAllowed);
        bed.Bed.Settle();
        Assert.Equal((true, SubnetRule), Of(bed.From(vault, ServiceBed.Bare)));

        // Another write of the subnet does not disturb what is there.
        await bed.EndpointsAsync(ServiceBed.Bare, settle: false, "Microsoft.KeyVault", "Microsoft.Sql");
        Assert.Equal((true, SubnetRule), Of(bed.From(vault, ServiceBed.Bare)));
    }

    [Fact]
    public async Task A_rule_without_its_endpoint_is_inert()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        await PatchAsync(bed, account, $$"""{"defaultAction":"Deny","virtualNetworkRules":[{"id":"{{ServiceBed.Ready}}"}]}""");

        await bed.EndpointsAsync(ServiceBed.Ready, settle: true, "Microsoft.Sql");

        Assert.Equal((false, NoEndpoint), Of(bed.From(account, ServiceBed.Ready)));
    }

    [Theory]
    [InlineData(ResourceTypes.SqlServer, ResourceTypes.SqlNetworkRule)]
    [InlineData(ResourceTypes.PostgreSqlServer, ResourceTypes.PostgreSqlNetworkRule)]
    [InlineData(ResourceTypes.MySqlServer, ResourceTypes.MySqlNetworkRule)]
    public async Task A_servers_rule_counts_when_it_is_ready_and_no_more_when_it_goes(string serverType, string ruleType)
    {
        using var bed = await ServiceBed.CreateAsync();
        var server = await bed.MakeAsync(serverType);
        var rule = ServiceBed.Id(ruleType);
        Assert.Equal((false, AddressHidden), Of(bed.From(server, ServiceBed.Ready)));

        var reply = await bed.PutAsync(rule, ServiceBed.Body(ruleType));
        Assert.Equal(202, reply.Status);
        Assert.Equal("Initializing", (string?)(await bed.ReadAsync(rule))["properties"]!["state"]);
        Assert.False(bed.From(server, ServiceBed.Ready).IsAllowed);
        Assert.Equal("InProgress", (string?)(await bed.Bed.Client.SendAsync("GET", reply.Header("Azure-AsyncOperation")!)).Body!["status"]);
        bed.Bed.Settle();
        Assert.Equal("Ready", (string?)(await bed.ReadAsync(rule))["properties"]!["state"]);
        Assert.Equal("Ready", (string?)(await bed.Bed.Client.SendAsync("GET", reply.Header("Location")!)).Body!["properties"]!["state"]);
        Assert.Equal((true, SubnetRule), Of(bed.From(server, ServiceBed.Ready)));

        // The flag changes: the rule stays in force.
        Assert.Equal(202, (await bed.PutAsync(rule, $$$"""
            {"properties":{"virtualNetworkSubnetId":"{{{ServiceBed.Ready}}}","ignoreMissingVnetServiceEndpoint":true}}
            """)).Status);
        Assert.Equal((true, SubnetRule), Of(bed.From(server, ServiceBed.Ready)));
        bed.Bed.Settle();

        Assert.Equal(202, (await bed.DeleteAsync(rule)).Status);
        Assert.False(bed.From(server, ServiceBed.Ready).IsAllowed);
    }

    [Fact]
    public async Task The_firewall_of_a_server_knows_ranges_and_all_of_Azure()
    {
        using var bed = await ServiceBed.CreateAsync();
        var server = await bed.MakeAsync(ResourceTypes.SqlServer);
        await bed.PutAsync(server.Child("firewallRules", "office"), """{"properties":{"startIpAddress":"203.0.113.90","endIpAddress":"203.0.113.99"}}""");
        Assert.Equal((true, AddressRule), Of(bed.Simulation.Access(server, new ServiceClient.AtAddress(Other))));
        Assert.Equal((false, NoRule), Of(bed.Simulation.Access(server, new ServiceClient.AtAddress(IPAddress.Parse("203.0.113.100")))));
        Assert.Equal((false, NoRule), Of(bed.From(server, ServiceBed.Bare)));
        Assert.Equal((false, NoRule), Of(bed.Simulation.Access(server, new ServiceClient.Trusted())));

        await bed.PutAsync(server.Child("firewallRules", "azure"), """{"properties":{"startIpAddress":"0.0.0.0","endIpAddress":"0.0.0.0"}}""");
        Assert.Equal((true, AzureRule), Of(bed.From(server, ServiceBed.Bare)));
        Assert.Equal((true, AzureRule), Of(bed.From(server, ServiceBed.Ready)));
        Assert.Equal((true, AzureRule), Of(bed.Simulation.Access(server, new ServiceClient.Trusted())));
        Assert.Equal((false, NoRule), Of(bed.Simulation.Access(server, new ServiceClient.AtAddress(IPAddress.Parse("203.0.113.100")))));
    }

    [Fact]
    public async Task Cosmos_counts_subnets_only_with_its_filter_on_and_is_both_while_it_is_written()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.CosmosAccount);
        var rules = $$"""[{"id":"{{ServiceBed.Ready}}"}]""";
        Assert.Equal(200, (await bed.PatchAsync(account, $$$"""{"properties":{"virtualNetworkRules":{{{rules}}}}}""")).Status);
        bed.Bed.Settle();
        Assert.Equal((true, OpenToEveryone), Of(bed.From(account, ServiceBed.Bare)));

        var reply = await bed.PatchAsync(account, """{"properties":{"isVirtualNetworkFilterEnabled":true}}""");
        Assert.Equal("Updating", reply.State);
        Assert.False(bed.From(account, ServiceBed.Bare).IsAllowed);
        Assert.True(bed.From(account, ServiceBed.Ready).IsAllowed);
        Assert.Equal((412, "PreconditionFailed"), (await bed.PatchAsync(account, """{"properties":{}}""")) is var busy ? (busy.Status, busy.Code) : default);
        bed.Bed.Settle();

        Assert.Equal((true, SubnetRule), Of(bed.From(account, ServiceBed.Ready)));
        Assert.Equal((false, NoRule), Of(bed.From(account, ServiceBed.Bare)));
        Assert.Single((await bed.ReadAsync(account))["properties"]!["virtualNetworkRules"]!.AsArray());
    }

    [Theory]
    [InlineData(ResourceTypes.ServiceBusNamespace)]
    [InlineData(ResourceTypes.EventHubsNamespace)]
    public async Task A_namespace_that_denies_and_has_no_rule_lets_everybody_in(string type)
    {
        using var bed = await ServiceBed.CreateAsync();
        var ns = await bed.MakeAsync(type);
        var rules = ns.Child("networkRuleSets", "default");
        Assert.Equal("Allow", (string?)(await bed.ReadAsync(rules))["properties"]!["defaultAction"]);
        Assert.Equal(200, (await bed.PutAsync(rules, """{"properties":{"defaultAction":"Deny"}}""")).Status);
        Assert.Equal((true, OpenToEveryone), Of(bed.From(ns, ServiceBed.Bare)));

        Assert.Equal(200, (await bed.PutAsync(rules, $$$"""
            {"properties":{"defaultAction":"Deny","virtualNetworkRules":[{"subnet":{"id":"{{{ServiceBed.Ready}}}"}}]}}
            """)).Status);
        Assert.Equal((true, SubnetRule), Of(bed.From(ns, ServiceBed.Ready)));
        Assert.Equal((false, NoRule), Of(bed.From(ns, ServiceBed.Bare)));
        Assert.Equal((false, NoRule), Of(bed.Simulation.Access(ns, new ServiceClient.Trusted())));
    }

    [Theory]
    [InlineData(ResourceTypes.CognitiveServicesAccount, "networkAcls")]
    [InlineData(ResourceTypes.ContainerRegistry, "networkRuleSet")]
    [InlineData(ResourceTypes.KeyVault, "networkAcls")]
    public async Task Others_with_a_default_action_follow_it(string type, string home)
    {
        using var bed = await ServiceBed.CreateAsync();
        var service = await bed.MakeAsync(type);
        var reply = await bed.PatchAsync(service, $$$$"""
            {"properties":{"{{{{home}}}}":{"defaultAction":"Deny","virtualNetworkRules":[{"id":"{{{{ServiceBed.Ready}}}}"}],
             "ipRules":[{"value":"192.0.2.0/24"}]}}}
            """);
        Assert.Equal(200, reply.Status);

        Assert.Equal((true, SubnetRule), Of(bed.From(service, ServiceBed.Ready)));
        Assert.Equal((false, NoRule), Of(bed.From(service, ServiceBed.Bare)));
        Assert.Equal((true, AddressRule), Of(bed.Simulation.Access(service, new ServiceClient.AtAddress(IPAddress.Parse("192.0.2.200")))));
        Assert.Equal((false, NoRule), Of(bed.Simulation.Access(service, new ServiceClient.AtAddress(Other))));
    }

    [Fact]
    public async Task Without_public_access_only_private_endpoints_and_trusted_services_are_let_in()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        await PatchAsync(bed, account, $$"""{"defaultAction":"Allow","virtualNetworkRules":[{"id":"{{ServiceBed.Ready}}"}]}""");
        var document = await bed.ReadAsync(account);
        var endpoint = ResourceId.ForResource(ArmClient.Sub, "rg1", ResourceTypes.PrivateEndpoint, "pe");
        document["properties"]!["publicNetworkAccess"] = "Disabled";
        document["properties"]!["privateEndpointConnections"] = System.Text.Json.Nodes.JsonNode.Parse($$$$"""
            [{"properties":{"privateEndpoint":{"id":"{{{{endpoint}}}}"},"privateLinkServiceConnectionState":{"status":"Approved"}}}]
            """);
        bed.Simulation.Load(new([new(account, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()))]));

        Assert.Equal((false, PublicAccessDisabled), Of(bed.From(account, ServiceBed.Ready)));
        Assert.Equal((true, PrivateEndpoint), Of(bed.Simulation.Access(account, new ServiceClient.OverPrivateEndpoint(endpoint))));
        Assert.False(bed.Simulation.Access(account, new ServiceClient.OverPrivateEndpoint(endpoint.Parent ?? account)).IsAllowed);
        Assert.Equal((true, Bypass), Of(bed.Simulation.Access(account, new ServiceClient.Trusted())));
    }

    [Fact]
    public async Task A_private_endpoint_is_shown_by_both_sides_and_goes_past_the_rules()
    {
        using var bed = await ServiceBed.CreateAsync();
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        var endpoint = ResourceId.ForResource(ArmClient.Sub, "rg1", ResourceTypes.PrivateEndpoint, "pe");
        Assert.Throws<ArgumentException>(() => bed.Simulation.SetPrivateEndpoint(endpoint, account, ServiceBed.Id(ResourceTypes.KeyVault)));

        bed.Simulation.SetPrivateEndpoint(endpoint, ServiceBed.Bare, account);
        await PatchAsync(bed, account, """{"defaultAction":"Deny"}""");

        Assert.Equal((true, PrivateEndpoint), Of(bed.Simulation.Access(account, new ServiceClient.OverPrivateEndpoint(endpoint))));
        Assert.Equal((false, NoRule), Of(bed.From(account, ServiceBed.Bare)));
        Assert.Equal(endpoint.ToString(), (string?)(await bed.ReadAsync(ServiceBed.Bare))["properties"]!["privateEndpoints"]![0]!["id"]);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync(ServiceBed.Bare)).Code);

        // Neither side's writes lose it.
        await bed.EndpointsAsync(ServiceBed.Bare, settle: true, "Microsoft.Storage");
        Assert.NotNull((await bed.ReadAsync(ServiceBed.Bare))["properties"]!["privateEndpoints"]);
        Assert.Equal(200, (await bed.PutAsync(account, ServiceBed.Body(ResourceTypes.StorageAccount))).Status);
        Assert.True(bed.Simulation.Access(account, new ServiceClient.OverPrivateEndpoint(endpoint)).IsAllowed);
    }

    private static (bool, AccessReason) Of(AccessDecision decision) => (decision.IsAllowed, decision.Reason);

    private static async Task PatchAsync(ServiceBed bed, ResourceId id, string acls)
    {
        var reply = await bed.PatchAsync(id, $$$"""{"properties":{"networkAcls":{{{acls}}}}}""");
        Assert.True(reply.Status is 200, reply.ToString());
    }
}
