using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>Where circuits end, read from PeeringLocations.txt.</summary>
/// <param name="Name">For example <c>Amsterdam</c>.</param>
/// <param name="Geography">Its geopolitical region.</param>
/// <param name="LocalRegions">The regions that tier Local reaches.</param>
internal sealed record PeeringLocation(string Name, string Geography, ImmutableArray<string> LocalRegions)
{
    private static readonly FrozenDictionary<string, PeeringLocation> Known = Resources.Lines("PeeringLocations.txt")
        .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
        .Select(p => new PeeringLocation(p[0], p[1], p[2] is "-" ? [] : [.. p[2].Split(' ')]))
        .ToFrozenDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> GeographyByRegion = Resources.Lines("GeopoliticalRegions.txt")
        .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
        .SelectMany(p => p[1].Split(' ').Select(region => (Region: region, Geography: p[0])))
        .ToFrozenDictionary(r => r.Region, r => r.Geography, StringComparer.OrdinalIgnoreCase);

    public static PeeringLocation? Find(string? name) => name is null ? null : Known.GetValueOrDefault(name);

    /// <summary>Whether a circuit of a tier reaches a region; null where the tables do not know location or region.</summary>
    public static bool? Reaches(string? tier, string? location, string? region)
    {
        if (Json.Same(tier, "Premium"))
        {
            return true;
        }

        return Find(location) is not { } known || region is null ? null
            : Json.Same(tier, "Local") ? known.LocalRegions.Contains(region, StringComparer.OrdinalIgnoreCase)
            : GeographyByRegion.GetValueOrDefault(region) is { } geography ? Json.Same(geography, known.Geography)
            : null;
    }
}
