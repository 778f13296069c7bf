using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>A size of an ExpressRoute gateway.</summary>
/// <param name="Name">Its SKU, for example <c>ErGw1Az</c>.</param>
/// <param name="Megabits">Mbps.</param>
/// <param name="Circuits">How many circuits it is linked with.</param>
/// <param name="Routes">How many routes it learns.</param>
public sealed record ExpressRouteSku(string Name, int Megabits, int Circuits, int Routes)
{
    /// <summary>Packets of a gateway to the machines of hubs pass it by (expressroute-about-virtual-network-gateways, FastPath).</summary>
    public bool HasFastPath { get; init; }

    /// <summary>As requests spell it: <c>ErGw1AZ</c> (virtualNetworkGateways, schema of 2025-09-01; arm-protocol 1.4).</summary>
    public string ArmName => Name.EndsWith("Az", StringComparison.Ordinal) ? $"{Name[..^2]}AZ" : Name;

    /// <summary>True for those that lie in availability zones.</summary>
    public bool IsZonal => Name.StartsWith("ErGw", StringComparison.Ordinal);

    /// <summary>
    /// Gateways, first those in zones (expressroute-about-virtual-network-gateways, 2026; azure-network-rules 6). Of ErGwScale it
    /// is what 40 scale units carry.
    /// </summary>
    public static ImmutableArray<ExpressRouteSku> All { get; } =
    [
        new("ErGw1Az", 1000, 4, 4000), new("ErGw2Az", 2000, 8, 9500),
        new("ErGw3Az", 10000, 16, 9500) { HasFastPath = true }, new("ErGwScale", 40000, 16, 9500) { HasFastPath = true },
        new("Standard", 1000, 4, 4000), new("HighPerformance", 2000, 8, 9500), new("UltraPerformance", 10000, 16, 9500) { HasFastPath = true },
    ];

    /// <summary>The most scale units of ErGwScale (the same).</summary>
    public const int MostUnits = 40;

    /// <summary>What a scale unit carries, in Mbps (the same).</summary>
    public const int MegabitsOfUnit = 1000;

    /// <summary>Scale units from which ErGwScale has FastPath (the same).</summary>
    public const int FastPathUnits = 10;

    public static ExpressRouteSku? Find(string? name) => All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The smallest gateway in zones that carries it.</summary>
    public static ExpressRouteSku Smallest(int? megabits) => All.Take(4).FirstOrDefault(s => s.Megabits >= (megabits ?? 0)) ?? All[3];

    /// <summary>How many circuits a gateway takes; by its scale units where it is ErGwScale (4, from 2 units 8, from 10 units 16).</summary>
    public int CircuitsOf(int? units) => Name != "ErGwScale" || units is null ? Circuits : units >= 10 ? 16 : units >= 2 ? 8 : 4;
}
