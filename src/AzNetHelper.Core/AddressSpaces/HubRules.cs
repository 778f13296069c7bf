using static AzNetHelper.AddressSpaces.AddressSpaceFindingId;
using static AzNetHelper.AddressSpaces.AddressSpaceSeverity;

namespace AzNetHelper.AddressSpaces;

/// <summary>
/// What overlaps mean among those who meet at the gateways of a VNet. Address spaces of connected VNets and sites may not
/// overlap (VPN gateway FAQ, "VNet-to-VNet"); a client pool is a private range that overlaps with neither the VNets nor
/// on-premises (point-to-site with certificates, "client address pool").
/// </summary>
internal static class HubRules
{
    public static Judgement? Judge(GatewayHub hub, AddressClaim outer, AddressClaim inner)
    {
        var (a, b) = (hub.Members[outer.Holder], hub.Members[inner.Holder]);
        return Math.Max((int)a, (int)b) <= (int)HubRole.Peer ? null
            : a == HubRole.Clients || b == HubRole.Clients ? Clients(outer, inner, a == HubRole.Clients ? b : a)
            : a == HubRole.Site && b == HubRole.Site ? Sites(hub, outer.Holder, inner.Holder)
            : a == HubRole.Site || b == HubRole.Site ? Site(outer, inner, a == HubRole.Site ? b : a)
            : Far(hub, outer.Holder, inner.Holder);
    }

    // A site may announce more than the VNets: what is more specific wins, and that is theirs (VPN gateway FAQ, "BGP").
    private static Judgement Site(AddressClaim outer, AddressClaim inner, HubRole other) =>
        outer.Holder.IsOnPremises && outer.Prefix != inner.Prefix ? new(SiteContainsVNet, Information)
        : new(SiteOverlap, other == HubRole.Served ? Error : Warning);

    private static Judgement Clients(AddressClaim outer, AddressClaim inner, HubRole other) =>
        new(ClientPoolOverlap, outer.Holder.IsOnPremises && outer.Prefix != inner.Prefix ? Warning
            : other is HubRole.Peer or HubRole.Far ? Warning : Error);

    // Two devices of one place announce the same prefixes on purpose; by static routes only one of them gets the traffic.
    private static Judgement Sites(GatewayHub hub, AddressHolder a, AddressHolder b) =>
        new(SitesOverlap, hub.Dynamic.Contains(a) && hub.Dynamic.Contains(b) ? Information : Warning);

    private static Judgement Far(GatewayHub hub, AddressHolder a, AddressHolder b) =>
        a.Id == hub.Network || b.Id == hub.Network ? new(ConnectedOverlap, Error) : new(NeighbourOverlap, Warning);
}
