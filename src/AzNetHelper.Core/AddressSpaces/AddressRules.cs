using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.AddressSpaces;

/// <summary>A range with a meaning of its own.</summary>
/// <param name="Prefix">The range.</param>
/// <param name="Use">What it is for.</param>
public readonly record struct KnownRange(IPPrefix Prefix, string Use);

/// <summary>
/// What Azure says about addresses (virtual networks FAQ, "What address ranges can I use" and "How small and how large can
/// virtual networks and subnets be").
/// </summary>
public static class AddressRules
{
    /// <summary>How many addresses of a subnet Azure keeps: the first four and the last.</summary>
    public const int KeptInSubnet = 5;

    /// <summary>The widest IPv4 subnet.</summary>
    public const int WidestSubnet = 2;

    /// <summary>The narrowest IPv4 subnet.</summary>
    public const int NarrowestSubnet = 29;

    /// <summary>The one length of an IPv6 subnet.</summary>
    public const int IPv6Subnet = 64;

    /// <summary>Ranges that no VNet may have.</summary>
    public static ImmutableArray<KnownRange> Refused { get; } =
    [
        new(IPPrefix.Parse("224.0.0.0/4"), "multicast"),
        new(IPPrefix.Parse("255.255.255.255/32"), "broadcast"),
        new(IPPrefix.Parse("127.0.0.0/8"), "loopback"),
        new(IPPrefix.Parse("169.254.0.0/16"), "link-local addresses"),
        new(IPPrefix.Parse("168.63.129.16/32"), "Azure's own DNS"),

        // The FAQ lists those of IPv4; these are no addresses of a network by their definition (RFC 4291).
        new(IPPrefix.Parse("ff00::/8"), "multicast"),
        new(IPPrefix.Parse("fe80::/10"), "link-local addresses"),
        new(IPPrefix.Parse("::1/128"), "loopback"),
    ];

    /// <summary>The ranges of RFC 1918, out of which VNets are cut where nothing else is said.</summary>
    public static ImmutableArray<IPPrefix> Supernets { get; } =
        [IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16")];

    /// <summary>
    /// What Azure treats as private: RFC 1918 and 100.64.0.0/10 (virtual networks FAQ), and the unique local addresses of
    /// RFC 4193.
    /// </summary>
    public static PrefixSet Private { get; } =
        PrefixSet.Of([.. Supernets, IPPrefix.Parse("100.64.0.0/10"), IPPrefix.Parse("fc00::/7")]);

    /// <summary>True when a subnet may have this size.</summary>
    public static bool IsSubnetSize(IPPrefix prefix, string name) => prefix.IsIPv6

        // A dual-stack GatewaySubnet takes a /64 or larger (ExpressRoute gateways, "gateway subnet").
        ? prefix.Length == IPv6Subnet || (prefix.Length < IPv6Subnet && ReservedSubnet.Of(name) is { Name: Subnet.GatewaySubnetName })
        : prefix.Length is >= WidestSubnet and <= NarrowestSubnet;
}
