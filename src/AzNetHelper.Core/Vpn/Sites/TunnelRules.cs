using AzNetHelper.Networks;

namespace AzNetHelper.Vpn.Sites;

/// <summary>What a gateway's type and SKU leave it to do (azure-network-rules 4.1 and 4.3).</summary>
internal static class TunnelRules
{
    public const string IkeV1 = "IKEv1";
    public const string IkeV2 = "IKEv2";

    /// <summary>The tunnels of a policy-based gateway.</summary>
    public const int PolicyBasedTunnels = 1;

    /// <summary>The seconds of dead peer detection that Azure takes.</summary>
    public const int LeastDpdSeconds = 9;
    public const int MostDpdSeconds = 3600;

    public static bool IsPolicyBased(VirtualNetworkGateway gateway) =>
        string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase);

    public static bool Allows(VirtualNetworkGateway gateway, string protocol) => !gateway.IsBasic
        || string.Equals(protocol, IsPolicyBased(gateway) ? IkeV1 : IkeV2, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many tunnels it carries; null for an unknown SKU.</summary>
    public static int? TunnelsOf(VirtualNetworkGateway gateway) => IsPolicyBased(gateway) ? PolicyBasedTunnels : VpnSku.TunnelsOf(gateway.Sku);

    /// <summary>When the SKUs without zones retire, and refuse changes from then on (azure-network-rules 4.2).</summary>
    public static DateTimeOffset RetirementOfZoneless { get; } = new(2026, 9, 30, 0, 0, 0, TimeSpan.Zero);
}
