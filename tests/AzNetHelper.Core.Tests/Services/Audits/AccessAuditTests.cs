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
        // Who else is to stay no command knows.
        Assert.Null(Finding(row, "OpenToEveryone").Remedy);
        Assert.Contains("-KeepIp", Finding(row, "OpenToEveryone").Message, StringComparison.Ordinal);
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
        var told = Finding(Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Sql")), failed)), "RuleNotReady");
        Assert.StartsWith("Revoke-VNetServiceAccess", told.Remedy, StringComparison.Ordinal);

        var ready = Trusting("Sql") with { Subnets = [new(App, IgnoresMissing: false, "Ready", null)] };
        Assert.Empty(Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Sql")), ready)).Findings);
    }

    [Fact]
    public void An_endpoint_that_no_service_knows_is_told_only_where_all_were_read()
    {
        var topology = new EndpointEstate().Subnet("app", With("Microsoft.EventHub", "Microsoft.AzureActiveDirectory")).Topology;

        Assert.Empty(new AccessAudit(topology, [], ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty, whole: []).Rows());
        var row = Assert.Single(new AccessAudit(topology, [], ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty, whole: ServiceKind.All).Rows());
        Assert.Equal("EventHub", row.Kind);
        Finding(row, "EndpointUnused");
    }

    [Fact]
    public void A_rule_for_an_address_that_the_endpoint_took_away_is_told()
    {
        var topology = new EndpointEstate().Subnet("app", With("Microsoft.KeyVault")).Topology;
        var egress = ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty.Add(App, new SubnetEgress(App) { Ways = [new("NAT gateway nat", [IPPrefix.Parse("203.0.113.7/32")])] });

        var rows = new AccessAudit(topology, [Service("KeyVault", "kv", "203.0.113.0/24")], egress, whole: []).Rows();
        Finding(Assert.Single(rows, r => r.SubnetId == App), "AddressRuleUseless");
        Assert.DoesNotContain(new AccessAudit(topology, [Service("KeyVault", "kv", "198.51.100.0/24")], egress, whole: []).Rows(), r => r.SubnetId == App);
    }

    [Theory]
    [InlineData("Storage", "northeurope", "Storage")]
    [InlineData("Storage", "eastus", "StorageGlobal")]
    [InlineData("Sql", "westeurope", "Sql")]
    [InlineData("Sql", "northeurope", null)]
    [InlineData("KeyVault", "eastus", "KeyVault")]
    public void The_endpoint_that_is_missing_is_one_that_leads_there(string kind, string location, string? endpoint)
    {
        var row = Assert.Single(Rows(new EndpointEstate().Subnet("app"), Trusting(kind) with { Location = location }));

        Assert.Equal(endpoint is null ? null : $"Enable-VNetServiceEndpoint -Subnet '{App}' -Service {endpoint}", Finding(row, "EndpointMissing").Remedy);
    }

    [Theory]
    [InlineData("Standard", null)]
    [InlineData("Premium", "Grant-VNetServiceAccess")]
    public void A_grant_is_no_remedy_where_the_service_takes_no_rule(string tier, string? remedy)
    {
        var topology = new EndpointEstate().Subnet("app", With("Microsoft.ServiceBus")).Topology;
        var egress = ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty.Add(App, new SubnetEgress(App) { Ways = [new("NAT gateway nat", [IPPrefix.Parse("203.0.113.7/32")])] });

        var rows = new AccessAudit(topology, [Service("ServiceBus", "sb", "203.0.113.0/24") with { Tier = tier }], egress, whole: []).Rows();
        Assert.Equal(remedy, Finding(Assert.Single(rows, r => r.SubnetId == App), "AddressRuleUseless").Remedy?.Split(' ')[0]);
    }

    [Fact]
    public void The_last_rule_of_a_namespace_is_not_taken_where_that_opens_it()
    {
        var last = Trusting("EventHub");
        Assert.Null(Finding(Assert.Single(Rows(new EndpointEstate().Subnet("other"), last)), "SubnetGone").Remedy);

        var more = last with { Addresses = Service("EventHub", "x", "203.0.113.1/32").Addresses };
        Assert.NotNull(Finding(Assert.Single(Rows(new EndpointEstate().Subnet("other"), more)), "SubnetGone").Remedy);
    }

    [Fact]
    public void A_service_whose_rules_were_not_read_is_neither_open_nor_closed()
    {
        var unread = Service("EventHub", "evh") with { DefaultAction = DefaultAction.Allow, RulesAreRead = false };
        var row = Assert.Single(Rows(new EndpointEstate().Subnet("app"), unread));
        Assert.Equal(AccessVerdict.Unknown, row.Verdict);
        Assert.Equal("RulesUnread", Assert.Single(row.Findings).Rule);

        Assert.Equal(AccessVerdict.Open, Assert.Single(Rows(new EndpointEstate().Subnet("app"), unread with { RulesAreRead = true })).Verdict);

        // Of a server whose rules for addresses alone were not read, a rule of a subnet says what it says.
        var half = Trusting("Sql") with { RulesAreRead = false };
        Assert.Equal(AccessVerdict.LetIn, Assert.Single(Rows(new EndpointEstate().Subnet("app", With("Microsoft.Sql")), half)).Verdict);
        Assert.Equal(AccessVerdict.Unknown, Assert.Single(Rows(new EndpointEstate().Subnet("app"), half)).Verdict);
        Assert.Equal(AccessVerdict.Refused, Assert.Single(Rows(new EndpointEstate().Subnet("app"), unread with { PublicNetworkAccess = PublicAccess.Disabled })).Verdict);
    }

    // A list of namespaces, or of servers, shows no rules: a topology of lists says nothing of them.
    [Fact]
    public void A_topology_says_what_it_holds_and_no_more()
    {
        var space = Id(ResourceTypes.EventHubsNamespace, "evh");
        var estate = new EndpointEstate().Subnet("app", With("Microsoft.EventHub", "Microsoft.Storage", "Microsoft.KeyVault", "Microsoft.Sql"))
            .Resource(Id(ResourceTypes.StorageAccount, "st"), """{"networkAcls":{"defaultAction":"Deny"}}""")
            .Resource(Id(ResourceTypes.SqlServer, "sql"), "{}").Resource(space, "{}");

        var listed = AccessAuditGround.Of(estate.Topology);
        Assert.Equal(["evh Unknown", "sql Unknown", "st Refused"], listed.Rows().Where(r => r.ServiceId is not null).Select(r => $"{r.Service} {r.Verdict}").Order(StringComparer.Ordinal));
        Assert.Equal(["Storage"], listed.Rows().Where(r => r.ServiceId is null).Select(r => r.Kind));

        var whole = AccessAuditGround.Of(estate.Resource(space.Child("networkRuleSets", "default"), """{"defaultAction":"Allow"}""").Topology);
        Assert.Equal(AccessVerdict.Open, whole.Rows().Single(r => r.ServiceId == space).Verdict);
        Assert.Equal(["EventHub", "Storage"], whole.Rows().Where(r => r.ServiceId is null).Select(r => r.Kind).Order(StringComparer.Ordinal));
    }

    private static SecuredService Trusting(string kind) => Service(kind, $"the-{kind}") with { Subnets = [new(App, IgnoresMissing: false, null, null)] };

    private static AccessFinding Finding(ServiceAccess row, string rule) => Assert.Single(row.Findings, f => f.Rule == rule);

    private static ImmutableArray<ServiceAccess> Rows(EndpointEstate estate, SecuredService service) =>
        new AccessAudit(estate.Topology, [service], ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty, whole: []).Rows();
}
