using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>How many VNets a circuit takes.</summary>
/// <param name="Megabits">From this bandwidth on.</param>
/// <param name="Most">How many, with Premium.</param>
public sealed record CircuitLinks(int Megabits, int Most)
{
    /// <summary>Of Standard and Local, whatever the bandwidth (expressroute-limits; azure-network-rules 6).</summary>
    public const int MostOfStandard = 10;

    /// <summary>Of Premium (the same).</summary>
    public static ImmutableArray<CircuitLinks> All { get; } =
        [new(50, 20), new(100, 25), new(200, 25), new(500, 40), new(1000, 50), new(2000, 60), new(5000, 75), new(10000, 100)];

    /// <summary>The number of a circuit; null where tier or bandwidth do not tell it.</summary>
    public static int? MostOf(string? tier, int? megabits) => tier?.ToUpperInvariant() switch
    {
        "STANDARD" or "LOCAL" => MostOfStandard,
        "PREMIUM" => All.LastOrDefault(l => l.Megabits <= megabits)?.Most,
        _ => null,
    };
}

/// <summary>What circuits are ordered with.</summary>
public static class CircuitBandwidth
{
    /// <summary>Of a provider, in Mbps (expressroute-faqs). What a provider offers at a location is in the list of the subscription.</summary>
    public static ImmutableArray<int> OfProviders { get; } = [50, 100, 200, 500, 1000, 2000, 5000, 10000];
}

/// <summary>How many prefixes BGP sessions of a circuit carry (expressroute-limits, expressroute-faqs; azure-network-rules 6).</summary>
public static class CircuitPrefixes
{
    /// <summary>From VNets to on-premises, IPv4: the VNet's own and those of the spokes that use its gateway. Above it the session drops.</summary>
    public const int ToSite = 1000;

    /// <summary>From VNets to on-premises, IPv6.</summary>
    public const int ToSiteIPv6 = 100;

    /// <summary>From on-premises over private peering, IPv6.</summary>
    public const int FromSiteIPv6 = 100;

    /// <summary>From on-premises over Microsoft peering.</summary>
    public const int FromSiteToMicrosoft = 200;

    /// <summary>What one gateway learns in all, IPv4.</summary>
    public const int OfGateway = 11000;

    /// <summary>From on-premises over private peering, IPv4; null for a tier that is not known.</summary>
    public static int? FromSite(string? tier) => tier?.ToUpperInvariant() switch
    {
        "STANDARD" or "LOCAL" => 4000,
        "PREMIUM" => 10000,
        _ => null,
    };
}

/// <summary>What a network may be linked with (expressroute-limits; azure-network-rules 6).</summary>
public static class CircuitCounts
{
    /// <summary>Circuits of one peering location that a VNet is linked with.</summary>
    public const int OfOneLocation = 4;

    /// <summary>Circuits of one subscription.</summary>
    public const int OfSubscription = 50;

    /// <summary>Circuits of one subscription in one region.</summary>
    public const int OfRegion = 10;
}
