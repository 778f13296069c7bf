using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Which gateways a VNet uses: its own if it has any, else those of the peer that lends them. Both halves must be
/// Connected, useRemoteGateways set on the borrower's and allowGatewayTransit on the lender's (peering documentation,
/// "gateway transit"); a Basic VPN gateway is not lent.
/// </summary>
internal static class GatewayHomes
{
    public static GatewayHome? Of(NetworkNode node)
    {
        var own = At(node, borrowed: false);
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
                var home = At(node.Estate.Node(link.Half.RemoteVNet)!, borrowed: true);
                return home.IsEmpty ? null : home;
            }
        }

        return null;
    }

    private static GatewayHome At(NetworkNode host, bool borrowed)
    {
        var gateways = host.Estate.GatewaysOf(host.Id).OrderBy(g => g.Id).ToArray();
        return new(host.Id, host)
        {
            Vpn = Array.Find(gateways, g => g.Kind == GatewayKind.Vpn && !(borrowed && g.IsBasic)),
            ExpressRoute = Array.Find(gateways, g => g.Kind == GatewayKind.ExpressRoute),
            HasRouteServer = host.Estate.Attachments.HasRouteServer(host.Id),
            Unread = Unread(host, gateways),
        };
    }

    // `az network vnet list` names a gateway's configuration in GatewaySubnet without the gateway itself.
    private static ResourceId? Unread(NetworkNode host, VirtualNetworkGateway[] gateways) => host.Network.Subnets
        .Where(s => s.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase))
        .SelectMany(s => s.IPConfigurations).Select(c => c.Parent).OfType<ResourceId>()
        .Where(g => g.IsType(ResourceTypes.VirtualNetworkGateway))
        .FirstOrDefault(g => !Array.Exists(gateways, known => known.Id == g));
}
