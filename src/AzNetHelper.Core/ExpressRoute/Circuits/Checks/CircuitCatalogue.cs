using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>The rules as data: docs/expressroute-circuit.md shows this table, and the tests go through it.</summary>
internal static class CircuitCatalogue
{
    private const string Faq = "expressroute-faqs";
    private const string Providers = "ExpressRoute Service Providers - List";
    private const string Skus = "expressroute-circuit-peerings, \"Circuit SKU upgrade and downgrade\"";
    private const string Modify = "expressroute-howto-circuit-portal-resource-manager, \"Modifying\"";
    private const string Delete = "expressroute-howto-circuit-portal-resource-manager, \"Deprovisioning\"";
    private const string Limits = "azure-subscription-service-limits, ExpressRoute";
    private const string Routing = "expressroute-routing";
    private const string Workflows = "expressroute-workflows";
    private const string Recorded = "recorded answers of the service";
    private const string Hidden = "recorded answers of the service; acceptance tests of Terraform's provider (shared_key is not returned by the API)";

    public static ImmutableArray<CircuitCheck> All { get; } = [.. OfOrders, .. OfChanges, .. OfRemovals, .. OfPeerings, .. OfLinks];

    private static ImmutableArray<CircuitCheck> OfOrders =>
    [
        Refuses("CircuitNotRead", "May the circuit be read?", Recorded, OrderChecks.NotRead),
        Refuses("LocationNeeded", "Is a region given, where that of the resource group cannot be read?", Recorded, OrderChecks.NoLocation),
        Refuses("ProviderNotOffered", "Does the list of the subscription name the provider?", Providers, OrderChecks.Provider),
        Refuses("PeeringLocationNotOffered", "Does the provider meet Microsoft there? A city, not a region of Azure.", Providers, OrderChecks.Location),
        Refuses("BandwidthNotOffered", "Does the provider offer the bandwidth?", Providers, OrderChecks.Bandwidth),
        Refuses("CircuitSkuUnknown", "Is the SKU one that exists?", Skus, OrderChecks.Sku),
        Refuses("LocalIsUnlimited", "Is a Local circuit Unlimited?", Faq, OrderChecks.LocalIsUnlimited),
        Refuses("CircuitsOfSubscription", "Has the subscription room for one more circuit?", Limits, OrderChecks.TooManyInSubscription),
        Refuses("CircuitsOfRegion", "Has the region room for one more circuit of the subscription?", Limits, OrderChecks.TooManyInRegion),
        Says("ProvidersUnknown", "Could the list of providers be read?", Providers, OrderChecks.ProvidersUnknown),
        Says("CircuitsUnread", "Could the circuits of the subscription be listed?", Limits, OrderChecks.CircuitsUnread),
        Says("CircuitLimits", "How many VNets does the circuit take, and how many prefixes?", $"{Limits}; {Faq}", OrderAdvice.Limits),
        Says("CircuitReach", "Which regions does the tier reach?", Faq, OrderAdvice.Reach),
        Says("LocalBandwidth", "Has a Local circuit 1000 Mbps or more?", "texts of providers; not confirmed by Microsoft's", OrderAdvice.LocalBandwidth),
        Says("ProviderNext", "Who has to do what next?", Workflows, OrderAdvice.NextStep),
    ];

    private static ImmutableArray<CircuitCheck> OfChanges =>
    [
        Refuses("CircuitState", "Is the circuit that is there not being deleted, and in a state that is known?", "arm-protocol 2.3", ChangeChecks.State),
        Refuses("CircuitOnPort", "Is the circuit that is there one of a provider, not of a port of ExpressRoute Direct?", "expressroute-erdirect-about", ChangeChecks.OnPort),
        Refuses("ProviderFixed", "Stays a circuit with its provider and its peering location?", Workflows, ChangeChecks.ProviderFixed),
        Refuses("BandwidthLowered", "Is the bandwidth not lowered? Azure only raises it.", Modify, ChangeChecks.BandwidthLowered),
        Refuses("TierLowered", "Does the circuit neither become Local nor lose Premium?", Skus, ChangeChecks.TierLowered),
        Refuses("FamilyLowered", "Stays an Unlimited circuit Unlimited?", Skus, ChangeChecks.FamilyLowered),
        Refuses("LocationFixed", "Is the region that was given the circuit's?", Recorded, ChangeChecks.LocationFixed),
        Refuses("CircuitKeyHidden", "Does no peering lose an MD5 key that Azure does not show, when the circuit is written?", Hidden, ChangeChecks.KeyHidden),
        Says("CircuitKeyUnused", "Is the key that was given needed?", Hidden, ChangeChecks.KeyUnused),
        Says("CircuitTagsUnchanged", "Has a circuit that is there the tags that were given? They are not changed.", "arm-protocol 1.7", ChangeChecks.TagsStay),
    ];

    private static ImmutableArray<CircuitCheck> OfRemovals =>
    [
        RefusesRemoval("CircuitNotFound", "Is there a circuit to remove, and may it be read?", Recorded, CircuitRemovalChecks.NotFound),
        RefusesRemoval("CircuitNotDeprovisioned", "Has the provider deprovisioned the circuit?", Delete, CircuitRemovalChecks.NotDeprovisioned),
        RefusesRemoval("CircuitHasConnections", "Has no gateway a connection with the circuit?", Delete, CircuitRemovalChecks.HasConnections),
        RefusesRemoval("AuthorizationInUse", "Does no connection use an authorization of the circuit?", Delete, CircuitRemovalChecks.AuthorizationInUse),
        RefusesRemoval("CircuitHasGlobalReach", "Is the circuit joined with no other by Global Reach?", "expressroute-howto-set-global-reach",
            CircuitRemovalChecks.HasGlobalReach),
        SaysOfRemoval("CircuitConnectionsUnread", "Could the connections be asked?", Recorded, CircuitRemovalChecks.ConnectionsUnread),
        SaysOfRemoval("GoesWithCircuit", "Which peerings and authorizations go with it?", Recorded, CircuitRemovalChecks.GoesWithIt),
    ];

