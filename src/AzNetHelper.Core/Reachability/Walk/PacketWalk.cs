using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// The way of one packet, hop by hop, for a whole piece of the destination at once. Where the addresses of the piece
/// could fare differently the walk gives up, and the caller asks again with halves.
/// </summary>
internal sealed class PacketWalk
{
    private readonly IPPrefix _piece;
    private readonly Target _target;
    private readonly NetworkNode? _sender;
    private readonly ImmutableArray<Hop>.Builder _hops = ImmutableArray.CreateBuilder<Hop>(2);
    private readonly List<ResourceId> _entered = [];
    private PathKinds _kinds;

    private PacketWalk(EndGroup from, Target target, IPPrefix piece)
    {
        _sender = from.Node;
        _target = target;
        _piece = piece;
    }

    /// <summary>The way to the piece; null when its addresses may fare differently.</summary>
    public static Leg? To(EndGroup from, Target target, IPPrefix piece)
    {
        var walk = new PacketWalk(from, target, piece);
        return from.Pool is { } pool
            ? walk.AtGateway(pool, overConnection: true)
            : walk.AtSubnet(from.Node!, from.Start!);
    }

    private Leg? AtSubnet(NetworkNode node, SubnetRef subnet)
    {
        if (!Enter(subnet.Id))
        {
            return Stop(new(ReasonId.RoutingLoop, subnet.Id) { Network = node.Id, At = subnet.Id });
        }

        if (node.RoutesOf(subnet) is not { } routes)
        {
            return Stop(new(ReasonId.RouteTableNotRead, subnet.RouteTable) { Network = node.Id, At = subnet.Id });
        }

        if (routes.Cuts(_piece))
        {
            return null;
        }

        var route = routes.Choose(_piece);
        return Doubts.ShorterThanLearned(node, routes, route, _target, _piece) is { } doubt
            ? Stop(Placed(doubt, node, subnet))
            : Follow(node, subnet, routes, route);
    }

    private Leg? Follow(NetworkNode node, SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute? route)
    {
        switch (route?.NextHop)
        {
            case HopType.VnetLocal:
                Add(subnet.Id, route, node.Id);
                return node.Id == _target.Network?.Id ? Arrive() : Stop(LocalFault(node, subnet, routes, route));
            case HopType.Peering:
                Add(subnet.Id, route, route.Link!.Half.RemoteVNet);
                return OverPeering(node, subnet, route.Link);
            case HopType.VirtualAppliance:
                Add(subnet.Id, route, resource: null);
                return Stop(Placed(ApplianceHop.FaultOf(node, subnet, routes, route.User!, _sender), node, subnet));
            case HopType.VirtualNetworkGateway:
                return ToGateway(node, subnet, route);
            default:
                Add(subnet.Id, route, resource: null);
                var fault = route is { Origin: RouteOrigin.User }
                    ? UserFault(routes, route)
                    : Doubts.WithoutRoute(node, routes, _target) ?? MissingRoute.Cause(node, routes, _target, _piece);
                return Stop(Placed(fault, node, subnet));
        }
    }

    private Leg? OverPeering(NetworkNode node, SubnetRef subnet, PeeringLink link)
    {
        var fault = PeeringHop.FaultOf(link, node, subnet.Name, _sender, _piece, out var cuts);
        if (cuts)
        {
            return null;
        }

        if (fault is not null || link.Peer!.Id == _target.Network?.Id)
        {
            return fault is null ? Arrive() : Stop(Placed(fault, node, subnet));
        }

        return Elsewhere(node.Estate.Node(link.Peer.Id)!, link, node.Id, subnet.Id);
    }

    private Leg? ToGateway(NetworkNode node, SubnetRef subnet, EffectiveRoute route)
    {
        if (route.Gateway is { } known)
        {
            Add(subnet.Id, route, known.Id);
            return AtGateway(node.Estate.GatewayNode(known, node.Home!.Node!), overConnection: false);
        }

        var fault = GatewayChoice.FaultOf(node);
        Add(subnet.Id, route, fault is null ? node.Home!.Vpn!.Id : node.Home?.Host);
        return fault is null
            ? AtGateway(node.Estate.GatewayNode(node.Home!.Vpn!, node.Home.Node!), overConnection: false)
            : Stop(Placed(fault, node, subnet));
    }

