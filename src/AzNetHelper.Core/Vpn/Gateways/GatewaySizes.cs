using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;

namespace AzNetHelper.Vpn;

/// <summary>What a VPN gateway needs, as data.</summary>
public static class GatewaySizes
{
    /// <summary>
    /// The lengths of GatewaySubnet, by SKU: what is made, in the order in which it is looked for, and the longest that works
    /// (vpn-gateway-about-vpn-gateway-settings, "Gateway subnet"; azure-network-rules 3). A /27 or wider has room for
    /// ExpressRoute beside it.
    /// </summary>
    public static ImmutableArray<(bool IsBasic, ImmutableArray<int> Made, int Longest)> Subnets { get; } =
        [(false, [27], 27), (true, [27, 28, 29], 29)];

    /// <summary>Where link-local addresses of a gateway lie (vpn-gateway-bgp-overview; azure-network-rules 4.5).</summary>
    public static ImmutableArray<IPPrefix> LinkLocal { get; } = [IPPrefix.Parse("169.254.21.0/24"), IPPrefix.Parse("169.254.22.0/24")];

    /// <summary>The hours that a month is billed with (azure.microsoft.com/pricing/details/vpn-gateway).</summary>
    public const int HoursAMonth = 730;

    /// <summary>How long a name may be (resource-name-rules, virtualNetworkGateways and publicIPAddresses).</summary>
    public const int LongestName = 80;

    /// <summary>True for a name that Azure takes (resource-name-rules).</summary>
    public static bool IsName(string name) => name is { Length: > 0 and <= LongestName }
        && char.IsAsciiLetterOrDigit(name[0]) && (char.IsAsciiLetterOrDigit(name[^1]) || name[^1] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    internal static (bool IsBasic, ImmutableArray<int> Made, int Longest) SubnetOf(bool isBasic) => Subnets.Single(s => s.IsBasic == isBasic);

    internal static bool IsLinkLocal(IPAddress address) =>
        IPPrefix.TryParse(address.ToString(), out _) && LinkLocal.Any(p => !p.IsIPv6 && p.Contains(address));
}
