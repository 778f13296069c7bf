using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>ExpressRoute circuits that carry nothing, or hang on one link (expressroute-workflows, expressroute-routing).</summary>
internal static class CircuitRules
{
    public static IEnumerable<Found> NotProvisioned(AuditScene scene) =>
        from circuit in scene.Topology.Circuits
        let faults = new[]
        {
            Is(circuit.CircuitState, "Enabled") ? null : $"circuitProvisioningState is {circuit.CircuitState}",
            Is(circuit.ProviderState, "Provisioned") ? null : $"serviceProviderProvisioningState is {circuit.ProviderState}",
        }.OfType<string>().ToArray()
        where faults.Length > 0
        select new Found(circuit.Id, $"The circuit {circuit.Name} carries nothing: {string.Join(" and ", faults)}.", Remedy.Advice(
            $"It is billed from the moment it exists. {Next(circuit)} Test-ExpressRouteCircuit -Circuit '{circuit.Id}' says how both sides stand."), Networks(scene, circuit));

    public static IEnumerable<Found> OneLink(AuditScene scene) =>
        from circuit in scene.Topology.Circuits
        from peering in circuit.Peerings ?? []
        where peering.IsPrivate && peering.IsEnabled && (peering.PrimaryPrefix is null) != (peering.SecondaryPrefix is null)
        let has = peering.PrimaryPrefix is null ? "secondary" : "primary"
        select new Found(circuit.Id.Child("peerings", peering.Name), $"The private peering of {circuit.Name} has its {has} link only: it goes down with that, and the "
            + "service level agreement needs both.", Second(scene, circuit, peering), Networks(scene, circuit));

    public static IEnumerable<Found> NoPrivatePeering(AuditScene scene) =>
        from circuit in scene.Topology.Circuits
        where Is(circuit.CircuitState, "Enabled") && Is(circuit.ProviderState, "Provisioned") && circuit.Peerings is not null
            && circuit.PrivatePeering is not { IsEnabled: true }
        let connections = scene.Topology.Connections.Where(c => c.Circuit == circuit.Id).Select(c => c.Name).ToArray()
        where connections.Length > 0
        select new Found(circuit.Id, $"{Names.Several(connections)} {(connections.Length == 1 ? "uses" : "use")} the circuit {circuit.Name}, which has no private peering that is on.",
            circuit.PrivatePeering is { } off
                ? Remedy.Advice($"Switch it on: New-ExpressRoutePrivatePeering -Circuit '{circuit.Id}' {Values(off)}, with -SharedKey, or with -NoSharedKey where the "
                    + "sessions have none. Any other write of the peering has to send its MD5 key along, too, which Azure does not show.")
                : Remedy.Advice("Make it with the addresses, VLAN and ASN that were agreed with the provider: New-ExpressRoutePrivatePeering "
                    + $"-Circuit '{circuit.Id}' -PeerAsn <asn> -VlanId <vlan> -From <prefix>."), Networks(scene, circuit));

    public static IEnumerable<Doubt> Unread(AuditScene scene)
    {
        ResourceId[] unread = [.. scene.Topology.Connections.Select(c => c.Circuit).OfType<ResourceId>().Where(c => scene.Topology.Document(c) is null).Distinct().Order()];
        if (unread.Length > 0)
        {
            yield return Doubt.Missing($"The circuits {Names.Several(unread)} were not read.");
        }
        else if (scene.Topology.Circuits.IsEmpty && scene.Topology.Gateways.Any(g => g.Kind == GatewayKind.ExpressRoute))
        {
            yield return Doubt.Absent("No ExpressRoute circuits are in this topology.");
        }
    }

    // Two /30, or a /29 that is split (expressroute-routing): the other half of the /29, if nobody else has it.
    private static Remedy Second(AuditScene scene, ExpressRouteCircuit circuit, CircuitPeering peering)
    {
        var there = (peering.PrimaryPrefix ?? peering.SecondaryPrefix)!.Value;
        var which = peering.PrimaryPrefix is null ? "primary" : "secondary";
        var sibling = there is { IsIPv6: false, Length: 30 } ? IPPrefix.FromBits(there.Bits ^ (UInt128.One << 98), 30, isIPv6: false) : (IPPrefix?)null;
        var taken = scene.Topology.VirtualNetworks.SelectMany(n => n.AddressSpace).Concat(scene.Topology.Circuits.SelectMany(c => c.Peerings ?? [])
            .SelectMany(p => new[] { p.PrimaryPrefix, p.SecondaryPrefix }).OfType<IPPrefix>());
        var free = sibling is { } other && !taken.Any(other.Overlaps) ? other.ToString() : "<prefix>";
        var (primary, secondary) = peering.PrimaryPrefix is null ? (free, there.ToString()) : (there.ToString(), free);

        // Azure shows no MD5 key, so whoever writes the peering has to say whether there is one: no command can be given whole.
        return Remedy.Advice($"Agree a /30 for the {which} link with the provider, and write the peering with both: "
            + $"New-ExpressRoutePrivatePeering -Circuit '{circuit.Id}' {Values(peering)} -PrimaryPrefix {primary} -SecondaryPrefix {secondary}, with -SharedKey, "
            + "or with -NoSharedKey where the sessions have none.");
    }

    private static string Values(CircuitPeering peering) => $"-PeerAsn {peering.PeerAsn?.ToString(CultureInfo.InvariantCulture) ?? "<asn>"} "
        + $"-VlanId {peering.VlanId?.ToString(CultureInfo.InvariantCulture) ?? "<vlan>"}";

    // Who has to act, by how far both sides are (expressroute-workflows). The key is shown only while the provider has not begun.
    private static string Next(ExpressRouteCircuit circuit)
    {
        var provider = circuit.ServiceProvider ?? "the provider";
        return !Is(circuit.CircuitState, "Enabled")
            ? "Microsoft's side is not Enabled: wait until the last write of the circuit has ended, and ask Microsoft's support if it stays so."
            : circuit.ProviderState?.ToUpperInvariant() switch
            {
                _ when circuit.Port is not null =>
                    "It is on a port of ExpressRoute Direct, which has no provider: where waiting does not help, ask Microsoft's support.",
                "NOTPROVISIONED" => $"Give its service key to {provider}: New-ExpressRouteCircuit with the values of the circuit shows it, and waits with -Wait. "
                    + "One that is not wanted is removed by Remove-ExpressRouteCircuit.",
                "PROVISIONING" => $"{provider} is at work: ask there when it is done.",
                "DEPROVISIONING" => $"{provider} is taking it out of service: ask there who ordered that. When it is NotProvisioned, Remove-ExpressRouteCircuit ends the cost.",
                _ => $"Ask {provider} how the circuit stands.",
            };
    }

    private static bool Is(string? state, string wanted) => state is null || state.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<ResourceId> Networks(AuditScene scene, ExpressRouteCircuit circuit) =>
        [.. scene.Topology.Connections.Where(c => c.Circuit == circuit.Id).SelectMany(c => scene.NetworkOf(c.Gateway))];
}
