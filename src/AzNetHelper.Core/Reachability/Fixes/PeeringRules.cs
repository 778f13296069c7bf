using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// What Azure refuses when halves are written (peering documentation, "requirements and constraints").
/// </summary>
internal static class PeeringRules
{
    /// <summary>
    /// True when neither overlaps the other, nor a VNet that the other is peered with already
    /// (VnetAddressSpaceOverlapsWithAlreadyPeeredVnet). A subnet peering is held to its subnets only.
    /// </summary>
    public static bool SpacesAllow(Estate estate, PeeringHalf half)
    {
        var (local, remote) = (estate.Network(half.LocalVNet), estate.Network(half.RemoteVNet));
        if (local is null || remote is null)
        {
            return false;
        }

        return !half.PeerCompleteVNets
            ? !Overlap.Any(Named(local, half.LocalSubnetNames), Named(remote, half.RemoteSubnetNames))
            : !Overlap.Any(local.AddressSpace, remote.AddressSpace)
                && !ClashesWithPeers(estate, local, remote) && !ClashesWithPeers(estate, remote, local);
    }

    /// <summary>True when the VNet may use the lender's gateway: none of its own, and no other lender.</summary>
    public static bool MayBorrow(Estate estate, VirtualNetwork borrower, VirtualNetwork lender) =>
        !estate.GatewaysOf(borrower.Id).Any()
        && !borrower.Peerings.Any(h => h.UseRemoteGateways && h.RemoteVNet != lender.Id)
        && estate.GatewaysOf(lender.Id).Any(g =>
            g.Kind != GatewayKind.Other && !g.IsBasic && g.ProvisioningState == ProvisioningState.Succeeded);

    /// <summary>The addresses of the other side that a half brings in.</summary>
    public static IEnumerable<IPPrefix> Brought(PeeringHalf half, VirtualNetwork remote) =>
        half.PeerCompleteVNets ? remote.AddressSpace : Named(remote, half.RemoteSubnetNames);

    private static bool ClashesWithPeers(Estate estate, VirtualNetwork network, VirtualNetwork other) =>
        network.Peerings.Where(h => h.RemoteVNet != other.Id && h.PeerCompleteVNets).Any(h => Overlap.Any(
            estate.Network(h.RemoteVNet)?.AddressSpace ?? h.RemoteVirtualNetworkAddressSpace
            ?? h.RemoteAddressSpace ?? [],
            other.AddressSpace));

    private static IEnumerable<IPPrefix> Named(VirtualNetwork network, IEnumerable<string> names) =>
        network.Subnets.Where(s => names.Contains(s.Name, StringComparer.OrdinalIgnoreCase))
            .SelectMany(s => s.Prefixes);
}
