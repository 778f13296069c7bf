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

    /// <summary>The hours that a month is billed with (azure.microsoft.com/pricing/details/vpn-gateway).</summary>
    public const int HoursAMonth = 730;

    internal static (bool IsBasic, ImmutableArray<int> Made, int Longest) SubnetOf(bool isBasic) => Subnets.Single(s => s.IsBasic == isBasic);
}
