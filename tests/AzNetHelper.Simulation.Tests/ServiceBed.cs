using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>A VNet with two subnets in West Europe, one with every endpoint, and services beside it.</summary>
internal sealed class ServiceBed : IDisposable
{
    public const string Region = "westeurope";

    public static readonly string[] Endpoints =
    [
        "Microsoft.Storage", "Microsoft.KeyVault", "Microsoft.Sql", "Microsoft.AzureCosmosDB", "Microsoft.ServiceBus", "Microsoft.EventHub",
        "Microsoft.ContainerRegistry", "Microsoft.CognitiveServices",
    ];

    /// <summary>The address that clients of the subnets are seen with.</summary>
    public static readonly IPAddress Egress = IPAddress.Parse("198.51.100.7");

    private readonly TestBed _bed;

    private ServiceBed(TestBed bed) => _bed = bed;

    /// <summary>The subnet with endpoints.</summary>
    public static ResourceId Ready { get; } = ResourceId.Parse(TestBed.Network("v")).Child("subnets", "ready");

    /// <summary>The subnet without.</summary>
    public static ResourceId Bare { get; } = ResourceId.Parse(TestBed.Network("v")).Child("subnets", "bare");

    public TestBed Bed => _bed;

    public AzureSimulation Simulation => _bed.Simulation;

    public static async Task<ServiceBed> CreateAsync(SimulationOptions? options = null)
    {
        var bed = await TestBed.CreateAsync(options);
        var endpoints = string.Join(',', Endpoints.Select(e => $$"""{"service":"{{e}}"}"""));
        Assert.Equal(201, (await bed.PutAsync(TestBed.Network("v"), TestBed.NetworkBody("10.0.0.0/16", $$$"""
            [{"name":"ready","properties":{"addressPrefix":"10.0.0.0/24","serviceEndpoints":[{{{endpoints}}}]}},
             {"name":"bare","properties":{"addressPrefix":"10.0.1.0/24"}}]
            """))).Status);
        return new(bed);
    }

    public static ResourceId Id(string type, string name = "svc") => type.Split('/') is [var ns, var top, var child]
        ? ResourceId.ForResource(ArmClient.Sub, "rg1", $"{ns}/{top}", name).Child(child, child is "networkRuleSets" ? "default" : "r")
        : ResourceId.ForResource(ArmClient.Sub, "rg1", type, name);

    /// <summary>Makes a resource of a type, with its parent.</summary>
    public async Task<ResourceId> MakeAsync(string type)
    {
        var id = Id(type);
        if (id.Parent is { } parent && await TryReadAsync(parent) is null)
        {
            await MakeAsync(parent.Type);
        }

        var reply = await PutAsync(id, Body(type));
        Assert.True(reply.Status is 200 or 201 or 202, reply.ToString());
        _bed.Settle();
        return id;
    }

    public Task<Reply> PutAsync(ResourceId id, string body) => _bed.Client.PutAsync(id.ToString(), body, ResourceTypes.ApiVersion(id));

    public Task<Reply> PatchAsync(ResourceId id, string body) =>
        _bed.Client.SendAsync("PATCH", $"{id}?api-version={ResourceTypes.ApiVersion(id)}", body);

    public Task<Reply> DeleteAsync(ResourceId id) => _bed.Client.DeleteAsync(id.ToString(), ResourceTypes.ApiVersion(id));

    public async Task<JsonObject> ReadAsync(ResourceId id) => Assert.IsType<JsonObject>(await TryReadAsync(id));

    public async Task<JsonNode?> TryReadAsync(ResourceId id) =>
        await _bed.Client.GetAsync(id.ToString(), ResourceTypes.ApiVersion(id)) is { Status: 200 } reply ? reply.Body : null;

    public AccessDecision From(ResourceId service, ResourceId subnet) =>
        Simulation.Access(service, new ServiceClient.InSubnet(subnet, Egress));

    /// <summary>Writes the endpoints of a subnet, all of them; lets the write end if told.</summary>
    public async Task EndpointsAsync(ResourceId subnet, bool settle, params string[] services)
    {
        var prefix = subnet == Ready ? "10.0.0.0/24" : "10.0.1.0/24";
        var endpoints = string.Join(',', services.Select(e => $$"""{"service":"{{e}}"}"""));
        var reply = await _bed.Client.PutAsync(subnet.ToString(),
            $$$"""{"properties":{"addressPrefix":"{{{prefix}}}","serviceEndpoints":[{{{endpoints}}}]}}""");
        Assert.True(reply.Status is 200, reply.ToString());
        if (settle)
        {
            _bed.Settle();
        }
    }

    public static string Body(string type) => type switch
    {
        ResourceTypes.StorageAccount => """{"location":"westeurope","kind":"StorageV2","sku":{"name":"Standard_LRS"},"properties":{}}""",
        ResourceTypes.KeyVault => """
            {"location":"westeurope","properties":{"tenantId":"t","createMode":"default","sku":{"family":"A","name":"standard"},"accessPolicies":[],
             "networkAcls":{"bypass":"None","defaultAction":"Deny"}}}
            """,
        ResourceTypes.CosmosAccount => """
            {"location":"westeurope","properties":{"databaseAccountOfferType":"Standard","locations":[{"locationName":"West Europe"}]}}
            """,
        ResourceTypes.CognitiveServicesAccount =>
            """{"location":"westeurope","kind":"OpenAI","sku":{"name":"S0"},"properties":{"customSubDomainName":"svc"}}""",
        ResourceTypes.ContainerRegistry => """{"location":"westeurope","sku":{"name":"Premium"},"properties":{}}""",
        ResourceTypes.ServiceBusNamespace or ResourceTypes.EventHubsNamespace =>
            """{"location":"westeurope","sku":{"name":"Premium","tier":"Premium"},"properties":{}}""",
        ResourceTypes.ServiceBusNetworkRules or ResourceTypes.EventHubsNetworkRules => """
            {"properties":{"defaultAction":"Deny","ipRules":[{"ipMask":"192.0.2.0/24"}]}}
            """,
        ResourceTypes.SqlServer => """
            {"location":"westeurope","properties":{"administratorLogin":"a","administratorLoginPassword":"p"}}
            """,
        ResourceTypes.PostgreSqlServer or ResourceTypes.MySqlServer => """
            {"location":"westeurope","sku":{"name":"GP_Gen5_2","tier":"GeneralPurpose"},"properties":{"createMode":"Default",
             "administratorLogin":"a","administratorLoginPassword":"p"}}
            """,
        ResourceTypes.PostgreSqlFlexibleServer or ResourceTypes.MySqlFlexibleServer => """
            {"location":"westeurope","sku":{"name":"Standard_D2ds_v5","tier":"GeneralPurpose"},"properties":{"administratorLogin":"a",
             "administratorLoginPassword":"p"}}
            """,
        _ when type.EndsWith("/firewallRules", StringComparison.Ordinal) =>
            """{"properties":{"startIpAddress":"192.0.2.1","endIpAddress":"192.0.2.9"}}""",
        _ => $$$"""{"properties":{"virtualNetworkSubnetId":"{{{Ready}}}"}}""",
    };

    public void Dispose() => _bed.Dispose();
}
