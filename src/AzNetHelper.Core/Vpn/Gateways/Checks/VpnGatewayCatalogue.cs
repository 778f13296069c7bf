using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Checks;

/// <summary>The rules as data: docs/vpn-gateway.md shows this table, and the tests go through it.</summary>
internal static class VpnGatewayCatalogue
{
    private const string Settings = "vpn-gateway-about-vpn-gateway-settings";
    private const string Faq = "vpn-gateway-vpn-faq";
    private const string Skus = "about-gateway-skus";
    private const string Consolidation = "gateway-sku-consolidation; vpn-gateway-about-skus-legacy";
    private const string Upgrade = "gateway-sku-upgrade";
    private const string Zones = "about-zone-redundant-vnet-gateways";
    private const string Routes = "virtual-networks-udr-overview";
    private const string Recorded = "recorded answers of the service";

    public static ImmutableArray<VpnGatewayCheck> All { get; } = [.. OfGateways, .. OfSubnets, .. OfAddresses, .. OfNeighbours, .. OfRemovals];

    private static ImmutableArray<VpnGatewayCheck> OfGateways =>
    [
        Refuses("VNetNotFound", "Does the VNet exist, and may it be read?", Recorded, GatewayChecks.NoNetwork),
        Refuses("VNetFailed",
            "Is the VNet not in state Failed?", "quoted refusals (ReferencedResourceNotProvisioned)", GatewayChecks.NetworkFailed),
        Refuses("GatewayNotRead",
            "May the gateway, and what else sits in GatewaySubnet, be read?", Recorded, GatewayChecks.NotRead),
        Refuses("InvalidResourceName",
            "Are the names ones that Azure takes?", "resource-name-rules", GatewayChecks.Name),
        Refuses("LocationDiffers",
            "Is the region that was given the VNet's? A gateway is in the region of its VNet.", Settings, GatewayChecks.Location),
        Refuses("GatewayNameTaken",
            "Is no gateway of that name there that is another kind, or in another VNet?", Recorded, GatewayChecks.NameTaken),
        Refuses("SecondGateway",
            "Has the VNet no other VPN gateway? Azure allows one of a kind.", Faq, GatewayChecks.Second),
        Refuses("GatewayState",
            "Is the gateway that is there not being deleted, and in a state that is known?", "arm-protocol 2.3", GatewayChecks.State),
        Refuses("PolicyBasedGateway",
            "Is the gateway that is there route-based? The type cannot be changed.", Faq, GatewayChecks.PolicyBased),
        Refuses("SkuUnknown", "Is the SKU one that exists?", Skus, SkuChecks.Unknown),
        Refuses("SkuRetired",
            "Can a gateway of the SKU still be made, and one of it still be changed?", Consolidation, SkuChecks.Retired),
        Refuses("GenerationNotOffered", "Has the generation the SKU?", Skus, SkuChecks.Generation),
        Refuses("GenerationFixed", "Does the gateway stay in its generation?", Upgrade, SkuChecks.GenerationFixed),
        Refuses("SkuNotInGeneration",
            "Can the gateway be resized: within its generation, neither from nor to Basic?", Upgrade, SkuChecks.Resize),
        Refuses("BasicGateway",
            "Is nothing asked of a Basic gateway that it has not (BGP, active-active, zones, ExpressRoute beside it)?",
            $"{Faq}; {Skus}", SkuChecks.Basic),
        Refuses("AsnReserved", "May a gateway have the ASN?", $"{Faq}; vpn-gateway-bgp-overview", BgpChecks.Reserved),
        Refuses("AsnEqual", "With BGP: has no other end of a connection the ASN?", "vpn-gateway-bgp-overview", BgpChecks.Equal),
        new("BgpEndsUnread", CheckOutcome.Tells, "Could the connections and their other ends be read, where the ASN or BGP changes?", Recorded)
            { Find = Of(BgpChecks.EndsUnread) },
        new("ConnectionsKeepBgp", CheckOutcome.Tells, "Has no connection BGP on when it is switched off at the gateway?", "vpn-gateway-bgp-overview")
            { Find = Of(BgpChecks.StillOn) },
        Refuses("BgpAddressOutOfRange",
            "Do BGP peering addresses lie in 169.254.21.0 to 169.254.22.255, each once?", "vpn-gateway-bgp-overview",
            BgpChecks.Range),
        Refuses("BgpAddressCount",
            "Are there as many peering addresses for each instance?", "vpn-gateway-bgp-overview", BgpChecks.Count),
        new("TagsUnchanged", CheckOutcome.Tells, "Has a gateway that is there the tags that were given? They are not changed.", "arm-protocol 1.4")
            { Find = Of(GatewayChecks.TagsStay) },
        Refuses("ThirdAddressNeeded",
            "Stays a gateway with three addresses as many instances as it has?",
            "about-active-active-gateways; vpn-gateway-howto-point-to-site", GatewayChecks.ThirdAddress),
        Refuses("ClientPoolTooSmall",
            "Is the pool of its clients wide enough for an active-active gateway: a /28?", Faq, GatewayChecks.ClientPool),
    ];

