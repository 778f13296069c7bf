using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Support;

/// <summary>
/// Completes what can be an end of a question: VNets; subnets once a slash is typed; sites and client pools with their prefixes.
/// Of a topology that was given with -Topology without asking anybody.
/// </summary>
public sealed class EndpointCompleter : TopologyCompleter
{
    private protected override ImmutableArray<string> Types { get; } =
    [
        ResourceTypes.VirtualNetwork, ResourceTypes.LocalNetworkGateway,
        ResourceTypes.ExpressRouteCircuit, ResourceTypes.VirtualNetworkGateway,
    ];

    private protected override bool IsOffered(CompletableName name, string typed) =>
        !IsSubnet(name.Tooltip) || Follows(name.Text, typed) || Follows(name.Alias!, typed);

    // A VNet is typed first, then a slash: until then its subnets would bury the VNets.
    private static bool Follows(string name, string typed) =>
        name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && typed.Length > name.LastIndexOf('/');

    private protected override ImmutableArray<CompletableName> Of(Topology topology)
    {
        var shared = SharedNames(topology);
        return
        [
            .. topology.VirtualNetworks.SelectMany(n => Network(n, shared.Contains(n.Name))),
            .. topology.LocalNetworkGateways.Select(s => Other(SiteEndpoint.Prefix, s.Id)),
            .. topology.Circuits.Select(c => Other(SiteEndpoint.Prefix, c.Id)),
            .. topology.Gateways.Where(g => !g.ClientPool.IsEmpty).Select(g => Other(ClientPoolEndpoint.Prefix, g.Id)),
        ];
    }

    private static IEnumerable<CompletableName> Network(VirtualNetwork network, bool shared)
    {
        var full = $"{network.ResourceGroup}/{network.Name}";
        var name = shared ? full : network.Name;
        return network.Subnets.Select(s => new CompletableName($"{name}/{s.Name}", s.Id.ToString(), $"{full}/{s.Name}"))
            .Prepend(new CompletableName(name, network.Id.ToString(), shared ? network.Name : full));
    }

    private static CompletableName Other(string prefix, ResourceId id) =>
        new($"{prefix}{id.Name}", id.ToString(), $"{prefix}{id.ResourceGroup}/{id.Name}");

    private static bool IsSubnet(string tooltip) => ResourceId.TryParse(tooltip, out var id) && id.IsType(ResourceTypes.Subnet);
}
