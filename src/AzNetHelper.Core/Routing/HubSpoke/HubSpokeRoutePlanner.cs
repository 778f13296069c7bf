using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Routing.Checks;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing;

/// <summary>
/// Plans that spokes reach each other through their hub: routes on both sides, forwarded traffic that each of them accepts,
/// IP forwarding of the appliance. All of it is one group, since half of it would be of no use. Whoever reached somebody
/// before and does not afterwards refuses the plan: the reachability engine is asked on the networks as they are and as the
/// plan leaves them. Pure: it reads the topology and writes nothing.
/// </summary>
public static class HubSpokeRoutePlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The hub, everything that it is peered with, and what is around these.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan Create(Topology topology, HubSpokeRouteRequest request, PeeringFacts? facts = null) =>
        Create(topology, request, facts, RoutingCheck.Whole);

    internal static Plan Create(Topology topology, HubSpokeRouteRequest request, PeeringFacts? facts, CheckList<RoutingScene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var hub = new HubRouting(topology, request);
        var doors = hub.Wishes.IsEmpty ? [] : hub.Spokes.Where(hub.IsPeered).Select(s => Door(hub, s)).ToImmutableArray();
        var plan = RoutePlanner.Create(topology, [.. hub.Wishes, .. Forwarding(hub)], doors, facts, request.Hub.ToString(), checks, hub) with
        {
            Title = string.Create(CultureInfo.InvariantCulture,
                $"Route {hub.Spokes.Length} {(hub.Spokes.Length == 1 ? "spoke" : "spokes")} through {request.Hub.Name}"),
            Origins = [RoutingOrigins.Of(request with { Spokes = hub.Asked })],
            CreatedAt = topology.ReadAt ?? default,
        };
        return checks.Has(HubSpokeChecks.ReachabilityLost) ? ReachabilityChange.Tell(hub, plan) : plan;
    }

    // The gateway lends itself, or the spoke accepts what the appliance forwards for others.
    private static NewPeeringRequest Door(HubRouting hub, VirtualNetwork spoke) => hub.IsGateway
        ? new(hub.Request.Hub, spoke.Id) { LocalHalf = new() { AllowGatewayTransit = true }, RemoteHalf = new() { UseRemoteGateways = true } }
        : new(hub.Request.Hub, spoke.Id) { RemoteHalf = new() { AllowForwardedTraffic = true } };

    private static IEnumerable<RouteRequest> Forwarding(HubRouting hub) =>
        hub.Wishes.IsEmpty ? [] : hub.Hop.Interfaces.Select(i => new ForwardingWish(i.Id));
}
