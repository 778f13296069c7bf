using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>From an endpoint to the groups of subnets that it stands for.</summary>
internal static class Ends
{
    /// <summary>The groups; null for a VNet that a peering points at and that was not read.</summary>
    /// <exception cref="EndpointException">The endpoint is not in the topology.</exception>
    public static ImmutableArray<EndGroup>? Of(Estate estate, Endpoint endpoint) => endpoint switch
    {
        VNetEndpoint network when estate.Node(network.VNet) is { } node => node.Groups,
        VNetEndpoint network when estate.Networks.Any(n => n.PeeringTo(network.VNet) is not null) => null,
        SubnetEndpoint one => Subnet(estate, one),
        ClientPoolEndpoint pool when estate.Gateway(pool.Gateway) is { Gateway.ClientPool.IsEmpty: false } gateway =>
            [gateway.Clients],
        SiteEndpoint site when estate.Sites.Site(site.Site) is { } node => [node.End],
        _ => throw Missing(endpoint),
    };

    /// <summary>The addresses of both ends: what a question about them is about.</summary>
    public static ImmutableArray<IPPrefix> SpaceOf(Estate estate, Endpoint source, Endpoint destination) =>
        [.. new[] { source, destination }.SelectMany(e => SpaceOf(estate, e)).Distinct()];

    private static IEnumerable<IPPrefix> SpaceOf(Estate estate, Endpoint endpoint) => endpoint switch
    {
        VNetEndpoint network => SpaceOf(estate.Network(network.VNet)),
        SubnetEndpoint subnet => SpaceOf(estate.Network(subnet.Subnet.Parent!)),
        ClientPoolEndpoint pool => estate.Gateway(pool.Gateway)?.Gateway.ClientPool ?? [],
        SiteEndpoint site => estate.Sites.Site(site.Site)?.Prefixes ?? [],
        _ => [],
    };

    // A subnet may lie outside the address space in a topology that no service has looked at.
    private static IEnumerable<IPPrefix> SpaceOf(VirtualNetwork? network) => network is null ? []
        : network.AddressSpace.Concat(network.Subnets.SelectMany(s => s.Prefixes)
            .Where(p => !network.AddressSpace.Any(a => a.Contains(p))));

    private static ImmutableArray<EndGroup> Subnet(Estate estate, SubnetEndpoint one)
    {
        var node = one.Subnet.Parent is { } network ? estate.Node(network) : null;
        var subnet = node?.Subnets.FirstOrDefault(s => s.Subnet.Id == one.Subnet);
        return subnet is { Ref: not null } found ? [EndGroup.Of(node!, found)] : throw Missing(one);
    }

    private static EndpointException Missing(Endpoint endpoint) =>
        new(EndpointException.NotFound, $"'{endpoint.Id}' is not in this topology.");
}
