using System.Collections.Immutable;
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

    private static ImmutableArray<EndGroup> Subnet(Estate estate, SubnetEndpoint one)
    {
        var node = one.Subnet.Parent is { } network ? estate.Node(network) : null;
        var subnet = node?.Subnets.FirstOrDefault(s => s.Subnet.Id == one.Subnet);
        return subnet is { Ref: not null } found ? [EndGroup.Of(node!, found)] : throw Missing(one);
    }

    private static EndpointException Missing(Endpoint endpoint) =>
        new(EndpointException.NotFound, $"'{endpoint.Id}' is not in this topology.");
}
