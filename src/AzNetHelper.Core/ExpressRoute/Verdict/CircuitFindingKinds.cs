using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The findings as data, in the order of <see cref="CircuitFindingId"/>: docs/expressroute-test.md shows this table, and the tests
/// go through it. What they rest on: azure-network-rules 6 (expressroute-routing, -faqs, -limits, -workflows,
/// -troubleshooting-expressroute-overview, -troubleshooting-arp-resource-manager).
/// </summary>
internal static class CircuitFindingKinds
{
    private const string Ask = "Ask again with the right to read it, or in a few minutes: docs/permissions.md lists the actions of Test-ExpressRouteCircuit.";
    private const string Router = "Compare the router with what the circuit expects: Export-ExpressRouteRouterConfiguration -Circuit '{circuit}' -Device <device> -Path <folder>.";
    private const string Again = "New-ExpressRoutePrivatePeering " + PeeringKeys.Said;
    private const string Rewrite = "New-ExpressRoutePrivatePeering with its values, -ReplaceSharedKey, and the key that it has as -SharedKey, or -NoSharedKey for none";
    private const string Support = "Open a support request with Microsoft and give it this finding.";

    public static ImmutableArray<CircuitFindingKind> All { get; } = [.. Rows()];

    private static IEnumerable<CircuitFindingKind> Rows() =>
    [
        Error(CircuitFindingId.CircuitFailed, FindingOwner.You, "The last write of the circuit failed.",
            "Read the reason in the activity log and repeat the write."),
        Error(CircuitFindingId.CircuitNotEnabled, FindingOwner.Microsoft, "The circuit is not enabled at Microsoft's side.",
            "Wait until its last write has ended; if it stays so, open a support request with Microsoft."),
        Error(CircuitFindingId.ProviderNotProvisioned, FindingOwner.Provider, "The provider has not begun.",
            "Give the service key of the circuit to the provider, who alone can provision it; "
                + "New-ExpressRouteCircuit -Wait waits for that."),
        Error(CircuitFindingId.ProviderProvisioning, FindingOwner.Provider, "The provider is at work.",
            "Wait for the provider, and ask there when it will be done."),
        Error(CircuitFindingId.ProviderDeprovisioning, FindingOwner.Provider, "The provider is taking the circuit down.",
            "Ask the provider who ordered that. A circuit that is no longer wanted is removed by "
                + "Remove-ExpressRouteCircuit when it is done."),
        Error(CircuitFindingId.NoPrivatePeering, FindingOwner.You, "There is no private peering, so no VNet is reached.",
            "Make it with the ASN and VLAN that were agreed with the provider: New-ExpressRoutePrivatePeering "
                + "-Circuit '{circuit}' -PeerAsn <asn> -VlanId <vlan> -From <prefix>."),
        Error(CircuitFindingId.PeeringFailed, FindingOwner.You, "The last write of the peering failed.",
            $"Repeat the write: {Again}."),
        Error(CircuitFindingId.PeeringDisabled, FindingOwner.You, "The peering is switched off.",
            "Switch a private peering on by New-ExpressRoutePrivatePeering " + PeeringKeys.Said + ". Any other write of a peering has to send its MD5 key "
                + "along, too, which Azure does not show."),
        Error(CircuitFindingId.PeeringNotBuilt, FindingOwner.Microsoft, "Microsoft's routers do not have the peering yet.",
            $"Wait some minutes; if it stays so, write the peering again ({Rewrite}), then open a support request with Microsoft."),
        Error(CircuitFindingId.PeerAsnReserved, FindingOwner.You, "The ASN of the peering is one that no router on premises may have.",
            "Give the routers another ASN, and the peering the same one."),
        Error(CircuitFindingId.VlanShared, FindingOwner.You, "Two peerings of the circuit have one VLAN.",
            "Give one of them another VLAN id, here and at the provider."),
        Error(CircuitFindingId.LinkPrefixWrong, FindingOwner.You, "A link has a prefix that is none of a link.",
            "Give each link an IPv4 /30 (IPv6 /126): New-ExpressRoutePrivatePeering -From derives both out of "
                + "one prefix."),
        Error(CircuitFindingId.LinkPrefixesOverlap, FindingOwner.You, "The two links have the same addresses.",
            "Give each link a /30 of its own."),
        Error(CircuitFindingId.LinkOverlapsVNet, FindingOwner.You, "A link has addresses of a VNet.",
            "Give the link a /30 that no VNet holds: Find-VNetAddressSpace proposes free ones."),
        .. Both(Error(CircuitFindingId.LinkNotConfiguredPrimary, FindingOwner.You, "The link has no addresses.",
            "Agree a /30 for it with the provider and write the peering again with both prefixes: "
                + "New-ExpressRoutePrivatePeering.")),
        .. Both(Error(CircuitFindingId.ArpMissingPrimary, FindingOwner.Microsoft, "Microsoft's router has no ARP table for the link.",
            "See that the provider has both links up; if it has, open a support request with Microsoft.")),
        .. Both(Error(CircuitFindingId.ArpIncompleteOnPremisesPrimary, FindingOwner.You, "Nobody answers on the address of the router on premises.",
            "Check cable, VLAN tag (and the outer one, with QinQ) and address of the router, then ask the "
                + "provider whether the link is up. " + Router)),
        .. Both(Error(CircuitFindingId.ArpWrongAddressPrimary, FindingOwner.You, "The router on premises answers on another address.",
            "Give the router the first usable address of the link; the second one is Microsoft's. " + Router)),
        .. Both(Error(CircuitFindingId.ArpIncompleteMicrosoftPrimary, FindingOwner.Microsoft, "Microsoft's router has no address of its own on the link.",
            Support)),
        .. Both(Error(CircuitFindingId.BgpDownPrimary, FindingOwner.You, "The BGP session is not established.",
            "See to ARP first, if that is not complete. Then check ASN, MD5 key, neighbour address and "
                + "TCP 179 of the router. " + Router)),
        .. Both(Error(CircuitFindingId.BgpMissingPrimary, FindingOwner.Microsoft, "Microsoft's router has no BGP session for the link.",
            $"Write the peering again, which configures Microsoft's routers: {Rewrite}. If it stays "
                + "so, open a support request with Microsoft.")),
        .. Both(Error(CircuitFindingId.BgpIPv6DownPrimary, FindingOwner.You, "The BGP session for IPv6 is not established.",
            "Check the IPv6 address, neighbour and address family of the router. " + Router)),
        .. Both(Error(CircuitFindingId.AsnDiffersPrimary, FindingOwner.Microsoft, "Microsoft's router expects another ASN than the peering says.",
            $"If the peering's ASN is right, write the peering again, which configures Microsoft's routers: {Rewrite}. If it is not, give the right one: "
                + $"{Again}.")),
        .. Both(Error(CircuitFindingId.NoPrefixesPrimary, FindingOwner.You, "The session is up, and nothing is announced on it.",
            "Announce the prefixes of the site on this session and look at the router's outgoing filter. "
                + CircuitVerdict.NoStaticRouting)),
        Error(CircuitFindingId.PathHasAzureAsn, FindingOwner.You, "Routes from on-premises have come through Azure before: gateways drop them.",
            "Do not announce over this circuit what was learned from Azure: filter routes with 12076 or 65515 "
                + "in the path at the router. (remove-private-as takes 65515 out of a path, and leaves 12076.)"),
        Error(CircuitFindingId.PrefixOverlapsVNet, FindingOwner.You, "On-premises announces addresses of a VNet.",
            "Take the prefix out of the announcement, or give the VNet other addresses "
                + "(Find-VNetAddressSpace, Set-VNetAddressSpace)."),
        Error(CircuitFindingId.PrefixLimitReached, FindingOwner.You, "On-premises announces as many prefixes as the session takes: beyond that it drops.",
            "Summarise the prefixes at the router now, or take the Premium tier."),
        Error(CircuitFindingId.AdvertisedLimitReached, FindingOwner.You, "The VNets behind a gateway have as many prefixes as the circuit takes: beyond that the connection drops.",
            "Let fewer VNets use the gateway, or give the gateway's VNet summarised prefixes."),
        Error(CircuitFindingId.ConnectionFailed, FindingOwner.You, "The last write of a connection failed.",
            "Read the reason in the activity log, and make the connection again: New-ExpressRouteConnection."),
        Error(CircuitFindingId.ConnectionDown, FindingOwner.You, "A connection of a gateway is not connected.",
            "See to circuit and peering first. If these are well, see that the authorization is still there, "
                + "and make the connection again: New-ExpressRouteConnection."),
        Error(CircuitFindingId.GatewayFailed, FindingOwner.You, "The last write of a gateway failed.",
            "Read the reason in the activity log and repeat the write."),
        Error(CircuitFindingId.GatewaySessionDown, FindingOwner.Microsoft, "A gateway has lost a session with Microsoft's routers.",
            "Wait some minutes: maintenance takes one session at a time. If it stays so, reset the gateway, "
                + "then open a support request with Microsoft."),
        Error(CircuitFindingId.GatewayLearnsNothing, FindingOwner.Microsoft, "A gateway has learned nothing of what on-premises announces.",
            "Reset the connection, then open a support request with Microsoft."),
        Error(CircuitFindingId.VNetNotAnnounced, FindingOwner.Microsoft, "On-premises does not learn a VNet.",
            "Reset the connection of its gateway. If the VNet uses the gateway of another one, see the "
                + "peering: Get-VNetPeering."),
        Error(CircuitFindingId.GatewayRoutesReached, FindingOwner.You, "A gateway has learned as many routes as its SKU takes.",
            "Summarise what on-premises announces, or take a bigger gateway."),
        Error(CircuitFindingId.FastPathUnsupported, FindingOwner.You, "A connection asks for FastPath, and its gateway has none.",
            "Take a gateway with FastPath (New-ExpressRouteGateway -Sku ErGw3AZ), or switch FastPath off."),
        Error(CircuitFindingId.GlobalReachNotOffered, FindingOwner.You, "A Local circuit has no Global Reach.",
            "Take the Standard or Premium tier."),
        Error(CircuitFindingId.GlobalReachDown, FindingOwner.You, "A link with another circuit (Global Reach) is not connected.",
            "See that both circuits are provisioned with a private peering, and that the authorization is "
                + "still there."),
        Error(CircuitFindingId.PublicPrefixesMissing, FindingOwner.You, "The Microsoft peering names no public prefix of yours.",
            "Name the public prefixes that the routers announce, each registered to you."),
        Error(CircuitFindingId.PublicPrefixesUnvalidated, FindingOwner.You, "Microsoft could not validate that the public prefixes are yours.",
            "Correct the registration (RIR or IRR) of prefix and ASN, or open a support request with "
                + "Microsoft with proof of ownership."),
        Error(CircuitFindingId.PublicPrefixesPrivate, FindingOwner.You, "The Microsoft peering has private addresses.",
            "Microsoft peering takes public addresses of yours alone."),
        Error(CircuitFindingId.RouteFilterMissing, FindingOwner.You, "The Microsoft peering has no route filter, so it announces nothing.",
            "Attach a route filter with the communities of the services that you want."),
        .. Both(Warning(CircuitFindingId.BgpYoungPrimary, FindingOwner.You, "The BGP session has come up just now.",
            "Ask again in ten minutes. If it is young again it flaps: look at the router's log, at BFD and at "
                + "errors of the line.")),
        .. Both(Warning(CircuitFindingId.NoBytesPrimary, FindingOwner.You, "The session is up, and a direction has never carried a byte.",
            "See that the router routes over this link: weights, local preference, firewalls beside it.")),
        .. Both(Warning(CircuitFindingId.BytesStillPrimary, FindingOwner.You, "The session is up, and a byte counter has not moved.",
            "Send something and ask again with a longer -SampleSeconds. If it stays so, see what routes the "
                + "router prefers.")),
        Warning(CircuitFindingId.PrefixesDiffer, FindingOwner.You, "The two links announce different prefixes: what one alone has is lost with it.",
            "Announce the same prefixes on both links."),
        Warning(CircuitFindingId.PathsDiffer, FindingOwner.You, "The two links announce the same prefixes with AS paths of different length, so that all packets come over one.",
            "Nothing, if one link is meant to stand by: leave this finding out with -ExcludeFinding "
                + "PathsDiffer. Otherwise take the prepending away."),
        Warning(CircuitFindingId.OneRouter, FindingOwner.You, "Both links end at one router.",
            "Let each link end at a router of its own: a router that restarts takes the circuit with it."),
        Warning(CircuitFindingId.DefaultRouteAnnounced, FindingOwner.You, "On-premises announces the default route: everything of the VNets to the Internet goes there.",
            "Nothing, if that is meant: leave this finding out with -ExcludeFinding DefaultRouteAnnounced. "
                + "Otherwise filter the default route at the router."),
        Warning(CircuitFindingId.PublicPrefixAnnounced, FindingOwner.You, "On-premises announces public addresses to the VNets.",
            "Nothing, if these are yours. Otherwise filter them at the router: packets of the VNets to them "
                + "leave through the site."),
        Warning(CircuitFindingId.SpecialPrefixAnnounced, FindingOwner.You, "On-premises announces addresses that no network can have.",
            "Filter loopback, link-local, multicast and reserved addresses, and 168.63.129.16, at the router."),
        Warning(CircuitFindingId.PathHasReservedAsn, FindingOwner.You, "A route from on-premises has a reserved ASN in its path.",
            "Give the router that has it another ASN, or strip it."),
        Warning(CircuitFindingId.PrefixLimitNear, FindingOwner.You, "On-premises announces nearly as many prefixes as the session takes.",
            "Summarise the prefixes at the router, or take the Premium tier."),
        Warning(CircuitFindingId.AdvertisedLimitNear, FindingOwner.You, "The VNets behind a gateway have nearly as many prefixes as the circuit takes.",
            "Summarise: fewer, wider prefixes for the VNets, or summarised prefixes for the gateway's VNet."),
        Warning(CircuitFindingId.NoConnection, FindingOwner.You, "No gateway is connected with the circuit, which is billed all the same.",
            "Connect one: New-ExpressRouteConnection -Circuit '{circuit}' -Gateway <gateway>."),
        Warning(CircuitFindingId.ConnectionPending, FindingOwner.Microsoft, "A connection of a gateway is being made.",
            "Ask again in some minutes."),
        Warning(CircuitFindingId.GatewayOutOfReach, FindingOwner.You, "A gateway lies in a region that a circuit of this tier does not reach.",
            "Take the Premium tier, which reaches every region of the cloud, or a circuit nearer to the gateway."),
        Warning(CircuitFindingId.GatewayTooSmall, FindingOwner.You, "A gateway carries less than the circuit.",
            "Take a bigger gateway of the same family (New-ExpressRouteGateway makes them), or FastPath."),
        Warning(CircuitFindingId.GatewayCircuitsFull, FindingOwner.You, "A gateway is connected with as many circuits as its SKU takes.",
            "Take a bigger gateway before another circuit is needed."),
        Warning(CircuitFindingId.GatewayLearnsLess, FindingOwner.Microsoft, "A gateway has not learned everything that on-premises announces.",
            "Ask again in some minutes. If it stays so, reset the connection, then open a support request "
                + "with Microsoft."),
        Warning(CircuitFindingId.GatewayRoutesNear, FindingOwner.You, "A gateway has learned nearly as many routes as its SKU takes.",
            "Summarise what on-premises announces, or take a bigger gateway."),
        Warning(CircuitFindingId.CircuitLinksNear, FindingOwner.You, "The circuit has nearly as many connections as its tier and bandwidth take.",
            "Take the Premium tier or more bandwidth, or one gateway in a hub for several VNets."),
        Warning(CircuitFindingId.PublicPrefixesPending, FindingOwner.Microsoft, "Microsoft has not configured the public prefixes yet.",
            "Wait; if it stays so for a day, open a support request with Microsoft."),
        Unknown(CircuitFindingId.CircuitUpdating, FindingOwner.You, "The circuit is being written, so what it tells may change.",
            "Ask again when the write has ended."),
        Unknown(CircuitFindingId.StateUnknown, FindingOwner.You, "The circuit tells a state that this module does not know, or none.",
            "Look at the circuit in the portal; ask again later."),
        Unknown(CircuitFindingId.PeeringsUnknown, FindingOwner.You, "The circuit does not tell its peerings.",
            Ask),
        Unknown(CircuitFindingId.PeeringUpdating, FindingOwner.You, "The peering is being written, so what it tells may change.",
            "Ask again when the write has ended."),
        .. Both(Unknown(CircuitFindingId.BgpUnknownPrimary, FindingOwner.You, "The BGP session is not known.",
            Ask)),
        .. Both(Unknown(CircuitFindingId.BgpIPv6UnknownPrimary, FindingOwner.You, "The BGP session for IPv6 is not known.",
            "Look at the router: show bgp ipv6 unicast summary.")),
        .. Both(Unknown(CircuitFindingId.ArpUnknownPrimary, FindingOwner.You, "The ARP table is not known.",
            Ask)),
        .. Both(Unknown(CircuitFindingId.ArpHiddenPrimary, FindingOwner.Provider, "ARP does not show the router on premises, as where a provider answers in its place.",
            "Ask the provider for the state of its router, or look at yours. Leave this finding out with -ExcludeFinding where "
                + "the provider runs BGP.")),
        .. Both(Unknown(CircuitFindingId.RoutesUnknownPrimary, FindingOwner.You, "The routes of the link are not known.",
            Ask)),
        Unknown(CircuitFindingId.BytesUnknown, FindingOwner.You, "The byte counters are not known.",
            Ask),
        Unknown(CircuitFindingId.LimitUnknown, FindingOwner.You, "How near a limit is cannot be told.",
            "Look the limit up for what the reason names."),
        Unknown(CircuitFindingId.GatewaysUnknown, FindingOwner.You, "Gateways may be connected that were not seen.",
            "Ask again with an account that may read every gateway: docs/permissions.md lists the actions of Test-ExpressRouteCircuit. "
                + "Gateways of Virtual WAN hubs are not looked for; where one is connected, leave this finding out with -ExcludeFinding GatewaysUnknown."),
        Unknown(CircuitFindingId.GatewayElsewhere, FindingOwner.You, "A gateway that you do not see uses the circuit through an authorization.",
            "Ask its owner to run Test-ExpressRouteCircuit, or read with an account that sees both subscriptions."),
        Unknown(CircuitFindingId.ConnectionUnknown, FindingOwner.You, "The status of a connection is not known.",
            Ask),
        Unknown(CircuitFindingId.GatewayUnknown, FindingOwner.You, "A gateway that is connected was not read.",
            Ask),
        Unknown(CircuitFindingId.NetworksUnknown, FindingOwner.You, "The VNets behind a gateway are not all known, so overlap and announcements cannot be judged.",
            Ask),
        Unknown(CircuitFindingId.GatewayRoutesUnknown, FindingOwner.You, "What a gateway has learned or announces is not known.",
            Ask),
        Unknown(CircuitFindingId.GlobalReachUnknown, FindingOwner.You, "The status of a link with another circuit (Global Reach) is not known.",
            Ask),
    ];

    // An id for each link, the secondary's behind the primary's.
    private static CircuitFindingKind[] Both(CircuitFindingKind primary) =>
        [primary with { Link = CircuitLink.Primary }, primary with { Id = primary.Id + 1, Link = CircuitLink.Secondary }];

    private static CircuitFindingKind Error(CircuitFindingId id, FindingOwner owner, string title, string action) =>
        new(id, CircuitSeverity.Error, owner, title, action);

    private static CircuitFindingKind Warning(CircuitFindingId id, FindingOwner owner, string title, string action) =>
        new(id, CircuitSeverity.Warning, owner, title, action);

    private static CircuitFindingKind Unknown(CircuitFindingId id, FindingOwner owner, string title, string action) =>
        new(id, CircuitSeverity.Unknown, owner, title, action);
}
