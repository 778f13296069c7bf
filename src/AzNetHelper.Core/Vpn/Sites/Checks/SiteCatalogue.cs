using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Sites;

/// <summary>The rules as data: docs/site-to-site.md shows this table, and the tests go through it.</summary>
internal static class SiteCatalogue
{
    private const string Faq = "vpn-gateway-vpn-faq";
    private const string Bgp = "vpn-gateway-bgp-overview";
    private const string Skus = "about-gateway-skus";
    private const string Settings = "vpn-gateway-about-vpn-gateway-settings";
    private const string Recorded = "recorded answers of the service";
    private const string Selectors = "vpn-gateway-connect-multiple-policybased-rm-ps";

    public static ImmutableArray<SiteCheck> All { get; } =
    [
        Refuses("NotAVpnGateway", "Is the gateway a VPN gateway?", Settings, TunnelChecks.Kind),
        Refuses("GatewayNotReady", "Is the gateway built, and not in the middle of a change or failed?", Recorded, TunnelChecks.NotReady),
        Tells("GatewayRetired", "Is the gateway's SKU one that still takes changes?", "vpn-gateway-sku-consolidation", TunnelChecks.Retired),
        Refuses("TunnelLimit", "Does the gateway's SKU carry one tunnel more for each device?", Skus, TunnelChecks.Limit),
        Refuses("PolicyNotPossible", "Is the SKU not Basic, where a custom policy is asked for?", Faq, TunnelChecks.NoPolicy),
        Refuses("PolicyInvalid", "Is the policy complete, with values that Azure has?", Faq, TunnelChecks.Policy),
        Refuses("ProtocolNotPossible", "Does the gateway speak that IKE version? Basic speaks one.", Faq, TunnelChecks.Protocol),
        Refuses("ProtocolFixed", "Has the connection, where it is there, that IKE version already? It cannot change.", Faq, TunnelChecks.ProtocolFixed),
        Refuses("SelectorsWithoutPolicy", "Has a connection with policy-based traffic selectors a custom policy, or selectors of its own?",
            Selectors, TunnelChecks.SelectorsWithoutPolicy),
        Refuses("SelectorsUnused", "Are policy-based traffic selectors on, where selectors are given?", Selectors, TunnelChecks.SelectorsUnused),
        Refuses("DpdTimeout", "Is the dead peer detection 9 to 3600 seconds, or 0 for Azure's default?", Faq, TunnelChecks.Dpd),
        Refuses("SharedKeyInvalid", "Is the key, where one is given, 1 to 128 characters that Azure takes?", Faq, TunnelChecks.Key),
        Refuses("SharedKeyDiffers", "Has the connection, where it is there, the key that is given?", "keys change by Reset-VpnSharedKey alone",
            TunnelChecks.OtherKey),
        Refuses("InvalidResourceName", "Are the names legal ones?", "quoted refusals (InvalidResourceName)", DeviceChecks.Name),
        Refuses("SiteNameTaken", "Is the name that a site is made with free, or of this device?", Recorded, DeviceChecks.SiteTaken),
        Refuses("ConnectionNameTaken", "Is the name that a connection is made with free?", Recorded, DeviceChecks.ConnectionTaken),
        Refuses("DeviceAddressInvalid", "Is the device's address a public IPv4 address or a fully qualified name?", Settings, DeviceChecks.Address),
        Refuses("DeviceTwice", "Is every device named once?", Bgp, DeviceChecks.Twice),
        Refuses("DeviceIsGateway", "Is the device's address not one of the gateway's own?", Settings, DeviceChecks.Own),
        Tells("DevicePrivate", "Is the device's address public? A private one is accepted, and reached from nowhere.", Recorded, DeviceChecks.Private),
        Tells("DeviceNames", "Do the names of devices resolve to different addresses? It is not looked up.", Settings, DeviceChecks.Names),
        Tells("ClientsOfSite", "Does no point-to-site client come by IKEv2 from the device's own address?", Faq, DeviceChecks.Clients),
        Tells("Adopted", "Are -Name and -Tag of things that are made? What is there keeps its own.", Recorded, DeviceChecks.Adopted),
        Tells("SiteShared", "Does nobody else use a site that is changed?", Recorded, DeviceChecks.Shared),
        Tells("SiteUsersUnknown", "Could every tunnel be listed, where a site is changed that others may use?", Recorded, DeviceChecks.UsersUnknown),
        Refuses("SeveralNeedBgp", "Have several devices of one site BGP?", Bgp, SessionChecks.Several),
        Refuses("SeveralWithPrefixes", "Are there no static prefixes where several devices lead to one site?", Bgp, SessionChecks.SeveralWithPrefixes),
        Refuses("BgpNotPossible", "Is the gateway neither Basic nor policy-based, where BGP is asked for?", Bgp, SessionChecks.NotPossible),
        Tells("GatewayBgpOff", "Where BGP is asked for: is it on at the gateway, too? Azure's guides switch it on at the connection alone.",
            "vpn-gateway-bgp-resource-manager-ps", SessionChecks.GatewayOff),
        Refuses("BgpIncomplete", "Has BGP both an ASN and an address of the device's session?", Bgp, SessionChecks.Incomplete),
        Refuses("AsnInvalid", "Is the device's ASN one that a device may have?", Faq, SessionChecks.Asn),
        Refuses("AsnEqual", "Has the device another ASN than the gateway?", Bgp, SessionChecks.Equal),
        Refuses("PeerIsDevice", "Is the address of the session another one than the device's public address?", Bgp, SessionChecks.PeerIsDevice),
        Refuses("PeerInNetwork", "Does the address of the session lie outside the gateway's VNet?", Bgp, SessionChecks.PeerInNetwork),
        Refuses("PeerInPrefixes", "Are the prefixes without the address of the session by itself? Azure adds it.", Bgp, SessionChecks.PeerInPrefixes),
        Refuses("PeerTaken", "Has every device of the gateway another address of its session?", Bgp, SessionChecks.PeerTaken),
        Refuses("LinkLocalAddress", "Where the device's session is link-local: has the gateway an address of its own for it, in 169.254.21.0 to 169.254.22.255?",
            Bgp, SessionChecks.LinkLocal),
        Tells("DeviceMustStart", "Where the session is link-local: does the device start it? The gateway does not.", Bgp, SessionChecks.Starts),
        Refuses("PrefixesMissing", "Are there prefixes, where there is no BGP?", Settings, SpaceChecks.Missing),
        Refuses("IPv6NotPossible", "Is the gateway not Basic, where a prefix is IPv6?", Faq, SpaceChecks.NoIPv6),
        Tells("PrefixesNested", "Is no prefix inside another of the same site?", Settings, SpaceChecks.Nested),
        Refuses("OverlapsNetwork", "Are the prefixes disjoint from the gateway's VNet?", Settings, SpaceChecks.Network),
        Refuses("OverlapsUser", "Are the prefixes disjoint from the VNets that use the gateway?", Settings, SpaceChecks.Users),
        Refuses("OverlapsSite", "Are the prefixes disjoint from the other sites of the gateway?", Settings, SpaceChecks.Sites),
        Refuses("OverlapsFarNetwork", "Are the prefixes disjoint from the VNets at the other ends of its tunnels?", Settings, SpaceChecks.FarNetworks),
        Refuses("OverlapsClients", "Are the prefixes disjoint from the client pools of the gateway?", "point-to-site-about", SpaceChecks.Clients),
        Tells("TunnelsUnknown", "Could the tunnels of the gateway be listed, so that a device that it has already is found?", Recorded, TunnelChecks.Unlisted),
        Tells("OverlapUnknown", "Could everything be read that the prefixes are compared with?", Recorded, SpaceChecks.Unread),
        Tells("DefaultRoute", "Is no prefix a default route? It takes the Internet traffic of the VNet to the site.", "vpn-gateway-forced-tunneling-rm",
            SpaceChecks.Default),
    ];

    private static SiteCheck Refuses(string id, string asks, string source, Func<SiteScene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static SiteCheck Tells(string id, string asks, string source, Func<SiteScene, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
