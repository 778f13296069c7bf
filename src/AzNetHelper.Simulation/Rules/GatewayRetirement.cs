using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>What Azure no longer builds, and no longer changes.</summary>
/// <param name="Subject">A SKU of VPN gateways, <see cref="Sstp"/>, <see cref="BasicAddress"/> or <see cref="BasicAddressOfBasic"/>.</param>
/// <param name="NoNewSince">From this day on none is made.</param>
/// <param name="FrozenSince">From this day on those that exist are changed only to leave it; null where they may stay.</param>
/// <param name="Source">Where this is known from.</param>
public sealed record GatewayRetirement(string Subject, DateOnly NoNewSince, DateOnly? FrozenSince, string Source)
{
    /// <summary>A public address of SKU Basic on a gateway of another SKU than Basic.</summary>
    public const string BasicAddress = "BasicAddress";

    /// <summary>A public address of SKU Basic on a gateway of SKU Basic.</summary>
    public const string BasicAddressOfBasic = "BasicAddressOfBasic";

    /// <summary>The protocol SSTP of point-to-site clients.</summary>
    public const string Sstp = "SSTP";

    /// <summary>What is known (azure-network-rules 4.2; arm-protocol 5.4 for addresses).</summary>
    public static ImmutableArray<GatewayRetirement> Known { get; } =
    [
        .. from size in Enumerable.Range(1, 5)
           select new GatewayRetirement($"VpnGw{size}", new(2025, 11, 1), new(2026, 9, 30),
               "learn.microsoft.com/azure/vpn-gateway/gateway-sku-consolidation"),
        new("Standard", new(2023, 11, 30), null, "learn.microsoft.com/azure/vpn-gateway/whats-new"),
        new("HighPerformance", new(2023, 11, 30), null, "learn.microsoft.com/azure/vpn-gateway/whats-new"),
        new(BasicAddress, new(2024, 1, 1), null, "Azure/Azure-Landing-Zones#475"),
        new(Sstp, new(2026, 3, 31), null, "azure-network-rules 5: ends on 2027-03-31"),
        new(BasicAddressOfBasic, new(2026, 6, 30), null, "learn.microsoft.com/azure/vpn-gateway/whats-new"),
    ];
}
