using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>The gateways that a VNet uses, its own or borrowed.</summary>
/// <param name="Host">The id of the VNet that they sit in.</param>
/// <param name="Node">That VNet; null when it was not read.</param>
internal sealed record GatewayHome(ResourceId Host, NetworkNode? Node)
{
    private GatewayRoutes? _routes;

    public GatewayNode? Vpn { get; init; }

    public GatewayNode? ExpressRoute { get; init; }

    public bool HasRouteServer { get; init; }

    /// <summary>A gateway that is known to be there and was not read.</summary>
    public ResourceId? Unread { get; init; }

    public bool IsEmpty => Node is not null && Vpn is null && ExpressRoute is null && !HasRouteServer && Unread is null;

    /// <summary>What the gateways bring to the VNets that use them.</summary>
    public GatewayRoutes Routes => LazyInitializer.EnsureInitialized(
        ref _routes, () => new(new[] { Vpn, ExpressRoute }.OfType<GatewayNode>()));

    public bool Has(GatewayNode gateway) => Vpn == gateway || ExpressRoute == gateway;
}

/// <summary>
/// Which gateways a VNet uses: its own if it has any, else those of the peer that lends them. Both halves must be
/// Connected, useRemoteGateways set on the borrower's and allowGatewayTransit on the lender's (peering documentation,
/// "gateway transit"); a Basic VPN gateway is not lent. All borrowers of a VNet share one home.
/// </summary>
internal static class GatewayHomes
{
    public static GatewayHome? Of(NetworkNode node)
    {
        var own = node.Estate.HomeAt(node, borrowed: false);
        if (!own.IsEmpty)
        {
            return own;
        }

        foreach (var link in node.Links.Where(l => l.Half.UseRemoteGateways))
        {
            if (link.IsUnread)
            {
                return new(link.Half.RemoteVNet, Node: null);
            }

            if (link.IsConnected && link.Other!.AllowGatewayTransit)
            {
                var home = node.Estate.HomeAt(link.PeerNode!, borrowed: true);
                return home.IsEmpty ? null : home;
            }
        }

        return null;
    }

    public static GatewayHome At(NetworkNode host, bool borrowed)
    {
        var estate = host.Estate;
        var gateways = estate.GatewaysOf(host.Id).OrderBy(g => g.Gateway.Id).ToArray();
        return new(host.Id, host)
        {
            Vpn = Array.Find(gateways, g => g.Gateway.Kind == GatewayKind.Vpn && !(borrowed && g.Gateway.IsBasic)),
            ExpressRoute = Array.Find(gateways, g => g.Gateway.Kind == GatewayKind.ExpressRoute),
            HasRouteServer = estate.Attachments.HasRouteServer(host.Id),
            Unread = Unread(host, gateways),
        };
    }

    // `az network vnet list` names a gateway's configuration in GatewaySubnet without the gateway itself.
    private static ResourceId? Unread(NetworkNode host, GatewayNode[] gateways) => host.Network.Subnets
        .Where(s => s.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase))
        .SelectMany(s => s.IPConfigurations).Select(c => c.Parent).OfType<ResourceId>()
        .Where(g => g.IsType(ResourceTypes.VirtualNetworkGateway))
        .FirstOrDefault(g => !Array.Exists(gateways, known => known.Gateway.Id == g));
}
