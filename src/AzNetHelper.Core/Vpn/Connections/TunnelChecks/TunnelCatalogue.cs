using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>The rules as data: docs/vnet-to-vnet.md shows this table, and the tests go through it.</summary>
internal static class TunnelCatalogue
{
    private const string Faq = "vpn-gateway-vpn-faq";
    private const string Skus = "about-gateway-skus";
    private const string Policies = "vpn-gateway-about-compliance-crypto";

    public static ImmutableArray<VNetToVNetCheck> All { get; } =
    [
        Refuses("GatewayUnread", "May both gateways be read?", "recorded answers of the service", EndChecks.Unread),
        Refuses("SameGateway", "Are the two ends different gateways, named once?", Faq, EndChecks.Same),
        Refuses("NotVpnGateway", "Are both VPN gateways? An ExpressRoute gateway is joined with circuits.", Faq, EndChecks.Kind),
        Refuses("SameVNet", "Do they sit in different VNets?", Faq, EndChecks.SameNetwork),
        Refuses("OtherCloud", "Are both in one cloud (public, China, US Government)?", Faq, EndChecks.Cloud),
        Refuses("PolicyBasedGateway", "Are both route-based?", Faq, EndChecks.PolicyBased),
        Refuses("GatewayFailed", "Is no gateway in state Failed?", "quoted refusals (ReferencedResourceNotProvisioned)", EndChecks.Failed),
        Tells("GatewayUpdating", "Is no gateway being written? One that is, is waited for.", "quoted refusals (ReferencedResourceNotProvisioned)",
            EndChecks.Updating),
        Tells("GatewaySkuRetired", "Has no gateway a SKU that is retired? Such gateways refuse changes from the day on.",
            "gateway-sku-consolidation; azure-network-rules 4.2", EndChecks.Retired),
        Refuses("TunnelLimit", "Does each gateway stay within the tunnels of its SKU?", Skus, HalfChecks.Limit),
        Refuses("SeveralConnections", "Is there one connection from the one gateway to the other, or does a name say which?", Faq, HalfChecks.Several),
        Refuses("ConnectionNameTaken", "Is the name of a connection that is made free?", "a PUT replaces what has its name", HalfChecks.Taken),
        Refuses("InvalidResourceName", "Is the name a legal one?", "quoted refusals (InvalidResourceName)", HalfChecks.Name),
        Tells("ConnectionsUnread", "Could the connections of both gateways be read?", "recorded-behaviour 5.3", HalfChecks.Unread),
        Refuses("BgpNotSupported", "With BGP: do both SKUs know it? Basic does not.", Faq, BgpChecks.Supported),
        Refuses("AsnEqual", "With BGP: are the ASNs different?", "vpn-gateway-bgp-overview", BgpChecks.Equal),
        Refuses("AsnInvalid", "With BGP: is each ASN one that a gateway may have?", Faq, BgpChecks.Legal),
        Tells("GatewayBgpOff", "With BGP: is it on at both gateways, too? Azure's guides switch it on at the connection alone.",
            "vpn-gateway-bgp-resource-manager-ps", BgpChecks.GatewayOff),
        Tells("BgpOneSided", "Is BGP on, or off, at both ends?", "vpn-gateway-bgp-overview", BgpChecks.OneSided),
        Tells("TransitMissing", "Without BGP: does nothing lie behind the gateways that would be reached with it?", Faq, BgpChecks.Transit),
        Refuses("PolicyNotSupported", "With a policy: do both SKUs take one? Basic does not.", Policies, PolicyChecks.Supported),
        Refuses("IpsecPolicyInvalid", "Has the policy every field, each with a value that Azure takes?", Policies, PolicyChecks.Valid),
        Refuses("PoliciesDiffer", "Have both connections the same policy?", Policies, PolicyChecks.Differ),
        new("AddressSpaceOverlap", CheckOutcome.TellsOrRefuses,
            "Are the addresses disjoint that come to reach each other: both VNets, those that use the gateways, client pools, and with BGP the "
            + "sites and networks beyond? Told where a site's prefix is the wider one.", Faq) { Find = SpaceChecks.Overlap },
        Tells("AlsoPeered", "Are the VNets not peered as well? The tunnel carries nothing then.", "virtual-networks-udr-overview", SpaceChecks.Peered),
        Tells("EgressCharged", "Are both gateways in one region? Traffic between regions is charged.", Faq, SpaceChecks.Egress),
        Tells("RoutingWeightIgnored", "Is no routing weight given? It counts for ExpressRoute alone.", Faq, HalfChecks.Weight),
    ];

    private static VNetToVNetCheck Refuses(string id, string asks, string source, Func<TunnelScene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static VNetToVNetCheck Tells(string id, string asks, string source, Func<TunnelScene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
