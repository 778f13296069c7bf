using AzNetHelper.ExpressRoute.Routers;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>Circuits and wishes that each look different on a router.</summary>
internal static class RouterCases
{
    public static Dictionary<string, RouterEstate> All { get; } = new(StringComparer.Ordinal)
    {
        ["plain"] = new(),
        ["nokey"] = new() { NoKey = true, AcceptDefault = true, Accept = AcceptedRoutes.LinkedNetworks, Advertise = ["172.20.0.0/16", "203.0.113.7/32"] },
        ["ipv6"] = new() { IPv6 = true, Advertise = ["172.20.0.0/16", "10.0.0.0/8", "fd20::/48"], Preference = LinkPreference.Primary },
        ["qinq"] = new() { Outer = 20, Links = LinkSelection.Each, Preference = LinkPreference.Secondary, Asn = 4_200_000_001 },
        ["reach"] = new() { HasGlobalReach = true, Tier = "Premium", IPv6 = true, Advertise = ["172.20.0.0/16", "fd20::/48"] },
        ["default"] = new() { Advertise = ["0.0.0.0/0", "172.20.0.0/16"], AllowEgressChange = true },
    };
}
