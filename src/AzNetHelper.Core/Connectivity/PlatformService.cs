using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Placement;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Connectivity;

/// <summary>By which ways a kind of service can be reached from a VNet.</summary>
/// <param name="Name">What people write, for example <c>Storage</c>.</param>
/// <param name="ResourceType">For example <c>Microsoft.Storage/storageAccounts</c>.</param>
/// <param name="Source">Where that stands.</param>
public sealed record PlatformService(string Name, string ResourceType, string Source)
{
    /// <summary>The word that service endpoints have for it (-Service of Enable-VNetServiceEndpoint); null where there is none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>That endpoint; null where there is none.</summary>
    public EndpointService? EndpointService => Services.Endpoints.EndpointService.All.FirstOrDefault(e => e.Name == Endpoint);

    /// <summary>What the service has to be before it trusts subnets; null for every tier.</summary>
    public TierRule? EndpointTier => ServiceKind.All.FirstOrDefault(k => string.Equals(k.ResourceType, ResourceType, StringComparison.OrdinalIgnoreCase))?.Tier;

    /// <summary>Why there is no service endpoint; null where there is one, and where it is injected alone.</summary>
    public string? NoEndpoint { get; init; }

    /// <summary>The group of a private endpoint, for example <c>blob</c>; null where there is none.</summary>
    public string? PrivateLinkGroup { get; init; }

    /// <summary>The tiers that take private endpoints; empty for every tier.</summary>
    public ImmutableArray<string> PrivateLinkTiers { get; init; } = [];

    /// <summary>What it asks of the subnet that it is deployed into; null where it is not deployed into a VNet.</summary>
    public ServiceRequirement? Requirement => ServiceCatalogue.Find(Name);

    private const string ServerRetired =
        "Service endpoints served the single servers, which are retired; a flexible server is injected into a VNet or has private endpoints.";

    public override string ToString() => Name;

    /// <summary>
    /// Services whose endpoints are known (virtual-network-service-endpoints-overview of 2025-07-22, private-endpoint-overview, virtual-network-for-azure-services;
    /// azure-network-rules 7 and 8).
    /// </summary>
    public static ImmutableArray<PlatformService> Known { get; } =
    [
        new("Storage", ResourceTypes.StorageAccount, "virtual-network-service-endpoints-overview; storage-network-security")
            { Endpoint = "Storage", PrivateLinkGroup = "blob" },
        new("Sql", ResourceTypes.SqlServer, "virtual-network-service-endpoints-overview")
            { Endpoint = "Sql", PrivateLinkGroup = "sqlServer" },
        new("CosmosDb", ResourceTypes.CosmosAccount, "virtual-network-service-endpoints-overview")
            { Endpoint = "CosmosDb", PrivateLinkGroup = "Sql" },
        new("KeyVault", ResourceTypes.KeyVault, "virtual-network-service-endpoints-overview")
            { Endpoint = "KeyVault", PrivateLinkGroup = "vault" },
        new("ServiceBus", ResourceTypes.ServiceBusNamespace, "service-bus-service-endpoints; private-link-service of Service Bus")
            { Endpoint = "ServiceBus", PrivateLinkGroup = "namespace", PrivateLinkTiers = ["Premium"] },
        new("EventHub", ResourceTypes.EventHubsNamespace, "event-hubs-service-endpoints; private-link-service of Event Hubs")
        {
            Endpoint = "EventHub", PrivateLinkGroup = "namespace",
            PrivateLinkTiers = ["Standard", "Premium", "Dedicated"],
        },
        new("ContainerRegistry", ResourceTypes.ContainerRegistry, "container-registry-vnet; container-registry-private-link")
            { Endpoint = "ContainerRegistry", PrivateLinkGroup = "registry", PrivateLinkTiers = ["Premium"] },
        new("CognitiveServices", ResourceTypes.CognitiveServicesAccount, "cognitive-services-virtual-networks")
            { Endpoint = "CognitiveServices", PrivateLinkGroup = "account" },
        new("Web", "Microsoft.Web/sites", "app-service-ip-restrictions; private-endpoint-overview") { Endpoint = "Web", PrivateLinkGroup = "sites" },
        new("PostgreSqlFlexibleServer", ResourceTypes.PostgreSqlFlexibleServer, "PostgreSQL flexible server, networking")
            { NoEndpoint = ServerRetired, PrivateLinkGroup = "postgresqlServer" },
        new("MySqlFlexibleServer", ResourceTypes.MySqlFlexibleServer, "MySQL flexible server, networking")
            { NoEndpoint = ServerRetired, PrivateLinkGroup = "mysqlServer" },
        new("SqlManagedInstance", "Microsoft.Sql/managedInstances", "private-endpoint-overview") { PrivateLinkGroup = "managedInstance" },
        new("ApiManagement", "Microsoft.ApiManagement/service", "private-endpoint-overview") { PrivateLinkGroup = "Gateway" },
        new("ContainerApps", "Microsoft.App/managedEnvironments", "private-endpoint-overview") { PrivateLinkGroup = "managedEnvironments" },
        new("Databricks", "Microsoft.Databricks/workspaces", "private-endpoint-overview") { PrivateLinkGroup = "databricks_ui_api" },
        new("RedisPremium", "Microsoft.Cache/redis", "private-endpoint-overview") { PrivateLinkGroup = "redisCache" },
    ];

    /// <summary>These, and what else the catalogue of deployed services has.</summary>
    public static ImmutableArray<PlatformService> All { get; } =
    [
        .. Known,
        .. ServiceCatalogue.All.Where(r => Known.All(k => k.Name != r.Service)).Select(r => new PlatformService(r.Service, r.ResourceTypes[0], string.Join("; ", r.Sources))),
    ];

    /// <summary>The service of a name; null for none.</summary>
    public static PlatformService? Named(string name) => All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The service that a resource is; null for one that is not in the table.</summary>
    public static PlatformService? Of(ResourceId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return All.FirstOrDefault(s => id.IsType(s.ResourceType));
    }
}
