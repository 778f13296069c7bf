using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;
using Xunit;
using static AzNetHelper.Tests.Services.Endpoints.EndpointEstate;

namespace AzNetHelper.Tests.Services.Endpoints;

/// <summary>What a plan of endpoints writes, refuses and tells.</summary>
public sealed class EndpointPlannerTests
{
    private const string Storage = "Microsoft.Storage";
    private const string Vault = "Microsoft.KeyVault";
    private const string Inhabited = """{"ipConfigurations":[{"id":"/subscriptions/cccccccc-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Network/networkInterfaces/nic/ipConfigurations/one"}]}""";

    private static readonly ResourceId App = SubnetId("app");

    [Fact]
    public void An_endpoint_is_added_and_what_is_there_is_sent_on_with_its_regions()
    {
        var change = Assert.Single(Plan(new EndpointEstate().Subnet("app", With(Vault)), Storage).Changes);

        Assert.Equal(ChangeKind.Update, change.Kind);
        Assert.Equal("""{"properties":{"serviceEndpoints":[{"service":"Microsoft.KeyVault","locations":["*"]},{"service":"Microsoft.Storage"}]}}""", change.After);
        Assert.Equal("""{"properties":{"serviceEndpoints":[{"service":"Microsoft.KeyVault","locations":["*"]}]}}""", change.Before);
        Assert.Contains("""{"service":"Microsoft.Storage","provisioningState":"Succeeded"}""", change.Expect, StringComparison.Ordinal);
        Assert.Equal([Network], change.Lanes);
    }

    [Fact]
    public void The_first_endpoint_rests_on_there_being_none_and_taking_the_last_one_leaves_none()
    {
        Assert.Equal("""{"properties":{"serviceEndpoints":null}}""", Plan(new EndpointEstate().Subnet("app"), Vault).Changes[0].Before);
        Assert.Equal("""{"properties":{"serviceEndpoints":null}}""", Plan(new EndpointEstate().Subnet("app", With(Vault)), enables: false, Vault).Changes[0].After);
    }

