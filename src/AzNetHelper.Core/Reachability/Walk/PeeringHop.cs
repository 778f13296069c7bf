using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// What a peering lets through (peering documentation, "create or change a peering"): access on both halves; forwarded
/// traffic where the sender is not of the VNet at hand; on a subnet peering the subnets that both halves list.
/// </summary>
internal static class PeeringHop
{
    public static Fault? FaultOf(
        PeeringLink link, NetworkNode node, string? subnet, NetworkNode? sender, IPPrefix piece, out bool cuts)
    {
        cuts = false;
        var (half, other) = (link.Half, link.Other!);
        var closed = !half.AllowVirtualNetworkAccess ? half : !other.AllowVirtualNetworkAccess ? other : null;
        if (closed is not null)
        {
            return Refused(
                node, ReasonId.AccessDisabled, closed, "allowVirtualNetworkAccess", closed.RemoteVNet.Name);
        }

        if (sender != node && !other.AllowForwardedTraffic)
        {
            return Refused(
                node, ReasonId.ForwardedTrafficRefused, other, "allowForwardedTraffic", node.Network.Name);
        }

        return link.IsOfSubnets ? SubnetFault(link, node, subnet, piece, out cuts) : null;
    }

    private static Fault? SubnetFault(PeeringLink link, NetworkNode node, string? subnet, IPPrefix piece, out bool cuts)
    {
        cuts = false;
        var (half, other) = (link.Half, link.Other!);
        var remote = link.Peer!.Subnets.FirstOrDefault(s => s.Prefixes.Any(p => p.Contains(piece)));
        if (remote is null && link.Peer.Subnets.Any(s => s.Prefixes.Any(piece.Contains)))
        {
            cuts = true;
            return null;
        }

        var refusing = Refuses(half.PeerCompleteVNets, half.LocalSubnetNames, half.RemoteSubnetNames) ? half
            : Refuses(other.PeerCompleteVNets, other.RemoteSubnetNames, other.LocalSubnetNames) ? other
            : null;
        return refusing is null
            ? null
            : Refused(node, ReasonId.SubnetNotPeered, refusing, "localSubnetNames, remoteSubnetNames", link.Peer.Name);

        bool Refuses(bool complete, ImmutableArray<string> here, ImmutableArray<string> there) =>
            !complete && !(Lists(here, subnet) && Lists(there, remote?.Name));
    }

    private static bool Lists(IEnumerable<string> names, string? name) =>
        name is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static Fault Refused(NetworkNode node, ReasonId id, PeeringHalf by, string flag, string detail) =>
        new(id, by.Id, flag) { Network = node.Id, At = node.Id, Detail = detail };
}
