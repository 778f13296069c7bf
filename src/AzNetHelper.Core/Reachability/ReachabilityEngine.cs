using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Fixes;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability;

/// <summary>
/// Answers "can A reach B" on a topology, by routing alone and both ways. What a VNet brings (routes, gateways, groups
/// of alike subnets) is worked out once and shared by all questions. Several threads may ask at once.
/// </summary>
public sealed class ReachabilityEngine
{
    private readonly Estate _estate;
    private readonly FixOptions _options;

    public ReachabilityEngine(Topology topology, FixOptions? fixOptions = null)
        : this(new Estate(topology ?? throw new ArgumentNullException(nameof(topology))), fixOptions ?? new())
    {
    }

    internal ReachabilityEngine(Estate estate, FixOptions options)
    {
        _estate = estate;
        _options = options;
    }

    /// <summary>Answers for two endpoints, both directions together.</summary>
    /// <exception cref="EndpointException">An endpoint is not in the topology.</exception>
    public ReachabilityAnswer Ask(Endpoint source, Endpoint destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var (from, to) = (Ends.Of(_estate, source), Ends.Of(_estate, destination));
        return from is null || to is null
            ? Unread.Answer(_estate, source, destination)
            : Answer(source, destination, from.Value, to.Value);
    }

    /// <summary>
    /// The answers for all pairs of different VNets, in the order of their ids and each pair once: an answer is about
    /// both directions. They are made while they are read.
    /// </summary>
    public IEnumerable<ReachabilityAnswer> All()
    {
        var ends = _estate.Networks
            .Select(n => (Endpoint: (Endpoint)new VNetEndpoint(n.Id), _estate.Node(n.Id)!.Groups)).ToArray();
        for (var i = 0; i < ends.Length; i++)
        {
            for (var j = i + 1; j < ends.Length; j++)
            {
                yield return Answer(ends[i].Endpoint, ends[j].Endpoint, ends[i].Groups, ends[j].Groups);
            }
        }
    }

    private ReachabilityAnswer Answer(
        Endpoint source, Endpoint destination, ImmutableArray<EndGroup> from, ImmutableArray<EndGroup> to)
    {
        var pair = PairVerdict.Of(from, to);
        var sides = new Sides(source.Id, destination.Id);
        var paths = Sides.Paths(pair.Legs);
        return new(source, destination, pair.Verdict,
            () => new NoticesOf(_estate, source, destination).Answer(pair.Verdict,
                paths.SelectMany(p => p.Hops).Select(h => h.Resource).OfType<ResourceId>().ToHashSet()),
            answer => answer.Verdict is Verdict.Blocked or Verdict.Partial
                ? FixSearch.For(_estate, source, destination, _options)
                : null)
        {
            Kinds = pair.Kinds,
            Reasons = pair.IsEmpty ? [sides.NoCommonFamily()] : sides.Reasons(pair.Legs),
            Paths = paths,
        };
    }
}

/// <summary>Which fixes may be offered.</summary>
public sealed record FixOptions
{
    /// <summary>
    /// Also a direct peering that leads around an appliance or a route to nowhere that a user's route names.
    /// </summary>
    public bool AllowBypass { get; init; }

    /// <summary>How many resources a fix may write at most.</summary>
    public int MostResources { get; init; } = 6;
}
