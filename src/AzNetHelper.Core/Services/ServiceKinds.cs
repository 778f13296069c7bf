using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Services;

/// <summary>
/// The table of kinds. Limits: virtual-networks-faq and virtual-network-service-endpoints-overview, where a row names no page of its
/// own; rows marked (M) rest on no page that could be read again and are held less surely.
/// </summary>
internal static class ServiceKinds
{
    public const string Ignore = "ignoreMissingVnetServiceEndpoint";

    private const string Faq = "virtual-networks-faq";

    public static ServiceKind Storage { get; } = new("Storage", "storage account", ResourceTypes.StorageAccount,
        ["Microsoft.Storage", "Microsoft.Storage.Global"], RuleHome.Own)
    {
        SubnetLimit = new(200, Faq),
        AddressLimit = new(400, "storage-network-security"),
        Scope = RegionScope.SameRegionOrPair,
        Shape = new("networkAcls", "id", null, "value") { SubnetHasAction = true, AddressHasAction = true, ReadyState = "Succeeded" },
        Addresses = AddressForm.NoSmallPrefix,
        Source = "storage-network-security; arm-protocol 1.10",
    };

    public static ServiceKind Sql { get; } = new("Sql", "SQL server", ResourceTypes.SqlServer, ["Microsoft.Sql"], RuleHome.Children)
    {
        SubnetLimit = new(128, Faq),
        AddressLimit = new(256, "azure-sql/database/firewall-configure (M)"),
        Scope = RegionScope.SameRegion,
        Shape = new(null, "virtualNetworkSubnetId", Ignore, null) { ReadyState = "Ready" },
        Addresses = AddressForm.Range,
        Source = "virtual-network-service-endpoints-overview; arm-protocol 1.10",
    };

    public static ServiceKind CosmosDb { get; } = new("CosmosDb", "Cosmos DB account", ResourceTypes.CosmosAccount,
        ["Microsoft.AzureCosmosDB"], RuleHome.Own)
    {
        SubnetLimit = new(64, Faq),

        // The capital N is Cosmos DB's own (arm-protocol 1.10).
        Shape = new(null, "id", "ignoreMissingVNetServiceEndpoint", "ipAddressOrRange") { FilterFlag = "isVirtualNetworkFilterEnabled" },
        Source = "cosmos-db/how-to-configure-vnet-service-endpoint; arm-protocol 1.10",
    };

    public static ServiceKind KeyVault { get; } = new("KeyVault", "key vault", ResourceTypes.KeyVault, ["Microsoft.KeyVault"], RuleHome.Own)
    {
        SubnetLimit = new(200, Faq),
        AddressLimit = new(1000, "key-vault/general/network-security (M)"),
        Shape = new("networkAcls", "id", Ignore, "value"),
        Source = "key-vault/general/network-security; arm-protocol 1.10",
    };

    public static ServiceKind ServiceBus { get; } = new("ServiceBus", "Service Bus namespace", ResourceTypes.ServiceBusNamespace,
        ["Microsoft.ServiceBus"], RuleHome.RuleSet)
    {
        SubnetLimit = new(128, Faq),
        AddressLimit = new(128, "service-bus-messaging/service-bus-ip-filtering (M)"),
        Tier = new("tier Premium", [], ["Premium"], "service-bus-messaging/service-bus-service-endpoints"),
        Shape = new(null, "subnet.id", Ignore, "ipMask") { AddressHasAction = true },
        OpensWithoutRules = true,
        Source = "service-bus-messaging/service-bus-service-endpoints; arm-protocol 1.10",
    };

    public static ServiceKind EventHub { get; } = new("EventHub", "Event Hubs namespace", ResourceTypes.EventHubsNamespace,
        ["Microsoft.EventHub"], RuleHome.RuleSet)
    {
        SubnetLimit = new(128, Faq),
        AddressLimit = new(128, "event-hubs/event-hubs-ip-filtering (M)"),
        Tier = new("a tier other than Basic", ["Basic"], [], "event-hubs/event-hubs-service-endpoints (M)"),
        Shape = new(null, "subnet.id", Ignore, "ipMask") { AddressHasAction = true },
        OpensWithoutRules = true,
        Source = "event-hubs/event-hubs-service-endpoints; arm-protocol 1.10",
    };

    public static ServiceKind ContainerRegistry { get; } = new("ContainerRegistry", "container registry", ResourceTypes.ContainerRegistry,
        ["Microsoft.ContainerRegistry"], RuleHome.Own)
    {
        SubnetLimit = new(100, "container-registry/container-registry-vnet"),
        AddressLimit = new(100, "container-registry/container-registry-access-selected-networks (M)"),
        Tier = new("tier Premium", [], ["Premium"], "container-registry/container-registry-vnet"),
        Shape = new("networkRuleSet", "id", null, "value") { SubnetHasAction = true, AddressHasAction = true },
        ExcludesPrivateEndpoints = true,
        Source = "container-registry/container-registry-vnet",
    };

    public static ServiceKind CognitiveServices { get; } = new("CognitiveServices", "Cognitive Services account",
        ResourceTypes.CognitiveServicesAccount, ["Microsoft.CognitiveServices"], RuleHome.Own)
    {
        SubnetLimit = new(100, "ai-services/cognitive-services-virtual-networks (M)"),
        AddressLimit = new(100, "ai-services/cognitive-services-virtual-networks (M)"),
        Shape = new("networkAcls", "id", Ignore, "value"),
        Addresses = AddressForm.NoSmallPrefix,
        Source = "ai-services/cognitive-services-virtual-networks",
    };

    public static ServiceKind PostgreSql { get; } = new("PostgreSql", "PostgreSQL single server", ResourceTypes.PostgreSqlServer,
        ["Microsoft.Sql"], RuleHome.Children)
    {
        SubnetLimit = new(128, "postgresql/single-server/concepts-data-access-and-security-vnet (M)"),
        Scope = RegionScope.SameRegion,
        Tier = new("tier General Purpose or Memory Optimized", ["Basic"], [], "postgresql/single-server/concepts-data-access-and-security-vnet (M)"),
        Shape = new(null, "virtualNetworkSubnetId", Ignore, null) { ReadyState = "Ready" },
        Addresses = AddressForm.Range,
        Source = "postgresql/single-server/concepts-data-access-and-security-vnet (retired); arm-protocol 1.10",
    };

    public static ServiceKind MySql { get; } = new("MySql", "MySQL single server", ResourceTypes.MySqlServer,
        ["Microsoft.Sql"], RuleHome.Children)
    {
        SubnetLimit = new(128, "mysql/single-server/concepts-data-access-and-security-vnet (M)"),
        Scope = RegionScope.SameRegion,
        Tier = new("tier General Purpose or Memory Optimized", ["Basic"], [], "mysql/single-server/concepts-data-access-and-security-vnet (M)"),
        Shape = new(null, "virtualNetworkSubnetId", Ignore, null) { ReadyState = "Ready" },
        Addresses = AddressForm.Range,
        Source = "mysql/single-server/concepts-data-access-and-security-vnet (retired); arm-protocol 1.10",
    };

    public static ImmutableArray<ServiceKind> All { get; } =
        [Storage, Sql, CosmosDb, KeyVault, ServiceBus, EventHub, ContainerRegistry, CognitiveServices, PostgreSql, MySql];
}
