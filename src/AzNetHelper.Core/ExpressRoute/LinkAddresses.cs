using System.Net;
using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The addresses of one link of a peering: of its /30 (IPv6 /126) the first usable one is the customer's router, the second
/// Microsoft's, on the primary link as on the secondary (expressroute-routing; azure-network-rules 6).
/// </summary>
public sealed record LinkAddresses
{
    /// <summary>The length of a link's prefix, IPv4.</summary>
    public const int LengthIPv4 = 30;

    /// <summary>The length of a link's prefix, IPv6.</summary>
    public const int LengthIPv6 = 126;

    private LinkAddresses(IPPrefix prefix) => Prefix = prefix;

    /// <summary>The /30, or the /126.</summary>
    public IPPrefix Prefix { get; }

    public bool IsIPv6 => Prefix.IsIPv6;

    /// <summary>The address of the customer's router, or of the provider's where that terminates BGP: the first usable one.</summary>
    public IPAddress CustomerAddress => At(1);

    /// <summary>The address of Microsoft's router: the second usable one.</summary>
    public IPAddress MicrosoftAddress => At(2);

    /// <summary>The length that a link of a family has.</summary>
    public static int LengthOf(bool isIPv6) => isIPv6 ? LengthIPv6 : LengthIPv4;

    /// <summary>Why a prefix is none of a link; null when it may be.</summary>
    public static string? Problem(IPPrefix prefix) => prefix.Length == LengthOf(prefix.IsIPv6) ? null
        : $"{prefix} is no prefix of a link: a link has {(prefix.IsIPv6 ? $"an IPv6 /{LengthIPv6}" : $"an IPv4 /{LengthIPv4}")}, "
            + "with one address for your router and one for Microsoft's.";

    /// <summary>The addresses in a prefix; null where it is none of a link.</summary>
    public static LinkAddresses? Of(IPPrefix? prefix) => prefix is { } given && Problem(given) is null ? new(given) : null;

    public override string ToString() => $"{Prefix} (customer {CustomerAddress}, Microsoft {MicrosoftAddress})";

    private IPAddress At(int number) =>
        IPPrefix.FromBits(Prefix.Bits | ((UInt128)number << (128 - Prefix.Width)), Prefix.Width, Prefix.IsIPv6).Network;
}
