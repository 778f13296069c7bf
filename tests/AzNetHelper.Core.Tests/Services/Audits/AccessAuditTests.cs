using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Services;
using AzNetHelper.Services.Audits;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Tests.Services.Endpoints;
using Xunit;
using static AzNetHelper.Tests.Services.Endpoints.EndpointEstate;

namespace AzNetHelper.Tests.Services.Audits;

/// <summary>Each rule of the audit finds what it is for, and nothing where all is well.</summary>
public sealed class AccessAuditTests
{
    private static readonly ResourceId App = SubnetId("app");

    [Fact]
    public void A_rule_with_its_endpoint_lets_in_and_has_nothing_to_say()
    {
        var row = Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.KeyVault")), Trusting("KeyVault")));

        Assert.Equal((AccessVerdict.LetIn, false), (row.Verdict, row.IsOneSided));
        Assert.Empty(row.Findings);
    }

    [Fact]
    public void A_rule_without_its_endpoint_lets_nobody_in()
    {
        var row = Assert.Single(Rows(new EndpointEstate().Subnet("app"), Trusting("Sql")));

        Assert.Equal((AccessVerdict.Refused, true), (row.Verdict, row.IsOneSided));
        Assert.Equal($"Enable-VNetServiceEndpoint -Subnet '{App}' -Service Sql", Finding(row, "EndpointMissing").Remedy);
    }

    [Fact]
    public void An_endpoint_that_failed_lets_nobody_in()
    {
        var estate = new EndpointEstate().Subnet("app", $$"""{"serviceEndpoints":[{{Endpoint("Microsoft.KeyVault", "Failed").ToJsonString()}}]}""");

        var row = Assert.Single(Rows(estate, Trusting("KeyVault")));
        Assert.Equal(AccessVerdict.Refused, row.Verdict);
        Finding(row, "EndpointNotReady");
    }

    [Fact]
    public void An_endpoint_for_another_region_lets_nobody_in()
    {
        var storage = Trusting("Storage") with { Location = "eastus" };

        Finding(Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Storage")), storage)), "OutOfRegion");
        Assert.Equal(AccessVerdict.LetIn, Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Storage.Global")), storage)).Verdict);
        Assert.Equal(AccessVerdict.LetIn, Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Storage")), storage with { Location = "North Europe" })).Verdict);
    }

    [Fact]
    public void A_subnet_that_is_gone_is_told_and_one_that_was_not_read_is_not_called_gone()
    {
        var gone = Assert.Single(Rows(new EndpointEstate().Subnet("other"), Trusting("KeyVault")));
        Assert.StartsWith("Revoke-VNetServiceAccess", Finding(gone, "SubnetGone").Remedy, StringComparison.Ordinal);

        var elsewhere = Trusting("KeyVault") with { Subnets = [new(Id(ResourceTypes.VirtualNetwork, "far").Child("subnets", "s"), IgnoresMissing: false, null, null)] };
        var unread = Assert.Single(Rows(new EndpointEstate().Subnet("app"), elsewhere));
        Assert.Equal(AccessVerdict.Unknown, unread.Verdict);
        Finding(unread, "SubnetUnread");
    }

    [Fact]
    public void A_service_that_answers_everybody_is_open_whatever_its_rules_say()
    {
        var open = Trusting("KeyVault") with { DefaultAction = DefaultAction.Allow };
        var row = Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.KeyVault")), open));

        Assert.Equal(AccessVerdict.Open, row.Verdict);
        Assert.EndsWith("-DenyOthers", Finding(row, "OpenToEveryone").Remedy, StringComparison.Ordinal);
        Assert.Null(Finding(Assert.Single(Rows(new EndpointEstate().Subnet("app"), open with { Subnets = [] })), "OpenToEveryone").Remedy);
    }

    [Theory]
    [InlineData(PublicAccess.Disabled)]
    [InlineData(PublicAccess.SecuredByPerimeter)]
    public void Rules_of_a_service_that_does_not_answer_in_public_are_inert(PublicAccess access)
    {
        var row = Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.KeyVault")), Trusting("KeyVault") with { PublicNetworkAccess = access }));

        Assert.Equal(AccessVerdict.Refused, row.Verdict);
        Finding(row, "RulesInert");
    }

    [Fact]
    public void A_server_open_to_all_of_Azure_is_told() =>
        Finding(Assert.Single(Rows(new EndpointEstate().Subnet("app"), Service("Sql", "sql", "0.0.0.0/32"))), "OpenToAzure");

    [Fact]
    public void A_rule_that_failed_is_told()
    {
        var failed = Trusting("Sql") with { Subnets = [new(App, IgnoresMissing: false, "Failed", null)] };
        Finding(Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Sql")), failed)), "RuleNotReady");

        var ready = Trusting("Sql") with { Subnets = [new(App, IgnoresMissing: false, "Ready", null)] };
        Assert.Empty(Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Sql")), ready)).Findings);
    }

    [Fact]
    public void An_endpoint_that_no_service_knows_is_told_only_where_all_were_read()
    {
        var topology = new EndpointEstate().Subnet("app", With("Microsoft.EventHub", "Microsoft.AzureActiveDirectory")).Topology;

        Assert.Empty(new AccessAudit(topology, [], ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty, isWhole: false).Rows());
        var row = Assert.Single(new AccessAudit(topology, [], ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty, isWhole: true).Rows());
        Assert.Equal("EventHub", row.Kind);
        Finding(row, "EndpointUnused");
    }

    [Fact]
    public void A_rule_for_an_address_that_the_endpoint_took_away_is_told()
    {
        var topology = new EndpointEstate().Subnet("app", With("Microsoft.KeyVault")).Topology;
        var egress = ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty.Add(App, new SubnetEgress(App) { Ways = [new("NAT gateway nat", [IPPrefix.Parse("203.0.113.7/32")])] });

        var rows = new AccessAudit(topology, [Service("KeyVault", "kv", "203.0.113.0/24")], egress, isWhole: false).Rows();
        Finding(Assert.Single(rows, r => r.SubnetId == App), "AddressRuleUseless");
        Assert.DoesNotContain(new AccessAudit(topology, [Service("KeyVault", "kv", "198.51.100.0/24")], egress, isWhole: false).Rows(), r => r.SubnetId == App);
    }

    private static SecuredService Trusting(string kind) => Service(kind, $"the-{kind}") with { Subnets = [new(App, IgnoresMissing: false, null, null)] };

    private static AccessFinding Finding(ServiceAccess row, string rule) => Assert.Single(row.Findings, f => f.Rule == rule);

    private static ImmutableArray<ServiceAccess> Rows(EndpointEstate estate, SecuredService service) =>
        new AccessAudit(estate.Topology, [service], ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty, isWhole: false).Rows();
}
