using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>What becomes of packets that another circuit of the gateway carries when a second one leads there too.</summary>
internal enum CircuitChoice
{
    /// <summary>Nobody knows what one of the two announces.</summary>
    Unknown,

    /// <summary>They take the new circuit: its prefix is longer, or its connection heavier.</summary>
    Takes,

    /// <summary>They take either.</summary>
    Shares,

    /// <summary>They stay, as long as the other circuit announces it.</summary>
    Stays,
}

/// <summary>Prefixes that a circuit announces and another circuit of the same gateway leads to already.</summary>
/// <param name="Other">The other circuit.</param>
/// <param name="Weight">The weight of its connection.</param>
/// <param name="Choice">What becomes of the packets there.</param>
/// <param name="Prefixes">The prefixes; none where they are not known.</param>
internal sealed record SharedPrefixes(ResourceId Other, int Weight, CircuitChoice Choice, ImmutableArray<IPPrefix> Prefixes)
{
    /// <summary>
    /// Between circuits of a gateway the longest prefix wins, then the heavier connection, then the shorter path; equal ones share
    /// (expressroute-optimize-routing; azure-network-rules 6).
    /// </summary>
    public static ImmutableArray<SharedPrefixes> Of(CircuitConnectionLayout layout)
    {
        var weight = layout.Request.RoutingWeight ?? layout.Existing?.RoutingWeight ?? 0;
        var all = ImmutableArray.CreateBuilder<SharedPrefixes>();
        foreach (var link in layout.Others.Where(_ => layout.IsMade).GroupBy(o => o.Circuit!).Select(g => g.MaxBy(o => o.RoutingWeight)!).OrderBy(o => o.Circuit))
        {
            if (layout.Announced is not { } announced || !layout.Topology.ExpressRoutePrefixes.TryGetValue(link.Circuit!, out var others))
            {
                all.Add(new(link.Circuit!, link.RoutingWeight, CircuitChoice.Unknown, []));
                continue;
            }

            all.AddRange(announced.Where(p => others.Any(o => o.Contains(p))).Distinct().Order()
                .GroupBy(p => !others.Contains(p) || weight > link.RoutingWeight ? CircuitChoice.Takes
                    : weight == link.RoutingWeight ? CircuitChoice.Shares : CircuitChoice.Stays).OrderBy(g => g.Key)
                .Select(g => new SharedPrefixes(link.Circuit!, link.RoutingWeight, g.Key, [.. g])));
        }

        return all.ToImmutable();
    }

    /// <summary>A sentence about a circuit that is linked now.</summary>
    public string Says(string circuit, string gateway)
    {
        var prefixes = RouteMove.List(Prefixes);
        return Choice switch
        {
            CircuitChoice.Unknown => $"{gateway} is linked with circuit {Other.Name} already, and whether {circuit} announces the same is not known: packets may take {circuit} instead, or both.",
            CircuitChoice.Takes => $"Packets to {prefixes} take circuit {circuit} from then on, no more {Other.Name}.",
            CircuitChoice.Shares => $"Packets to {prefixes} take circuit {circuit} as well as {Other.Name} from then on, by equal weight: the one with the shorter path, or both.",
            _ => $"Packets to {prefixes} stay with circuit {Other.Name}, whose weight is higher, as long as that announces them; those from there may come by {circuit}.",
        };
    }
}
