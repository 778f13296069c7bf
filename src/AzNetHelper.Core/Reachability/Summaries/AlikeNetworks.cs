using System.Collections.Immutable;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Summaries;

/// <summary>
/// VNets that fare alike with all others of their crowd and with those of every other crowd: of two crowds one pair tells the
/// verdict of all. Nothing is guessed: as senders they are alike by what they are (<see cref="SenderKeys"/>), as targets because packets of every kind of
/// sender were sent to each.
/// </summary>
internal sealed class AlikeNetworks
{
    private readonly ImmutableArray<NetworkNode> _nodes;
    private readonly int[][] _senders;
    private readonly int[] _kinds;
    private readonly Dictionary<(int, Outcome), int> _refined = [];
    private int _count;

    private AlikeNetworks(Estate estate, Func<int, int> groupOf)
    {
        _nodes = estate.Nodes;
        var keys = new SenderKeys(estate);
        _senders =
        [
            .. Enumerable.Range(0, _nodes.Length).Select(i => (Place: i, Key: keys.Of(_nodes[i]))).Where(n => n.Key is not null)
                .GroupBy(n => n.Key!, n => n.Place, StringComparer.Ordinal).Select(g => g.ToArray()).Where(g => g.Length > 1),
        ];
        _kinds = new int[_nodes.Length];
        Array.Fill(_kinds, -1);
        var starts = new Dictionary<(int, int), int>();
        foreach (var (sender, place) in _senders.SelectMany((places, sender) => places.Select(p => (sender, p))))
        {
            var start = (sender, groupOf(place));
            starts.TryAdd(start, starts.Count);
            _kinds[place] = starts[start];
        }

        _count = starts.Count;
    }

    /// <summary>The places of VNets in the estate, alike ones together; all others are left out.</summary>
    /// <param name="estate">The networks; their ends have numbers.</param>
    /// <param name="groupOf">What else two VNets must have in common, by their places.</param>
    /// <param name="stop">Ends it.</param>
    public static int[][] Of(Estate estate, Func<int, int> groupOf, CancellationToken stop)
    {
        var alike = new AlikeNetworks(estate, groupOf);
        foreach (var sender in alike._senders)
        {
            alike.Refine(sender, stop);
        }

        return [.. Enumerable.Range(0, alike._nodes.Length).Where(i => alike._kinds[i] >= 0).GroupBy(i => alike._kinds[i]).Select(g => g.ToArray())];
    }

    // Whom packets of a kind of senders reach in different ways is told apart from here on.
    private void Refine(int[] sender, CancellationToken stop)
    {
        var outcomes = new Outcome[]?[_nodes.Length];
        Parallel.For(0, _nodes.Length, new() { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new PacketWalk(), (i, _, walk) =>
            {
                if (_kinds[i] >= 0)
                {
                    outcomes[i] = Outcomes(walk, _nodes[sender[0] == i ? sender[1] : sender[0]], _nodes[i]);
                }

                return walk;
            }, static _ => { });
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (_kinds[i] < 0)
            {
                continue;
            }

            // The addresses of this one fare differently: no other is like it.
            if (outcomes[i] is not { } found)
            {
                _kinds[i] = -1;
                continue;
            }

            foreach (var outcome in found)
            {
                if (!_refined.TryGetValue((_kinds[i], outcome), out var kind))
                {
                    _refined[(_kinds[i], outcome)] = kind = _count++;
                }

                _kinds[i] = kind;
            }
        }

        _refined.Clear();
    }

    private static Outcome[]? Outcomes(PacketWalk walk, NetworkNode sender, NetworkNode target)
    {
        var outcomes = new Outcome[sender.Groups.Length * target.Groups.Length];
        var count = 0;
        foreach (var from in sender.Groups)
        {
            foreach (var to in target.Groups)
            {
                if (from.HasIPv6 != to.HasIPv6)
                {
                    outcomes[count++] = default;
                    continue;
                }

                var fate = walk.FateOf(from, to.Target, to.Covers[0], to.FirstPiece);
                if (fate.IsCut)
                {
                    return null;
                }

                outcomes[count++] = new(fate.Verdict, fate.Kinds, default(ReasonSet).With(fate.Trail), fate.Appliances);
            }
        }

        return outcomes;
    }

    // All that a verdict is made of. Equal sets of appliances are mostly one object; where they are not, VNets are told
    // apart that need not be.
    private readonly record struct Outcome(Verdict Verdict, PathKinds Kinds, ReasonSet Reasons, ApplianceSet? Appliances);
}
