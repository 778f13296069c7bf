using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// The way of one packet, hop by hop, for a whole piece of the destination at once. Where the addresses of the piece
/// could fare differently the walk gives up (<see cref="Trail.Cut"/>), and the caller asks again with halves.
/// </summary>
internal sealed partial class PacketWalk
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

    private Trail AtSubnet(SubnetRef subnet)
    {
        var at = _entered.Count;
        if (Loop(subnet) is { } loop)
        {
            return loop;
        }

        // Key 2n: subnets and gateways keep their ways under even numbers, gateways those over a connection under odd
        // ones.
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
        var into = link.PeerNode!;
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
            _ => OverEach(subnet, routes, route),
        };
    }

    private Trail OverEach(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route) =>
        Trail.Split([.. route.User!.NextHops.Select(h => OverAppliance(subnet, routes, route, h))]);

    private Trail OverAppliance(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route, System.Net.IPAddress address)
    {
        var door = routes.DoorTo(address);
        return ApplianceHop.FaultOf(subnet, door, _sender) is { } fault
            ? Trail.End(subnet, HopType.VirtualAppliance, door.Appliance?.Resource, Placed(fault, subnet), route)
            : Trail.To(subnet, HopType.VirtualAppliance, door.Appliance!.Resource, AtSubnet(door.Subnet!), route,
                kinds: PathKinds.Appliance, passed: door.Appliance.Appliance);
    }

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
