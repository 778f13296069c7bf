using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>
/// Plans a hub with its spokes: for each spoke both halves, the hub's first, in a group named by the spoke's id. Pure: it
/// reads the topology and writes nothing.
/// </summary>
public static class HubSpokePlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The networks, with what is around them.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan Create(Topology topology, HubSpokeRequest request, PeeringFacts? facts = null) =>
        Create(topology, request, facts ?? PeeringFacts.None, PeeringCheck.Whole);

    internal static Plan Create(Topology topology, HubSpokeRequest request, PeeringFacts facts, CheckList<Scene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var hubHalf = new HalfRequest
        {
            AllowGatewayTransit = request.UseHubGateway,
            AllowForwardedTraffic = request.AllowForwardedTrafficToHub,
        };
        var spokeHalf = new HalfRequest
        {
            UseRemoteGateways = request.UseHubGateway,
            AllowForwardedTraffic = request.AllowForwardedTraffic,
        };
        var spokes = request.Spokes.Distinct().ToArray();
        var planner = new PairPlanner(topology, facts, checks);
        foreach (var spoke in spokes)
        {
            planner.Add(request.Hub, spoke, new(hubHalf, spokeHalf, spoke.ToString())
            {
                FirstFormat = request.HubPeeringNameFormat, SecondFormat = request.SpokePeeringNameFormat,
            });
        }

        return planner.ToPlan(string.Create(CultureInfo.InvariantCulture,
            $"Peer hub {request.Hub.Name} with {spokes.Length} {(spokes.Length == 1 ? "spoke" : "spokes")}"),
            PeeringOrigins.Of(request with { Spokes = [.. spokes] }));
    }
}
