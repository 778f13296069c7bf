using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn.Sites;

/// <summary>
/// The link-local addresses that the instances of a gateway use for the session with a device. They must be among those that
/// the gateway was given, in 169.254.21.0 to 169.254.22.255 (vpn-gateway-bgp-overview; azure-network-rules 4.5).
/// </summary>
internal static class LinkLocalAddresses
{
    /// <summary>Where Azure's side of a session may be.</summary>
    public static ImmutableArray<IPPrefix> Allowed { get; } = [IPPrefix.Parse("169.254.21.0/24"), IPPrefix.Parse("169.254.22.0/24")];

    // The two ends of a link-local session usually share such a range (azure-network-rules 4.5, /30 per tunnel).
    private const int Pair = 30;

    public static bool IsAllowed(IPAddress address) => Allowed.Any(p => p.Contains(address));

    /// <summary>Each instance with its address: those that were given, else the ones that fit the device's; empty where none is needed.</summary>
    public static ImmutableArray<CustomBgpAddress> Of(VirtualNetworkGateway gateway, PlannedSite site)
    {
        if (!site.IsLinkLocal || (!site.AsksForBgp && site.Device.GatewayBgpAddresses.IsEmpty))
        {
            return [];
        }

        var chosen = ImmutableArray.CreateBuilder<CustomBgpAddress>();
        foreach (var instance in gateway.Addresses.Where(a => !a.CustomBgpAddresses.IsEmpty))
        {
            var candidates = site.Device.GatewayBgpAddresses.IsEmpty
                ? Fitting(instance, site.Peer!)
                : instance.CustomBgpAddresses.Where(site.Device.GatewayBgpAddresses.Contains);
            if (candidates.FirstOrDefault() is { } address)
            {
                chosen.Add(new(instance.Configuration, address));
            }
        }

        return chosen.ToImmutable();
    }

    /// <summary>The addresses of an instance that a session with a device's link-local address may have: its only one, or those beside it.</summary>
    public static IEnumerable<IPAddress> Fitting(GatewayAddress instance, IPAddress peer) =>
        instance.CustomBgpAddresses.Where(a => instance.CustomBgpAddresses.Length == 1 || IsPair(a, peer));

    private static bool IsPair(IPAddress one, IPAddress other) => IPPrefix.Containing(one, Pair) == IPPrefix.Containing(other, Pair);
}
