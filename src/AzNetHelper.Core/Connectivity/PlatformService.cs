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

    /// <summary>The groups that private endpoints of it have, for example <c>blob</c>, the usual one first; empty where there is none.</summary>
    public ImmutableArray<string> PrivateLinkGroups { get; init; } = [];

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
            { Endpoint = "Storage", PrivateLinkGroups = ["blob", "file", "queue", "table", "dfs", "web"] },
        new("Sql", ResourceTypes.SqlServer, "virtual-network-service-endpoints-overview")
            { Endpoint = "Sql", PrivateLinkGroups = ["sqlServer"] },
        new("CosmosDb", ResourceTypes.CosmosAccount, "virtual-network-service-endpoints-overview")
            { Endpoint = "CosmosDb", PrivateLinkGroups = ["Sql", "MongoDB", "Cassandra", "Gremlin", "Table"] },
        new("KeyVault", ResourceTypes.KeyVault, "virtual-network-service-endpoints-overview")
            { Endpoint = "KeyVault", PrivateLinkGroups = ["vault"] },
        new("ServiceBus", ResourceTypes.ServiceBusNamespace, "service-bus-service-endpoints; private-link-service of Service Bus")
            { Endpoint = "ServiceBus", PrivateLinkGroups = ["namespace"], PrivateLinkTiers = ["Premium"] },
        new("EventHub", ResourceTypes.EventHubsNamespace, "event-hubs-service-endpoints; private-link-service of Event Hubs")
        {
            Endpoint = "EventHub", PrivateLinkGroups = ["namespace"],
            PrivateLinkTiers = ["Standard", "Premium", "Dedicated"],
        },
        new("ContainerRegistry", ResourceTypes.ContainerRegistry, "container-registry-vnet; container-registry-private-link")
            { Endpoint = "ContainerRegistry", PrivateLinkGroups = ["registry"], PrivateLinkTiers = ["Premium"] },
        new("CognitiveServices", ResourceTypes.CognitiveServicesAccount, "cognitive-services-virtual-networks")
            { Endpoint = "CognitiveServices", PrivateLinkGroups = ["account"] },
        new("Web", "Microsoft.Web/sites", "app-service-ip-restrictions; private-endpoint-overview") { Endpoint = "Web", PrivateLinkGroups = ["sites"] },
        new("PostgreSqlFlexibleServer", ResourceTypes.PostgreSqlFlexibleServer, "PostgreSQL flexible server, networking")
            { NoEndpoint = ServerRetired, PrivateLinkGroups = ["postgresqlServer"] },
        new("MySqlFlexibleServer", ResourceTypes.MySqlFlexibleServer, "MySQL flexible server, networking")
            { NoEndpoint = ServerRetired, PrivateLinkGroups = ["mysqlServer"] },
        new("SqlManagedInstance", "Microsoft.Sql/managedInstances", "private-endpoint-overview") { PrivateLinkGroups = ["managedInstance"] },
        new("ApiManagement", "Microsoft.ApiManagement/service", "private-endpoint-overview") { PrivateLinkGroups = ["Gateway"] },
        new("ContainerApps", "Microsoft.App/managedEnvironments", "private-endpoint-overview") { PrivateLinkGroups = ["managedEnvironments"] },
        new("Databricks", "Microsoft.Databricks/workspaces", "private-endpoint-overview") { PrivateLinkGroups = ["databricks_ui_api"] },
        new("RedisPremium", "Microsoft.Cache/redis", "private-endpoint-overview") { PrivateLinkGroups = ["redisCache"] },
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
