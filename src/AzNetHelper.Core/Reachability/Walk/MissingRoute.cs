using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>Why there is no route: where the two VNets have a half between them, what is wrong with it.</summary>
internal static class MissingRoute
{
    public static Fault Cause(NetworkNode node, EffectiveRoutes routes, Target target, IPPrefix piece)
    {
        var there = node.LinkTo(target.Id)?.Half;
        var back = target.Network?.LinkTo(node.Id)?.Half;
        var either = there ?? back;
        if (either is null)
        {
            return New(node, target, ReasonId.NoRoute, half: null, flag: null);
        }

        var broken = new[] { there, back }.FirstOrDefault(h => h is { State: PeeringState.Disconnected });
        if (broken is not null)
        {
            return New(node, target, ReasonId.PeeringDisconnected, broken, "peeringState");
        }

        if (there is null || back is null || there.State != PeeringState.Connected
            || back.State != PeeringState.Connected)
        {
            var half = there is { State: PeeringState.Initiated } ? there : either;
            return New(node, target, ReasonId.PeeringIncomplete, half, "peeringState", there is null ? node.Network.Name : back is null ? target.Name : null);
        }

        if (routes.Table is { DisablePeeringRoute: true } table)
        {
            return new(ReasonId.RouteTable, table.Id, "disablePeeringRoute")
            {
                Network = node.Id, At = node.Id, Detail = "disablePeeringRoute = All",
            };
        }

        var listed = node.LinkTo(target.Id)!.Installed.Any(p => p.Contains(piece));
        return listed || (there.EnableOnlyIPv6Peering && !piece.IsIPv6)
                ? New(node, target, ReasonId.NoRoute, there, listed ? null : "enableOnlyIPv6Peering")
            : !there.PeerCompleteVNets
                ? New(node, target, ReasonId.SubnetNotPeered, there, "remoteSubnetNames", target.Name)
            : New(node, target, ReasonId.StaleAddressSpace, there, "remoteAddressSpace", target.Name);
    }

    private static Fault New(
        NetworkNode node, Target target, ReasonId id, PeeringHalf? half, string? flag, string? detail = null) =>
        new(id, half?.Id, flag) { Network = node.Id, At = node.Id, Detail = detail ?? target.Name };
}
