using System.Globalization;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about what an ExpressRoute gateway lives beside (azure-network-rules 6, "Coexistence").</summary>
internal static class CoexistenceChecks
{
    /// <summary>Peerings of a VNet with an ExpressRoute gateway (expressroute-about-virtual-network-gateways).</summary>
    public const int MostPeerings = 500;

    public static IEnumerable<Finding> Vpn(ExpressRouteGatewayLayout layout)
    {
        if (layout is not { Existing: null, Vpn: { } vpn })
        {
            return [];
        }

        var why = vpn.IsBasic ? "Basic" : string.Equals(vpn.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase) ? "policy-based" : null;
        return why is null ? [] : [new(vpn.Id,
            $"{layout.Request.Network.Name} has the VPN gateway {vpn.Name}, which is {why}: no ExpressRoute gateway goes beside that. Remove it and make a "
            + "route-based one of VpnGw1AZ or larger first (Remove-VpnGateway, New-VpnGateway).", string.Empty)];
    }

    public static IEnumerable<Finding> Transit(ExpressRouteGatewayLayout layout)
    {
        if (layout is not { Existing: null, Vpn: { } vpn, Network: { } network })
        {
            return [];
        }

        var server = layout.Lenders.Of(network).Any(l => l.Kind == LenderKind.RouteServer);
        string[] missing =
        [
            .. vpn.Asn == AutonomousSystem.Default ? Array.Empty<string>()
                : [string.Create(CultureInfo.InvariantCulture, $"the ASN {AutonomousSystem.Default} of {vpn.Name} (it has {vpn.Asn}; after a change it is reset)")],
            .. server ? Array.Empty<string>() : ["a Route Server with branch-to-branch"],
        ];
        return missing.Length == 0 ? [] : [new(vpn.Id,
            $"Beside {vpn.Name} the gateway is preferred for what both lead to, and VPN stands by for it. Sites of the one do not reach those of the other: "
            + $"that takes {string.Join(" and ", missing)}.", string.Empty) { Tells = NoticeSeverity.Information }];
    }

    public static IEnumerable<Finding> Peerings(ExpressRouteGatewayLayout layout) =>
        layout is { Existing: null, Network: { Peerings.Length: > MostPeerings } network }
            ? [new(network.Id, string.Create(CultureInfo.InvariantCulture,
                $"{network.Name} has {network.Peerings.Length} peerings, and one with an ExpressRoute gateway has at most {MostPeerings}: remove some, or put the gateway into another VNet."),
                string.Empty)]
            : [];

    public static IEnumerable<Finding> Narrow(ExpressRouteGatewayLayout layout) =>
        layout is { Subnet.There: { } there, Sku: { } sku, Existing: null } && there.Prefixes.Where(p => !p.IsIPv6).All(p => p.Length > ExpressRouteGatewayLayout.LongestOfMany)
            && sku.CircuitsOf(layout.Bounds?.Least) >= ExpressRouteGatewayLayout.ManyCircuits
            ? [new(there.Id, string.Create(CultureInfo.InvariantCulture,
                $"GatewaySubnet of {layout.Network!.Name} is {string.Join(", ", there.Prefixes)}. {sku.Name} takes {ExpressRouteGatewayLayout.ManyCircuits} circuits, and for all of "
                + $"them the subnet has to be a /{ExpressRouteGatewayLayout.LongestOfMany} or wider, which cannot be changed while a gateway is in it."),
                string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];
}
