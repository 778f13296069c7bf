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
            return At(node, new(ReasonId.AccessDisabled, closed.Id, "allowVirtualNetworkAccess")
            {
                Network = node.Id, At = node.Id, Detail = closed.RemoteVNet.Name,
            });
        }

        if (sender?.Id != node.Id && !other.AllowForwardedTraffic)
        {
            return At(node, new(ReasonId.ForwardedTrafficRefused, other.Id, "allowForwardedTraffic")
            {
                Network = node.Id, At = node.Id, Detail = node.Network.Name,
            });
        }

        return SubnetFault(link, node, subnet, piece, out cuts);
    }

    private static Fault? SubnetFault(PeeringLink link, NetworkNode node, string? subnet, IPPrefix piece, out bool cuts)
    {
        cuts = false;
        var (half, other) = (link.Half, link.Other!);
        if (half.PeerCompleteVNets && other.PeerCompleteVNets)
        {
            return null;
        }

        var remote = link.Peer!.Subnets.FirstOrDefault(s => s.Prefixes.Any(p => p.Contains(piece)));
        if (remote is null && link.Peer.Subnets.Any(s => s.Prefixes.Any(piece.Contains)))
        {
            cuts = true;
            return null;
        }

        var refusing = !half.PeerCompleteVNets && !(Lists(half.LocalSubnetNames, subnet) && Lists(half.RemoteSubnetNames, remote?.Name))
            ? half
            : !other.PeerCompleteVNets && !(Lists(other.RemoteSubnetNames, subnet) && Lists(other.LocalSubnetNames, remote?.Name))
                ? other
                : null;
        return refusing is null ? null : At(node, new(ReasonId.SubnetNotPeered, refusing.Id, "localSubnetNames, remoteSubnetNames")
        {
            Network = node.Id, At = node.Id, Detail = link.Peer.Name,
        });
    }

    private static bool Lists(IEnumerable<string> names, string? name) =>
        name is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static Fault At(NetworkNode node, Fault fault) => fault with { Network = node.Id };
}
