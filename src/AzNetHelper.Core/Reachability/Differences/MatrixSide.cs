using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Differences;

/// <summary>One of the two matrices that are compared: everything that can be an end, and its groups of subnets.</summary>
internal sealed class MatrixSide(Estate estate)
{
    private readonly Dictionary<Endpoint, ImmutableArray<EndGroup>> _ends =
        AllEnds(estate).ToDictionary(e => e.End, e => e.Groups);
    private readonly ConcurrentDictionary<ResourceId, ImmutableArray<(Endpoint End, ImmutableArray<EndGroup> Groups)>> _subnets = [];

    public IEnumerable<Endpoint> All => _ends.Keys;

    /// <summary>The state of a pair; null where one of the two is not there.</summary>
    public static PairState? State(PairScan scan, ImmutableArray<EndGroup>? source, ImmutableArray<EndGroup>? destination)
    {
        if (source is not { } from || destination is not { } to)
        {
            return null;
        }

        var (verdict, kinds, reasons) = scan.Of(from, to);
        return new(verdict, kinds, reasons);
    }

    /// <summary>The groups of an end, also of a single subnet; null where it is not there.</summary>
    public ImmutableArray<EndGroup>? Groups(Endpoint end) =>
        end is SubnetEndpoint { Subnet: { Parent: { } parent } id }
            ? estate.Node(parent) is { } node && node.Subnets.FirstOrDefault(s => s.Subnet.Id == id) is { Ref: not null } subnet
                ? [EndGroup.Of(node, subnet)] : null
            : _ends.TryGetValue(end, out var groups) ? groups : null;

    /// <summary>
    /// The subnets of a VNet, those that Azure keeps for itself apart; of a VNet without any, and of other ends, the end itself.
    /// Nothing where it is not there.
    /// </summary>
    public ImmutableArray<(Endpoint End, ImmutableArray<EndGroup> Groups)> Parts(Endpoint end) =>
        !_ends.TryGetValue(end, out var groups) ? []
        : end is not VNetEndpoint network ? [(end, groups)]
        : _subnets.GetOrAdd(network.VNet, _ => Subnets(estate.Node(network.VNet)!) is { IsEmpty: false } subnets
            ? subnets : [(end, groups)]);

    /// <summary>Every way between two ends, in an order that the same networks always give; null where one is not there.</summary>
    public PairVerdict? Ways(Endpoint source, Endpoint destination) =>
        _ends.TryGetValue(source, out var from) && _ends.TryGetValue(destination, out var to) ? PairVerdict.Of(from, to) : null;

    /// <summary>What a VNet's subnets are and which of them fare alike: two sides with the same can be compared by their ways.</summary>
    public string Shape(Endpoint end) => _ends.TryGetValue(end, out var groups)
        ? string.Join('|', groups.Select(g => string.Join(';', g.Members.Select(m => string.Join(',', m)))))
        : string.Empty;

    private static ImmutableArray<(Endpoint, ImmutableArray<EndGroup>)> Subnets(NetworkNode node) =>
    [
        .. node.Subnets.Where(s => !ReservedSubnets.Contains(s.Subnet.Name)).OrderBy(s => s.Subnet.Id)
            .Select(s => ((Endpoint)new SubnetEndpoint(s.Subnet.Id), ImmutableArray.Create(EndGroup.Of(node, s)))),
    ];

    // A site without prefixes of its own is no end: nothing is sent to it alone.
    private static IEnumerable<(Endpoint End, ImmutableArray<EndGroup> Groups)> AllEnds(Estate estate) =>
    [
        .. estate.Nodes.Select(n => ((Endpoint)new VNetEndpoint(n.Id), n.Groups)),
        .. estate.Sites.All.Where(s => !s.Own.IsEmpty).Select(s => ((Endpoint)new SiteEndpoint(s.Id), ImmutableArray.Create(s.End))),
        .. estate.Gateways.Where(g => !g.Gateway.ClientPool.IsEmpty)
            .Select(g => ((Endpoint)new ClientPoolEndpoint(g.Gateway.Id), ImmutableArray.Create(g.Clients))),
    ];
}
