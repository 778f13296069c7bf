using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>A region of the public cloud, read from Regions.txt.</summary>
/// <param name="Name">The name, for example <c>westeurope</c>.</param>
/// <param name="DisplayName">For example <c>West Europe</c>.</param>
/// <param name="Group">The group of geographies, for example <c>Europe</c>.</param>
/// <param name="Pair">The paired region; null where there is none.</param>
/// <param name="Zones">Its availability zones; empty where it has none.</param>
internal sealed record Region(string Name, string DisplayName, string Group, string? Pair, ImmutableArray<string> Zones)
{
    private static readonly FrozenDictionary<string, Region> Known = Resources.Lines("Regions.txt").Select(Read)
        .ToFrozenDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Region> All => Known.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    public static Region? Find(string? name) => name is null ? null : Known.GetValueOrDefault(name);

    private static Region Read(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        return new(parts[0], parts[1], parts[2], parts[3] is "-" ? null : parts[3], parts[4] is "-" ? [] : [.. parts[4].Split(' ')]);
    }
}
