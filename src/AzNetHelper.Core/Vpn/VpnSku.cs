using System.Collections.Immutable;

namespace AzNetHelper.Vpn;

/// <summary>What a VPN gateway of one SKU and generation can do.</summary>
/// <param name="Name">For example <c>VpnGw2AZ</c>.</param>
/// <param name="Generation">1 or 2.</param>
/// <param name="Tunnels">Site-to-site and VNet-to-VNet tunnels together.</param>
/// <param name="Clients">Point-to-site clients over IKEv2 or OpenVPN; 0 where these are not offered.</param>
/// <param name="Megabits">The aggregate throughput in Mbps.</param>
public sealed record VpnSku(string Name, int Generation, int Tunnels, int Clients, int Megabits)
{
    /// <summary>Point-to-site clients over SSTP, whatever the SKU.</summary>
    public const int SstpClients = 128;

    /// <summary>
    /// What can be created (about-gateway-skus, table of 2026-06-08; azure-network-rules 4.1). The SKUs without AZ cannot
    /// be created since 2025-11-01 (4.2).
    /// </summary>
    public static ImmutableArray<VpnSku> Offered { get; } =
    [
        new("Basic", 1, 10, 0, 100),
        new("VpnGw1AZ", 1, 30, 250, 650),
        new("VpnGw2AZ", 1, 30, 500, 1000),
        new("VpnGw3AZ", 1, 30, 1000, 1250),
        new("VpnGw2AZ", 2, 30, 500, 1250),
        new("VpnGw3AZ", 2, 30, 1000, 2500),
        new("VpnGw4AZ", 2, 100, 5000, 5000),
        new("VpnGw5AZ", 2, 100, 10000, 10000),
    ];

    /// <summary>SKUs that exist and cannot be made any more, with what stands for each (azure-network-rules 4.2).</summary>
    public static ImmutableArray<(string Name, string Instead)> Retired { get; } =
    [
        ("VpnGw1", "VpnGw1AZ"), ("VpnGw2", "VpnGw2AZ"), ("VpnGw3", "VpnGw3AZ"), ("VpnGw4", "VpnGw4AZ"), ("VpnGw5", "VpnGw5AZ"),
        ("Standard", "VpnGw1AZ"), ("HighPerformance", "VpnGw2AZ"),
    ];

    /// <summary>What stands for a SKU that is retired; null for one that is not.</summary>
    public static string? SuccessorOf(string? name) =>
        Retired.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase)).Instead;

    /// <summary>
    /// True for a retired SKU that a write of the gateway resizes to its successor. The two oldest ones are moved by Azure's own
    /// migration (gateway-sku-consolidation; gateway-sku-upgrade, "Migrate Only").
    /// </summary>
    public static bool IsResizedToSuccessor(string? name) =>
        SuccessorOf(name) is not null && name!.StartsWith("VpnGw", StringComparison.OrdinalIgnoreCase);

    public bool IsBasic => Name is "Basic";

    /// <summary>The names that can be given, each once.</summary>
    public static IEnumerable<string> Names => Offered.Select(s => s.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The SKU of a name and generation; null for none that is offered. Without a generation the newest.</summary>
    public static VpnSku? Find(string? name, int? generation = null) => Offered
        .Where(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase) && (generation is null || s.Generation == generation))
        .MaxBy(s => s.Generation);

    /// <summary>How many tunnels a gateway of any SKU, also a retired one, carries; null for an unknown SKU.</summary>
    public static int? TunnelsOf(string? name) => Find(name)?.Tunnels
        ?? Find(SuccessorOf(name))?.Tunnels;
}
