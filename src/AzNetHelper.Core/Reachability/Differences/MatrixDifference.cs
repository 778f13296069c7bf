using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Differences;

/// <summary>
/// What changes between two matrices: of VNets, on-premises sites and client pools each with each, and inside each VNet. Where a
/// pair is Partial before and afterwards its subnets are compared, so that nothing opens unseen. Rows are made on all processors
/// while they are read; only what differs is kept, so memory does not grow with the number of pairs.
/// </summary>
public sealed class MatrixDifference
{
    private readonly MatrixSide _before;
    private readonly MatrixSide _after;
    private readonly Endpoint[] _ends;

    // By the number of the end: a look-up by name for each of a million pairs takes longer than the verdict.
    private readonly ImmutableArray<EndGroup>?[] _groupsBefore;
    private readonly ImmutableArray<EndGroup>?[] _groupsAfter;

    /// <param name="before">The networks before.</param>
    /// <param name="after">The networks afterwards. They need not be the same ones.</param>
    public MatrixDifference(ReachabilityEngine before, ReachabilityEngine after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        (_before, _after) = (new(before.Estate), new(after.Estate));
        _ends = [.. _before.All.Union(_after.All).OrderBy(Kind).ThenBy(e => e.Id)];
        _groupsBefore = [.. _ends.Select(_before.Groups)];
        _groupsAfter = [.. _ends.Select(_after.Groups)];
    }

    public MatrixDifference(Topology before, Topology after)
        : this(new ReachabilityEngine(before), new ReachabilityEngine(after))
    {
    }

    /// <summary>
    /// Every pair that fares otherwise, each once, in the order of the ends: another verdict, or the same one by other kinds of
    /// ways.
    /// </summary>
    public IEnumerable<PairChange> Changes(CancellationToken cancellationToken = default) =>
        Changes(asked: null, cancellationToken);

    /// <summary>The same, with what is worse first: that is known when all are, so all that change are kept.</summary>
    public IReadOnlyList<PairChange> WorseFirst(CancellationToken cancellationToken = default) =>
        Sorted(Changes(cancellationToken));

    /// <summary>
    /// What becomes of a pair, told in any case, and then everything else that changes, worse first. Where one of the two is
    /// a subnet, the other subnets of its VNet are told by themselves.
    /// </summary>
    /// <exception cref="EndpointException">An end is on neither side.</exception>
    public IReadOnlyList<PairChange> Around(Endpoint source, Endpoint destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var asked = new PairChange(source, destination, Part(_before, source, destination), Part(_after, source, destination))
        {
            IsAsked = true,
        };
        if (asked.BeforeState is null && asked.AfterState is null)
        {
            throw new EndpointException(EndpointException.NotFound,
                $"'{source.Id}' or '{destination.Id}' is an end on neither side, so nothing can be said about them.");
        }

        // What is told of a pair in part needs its subnets; of a whole pair they would only repeat it. Of a subnet that was asked
        // for the others of its VNet are something else, which the VNets' row would hide.
        var inParts = source is SubnetEndpoint || destination is SubnetEndpoint;
        var isMixed = asked is { BeforeState.IsMixed: true } or { AfterState.IsMixed: true };
        var others = Changes(inParts ? (Whole(source), Whole(destination)) : null, cancellationToken)
            .Where(c => !IsSame(c, source, destination)).Select(c => c with { IsAsked = IsWithin(c, source, destination) })
            .Where(c => isMixed || !c.IsAsked);
        return [asked, .. Sorted(others)];

        bool IsWithin(PairChange change, Endpoint one, Endpoint other) =>
            (Covers(one, change.SourceEndpoint) && Covers(other, change.DestinationEndpoint))
            || (Covers(other, change.SourceEndpoint) && Covers(one, change.DestinationEndpoint));
    }

    private IEnumerable<PairChange> Changes((Endpoint A, Endpoint B)? asked, CancellationToken cancellationToken) =>
        Enumerable.Range(0, _ends.Length).AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(i => Row(i, asked, cancellationToken)).AsEnumerable().SelectMany(row => row);

