using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Plans the connection of an ExpressRoute gateway with a circuit, and the authorization that it needs where the circuit is in another
/// subscription. What is there is kept, so a run that was interrupted is finished by the same command. Pure: it reads the topology and
/// writes nothing.
/// </summary>
public static class ExpressRouteConnectionPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The gateway with its VNet and what uses it, its connections, the circuit, and what that announces where it is known.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="surroundings">What else is known of the circuit; null where nobody asked.</param>
    public static Plan Create(Topology topology, ExpressRouteConnectionRequest request, CircuitSurroundings? surroundings = null) =>
        Create(topology, request, surroundings, ExpressRouteConnectionCheck.Whole);

    internal static Plan Create(
        Topology topology, ExpressRouteConnectionRequest request, CircuitSurroundings? surroundings, CheckList<CircuitConnectionLayout> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var layout = new CircuitConnectionLayout(topology, request, surroundings ?? CircuitSurroundings.NotAsked);
        var (problems, notices) = checks.Run(layout);
        var plan = new Plan($"Connect {request.Gateway.Name} with circuit {request.Circuit.Name}")
        {
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
            Origins = [ExpressRouteConnectionOrigins.Of(request)],
        };
        if (layout.Gateway is null)
        {
            return plan;
        }

        var changes = CircuitConnectionChange.All(layout);
        return plan with
        {
            Changes = [.. changes.Select(c => c.Resource == layout.Id && c.Writes ? c with { Impact = ExpressRouteConnectionImpacts.Of(layout) } : c)],
        };
    }
}
