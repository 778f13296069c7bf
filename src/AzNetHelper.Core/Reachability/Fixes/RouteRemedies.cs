using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;
using AzNetHelper.Routing;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>Remedies that are user routes: one that is missing, or one that leads astray.</summary>
internal sealed class RouteRemedies(Estate estate, PairVerdict pair, FixQuestion question)
{
    // More appliances than these in reach of one subnet are rare, and the nearest are tried first.
    private const int MostHops = 6;

    /// <summary>Routes at the subnet where a way stopped.</summary>
    public IEnumerable<IEnumerable<RouteRequest>> For(Directions direction, Leg leg)
    {
        var fault = leg.Fault!;
        if (!IsOfRoutes(fault.Id) || PlaceOf(fault, leg) is not { } place || TargetPrefix(direction, leg.Piece) is not { } prefix)
        {
            return [];
        }

        var user = place.Routes is { } routes && routes.TryChoose(leg.Piece, out var chosen)
            && chosen is { Origin: RouteOrigin.User } ? chosen : null;

        // A route to nowhere was set on purpose; one to an appliance or a gateway that does not work was not.
        if (user is { NextHop: HopType.None or HopType.Internet } && !question.MayBypass)
        {
            return [];
        }

        // Where a route leads astray it is put right, or one that is longer takes its place for the destination.
        var prefixes = user is null || user.Prefix == prefix ? [prefix] : new[] { user.Prefix, prefix };
        return from hop in Hops(place, prefix.IsIPv6)
               from one in prefixes
               where user is null || one.Length > user.Prefix.Length || user.User is null || !hop.IsOf(user.User)
               select Subnets(place).Select(s => (RouteRequest)new RouteWish(s, one, hop));
    }

    /// <summary>Routes that lead the one direction past the appliance that only the other one passes.</summary>
    public IEnumerable<IEnumerable<RouteRequest>> ForSymmetry(Fault fault)
    {
        var passing = pair.Legs.Where(l => l.Leg.Hops.Any(h => h.Resource is { } r && r == fault.Resource)).ToArray();
        foreach (var (direction, leg) in pair.Legs.Where(l => l.Direction != Directions.Both && !l.Leg.Hops.IsEmpty))
        {
            if (passing.Any(p => p.Leg == leg) || !passing.Any(p => p.Direction != direction)
                || Start(leg) is not { } place || TargetPrefix(direction, leg.Piece) is not { } prefix)
            {
                continue;
            }

            foreach (var address in estate.Appliances.AddressesOf(fault.Resource!)
                .Where(a => (a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) == prefix.IsIPv6))
            {
                yield return Subnets(place).Select(s => (RouteRequest)new RouteWish(s, prefix, RouteHop.To(address)));
            }
        }
    }

    private static bool IsOfRoutes(ReasonId id) => id is ReasonId.NoRoute or ReasonId.RouteTable or ReasonId.ApplianceUnreachable
        or ReasonId.UnknownAppliance or ReasonId.RoutingLoop or ReasonId.GatewayHopUnsupported or ReasonId.NoGateway
        or ReasonId.NotBehindGateway or ReasonId.PeeringDisconnected or ReasonId.PeeringIncomplete
        or ReasonId.StaleAddressSpace or ReasonId.ForwardedTrafficRefused or ReasonId.AccessDisabled or ReasonId.IpForwardingOff;

    // The last subnet on the way that decided: where it stopped, or the one that sent the packet to the gateway that
    // did not know on.
    private SubnetRef? PlaceOf(Fault fault, Leg leg) =>
        Place(fault.At) ?? leg.Hops.Reverse().Select(h => Place(h.At)).FirstOrDefault(p => p is not null);

    private SubnetRef? Start(Leg leg) => leg.Hops is [var first, ..] ? Place(first.At) : null;

    private SubnetRef? Place(ResourceId id) => id.IsType(ResourceTypes.Subnet) && estate.Node(id.Parent!) is { } node
        ? node.Subnets.FirstOrDefault(s => s.Subnet.Id == id).Ref
        : null;

    /// <summary>The prefix of the destination that holds the piece: one route for all of it.</summary>
    private IPPrefix? TargetPrefix(Directions direction, IPPrefix piece)
    {
        var end = direction == Directions.Back ? question.Source : question.Destination;
        var space = FixQuestion.NetworkOf(end) is { } network ? estate.Network(network)?.AddressSpace ?? []
            : end is ClientPoolEndpoint pool ? estate.Gateway(pool.Gateway)?.Gateway.ClientPool ?? []
            : estate.Sites.Site(end.Id)?.Prefixes ?? [];
        foreach (var prefix in space)
        {
            if (prefix.Contains(piece) && !prefix.IsDefault)
            {
                return prefix;
            }
        }

        return null;
    }

    /// <summary>The subnet, and all others of an end VNet that have no table either: each needs the route.</summary>
    private IEnumerable<ResourceId> Subnets(SubnetRef place)
    {
        var isEnd = question.Ends is var (a, b) ? place.Node.Id == a || place.Node.Id == b
            : FixQuestion.NetworkOf(question.Source) == place.Node.Id || FixQuestion.NetworkOf(question.Destination) == place.Node.Id;
        return !isEnd || place.RouteTable is not null || question.IsEnd(place.Id) || ReservedSubnets.Contains(place.Name!)
            ? [place.Id]
            : place.Node.Subnets.Where(s => s.Ref.RouteTable is null && !ReservedSubnets.Contains(s.Subnet.Name)).Select(s => s.Subnet.Id);
    }

    /// <summary>
    /// The appliances in the VNet and its peers, those that the pair passes already first; and the VPN gateway.
    /// </summary>
    private IEnumerable<RouteHop> Hops(SubnetRef place, bool isIPv6)
    {
        var passed = pair.Legs.SelectMany(l => l.Leg.Hops).Select(h => h.Resource).OfType<ResourceId>().ToHashSet();
        var networks = place.Node.Links.Where(l => l.IsConnected).Select(l => l.Peer!.Id).Prepend(place.Node.Id);
        var appliances = networks.SelectMany(estate.Appliances.In)
            .Where(a => (a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) == isIPv6)
            .OrderByDescending(a => passed.Contains(a.At.Resource)).ThenByDescending(a => a.At.Forwards)
            .Take(MostHops).Select(a => RouteHop.To(a.Address));
        return place.Node.Home is { Vpn: not null, ExpressRoute: null, HasRouteServer: false }
            ? appliances.Append(RouteHop.Gateway)
            : appliances;
    }
}
