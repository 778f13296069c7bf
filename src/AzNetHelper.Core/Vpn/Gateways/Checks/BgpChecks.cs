using System.Globalization;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about the gateway's part in BGP (azure-network-rules 4.5).</summary>
internal static class BgpChecks
{
    public static IEnumerable<Finding> Reserved(VpnGatewayLayout layout) =>
        layout.Settings.Asn is { } asn && AutonomousSystem.GatewayProblem(asn) is { } why ? [Wrong(layout, why)] : [];

    // Between equal numbers a session is one of iBGP, which gateways do not speak (vpn-gateway-bgp-overview).
    public static IEnumerable<Finding> Equal(VpnGatewayLayout layout) =>
        layout is not { Existing: { } gateway } || !layout.Settings.ChangesBgpOf(gateway) || !(layout.Settings.Bgp ?? gateway.EnableBgp) ? []
            : from end in layout.BgpEnds
              where end.Asn == layout.Asn
              select new Finding(end.Far, string.Create(CultureInfo.InvariantCulture,
                  $"{end.Phrase} has the ASN {layout.Asn} too, so no BGP session comes up between it and {gateway.Name}. Give another -Asn, or give that end "
                  + $"another one first."), string.Empty) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> EndsUnread(VpnGatewayLayout layout)
    {
        if (layout is not { Existing: { } gateway } || !layout.Settings.ChangesBgpOf(gateway))
        {
            yield break;
        }

        if (layout.Topology.ConnectionsGapOf(gateway.Id) is { } gap)
        {
            yield return new(gateway.Id, $"The connections of {gateway.Name} could not be read ({gap.Message}): whether one of their ends has its ASN, and "
                + "which speak BGP with it, is not known.", string.Empty) { Tells = NoticeSeverity.Warning };
        }

        foreach (var end in layout.BgpEnds.Where(e => !e.IsRead))
        {
            yield return new(end.Far, $"{end.Phrase} could not be read: whether it has the ASN of {gateway.Name} too is not known.", string.Empty)
            {
                Tells = NoticeSeverity.Warning,
            };
        }
    }

    public static IEnumerable<Finding> StillOn(VpnGatewayLayout layout) =>
        layout is { Settings.EnableBgp: false, Existing: { EnableBgp: true } gateway, BgpEnds: { IsEmpty: false } ends }
            ? [new(gateway.Id, $"Connections of {gateway.Name} still have BGP on "
                + $"({string.Join(", ", ends.Select(e => e.Connection.Name).Distinct(StringComparer.OrdinalIgnoreCase))}), and the flag of the connection decides. Switch it off there: New-VNetToVNetConnection -EnableBgp:$false, for a site Set-AzVirtualNetworkGatewayConnection "
                + "-EnableBgp $false.", string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> Range(VpnGatewayLayout layout)
    {
        var given = layout.Settings.BgpPeeringAddresses;
        if (given.IsDefaultOrEmpty)
        {
            yield break;
        }

        if (given.Where(a => !LinkLocalAddresses.IsAllowed(a)).ToArray() is { Length: > 0 } outside)
        {
            yield return Wrong(layout,
                $"{string.Join<object>(", ", outside)}: a gateway can be given link-local addresses for BGP only, of "
                + $"{string.Join(" or ", LinkLocalAddresses.Allowed)}. The address in GatewaySubnet is Azure's choice.");
        }

        if (given.Distinct().Count() < given.Length)
        {
            yield return Wrong(layout, "Each instance needs a BGP peering address of its own; one was given twice.");
        }
    }

    public static IEnumerable<Finding> Count(VpnGatewayLayout layout) =>
        layout.Settings.BgpPeeringAddresses is { IsDefaultOrEmpty: false } given && given.Length % layout.Instances != 0
            ? [Wrong(layout, string.Create(CultureInfo.InvariantCulture,
                $"{given.Length} BGP peering {(given.Length == 1 ? "address was" : "addresses were")} given for {layout.Instances} "
                + $"{(layout.Instances == 1 ? "instance" : "instances")}: give as many for each, those of the first instance first."))]
            : [];

    private static Finding Wrong(VpnGatewayLayout layout, string message) =>
        new(layout.Request.Gateway, message, string.Empty) { Kind = FailureKind.InvalidArgument };
}
