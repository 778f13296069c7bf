using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using static AzNetHelper.AddressSpaces.AddressSpaceFindingId;
using static AzNetHelper.AddressSpaces.AddressSpaceSeverity;

namespace AzNetHelper.AddressSpaces;

/// <summary>
/// Looks for what does not fit together in the addresses of a topology, and for what candidates would clash with. Pure.
/// </summary>
public static class AddressSpaceAudit
{
    /// <summary>What is wrong, the worst first.</summary>
    /// <param name="topology">The networks.</param>
    /// <param name="chosen">VNets: only what concerns them; empty for everything.</param>
    public static ImmutableArray<AddressSpaceFinding> Examine(Topology topology, params IReadOnlyCollection<ResourceId> chosen)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(chosen);
        var wanted = chosen.ToHashSet();
        var own = topology.VirtualNetworks.Where(n => wanted.Count == 0 || wanted.Contains(n.Id))
            .SelectMany(n => NetworkAudit.Of(topology, n));
        var pools = topology.Gateways.Where(g => wanted.Count == 0 || (g.VirtualNetwork is { } home && wanted.Contains(home)))
            .SelectMany(NetworkAudit.Pool);
        var overlaps = new OverlapSearch(new(topology)).Find().Where(f => wanted.Count == 0 || f.Resources.Any(wanted.Contains));
        return Sorted(overlaps.Concat(own).Concat(pools));
    }

    /// <summary>What candidates that are not deployed would clash with.</summary>
    /// <param name="topology">The networks.</param>
    /// <param name="candidates">Prefixes that somebody thinks of.</param>
    /// <param name="chosen">VNets that they are for: what these are or could be connected to counts as an error, the rest is
    /// for information; empty for everything there is.</param>
    public static ImmutableArray<AddressSpaceFinding> ExamineCandidates(
        Topology topology, IReadOnlyList<IPPrefix> candidates, params IReadOnlyCollection<ResourceId> chosen)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(chosen);
        var estate = new AddressEstate(topology);
        var reach = chosen.Count == 0 ? null : AddressReach.Of(estate, chosen);
        IPPrefix[] asked = [.. candidates.Distinct()];
        AddressClaim[] claims = [.. estate.Holders.SelectMany(estate.ClaimsOf)];
        var clashes = new Dictionary<(IPPrefix, AddressHolder), List<IPPrefix>>();
        var among = new List<AddressSpaceFinding>();
        foreach (var (outer, inner) in PrefixNesting.Of([.. asked, .. claims.Select(c => c.Prefix)]).Pairs())
        {
            switch (outer < asked.Length, inner < asked.Length)
            {
                case (true, true):
                    among.Add(new(CandidateOverlap, Error, $"The candidates overlap: {new Overlap(asked[outer], asked[inner])}.")
                    {
                        Prefixes = [asked[outer], asked[inner]], Remedy = "Keep one of them.",
                    });
                    break;
                case (true, false):
                    Add(asked[outer], claims[inner - asked.Length]);
                    break;
                case (false, true):
                    Add(asked[inner], claims[outer - asked.Length]);
                    break;
                default:
                    break;
            }
        }

        return SortedByPrefix(clashes.Select(c => Candidate(c.Key.Item1, c.Key.Item2, [.. c.Value.Order()],
                reach is null || reach.Contains(c.Key.Item2) ? Error : Information))
            .Concat(among).Concat(NetworkAudit.Ranges(asked, "an address space", resource: null)));

        void Add(IPPrefix candidate, AddressClaim claim)
        {
            if (!clashes.TryGetValue((candidate, claim.Holder), out var prefixes))
            {
                clashes[(candidate, claim.Holder)] = prefixes = [];
            }

            prefixes.Add(claim.Prefix);
        }
    }

    /// <summary>What is not known about the networks, and may be in the way unseen.</summary>
    /// <param name="topology">The networks.</param>
    /// <param name="chosen">VNets: only what these are or could be connected to; empty for everything.</param>
    public static ImmutableArray<NoticeStep> Unknown(Topology topology, params IReadOnlyCollection<ResourceId> chosen)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(chosen);
        var estate = new AddressEstate(topology);
        var reach = chosen.Count == 0 ? null : AddressReach.Of(estate, chosen);
        return [.. UnknownSpace.Of(estate, holder => reach is null || reach.Contains(holder))];
    }

    private static AddressSpaceFinding Candidate(
        IPPrefix candidate, AddressHolder holder, ImmutableArray<IPPrefix> prefixes, AddressSpaceSeverity severity) =>
        new(CandidateOverlap, severity, $"{candidate} would overlap with {holder.Phrase}: "
            + $"{OverlapSentences.Listed([.. prefixes.Select(p => p == candidate ? "the same prefix" : p.ToString())])}"
            + (severity == Error ? "." : "; nothing joins them."))
        {
            Resources = [holder.Id], Prefixes = [candidate, .. prefixes.Where(p => p != candidate)],
            Remedy = severity == Error ? $"Find-VNetAddressSpace -PrefixLength {candidate.Length} finds a range that is free." : null,
        };

    private static ImmutableArray<AddressSpaceFinding> SortedByPrefix(IEnumerable<AddressSpaceFinding> findings) =>
        [.. findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Prefixes[0]).ThenBy(f => f.Id).ThenBy(f => f.Resource)];

    private static ImmutableArray<AddressSpaceFinding> Sorted(IEnumerable<AddressSpaceFinding> findings) =>
        [.. findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Id).ThenBy(f => f.Resource).ThenBy(f => f.Prefixes.FirstOrDefault())];
}
