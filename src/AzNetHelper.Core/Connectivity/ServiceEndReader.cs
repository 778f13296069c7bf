using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Connectivity;

/// <summary>What a service's document says that decides which ways lead to it.</summary>
internal static class ServiceEndReader
{
    // Where services write the subnet that they stand in, or that they call out of (schemas of the providers).
    private static readonly ImmutableArray<(string? Owner, string Member)> Subnets =
    [
        ("network", "delegatedSubnetResourceId"), ("virtualNetworkConfiguration", "subnetResourceId"), ("vnetConfiguration", "infrastructureSubnetId"),
        (null, "virtualNetworkSubnetId"), (null, "subnetId"),
    ];

    // What a Cosmos DB account speaks is a capability of it (cosmos-db/how-to-configure-private-endpoints).
    private static readonly ImmutableArray<(string Capability, string Group)> Capabilities =
        [("EnableCassandra", "Cassandra"), ("EnableGremlin", "Gremlin"), ("EnableTable", "Table"), ("EnableMongo", "MongoDB")];

    public static ServiceEnd Read(PlatformService service, ResourceDocument document)
    {
        using var json = JsonDocument.Parse(document.Json);
        var (root, properties) = (json.RootElement, json.RootElement.Object("properties"));
        return new(service, document.Id)
        {
            Location = root.Text("location"),
            Tier = root.Object("sku").Text("tier") ?? root.Object("sku").Text("name"),
            Group = Group(service, root.Text("kind"), [.. properties.Items("capabilities").Select(c => c.Text("name")).OfType<string>()]),
            Subnet = Subnets.Select(s => Id((s.Owner is null ? properties : properties.Object(s.Owner)).Text(s.Member))).FirstOrDefault(id => id is not null),
            PrivateEndpoints = [.. properties.Items("privateEndpointConnections").Select(c => c.Object("properties"))
                .Select(c => Id(c.Object("privateEndpoint").Text("id")) is { } id
                    ? new ServiceLink(id, c.Object("privateLinkServiceConnectionState").Text("status")) : null).OfType<ServiceLink>()],
        };
    }

    private static string? Group(PlatformService service, string? kind, ImmutableArray<string> capabilities)
    {
        var usual = service.PrivateLinkGroups is [var first, ..] ? first : null;
        return service.ResourceType switch
        {
            ResourceTypes.CosmosAccount => Capabilities.FirstOrDefault(c => capabilities.Contains(c.Capability, StringComparer.OrdinalIgnoreCase)).Group
                ?? (string.Equals(kind, "MongoDB", StringComparison.OrdinalIgnoreCase) ? "MongoDB" : usual),
            ResourceTypes.StorageAccount when string.Equals(kind, "FileStorage", StringComparison.OrdinalIgnoreCase) => "file",
            _ => usual,
        };
    }

    private static ResourceId? Id(string? text) => ResourceId.TryParse(text, out var id) ? id : null;
}
