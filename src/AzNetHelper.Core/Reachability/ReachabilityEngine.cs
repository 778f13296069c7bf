using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Fixes;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Summaries;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability;

/// <summary>
/// Answers "can A reach B" on a topology, by routing alone and both ways. What a VNet brings (routes, gateways, groups
/// of alike subnets) is worked out once and shared by all questions. Several threads may ask at once.
/// </summary>
public sealed class ReachabilityEngine
{
    private const int FocusedQuestions = 2;
    private static readonly int RowsAtATime = 16 * Environment.ProcessorCount;

    private readonly Estate _estate;
    private readonly FixOptions _options;
    private int _asked;

    public ReachabilityEngine(Topology topology, FixOptions? fixOptions = null)
        : this(new Estate(topology ?? throw new ArgumentNullException(nameof(topology))), fixOptions ?? new())
    {
    }

    internal ReachabilityEngine(Estate estate, FixOptions options)
    {
        _estate = estate;
        _options = options;
    }

    internal Estate Estate => _estate;

    /// <summary>Answers for two endpoints, both directions together.</summary>
    /// <exception cref="EndpointException">An endpoint is not in the topology.</exception>
    public ReachabilityAnswer Ask(Endpoint source, Endpoint destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);

        // A first question looks at what matters for it alone; an engine that is asked on works everything out, once.
        var estate = _estate.HasLearned || Interlocked.Increment(ref _asked) > FocusedQuestions
            ? _estate
            : _estate.For(Ends.SpaceOf(_estate, source, destination));
        var (from, to) = (Ends.Of(estate, source), Ends.Of(estate, destination));
        return Unread.Of(estate, source, destination) is { } fault
            ? Unread.Answer(estate, source, destination, fault)
            : Answer(source, destination, from!.Value, to!.Value);
    }

    /// <summary>
    /// The verdicts of all pairs of different VNets, in the order of their ids and each pair once: a verdict is about
    /// both directions. They are made on all processors while they are read; memory grows with routes, not with pairs.
    /// </summary>
    public IEnumerable<PairSummary> Matrix() => Matrix(_ => true);

    /// <summary>The same for the rows of some VNets: all pairs that have one of them as their first.</summary>
    public IEnumerable<PairSummary> Matrix(Func<VirtualNetwork, bool> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Pairs(rows);
    }

    /// <summary>
    /// The answers for all pairs of different VNets, in the order of their ids and each pair once. The verdicts are
    /// made while they are read, the explanation of each when somebody asks for it.
    /// </summary>
    public IEnumerable<ReachabilityAnswer> All() => Matrix().Select(Answer);

    /// <summary>The whole answer of a pair of the matrix.</summary>
    public ReachabilityAnswer Answer(PairSummary pair)
    {
        ArgumentNullException.ThrowIfNull(pair.Source);
        var (a, b) = (_estate.Node(pair.Source.Id)!, _estate.Node(pair.Destination.Id)!);
        var (from, to) = (new VNetEndpoint(a.Id), new VNetEndpoint(b.Id));
        var details = new Lazy<AnswerDetails>(() => Details(from, to, PairVerdict.Of(a.Groups, b.Groups)));
        return Answer(from, to, pair.Verdict, pair.Kinds, details, pair.ReasonIds);
    }

    /// <summary>
    /// Gives every pair of the matrix to one of a few tallies, each of which belongs to one thread at a time: nothing is
    /// kept of a pair. Pairs of VNets that fare alike come together, as one of them and how many they are; in no order.
    /// </summary>
    /// <typeparam name="T">What counts.</typeparam>
    /// <param name="start">Makes a tally.</param>
    /// <param name="groupOf">The group of a VNet, by its place among those of the estate: pairs that come together are of the same groups.</param>
    /// <param name="add">Counts pairs; the first numbers are the places of the two VNets.</param>
    /// <param name="stop">Ends it.</param>
    internal IReadOnlyCollection<T> Tallies<T>(Func<T> start, Func<int, int> groupOf, Action<T, int, int, PairSummary, long> add, CancellationToken stop)
        where T : class
    {
        NumberEnds();
        var crowds = AlikeNetworks.Of(_estate, groupOf, stop);
        int[] members = [.. crowds.SelectMany(c => c)];
        var isMember = members.ToHashSet();
        int[] others = [.. Enumerable.Range(0, _estate.Nodes.Length).Where(i => !isMember.Contains(i))];
        var tallies = new ConcurrentBag<T>();
        Parallel.For(0, others.Length + crowds.Length, new() { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => (Scan: new PairScan(), Tally: tallies.TryTake(out var left) ? left : start()),
            (row, _, own) =>
            {
                if (row < others.Length)
                {
                    // Who is like no other is asked with each member: the members of a crowd fare alike with one another and with those of
                    // other crowds, and not with others, whose addresses may be their own.
                    foreach (var other in others.AsSpan(row + 1))
                    {
                        Count(own, others[row], other, 1);
                    }

                    foreach (var member in members)
                    {
                        Count(own, others[row], member, 1);
                    }

                    return own;
                }

                var crowd = crowds[row - others.Length];
                if (crowd is [var one, var mate, ..])
                {
                    Count(own, one, mate, (long)crowd.Length * (crowd.Length - 1) / 2);
                }

                foreach (var other in crowds.AsSpan(row - others.Length + 1))
                {
                    Count(own, crowd[0], other[0], (long)crowd.Length * other.Length);
                }

                return own;
            },
            own => tallies.Add(own.Tally));
        return tallies;

        void Count((PairScan Scan, T Tally) own, int one, int other, long pairs)
        {
            var (row, column) = one < other ? (one, other) : (other, one);
            add(own.Tally, row, column, Pair(own.Scan, row, column), pairs);
        }
    }

    // Some rows at a time: a slow reader does not let verdicts pile up. Their room is used again by the next ones.
    private IEnumerable<PairSummary> Pairs(Func<VirtualNetwork, bool> rows)
    {
        NumberEnds();
        var room = new PairSummary[RowsAtATime][];
        foreach (var some in Enumerable.Range(0, _estate.Nodes.Length).Where(i => rows(_estate.Nodes[i].Network)).Chunk(RowsAtATime))
        {
            Parallel.For(0, some.Length, () => new PairScan(),
                (i, _, scan) => Fill(some[i], room[i] ??= new PairSummary[_estate.Nodes.Length], scan), static _ => { });
            for (var i = 0; i < some.Length; i++)
            {
                for (var other = some[i] + 1; other < _estate.Nodes.Length; other++)
                {
                    yield return room[i][other];
                }
            }
        }
    }

    // All ends first: then the places know how many destinations there are to remember.
    private void NumberEnds()
    {
        foreach (var node in _estate.Nodes)
        {
            _ = node.Groups;
        }
    }

    private PairScan Fill(int row, PairSummary[] room, PairScan scan)
    {
        for (var other = row + 1; other < room.Length; other++)
        {
            room[other] = Pair(scan, row, other);
        }

        return scan;
    }

    private PairSummary Pair(PairScan scan, int row, int other)
    {
        var (source, destination) = (_estate.Nodes[row], _estate.Nodes[other]);
        var (verdict, kinds, reasons) = scan.Of(source.Groups, destination.Groups);
        return new(source.Network, destination.Network, verdict, kinds, reasons);
    }

    private ReachabilityAnswer Answer(
        Endpoint source, Endpoint destination, ImmutableArray<EndGroup> from, ImmutableArray<EndGroup> to)
    {
        var pair = PairVerdict.Of(from, to);
        var details = new Lazy<AnswerDetails>(() => Details(source, destination, pair));
        return Answer(source, destination, pair.Verdict, pair.Kinds, details, summary: null);
    }

    private ReachabilityAnswer Answer(
        Endpoint source, Endpoint destination, Verdict verdict, PathKinds kinds, Lazy<AnswerDetails> details, string? summary) =>
        new(source, destination, verdict, () => details.Value,
            () => new NoticesOf(_estate, source, destination).Answer(verdict,
                details.Value.Paths.SelectMany(p => p.Hops).Select(h => h.Resource).OfType<ResourceId>().ToHashSet()),
            answer => FixSearch.MayHelp(answer)
                ? FixSearch.For(_estate, source, destination, _options)
                : null)
        {
            Kinds = kinds,
            Summary = summary,
            IsOfMatrix = summary is not null,
            Topology = _estate.Topology,
        };

    private static AnswerDetails Details(Endpoint source, Endpoint destination, PairVerdict pair)
    {
        var sides = new Sides(source.Id, destination.Id);
        return new(pair.IsEmpty ? [sides.NoCommonFamily()] : sides.Reasons(pair.Legs), Sides.Paths(pair.Legs));
    }
}

/// <summary>Which fixes may be offered.</summary>
public sealed record FixOptions
{
    /// <summary>
    /// Also a direct peering that leads around an appliance or a route to nowhere that a user's route names.
    /// </summary>
    public bool AllowBypass { get; init; }

    /// <summary>Also a fix after which some subnet's way to the Internet is another; its plan says so.</summary>
    public bool AllowEgressChange { get; init; }

    /// <summary>How many resources a fix may write at most.</summary>
    public int MostResources { get; init; } = 6;
}
