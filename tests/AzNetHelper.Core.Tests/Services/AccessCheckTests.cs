using System.Text.Json.Nodes;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;
using Xunit;
using static AzNetHelper.Tests.Services.AccessScene;

namespace AzNetHelper.Tests.Services;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class AccessCheckTests
{
    private const string Mine = "198.51.100.7/32";

    public static TheoryData<string> Ids() => [.. AccessCheck.All.Select(c => c.Id)];

    public static TheoryData<string> RemovalIds() => [.. AccessRemovalCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_of_a_grant_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = AccessCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);
        var plan = AccessPlanner.Create(fault);

        Assert.Equal(check.Outcome == CheckOutcome.Tells, !plan.Problems.Any(p => p.CheckId == id));
        Assert.Contains(id, Told(plan));
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(AccessPlanner.Create(fault, AccessCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(AccessPlanner.Create(near)));
        Assert.Empty(AccessPlanner.Create(near).Problems);
    }

    [Theory]
    [MemberData(nameof(RemovalIds))]
    public void A_check_of_a_removal_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = AccessRemovalCheck.All.Single(c => c.Id == id);
        var (fault, near) = RemovalCases(id);
        var plan = AccessRemovalPlanner.Create(fault);

        Assert.Equal(check.Outcome == CheckOutcome.Tells, !plan.Problems.Any(p => p.CheckId == id));
        Assert.Contains(id, Told(plan));
        Assert.DoesNotContain(id, Told(AccessRemovalPlanner.Create(fault, AccessRemovalCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(AccessRemovalPlanner.Create(near)));
        Assert.Empty(AccessRemovalPlanner.Create(near).Problems);
    }

    [Fact]
    public void Rules_that_make_up_all_addresses_are_everybody_whatever_the_kind()
    {
        var halves = new JsonArray(new JsonObject { ["value"] = "0.0.0.0/1" }, new JsonObject { ["value"] = "128.0.0.0/1" });
        Assert.Contains("OthersStillIn", Told(AccessPlanner.Create(Ready("Storage").Rules(r => r["ipRules"] = halves).Ground(r => Deny(r) with { AllowLoss = true }))));
        Assert.Contains("OthersStillIn", Told(AccessPlanner.Create(Ready("KeyVault").Ground(r => Deny(r) with { KeepIps = [Prefix("0.0.0.0/1")] }))));
        Assert.DoesNotContain("OthersStillIn", Told(AccessPlanner.Create(Ready("Sql").Child("firewallRules", "all",
            new() { ["startIpAddress"] = "0.0.0.0", ["endIpAddress"] = "255.255.255.255" }).Ground(r => Deny(r) with { AllowLoss = true }))));
    }

    [Fact]
    public void A_server_that_loses_its_rule_for_Azure_needs_it_kept_or_force()
    {
        AccessScene Azure() => Ready("Sql").Child("firewallRules", "azure", Range("0.0.0.0"));
        Assert.Contains("TrustedServicesLoseAccess", Told(AccessPlanner.Create(Azure().Ground(Deny))));
        Assert.Empty(AccessPlanner.Create(Azure().Ground(r => r with { DenyOthers = true, KeepIps = [Prefix("0.0.0.0/32")] })).Problems);
        Assert.Empty(AccessPlanner.Create(Azure().Ground(r => r with { DenyOthers = true, AllowLoss = true })).Problems);
    }

    [Fact]
    public void Limits_that_are_not_sure_are_told_and_those_that_are_reached_refuse_no_rule_that_is_there()
    {
        var crowd = AccessPlanner.Create(Crowd("CognitiveServices", 100).Ground());
        Assert.Empty(crowd.Problems);
        Assert.Contains(crowd.Notices, n => n.Id == "TooManySubnetRules");
        var scene = Ready("CosmosDb");
        var full = scene.Rules(r =>
        {
            var rules = scene.Many(64);
            rules.Add((JsonNode)scene.Rule("s1"));
            r["virtualNetworkRules"] = rules;
        });
        Assert.Empty(AccessPlanner.Create(full.Ground()).Problems);
    }

    [Fact]
    public void An_account_of_Cosmos_DB_with_rules_for_addresses_is_shut_whatever_its_filter_says() =>
        Assert.Empty(AccessPlanner.Create(Ready("CosmosDb").Rules(r => r["ipRules"] = new JsonArray(new JsonObject { ["ipAddressOrRange"] = "203.0.113.10" }))
            .Ground(r => r with { DenyOthers = true })).Problems);

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static AccessRequest Ensure(AccessRequest r) => r with { EnsureEndpoint = true };

    private static AccessRequest Deny(AccessRequest r) => r with { DenyOthers = true, KeepIps = [Prefix(Mine)] };

    private static (AccessGround Fault, AccessGround Near) Cases(string id) => id switch
    {
        "ServiceMissing" => (Ready("Storage").Missing().Ground(), Ready("Storage").Ground()),
        "ServiceNotRead" => (Ready("Storage").Unread().Ground(), Ready("Storage").Ground()),
        "PublicAccessDisabled" => (Ready("KeyVault").Properties(p => p["publicNetworkAccess"] = "disabled").Ground(), Ready("KeyVault").Ground()),
        "SecuredByPerimeter" => (Ready("Storage").Properties(p => p["publicNetworkAccess"] = "SecuredByPerimeter").Ground(), Ready("Storage").Ground()),
        "TierTooLow" => (Ready("ServiceBus").Own(s => s["sku"] = new JsonObject { ["name"] = "Standard", ["tier"] = "Standard" }).Ground(),
            Ready("EventHub").Own(s => s["sku"] = new JsonObject { ["name"] = "Standard", ["tier"] = "Standard" }).Ground()),
        "SubdomainMissing" => (Ready("CognitiveServices").Properties(p => p.Remove("customSubDomainName")).Ground(),
            Ready("Storage").Properties(p => p.Remove("customSubDomainName")).Ground()),
        "PrivateEndpointInstead" => (Ready("ContainerRegistry").Properties(PrivateEndpoint).Ground(), Ready("Storage").Properties(PrivateEndpoint).Ground()),
        "TooManySubnetRules" => (Crowd("CosmosDb", 64).Ground(), Crowd("CosmosDb", 63).Ground()),
        "TooManyAddressRules" => (Addresses("Storage", 400).Ground(Deny), Addresses("Storage", 399).Ground(Deny)),
        "RuleDead" => (Trusts(Ready("Storage"), "s2", "NetworkSourceDeleted").Ground(), Trusts(Ready("Storage").Endpoint("Microsoft.Storage", "s2"), "s2", "Succeeded").Ground()),
        "FirstRuleCloses" => (Ready("ServiceBus").Rules(r => r["defaultAction"] = "Deny").Ground(),
            Ready("ServiceBus").Rules(r =>
            {
                r["defaultAction"] = "Deny";
                r["ipRules"] = new JsonArray(new JsonObject { ["ipMask"] = "203.0.113.10" });
            }).Ground()),
        "SubnetMissing" => (Ready("Storage").Ground(subnet: "none"), Ready("Storage").Ground()),
        "SubnetNotRead" => (Ready("Storage").Unread("InvalidAuthenticationTokenTenant", network: true).Ground(), Ready("Storage").Ground()),
        "GatewaySubnet" => (Ready("Storage").Ground(Ensure, "GatewaySubnet"), Ready("Storage").Ground(Ensure)),
        "RegionOutOfReach" => (Ready("Sql").In("northeurope").Ground(), Ready("Storage").In("northeurope").Ground()),
        "StorageEndpointsExclude" => (new AccessScene("Storage").In("eastus").Endpoint("Microsoft.Storage", locations: ["eastus", "westus"]).Ground(Ensure),
            new AccessScene("Storage").In("eastus").Ground(Ensure)),
        "EndpointMissing" => (new AccessScene("KeyVault").Ground(), new AccessScene("KeyVault").Ground(Ensure)),
        "EndpointFailed" => (new AccessScene("KeyVault").Endpoint("Microsoft.KeyVault", state: "Failed").Ground(),
            new AccessScene("KeyVault").Endpoint("Microsoft.KeyVault", state: "Failed").Ground(Ensure)),
        "EgressUnknown" => (new AccessScene("KeyVault").Egress(new(Subnet()) { Unknown = ["It has no NAT gateway."] }).Ground(Ensure),
            new AccessScene("KeyVault").Egress(new(Subnet()) { Ways = [new("NAT gateway n", [Prefix("198.51.100.1/32")])] }).Ground(Ensure)),
        "KeepIpUnfit" => (Ready("Storage").Ground(r => Deny(r) with { KeepIps = [Prefix("10.1.0.0/16")] }), Ready("Storage").Ground(Deny)),
        "CallerAddressUnknown" => (Ready("Storage").Ground(r => r with { DenyOthers = true }), Ready("Storage").Ground(r => r with { DenyOthers = true, AllowLoss = true })),
        "TrustedServicesLoseAccess" => (Ready("Storage").Rules(r => r["bypass"] = "Logging").Ground(Deny), Ready("Storage").Rules(r => r["bypass"] = "Logging, AzureServices").Ground(Deny)),
        "TrustedSubnetLosesAccess" => (Trusts(Ready("Storage"), "s2", "Succeeded").Ground(Deny), Trusts(Ready("Storage").Endpoint("Microsoft.Storage", "s2"), "s2", "Succeeded").Ground(Deny)),
        "OthersStillIn" => (Firewall("0.0.0.1", "255.255.255.254").Ground(Deny), Firewall("0.0.0.1", "127.255.255.254").Ground(Deny)),
        "PrivateEndpointsStay" => (Ready("Storage").Properties(PrivateEndpoint).Ground(Deny), Ready("Storage").Ground(Deny)),
        "OthersUnknown" => (Ready("Storage").Ground(Deny), Ready("Storage").Rules(r => r["defaultAction"] = "Deny").Ground(Deny)),
        "OpenRulesStay" => (Ready("Sql").Child("firewallRules", "office", Range("203.0.113.10")).Ground(Deny), Ready("Sql").Child("firewallRules", "azure", Range("0.0.0.0")).Ground(r => Deny(r) with { AllowLoss = true })),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "no case"),
    };

