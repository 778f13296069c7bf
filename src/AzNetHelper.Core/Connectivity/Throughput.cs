using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>What one tunnel of a VPN gateway was measured to carry, with GCMAES256.</summary>
/// <param name="Sku">For example <c>VpnGw2AZ</c>.</param>
/// <param name="Generation">1 or 2.</param>
/// <param name="Megabits">Mbps.</param>
public sealed record TunnelThroughput(string Sku, int Generation, int Megabits)
{
    /// <summary>The measurements (about-gateway-skus; azure-network-rules 4.1). Of Basic the aggregate is the only number.</summary>
    public static ImmutableArray<TunnelThroughput> All { get; } =
    [
        new("Basic", 1, 100), new("VpnGw1AZ", 1, 650), new("VpnGw2AZ", 1, 1200), new("VpnGw3AZ", 1, 1250),
        new("VpnGw2AZ", 2, 1250), new("VpnGw3AZ", 2, 1500), new("VpnGw4AZ", 2, 2300), new("VpnGw5AZ", 2, 2300),
    ];

    /// <summary>What a tunnel of a SKU carries: no more than the gateway does; null for a SKU that is not known.</summary>
    public static int? Of(VpnSku? sku) => sku is null ? null
        : All.FirstOrDefault(t => t.Sku == sku.Name && t.Generation == sku.Generation) is { } tunnel ? Math.Min(tunnel.Megabits, sku.Megabits) : sku.Megabits;

    /// <summary>The SKU of a gateway as the table knows it; of a retired one its successor.</summary>
    public static VpnSku? SkuOf(VirtualNetworkGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return VpnSku.Find(gateway.Sku, gateway.Generation) ?? VpnSku.Find(VpnSku.SuccessorOf(gateway.Sku), gateway.Generation)
            ?? VpnSku.Find(VpnSku.SuccessorOf(gateway.Sku));
    }

    /// <summary>
    /// The smallest SKU that a new gateway needs; the largest where none is enough. Not Basic: it knows neither BGP nor gateway transit,
    /// and takes no clients any more.
    /// </summary>
    /// <param name="megabits">What one tunnel, or all clients together, have to carry; null where that does not matter.</param>
    /// <param name="clients">How many clients there are; null for none.</param>
    /// <param name="ofTunnel">True where it is one tunnel that carries it.</param>
    public static VpnSku Smallest(int? megabits, int? clients, bool ofTunnel)
    {
        VpnSku[] offered = [.. VpnSku.Names.Select(n => VpnSku.Find(n)!).Where(s => !s.IsBasic).OrderBy(s => s.Megabits)];
        return offered.FirstOrDefault(s => (ofTunnel ? Of(s) : s.Megabits) >= (megabits ?? 0) && s.Clients >= (clients ?? 0)) ?? offered[^1];
    }
}
