using System.Collections.Immutable;
using System.Globalization;

namespace AzNetHelper.Simulation;

/// <summary>Who offers circuits: a row of expressRouteServiceProviders.</summary>
/// <param name="Name">Its name; that of a circuit's body may be in another case (recorded).</param>
/// <param name="PeeringLocations">Where it meets Microsoft.</param>
/// <param name="Bandwidths">What it sells, in Mbps.</param>
public sealed record CircuitProvider(string Name, ImmutableArray<string> PeeringLocations, ImmutableArray<int> Bandwidths)
{
    /// <summary>Those of the table, by name.</summary>
    public static ImmutableArray<CircuitProvider> Known { get; } =
        [.. Resources.Lines("CircuitProviders.txt").Select(Read).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>A bandwidth as the list names it: <c>50Mbps</c>, <c>1Gbps</c>.</summary>
    internal static string Offer(int megabits) => megabits % 1000 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{megabits / 1000}Gbps")
        : string.Create(CultureInfo.InvariantCulture, $"{megabits}Mbps");

    private static CircuitProvider Read(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        return new(parts[0], [.. parts[2].Split(',', StringSplitOptions.TrimEntries)],
            [.. parts[1].Split(' ').Select(b => int.Parse(b, CultureInfo.InvariantCulture))]);
    }
}
