using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Who has to act, and how, where a circuit is not the usual one: on a port of ExpressRoute Direct there is no provider
/// (expressroute-erdirect-about), and a provider of layer 3 runs the routers (expressroute-workflows).
/// </summary>
internal static class FindingCircumstances
{
    private const string Direct = "The circuit is on a port of ExpressRoute Direct, where nobody but you and Microsoft has a part: ";

    // By the primary link's id, where there are two.
    private static readonly ImmutableDictionary<CircuitFindingId, (FindingOwner Owner, string Action)> OnPort =
        new Dictionary<CircuitFindingId, (FindingOwner, string)>
        {
            [CircuitFindingId.ProviderNotProvisioned] = (FindingOwner.Microsoft, Direct + "wait until its last write has ended, then open a support request with Microsoft."),
            [CircuitFindingId.ProviderProvisioning] = (FindingOwner.Microsoft, Direct + "wait some minutes, then open a support request with Microsoft."),
            [CircuitFindingId.ProviderDeprovisioning] = (FindingOwner.You, Direct + "it is being removed. See in the activity log who did that."),
            [CircuitFindingId.NoPrivatePeering] = (FindingOwner.You, "Make it with the ASN and VLAN of your routers: New-ExpressRoutePrivatePeering "
                + "-Circuit '{circuit}' -PeerAsn <asn> -VlanId <vlan> -From <prefix>."),
            [CircuitFindingId.VlanShared] = (FindingOwner.You, "Give one of them another VLAN id, here and at the routers."),
            [CircuitFindingId.LinkNotConfiguredPrimary] = (FindingOwner.You, "Write the peering again with both prefixes: New-ExpressRoutePrivatePeering."),
            [CircuitFindingId.ArpMissingPrimary] = (FindingOwner.You, Direct + "see that both links of the port are switched on (adminState) and have light, and "
                + "check cross connect and optics; then open a support request with Microsoft."),
            [CircuitFindingId.ArpIncompleteOnPremisesPrimary] = (FindingOwner.You, Direct + "check cross connect, optics, the state of the port's link, VLAN tag (and the "
                + "outer one, with QinQ) and address of the router."),
            [CircuitFindingId.ArpHiddenPrimary] = (FindingOwner.You, "Look at the router's own ARP table: nobody else answers on a port of ExpressRoute Direct."),
        }.ToImmutableDictionary();

    // About the routers' sessions, addresses and announcements: whoever runs the routers has to act.
    private static readonly ImmutableHashSet<CircuitFindingId> OfRouters =
    [
        CircuitFindingId.ArpIncompleteOnPremisesPrimary, CircuitFindingId.ArpWrongAddressPrimary, CircuitFindingId.BgpDownPrimary, CircuitFindingId.BgpIPv6DownPrimary,
        CircuitFindingId.NoPrefixesPrimary, CircuitFindingId.BgpYoungPrimary, CircuitFindingId.NoBytesPrimary, CircuitFindingId.BytesStillPrimary,
        CircuitFindingId.PathHasReservedAsn, CircuitFindingId.PrefixesDiffer, CircuitFindingId.PathsDiffer, CircuitFindingId.OneRouter,
    ];

    /// <summary>Owner and action of a finding about a circuit, and about a peering of it where there is one.</summary>
    public static (FindingOwner Owner, string Action) Of(CircuitFindingId id, CircuitCase circuit, PeeringEvidence? peering)
    {
        var kind = CircuitFindingKind.Of(id);
        var one = kind.Link == CircuitLink.Secondary ? id - 1 : id;
        return circuit.Circuit.Port is not null ? OnPort.TryGetValue(one, out var direct) ? direct : (kind.Owner, kind.Action)
            : peering?.WrittenByProvider is { } provider && OfRouters.Contains(one)
                ? (FindingOwner.Provider, $"The provider runs the routers (the peering was written by {provider}): have it done there. {kind.Action}")
            : (kind.Owner, kind.Action);
    }
}
