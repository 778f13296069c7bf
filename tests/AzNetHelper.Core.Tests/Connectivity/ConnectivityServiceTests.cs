using System.Text.Json.Nodes;
using AzNetHelper.Connectivity;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Connectivity.ConnectivityCases;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>The ways to a service that is there: what its own command takes is possible, and what is made is there.</summary>
public sealed class ConnectivityServiceTests
{
    private const string Postgres = "Microsoft.DBforPostgreSQL/flexibleServers";
    private const string Storage = "Microsoft.Storage/storageAccounts";

    private static readonly JsonObject Subdomain = new() { ["customSubDomainName"] = "x" };

    private static IReadOnlyList<ConnectivityOption> Options(TestEstate estate, string type, string destination = "x") =>
        Ask(estate.Topology(), "a", ServiceId(type, destination).ToString());

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "Standard_LRS")]
    [InlineData("Microsoft.KeyVault/vaults", null)]
    [InlineData("Microsoft.Sql/servers", null)]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", null)]
    [InlineData("Microsoft.ServiceBus/namespaces", "Premium")]
    [InlineData("Microsoft.EventHub/namespaces", "Standard")]
    [InlineData("Microsoft.ContainerRegistry/registries", "Premium")]
    [InlineData("Microsoft.CognitiveServices/accounts", "S0")]
    public void What_was_granted_is_there(string type, string? tier)
    {
        var topology = Two().ServiceWith(type, "x", (JsonObject)Subdomain.DeepClone(), tier).Topology();
        var option = Of(Ask(topology, "a", ServiceId(type, "x").ToString()), ConnectivityKind.ServiceEndpoint);
        Assert.Equal(OptionStatus.Possible, option.Status);
        Assert.StartsWith("Grant-VNetServiceAccess ", Assert.Single(option.Commands), StringComparison.Ordinal);

        var after = Made(topology, Assert.Single(option.Plans));
        option = Of(Ask(after, "a", ServiceId(type, "x").ToString()), ConnectivityKind.ServiceEndpoint);
        Assert.Equal(OptionStatus.Already, option.Status);
        Assert.Empty(option.Commands);
        Assert.Equal("none: it is there", option.SetUp);
    }

    // Subnets by the projection of plans, services by the merge that a write of them is.
    private static Topology Made(Topology topology, Plan plan)
    {
        var made = PlanProjection.Apply(topology, plan with
        {
            Changes = [.. plan.Changes.Where(c => c.Resource.IsType(AzNetHelper.Arm.ResourceTypes.Subnet)).Select(c => c with { DependsOn = [] })],
        });
        foreach (var change in plan.Changes.Where(c => c.Writes && !c.Resource.IsType(AzNetHelper.Arm.ResourceTypes.Subnet)))
        {
            var body = made.Document(change.Resource) is { } document ? AzNetHelper.Arm.JsonBody.Parse(document.Json)!
                : new JsonObject { ["id"] = change.Resource.ToString(), ["name"] = change.Resource.Name };
            body = AzNetHelper.Arm.JsonBody.Merge(body, AzNetHelper.Arm.JsonBody.Parse(change.After!));
            made = made.With([new(change.Resource, System.Text.Encoding.UTF8.GetBytes(AzNetHelper.Arm.JsonBody.Write(body)))]);
        }

        return made;
    }

    /// <summary>Possible is what the command would take, with the reasons that it would give.</summary>
    [Theory]
    [InlineData("Microsoft.KeyVault/vaults", """{"publicNetworkAccess":"Disabled"}""", null, "PublicAccessDisabled")]
    [InlineData("Microsoft.Storage/storageAccounts", """{"publicNetworkAccess":"SecuredByPerimeter"}""", null, "SecuredByPerimeter")]
    [InlineData("Microsoft.CognitiveServices/accounts", "{}", null, "SubdomainMissing")]
    [InlineData("Microsoft.ContainerRegistry/registries", "{}", "Basic", "TierTooLow")]
    [InlineData("Microsoft.ContainerRegistry/registries",
        """{"privateEndpointConnections":[{"properties":{"privateEndpoint":{"id":"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe"}}}]}""",
        "Premium", "PrivateEndpointInstead")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "many", null, "TooManySubnetRules")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "{}", null, null)]
    [InlineData("Microsoft.KeyVault/vaults", """{"networkAcls":{"defaultAction":"Deny"}}""", null, null)]
    public void What_the_command_refuses_is_not_possible(string type, string properties, string? tier, string? reason)
    {
        var body = properties != "many" ? JsonNode.Parse(properties)!.AsObject() : new JsonObject
        {
            ["virtualNetworkRules"] = new JsonArray([.. Enumerable.Range(0, ServiceKind.All.First(k => k.ResourceType == type).SubnetLimit.Most)
                .Select(n => new JsonObject { ["id"] = TestEstate.VNetId($"other{n}").Child("subnets", "s").ToString() })]),
        };
        var topology = Two().ServiceWith(type, "x", body, tier).Topology();
        var option = Of(Ask(topology, "a", ServiceId(type, "x").ToString()), ConnectivityKind.ServiceEndpoint);
        var id = ServiceId(type, "x");
        var plan = AccessPlanner.Create(new(topology, new([ServiceDocuments.Read(topology.Document(id)!, [])], [], []),
            new([id], [TestEstate.VNetId("a").Child("subnets", "s")]) { EnsureEndpoint = true }));
        Assert.Equal(plan.CanApply, option.IsPossible);
        Assert.Equal(plan.Problems.Select(p => p.CheckId), option.Reasons.Select(r => r.Id));
        Assert.Equal(reason is null ? [] : [reason], option.Reasons.Select(r => r.Id));
    }

    [Fact]
    public void An_app_has_an_endpoint_and_a_restriction_of_its_own()
    {
        var option = Of(Options(Two().Service("Microsoft.Web/sites", "x"), "Microsoft.Web/sites"), ConnectivityKind.ServiceEndpoint);
        Assert.Equal(OptionStatus.Possible, option.Status);
        Assert.StartsWith("Enable-VNetServiceEndpoint ", Assert.Single(option.Commands), StringComparison.Ordinal);
        Assert.Contains("access-restriction add", option.NextStep, StringComparison.Ordinal);
    }

    /// <summary>A command is for what it takes: Grant-VNetServiceAccess for kinds that have rules of subnets.</summary>
    [Fact]
    public void Every_service_gets_a_command_that_takes_it() => Assert.All(PlatformService.All.Where(s => s.Endpoint is not null), s =>
    {
        var option = Of(Options(Two().ServiceWith(s.ResourceType, "x", (JsonObject)Subdomain.DeepClone(), "Premium"), s.ResourceType), ConnectivityKind.ServiceEndpoint);
        Assert.Equal(ServiceKind.Of(ServiceId(s.ResourceType, "x")) is not null,
            Assert.Single(option.Commands).StartsWith("Grant-VNetServiceAccess ", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("a", "Approved", OptionStatus.Already)]
    [InlineData("a", "Pending", OptionStatus.Possible)]
    [InlineData("b", "Approved", OptionStatus.Possible)]
    public void A_private_endpoint_that_is_approved_is_there(string network, string status, OptionStatus expected)
    {
        var endpoint = TestEstate.Id("privateEndpoints", "pe").ToString();
        var estate = Two().Change(network, n => n["properties"]!["subnets"]![0]!["properties"]!["privateEndpoints"] = new JsonArray(new JsonObject { ["id"] = endpoint }))
            .ServiceWith(Postgres, "x", new()
            {
                ["privateEndpointConnections"] = new JsonArray(new JsonObject
                {
                    ["properties"] = new JsonObject
                    {
                        ["privateEndpoint"] = new JsonObject { ["id"] = endpoint }, ["privateLinkServiceConnectionState"] = new JsonObject { ["status"] = status },
                    },
                }),
            });
        var option = Of(Options(estate, Postgres), ConnectivityKind.PrivateEndpoint);
        Assert.Equal(expected, option.Status);
        Assert.Equal(expected == OptionStatus.Already, option.NextStep is null);
        Assert.Contains(option.Has, h => h.StartsWith("private endpoint pe", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Storage, "{}", "StorageV2", "blob", "file, queue")]
    [InlineData(Storage, "{}", "FileStorage", "file", "blob, queue")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "{}", "GlobalDocumentDB", "Sql", "MongoDB")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "{}", "MongoDB", "MongoDB", "Sql")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", """{"capabilities":[{"name":"EnableGremlin"}]}""", "GlobalDocumentDB", "Gremlin", "Sql")]
    public void The_group_of_a_private_endpoint_is_that_of_the_kind(string type, string properties, string kind, string group, string others)
    {
        var option = Of(Options(Two().ServiceWith(type, "x", JsonNode.Parse(properties)!.AsObject(), kind: kind), type), ConnectivityKind.PrivateEndpoint);
        Assert.Contains($"--group-id {group},", option.NextStep, StringComparison.Ordinal);
        Assert.Contains($"Other groups, each with an endpoint of its own: {others}", option.NextStep, StringComparison.Ordinal);
        Assert.Contains($"--subnet {TestEstate.VNetId("a").Child("subnets", "s")} ", option.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", OptionStatus.Already, null, "InsideVNet")]
    [InlineData("b", OptionStatus.NotPossible, "ChosenAtCreation", "InsideVNet")]
    [InlineData(null, OptionStatus.NotPossible, "ChosenAtCreation", null)]
    public void A_flexible_server_stays_where_it_was_made(string? network, OptionStatus injection, string? reason, string? noEndpoint)
    {
        var properties = new JsonObject { ["network"] = network is null ? null
            : new JsonObject { ["delegatedSubnetResourceId"] = TestEstate.VNetId(network).Child("subnets", "s").ToString() } };
        var options = Options(Two().ServiceWith(Postgres, "x", properties), Postgres);
        Assert.Equal(injection, Of(options, ConnectivityKind.VNetInjection).Status);
        Assert.Equal(reason is null ? [] : [reason], Of(options, ConnectivityKind.VNetInjection).Reasons.Select(r => r.Id));
        Assert.Equal(noEndpoint is null ? [] : [noEndpoint], Of(options, ConnectivityKind.PrivateEndpoint).Reasons.Select(r => r.Id));
    }

    /// <summary>The catalogue says what comes later; only what it says for sure is refused.</summary>
    [Fact]
    public void What_can_be_moved_later_is_not_refused() => Assert.All(PlatformService.All.Where(s => s.Requirement is { Tenancy: not SubnetTenancy.Outside }
        && s.ResourceType.Count(c => c == '/') == 1), s =>
        Assert.Equal(s.Requirement!.IsChangeable == false && PlatformService.Of(ServiceId(s.ResourceType, "x")) == s,
            PlatformService.Of(ServiceId(s.ResourceType, "x")) == s
            && Of(Options(Two().Service(s.ResourceType, "x"), s.ResourceType), ConnectivityKind.VNetInjection).Reasons.Any(r => r.Id == "ChosenAtCreation")));

    [Fact]
    public void A_prefix_in_several_networks_is_a_clear_error()
    {
        var topology = Two("10.0.0.0/16").Topology();
        var error = Assert.Throws<AzNetHelper.Reachability.EndpointException>(() => new ConnectivityEndParser(topology).Parse("10.0.7.0/24"));
        Assert.Equal("EndpointAmbiguous", error.Id);
        Assert.IsType<SiteEnd>(new ConnectivityEndParser(topology).Parse("10.9.7.0/24"));
    }
}
