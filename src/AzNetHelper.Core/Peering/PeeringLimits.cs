namespace AzNetHelper.Peering;

/// <summary>
/// What Azure limits about peerings. Sources: virtual-network-peering-overview of 2025-07-16 and concept-limitations of
/// Virtual Network Manager; the rendered expressroute-limits include and expressroute-faqs of 2025-01-10.
/// </summary>
public static class PeeringLimits
{
    /// <summary>Peerings of one VNet; 1,000 only where Virtual Network Manager makes them.</summary>
    public const int PeeringsPerVNet = 500;

    /// <summary>
    /// IPv4 prefixes that an ExpressRoute gateway may advertise: those of its VNet and of every VNet that uses it. Above,
    /// the connection drops.
    /// </summary>
    public const int AdvertisedIPv4Prefixes = 1000;

    /// <summary>The same for IPv6.</summary>
    public const int AdvertisedIPv6Prefixes = 100;

    /// <summary>From this part of a limit on a plan warns.</summary>
    public const double WarnFrom = 0.8;
}
