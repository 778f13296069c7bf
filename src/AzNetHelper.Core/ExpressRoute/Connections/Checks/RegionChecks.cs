using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about a circuit's reach (<see cref="CircuitReach"/>).</summary>
internal static class RegionChecks
{
    public static IEnumerable<Finding> Outside(CircuitConnectionLayout layout)
    {
        if (layout is not { Existing: null, Circuit: { } circuit, Gateway: { Location: var region } gateway }
            || CircuitReach.Of(circuit.Tier, circuit.PeeringLocation, region) != CircuitScope.Outside)
        {
            return [];
        }

        var reaches = circuit.HasTier("Local")
            ? CircuitReach.LocalAt(circuit.PeeringLocation, region) is { IsEmpty: false } near ? $"a Local circuit there reaches {string.Join(" and ", near)}"
                : "there is no Local at that location"
            : $"a Standard circuit there reaches {CircuitReach.OfLocation(circuit.PeeringLocation, region)}, and {region} is in {CircuitReach.OfRegion(region)}";
        return [new(circuit.Id, $"The circuit {circuit.Name} ({circuit.Tier}) ends in {circuit.PeeringLocation}: {reaches}. {gateway.Name} is in {region}. "
            + "Make the circuit Premium, or take another one.", string.Empty)];
    }

    public static IEnumerable<Finding> Unknown(CircuitConnectionLayout layout) =>
        layout is { Existing: null, Circuit: { } circuit, Gateway: { Location: var region } gateway }
            && CircuitReach.Of(circuit.Tier, circuit.PeeringLocation, region) == CircuitScope.Unknown
            ? [new(circuit.Id, $"Whether the circuit {circuit.Name} ({circuit.Tier ?? "of a tier that is not told"}, {circuit.PeeringLocation ?? "on a port of its own"}) reaches {region}, where "
                + $"{gateway.Name} is, is in no table here: Azure says.", string.Empty) { Tells = NoticeSeverity.Information }]
            : [];
}
