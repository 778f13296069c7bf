using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>
/// Service endpoints and the rules of services that name subnets: both are needed (virtual-networks-faq). Only services whose
/// documents the topology holds are judged; a survey does not read them.
/// </summary>
internal static class EndpointRules
{
    // The endpoint, others that serve as well, and the types of the services that it is for
    // (virtual-network-service-endpoints-overview).
    private static readonly ImmutableArray<(string Endpoint, string? Also, ImmutableArray<string> Types)> s_services =
    [
        ("Microsoft.Storage", "Microsoft.Storage.Global", ["Microsoft.Storage/storageAccounts"]),
        ("Microsoft.KeyVault", null, ["Microsoft.KeyVault/vaults"]),
        ("Microsoft.Sql", null, ["Microsoft.Sql/servers", "Microsoft.DBforMariaDB/servers"]),
        ("Microsoft.AzureCosmosDB", null, ["Microsoft.DocumentDB/databaseAccounts"]),
        ("Microsoft.ServiceBus", null, ["Microsoft.ServiceBus/namespaces"]),
        ("Microsoft.EventHub", null, ["Microsoft.EventHub/namespaces"]),
        ("Microsoft.ContainerRegistry", null, ["Microsoft.ContainerRegistry/registries"]),
        ("Microsoft.CognitiveServices", null, ["Microsoft.CognitiveServices/accounts"]),
        ("Microsoft.Web", null, ["Microsoft.Web/sites"]),
    ];

    public static IEnumerable<Found> WithoutRule(AuditScene scene)
    {
        var services = Services(scene);
        var rules = Rules(scene, services).Select(r => (r.Endpoint, r.Subnet)).ToHashSet();
        return from place in scene.Places
               from endpoint in place.Subnet.ServiceEndpoints
               let service = Of(endpoint)
               where service.Endpoint is not null && services.Contains(service.Endpoint) && !rules.Contains((service.Endpoint, place.Subnet.Id))
               select new Found(place.Subnet.Id, $"{place.Name} has the endpoint {endpoint}, and no {service.Types[0]} of this topology has a rule for the subnet.",
                   Remedy.Advice($"Allow the subnet on the services that it uses, or take the endpoint away (az network vnet subnet update --ids '{place.Subnet.Id}' "
                       + $"--service-endpoints and the others): that closes open connections."), place.Network.Id);
    }

    public static IEnumerable<Found> WithoutEndpoint(AuditScene scene)
    {
        foreach (var rule in Rules(scene, Services(scene)))
        {
            if (rule.Subnet.Parent is not { } parent || scene.Topology.VirtualNetwork(parent) is not { } network)
            {
                continue;
            }

            var subnet = network.Subnets.FirstOrDefault(s => s.Id == rule.Subnet);
            var service = s_services.First(s => s.Endpoint == rule.Endpoint);
            if (subnet is null)
            {
                yield return new(rule.Service, $"{rule.Service.Name} allows the subnet {rule.Subnet.Name} of {network.Name}, which does not exist.",
                    Remedy.Advice("Take the rule away."), network.Id);
            }
            else if (!subnet.ServiceEndpoints.Any(e => Is(e, service.Endpoint) || (service.Also is not null && Is(e, service.Also))))
            {
                yield return new(rule.Service, $"{rule.Service.Name} allows {network.Name}/{subnet.Name}, which has no endpoint {service.Endpoint}: what comes from there "
                    + "is not known as the subnet's.", Remedy.Update("vnet subnet", subnet.Id,
                        $"--service-endpoints {string.Join(' ', subnet.ServiceEndpoints.Append(service.Endpoint))}"), network.Id);
            }
        }
    }

    public static IEnumerable<Doubt> Unread(AuditScene scene)
    {
        var services = Services(scene);
        var absent = scene.Places.SelectMany(p => p.Subnet.ServiceEndpoints).Distinct(StringComparer.OrdinalIgnoreCase).Select(Of)
            .Where(s => s.Endpoint is not null && !services.Contains(s.Endpoint)).Select(s => s.Endpoint).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToArray();
        return absent.Length == 0 ? [] : [Doubt.Absent($"Of the services behind the endpoints {Names.Several(absent)} none is in this topology.")];
    }

    private static IEnumerable<(ResourceId Service, string Endpoint, ResourceId Subnet)> Rules(AuditScene scene, ILookup<string, ResourceId> services) =>
        from service in services
        from id in service
        from subnet in Subnets(scene.Properties(id)).Distinct()
        select (id, service.Key, subnet);

    // Services by the endpoint that is for them, with children that hold their rules (servers/virtualNetworkRules,
    // namespaces/networkRuleSets ...).
    private static ILookup<string, ResourceId> Services(AuditScene scene)
    {
        var byType = s_services.SelectMany(s => s.Types.Select(t => (Type: t, s.Endpoint))).ToDictionary(t => t.Type, t => t.Endpoint, StringComparer.OrdinalIgnoreCase);
        return scene.Topology.Documents.Select(d => (d.Id, Endpoint: byType.GetValueOrDefault($"{d.Id.ProviderNamespace}/{d.Id.TypeNames.FirstOrDefault()}")))
            .Where(d => d.Endpoint is not null).ToLookup(d => d.Endpoint!, d => d.Id, StringComparer.Ordinal);
    }

    private static (string Endpoint, string? Also, ImmutableArray<string> Types) Of(string endpoint) =>
        s_services.FirstOrDefault(s => Is(s.Endpoint, endpoint) || (s.Also is not null && Is(s.Also, endpoint)));

    /// <summary>
    /// The subnets that rules name: members of <c>virtualNetworkRules</c> (as <c>id</c>, or <c>subnet.id</c>) and
    /// <c>virtualNetworkSubnetId</c> or <c>vnetSubnetResourceId</c> of rules that are resources or access restrictions.
    /// </summary>
    private static IEnumerable<ResourceId> Subnets(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(Subnets);
        }

        return element.ValueKind != JsonValueKind.Object ? [] : element.EnumerateObject().SelectMany(m => m.Name switch
        {
            "virtualNetworkRules" when m.Value.ValueKind == JsonValueKind.Array =>
                m.Value.EnumerateArray().SelectMany(r => Id(r.Text("id")).Concat(Id(r.Object("subnet").Text("id")))),
            "virtualNetworkSubnetId" or "vnetSubnetResourceId" when m.Value.ValueKind == JsonValueKind.String => Id(m.Value.GetString()),
            _ => Subnets(m.Value),
        });
    }

    private static IEnumerable<ResourceId> Id(string? text) =>
        ResourceId.TryParse(text, out var id) && id.IsType(ResourceTypes.Subnet) ? [id] : [];

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
