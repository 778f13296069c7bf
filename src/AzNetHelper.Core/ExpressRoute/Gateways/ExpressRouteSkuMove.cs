using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>One SKU that a gateway can be given in the place of another, by a write of it.</summary>
/// <param name="From">The SKU that it has.</param>
/// <param name="To">The SKU that it is given.</param>
/// <param name="Source">Where that is known from.</param>
public sealed record ExpressRouteSkuMove(string From, string To, string Source)
{
    private const string Gateways = "expressroute-about-virtual-network-gateways";
    private const string Scale = "scalable-gateway";

    /// <summary>All there are. Between the SKUs in zones and the others Azure migrates a gateway (gateway-migration); any other way is to make it anew.</summary>
    public static ImmutableArray<ExpressRouteSkuMove> All { get; } =
    [
        new("ErGw1Az", "ErGw2Az", Gateways), new("ErGw1Az", "ErGw3Az", Gateways), new("ErGw2Az", "ErGw3Az", Gateways),
        new("ErGw2Az", "ErGw1Az", Gateways),
        new("ErGw1Az", ExpressRouteScale.Sku, Scale), new("ErGw2Az", ExpressRouteScale.Sku, Scale), new("ErGw3Az", ExpressRouteScale.Sku, Scale),
        new("Standard", "HighPerformance", Gateways), new("Standard", "UltraPerformance", Gateways),
        new("HighPerformance", "UltraPerformance", Gateways), new("HighPerformance", "Standard", Gateways),
    ];

    /// <summary>True where a write makes the one of the other.</summary>
    public static bool IsPossible(string? from, string to) => All.Any(m =>
        string.Equals(m.From, from, StringComparison.OrdinalIgnoreCase) && string.Equals(m.To, to, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a gateway of a SKU can become.</summary>
    public static IEnumerable<string> Of(string? from) =>
        All.Where(m => string.Equals(m.From, from, StringComparison.OrdinalIgnoreCase)).Select(m => m.To);
}

/// <summary>Gateways whose size follows from scale units (scalable-gateway of 2025-11-06).</summary>
public static class ExpressRouteScale
{
    public const string Sku = "ErGwScale";

    /// <summary>From here on it scales by itself, where the most are more; one unit is of fixed size.</summary>
    public const int LeastOfScaling = 2;

    /// <summary>Regions that do not have it, by the same page. They may come to: Azure says.</summary>
    public static ImmutableArray<string> NotIn { get; } =
    [
        "Belgium Central", "Japan East", "Qatar Central", "Southeast Asia", "West Europe", "West India", "West US 2", "South Central US",
        "East US 2",
    ];
}
