using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What subnets say about services: endpoints, delegations, links, and how full they are.</summary>
public sealed class SubnetServiceTests
{
    [Fact]
    public async Task Endpoints_name_the_regions_that_they_lead_to()
    {
        using var bed = await ServiceBed.CreateAsync();
        var endpoints = (await bed.ReadAsync(ServiceBed.Ready))["properties"]!["serviceEndpoints"]!.AsArray()
            .ToDictionary(e => (string)e!["service"]!, e => e!["locations"]!.ToJsonString());

        Assert.Equal("""["westeurope","northeurope"]""", endpoints["Microsoft.Storage"]);
        Assert.Equal("""["westeurope"]""", endpoints["Microsoft.Sql"]);
        Assert.Equal("""["*"]""", endpoints["Microsoft.KeyVault"]);
    }

    [Theory]
    [InlineData("""[{"service":"Microsoft.Nothing"}]""", "SubnetHasServiceEndpointWithInvalidServiceName")]
    [InlineData("""[{"service":"Microsoft.Storage"},{"service":"Microsoft.Storage.Global"}]""", "SubnetHasConflictingServiceEndpoints")]
    public async Task Endpoints_that_cannot_be_are_refused_alone_and_in_their_network(string endpoints, string code)
    {
        using var bed = await ServiceBed.CreateAsync();
        var before = (await bed.ReadAsync(ServiceBed.Bare)).ToJsonString();
        var alone = await bed.PutAsync(ServiceBed.Bare, $$$"""{"properties":{"addressPrefix":"10.0.1.0/24","serviceEndpoints":{{{endpoints}}}}}""");
        var inside = await bed.Bed.PutAsync(TestBed.Network("w"), TestBed.NetworkBody("10.9.0.0/16", $$$"""
            [{"name":"s","properties":{"addressPrefix":"10.9.0.0/24","serviceEndpoints":{{{endpoints}}}}}]
            """));

        Assert.Equal((400, code), (alone.Status, alone.Code));
        Assert.Equal((400, code), (inside.Status, inside.Code));
        Assert.Equal(before, (await bed.ReadAsync(ServiceBed.Bare)).ToJsonString());
    }

    [Fact]
    public async Task What_an_endpoint_was_sent_with_stays()
    {
        using var bed = await ServiceBed.CreateAsync();
        var address = $"{TestBed.Net}/publicIPAddresses/ip";
        await bed.PutAsync(ServiceBed.Bare, $$$$"""
            {"properties":{"addressPrefix":"10.0.1.0/24","defaultOutboundAccess":false,
             "serviceEndpoints":[{"service":"Microsoft.Sql","locations":["*"],"networkIdentifier":{"id":"{{{{address}}}}"}}]}}
            """);
        bed.Bed.Settle();

        var properties = (await bed.ReadAsync(ServiceBed.Bare))["properties"]!;
        Assert.Equal($$$"""[{"provisioningState":"Succeeded","service":"Microsoft.Sql","locations":["*"],"networkIdentifier":{"id":"{{{address}}}"}}]""",
            properties["serviceEndpoints"]!.ToJsonString());
        Assert.False((bool)properties["defaultOutboundAccess"]!);
    }

