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

/// <summary>How many VNets a circuit takes.</summary>
/// <param name="Megabits">From this bandwidth on.</param>
/// <param name="Most">How many, with Premium.</param>
public sealed record CircuitLinks(int Megabits, int Most)
{
    /// <summary>Of Standard and Local, whatever the bandwidth (expressroute-limits; azure-network-rules 6).</summary>
    public const int MostOfStandard = 10;

    /// <summary>Of Premium (the same).</summary>
    public static ImmutableArray<CircuitLinks> All { get; } =
        [new(50, 20), new(100, 25), new(200, 25), new(500, 40), new(1000, 50), new(2000, 60), new(5000, 75), new(10000, 100)];

    /// <summary>The number of a circuit; null where tier or bandwidth do not tell it.</summary>
    public static int? MostOf(string? tier, int? megabits) => tier?.ToUpperInvariant() switch
    {
        "STANDARD" or "LOCAL" => MostOfStandard,
        "PREMIUM" => All.LastOrDefault(l => l.Megabits <= megabits)?.Most,
        _ => null,
    };
}

/// <summary>A size of an ExpressRoute gateway.</summary>
/// <param name="Name">Its SKU, for example <c>ErGw1Az</c>.</param>
/// <param name="Megabits">Mbps.</param>
public sealed record ExpressRouteSku(string Name, int Megabits)
{
    /// <summary>Gateways (expressroute-about-virtual-network-gateways, 2026; azure-network-rules 6).</summary>
    public static ImmutableArray<ExpressRouteSku> All { get; } =
    [
        new("ErGw1Az", 1000), new("ErGw2Az", 2000), new("ErGw3Az", 10000), new("ErGwScale", 40000),
        new("Standard", 1000), new("HighPerformance", 2000), new("UltraPerformance", 10000),
    ];

    /// <summary>What provider circuits are ordered with, in Mbps (expressroute-faqs).</summary>
    public static ImmutableArray<int> CircuitMegabits { get; } = [50, 100, 200, 500, 1000, 2000, 5000, 10000];

    /// <summary>What ports of ExpressRoute Direct have, in Mbps (expressroute-faqs; the widest by the limits page alone).</summary>
    public static ImmutableArray<int> DirectMegabits { get; } = [10000, 100000, 400000];

    public static ExpressRouteSku? Find(string? name) => All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The smallest gateway that is still offered and carries it.</summary>
    public static ExpressRouteSku Smallest(int? megabits) => All.Take(4).FirstOrDefault(s => s.Megabits >= (megabits ?? 0)) ?? All[3];
}
