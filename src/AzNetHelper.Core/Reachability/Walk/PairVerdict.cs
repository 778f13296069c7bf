using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// Both directions between two ends, over all pairs of their subnets. A pair counts once, in the families that both have;
/// all of them must arrive, there and back, and past the same appliances.
/// </summary>
internal sealed class PairVerdict
{
    private readonly Crossing _crossing;
    private readonly List<(Directions Direction, Leg Leg)>? _legs;
    private HashSet<Appliance>? _asymmetric;
    private bool _reachable;
    private bool _unknown;
    private bool _blocked;

    private PairVerdict(Crossing crossing, bool withLegs) =>
        (_crossing, _legs) = (crossing, withLegs ? [] : null);

    /// <summary>True when no pair of subnets has a family in common.</summary>
    public bool IsEmpty => !_reachable && !_unknown && !_blocked;

    /// <summary>The VNets of the two ends.</summary>
    public ImmutableArray<ResourceId> Networks { get; private init; } = [];

    public IReadOnlyList<(Directions Direction, Leg Leg)> Legs => _legs ?? [];

    public PathKinds Kinds { get; private set; }

    /// <summary>The reasons of what did not arrive, a bit each.</summary>
    public ulong Faults { get; private set; }

    public Verdict Verdict =>
        _reachable ? _unknown || _blocked ? Verdict.Partial : Verdict.Reachable
        : _unknown ? Verdict.Unknown
        : Verdict.Blocked;

    /// <summary>The verdict with every way, for people.</summary>
    public static PairVerdict Of(ImmutableArray<EndGroup> source, ImmutableArray<EndGroup> destination) =>
        Of(source, destination, new(), withLegs: true);

    /// <summary>The verdict alone.</summary>
    public static PairVerdict Of(
        ImmutableArray<EndGroup> source, ImmutableArray<EndGroup> destination, Crossing crossing, bool withLegs = false)
    {
        var pair = new PairVerdict(crossing, withLegs)
        {
            Networks = withLegs
                ? [.. source.Concat(destination).Select(g => g.Node?.Id).OfType<ResourceId>().Distinct()]
                : [],
        };
        foreach (var from in source)
        {
            foreach (var to in destination)
            {
                pair.Compare(from, to);
            }
        }

        return pair;
    }

    private void Compare(EndGroup from, EndGroup to)
    {
        var ipv4 = from.HasIPv4 && to.HasIPv4;
        var ipv6 = from.HasIPv6 && to.HasIPv6;
        if (ipv4 != ipv6)
        {
            Count(Cross(from, to, ipv6), []);
        }
        else if (ipv4)
        {
            Count(Cross(from, to, isIPv6: false), Cross(from, to, isIPv6: true));
        }
    }

    /// <summary>
    /// Every outcome there meets every outcome back: they belong to different subnets of a pair. One outcome stands for all
    /// members of its group.
    /// </summary>
    private List<(List<Outcome> There, List<Outcome> Back)> Cross(EndGroup from, EndGroup to, bool isIPv6)
    {
        var there = _crossing.Of(from, to, isIPv6);
        var back = _crossing.Of(to, from, isIPv6);
        Keep(Directions.There, there);
        Keep(Directions.Back, back);
        return [(there, back)];
    }

    private void Count(
        List<(List<Outcome> There, List<Outcome> Back)> first, List<(List<Outcome> There, List<Outcome> Back)> second)
    {
        // The members of a group are told apart in one family, in both, or in none.
        Span<int> sizes = [1, 1];
        foreach (var (there, back) in first.Concat(second))
        {
            sizes[0] = Math.Max(sizes[0], there.Count);
            sizes[1] = Math.Max(sizes[1], back.Count);
        }

        for (var d = 0; d < sizes[0]; d++)
        {
            for (var s = 0; s < sizes[1]; s++)
            {
                var verdict = Verdict.Reachable;
                var kinds = PathKinds.None;
                foreach (var (there, back) in first.Concat(second))
                {
                    var one = Judge(there[there.Count == 1 ? 0 : d], back[back.Count == 1 ? 0 : s], ref kinds);
                    verdict = one < verdict ? one : verdict;
                }

                Count(verdict, kinds);
            }
        }
    }

    private void Count(Verdict verdict, PathKinds kinds)
    {
        switch (verdict)
        {
            case Verdict.Blocked:
                _blocked = true;
                break;
            case Verdict.Unknown:
                _unknown = true;
                break;
            default:
                _reachable = true;
                Kinds |= kinds;
                break;
        }
    }

    private Verdict Judge(Outcome there, Outcome back, ref PathKinds kinds)
    {
        var verdict = there.Verdict < back.Verdict ? there.Verdict : back.Verdict;
        if (verdict != Verdict.Reachable)
        {
            return verdict;
        }

        foreach (var way in there.Ways.Concat(back.Ways))
        {
            kinds |= way.Trail.Kinds == PathKinds.None ? PathKinds.Direct : way.Trail.Kinds;
        }

        foreach (var (_, out_) in there.Ways)
        {
            foreach (var (_, in_) in back.Ways)
            {
                if (!out_.Appliances.SameAs(in_.Appliances))
                {
                    var oneWay = Asymmetric(out_.Appliances, in_.Appliances);
                    verdict = oneWay < verdict ? oneWay : verdict;
                }
            }
        }

        return verdict;
    }

    /// <summary>
    /// A stateful firewall that sees one direction breaks TCP. Azure Firewall is one; of others that is not known.
    /// </summary>
    private Verdict Asymmetric(ApplianceSet there, ApplianceSet back)
    {
        var difference = there.Difference(back).ToArray();
        var blocks = Array.Exists(difference, a => a.IsFirewall);
        Faults |= 1UL << (int)ReasonId.AsymmetricPath;
        if (_legs is not null)
        {
            _asymmetric ??= [];
            foreach (var appliance in difference.Where(a => a.IsFirewall == blocks && _asymmetric.Add(a)))
            {
                _legs.Add((Directions.Both, new(default, [], new(ReasonId.AsymmetricPath, appliance.Resource)
                {
                    Network = appliance.Resource, At = appliance.Resource, IsDoubt = !blocks,
                })));
            }
        }

        return blocks ? Verdict.Blocked : Verdict.Unknown;
    }

    private void Keep(Directions direction, List<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            foreach (var (piece, trail) in outcome.Ways)
            {
                Faults |= trail.Fault is { } fault ? 1UL << (int)fault.Id : 0;
                _legs?.AddRange(Leg.Of(piece, trail).Select(l => (direction, l)));
            }
        }
    }
}