    [Fact]
    public void What_is_as_wanted_is_not_written_and_what_failed_is()
    {
        Assert.Equal(ChangeKind.NoChange, Plan(new EndpointEstate().Subnet("app", With(Vault)), Vault).Changes[0].Kind);
        Assert.Equal(ChangeKind.NoChange, Plan(new EndpointEstate().Subnet("app", With(Vault)), enables: false, Storage).Changes[0].Kind);

        var failed = Plan(new EndpointEstate().Subnet("app", $$"""{"serviceEndpoints":[{{Endpoint(Vault, "Failed").ToJsonString()}}]}"""), Vault).Changes[0];
        Assert.Equal(ChangeKind.Update, failed.Kind);
        Assert.Contains("Failed", failed.NeededWhile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Microsoft.Storage,Microsoft.Storage.Global", null)]
    [InlineData("Microsoft.Storage.Global", "Microsoft.Storage")]
    [InlineData("Microsoft.Storage", "Microsoft.Storage.Global")]
    public void Both_kinds_of_storage_are_refused(string asked, string? there)
    {
        var estate = new EndpointEstate().Subnet("app", there is null ? "{}" : With(there));

        Assert.Equal("StorageKindsExclusive", Assert.Single(Plan(estate, asked.Split(',')).Problems).CheckId);
    }

    [Fact]
    public void What_the_region_does_not_offer_is_refused_and_what_is_not_known_is_told()
    {
        var estate = new EndpointEstate().Subnet("app");
        var known = EndpointFacts.None with { Offers = [new(Subscription, "westeurope", [Storage])] };
        Assert.Equal("EndpointNotOffered", Assert.Single(Plan(estate, known, Vault).Problems).CheckId);
        Assert.Empty(Plan(estate, known, Storage).Problems);

        var unread = Plan(estate, EndpointFacts.None with { Offers = [new(Subscription, "westeurope", null, "not allowed")] }, Vault);
        Assert.Empty(unread.Problems);
        Assert.Contains(unread.Notices, n => n.Id == "OffersUnread");
    }

    [Fact]
    public void A_subnet_that_is_not_there_is_refused() =>
        Assert.Equal("SubnetNotFound", Assert.Single(Plan(new EndpointEstate().Subnet("other"), Vault).Problems).CheckId);

    [Fact]
    public void A_service_that_lets_the_clients_in_by_address_alone_is_named_and_cuts_off()
    {
        var estate = new EndpointEstate().Subnet("app", Inhabited);
        var facts = Seen("203.0.113.7") with { Services = [Service("KeyVault", "kv-alone", "203.0.113.0/24"), Service("KeyVault", "kv-other", "198.51.100.1/32")] };
        var plan = Plan(estate, facts, Vault);

        var told = Assert.Single(plan.Notices, n => n.Id == "AddressRulesMiss");
        Assert.Contains("kv-alone", told.Message, StringComparison.Ordinal);
        Assert.Contains("Grant-VNetServiceAccess", told.Message, StringComparison.Ordinal);
        Assert.Equal(Impact.CutsOff, plan.Changes[0].Impact.Kind);
        Assert.DoesNotContain("kv-other", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_knows_the_subnet_or_answers_everybody_loses_nobody()
    {
        var estate = new EndpointEstate().Subnet("app", Inhabited);
        var knows = Service("KeyVault", "kv-knows", "203.0.113.0/24") with { Subnets = [new(App, IgnoresMissing: true, null, null)] };
        var open = Service("KeyVault", "kv-open", "203.0.113.0/24") with { DefaultAction = DefaultAction.Allow };
        var closed = Service("KeyVault", "kv-closed", "203.0.113.0/24") with { PublicNetworkAccess = PublicAccess.Disabled };
        var plan = Plan(estate, Seen("203.0.113.7") with { Services = [knows, open, closed, Service("Storage", "st", "203.0.113.0/24")] }, Vault);

        Assert.DoesNotContain(plan.Notices, n => n.Id == "AddressRulesMiss");
        Assert.Equal(Impact.Interrupts, plan.Changes[0].Impact.Kind);
    }

    [Fact]
    public void A_database_server_holds_no_rule_for_addresses_against_an_endpoint_but_the_one_for_all_of_Azure()
    {
        var estate = new EndpointEstate().Subnet("app", Inhabited);
        var plan = Plan(estate, Seen() with { Services = [Service("Sql", "sql-azure", "0.0.0.0/32"), Service("Sql", "sql-all", "0.0.0.0/0")] }, "Microsoft.Sql");
        Assert.Contains("sql-all", Assert.Single(plan.Notices, n => n.Id == "AddressRulesMiss").Message, StringComparison.Ordinal);

        // Of Cosmos DB it is a rule for addresses: those of Azure's data centres.
        Assert.Single(Plan(estate, Seen() with { Services = [Service("CosmosDb", "cosmos", "0.0.0.0/32")] }, "Microsoft.AzureCosmosDB").Notices, n => n.Id == "AddressRulesMiss");
    }

    [Fact]
    public void An_endpoint_stays_where_a_service_that_may_need_it_was_not_read_unless_forced()
    {
        var estate = new EndpointEstate().Subnet("app", With(Vault));
        var unread = EndpointFacts.None with { Unread = ["/subscriptions/x (AuthorizationFailed)."] };

        Assert.Equal("ServicesUnread", Assert.Single(Plan(estate, unread, enables: false, Vault).Problems).CheckId);
        Assert.Empty(Plan(estate, unread, enables: false, Storage).Problems);
        var forced = EndpointPlanner.Create(estate.Topology, new([App], [Vault], Enables: false) { AllowLoss = true }, unread);
        Assert.Empty(forced.Problems);
        Assert.Single(forced.Notices, n => n.Id == "ServicesUnread");
        Assert.Empty(Plan(estate, unread, Storage).Problems);
        Assert.Single(Plan(estate, unread, Storage).Notices, n => n.Id == "ServicesUnread");
    }

    [Fact]
    public void An_endpoint_whose_services_are_not_read_is_told_when_it_goes()
    {
        var estate = new EndpointEstate().Subnet("app", With("Microsoft.Web", "Microsoft.AzureActiveDirectory", Vault));

        var told = Assert.Single(Plan(estate, EndpointFacts.None, enables: false, "Microsoft.Web").Notices, n => n.Id == "ServicesNotAsked");
        Assert.Contains("access restrictions", told.Message, StringComparison.Ordinal);
        Assert.Single(Plan(estate, EndpointFacts.None, enables: false, "Microsoft.AzureActiveDirectory").Notices, n => n.Id == "ServicesNotAsked");
        Assert.DoesNotContain(Plan(estate, EndpointFacts.None, enables: false, Vault).Notices, n => n.Id == "ServicesNotAsked");
    }

    [Fact]
    public void Nobody_in_the_subnet_means_no_impact() =>
        Assert.Equal(ImpactStatement.None, Plan(new EndpointEstate().Subnet("app"), Vault).Changes[0].Impact);

    [Fact]
    public void Unknown_addresses_are_told_where_services_have_rules_for_some()
    {
        var estate = new EndpointEstate().Subnet("app", Inhabited);
        var unknown = EndpointFacts.None with { Egress = Egress(new SubnetEgress(App) { Unknown = ["Azure chooses."] }) };

        Assert.DoesNotContain(Plan(estate, unknown, Vault).Notices, n => n.Id == "EgressUnknown");
        Assert.Contains(Plan(estate, unknown with { Services = [Service("KeyVault", "kv", "203.0.113.0/24")] }, Vault).Notices,
            n => n.Id == "EgressUnknown" && n.Message.Contains("kv", StringComparison.Ordinal));
    }

    [Fact]
    public void An_endpoint_by_which_a_service_trusts_the_subnet_stays_unless_forced()
    {
        var estate = new EndpointEstate().Subnet("app", JsonBody.Write(JsonBody.Merge(JsonBody.Parse(Inhabited), JsonBody.Parse(With(Vault, Storage)))));
        var facts = EndpointFacts.None with { Services = [Service("KeyVault", "kv-trusts") with { Subnets = [new(App, IgnoresMissing: false, null, null)] }] };

        var refused = Assert.Single(Plan(estate, facts, enables: false, Vault).Problems);
        Assert.Equal("StillTrusted", refused.CheckId);
        Assert.Contains("kv-trusts", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Plan(estate, facts, enables: false, Storage).Problems);

        var forced = EndpointPlanner.Create(estate.Topology, new([App], [Vault], Enables: false) { AllowLoss = true }, facts);
        Assert.Empty(forced.Problems);
        Assert.Contains(forced.Notices, n => n.Id == "StillTrusted");
        Assert.Equal(Impact.CutsOff, forced.Changes[0].Impact.Kind);
    }

    [Fact]
    public void Tunnels_policies_reserved_subnets_and_those_of_services_are_told()
    {
        var estate = new EndpointEstate().Subnet("GatewaySubnet").Subnet("app", """
            {"delegations":[{"name":"d","properties":{"serviceName":"Microsoft.Web/serverFarms"}}],
             "serviceEndpointPolicies":[{"id":"/subscriptions/cccccccc-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Network/serviceEndpointPolicies/sep-1"}]}
            """);
        var facts = EndpointFacts.None with { Egress = Egress(new SubnetEgress(App) { Forced = "its route table rt sends 0.0.0.0/0 to the firewall fw" }) };
        var plan = EndpointPlanner.Create(estate.Topology, new([App, SubnetId("GatewaySubnet")], [Storage], Enables: true), facts);

        Assert.Empty(plan.Problems);
        foreach (var id in new[] { "TunnelPassedBy", "PolicyFilters", "SubnetOfService", "SubnetReserved" })
        {
            Assert.Single(plan.Notices, n => n.Id == id);
        }
    }

    private static EndpointFacts Seen(params string[] addresses) => EndpointFacts.None with
    {
        Egress = Egress(new SubnetEgress(App) { Ways = [new("NAT gateway nat", [.. addresses.Select(a => IPPrefix.Parse($"{a}/32"))])] }),
    };

    private static ImmutableSortedDictionary<ResourceId, SubnetEgress> Egress(SubnetEgress egress) =>
        ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty.Add(egress.Subnet, egress);

    private static Plan Plan(EndpointEstate estate, params string[] services) => Plan(estate, EndpointFacts.None, enables: true, services);

    private static Plan Plan(EndpointEstate estate, bool enables, params string[] services) => Plan(estate, EndpointFacts.None, enables, services);

    private static Plan Plan(EndpointEstate estate, EndpointFacts facts, params string[] services) => Plan(estate, facts, enables: true, services);

    private static Plan Plan(EndpointEstate estate, EndpointFacts facts, bool enables, params string[] services) =>
        EndpointPlanner.Create(estate.Topology, new([App], [.. services], enables), facts);
}
