using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>The prefixes of VNets around a circuit.</summary>
/// <param name="Linked">Of those that are linked with it, and of those that use their gateways: what Azure announces.</param>
/// <param name="All">Of every VNet that is known.</param>
internal sealed record CircuitNetworks(ImmutableArray<IPPrefix> Linked, ImmutableArray<IPPrefix> All)
{
    public static CircuitNetworks Of(Topology topology, ResourceId circuit)
    {
        var estate = new Estate(topology);
        var gateways = topology.Connections.Where(c => c.Kind == ConnectionKind.ExpressRoute && c.Circuit == circuit)
            .Select(c => c.Gateway).OfType<ResourceId>().Distinct().Select(estate.Gateway).OfType<GatewayNode>();
        return new([.. gateways.SelectMany(Learning.Networks).Distinct().Order()],
            [.. topology.VirtualNetworks.SelectMany(n => n.AddressSpace).Distinct().Order()]);
    }
}
