using System.Runtime.InteropServices;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Summaries;

namespace AzNetHelper.Reachability;

/// <summary>What VNets are put together by.</summary>
public enum MatrixGrouping
{
    /// <summary>
    /// The VNet whose gateways or appliances a VNet uses, else the peer with the most peerings; of a hub itself. All
    /// that have none are one group.
    /// </summary>
    Hub,
    Region,
    Subscription,
}

/// <summary>How many pairs of two groups of VNets, or of one group among themselves, have which verdict.</summary>
public sealed class MatrixSummary
{
    /// <summary>The group of VNets that have no hub and are nobody's.</summary>
    public const string NoHub = "(no hub)";

    private readonly long[] _counts = new long[Enum.GetValues<Verdict>().Length];

    private MatrixSummary(string source, string destination) => (Source, Destination) = (source, destination);

    /// <summary>One group.</summary>
    public string Source { get; }

    /// <summary>The other group; the same for pairs inside it.</summary>
    public string Destination { get; }

    public long Pairs => _counts.Sum();

    public long Reachable => _counts[(int)Verdict.Reachable];

    public long Partial => _counts[(int)Verdict.Partial];

    public long Blocked => _counts[(int)Verdict.Blocked];

    public long Unknown => _counts[(int)Verdict.Unknown];

    /// <summary>What the parts that are reachable lead through, all together.</summary>
    public PathKinds Kinds { get; private set; }

    /// <summary>The same as text; nothing where nothing is reachable.</summary>
    public string By => Kinds == PathKinds.None ? string.Empty : Kinds.ToString();

    /// <summary>What can still stop the packets.</summary>
    public string NotLookedAt => ReachabilityAnswer.Unseen;

    public override string ToString() =>
        FormattableString.Invariant($"{Source} <-> {Destination}: {Reachable} of {Pairs} Reachable");

    /// <summary>
    /// Counts the whole matrix by groups; memory grows with the groups alone. Groups are in the order of their names; pairs
    /// inside a group come first.
    /// </summary>
    /// <param name="engine">The networks.</param>
    /// <param name="grouping">What they are put together by.</param>
    /// <param name="verdicts">Those that count; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<MatrixSummary> Of(
        ReachabilityEngine engine, MatrixGrouping grouping, IReadOnlyCollection<Verdict>? verdicts = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var (names, groupOf) = Groups(engine, grouping);
        var found = new Dictionary<(int, int), MatrixSummary>();
        var tallies = engine.Tallies(() => new Dictionary<(int, int), MatrixSummary>(), i => groupOf[i], Add, cancellationToken);
        foreach (var (key, counted) in tallies.SelectMany(t => t))
        {
            if (!found.TryAdd(key, counted))
            {
                found[key].Add(counted);
            }
        }

        return
        [
            .. found.Values.OrderBy(s => s.Source, StringComparer.Ordinal)
                .ThenByDescending(s => s.Source == s.Destination).ThenBy(s => s.Destination, StringComparer.Ordinal),
        ];

        void Add(Dictionary<(int, int), MatrixSummary> tally, int row, int other, PairSummary pair, long pairs)
        {
            if (verdicts?.Contains(pair.Verdict) == false)
            {
                return;
            }

            var (a, b) = (Math.Min(groupOf[row], groupOf[other]), Math.Max(groupOf[row], groupOf[other]));
            ref var summary = ref CollectionsMarshal.GetValueRefOrAddDefault(tally, (a, b), out _);
            summary ??= new(names[a], names[b]);
            summary._counts[(int)pair.Verdict] += pairs;
            summary.Kinds |= pair.Kinds;
        }
    }

    private void Add(MatrixSummary other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Kinds |= other.Kinds;
    }

    // The names of the groups in their order, and for each VNet by its place the place of its group's name.
    private static (string[] Names, int[] GroupOf) Groups(ReachabilityEngine engine, MatrixGrouping grouping)
    {
        Func<VirtualNetwork, string> name = grouping switch
        {
            MatrixGrouping.Hub => Hubs(engine.Estate),
            MatrixGrouping.Region => n => n.Location,
            _ => n => n.Id.SubscriptionId,
        };
        var named = engine.Estate.Nodes.Select(n => name(n.Network)).ToArray();
        string[] names = [.. named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return (names, [.. named.Select(n => Array.BinarySearch(names, n, StringComparer.Ordinal))]);
    }

    // Two hubs of one name in subscriptions of their own are told apart by their ids; VNets that nobody gathers around are
    // no groups, of which there could be as many as VNets.
    private static Func<VirtualNetwork, string> Hubs(Estate estate)
    {
        var map = new HubMap(estate);
        var hubs = estate.Nodes.ToDictionary(n => n.Id, n => map.Of(n.Id));
        var gathered = hubs.Values.GroupBy(h => h).Where(g => g.Count() > 1).Select(g => g.Key).ToArray();
        var names = gathered.GroupBy(h => new VNetEndpoint(h).ToString(), StringComparer.OrdinalIgnoreCase)
            .SelectMany(g => g.Select(h => (Hub: h, Name: g.Count() == 1 ? g.Key : h.ToString()))).ToDictionary(h => h.Hub, h => h.Name);
        return n => names.GetValueOrDefault(hubs[n.Id], NoHub);
    }
}