    private Leg? AtGateway(GatewayNode gateway, bool overConnection)
    {
        _kinds |= gateway.Gateway.Kind == GatewayKind.ExpressRoute ? PathKinds.ExpressRoute : PathKinds.VpnGateway;
        var (host, id) = (gateway.Host, gateway.Gateway.Id);
        if (!Enter(id))
        {
            return Stop(new(ReasonId.RoutingLoop, id) { Network = host.Id, At = id });
        }

        if (gateway.Deliveries.Cuts(_piece))
        {
            return null;
        }

        var delivery = gateway.Deliveries.Longest(_piece);
        if (delivery is null
            || (delivery.Network is not null && !overConnection && gateway.Gateway.Kind != GatewayKind.Vpn))
        {
            var unread = Doubts.MayLieBehind(host, _target);
            return Stop(new(unread ? ReasonId.ConnectionsNotRead : ReasonId.NotBehindGateway, id)
            {
                Network = host.Id, At = id,
            });
        }

        if (delivery.Network is null)
        {
            _hops.Add(new(id, HopType.ClientPool, id) { Route = delivery.Prefix });
            return _target.Pool?.Gateway.Id == id ? Arrive() : Stop(Overlap(host.Id, id, id));
        }

        return Deliver(gateway, delivery);
    }

    /// <summary>Into a VNet, unless a user route of GatewaySubnet says otherwise.</summary>
    private Leg? Deliver(GatewayNode gateway, Delivery delivery)
    {
        var (host, id) = (gateway.Host, gateway.Gateway.Id);
        if (host.GatewaySubnet is { } subnet)
        {
            if (host.RoutesOf(subnet) is not { } routes)
            {
                return Stop(new(ReasonId.RouteTableNotRead, subnet.RouteTable) { Network = host.Id, At = subnet.Id });
            }

            if (routes.Cuts(_piece))
            {
                return null;
            }

            if (routes.Choose(_piece) is { Origin: RouteOrigin.User } route)
            {
                return Follow(host, subnet, routes, route);
            }
        }

        var into = delivery.Network!;
        var hop = into.Id == host.Id ? HopType.VnetLocal : HopType.Peering;
        _hops.Add(new(id, hop, into.Id) { Route = delivery.Prefix });
        return into.Id == _target.Network?.Id ? Arrive() : Elsewhere(into, delivery.Link, host.Id, id);
    }

    /// <summary>Delivered into a network that is not the one meant.</summary>
    private Leg? Elsewhere(NetworkNode into, PeeringLink? link, ResourceId network, ResourceId at)
    {
        // Parts of the piece may be that network's own and others not: the reasons differ.
        var holds = into.Holds(_piece);
        return !holds && into.Network.AddressSpace.Any(p => _piece.Contains(p)) ? null
            : holds || link is null ? Stop(Overlap(network, at, into.Id))
            : Stop(new(ReasonId.StaleAddressSpace, link.Half.Id, "remoteAddressSpace")
            {
                Network = network, At = at, Detail = into.Network.Name,
            });
    }

    private Fault LocalFault(NetworkNode node, SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route) =>
        node.Holds(_piece) ? Overlap(node.Id, subnet.Id, node.Id)
        : Placed(UserFault(routes, route), node, subnet);

    private static Fault UserFault(EffectiveRoutes routes, EffectiveRoute route) =>
        new(ReasonId.RouteTable, routes.Table!.Id, route.User!.Name)
        {
            Network = routes.Table.Id, At = routes.Table.Id, Detail = $"{route.Prefix} -> {route.User.NextHopType}",
        };

    private static Fault Overlap(ResourceId network, ResourceId at, ResourceId holder) =>
        new(ReasonId.AddressOverlap, holder, "addressSpace") { Network = network, At = at };

    private static Fault Placed(Fault fault, NetworkNode node, SubnetRef subnet) =>
        fault with { Network = node.Id, At = subnet.Id };

    // A walk enters a handful of places at most: a list is the fastest set.
    private bool Enter(ResourceId id)
    {
        if (_entered.Contains(id))
        {
            return false;
        }

        _entered.Add(id);
        return true;
    }

    private void Add(ResourceId at, EffectiveRoute? route, ResourceId? resource) =>
        _hops.Add(new(at, route?.NextHop ?? HopType.NoRoute, resource)
        {
            Route = route?.Prefix, Origin = route?.Origin ?? RouteOrigin.System, RouteName = route?.User?.Name,
        });

    private Leg Arrive() => new(_piece, _hops.ToImmutable(), Fault: null)
    {
        Kinds = _kinds == PathKinds.None ? PathKinds.Direct : _kinds,
    };

    private Leg Stop(Fault fault) => new(_piece, _hops.ToImmutable(), fault);
}
