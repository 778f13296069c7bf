using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>Completes subnets as <c>vnet/subnet</c>, with the group before them where several VNets have the name.</summary>
public sealed class SubnetCompleter : TopologyCompleter
{
    private protected override ImmutableArray<string> Types { get; } = [ResourceTypes.VirtualNetwork];

    private protected override ImmutableArray<CompletableName> Of(Topology topology)
    {
        var shared = SharedNames(topology);
        return
        [
            .. from network in topology.VirtualNetworks
               let full = $"{network.ResourceGroup}/{network.Name}"
               from subnet in network.Subnets
               select new CompletableName($"{(shared.Contains(network.Name) ? full : network.Name)}/{subnet.Name}", subnet.Id.ToString(), $"{full}/{subnet.Name}"),
        ];
    }
}
