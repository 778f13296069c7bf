using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What a topology does not hold and could lead a packet on: Unknown rather than wrong.</summary>
internal static class Doubts
{
    /// <summary>
    /// The doubt where no route but the system's Internet or None holds the address; null when there is none. What comes
    /// through a gateway does not matter where propagation is off.
    /// </summary>
    public static Fault? WithoutRoute(NetworkNode node, EffectiveRoutes routes, Target target)
    {
        var attachments = node.Estate.Attachments;
        var home = routes.Propagates ? node.Home : null;
        if (routes.Propagates && attachments.IsOnVirtualWan(node.Id))
        {
            return New(node, ReasonId.VirtualWan, node.Id);
        }

        if (ManagedHalf(node) is { } managed)
        {
            return New(node, ReasonId.ConnectedGroupNotRead, managed.Half.Id);
        }

        if (home is { HasRouteServer: true } && attachments.MayHaveRouteServerPeers(home.Host))
        {
            return New(node, ReasonId.RouteServerPeers, home.Host);
        }

        if (node.Links.FirstOrDefault(l => l.IsUnread) is { } unread)
        {
            return New(node, NotRead(unread.Half.RemoteVNet), unread.Half.RemoteVNet);
        }

        return home is null ? null
            : MayLieBehind(home, target) ? New(node, ReasonId.ConnectionsNotRead, home.Host)
            : home.Vpn is { } vpn ? Static(vpn, target, node.Id, node.Id)
            : null;
    }

    /// <summary>The doubt at a gateway that does not know the target; null when there is none.</summary>
    public static Fault? BehindGateway(GatewayNode gateway, Target target) =>
        gateway.Host.Home is { } home && MayLieBehind(home, target)
            ? new(ReasonId.ConnectionsNotRead, gateway.Id) { Network = gateway.Host.Id, At = gateway.Id }
            : gateway.IsVpn ? Static(gateway, target, gateway.Host.Id, gateway.Id) : null;

    /// <summary>
    /// Why a site has no route: what its gateway knows and a static site could be told by hand, or nothing.
    /// </summary>
    public static Fault OfSite(SiteNode site, Target target, IPPrefix piece)
    {
        var byHand = site.Links.FirstOrDefault(l => !l.Bgp && l.Gateway.Deliveries.TryFind(piece, out var d)
            && d is { Learned: not null });
        return byHand is null
            ? new(ReasonId.NoRoute) { Network = site.Id, At = site.Id, Detail = target.Name }
            : new(ReasonId.TransitWithoutBgp, byHand.Via, "enableBgp") { Network = site.Id, At = site.Id, Detail = target.Name };
    }

    /// <summary>
    /// The doubt where a user's route is shorter than the target's own prefix, and the connections of a gateway were not
    /// read: a route to it that the gateway had learned would be longer, and win.
    /// </summary>
    public static Fault? ShorterThanLearned(
        NetworkNode node, EffectiveRoutes routes, EffectiveRoute? route, Target target, IPPrefix piece) =>
        !node.Estate.Topology.Gaps.IsEmpty
            && route is { Origin: RouteOrigin.User } && routes.Propagates && node.Home is { } home && MayLieBehind(home, target)
            && target.Space.Any(p => p.Contains(piece) && p.Length > route.Prefix.Length)
            ? New(node, ReasonId.ConnectionsNotRead, home.Host)
            : null;

    public static ReasonId NotRead(ResourceId network) =>
        string.Equals(network.ProviderNamespace, "Microsoft.ClassicNetwork", StringComparison.OrdinalIgnoreCase)
            ? ReasonId.ClassicVNet
            : ReasonId.VNetNotRead;

    /// <summary>
    /// A half that Virtual Network Manager made, in a VNet whose groups are not known: it is in a connectivity
    /// configuration, which may also join it to a connected group, of which there is no trace in the VNet.
    /// </summary>
    private static PeeringLink? ManagedHalf(NetworkNode node)
    {
        if (node.Estate.ConnectedGroups.IsKnown(node.Id))
        {
            return null;
        }

        foreach (var link in node.Links)
        {
            if (link.Half.Owner == PeeringOwner.VirtualNetworkManager)
            {
                return link;
            }
        }

        return null;
    }

    /// <summary>
    /// True when both use gateways, and of different VNets, and connections that could join these were not read. A gateway
    /// does not join the VNets that share it.
    /// </summary>
    private static bool MayLieBehind(GatewayHome mine, Target target) =>
        target.Home is { } theirs && mine.Host != theirs.Host && (IsUnread(mine) || IsUnread(theirs));

    private static bool IsUnread(GatewayHome home) =>
        home.Node is { } host && host.Estate.GatewaysOf(home.Host).Any(host.Estate.HasUnreadConnections);

    // Without BGP nothing says whether a gateway learns of the VNets that use the one at the other end.
    private static Fault? Static(GatewayNode gateway, Target target, ResourceId network, ResourceId at) =>
        target.Network is { Home: { Vpn: { } far } home } && home.Host != target.Network.Id
            && gateway.Host.Estate.Learning.HasStaticTunnel(gateway, far)
            ? new(ReasonId.TransitWithoutBgp, far.Id, "enableBgp") { Network = network, At = at, Detail = gateway.Gateway.Name }
            : null;

    private static Fault New(NetworkNode node, ReasonId id, ResourceId resource) =>
        new(id, resource) { Network = node.Id, At = node.Id };
}
