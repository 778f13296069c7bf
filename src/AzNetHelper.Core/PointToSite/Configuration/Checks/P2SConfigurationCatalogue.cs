using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>The rules as data: docs/point-to-site.md shows this table, and the tests go through it.</summary>
internal static class P2SConfigurationCatalogue
{
    private const string About = "point-to-site-about";
    private const string Certificates = "point-to-site-certificate-gateway";
    private const string Faq = "vpn-gateway-vpn-faq";
    private const string Skus = "about-gateway-skus";
    private const string Entra = "point-to-site-entra-gateway";
    private const string RadiusPage = "point-to-site-radius-gateway";
    private const string Recorded = "recorded answers of the service";

    public static ImmutableArray<P2SConfigurationCheck> All { get; } = [.. OfGateways, .. OfPools, .. OfSignIn, .. OfRoots, .. OfRoutes];

    private static ImmutableArray<P2SConfigurationCheck> OfGateways =>
    [
        Refuses("GatewayNotRead", "May the gateway be read?", Recorded, GatewayChecks.NotRead),
        Refuses("GatewayKind", "Is it a VPN gateway?", About, GatewayChecks.Kind),
        Refuses("PolicyBasedGateway", "Is it route-based?", Faq, GatewayChecks.PolicyBased),
        Refuses("GatewayState", "Is it not being deleted, and in a state that is known?", "arm-protocol 2.3", GatewayChecks.State),
        Refuses("SkuRetired", "Does its SKU still take changes?", "gateway-sku-consolidation; vpn-gateway-about-skus-legacy", GatewayChecks.Retired),
        Refuses("BasicGateway", "Is nothing asked of a Basic gateway that it has not: clients at all, where it has none yet; IKEv2, OpenVPN, RADIUS, Entra ID, IPv6?",
            $"{Skus}; {About}", GatewayChecks.Basic),
        Refuses("AddressTaken", "Is the third public address of an active-active gateway free, Standard and static?", "about-active-active-gateways", GatewayChecks.ThirdAddress),
        Tells("ClientsUnknown", "Could be asked how many clients are connected?", "arm-protocol 1.4", GatewayChecks.ClientsUnknown),
    ];

    private static ImmutableArray<P2SConfigurationCheck> OfPools =>
    [
        Refuses("PoolNeeded", "Is there an address pool, or is one given?", "quoted refusals (VpnClientAddressPoolNotSpecified)", PoolChecks.Needed),
        Refuses("PoolTooSmall", "Is every IPv4 prefix of the pool a /29 or wider, of an active-active gateway a /28?", $"{Certificates}; {Faq}", PoolChecks.TooSmall),
        Refuses("PoolUnfit", "Are the prefixes addresses of a network, each once, and none of all addresses?", "virtual-networks-faq", PoolChecks.Unfit),
        Refuses("PoolIPv6", "With an IPv6 prefix: is there an IPv4 one too, is the VNet dual-stack, and is SSTP not offered?", About, PoolChecks.IPv6),
        Refuses("PoolOverlaps", "Does the pool overlap with nothing that its clients may reach: the VNet, its peers, sites and networks behind connections, other pools there?",
            $"quoted refusals (azure-docs#27351); {Certificates}", PoolChecks.Overlaps),
        Tells("PoolInWiderSite", "Lies the pool in no wider prefix of a site?", "virtual-networks-udr-overview", PoolChecks.InWiderSite),
        Tells("PoolPublic", "Is the pool private?", Certificates, PoolChecks.Public),
        Tells("PoolRoom", "For how many clients has the pool addresses, and how many does the SKU serve?", Skus, PoolChecks.Room),
        Tells("NetworksUnread", "Could everything be read that the pool is compared with?", Recorded, PoolChecks.Unread),
    ];

    private static ImmutableArray<P2SConfigurationCheck> OfSignIn =>
    [
        Refuses("SstpClosed", "Is SSTP asked for only where the gateway has it? It cannot be enabled since 2026-03-31.", About, SignInChecks.SstpClosed),
        Tells("SstpEnds", "Does the gateway offer no SSTP? It ends on 2027-03-31.", About, SignInChecks.SstpEnds),
        Refuses("ProtocolsUnfit", "Do the protocols go together?", About, SignInChecks.Protocols),
        Refuses("AuthenticationUnfit", "Do the kinds of sign-in go with the protocols?", About, SignInChecks.Authentication),
        Refuses("AuthenticationNeeded", "Is there a way to sign in: a root certificate, a RADIUS server, or a tenant?", About, SignInChecks.Needed),
        Refuses("RadiusServerNeeded", "With RADIUS: is there a server, each an address, once, with a score of 1 to 30?", RadiusPage, SignInChecks.RadiusServer),
        Refuses("FieldsUnused", "Is nothing given for a kind of sign-in that is not on?", About, SignInChecks.Unused),
        Tells("SignInKept", "Does nothing stay of a kind of sign-in that ends: a RADIUS server, a tenant?", "arm-protocol 1.4", SignInChecks.Kept),
        Tells("RadiusUnreachable", "Is the RADIUS server in the VNet, or behind a tunnel to a site? Over ExpressRoute it is not reached.", Faq, SignInChecks.RadiusPlace),
        Refuses("EntraUnfit", "With Entra ID: are tenant, audience and issuer there, of their shape and of one tenant?", Entra, SignInChecks.Entra),
        Tells("EntraApplicationEnds", "Is the audience not the application that ends on 2028-03-31?", Entra, SignInChecks.OldApplication),
    ];

    private static ImmutableArray<P2SConfigurationCheck> OfRoots =>
    [
        Refuses("RootUnfit", "Is every root that is given an RSA authority that is valid now?", $"{Certificates}; {Faq}", RootChecks.Unfit),
        Tells("RootDoubtful", "Is nothing of a root doubtful: not self-signed, a short key, SHA-1, no basic constraints?", Certificates, RootChecks.Doubtful),
        Tells("RootRead", "How was a root read, where that is not plain?", Certificates, RootChecks.Notes),
        Refuses("RootName", "Is its name one that Azure takes, and not that of another certificate?", "resource-name-rules", RootChecks.Name),
        Tells("RootThere", "Is a root that is added not there already?", Certificates, RootChecks.There),
        Tells("RootNotThere", "Is a root that is removed there?", Certificates, RootChecks.NotThere),
        Refuses("TooManyRoots", "Are there no more than 20?", Certificates, RootChecks.TooMany),
        Refuses("RootNeeded", "With sign-in by certificate: is a root left?", Certificates, RootChecks.Needed),
        Refuses("RootInUse", "Does no client of a known set depend on a root that is removed (or is it forced)?", Certificates, RootChecks.InUse),
        Tells("RootClientsUnknown", "Is a set known for a root that is removed?", Certificates, RootChecks.ClientsUnknown),
        Tells("RootOverlap", "Where a root takes over: which clients go on with the old one, and until when?", Certificates, RootChecks.Overlap),
    ];

    private static ImmutableArray<P2SConfigurationCheck> OfRoutes =>
    [
        Refuses("CustomRouteUnfit", "Is every custom route given once, none of all addresses, and none within the pool?",
            "vpn-gateway-p2s-advertise-custom-routes", RouteChecks.Unfit),
        Tells("RoutesNeedProfiles", "Do clients know that routes change? On Windows they need a new profile.", "vpn-gateway-about-point-to-site-routing", RouteChecks.NewProfiles),
    ];

    private static P2SConfigurationCheck Refuses(string id, string asks, string source, Func<P2SConfigurationLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static P2SConfigurationCheck Tells(string id, string asks, string source, Func<P2SConfigurationLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
