using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>The table of impacts of circuits and their private peerings: docs/expressroute-circuit.md shows it.</summary>
public static class CircuitImpacts
{
    private const string Modify = "expressroute-howto-circuit-portal-resource-manager, \"Modifying an ExpressRoute circuit\"";
    private const string Skus = "expressroute-circuit-peerings, \"Circuit SKU upgrade and downgrade\"";

    internal static ExpressRouteImpact Made { get; } = new("CircuitMade", "a circuit is made", Impact.StartsBilling,
        "The circuit ({what}) is billed from now on, whether or not the provider has begun, until it is removed. The provider bills its part besides.",
        "expressroute-faqs; azure.microsoft.com/pricing/details/expressroute");

    internal static ExpressRouteImpact Raised { get; } = new("BandwidthRaised", "a circuit is given more bandwidth", Impact.Irreversible,
        "From now on the price is that of {what}, and Azure lowers no bandwidth: less takes a new circuit. Traffic goes on. It works only where the "
        + "port has room, and the provider has to raise its part too.", Modify);

    internal static ExpressRouteImpact Premium { get; } = new("PremiumSwitchedOn", "a Standard circuit becomes Premium", Impact.StartsBilling,
        "The Premium price is added ({what}). Traffic goes on.", Modify);

    internal static ExpressRouteImpact LeavesLocal { get; } = new("LocalLeft", "a Local circuit becomes Standard or Premium", Impact.Irreversible,
        "From now on the price is that of {what}, and there is no way back to Local. Traffic goes on.", Skus);

    internal static ExpressRouteImpact Unlimited { get; } = new("UnlimitedChosen", "a Metered circuit becomes Unlimited", Impact.Irreversible,
        "From now on the price is that of {what}, and there is no way back to Metered. Traffic goes on.", Skus);

    internal static ExpressRouteImpact Removed { get; } = new("CircuitRemoved", "a circuit is removed", Impact.Irreversible,
        "Its service key is void and its peerings go with it: another circuit takes a new order at the provider, days to weeks.",
        "expressroute-howto-circuit-portal-resource-manager, \"Deprovisioning\"; recorded answers of the service");

    internal static ExpressRouteImpact PeeringChanged { get; } = new("PeeringChanged", "a private peering gets other addresses, another VLAN or another ASN", Impact.CutsOff,
        "The BGP sessions of both links end, and come back when your routers (or the provider) have the same: {what}. Until then nothing passes over "
        + "the private peering.", "expressroute-howto-routing-portal-resource-manager; expressroute-routing");

    internal static ExpressRouteImpact PeeringSwitchedOn { get; } = new("PeeringSwitchedOn", "a private peering that is Disabled is switched on", Impact.Interrupts,
        "The BGP sessions of both links open where your routers have the same: {what}. Traffic of the virtual networks that are linked with the circuit moves to "
        + "it, as far as your routers announce routes, a default route included.", "expressroute-howto-reset-peering");

    internal static ExpressRouteImpact KeyChanged { get; } = new("PeeringKeyChanged", "the MD5 key of a private peering is written or taken away", Impact.CutsOff,
        "The BGP sessions of both links end where your routers have not the same key, and come back when they have. Until then nothing passes over the "
        + "private peering.", "expressroute-routing; RFC 2385");

    internal static ExpressRouteImpact IPv6Added { get; } = new("PeeringIPv6Added", "a private peering gets IPv6 besides", Impact.Interrupts,
        "The peering is written again, which may open the BGP sessions of both links anew: some seconds to minutes.", "expressroute-howto-add-ipv6");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<ExpressRouteImpact> All { get; } =
    [
        new("None", "a private peering is made, or is as wanted", Impact.None, string.Empty, "expressroute-howto-routing-portal-resource-manager"),
        Made, Raised, Premium, LeavesLocal, Unlimited, Removed, PeeringChanged, PeeringSwitchedOn, KeyChanged, IPv6Added,
    ];

    /// <summary>The gravest of what a change of a circuit does, with all that it says.</summary>
    internal static ImpactStatement Of(CircuitLayout layout)
    {
        var price = string.Create(CultureInfo.InvariantCulture, $"{layout.Settings.BandwidthInMbps} Mbps, {layout.SkuText}");
        ImpactStatement[] all =
        [
            .. layout.ChangesBandwidth ? [Raised.Of(price)] : Array.Empty<ImpactStatement>(),
            .. !layout.ChangesTier ? Array.Empty<ImpactStatement>()
                : [CircuitSku.Is(layout.Existing!.Tier, CircuitSku.Local) ? LeavesLocal.Of(price) : Premium.Of(price)],
            .. layout.ChangesFamily ? [Unlimited.Of(price)] : Array.Empty<ImpactStatement>(),
            .. layout.Settings.Key == PeeringKey.Given && layout.Existing!.PrivatePeering is not null ? [KeyChanged.Of()] : Array.Empty<ImpactStatement>(),
        ];
        return all.Length == 0 ? ImpactStatement.None : new(all.Max(i => i.Kind), string.Join(" ", all.Select(i => i.Statement)));
    }
}
