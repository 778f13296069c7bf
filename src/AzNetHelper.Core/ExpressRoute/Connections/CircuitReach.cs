using System.Collections.Immutable;
using AzNetHelper.Peering.Checks;

namespace AzNetHelper.ExpressRoute;

/// <summary>Whether a circuit may be linked with VNets of a region.</summary>
public enum CircuitScope
{
    /// <summary>No table tells it.</summary>
    Unknown,

    /// <summary>The region is in the circuit's reach.</summary>
    Within,

    /// <summary>It is not.</summary>
    Outside,
}

/// <summary>
/// Which regions a circuit reaches by its tier: Local the one or two at its peering location, Standard those of its geopolitical
/// region, Premium all of its cloud (expressroute-faqs; azure-network-rules 6).
/// </summary>
public static class CircuitReach
{
    // How the public cloud's regions are called here and in NetworkChecks; tables of others stand beside it.
    private const string China = "China";

    /// <summary>Whether a circuit reaches a region.</summary>
    /// <param name="tier">Local, Standard or Premium; null where it is not known.</param>
    /// <param name="location">The circuit's peering location; null where it is not known, as of a circuit on a port.</param>
    /// <param name="region">The region of the VNet.</param>
    public static CircuitScope Of(string? tier, string? location, string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return tier?.ToUpperInvariant() switch
        {
            "PREMIUM" => CircuitScope.Within,
            "LOCAL" => LocalAt(location, region) is not { } near ? CircuitScope.Unknown
                : Names(near, region) ? CircuitScope.Within : CircuitScope.Outside,
            "STANDARD" => OfRegion(region) is not { } here || OfLocation(location, region) is not { } there ? CircuitScope.Unknown
                : here == there ? CircuitScope.Within : CircuitScope.Outside,
            _ => CircuitScope.Unknown,
        };
    }

    /// <summary>The geopolitical region of an Azure region; null where no table tells it.</summary>
    public static string? OfRegion(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return Named(g => g.Regions, region)?.Name

            // A region that came later is where the location is that has it near.
            ?? Table(region).Where(l => Names(l.Regions, region)).Select(l => Of(l.Location, region)?.Name).FirstOrDefault(n => n is not null);
    }

    /// <summary>The geopolitical region of a peering location, as it is called in the cloud of a region; null where no table tells it.</summary>
    public static string? OfLocation(string? location, string region) => location is null ? null
        : Of(location, region)?.Name ?? Row(location, region)?.Regions.Select(OfRegion).FirstOrDefault(n => n is not null);

    /// <summary>The regions that a Local circuit of a peering location reaches, none where there is no Local; null where no table has the location.</summary>
    public static ImmutableArray<string>? LocalAt(string? location, string region) => Row(location, region)?.Regions;

    private static GeopoliticalRegion? Of(string location, string region) => GeopoliticalRegion.All.FirstOrDefault(g =>
        IsOfCloud(g, region) && (Names(g.Locations, location) || Names(g.Locations, City(location))));

    private static LocalRegions? Row(string? location, string region) => location is null ? null
        : Table(region).FirstOrDefault(l => Plain(l.Location) == Plain(location)) ?? Table(region).FirstOrDefault(l => Plain(l.Location) == Plain(City(location)));

    private static GeopoliticalRegion? Named(Func<GeopoliticalRegion, ImmutableArray<string>> names, string name) =>
        GeopoliticalRegion.All.FirstOrDefault(g => Names(names(g), name));

    // Chicago is a location of two clouds.
    private static bool IsOfCloud(GeopoliticalRegion row, string region) => NetworkChecks.CloudOf(row.Regions[0]) == NetworkChecks.CloudOf(region);

    private static ImmutableArray<LocalRegions> Table(string region) => Plain(region) switch
    {
        var name when name.StartsWith(China, StringComparison.OrdinalIgnoreCase) => LocalRegions.OfChina,
        var name when name.StartsWith("USGOV", StringComparison.Ordinal) || name.StartsWith("USDOD", StringComparison.Ordinal) => LocalRegions.OfUSGovernment,
        _ => LocalRegions.All,
    };

    private static bool Names(ImmutableArray<string> names, string name) => names.Any(n => Plain(n) == Plain(name));

    // A Metro circuit ends in two locations of one city, and has the city's name (expressroute metro).
    private static string City(string location) =>
        location.EndsWith(" Metro", StringComparison.OrdinalIgnoreCase) ? location[..^" Metro".Length] : location;

    // Newport(Wales) and Newport (Wales), Hong Kong and Hong Kong SAR, westeurope and West Europe.
    private static string Plain(string name)
    {
        var plain = string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return plain == "HONGKONGSAR" ? "HONGKONG" : plain;
    }
}
