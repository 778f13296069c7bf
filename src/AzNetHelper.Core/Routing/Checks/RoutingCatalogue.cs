using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;

namespace AzNetHelper.Routing.Checks;

/// <summary>The rules as data: docs/routing.md shows this table, and the tests go through it.</summary>
internal static class RoutingCatalogue
{
    private const string Routing = "virtual-networks-udr-overview";
    private const string Bgp = "vpn-gateway-bgp-overview; vpn-gateway-vpn-faq";

    public static ImmutableArray<RoutingCheck> All { get; } =
    [
        Refuses("SubnetNotFound", "Do the subnets exist, and may they be read?", "recorded answers of the service", TableChecks.NotFound),
        Refuses("RouteTableNotRead", "Was the route table of every subnet read?", "recorded answers of the service", TableChecks.NotRead),
        Refuses("RouteTableOwned", "Is no subnet's route table one that a service writes?", "the table of owners", TableChecks.Owned),
        Refuses("SubnetTakesNoTable", "Does Azure let every subnet have a route table of yours?", "bastion-faq; route-server-faq",
            TableChecks.WithoutTable),
        Refuses("GatewaySubnetRoute",
            "Has no GatewaySubnet a default route, or a route that holds its own addresses, and does it keep the routes of its gateway?",
            $"{Routing}; vpn-gateway-vpn-faq", TableChecks.GatewaySubnets),
        Refuses("RouteContradiction", "Does nobody want two next hops for one prefix in one table?", Routing, TableChecks.Contradictions),
        new("RouteLimit", CheckOutcome.TellsOrRefuses, "Does every table stay within 600 routes? Told above 400.",
            $"azure-subscription-limits; {Routing}") { Find = TableChecks.Limit },
        new("RouteCorrected", CheckOutcome.Tells, "Is a route of the prefix there that leads elsewhere? It is given the next hop that is wanted.",
            Routing) { Find = TableChecks.Corrected },
        new("RouteTableShared", CheckOutcome.Tells, "Do other subnets use a table that is written? They take its routes too.", Routing)
            { Find = TableChecks.Shared },
        Refuses("NextHopFamily", "Is every appliance's address of the family of the prefix?", Routing, TableChecks.Families),
        Refuses("NetworkInterfaceNotFound", "Does the network interface exist, and may it be read?", "recorded answers of the service",
            DeviceChecks.NoInterface),
        Refuses("ConnectionNotFound", "Does the connection exist, and may it be read?", "recorded answers of the service",
            DeviceChecks.NoConnection),
        Refuses("ConnectionOneEnded", "Is it a VNet-to-VNet connection with both halves?", Bgp, DeviceChecks.OneEnded),
        Refuses("BgpNotPossible", "Is neither gateway Basic or policy-based?", Bgp, DeviceChecks.NoBgp),
        Refuses("BgpSameAsn", "Have the two gateways different ASNs?", Bgp, DeviceChecks.SameAsn),
    ];

    private static RoutingCheck Refuses(string id, string asks, string source, Func<RoutingScene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };
}
