using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering.Checks;

/// <summary>The rules as data: docs/peering.md shows this table, and the tests go through it.</summary>
internal static class Catalogue
{
    private const string ManagePeering = "virtual-network-manage-peering";
    private const string Overview = "virtual-network-peering-overview";
    private const string Faq = "virtual-networks-faq";
    private const string Resizing = "update-virtual-network-peering-address-space";
    private const string Transit = "vpn-gateway-peering-gateway-transit";

    public const string VNetNotFound = nameof(VNetNotFound);
    public const string ClassicVNet = nameof(ClassicVNet);
    public const string SameVNet = nameof(SameVNet);
    public const string DefaultRouteLearned = nameof(DefaultRouteLearned);
    public const string PrefixLimit = nameof(PrefixLimit);
    public const string PeeringNotFound = nameof(PeeringNotFound);

    public static ImmutableArray<PeeringCheck> All { get; } =
    [
        Refuses(VNetNotFound, "Do the VNets exist, and may they be read?", "recorded answers of the service", NetworkChecks.NotFound),
        Refuses(ClassicVNet, "Is neither end a classic VNet? A classic VNet holds no half of a peering.", Overview, NetworkChecks.Classic),
        Refuses(SameVNet, "Are the two ends different VNets?", "an address space overlaps with itself", NetworkChecks.Same),
        Refuses("OtherCloud", "Are both ends in one cloud (public, China, US Government)?", ManagePeering, NetworkChecks.Cloud),
        Refuses("VNetFailed", "Is no VNet in state Failed?", "quoted refusals (ReferencedResourceNotProvisioned)", NetworkChecks.Failed),
        Refuses("PeeringOwned", "Does no half that would be written belong to Virtual Network Manager, Virtual WAN or a service?",
            "virtual-network-manager concept-connectivity-configuration", HalfChecks.Owned),
        Refuses("DuplicatePeering", "Is there one peering per pair of VNets?", "how-to-configure-subnet-peering", HalfChecks.Duplicate),
        Refuses("PeeringNameTaken", "Is the name that was asked for free?",
            "quoted refusals (ChangingRemoteVirtualNetworkNotAllowed)", HalfChecks.NameTaken),
        Refuses("InvalidResourceName", "Is the name a legal one?", "quoted refusals (InvalidResourceName)", HalfChecks.Name),
        Refuses("AddressSpaceOverlap",
            "Are the address spaces of both ends, of the other VNets of this call and of every VNet peered with either end disjoint?",
            $"{ManagePeering}; {Faq}", SpaceChecks.Overlap),
        Refuses("PeeringLimit", "Does each VNet stay within 500 peerings?", $"{Overview}; concept-limitations", HalfChecks.Limit),
        Refuses("GatewayFlagsConflict", "Does no half both lend a gateway and use a remote one?", ManagePeering, GatewayChecks.Flags),
        Refuses("GatewayInUse", "Does every half that uses a gateway keep the half that lends it?", ManagePeering, GatewayChecks.InUse),
        Refuses("HubHasNoGateway", "Has the lender a VPN gateway (not Basic), an ExpressRoute gateway or a Route Server?",
            $"{ManagePeering}; {Transit}", GatewayChecks.None),
        new("GatewayUpdating", CheckOutcome.Tells, "Is the lender's gateway ready? One that is being written is waited for.",
            "Azure/terraform-azurerm-lz-vending#398") { Find = GatewayChecks.Updating },
        Refuses("SpokeHasGateway", "Has the user neither a gateway nor a Route Server of its own?", $"{ManagePeering}; {Faq}",
            GatewayChecks.Own),
        Refuses("SpokeUsesOtherGateway", "Does the user use no other VNet's gateway?", ManagePeering, GatewayChecks.Second),
        new(PrefixLimit, CheckOutcome.TellsOrRefuses,
            "Do the lender and all its users together stay within 1,000 IPv4 and 100 IPv6 prefixes, where the gateway is an "
            + "ExpressRoute one? Told from 80 % on.",
            "expressroute-limits; expressroute-faqs") { Find = PrefixLimitCheck.Find },
        new(DefaultRouteLearned, CheckOutcome.Tells,
            "Has the lender's gateway learned a default route, so that the Internet traffic of the user moves?",
            "expressroute-faqs; virtual-networks-udr-overview") { Find = EgressCheck.Find },
        Refuses("AddressPrefixNotAllowed",
            "Is every new prefix one that Azure takes (no multicast, broadcast, loopback, link-local, 168.63.129.16), and does an IPv4 "
            + "one remain?", Faq, ResizeChecks.Allowed),
        Refuses("AddressPrefixesOverlap", "Are the prefixes of the new address space disjoint?", Faq, ResizeChecks.Disjoint),
        Refuses("SubnetOutsideSpace", "Does every subnet lie in the new address space?", Resizing, ResizeChecks.Subnets),
        Refuses("ClassicPeer", "Is a VNet whose address space changes peered with no classic one?", Resizing, ResizeChecks.Classic),
        new("OnPremisesOverlap", CheckOutcome.TellsOrRefuses,
            "Does no new prefix overlap with a site behind the gateway that the VNet has or uses? Told where the site's prefix is the "
            + "wider one.", "virtual-networks-udr-overview; vpn-gateway-vpn-faq") { Find = ResizeChecks.OnPremises },
        new("OnPremisesUnread", CheckOutcome.Tells, "Is everything known that is behind that gateway?", "vpn-gateway-vpn-faq")
            { Find = ResizeChecks.OnPremisesUnread },
        new("PeeringNotSyncable", CheckOutcome.TellsOrRefuses,
            "Can every peering of a VNet whose address space changes be synced from here? Told with -AllowUnsynced.", Resizing)
            { Find = ResizeChecks.Syncable },
        Refuses(PeeringNotFound, "Is there a peering to remove?", "recorded answers of the service", DeletionChecks.NotFound),
        new("HalfUnread", CheckOutcome.Tells, "Were both ends of a peering that is removed read?", ManagePeering)
            { Find = DeletionChecks.Unread },
    ];

    private static PeeringCheck Refuses(string id, string asks, string source, Func<Scene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };
}
