using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;
using Xunit;
using static AzNetHelper.Tests.Services.AccessScene;

namespace AzNetHelper.Tests.Services;

/// <summary>What the steps of a grant wait for, and what they take for done.</summary>
public sealed class AccessOrderTests
{
    [Fact]
    public void The_flagged_rule_is_past_only_where_the_subnet_has_its_rule()
    {
        var scene = new AccessScene("KeyVault").Rules(r => r["defaultAction"] = "Deny");
        var first = Plan(scene).Changes[0];
        Assert.Contains("also before", first.Summary, StringComparison.Ordinal);

        Assert.False(Found().IsAsWanted(first));
        Assert.Empty(Found().Drift(first));
        Assert.True(Found(scene.Rule("s1", ignores: true)).IsAsWanted(first));
        Assert.True(Found(scene.Rule("s1")).IsAsWanted(first));

        // What a colleague added meanwhile is no reason to go on without the rule.
        Assert.False(Found(scene.Rule("s2")).IsAsWanted(first));
        Assert.NotEmpty(Found(scene.Rule("s2")).Drift(first));

        FoundResource Found(params JsonObject[] rules) => new(new()
        {
            ["properties"] = new JsonObject { ["networkAcls"] = new JsonObject { ["defaultAction"] = "Deny", ["virtualNetworkRules"] = new JsonArray([.. rules]) } },
        }, null);
    }

    [Fact]
    public void A_rule_of_a_server_that_took_the_name_for_another_subnet_is_drift()
    {
        var first = Plan(new AccessScene("Sql")).Changes[0];
        Assert.Equal(ChangeKind.Create, first.Kind);
        Assert.True(Found("s1", ignores: false).IsAsWanted(first));
        Assert.True(Found("s1", ignores: true).IsAsWanted(first));
        Assert.False(Found("s2", ignores: true).IsAsWanted(first));
        Assert.NotEmpty(Found("s2", ignores: true).Drift(first));

        static FoundResource Found(string subnet, bool ignores) => new(new()
        {
            ["properties"] = new JsonObject { ["virtualNetworkSubnetId"] = $"{Subnet(subnet)}", ["ignoreMissingVnetServiceEndpoint"] = ignores },
        }, null);
    }

    [Fact]
    public void What_follows_an_endpoint_waits_until_it_is_in_force()
    {
        var endpoint = Plan(new AccessScene("Storage")).Changes.Single(c => c.Resource == Subnet());
        Assert.Contains("\"Succeeded\"", endpoint.Awaits!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage", "Provisioning", true)]
    [InlineData("Storage", "Succeeded", false)]
    [InlineData("Sql", "InProgress", true)]
    [InlineData("Sql", "Ready", false)]
    public void Others_are_shut_out_only_when_a_rule_that_is_there_is_in_force(string kind, string state, bool waits)
    {
        var scene = Ready(kind);
        scene = kind == "Storage" ? scene.Rules(r => r["virtualNetworkRules"] = new JsonArray(scene.Rule("s1", state: state)))
            : scene.Child("virtualNetworkRules", "mine", new()
            {
                ["virtualNetworkSubnetId"] = $"{Subnet()}", ["ignoreMissingVnetServiceEndpoint"] = false, ["state"] = state,
            }).Child("firewallRules", "azure", new() { ["startIpAddress"] = "0.0.0.0", ["endIpAddress"] = "0.0.0.0" });
        var plan = AccessPlanner.Create(scene.Ground(r => r with { DenyOthers = true, AllowLoss = true }));
        Assert.Empty(plan.Problems);
        var last = plan.Changes[^1];
        Assert.True(last.Impact.Kind == Impact.CutsOff);
        Assert.Equal(waits, plan.Changes.Any(c => c.Writes && c.Awaits is not null && last.DependsOn.Contains(c.Key)));
    }

    [Fact]
    public void A_server_gets_its_rule_before_the_endpoint_although_everybody_gets_in()
    {
        var scene = new AccessScene("Sql").Child("firewallRules", "all", new() { ["startIpAddress"] = "0.0.0.0", ["endIpAddress"] = "255.255.255.255" });
        var plan = Plan(scene);
        Assert.Equal(ChangeKind.Create, plan.Changes[0].Kind);
        Assert.Contains(plan.Changes[0].Key, plan.Changes.Single(c => c.Resource == Subnet()).DependsOn);

        // And one beside those of the plan is lost.
        var other = scene.Service() with { Id = ResourceId.ForResource(Subscription, "rg", ResourceTypes.SqlServer, "other") };
        var lost = AccessPlanner.Create(new AccessScene("Sql").Egress(new(Subnet()) { Ways = [new("NAT gateway n", [Prefix("198.51.100.1/32")])] }, other)
            .Ground(r => r with { EnsureEndpoint = true }));
        Assert.Contains("'other'", lost.Changes.Single(c => c.Resource == Subnet()).Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void A_near_and_a_far_account_share_the_global_endpoint()
    {
        var scene = new AccessScene("Storage");
        var ground = scene.Ground(r => r with { EnsureEndpoint = true });
        var near = scene.Service();
        var far = near with { Id = ResourceId.ForResource(Subscription, "rg", ResourceTypes.StorageAccount, "far"), Location = "eastus" };
        var plan = AccessPlanner.Create(ground with
        {
            Request = ground.Request with { Services = [near.Id, far.Id] }, Reading = new([near, far], [], []),
        });
        Assert.Empty(plan.Problems);
        var written = plan.Changes.Single(c => c.Resource == Subnet()).After!;
        Assert.Contains("\"Microsoft.Storage.Global\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Microsoft.Storage\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_and_what_waits_for_it_are_one_group_to_decline()
    {
        Assert.Single(Plan(new AccessScene("KeyVault").Rules(r => r["defaultAction"] = "Deny")).Changes.Select(c => c.Group).Distinct());
        Assert.Equal($"{new AccessScene("KeyVault").Id}", Plan(Ready("KeyVault")).Changes.Select(c => c.Group).Distinct().Single());
    }

    [Fact]
    public void A_server_that_does_not_name_the_subnet_has_a_result_too()
    {
        var ground = Ready("Sql").Removal();
        var plan = ground.Plan();
        var kept = Assert.Single(plan.Changes);
        Assert.Equal(ChangeKind.NoChange, kept.Kind);
        Assert.Single(ServiceAccessResult.From(ground, [new(kept, ChangeOutcome.Unchanged, TimeSpan.Zero)]));
    }

    private static Plan Plan(AccessScene scene) => AccessPlanner.Create(scene.Ground(r => r with { EnsureEndpoint = true }));
}
