using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;
using AzNetHelper.Routing;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>What a search knows about the question.</summary>
/// <param name="Source">One end.</param>
/// <param name="Destination">The other end.</param>
/// <param name="MayJoin">True when a direct peering between the two VNets may be offered.</param>
/// <param name="MayBypass">True when routes that someone set on purpose may be led around.</param>
internal sealed record FixQuestion(Endpoint Source, Endpoint Destination, bool MayJoin, bool MayBypass)
{
    /// <summary>The VNets of the two ends; null where one is none, or both are one.</summary>
    public (ResourceId A, ResourceId B)? Ends =>
        NetworkOf(Source) is { } a && NetworkOf(Destination) is { } b && a != b ? (a, b) : null;

    /// <summary>The one subnet that is an end; null where whole VNets are.</summary>
    public bool IsEnd(ResourceId subnet) =>
        (Source as SubnetEndpoint)?.Subnet == subnet || (Destination as SubnetEndpoint)?.Subnet == subnet;

    public static ResourceId? NetworkOf(Endpoint end) => end switch
    {
        VNetEndpoint network => network.VNet,
        SubnetEndpoint subnet => subnet.Subnet.Parent,
        _ => null,
    };
}

/// <summary>
/// What could help the first way that does not arrive. Every fix must help it, so looking at one way at a time misses
/// none.
/// </summary>
internal static class Remedies
{
    /// <summary>The wishes as they stand with one remedy more.</summary>
    public static IEnumerable<WishList> For(Estate estate, PairVerdict pair, WishList wishes, FixQuestion question)
    {
        var stopped = pair.Legs.Where(l => l.Leg.Fault is not null).ToArray();
        if (stopped.Length == 0)
        {
            yield break;
        }

        var (direction, leg) = Array.Find(stopped, l => !l.Leg.Fault!.IsDoubt) is { Leg: not null } hard ? hard : stopped[0];
        foreach (var remedy in Specific(estate, pair, leg, wishes, question))
        {
            yield return remedy;
        }

        var routes = new RouteRemedies(estate, pair, question);
        foreach (var requests in leg.Fault!.Id == ReasonId.AsymmetricPath
            ? routes.ForSymmetry(leg.Fault)
            : routes.For(direction, leg))
        {
            if (wishes.And(requests) is { } more)
            {
                yield return more;
            }
        }

        // Halves that are there and connected need no joining.
        if (question is { MayJoin: true, Ends: var (a, b) } && estate.Node(a)?.LinkTo(b) is not { IsConnected: true })
        {
            yield return wishes.Joined(a, b);
        }
    }

    private static IEnumerable<WishList> Specific(
        Estate estate, PairVerdict pair, Leg leg, WishList wishes, FixQuestion question)
    {
        var fault = leg.Fault!;
        var half = fault.Resource is { } id && id.IsType(ResourceTypes.Peering)
            ? estate.Network(id.Parent!)?.Peerings.FirstOrDefault(h => h.Id == id)
            : null;
        var key = half is null ? default : new HalfKey(half.LocalVNet, half.RemoteVNet);
        return fault.Id switch
        {
            ReasonId.AccessDisabled when half is not null => [wishes.And(key, Wishes.Access)],
            ReasonId.ForwardedTrafficRefused when half is not null => [wishes.And(key, Wishes.ForwardedTraffic)],
            ReasonId.StaleAddressSpace when half is not null => [wishes.And(key, Wishes.Synced)],
            ReasonId.PeeringIncomplete or ReasonId.PeeringDisconnected when half is not null =>
                [wishes.Joined(half.LocalVNet, half.RemoteVNet)],
            ReasonId.IpForwardingOff => With(wishes, [new ForwardingWish(fault.Resource!)]),
            ReasonId.TransitWithoutBgp => GatewayRemedies.Bgp(estate, pair, wishes),
            ReasonId.NoGateway => GatewayRemedies.Borrowing(estate, fault.Network, wishes),
            ReasonId.NotBehindGateway => GatewayRemedies.Behind(estate, pair, fault, wishes)
                .Concat(GatewayRemedies.Bgp(estate, pair, wishes)),
            ReasonId.NoRoute => (question.Ends is null ? GatewayRemedies.Borrowing(estate, fault.Network, wishes)
                    : GatewayRemedies.BorrowingEach(estate, question.Ends.Value, wishes))
                .Concat(GatewayRemedies.Bgp(estate, pair, wishes)),
            _ => [],
        };
    }

    private static IEnumerable<WishList> With(WishList wishes, IEnumerable<RouteRequest> requests) =>
        wishes.And(requests) is { } more ? [more] : [];
}