    private static ImmutableArray<VpnGatewayCheck> OfSubnets =>
    [
        Refuses("GatewaySubnetName",
            "Is the gateway's subnet named GatewaySubnet, in that spelling?", $"{Settings}; {Faq}", SubnetChecks.Name),
        Refuses("GatewaySubnetTooSmall",
            "Is GatewaySubnet a /27 or wider (Basic: /29)?", Settings, SubnetChecks.TooSmall),
        Refuses("GatewaySubnetPrefixDiffers",
            "Is GatewaySubnet, where it is there, the prefix that was given?", Settings, SubnetChecks.Differs),
        Refuses("GatewaySubnetPrefixUnfit",
            "Is the prefix that was given IPv4, a subnet's size and free?", "virtual-networks-faq", SubnetChecks.Unfit),
        Refuses("GatewaySubnetRoom",
            "Has the address space room for GatewaySubnet, or is it to be extended?", Settings, SubnetChecks.Room),
        Refuses("GatewaySubnetSecurityGroup",
            "Has GatewaySubnet no network security group?", Faq, SubnetChecks.SecurityGroup),
        Refuses("GatewaySubnetDefaultRoute",
            "Has GatewaySubnet no default route?", $"{Routes}; {Faq}", SubnetChecks.DefaultRoute),
        Refuses("GatewaySubnetPropagation",
            "Does its route table let gateway routes in?", Routes, SubnetChecks.Propagation),
        Refuses("GatewaySubnetDelegated",
            "Is GatewaySubnet delegated to nobody, and does nothing but gateways sit in it?", Settings, SubnetChecks.Delegated),
        new("GatewaySubnetTableUnread", CheckOutcome.Tells, "Could its route table be read?", Routes) { Find = Of(SubnetChecks.TableUnread) },
    ];

    private static ImmutableArray<VpnGatewayCheck> OfAddresses =>
    [
        Refuses("AddressCount",
            "Are there as many addresses as instances, each once?", "about-active-active-gateways", AddressChecks.Count),
        Refuses("AddressesFixed", "Does a gateway that is there keep its addresses?", Upgrade, AddressChecks.Fixed),
        Refuses("AddressNotStandard",
            "Is every address Standard, static, IPv4 and of its region?", "quoted refusals (PublicIpWithBasicSkuNotAllowedOnVPNGateways)",
            AddressChecks.NotStandard),
        Refuses("AddressRegion",
            "Is every address in the VNet's region and subscription?", Recorded, AddressChecks.Region),
        Refuses("AddressInUse", "Is every address free?", Recorded, AddressChecks.InUse),
        Refuses("AddressZones",
            "Have the addresses of an AZ gateway zones, where the region has them, and those of others none?",
            "quoted refusals (VmssVpnGatewayPublicIpsMustHaveZonesConfigured)", AddressChecks.Zones),
        Refuses("ZoneNotInRegion", "Has the region the zones that were given?", Zones, AddressChecks.NoSuchZone),
        new("AddressStays", CheckOutcome.Tells, "Which address of a second instance stays when that goes, and why?", "the tag created-by")
            { Find = Of(AddressChecks.Stays) },
        new("ZoneUnused", CheckOutcome.Tells, "Have the addresses that are there the zones that were given? They are not changed.", Zones)
            { Find = Of(AddressChecks.ZoneUnused) },
        new("ZonesUnknown", CheckOutcome.Tells, "Could the zones of the region be read? Otherwise addresses are made without zones.", Zones)
            { Find = Of(AddressChecks.ZonesUnknown) },
    ];