    private static ImmutableArray<CircuitCheck> OfPeerings =>
    [
        RefusesPeering("PeeringCircuitNotFound", "Is there the circuit, and may it be read?", Recorded, PrivatePeeringChecks.NoCircuit),
        RefusesPeering("PeeringCircuitState", "Is the circuit Enabled, and not on its way out?", $"{Workflows}; {Recorded}", PrivatePeeringChecks.CircuitState),
        RefusesPeering("PeeringOfProvider", "Was a peering that changes made by the customer, not by a provider of layer 3?", $"{Routing}; {Recorded}",
            PrivatePeeringChecks.OfProvider),
        RefusesPeering("PeerAsnReserved", "May your routers have the ASN: not 12076, none of 65515 to 65520, none that IANA keeps?", Routing, PrivatePeeringChecks.Asn),
        RefusesPeering("VlanOutOfRange", "Is the VLAN one of 1 to 4094?", "IEEE 802.1Q", PrivatePeeringChecks.VlanRange),
        RefusesPeering("VlanTaken", "Has no other peering of the circuit the VLAN?", Routing, PrivatePeeringChecks.VlanTaken),
        RefusesPeering("PeeringKeyUnfit", "Is the MD5 key one that routers take?", "RFC 2385", PrivatePeeringChecks.KeyUnfit),
        RefusesPeering("PeeringKeyHidden", "Does a peering that changes not lose an MD5 key that Azure does not show?", Hidden, PrivatePeeringChecks.KeyHidden),
        SaysOfPeering("PeeringKeyKept", "Is the key written? Not where all else is as wanted.", Hidden, PrivatePeeringChecks.KeyKept),
        SaysOfPeering("PeeringKeyDoubt", "Is the MD5 key of at most 25 letters and digits?", "not documented", PrivatePeeringChecks.KeyDoubt),
        SaysOfPeering("PeeringDisabled", "Is the peering that is there on already? If not, it is switched on.", Recorded, PrivatePeeringChecks.IsOff),
        SaysOfPeering("PeeringWaitsForProvider", "Has the provider provisioned the circuit?", Recorded, PrivatePeeringChecks.NotProvisioned),
        SaysOfPeering("PeeringInUse", "Which connections use a peering that changes?", Recorded, PrivatePeeringChecks.UsedBy),
    ];

    private static ImmutableArray<CircuitCheck> OfLinks =>
    [
        RefusesPeering("LinksNeeded", "Has a new peering addresses for both links?", Routing, LinkChecks.Needed),
        RefusesPeering("LinksIncomplete", "Are both links given, or neither?", Routing, LinkChecks.Incomplete),
        RefusesPeering("LinksTwice", "Are either prefixes or a block given?", Routing, LinkChecks.Both),
        RefusesPeering("LinkFamily", "Is every prefix of its family?", Routing, LinkChecks.Family),
        RefusesPeering("LinkLength", "Has each link a /30, or an IPv6 /126?", Routing, LinkChecks.Length),
        RefusesPeering("LinkBlockTooSmall", "Is the block a /29 (IPv6: /125) or wider?", Routing, LinkChecks.TooSmall),
        RefusesPeering("LinksSame", "Has each link a prefix of its own?", Routing, LinkChecks.Same),
        RefusesPeering("LinkBlockFull", "Has the block two free prefixes?", Routing, LinkChecks.NoRoom),
        RefusesPeering("LinkUnusable", "Are the addresses ones that routers may have?", "RFC 6890", LinkChecks.Unusable),
        RefusesPeering("LinkOverlaps", "Do the links overlap no VNet, no pool of clients and no link of another peering?", Routing, LinkChecks.Overlaps),
        SaysOfPeering("LinkInSite", "Do the links overlap nothing that lies on premises?", Routing, LinkChecks.OnPremises),
        SaysOfPeering("LinkAddresses", "Which addresses have your routers, and which Microsoft's?", Routing, LinkChecks.WhoHasWhat),
        SaysOfPeering("EstateUnread", "Could everybody be read who holds addresses?", Recorded, LinkChecks.EstateUnread),
    ];

    private static CircuitCheck Refuses(string id, string asks, string source, Func<CircuitLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = s => s.Layout is { } layout ? find(layout) : [] };

    private static CircuitCheck Says(string id, string asks, string source, Func<CircuitLayout, IEnumerable<Finding>> find) =>
        Refuses(id, asks, source, find) with { Outcome = CheckOutcome.Tells };

    private static CircuitCheck RefusesRemoval(string id, string asks, string source, Func<CircuitRemoval, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = s => s.Removal is { } removal ? find(removal) : [] };

    private static CircuitCheck SaysOfRemoval(string id, string asks, string source, Func<CircuitRemoval, IEnumerable<Finding>> find) =>
        RefusesRemoval(id, asks, source, find) with { Outcome = CheckOutcome.Tells };

    private static CircuitCheck RefusesPeering(string id, string asks, string source, Func<PrivatePeeringLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = s => s.Peering is { } peering ? find(peering) : [] };

    private static CircuitCheck SaysOfPeering(string id, string asks, string source, Func<PrivatePeeringLayout, IEnumerable<Finding>> find) =>
        RefusesPeering(id, asks, source, find) with { Outcome = CheckOutcome.Tells };
}
