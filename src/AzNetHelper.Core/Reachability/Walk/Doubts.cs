using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What a topology does not hold and could lead a packet on: Unknown rather than wrong.</summary>
internal static class Doubts
{
    /// <summary>
    /// The doubt where no route but the system's Internet or None holds the address; null when there is none. What
    /// comes through a gateway does not matter where propagation is off.
    /// </summary>
    public static Fault? WithoutRoute(NetworkNode node, EffectiveRoutes routes, Target target)
    {
        var attachments = node.Estate.Attachments;
        var home = routes.Propagates ? node.Home : null;
        if (routes.Propagates && attachments.IsOnVirtualWan(node.Id))
        {
            return New(node, ReasonId.VirtualWan, node.Id);
        }

        if (GroupNotRead(node) is { } unknown)
        {
            return New(node, ReasonId.ConnectedGroupNotRead, unknown);
        }

        if (home is { HasRouteServer: true } && attachments.MayHaveRouteServerPeers(home.Host))
        {
            return New(node, ReasonId.RouteServerPeers, home.Host);
        }

        if (node.Unread is { } unread)
        {
            return New(node, NotRead(unread), unread);
        }

        return home is null ? null
            : home.Unread is { } gateway && LiesElsewhere(home.Host, target) ? New(node, ReasonId.GatewayNotRead, gateway)
            : MayLieBehind(home, target) ? New(node, ReasonId.ConnectionsNotRead, home.Host)
            : home.Vpn is { } vpn ? Static(vpn, target, node.Id, node.Id)
            : null;
    }

    /// <summary>The doubt at a gateway that does not know the target; null when there is none.</summary>
    public static Fault? BehindGateway(GatewayNode gateway, Target target) =>
        MayLieBehind(gateway, target)
            ? new(ReasonId.ConnectionsNotRead, gateway.Id) { Network = gateway.Host.Id, At = gateway.Id }
            : gateway.IsVpn ? Static(gateway, target, gateway.Host.Id, gateway.Id) : null;

    /// <summary>
    /// Why a site has no route. Two sites of one gateway, one of them static: their devices can be configured by hand.
    /// </summary>
    public static Fault OfSite(SiteNode site, Target target)
    {
        var links = site.Links.ToArray();
        return site.Estate.Sites.UnreadGatewayOf(site) is { } gateway
                ? New(site.Estate.Topology.Gateways.Any(g => g.Id == gateway && g.VirtualNetwork is not null)
                    ? ReasonId.VNetNotRead : ReasonId.GatewayNotRead, gateway)
            : links.Length == 0 ? New(ReasonId.NoGateway, resource: null)
            : Array.Find(links, l => l.Bgp && MayLieBehind(l.Gateway, target)) is { } unread
                ? New(ReasonId.ConnectionsNotRead, unread.Gateway.Id)
            : Array.Find(links, IsByHand) is { } byHand ? New(ReasonId.TransitWithoutBgp, byHand.Via, "enableBgp")
            : New(ReasonId.NotBehindGateway, links[0].Gateway.Id);

        bool IsByHand(SiteLink link) => !site.IsCircuit && target.Site is { IsCircuit: false } other
            && other.Links.Where(l => l.Gateway == link.Gateway).ToArray() is { Length: > 0 } far
            && !(link.Bgp && Array.Exists(far, l => l.Bgp));

        Fault New(ReasonId id, ResourceId? resource, string? flag = null) =>
            new(id, resource, flag) { Network = site.Id, At = site.Id, Detail = target.Name };
    }

    /// <summary>Why a gateway's clients have no route.</summary>
    public static Fault OfClient(GatewayNode gateway, Target target) => new(
        MayLieBehind(gateway, target) ? ReasonId.ConnectionsNotRead : ReasonId.NotBehindGateway,
        gateway.Id)
    {
        Network = gateway.Host.Id, At = gateway.Id,
    };

    public static ReasonId NotRead(ResourceId network) =>
        string.Equals(network.ProviderNamespace, "Microsoft.ClassicNetwork", StringComparison.OrdinalIgnoreCase)
            ? ReasonId.ClassicVNet
            : ReasonId.VNetNotRead;

    /// <summary>
    /// What shows that the VNet may be in a connected group that is not known: that its groups could not be read, or a
    /// half that Virtual Network Manager made. Of the group itself there is no trace in the VNet.
    /// </summary>
    private static ResourceId? GroupNotRead(NetworkNode node)
    {
        var groups = node.Estate.ConnectedGroups;
        if (groups.IsKnown(node.Id))
        {
            return null;
        }

        return node.Managed ?? (groups.HasGap(node.Id) ? node.Id : null);
    }

    /// <summary>
    /// True when both use gateways, and of different VNets, and connections that could join these were not read. A
    /// gateway does not join the VNets that share it.
    /// </summary>
    private static bool MayLieBehind(GatewayHome mine, Target target) =>
        mine is { Vpn.HasUnreadConnections: true } or { ExpressRoute.HasUnreadConnections: true }
        && LiesElsewhere(mine.Host, target);

    private static bool MayLieBehind(GatewayNode gateway, Target target) =>
        gateway.HasUnreadConnections && LiesElsewhere(gateway.Host.Id, target);

    private static bool LiesElsewhere(ResourceId host, Target target) =>
        target.Site is not null || (target.Home is { } theirs && theirs.Host != host);

    // Without BGP nothing says whether a gateway learns of the VNets that use the one at the other end.
    private static Fault? Static(GatewayNode gateway, Target target, ResourceId network, ResourceId at) =>
        target.Network is { Home: { Vpn: { } far } home } && home.Host != target.Network.Id
            && gateway.Host.Estate.Learning.HasStaticTunnel(gateway, far)
            ? new(ReasonId.TransitWithoutBgp, far.Id, "enableBgp") { Network = network, At = at, Detail = gateway.Gateway.Name }
            : null;

    private static Fault New(NetworkNode node, ReasonId id, ResourceId resource) =>
        new(id, resource) { Network = node.Id, At = node.Id };
}
