using System.Collections.Immutable;
using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>What kind of addresses prefixes hold.</summary>
internal static class AddressKinds
{
    /// <summary>RFC 1918, RFC 6598 (which Azure treats as private, too: virtual-networks-udr-overview) and RFC 4193.</summary>
    public static ImmutableArray<IPPrefix> Private { get; } =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7" }.Select(IPPrefix.Parse)];

    // What no VNet can have and no network announces (azure-network-rules 3: virtual-networks-faq; RFC 6890), and the address of
    // Azure's own services in every VNet.
    private static readonly ImmutableArray<IPPrefix> Special =
    [
        .. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "::1/128", "fe80::/10", "ff00::/8" }
            .Select(IPPrefix.Parse),
    ];

    /// <summary>True where all of it is private.</summary>
    public static bool IsPrivate(IPPrefix prefix) => Private.Any(p => p.Contains(prefix));

    /// <summary>True where all of it is what no network can have.</summary>
    public static bool IsSpecial(IPPrefix prefix) => !prefix.IsDefault && Special.Any(p => p.Contains(prefix));

    /// <summary>True where some of it is public.</summary>
    public static bool IsPublic(IPPrefix prefix) => !prefix.IsDefault && !IsPrivate(prefix) && !IsSpecial(prefix);
}