    private static ImmutableArray<VpnGatewayCheck> OfNeighbours =>
    [
        Refuses("UsesRemoteGateway",
            "Does the VNet use no gateway of another VNet?", $"{Faq}; virtual-network-manage-peering", NeighbourChecks.UsesRemote),
        Refuses("VirtualWanAttached",
            "Is the VNet attached to no Virtual WAN hub?", "virtual-wan-faq", NeighbourChecks.VirtualWan),
        Refuses("RouteServerNeeds",
            "Beside a Route Server: is the gateway active-active, with the ASN 65515?", "route-server-faq; expressroute-vpn-support",
            NeighbourChecks.RouteServer),
        new("OneGatewayIsEnough", CheckOutcome.Tells,
            "Is there no gateway in a peered VNet that this one could use instead, for nothing by the hour?", "vpn-gateway-peering-gateway-transit")
            { Find = Of(GatewayAdvice.OneIsEnough) },
        new("PeersCanUse", CheckOutcome.Tells, "Which peered VNets can use the gateway, instead of one of their own?",
            "vpn-gateway-peering-gateway-transit") { Find = Of(GatewayAdvice.PeersCanUse) },
    ];

    private static ImmutableArray<VpnGatewayCheck> OfRemovals =>
    [
        RefusesRemoval("GatewayNotFound",
            "Is there a gateway to remove, and may it be read?", Recorded, RemovalChecks.NotFound),
        RefusesRemoval("GatewayKind", "Is it a VPN gateway, or an ExpressRoute gateway?", Recorded, RemovalChecks.Kind),
        RefusesRemoval("GatewayUsedByPeering",
            "Does no peered VNet use the gateway?", "vpn-gateway-delete-vnet-gateway-portal; arm-protocol 6.1",
            RemovalChecks.UsedByPeering),
        RefusesRemoval("GatewayHasConnections",
            "Has the gateway no connection?", "vpn-gateway-delete-vnet-gateway-portal", RemovalChecks.Connections),
        RefusesRemoval("ClientsConnected", "Is no client connected?", Recorded, RemovalChecks.Clients),
        RefusesRemoval("ClientsConfigured",
            "Has the gateway no configuration of clients, or is that to go too?", Recorded, RemovalChecks.Configured),
        new("ClientsUnknown", CheckOutcome.Tells, "Could be asked whether clients are connected?", "arm-protocol 1.4")
            { Find = OfRemoval(RemovalChecks.ClientsUnknown) },
        new("NetworkUnread", CheckOutcome.Tells, "Could the gateway's own VNet be read, whose peerings say who uses it?", Recorded)
            { Find = OfRemoval(RemovalChecks.NetworkUnread) },
        new("PeersUnread", CheckOutcome.Tells, "Could every peered VNet be read that the gateway is lent to?", Recorded)
            { Find = OfRemoval(RemovalChecks.PeersUnread) },
        new("ConnectionsUnread", CheckOutcome.Tells, "Could the connections be read?", Recorded) { Find = OfRemoval(RemovalChecks.ConnectionsUnread) },
        new("AddressKept", CheckOutcome.Tells, "Which addresses stay, because this module has not made them?", "the tag created-by")
            { Find = OfRemoval(RemovalChecks.Kept) },
        new("GatewaySubnetStays", CheckOutcome.Tells, "What stays besides? GatewaySubnet always does.", "arm-protocol 6.8")
            { Find = OfRemoval(RemovalChecks.SubnetStays) },
    ];

    private static VpnGatewayCheck Refuses(string id, string asks, string source, Func<VpnGatewayLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = Of(find) };

    private static VpnGatewayCheck RefusesRemoval(string id, string asks, string source, Func<GatewayRemoval, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = OfRemoval(find) };

    private static Func<VpnGatewayScene, IEnumerable<Finding>> Of(Func<VpnGatewayLayout, IEnumerable<Finding>> find) =>
        scene => scene.Layout is { } layout ? find(layout) : [];

    private static Func<VpnGatewayScene, IEnumerable<Finding>> OfRemoval(Func<GatewayRemoval, IEnumerable<Finding>> find) =>
        scene => scene.Removal is { } removal ? find(removal) : [];
}
