using System.Globalization;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about how many circuits and links there may be (azure-network-rules 6).</summary>
internal static class CountChecks
{
    public static IEnumerable<Finding> OfGateway(CircuitConnectionLayout layout)
    {
        if (layout is not { Existing: null, Gateway: { } gateway } || GatewayCapacity.Circuits(gateway) is not { } most)
        {
            return [];
        }

        var linked = layout.Others.Select(c => c.Circuit).Distinct().Count();
        return linked < most ? [] : [new(gateway.Id, string.Create(CultureInfo.InvariantCulture,
            $"{gateway.Name} ({gateway.Sku}) is linked with {linked} circuits, and takes {most}. Remove a connection, or give the gateway another size first (New-ExpressRouteGateway)."),
            string.Empty)];
    }

    public static IEnumerable<Finding> OfLocation(CircuitConnectionLayout layout)
    {
        if (layout is not { Existing: null, Circuit: { PeeringLocation: { } location } circuit })
        {
            return [];
        }

        var there = layout.Topology.Circuits.Where(c => string.Equals(c.PeeringLocation, location, StringComparison.OrdinalIgnoreCase)
            && layout.Others.Any(o => o.Circuit == c.Id)).Select(c => c.Name).ToArray();
        return there.Length < CircuitCounts.OfOneLocation ? [] : [new(circuit.Id, string.Create(CultureInfo.InvariantCulture,
            $"{layout.Request.Gateway.Name} is linked with {there.Length} circuits of the peering location {location} ({string.Join(", ", there)}), and a VNet with at most "
            + $"{CircuitCounts.OfOneLocation} of one. Take a circuit of another location."), string.Empty)];
    }

    // Circuits that could not be read may be of the same location.
    public static IEnumerable<Finding> LocationsUnknown(CircuitConnectionLayout layout)
    {
        if (layout is not { Existing: null, Circuit: { PeeringLocation: { } location } circuit })
        {
            return [];
        }

        var others = layout.Others.Select(o => o.Circuit!).Distinct().Select(id => (Id: id, At: layout.Topology.Circuits.FirstOrDefault(c => c.Id == id)?.PeeringLocation)).ToArray();
        var there = others.Count(o => string.Equals(o.At, location, StringComparison.OrdinalIgnoreCase));
        string[] unknown = [.. others.Where(o => o.At is null).Select(o => o.Id.Name)];
        return there >= CircuitCounts.OfOneLocation || there + unknown.Length < CircuitCounts.OfOneLocation ? [] : [new(circuit.Id, string.Create(CultureInfo.InvariantCulture,
            $"{layout.Request.Gateway.Name} is linked with {there} circuits of the peering location {location}, and with {string.Join(", ", unknown)}, whose location is not known: whether it takes one "
            + $"more (at most {CircuitCounts.OfOneLocation} of one location) is Azure's to say."), string.Empty) { Tells = NoticeSeverity.Information }];
    }

    public static IEnumerable<Finding> OfCircuit(CircuitConnectionLayout layout)
    {
        if (layout is not { Existing: null, Circuit: { } circuit } || CircuitLinks.MostOf(circuit.Tier, circuit.BandwidthMbps) is not { } most)
        {
            return [];
        }

        var (links, reach) = (layout.Links.Count(), layout.Surroundings.GlobalReach);
        return links + reach < most ? [] : [new(circuit.Id, string.Create(CultureInfo.InvariantCulture,
            $"The circuit {circuit.Name} ({circuit.Tier}, {circuit.BandwidthMbps} Mbps) has {links} links with gateways{(reach == 0 ? string.Empty : $" and {reach} by Global Reach")}, and "
            + $"takes {most}. Remove one, or make it {(circuit.HasTier("Premium") ? "wider" : "Premium")}."), string.Empty)];
    }

    public static IEnumerable<Finding> Unread(CircuitConnectionLayout layout) =>
        layout is { Existing: null, Circuit: { } circuit, Surroundings.UnreadGateways: { } why }
            ? [new(circuit.Id, $"Not every gateway could be asked whether it is linked with circuit {circuit.Name} ({why}): whether the circuit takes one more is Azure's to say.",
                string.Empty) { Tells = NoticeSeverity.Information }]
            : [];
}
