using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What a topology does not hold and could lead a packet on: Unknown rather than wrong.</summary>
internal static class Doubts
{
    /// <summary>
    /// The doubt where no route but the system's Internet or None holds the address; null when there is none.
    /// </summary>
    public static Fault? WithoutRoute(NetworkNode node, EffectiveRoutes routes, Target target)
    {
        var attachments = node.Estate.Attachments;
        var home = node.Home;
        if (routes.Propagates && attachments.IsOnVirtualWan(node.Id))
        {
            return New(node, ReasonId.VirtualWan, node.Id);
        }

        // Halves that Virtual Network Manager made show that the VNet is in a connectivity configuration, which may
        // also join it to a connected group: that has no resource in the VNet.
        if (node.Links.FirstOrDefault(l => l.Half.Owner == PeeringOwner.VirtualNetworkManager) is { } managed)
        {
            return New(node, ReasonId.ConnectedGroupNotRead, managed.Half.Id);
        }

        if (routes.Propagates && home is { HasRouteServer: true } && attachments.MayHaveRouteServerPeers(home.Host))
        {
            return New(node, ReasonId.RouteServerPeers, home.Host);
        }

        if (node.Links.FirstOrDefault(l => l.IsUnread) is { } unread)
        {
            return New(node, NotRead(unread.Half.RemoteVNet), unread.Half.RemoteVNet);
        }

        return routes.Propagates && MayLieBehind(node, target)
            ? New(node, ReasonId.ConnectionsNotRead, home!.Host)
            : null;
    }

    /// <summary>
    /// The doubt where a user's route is shorter than the target's own prefix: a route to it that a gateway had learned
    /// over a connection would be longer, and win.
    /// </summary>
    public static Fault? ShorterThanLearned(
        NetworkNode node, EffectiveRoutes routes, EffectiveRoute? route, Target target, IPPrefix piece) =>
        route is { Origin: RouteOrigin.User } && routes.Propagates && MayLieBehind(node, target)
            && !routes.IsDirect(piece)
            && target.Space.Any(p => p.Contains(piece) && p.Length > route.Prefix.Length)
            ? New(node, ReasonId.ConnectionsNotRead, node.Home!.Host)
            : null;

    /// <summary>
    /// True when both use gateways, and of different VNets: connections, which a topology of today does not hold, may
    /// join them. A gateway does not join the VNets that share it.
    /// </summary>
    public static bool MayLieBehind(NetworkNode node, Target target) =>
        node.Home is { } mine && target.Home is { } theirs && mine.Host != theirs;

    public static ReasonId NotRead(ResourceId network) =>
        string.Equals(network.ProviderNamespace, "Microsoft.ClassicNetwork", StringComparison.OrdinalIgnoreCase)
            ? ReasonId.ClassicVNet
            : ReasonId.VNetNotRead;

    private static Fault New(NetworkNode node, ReasonId id, ResourceId resource) =>
        new(id, resource) { Network = node.Id, At = node.Id };
}
