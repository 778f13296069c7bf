using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// Both directions between two ends, over all pairs of their subnets. A pair counts once, in the families that both
/// have; all of them must arrive, there and back, and past the same appliances.
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

    /// <summary>The VPN gateways that the two ends use, or are behind.</summary>
    public ImmutableArray<GatewayNode> Gateways { get; private init; } = [];

    public IReadOnlyList<(Directions Direction, Leg Leg)> Legs => _legs ?? [];

    public PathKinds Kinds { get; private set; }

    /// <summary>The reasons of what did not arrive.</summary>
    public ReasonSet Faults { get; private set; }

    public bool HasReachable => _reachable;

    public bool HasUnknown => _unknown;

    public bool HasBlocked => _blocked;

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
            Gateways = withLegs
                ? [.. source.Concat(destination).SelectMany(GatewaysOf).Distinct()]
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
        var ipv4 = from.HasIPv4 && to.HasIPv4 ? Cross(from, to, isIPv6: false) : Families.None;
        var ipv6 = from.HasIPv6 && to.HasIPv6 ? Cross(from, to, isIPv6: true) : Families.None;
        if (ipv4.There.Count + ipv6.There.Count == 0)
        {
            return;
        }

        // Every outcome there meets every outcome back: they belong to different subnets of a pair. One outcome stands
        // for all members of its group; the members are told apart in one family, in both, or in none.
        var there = Math.Max(ipv4.There.Count, ipv6.There.Count);
        var back = Math.Max(ipv4.Back.Count, ipv6.Back.Count);
        for (var d = 0; d < there; d++)
        {
            for (var s = 0; s < back; s++)
            {
                Count(Pick(ipv4.There, d), Pick(ipv4.Back, s), Pick(ipv6.There, d), Pick(ipv6.Back, s));
            }
        }

        static Outcome Pick(List<Outcome> outcomes, int member) =>
            outcomes.Count == 0 ? Outcome.None : outcomes[outcomes.Count == 1 ? 0 : member];
    }

    private Families Cross(EndGroup from, EndGroup to, bool isIPv6)
    {
        var (there, back) = (_crossing.Of(from, to, isIPv6), _crossing.Of(to, from, isIPv6));
        Keep(Directions.There, there);
        Keep(Directions.Back, back);
        return new(there, back);
    }

    private void Count(Outcome there4, Outcome back4, Outcome there6, Outcome back6)
    {
        var verdict = Lower(Lower(there4.Verdict, back4.Verdict), Lower(there6.Verdict, back6.Verdict));
        if (verdict == Verdict.Reachable)
        {
            verdict = Lower(Symmetry(there4, back4), Symmetry(there6, back6));
        }

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
                Kinds |= there4.Kinds | back4.Kinds | there6.Kinds | back6.Kinds;
                break;
        }
    }

    private Verdict Symmetry(Outcome there, Outcome back)
    {
        var verdict = Verdict.Reachable;
        foreach (var (_, outward) in there.Ways)
        {
            foreach (var (_, homeward) in back.Ways)
            {
                if (!outward.Appliances.SameAs(homeward.Appliances))
                {
                    verdict = Lower(verdict, Asymmetric(outward.Appliances, homeward.Appliances));
                }
            }
        }

        return verdict;
    }

    private static IEnumerable<GatewayNode> GatewaysOf(EndGroup group) =>
        group.Site is { } site ? site.Links.Select(l => l.Gateway).Where(g => g.IsVpn)
        : (group.Pool ?? group.Node?.Home?.Vpn) is { } gateway ? [gateway] : [];

    private static Verdict Lower(Verdict a, Verdict b) => a < b ? a : b;

    /// <summary>
    /// A stateful firewall that sees one direction breaks TCP. Azure Firewall is one; of others that is not known.
    /// </summary>
    private Verdict Asymmetric(ApplianceSet there, ApplianceSet back)
    {
        var difference = there.Difference(back).ToArray();
        var blocks = Array.Exists(difference, a => a.IsFirewall);
        Faults = Faults.With(ReasonId.AsymmetricPath);
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
                Faults = Faults.With(trail);
                _legs?.AddRange(Leg.Of(piece, trail).Select(l => (direction, l)));
            }
        }
    }

    private readonly record struct Families(List<Outcome> There, List<Outcome> Back)
    {
        public static Families None { get; } = new([], []);
    }
}
