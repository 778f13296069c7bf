using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// The way of one packet, hop by hop, for a whole piece of the destination at once. Where the addresses of the piece could
/// fare differently the walk gives up (<see cref="Trail.Cut"/>), and the caller asks again with halves.
/// </summary>
internal sealed class PacketWalk
{
    private readonly List<Place> _entered = new(4);
    private NetworkNode? _sender;
    private Target _target = null!;
    private IPPrefix _piece;
    private int _number;

    /// <summary>The way to a piece of the target.</summary>
    /// <param name="from">Where the packet starts.</param>
    /// <param name="target">What it is for.</param>
    /// <param name="piece">The addresses.</param>
    /// <param name="number">The number of the piece, under which places remember it; negative when it has none.</param>
    public Trail To(EndGroup from, Target target, IPPrefix piece, int number)
    {
        (_sender, _target, _piece, _number) = (from.Node, target, piece, number);
        _entered.Clear();
        return from.Pool is { } pool ? AtClient(pool)
            : from.Site is { } site ? AtSite(site)
            : AtSubnet(from.Start!);
    }

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

    private Trail AtSubnet(SubnetRef subnet)
    {
        var at = _entered.Count;
        if (Loop(subnet) is { } loop)
        {
            return loop;
        }

        // Key 2n: subnets and gateways keep their ways under even numbers, gateways those over a connection under odd ones.
        if (Recall(subnet, at, 2 * _number) is { } known)
        {
            return known;
        }

        _entered.Add(subnet);
        var trail = Decide(subnet);
        _entered.RemoveAt(at);
        Keep(subnet, at, 2 * _number, trail);
        return trail;
    }

    private Trail Decide(SubnetRef subnet)
    {
        var node = subnet.Node;
        if (subnet.Routes is not { } routes)
        {
            return Trail.Stopped(subnet,
                new(ReasonId.RouteTableNotRead, subnet.RouteTable) { Network = node.Id, At = subnet.Id });
        }

        return routes.TryChoose(_piece, out var route) ? Follow(subnet, routes, route) : Trail.Cut;
    }

    private Trail Follow(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute? route)
    {
        var node = subnet.Node;
        switch (route?.NextHop)
        {
            case HopType.VnetLocal:
                return Trail.End(subnet, HopType.VnetLocal, node.Id,
                    node == _target.Network ? null : LocalFault(subnet, routes, route), route);
            case HopType.Peering:
                return OverPeering(subnet, route);
            case HopType.ConnectedGroup:
                return Trail.End(subnet, HopType.ConnectedGroup, route.Member!.Id,
                    route.Member == _target.Network ? null : Overlap(node.Id, subnet.Id, route.Member.Id), route,
                    kinds: PathKinds.ConnectedGroup);
            case HopType.VirtualAppliance:
                return OverAppliances(subnet, routes, route);
            case HopType.VirtualNetworkGateway:
                return ToGateway(subnet, route);
            default:
                var fault = route is { Origin: RouteOrigin.User }
                    ? UserFault(routes, route)
                    : Doubts.WithoutRoute(node, routes, _target) ?? MissingRoute.Cause(node, routes, _target, _piece);
                return Trail.End(subnet, route?.NextHop ?? HopType.NoRoute, resource: null, Placed(fault, subnet), route);
        }
    }

    private Trail OverPeering(SubnetRef subnet, EffectiveRoute route)
    {
        var (node, link) = (subnet.Node, route.Link!);
        var fault = PeeringHop.FaultOf(link, node, subnet.Name, _sender, _piece, out var cuts);
        var into = node.Estate.Node(link.Peer!.Id)!;
        return cuts ? Trail.Cut
            : fault is not null || into == _target.Network
                ? Trail.End(subnet, HopType.Peering, into.Id, fault is null ? null : Placed(fault, subnet), route)
                : Elsewhere(subnet, HopType.Peering, into, link, route, prefix: null);
    }

    /// <summary>Of several next hops every one must work.</summary>
    private Trail OverAppliances(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route)
    {
        var hops = route.User!.NextHops;
        return hops.Length switch
        {
            0 => Trail.End(subnet, HopType.VirtualAppliance, resource: null,
                ApplianceHop.Unreachable(subnet, address: null), route),
            1 => OverAppliance(subnet, routes, route, hops[0]),
            _ => Trail.Split([.. hops.Select(h => OverAppliance(subnet, routes, route, h))]),
        };
    }

    private Trail OverAppliance(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route, System.Net.IPAddress address)
    {
        var door = subnet.Node.DoorTo(address, peerings: routes.Table is not { DisablePeeringRoute: true });
        return ApplianceHop.FaultOf(subnet, door, _sender) is { } fault
            ? Trail.End(subnet, HopType.VirtualAppliance, door.Appliance?.Resource, Placed(fault, subnet), route)
            : Trail.To(subnet, HopType.VirtualAppliance, door.Appliance!.Resource, AtSubnet(door.Subnet!), route,
                kinds: PathKinds.Appliance, passed: door.Appliance.Appliance);
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

    /// <summary>Delivered into a network that is not the one meant.</summary>
    private Trail Elsewhere(
        Place at, HopType hop, NetworkNode into, PeeringLink? link, EffectiveRoute? route, IPPrefix? prefix)
    {
        // Parts of the piece may be that network's own and others not: the reasons differ.
        var holds = into.Holds(_piece);
        if (!holds && into.Network.AddressSpace.Any(p => _piece.Contains(p)))
        {
            return Trail.Cut;
        }

        var fault = holds || link is null
            ? Overlap(at.Node.Id, at.Id, into.Id)
            : new(ReasonId.StaleAddressSpace, link.Half.Id, "remoteAddressSpace")
            {
                Network = at.Node.Id, At = at.Id, Detail = into.Network.Name,
            };
        return Trail.End(at, hop, into.Id, fault, route, prefix);
    }

    private Fault LocalFault(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route) =>
        subnet.Node.Holds(_piece)
            ? Overlap(subnet.Node.Id, subnet.Id, subnet.Node.Id)
            : Placed(UserFault(routes, route), subnet);

    private static Fault UserFault(EffectiveRoutes routes, EffectiveRoute route) =>
        new(ReasonId.RouteTable, routes.Table!.Id, route.User!.Name)
        {
            Network = routes.Table.Id, At = routes.Table.Id, Detail = $"{route.Prefix} -> {route.User.NextHopType}",
        };

    private static Fault Overlap(ResourceId network, ResourceId at, ResourceId holder) =>
        new(ReasonId.AddressOverlap, holder, "addressSpace") { Network = network, At = at };

    private static Fault Placed(Fault fault, SubnetRef subnet) =>
        fault with { Network = subnet.Node.Id, At = subnet.Id };

    // A walk enters a handful of places at most: a list is the fastest set.
    private Trail? Loop(Place place) => _entered.IndexOf(place) is var index and >= 0
        ? Trail.Stopped(place, new(ReasonId.RoutingLoop, place.Id) { Network = place.Node.Id, At = place.Id }, loopsTo: index)
        : null;

    // The first place is the sender's own, where it is no foreigner.
    private Trail? Recall(Place place, int at, int key) =>
        _number >= 0 && at > 0 && place.Recall(key) is { } known && (known.IsCut || known.Fits(_sender, _entered))
            ? known
            : null;

    // Foreign everywhere, and ended by nothing that lies before: then others fare the same.
    private void Keep(Place place, int at, int key, Trail trail)
    {
        if (_number >= 0 && at > 0 && trail.LoopsTo >= at && !trail.Visits(_sender))
        {
            place.Keep(key, trail);
        }
    }
}
