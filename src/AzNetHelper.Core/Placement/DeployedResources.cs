using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement;

/// <summary>What a subnet says of those who live in it.</summary>
internal static class DeployedResources
{
    // The interface of a private endpoint is named after it: {endpoint}.nic.{guid}, listed beside the endpoint itself.
    private const string InterfaceOfEndpoint = ".nic.";

    // One with a name of its own is known by its configurations: privateEndpointIpConfig.{guid}.
    private const string ConfigurationOfEndpoint = "privateEndpointIpConfig";

    public static ImmutableArray<DeployedResource> In(Subnet subnet)
    {
        var endpoints = subnet.PrivateEndpoints.Distinct().ToArray();
        var configurations = subnet.IPConfigurations.Distinct().ToLookup(Owner);
        var interfaces = Interfaces(endpoints, configurations);
        var ofEndpoints = endpoints.ToDictionary(e => e, e => configurations.Where(c => interfaces.GetValueOrDefault(c.Key) == e).Sum(c => c.Count()));
        return
        [
            .. configurations.Where(c => !interfaces.ContainsKey(c.Key))
                .Select(c => Resource(c.Key, DeployedBy.IPConfiguration, c.Count()))
                .Concat(endpoints.Select(e => Resource(e, DeployedBy.PrivateEndpoint, Math.Max(1, ofEndpoints[e]))))
                .Concat(subnet.Links.Select(Linked))
                .DistinctBy(r => (r.Id, r.Id is null ? r.Name : string.Empty, r.Id is null ? r.Type : string.Empty))
                .OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Type, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static DeployedResource Resource(ResourceId id, DeployedBy by, int addresses) => new(id.Name, id.Type, by)
    {
        Id = id, Addresses = addresses, Service = ServiceOf(id.Type, id.Name),
    };

    // Some links name the resource, others only its type; the type of the link counts where both are told.
    private static DeployedResource Linked(ServiceLink link) =>
        new(link.Link?.Name ?? link.Name, link.LinkedType, DeployedBy.ServiceLink)
        {
            Id = link.Link, Service = ServiceOf(link.LinkedType, link.Link?.Name ?? link.Name),
        };

    // What owns an ip configuration: the resource at the top, so that all instances of a scale set are one.
    private static ResourceId Owner(ResourceId configuration)
    {
        var owner = configuration;
        while (owner.Parent is { } parent && parent.ProviderNamespace is not null)
        {
            owner = parent;
        }

        return owner;
    }

    // Which interface is whose: by name, then those of other names by what is left in their group, so that each counts once.
    private static Dictionary<ResourceId, ResourceId> Interfaces(ResourceId[] endpoints, ILookup<ResourceId, ResourceId> configurations)
    {
        var known = new Dictionary<ResourceId, ResourceId>();
        foreach (var owner in configurations.Where(c => c.Key.IsType(ResourceTypes.NetworkInterface)).Select(c => c.Key).Order())
        {
            if (Array.Find(endpoints, e => IsBeside(owner, e)
                && owner.Name.StartsWith(e.Name + InterfaceOfEndpoint, StringComparison.OrdinalIgnoreCase)) is { } endpoint)
            {
                known[owner] = endpoint;
            }
        }

        foreach (var owner in configurations.Where(c => c.Key.IsType(ResourceTypes.NetworkInterface) && !known.ContainsKey(c.Key)
            && c.All(i => i.Name.StartsWith(ConfigurationOfEndpoint, StringComparison.OrdinalIgnoreCase))).Select(c => c.Key).Order().ToArray())
        {
            if (Array.Find(endpoints, e => IsBeside(owner, e) && !known.ContainsValue(e)) is { } endpoint)
            {
                known[owner] = endpoint;
            }
        }

        return known;
    }

    private static bool IsBeside(ResourceId one, ResourceId other) =>
        string.Equals(one.SubscriptionId, other.SubscriptionId, StringComparison.OrdinalIgnoreCase)
        && string.Equals(one.ResourceGroup, other.ResourceGroup, StringComparison.OrdinalIgnoreCase);

    // A gateway may be of VPN or of ExpressRoute, a scale set anybody's but that of an AKS cluster, whose name says so.
    private static string? ServiceOf(string type, string name)
    {
        var services = ServiceCatalogue.Of(type).Select(s => s.Service).ToArray();
        return services is [var one] ? one
            : services.Contains("AksNodes", StringComparer.Ordinal) && name.StartsWith("aks-", StringComparison.OrdinalIgnoreCase) ? "AksNodes"
            : null;
    }
}
