using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Vpn.Checks;

namespace AzNetHelper.ExpressRoute;

/// <summary>The rules as data: docs/expressroute-connection.md shows this table, and the tests go through it.</summary>
internal static class ExpressRouteGatewayCatalogue
{
    private const string Gateways = "expressroute-about-virtual-network-gateways";
    private const string Scale = "scalable-gateway";
    private const string Coexist = "expressroute-howto-coexist-resource-manager";
    private const string Routes = "virtual-networks-udr-overview";
    private const string Recorded = "recorded answers of the service";

    public static ImmutableArray<ExpressRouteGatewayCheck> All { get; } =
    [
        Refuses("VNetNotFound", "Does the VNet exist, and may it be read?", Recorded, GatewayChecks.NoNetwork),
        Refuses("VNetFailed", "Is the VNet not in state Failed?", "quoted refusals (ReferencedResourceNotProvisioned)", GatewayChecks.NetworkFailed),
        Refuses("GatewayNotRead", "May the gateway, and what else sits in GatewaySubnet, be read?", Recorded, GatewayChecks.NotRead),
        Refuses("InvalidResourceName", "Is the name one that Azure takes?", "resource-name-rules", GatewayChecks.Name),
        Refuses("LocationDiffers", "Is the region that was given the VNet's? A gateway is in the region of its VNet.", Gateways, GatewayChecks.Location),
        Refuses("GatewayNameTaken", "Is no gateway of that name there that is another kind, or in another VNet?", Recorded, GatewayChecks.NameTaken),
        Refuses("SecondGateway", "Has the VNet no other ExpressRoute gateway? Azure allows one of a kind.", Gateways, GatewayChecks.Second),
        Refuses("GatewayState", "Is the gateway that is there not being deleted, and in a state that is known?", "arm-protocol 2.3", GatewayChecks.State),
        Refuses("SkuUnknown", "Is the SKU one that exists?", Gateways, ExpressRouteSkuChecks.Unknown),
        Tells("SkuNotInZones", "Is the SKU of a gateway that is made one in zones? Microsoft advises against the older ones.", "gateway-migration", ExpressRouteSkuChecks.Older),
        Refuses("SkuMove", "Can the gateway that is there become one of the SKU?", $"{Gateways}; {Scale}", ExpressRouteSkuChecks.Move),
        Refuses("ScaleUnitsNeeded", "Was it said how many scale units an ErGwScale gateway that is made has?", Scale, ExpressRouteSkuChecks.UnitsNeeded),
        Refuses("ScaleUnits", "Are scale units given for ErGwScale alone, from 1 to 40, and either fixed or from 2 on?", Scale, ExpressRouteSkuChecks.Units),
        Refuses("TooManyCircuits", "Takes the gateway, where it becomes smaller, the circuits that it is linked with?", $"{Gateways}; {Scale}", ExpressRouteSkuChecks.Circuits),
        Refuses("FastPathInUse", "Has no connection FastPath, where the gateway loses it?", $"about-fastpath; {Scale}", ExpressRouteSkuChecks.FastPath),
        Tells("ConnectionsUnread", "Could the connections of a gateway that becomes smaller be read?", "arm-protocol 1.5", ExpressRouteSkuChecks.LinksUnread),
        Tells("ScaleNotInRegion", "Has the region ErGwScale?", Scale, ExpressRouteSkuChecks.Region),
        Tells("TagsUnchanged", "Has a gateway that is there the tags that were given? They are not changed.", "arm-protocol 1.4", GatewayChecks.TagsStay),
        Refuses("GatewaySubnetName", "Is the gateway's subnet named GatewaySubnet, in that spelling?", Gateways, SubnetChecks.Name),
        Refuses("GatewaySubnetTooSmall", "Is GatewaySubnet a /27 or wider?", $"{Gateways}; {Coexist}", SubnetChecks.TooSmall),
        Tells("GatewaySubnetForCircuits", "Is GatewaySubnet wide enough for as many circuits as the gateway takes (16: a /26)?", Gateways, CoexistenceChecks.Narrow),
        Refuses("GatewaySubnetPrefixDiffers", "Is GatewaySubnet, where it is there, the prefix that was given?", Gateways, SubnetChecks.Differs),
        Refuses("GatewaySubnetPrefixUnfit", "Is the prefix that was given IPv4, a subnet's size and free?", "virtual-networks-faq", SubnetChecks.Unfit),
        Refuses("GatewaySubnetRoom", "Has the address space room for GatewaySubnet, or is it to be extended?", Gateways, SubnetChecks.Room),
        Refuses("GatewaySubnetSecurityGroup", "Has GatewaySubnet no network security group?", Gateways, SubnetChecks.SecurityGroup),
        Refuses("GatewaySubnetDefaultRoute", "Has GatewaySubnet no default route?", $"{Routes}; {Gateways}", SubnetChecks.DefaultRoute),
        Refuses("GatewaySubnetPropagation", "Does its route table let gateway routes in?", Routes, SubnetChecks.Propagation),
        Refuses("GatewaySubnetDelegated", "Is GatewaySubnet delegated to nobody, and does nothing but gateways sit in it?", Gateways, SubnetChecks.Delegated),
        Tells("GatewaySubnetTableUnread", "Could its route table be read?", Routes, SubnetChecks.TableUnread),
        Refuses("UsesRemoteGateway", "Does the VNet use no gateway of another VNet?", "virtual-network-manage-peering", NeighbourChecks.UsesRemote),
        Refuses("VirtualWanAttached", "Is the VNet attached to no Virtual WAN hub?", "virtual-wan-faq", NeighbourChecks.VirtualWan),
        Refuses("VpnGatewayUnfit", "Is a VPN gateway beside it route-based and not Basic?", Coexist, CoexistenceChecks.Vpn),
        Tells("TransitToVpn", "What does it take that sites behind a VPN gateway beside it reach those behind circuits?", $"{Coexist}; expressroute-vpn-support", CoexistenceChecks.Transit),
        Refuses("TooManyPeerings", "Has the VNet no more peerings than one with such a gateway may have (500)?", Gateways, CoexistenceChecks.Peerings),
    ];

    private static ExpressRouteGatewayCheck Refuses(string id, string asks, string source, Func<ExpressRouteGatewayLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static ExpressRouteGatewayCheck Tells(string id, string asks, string source, Func<ExpressRouteGatewayLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