    [Fact]
    public async Task A_delegation_stays_as_long_as_a_link_or_an_address_needs_it()
    {
        using var bed = await ServiceBed.CreateAsync();
        Assert.Equal("SubnetHasDelegationWithInvalidServiceName", (await DelegateAsync(bed, "Microsoft.Web/nothing")).Code);
        Assert.Equal("SubnetHasSeveralDelegations", (await DelegateAsync(bed, "Microsoft.Web/serverFarms", "Microsoft.App/environments")).Code);
        Assert.Equal(200, (await DelegateAsync(bed, "Microsoft.Web/serverFarms")).Status);
        bed.Simulation.SetServiceLinks(ServiceBed.Bare, new ServiceLink("AppServiceLink", "Microsoft.Web/serverfarms"));

        var refused = await DelegateAsync(bed);
        Assert.Equal((400, "SubnetMissingRequiredDelegation"), (refused.Status, refused.Code));
        Assert.EndsWith("/serviceAssociationLinks/AppServiceLink.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync(ServiceBed.Bare)).Code);
        Assert.Equal(200, (await DelegateAsync(bed, "Microsoft.Web/serverFarms")).Status);
        Assert.Equal("AppServiceLink",
            (string?)(await bed.ReadAsync(ServiceBed.Bare))["properties"]!["serviceAssociationLinks"]![0]!["name"]);

        var inside = await InterfaceAsync(bed, ServiceBed.Bare);
        Assert.Equal((400, "ResourceNotPermittedOnDelegatedSubnet"), (inside.Status, inside.Code));

        bed.Simulation.SetServiceLinks(ServiceBed.Bare);
        Assert.Equal(200, (await DelegateAsync(bed)).Status);
        Assert.Equal(201, (await InterfaceAsync(bed, ServiceBed.Bare)).Status);
        var used = await DelegateAsync(bed, "Microsoft.Web/serverFarms");
        Assert.Equal((400, "SubnetDelegationsCannotChangeWhenSubnetUsedByResource"), (used.Status, used.Code));
    }

    [Fact]
    public async Task Security_groups_route_tables_and_NAT_gateways_show_their_subnets()
    {
        using var bed = await ServiceBed.CreateAsync();
        var group = ResourceId.ForResource(ArmClient.Sub, "rg1", ResourceTypes.NetworkSecurityGroup, "nsg");
        var nat = ResourceId.ForResource(ArmClient.Sub, "rg1", ResourceTypes.NatGateway, "nat");
        bed.Simulation.Load(new([
            new(group, """{"name":"nsg","location":"westeurope","properties":{"securityRules":[]}}"""u8.ToArray()),
            new(nat, """{"name":"nat","location":"westeurope","properties":{}}"""u8.ToArray())]));

        await bed.PutAsync(ServiceBed.Bare, $$$$"""
            {"properties":{"addressPrefix":"10.0.1.0/24","networkSecurityGroup":{"id":"{{{{group}}}}"},"natGateway":{"id":"{{{{nat}}}}"}}}
            """);
        bed.Bed.Settle();
        Assert.All(new[] { group, nat }, id => Assert.Equal($$"""[{"id":"{{ServiceBed.Bare}}"}]""", Subnets(bed, id)));

        // A PUT of the VNet that drops them, then one that drops the subnet.
        await bed.PutAsync(ServiceBed.Bare.Parent!, TestBed.NetworkBody("10.0.0.0/16", $$$$"""
            [{"name":"bare","properties":{"addressPrefix":"10.0.1.0/24","natGateway":{"id":"{{{{nat}}}}"}}}]
            """));
        Assert.Null(Subnets(bed, group));
        Assert.NotNull(Subnets(bed, nat));
        bed.Bed.Settle();
        await bed.PutAsync(ServiceBed.Bare.Parent!, TestBed.NetworkBody("10.0.0.0/16", "[]"));
        Assert.Null(Subnets(bed, nat));
    }

    [Fact]
    public async Task Usages_count_addresses_and_what_Azure_keeps()
    {
        using var bed = await ServiceBed.CreateAsync();
        await bed.PutAsync(ServiceBed.Bare.Parent!.Child("subnets", "GatewaySubnet"), """{"properties":{"addressPrefix":"10.0.2.0/27"}}""");
        bed.Bed.Settle();
        Assert.Equal(201, (await InterfaceAsync(bed, ServiceBed.Bare)).Status);

        var usages = (await bed.Bed.Client.GetAsync($"{ServiceBed.Bare.Parent}/usages")).Body!["value"]!.AsArray()
            .ToDictionary(u => ResourceId.Parse((string)u!["id"]!).Name, u => ((double)u!["currentValue"]!, (double)u["limit"]!));
        Assert.Equal((1d, 251d), usages["bare"]);
        Assert.Equal((0d, 251d), usages["ready"]);
        Assert.Equal((-1d, -1d), usages["GatewaySubnet"]);
        Assert.Equal(404, (await bed.Bed.Client.GetAsync($"{TestBed.Network("nothing")}/usages")).Status);
    }

    [Fact]
    public async Task A_region_offers_endpoints_and_delegations()
    {
        using var bed = await ServiceBed.CreateAsync();
        var location = $"providers/Microsoft.Network/locations/{ServiceBed.Region}";
        var services = await AllAsync(bed, $"/subscriptions/{ArmClient.Sub}/{location}/virtualNetworkAvailableEndpointServices");
        var delegations = await AllAsync(bed, $"/subscriptions/{ArmClient.Sub}/{location}/availableDelegations");
        var ofGroup = await AllAsync(bed, $"{ArmClient.Rg}/{location}/availableDelegations");

        Assert.Contains("Microsoft.Storage.Global", services.Select(s => (string)s["name"]!));
        Assert.Equal(services.Count, services.Select(s => (string)s["id"]!).Distinct().Count());
        var farms = delegations.Single(d => (string)d["serviceName"]! == "Microsoft.Web/serverFarms");
        Assert.Equal("Microsoft.Web.serverFarms", (string)farms["name"]!);
        Assert.Contains("/resourceGroup/", (string)ofGroup[0]["id"]!, StringComparison.Ordinal);
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/locations/*", ResourceId.ForSubscription(ArmClient.Sub))] };
        Assert.Equal(403, (await bed.Bed.Client.GetAsync($"/subscriptions/{ArmClient.Sub}/{location}/availableDelegations")).Status);
    }

    private static async Task<List<JsonNode>> AllAsync(ServiceBed bed, string path)
    {
        var all = new List<JsonNode>();
        for (var reply = await bed.Bed.Client.GetAsync(path); ; reply = await bed.Bed.Client.SendAsync("GET", (string)reply.Body!["nextLink"]!))
        {
            Assert.Equal(200, reply.Status);
            all.AddRange(reply.Body!["value"]!.AsArray().Select(v => v!));
            if (reply.Body["nextLink"] is null)
            {
                return all;
            }
        }
    }

    private static async Task<Reply> DelegateAsync(ServiceBed bed, params string[] services)
    {
        var delegations = string.Join(',', services.Select((s, i) => $$$"""{"name":"{{{i}}}","properties":{"serviceName":"{{{s}}}"}}"""));
        var reply = await bed.PutAsync(ServiceBed.Bare,
            $$$"""{"properties":{"addressPrefix":"10.0.1.0/24","delegations":[{{{delegations}}}]}}""");
        bed.Bed.Settle();
        return reply;
    }

    private static async Task<Reply> InterfaceAsync(ServiceBed bed, ResourceId subnet) => await bed.Bed.PutAsync($"{TestBed.Net}/networkInterfaces/nic", $$$$"""
        {"location":"westeurope","properties":{"ipConfigurations":[{"name":"c","properties":{"subnet":{"id":"{{{{subnet}}}}"}}}]}}
        """);

    private static string? Subnets(ServiceBed bed, ResourceId id) => JsonNode.Parse(
        bed.Simulation.Snapshot().Documents.Single(d => d.Id == id).Json.Span)!["properties"]!["subnets"]?.ToJsonString();
}
