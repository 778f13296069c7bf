using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>The ways that lead out of a VNet without a user route.</summary>
internal static class Ways
{
    /// <summary>
    /// The prefixes that the subnets of a VNet reach over peerings and connected groups: a user route has to be at least as
    /// long to lead elsewhere (virtual-networks-udr-overview).
    /// </summary>
    public static ImmutableArray<(ResourceId Network, IPPrefix Prefix)> Direct(Topology topology, VirtualNetwork network) =>
    [
        .. from half in network.Peerings
           where half.State == PeeringState.Connected && half.RemoteVNet != network.Id
           from prefix in half.RemoteAddressSpace ?? half.RemoteVirtualNetworkAddressSpace
               ?? topology.VirtualNetwork(half.RemoteVNet)?.AddressSpace ?? []
           select (half.RemoteVNet, prefix),
        .. from members in topology.ConnectedGroups
           where members.Contains(network.Id)
           from member in members
           where member != network.Id
           from prefix in topology.VirtualNetwork(member)?.AddressSpace ?? []
           select (member, prefix),
    ];

    /// <summary>True when such a way leads to some address of the prefix, and a route for the prefix takes its place.</summary>
    public static bool LeadsDirectly(Topology topology, VirtualNetwork network, IPPrefix prefix) =>
        Direct(topology, network).Any(d => d.Prefix.Contains(prefix));
}
