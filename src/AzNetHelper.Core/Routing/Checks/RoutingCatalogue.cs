using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Routing.Checks;

/// <summary>The rules as data: docs/routing.md shows this table, and the tests go through it.</summary>
internal static class RoutingCatalogue
{
    private const string Routing = "virtual-networks-udr-overview";
    private const string Bgp = "vpn-gateway-bgp-overview; vpn-gateway-vpn-faq";

    public static ImmutableArray<RoutingCheck> All { get; } =
    [
        .. OfHubs,
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

    /// <summary>The rules of <see cref="HubSpokeRoutePlanner"/> alone.</summary>
    private static ImmutableArray<RoutingCheck> OfHubs =>
    [
        Refuses("VNetNotFound", "Do the hub and the spokes exist, and may they be read?", "recorded answers of the service", HubSpokeChecks.NotFound),
        Refuses("SameVNet", "Is the hub no spoke of itself?", "a VNet routes its own traffic", HubSpokeChecks.SameVNet),
        Refuses("SpokeNotPeered", "Is every spoke peered with the hub, Connected at both ends?", Routing, HubSpokeChecks.NotPeered),
        new("SpokeLeftOut", CheckOutcome.Tells, "Where no spokes are named: can everything that the hub is peered with be one?", Routing)
            { Find = HubSpokeChecks.Unfit },
        Refuses("SpokesOverlap", "Are the address spaces of the spokes disjoint?", Routing, HubSpokeChecks.Overlap),
        Refuses("NextHopNotFound", "Does the next hop exist, and may it be read?", "recorded answers of the service", HubSpokeChecks.HopNotFound),
        Refuses("NextHopNotInHub", "Has the next hop an address in the hub?", Routing, HubSpokeChecks.HopNotInHub),
        Refuses("NextHopInNoSubnet", "Does the address lie in a subnet of the hub, other than GatewaySubnet?", Routing, HubSpokeChecks.HopInNoSubnet),
        new("NextHopUnknown", CheckOutcome.Tells, "Does something that is known to forward stand at the address?", Routing)
            { Find = HubSpokeChecks.HopUnknown },
        Refuses("GatewayHopUnsupported",
            "Is the VPN gateway what a route to the gateway means (no ExpressRoute gateway, no Route Server, no Virtual WAN, not Basic)?",
            Routing, HubSpokeChecks.GatewayHop),
        Refuses("NoGatewaySubnet", "Has the hub a gateway, where its traffic is to pass the appliance?", Routing, HubSpokeChecks.NoGatewaySubnet),
        new("GatewayUnused", CheckOutcome.Tells, "Does a spoke use that gateway?", Routing) { Find = HubSpokeChecks.GatewayUnused },
        new("SitesUnknown", CheckOutcome.Tells, "Are the prefixes of every site behind that gateway known, so that answers go back the same way?",
            Routing) { Find = HubSpokeChecks.SitesUnknown },
        new("PrefixMisses", CheckOutcome.Tells, "Does every prefix of a spoke lie in one that was given?", Routing) { Find = HubSpokeChecks.PrefixMisses },
        new("SubnetLeftOut", CheckOutcome.Tells, "Has every subnet of the spokes routes of its own?", "the table of owners") { Find = HubSpokeChecks.LeftOut },
        new("NextHopFamilyMissing", CheckOutcome.Tells, "Has the next hop an address of each family that the spokes have?", Routing)
            { Find = HubSpokeChecks.NoHopOfFamily },
        new("NothingToRoute", CheckOutcome.Tells, "Is there anything to route?", Routing) { Find = HubSpokeChecks.Nobody },
        new(HubSpokeChecks.ReachabilityLost, CheckOutcome.Refuses,
            "Does everybody who reaches somebody now do so afterwards? The reachability engine is asked before and after.", "docs/reachability.md"),
        new("AlsoOpened", CheckOutcome.Tells, "Does nobody come to reach anybody but the spokes each other?", "docs/reachability.md"),
        new("StillApart", CheckOutcome.Tells, "Do all the spokes reach each other in the end?", "docs/reachability.md"),
    ];

    private static RoutingCheck Refuses(string id, string asks, string source, Func<RoutingScene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };
}
