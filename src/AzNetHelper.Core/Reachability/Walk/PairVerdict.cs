using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// Both directions between two ends, over all pairs of their subnets. A pair counts once for each family that both
/// have; all of them must arrive, there and back.
/// </summary>
internal sealed class PairVerdict
{
    private readonly List<(Directions Direction, Leg Leg)> _legs = [];
    private bool _reachable;
    private bool _unknown;
    private bool _blocked;

    private PairVerdict(ImmutableArray<EndGroup> source, ImmutableArray<EndGroup> destination)
    {
        Networks = [.. source.Concat(destination).Select(g => g.Node?.Id).OfType<ResourceId>().Distinct()];
        foreach (var from in source)
        {
            foreach (var to in destination)
            {
                Compare(from, to);
            }
        }
    }

    /// <summary>True when no pair of subnets has a family in common.</summary>
    public bool IsEmpty => !_reachable && !_unknown && !_blocked;

    /// <summary>The VNets of the two ends.</summary>
    public ImmutableArray<ResourceId> Networks { get; }

    public IReadOnlyList<(Directions Direction, Leg Leg)> Legs => _legs;

    public PathKinds Kinds { get; private set; }

    public Verdict Verdict =>
        _reachable ? _unknown || _blocked ? Verdict.Partial : Verdict.Reachable
        : _unknown ? Verdict.Unknown
        : Verdict.Blocked;

    public static PairVerdict Of(ImmutableArray<EndGroup> source, ImmutableArray<EndGroup> destination) =>
        new(source, destination);

    private void Compare(EndGroup from, EndGroup to)
    {
        bool[] families = from.Has(isIPv6: false) && to.Has(isIPv6: false)
            ? from.Has(isIPv6: true) && to.Has(isIPv6: true) ? [false, true] : [false]
            : from.Has(isIPv6: true) && to.Has(isIPv6: true) ? [true] : [];
        if (families.Length == 0)
        {
            return;
        }

        var there = Crossing.Of(from, to, families);
        var back = Crossing.Of(to, from, families);
        Keep(Directions.There, there);
        Keep(Directions.Back, back);

        // Every outcome there meets every outcome back: they belong to different subnets of a pair.
        foreach (var a in there)
        {
            foreach (var b in back)
            {
                Count(a, b);
            }
        }
    }

    private void Count(Outcome there, Outcome back)
    {
        if (there.Verdict == Verdict.Blocked || back.Verdict == Verdict.Blocked)
        {
            _blocked = true;
        }
        else if (there.Verdict == Verdict.Unknown || back.Verdict == Verdict.Unknown)
        {
            _unknown = true;
        }
        else
        {
            _reachable = true;
            foreach (var leg in there.Legs.Concat(back.Legs))
            {
                Kinds |= leg.Kinds;
            }
        }
    }

    private void Keep(Directions direction, List<Outcome> outcomes) =>
        _legs.AddRange(outcomes.SelectMany(o => o.Legs).Select(l => (direction, l)));
}