    private List<PairChange> Row(int index, (Endpoint A, Endpoint B)? asked, CancellationToken cancellationToken)
    {
        var (one, other, changes) = (new PairScan(), new PairScan(), new List<PairChange>());
        var source = _ends[index];

        // Inside a VNet routes of users decide, too; what is inside a site or a pool no change of Azure's reaches.
        for (var i = source is VNetEndpoint ? index : index + 1; i < _ends.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var destination = _ends[i];
            var before = MatrixSide.State(one, _groupsBefore[index], _groupsBefore[i]);
            var after = MatrixSide.State(other, _groupsAfter[index], _groupsAfter[i]);
            if (asked is not null && (asked == (source, destination) || asked == (destination, source)))
            {
                changes.AddRange(Parts(source, destination, one, other));
            }
            else if (before is { IsMixed: true } && after is { IsMixed: true } && before.Value.Verdict == after.Value.Verdict)
            {
                changes.AddRange(InPart(source, destination, before, after, one, other));
            }
            else if (PairState.Effect(before, after) != ChangeEffect.None)
            {
                changes.Add(new(source, destination, before, after));
            }
        }

        return changes;
    }

    // The same ways between the same subnets have the same outcomes; otherwise it is asked subnet by subnet.
    private IEnumerable<PairChange> InPart(
        Endpoint source, Endpoint destination, PairState? before, PairState? after, PairScan one, PairScan other)
    {
        if (_before.Shape(source) == _after.Shape(source) && _before.Shape(destination) == _after.Shape(destination)
            && HaveSameWays(_before.Ways(source, destination)!, _after.Ways(source, destination)!))
        {
            return [];
        }

        var parts = Parts(source, destination, one, other).ToArray();
        return parts.Length == 0 && PairState.Effect(before, after) != ChangeEffect.None
            ? [new(source, destination, before, after)] : parts;
    }

    private IEnumerable<PairChange> Parts(Endpoint source, Endpoint destination, PairScan one, PairScan other)
    {
        var (was, then) = (Table(_before, one), Table(_after, other));
        foreach (var ends in was.Keys.Union(then.Keys).OrderBy(k => k.A.Id).ThenBy(k => k.B.Id))
        {
            PairState? before = was.TryGetValue(ends, out var b) ? b : null;
            PairState? after = then.TryGetValue(ends, out var a) ? a : null;
            if (PairState.Effect(before, after) != ChangeEffect.None)
            {
                yield return new(ends.A, ends.B, before, after);
            }
        }

        Dictionary<(Endpoint A, Endpoint B), PairState> Table(MatrixSide side, PairScan scan)
        {
            var inside = source == destination;
            return (from a in side.Parts(source)
                    from b in side.Parts(destination)
                    where !inside || a.End.Id <= b.End.Id
                    let state = scan.Of(a.Groups, b.Groups)
                    select ((a.End, b.End), new PairState(state.Verdict, state.Kinds, state.Reasons))).ToDictionary();
        }
    }

    private static PairState? Part(MatrixSide side, Endpoint source, Endpoint destination) =>
        MatrixSide.State(new(), side.Groups(source), side.Groups(destination));

    private static bool HaveSameWays(PairVerdict one, PairVerdict other) =>
        one.Legs.Count == other.Legs.Count && one.Legs.Zip(other.Legs).All(p => p.First.Direction == p.Second.Direction
            && p.First.Leg.Piece.Equals(p.Second.Leg.Piece) && p.First.Leg.Fault == p.Second.Leg.Fault
            && p.First.Leg.Hops.SequenceEqual(p.Second.Leg.Hops));

    private static PairChange[] Sorted(IEnumerable<PairChange> changes) =>
    [
        .. changes.OrderBy(c => c.Effect).ThenByDescending(c => c.Before ?? Verdict.Blocked).ThenBy(c => c.After ?? Verdict.Blocked)
            .ThenBy(c => Kind(c.SourceEndpoint)).ThenBy(c => c.SourceEndpoint.Id)
            .ThenBy(c => Kind(c.DestinationEndpoint)).ThenBy(c => c.DestinationEndpoint.Id),
    ];

    private static bool IsSame(PairChange change, Endpoint source, Endpoint destination) =>
        (change.SourceEndpoint, change.DestinationEndpoint) == (source, destination)
        || (change.SourceEndpoint, change.DestinationEndpoint) == (destination, source);

    private static bool Covers(Endpoint whole, Endpoint part) => whole == part || (whole is VNetEndpoint && Whole(part) == whole);

    private static Endpoint Whole(Endpoint end) => end is SubnetEndpoint { Subnet.Parent: { } network } ? new VNetEndpoint(network) : end;

    private static int Kind(Endpoint end) => end switch
    {
        VNetEndpoint => 0,
        SubnetEndpoint => 0,
        SiteEndpoint => 1,
        _ => 2,
    };
}
