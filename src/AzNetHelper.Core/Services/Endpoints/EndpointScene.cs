using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Endpoints;

/// <summary>One subnet of a request: as it is, and what is written.</summary>
/// <param name="Subnet">The subnet.</param>
/// <param name="Network">Its VNet.</param>
/// <param name="Document">Its part of the VNet's document.</param>
internal sealed record EndpointSite(Subnet Subnet, VirtualNetwork Network, JsonObject Document)
{
    public ResourceId Id => Subnet.Id;

    /// <summary>How people call it.</summary>
    public string Name => $"{Network.Name}/{Subnet.Name}";

    public string Group => Id.ToString();

    /// <summary>True where nobody is in it who could lose a connection.</summary>
    public bool IsEmpty => Subnet.IPConfigurations.IsEmpty && Subnet.Links.IsEmpty && Subnet.Delegations.IsEmpty;

    public bool Has(string identifier) => Subnet.ServiceEndpoints.Contains(identifier, StringComparer.OrdinalIgnoreCase);

    /// <summary>Policies that filter what its Storage endpoint leads to.</summary>
    public ImmutableArray<ResourceId> Policies => [.. (JsonBody.At(Document, "properties.serviceEndpointPolicies") as JsonArray ?? [])
        .Select(p => ResourceId.TryParse((string?)p?["id"], out var id) ? id : null).OfType<ResourceId>()];
}

/// <summary>What the checks of a request look at.</summary>
internal sealed class EndpointScene(Topology topology, EndpointRequest request, EndpointFacts facts)
{
    public Topology Topology => topology;

    public EndpointRequest Request => request;

    public EndpointFacts Facts => facts;

    /// <summary>The subnets that were found.</summary>
    public ImmutableArray<EndpointSite> Sites { get; } = [.. request.Subnets.Distinct().Select(id => Site(topology, id)).OfType<EndpointSite>()];

    /// <summary>What a subnet gets that it has not.</summary>
    public IEnumerable<string> Added(EndpointSite site) => request.Enables ? request.Identifiers.Where(i => !site.Has(i)) : [];

    /// <summary>What a subnet has and is to lose.</summary>
    public IEnumerable<string> Removed(EndpointSite site) => request.Enables ? [] : request.Identifiers.Where(site.Has);

    /// <summary>
    /// The services whose rules for addresses let the subnet's clients in today, and will not when they come with private ones. A database
    /// server holds no rule for addresses against them then, not even one from the first address to the last (error 40914). Its rule of 0.0.0.0
    /// is none for addresses: it lets all addresses of Azure in and all subnets (vnet-service-endpoint-rule-overview, of SQL, PostgreSQL and
    /// MySQL alike), so it holds before and after.
    /// </summary>
    public IEnumerable<(SecuredService Service, ImmutableArray<AddressRule> By)> Missed(EndpointSite site)
    {
        var addresses = facts.Egress.GetValueOrDefault(site.Id)?.Addresses ?? [];
        string[] added = [.. Added(site)];
        return
            from service in facts.Services
            where LooksAtAddresses(service) && service.RuleOf(site.Id) is null && added.Any(a => IsReached(service, a, site))
            let rules = service.Addresses.Where(rule => rule.MeansAzure || rule.MeansEveryone || addresses.Any(a => Overlaps(rule, a))).ToImmutableArray()
            where !rules.IsEmpty
            select (service, rules);
    }

    /// <summary>The services whose rules for addresses may let the subnet's clients in.</summary>
    public IEnumerable<SecuredService> Ruled(EndpointSite site) => facts.Services.Where(s =>
        LooksAtAddresses(s) && !s.Addresses.IsEmpty && s.RuleOf(site.Id) is null && Added(site).Any(a => IsReached(s, a, site)));

    /// <summary>The services that let the subnet in by an endpoint that it loses.</summary>
    public IEnumerable<SecuredService> Trusting(EndpointSite site)
    {
        string[] removed = [.. Removed(site)];
        return facts.Services.Where(s => s.RuleOf(site.Id) is not null && removed.Any(s.Kind.IsReachedBy)
            && !s.Kind.Endpoints.Any(e => site.Has(e) && !removed.Contains(e, StringComparer.OrdinalIgnoreCase)));
    }

    private static bool LooksAtAddresses(SecuredService service) =>
        service.PublicNetworkAccess is PublicAccess.Enabled or PublicAccess.Unknown
        && (service.Kind.Home == RuleHome.Children ? !service.Addresses.Any(a => a.MeansAzure) : !service.IsOpenToEveryone);

    private static bool Overlaps(AddressRule rule, Addressing.IPPrefix address) => rule.Addresses.Any(address.Overlaps);

    // Which region is paired with which is not needed for a warning: one too many is better than one too few.
    private static bool IsReached(SecuredService service, string identifier, EndpointSite site) => service.Kind.IsReachedBy(identifier)
        && (EndpointService.OfIdentifier(identifier)?.Scope != EndpointScope.Region || Vpn.RegionZones.IsRegion(service.Location, site.Network.Location));

    private static EndpointSite? Site(Topology topology, ResourceId id) =>
        id.Parent is { } parent && topology.VirtualNetwork(parent) is { } network && network.Subnets.FirstOrDefault(s => s.Id == id) is { } subnet
            && EndpointChange.SubnetIn(JsonBody.Parse(topology.Document(parent)!.Json) ?? [], id) is { } document
            ? new(subnet, network, document) : null;
}