    private static (AccessRemovalGround Fault, AccessRemovalGround Near) RemovalCases(string id) => id switch
    {
        "ServiceMissing" => (Ready("Storage").Missing().Removal(), Ready("Storage").Removal()),
        "ServiceNotRead" => (Ready("Storage").Unread().Removal(), Ready("Storage").Removal()),
        "LastRuleOpens" => (Trusts(Ready("EventHub"), "s1", null).Removal(), Trusts(Ready("EventHub"), "s1", null).Removal(r => r with { AllowLoss = true })),
        "OthersStayOut" => (Ready("Sql").Removal(r => r with { AllowOthers = true }), Ready("Storage").Removal(r => r with { AllowOthers = true })),
        "SubnetNotNamed" => (Ready("Storage").Removal(), Trusts(Ready("Storage"), "s1", "Succeeded").Removal()),
        "WhoStays" => (Trusts(Ready("Storage"), "s1", "Succeeded").Removal(), Ready("Storage").Removal()),
        "EndpointKept" => (Trusts(Ready("Storage"), "s1", "Succeeded").Removal(r => r with { RemoveEndpoint = true }, Other("s1")),
            Trusts(Ready("Storage"), "s1", "Succeeded").Removal(r => r with { RemoveEndpoint = true }, Other("s2"))),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "no case"),
    };

    private static SecuredService Other(string subnet)
    {
        var service = Trusts(Ready("Storage"), subnet, "Succeeded").Service();
        return service with { Id = service.Id.Parent is null ? AzNetHelper.Arm.ResourceId.ForResource(Subscription, "rg", service.Id.Type, "other") : service.Id };
    }

    private static AccessScene Trusts(AccessScene scene, string subnet, string? state) => scene.Rules(r =>
    {
        r["virtualNetworkRules"] = new JsonArray(scene.Rule(subnet, state: state));
        if (state is null)
        {
            r["defaultAction"] = "Deny";
        }
    });

    private static AccessScene Crowd(string kind, int count)
    {
        var scene = Ready(kind);
        return scene.Rules(r => r["virtualNetworkRules"] = scene.Many(count));
    }

    private static AccessScene Addresses(string kind, int count) => Ready(kind).Rules(r => r["ipRules"] = new JsonArray(
        [.. Enumerable.Range(0, count).Select(n => (JsonNode)new JsonObject { ["value"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"203.0.113.{n}") })]));

    private static AccessScene Firewall(string first, string last) =>
        Ready("Sql").Child("firewallRules", "wide", new() { ["startIpAddress"] = first, ["endIpAddress"] = last });

    private static JsonObject Range(string address) => new() { ["startIpAddress"] = address, ["endIpAddress"] = address };

    private static void PrivateEndpoint(JsonObject properties) => properties["privateEndpointConnections"] = new JsonArray(new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["privateEndpoint"] = new JsonObject { ["id"] = $"/subscriptions/{Subscription}/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe" },
        },
    });

    [Fact]
    public void The_registries_have_each_id_once_with_a_question_and_a_source()
    {
        Assert.Equal(AccessCheck.All.Length, AccessCheck.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(AccessCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
        Assert.All(AccessRemovalCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
    }
}
