using System.Globalization;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about the gateway's part in BGP (azure-network-rules 4.5).</summary>
internal static class BgpChecks
{
    public static IEnumerable<Finding> Reserved(VpnGatewayLayout layout) =>
        layout.Settings.Asn is { } asn && AutonomousSystem.GatewayProblem(asn) is { } why ? [Wrong(layout, why)] : [];

    public static IEnumerable<Finding> Range(VpnGatewayLayout layout)
    {
        var given = layout.Settings.BgpPeeringAddresses;
        if (given.IsDefaultOrEmpty)
        {
            yield break;
        }

        if (given.Where(a => !GatewaySizes.IsLinkLocal(a)).ToArray() is { Length: > 0 } outside)
        {
            yield return Wrong(layout,
                $"{string.Join<object>(", ", outside)}: a gateway can be given link-local addresses for BGP only, of "
                + $"{string.Join(" or ", GatewaySizes.LinkLocal)}. The address in GatewaySubnet is Azure's choice.");
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
