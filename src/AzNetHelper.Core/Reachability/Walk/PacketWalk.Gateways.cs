using AzNetHelper.Arm;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>The part of the way that leads through gateways: from sites and clients, and between gateways.</summary>
internal sealed partial class PacketWalk
{
    private Trail AtSite(SiteNode site)
    {
        // What stays inside a site is not Azure's business.
        if (site == _target.Site)
        {
            return Trail.Within(site);
        }

        if (!site.Routes.TryFind(_piece, out var route))
        {
            return Trail.Cut;
        }

        return route is null
            ? Trail.Stopped(at: null, Doubts.OfSite(site, _target), site)
            : Trail.To(at: null, HopType.Connection, route.Link.Gateway.Id,
                AtGateway(route.Link.Gateway, overConnection: true), prefix: route.Prefix, site: site);
    }

    private Trail AtClient(GatewayNode gateway)
    {
        if (!gateway.ClientRoutes.TryFind(_piece, out var route))
        {
            return Trail.Cut;
        }

        return route is null
            ? Trail.Stopped(gateway, Doubts.OfClient(gateway, _target))
            : AtGateway(gateway, overConnection: true);
    }

    private Trail ToGateway(SubnetRef subnet, EffectiveRoute route)
    {
        if (route.Gateway is null && GatewayChoice.FaultOf(subnet.Node) is { } fault)
        {
            return Trail.End(
                subnet, HopType.VirtualNetworkGateway, subnet.Node.Home?.Host, Placed(fault, subnet), route);
        }

        var gateway = route.Gateway ?? subnet.Node.Home!.Vpn!;
        return Trail.To(subnet, HopType.VirtualNetworkGateway, gateway.Id, AtGateway(gateway, overConnection: false), route);
    }

    private Trail AtGateway(GatewayNode gateway, bool overConnection)
    {
        var at = _entered.Count;
        if (Loop(gateway) is { } loop)
        {
            return loop;
        }

        var key = (2 * _number) + (overConnection ? 1 : 0);
        if (Recall(gateway, at, key) is { } known)
        {
            return known;
        }

        _entered.Add(gateway);
        var trail = Decide(gateway, overConnection);
        _entered.RemoveAt(at);
        Keep(gateway, at, key, trail);
        return trail;
    }

    private Trail Decide(GatewayNode gateway, bool overConnection)
    {
        var (host, id) = (gateway.Host, gateway.Gateway.Id);
        var kind = gateway.IsVpn ? PathKinds.VpnGateway : PathKinds.ExpressRoute;
        if (!gateway.Deliveries.TryFind(_piece, out var delivery))
        {
            return Trail.Cut;
        }

        if (delivery is null || (delivery.Network is not null && !overConnection && !gateway.IsVpn))
        {
            return Trail.Stopped(gateway, (delivery is null ? Doubts.BehindGateway(gateway, _target) : null)
                ?? new(ReasonId.NotBehindGateway, id) { Network = host.Id, At = id });
        }

        return delivery switch
        {
            { Network: not null } => Deliver(gateway, delivery, kind),
            { Pool: not null } => Trail.End(gateway, HopType.ClientPool, id,
                _target.Pool == gateway ? null : Overlap(host.Id, id, id), prefix: delivery.Prefix, kinds: kind),
            { Learned.Next: { } next } => Trail.To(gateway, HopType.Connection, next.Id,
                AtGateway(next, overConnection || !delivery.Learned.IsExchanged), prefix: delivery.Prefix, kinds: kind),
            _ => Trail.End(gateway, HopType.Site, delivery.Learned!.Site!.Id,
                _target.Site == delivery.Learned.Site ? null
                    : new(ReasonId.OnPremisesTransit, delivery.Learned.Site.Id) { Network = host.Id, At = id },
                prefix: delivery.Prefix, kinds: kind),
        };
    }

    /// <summary>Into a VNet, unless a user route of GatewaySubnet says otherwise.</summary>
    private Trail Deliver(GatewayNode gateway, Delivery delivery, PathKinds kind)
    {
        var (host, id) = (gateway.Host, gateway.Gateway.Id);
        if (host.GatewaySubnet is { RouteTable: not null } subnet)
        {
            if (subnet.Routes is not { } routes)
            {
                return Trail.Stopped(gateway,
                    new(ReasonId.RouteTableNotRead, subnet.RouteTable) { Network = host.Id, At = subnet.Id });
            }

            if (!routes.TryChoose(_piece, out var route))
            {
                return Trail.Cut;
            }

            if (route is { Origin: RouteOrigin.User })
            {
                return Through(gateway, Follow(subnet, routes, route), kind);
            }
        }

        var into = delivery.Network!;
        var hop = into == host ? HopType.VnetLocal : HopType.Peering;
        return into == _target.Network
            ? Trail.End(gateway, hop, into.Id, fault: null, prefix: delivery.Prefix, kinds: kind)
            : Elsewhere(gateway, hop, into, delivery.Link, route: null, delivery.Prefix);
    }

    private static Trail Through(GatewayNode gateway, Trail next, PathKinds kind) =>
        Trail.To(gateway, HopType.VnetLocal, gateway.Host.GatewaySubnet!.Id, next, kinds: kind);
}
