using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Which routes of one of Microsoft's routers come from on-premises: those of its link. What gateways, other circuits (Global Reach) and
/// Virtual WAN announce stands in the same table and does not.
/// </summary>
internal static class SiteRoutes
{
    /// <summary>True for a route of the site. The next hop decides; where the table tells none that can be read, the first ASN of the path does.</summary>
    public static bool IsFromSite(PeeringEvidence peering, CircuitLink link, CircuitRoute route) =>
        IPAddress.TryParse(route.NextHop.Trim().Trim('*'), out var hop)
            ? hop.Equals(Customer(peering, link, isIPv6: false)) || (peering.Peering.HasIPv6 && hop.Equals(Customer(peering, link, isIPv6: true)))
            : route.Path is [var first, ..] && first == peering.Peering.PeerAsn;

    /// <summary>
    /// What on-premises announces, by the links that tell it, and why it may be more: both links ought to carry the same, and one that is silent
    /// may carry what the other does not. Null where neither tells.
    /// </summary>
    public static (ImmutableArray<IPPrefix>? Prefixes, string? Why) Announced(PeeringEvidence peering)
    {
        var links = peering.Links;
        var silent = links.FirstOrDefault(l => !l.Routes.IsKnown);
        return (links.All(l => !l.Routes.IsKnown) ? null
            : [.. links.SelectMany(l => l.Routes.Tells(out var all) ? all.Where(r => IsFromSite(peering, l.Link, r)) : []).Select(r => r.Network).Distinct().Order()],
            silent is null ? null : $"the {(silent.Link == CircuitLink.Primary ? "primary" : "secondary")} link: {silent.Routes.Why}");
    }

    private static IPAddress? Customer(PeeringEvidence peering, CircuitLink link, bool isIPv6) => LinkAddresses.Of(peering.PrefixOf(link, isIPv6))?.CustomerAddress;
}
