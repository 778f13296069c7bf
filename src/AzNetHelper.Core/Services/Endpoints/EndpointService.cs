using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AzNetHelper.Services.Endpoints;

/// <summary>Which resources of a service an endpoint of a subnet leads to.</summary>
public enum EndpointScope
{
    /// <summary>Those in the subnet's region.</summary>
    Region,

    /// <summary>Those in the subnet's region and in the region that it is paired with.</summary>
    RegionAndPair,

    /// <summary>Those in every region.</summary>
    EveryRegion,
}

/// <summary>A service that a subnet can have an endpoint for.</summary>
/// <param name="Name">What <c>-Service</c> takes.</param>
/// <param name="Identifier">What Azure calls it, for example <c>Microsoft.Storage</c>.</param>
/// <param name="Scope">Which of its resources are reached by the endpoint.</param>
/// <param name="Serves">The resources that can trust the subnet then.</param>
/// <param name="Note">What else to know; empty for nothing.</param>
/// <param name="Source">Where that comes from: a page of learn.microsoft.com.</param>
public sealed record EndpointService(string Name, string Identifier, EndpointScope Scope, string Serves, string Note, string Source)
{
    private const string Overview = "virtual-network-service-endpoints-overview";
    private const string StorageNetwork = "storage-network-security";

    /// <summary>An endpoint for Data Lake Storage Gen1 alone, which is retired: none for Entra ID. It is never added.</summary>
    public const string ActiveDirectoryIdentifier = "Microsoft.AzureActiveDirectory";

    public static EndpointService Storage { get; } = new("Storage", "Microsoft.Storage", EndpointScope.RegionAndPair, "storage accounts",
        "Not beside StorageGlobal on one subnet.", StorageNetwork);

    public static EndpointService StorageGlobal { get; } = new("StorageGlobal", "Microsoft.Storage.Global", EndpointScope.EveryRegion,
        "storage accounts", "Not beside Storage on one subnet.", StorageNetwork);

    public static EndpointService Web { get; } = new("Web", "Microsoft.Web", EndpointScope.EveryRegion, "apps of App Service",
        "Apps trust a subnet by their access restrictions.", "app-service-ip-restrictions");

    /// <summary>Every service that an endpoint can be enabled for, in the order in which they are shown.</summary>
    public static ImmutableArray<EndpointService> All { get; } =
    [
        Storage,
        StorageGlobal,
        new("Sql", "Microsoft.Sql", EndpointScope.Region, "SQL servers, dedicated pools of Synapse, retired single servers of PostgreSQL and MySQL",
            "Flexible servers of PostgreSQL and MySQL do not know it.", Overview),
        new("CosmosDb", "Microsoft.AzureCosmosDB", EndpointScope.EveryRegion, "Cosmos DB accounts", string.Empty, Overview),
        new("KeyVault", "Microsoft.KeyVault", EndpointScope.EveryRegion, "key vaults", string.Empty, Overview),
        new("ServiceBus", "Microsoft.ServiceBus", EndpointScope.EveryRegion, "Service Bus namespaces", "Premium namespaces only.",
            "service-bus-service-endpoints"),
        new("EventHub", "Microsoft.EventHub", EndpointScope.EveryRegion, "Event Hubs namespaces", "Not namespaces of tier Basic.",
            "event-hubs-service-endpoints"),
        new("ContainerRegistry", "Microsoft.ContainerRegistry", EndpointScope.EveryRegion, "container registries", "Premium registries only.",
            "container-registry-vnet"),
        Web,
        new("CognitiveServices", "Microsoft.CognitiveServices", EndpointScope.EveryRegion, "accounts of Foundry Tools and AI services",
            "The account needs a custom subdomain.", "cognitive-services-virtual-networks"),
    ];

    /// <summary>The two kinds of one service that Azure does not take on one subnet (storage-network-security).</summary>
    public static ImmutableArray<(EndpointService One, EndpointService Other)> Exclusive { get; } = [(Storage, StorageGlobal)];

    /// <summary>Finds a service by what people type: its name or its identifier, in any case.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EndpointService? service)
    {
        var typed = text?.Trim();
        service = All.FirstOrDefault(s => Is(s.Name, typed) || Is(s.Identifier, typed));
        return service is not null;
    }

    /// <summary>The service of an identifier; null for one that is not in the table.</summary>
    public static EndpointService? OfIdentifier(string? identifier) => All.FirstOrDefault(s => Is(s.Identifier, identifier));

    /// <summary>How an endpoint is called where people read it: by its name, or by its identifier where it has none.</summary>
    public static string NameOf(string identifier) => OfIdentifier(identifier)?.Name ?? identifier;

    public override string ToString() => Name;

    private static bool Is(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
