using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>Rules about BGP between the two gateways.</summary>
internal static class BgpChecks
{
    public static IEnumerable<Finding> Supported(TunnelScene scene) => EndChecks.Each(scene, (tunnel, gateway) =>
        Begins(tunnel) && gateway.IsBasic ? $"{gateway.Name} has the SKU Basic, which knows no BGP. Leave out -EnableBgp, or make the gateway with another SKU." : null);

    public static IEnumerable<Finding> Equal(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where Begins(tunnel) && tunnel.One.Asn == tunnel.Other.Asn
        select new Finding(tunnel.Other.Id, string.Create(CultureInfo.InvariantCulture,
            $"{tunnel.One.Name} and {tunnel.Other.Name} have the same ASN ({tunnel.One.Asn}), so no BGP session comes up. Give one of them another "
            + $"one first (Set-AzVirtualNetworkGateway -Asn; free to use: {AutonomousSystem.FreeToUse})."), tunnel.Group);

    public static IEnumerable<Finding> Legal(TunnelScene scene) => EndChecks.Each(scene, (tunnel, gateway) =>
        Begins(tunnel) && AutonomousSystem.GatewayProblem(gateway.Asn) is { } problem ? $"{gateway.Name}: {problem}" : null);

    public static IEnumerable<Finding> GatewayOff(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where Begins(tunnel)
        from gateway in tunnel.Gateways
        where GatewayFlag.Advice(gateway) is not null
        select new Finding(gateway.Id, GatewayFlag.Advice(gateway)!, tunnel.Group) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> OneSided(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where tunnel.Pair.Request.EnableBgp is null
        let ends = tunnel.Pair.Halves.Select(h => h.Existing?.EnableBgp).OfType<bool>().Distinct().Count()
        where ends > 1
        select new Finding(tunnel.Pair.First.Id, $"BGP is on at one end of {tunnel.One.Name} and {tunnel.Other.Name} and off at the other, so no routes are "
            + "exchanged. -EnableBgp, or -EnableBgp:$false, makes both the same.", tunnel.Group) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Transit(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where !tunnel.Pair.Bgp && tunnel.Pair.IsMade
        let behind = scene.Spaces.Behind(tunnel.One, Except(tunnel)).Concat(scene.Spaces.Behind(tunnel.Other, Except(tunnel)))
            .Select(h => h.Phrase).Distinct(StringComparer.Ordinal).ToArray()
        where behind.Length > 0
        select new Finding(tunnel.One.Id, $"Without BGP the tunnel joins {tunnel.One.VirtualNetwork?.Name} and {tunnel.Other.VirtualNetwork?.Name} alone; not "
            + $"reached through it: {OverlapSentences.Listed(behind)}. -EnableBgp exchanges these routes.", tunnel.Group) { Tells = NoticeSeverity.Information };

    internal static ImmutableHashSet<Arm.ResourceId> Except(PlannedTunnel tunnel) => [tunnel.One.Id, tunnel.Other.Id];

    // What is as it was need not be right to be kept.
    private static bool Begins(PlannedTunnel tunnel) => tunnel.Pair.Bgp && tunnel.Writes;
}
