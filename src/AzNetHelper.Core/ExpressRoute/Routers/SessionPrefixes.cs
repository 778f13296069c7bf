using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>How many prefixes a session brings from Azure while all is well.</summary>
/// <param name="IPv4">The most of IPv4.</param>
/// <param name="IPv6">The most of IPv6.</param>
/// <param name="AreLimits">True where more of them cannot be right; false where more of them may be.</param>
public sealed record SessionPrefixes(int IPv4, int IPv6, bool AreLimits)
{
    /// <summary>
    /// Of a circuit's private peering: a session carries what all of its links bring, each up to
    /// <see cref="CircuitPrefixes.ToSite"/> (expressroute-limits: for an ExpressRoute connection; azure-network-rules 6). With Global
    /// Reach the other circuits' sites come on top, and how many there are nobody says here.
    /// </summary>
    public static SessionPrefixes Of(ExpressRouteCircuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var known = CircuitLinks.MostOf(circuit.Tier, circuit.BandwidthMbps);
        var links = known ?? CircuitLinks.MostOfStandard;
        var (site, siteIPv6) = circuit.HasGlobalReach
            ? (CircuitPrefixes.FromSite(circuit.Tier) ?? CircuitPrefixes.FromSite("Standard")!.Value, CircuitPrefixes.FromSiteIPv6) : (0, 0);
        return new((links * CircuitPrefixes.ToSite) + site, (links * CircuitPrefixes.ToSiteIPv6) + siteIPv6, known is not null && !circuit.HasGlobalReach);
    }
}
