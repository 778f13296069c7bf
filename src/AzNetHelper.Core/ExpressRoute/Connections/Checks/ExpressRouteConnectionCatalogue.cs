using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>The rules as data: docs/expressroute-connection.md shows this table, and the tests go through it.</summary>
internal static class ExpressRouteConnectionCatalogue
{
    private const string Link = "expressroute-howto-linkvnet-portal-resource-manager";
    private const string Gateways = "expressroute-about-virtual-network-gateways";
    private const string Workflows = "expressroute-workflows";
    private const string Limits = "azure-subscription-service-limits, ExpressRoute";
    private const string Locations = "expressroute-locations-providers";
    private const string Faqs = "expressroute-faqs";
    private const string Coexist = "expressroute-howto-coexist-resource-manager";
    private const string Recorded = "recorded answers of the service";

    public static ImmutableArray<ExpressRouteConnectionCheck> All { get; } =
    [
        Refuses("GatewayNotFound", "Does the gateway exist, and may it be read?", Recorded, EndChecks.NoGateway),
        Refuses("GatewayKind", "Is it an ExpressRoute gateway?", Link, EndChecks.Kind),
        Refuses("GatewayState", "Is the gateway built?", "arm-protocol 2.3", EndChecks.GatewayState),
        Refuses("CircuitNotFound", "Does the circuit exist?", Recorded, EndChecks.NoCircuit),
        Tells("CircuitUnread", "Could the circuit be read? Otherwise most of the rules cannot be asked.", Link, EndChecks.CircuitUnread),
        Refuses("CircuitDisabled", "Is the circuit enabled at Microsoft's side, and not being deleted?", Workflows, EndChecks.CircuitState),
        Refuses("CircuitNotProvisioned", "Has the provider provisioned the circuit?", Workflows, EndChecks.Provider),
        Refuses("NoPrivatePeering", "Has the circuit an enabled private peering? VNets are linked with that.", Link, EndChecks.Peering),
        Refuses("OtherCloud", "Are gateway and circuit in one cloud?", Locations, EndChecks.Cloud),
        Refuses("InvalidResourceName", "Is the name one that Azure takes?", "resource-name-rules", LinkChecks.Name),
        Refuses("ConnectionNameTaken", "Is no other connection of that name there?", Recorded, LinkChecks.NameTaken),
        Refuses("AlreadyLinked", "Are the two not linked by a connection of another name? Azure takes one.", Recorded, LinkChecks.Already),
        Refuses("ConnectionState", "Is the connection that is there not being deleted?", "arm-protocol 2.3", LinkChecks.State),
        Refuses("CircuitsOfGateway", "Takes the gateway one circuit more, by its SKU and scale units?", Gateways, CountChecks.OfGateway),
        Refuses("CircuitsOfLocation", "Is the VNet linked with less than 4 circuits of the circuit's peering location?", Gateways, CountChecks.OfLocation),
        Tells("LocationsUnknown", "Is it known of every circuit of the gateway which peering location it is of, where that may matter?", Gateways, CountChecks.LocationsUnknown),
        Refuses("LinksOfCircuit", "Takes the circuit one link more, by its tier and bandwidth? Global Reach counts in.", Limits, CountChecks.OfCircuit),
        Tells("LinksUnknown", "Could every gateway be asked whether it is linked with the circuit?", "arm-protocol 1.5", CountChecks.Unread),
        Refuses("RegionOutOfReach", "Is the gateway's region in the circuit's reach, by its tier?", $"{Locations}; {Faqs}", RegionChecks.Outside),
        Tells("RegionUnknown", "Do the tables tell whether the region is in the circuit's reach?", Locations, RegionChecks.Unknown),
        Refuses("AuthorizationNeeded", "Was a key given for a circuit of another subscription that may not be read?", Link, AuthorizationChecks.Needed),
        Refuses("AuthorizationUnused", "Was no key given where gateway and circuit are in one subscription, or nothing is made?", Link, AuthorizationChecks.Unused),
        Tells("AuthorizationMade", "What does it mean for the owner of a circuit that somebody else is let in?", "expressroute-introduction", AuthorizationChecks.Made),
        Refuses("TooManyPrefixesToSite", "Announces the gateway no more prefixes than a circuit takes (1000, IPv6 100)? Above that the session drops.", $"{Limits}; {Faqs}", PrefixChecks.ToSite),
        Tells("ManyPrefixesToSite", "Is what the gateway announces well below that?", $"{Limits}; {Faqs}", PrefixChecks.NearToSite),
        Tells("TooManyPrefixesFromSite", "Announces the circuit no more than its tier and the gateway's SKU take?", $"{Limits}; {Gateways}", PrefixChecks.FromSite),
        Refuses("OverlapsNetwork", "Does the circuit announce nothing that a VNet of the gateway has?", "expressroute-routing; virtual-networks-udr-overview", PrefixChecks.Overlap),
        Refuses("LinkOverlapsNetwork", "Are the addresses of the circuit's links outside of the VNets?", "expressroute-routing", PrefixChecks.LinkOverlap),
        Refuses("FastPathNotPossible", "Has the gateway FastPath, where that is asked for?", "about-fastpath", FastPathChecks.Possible),
        Tells("FastPathLimits", "What does FastPath of such a circuit leave out?", "about-fastpath", FastPathChecks.Limits),
        Refuses("RoutingWeightRange", "Is the weight 0 to 32000?", "virtual-network-gateway-connections REST reference", LinkChecks.Weight),
        Refuses("EgressChange", "Does the circuit announce no default route, nor parts that make one, or may it take Internet traffic on-premises?", "expressroute-routing", MoveChecks.Egress),
        Tells("EgressMoves", "Whose Internet traffic goes on-premises?", "expressroute-routing", MoveChecks.EgressAllowed),
        Tells("PrefixesMove", "Which prefixes take the circuit from now on, and how did they go before?", Coexist, MoveChecks.Moves),
        Tells("OtherCircuits", "Do other circuits of the gateway lead to the same, and which of them do packets take?", "expressroute-optimize-routing", MoveChecks.Shared),
        Tells("RoutesUnknown", "Is known what the circuit announces, by both of its links?", "expressroute-troubleshooting-expressroute-overview", MoveChecks.Unknown),
        Tells("TagsUnchanged", "Has a connection that is there the tags that were given? They are not changed.", "arm-protocol 1.4", LinkChecks.TagsStay),
    ];

    private static ExpressRouteConnectionCheck Refuses(string id, string asks, string source, Func<CircuitConnectionLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static ExpressRouteConnectionCheck Tells(string id, string asks, string source, Func<CircuitConnectionLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
