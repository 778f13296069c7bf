using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>What a plan does to everyone else: verdicts that get worse, and defaults that change.</summary>
internal sealed class FixEffect
{
    private readonly Estate _before;
    private readonly Estate _after;
    private readonly ImmutableHashSet<ResourceId> _touched;
    private readonly bool _isWide;

    private FixEffect(Estate before, Estate after, Plan plan)
    {
        (_before, _after) = (before, after);
        var writes = plan.Changes.Where(c => c.Writes).ToArray();
        _touched = [.. writes.SelectMany(Networks)];
        _isWide = writes.Any(c => c.Resource.IsType(ResourceTypes.NetworkInterface) || c.Resource.IsType(ResourceTypes.Connection))
            || _touched.Any(IsPassed);
    }

    /// <summary>The VNets in which the default route of a subnet leads elsewhere afterwards.</summary>
    public ImmutableArray<ResourceId> EgressChanges =>
        [.. Candidates().Where(n => !Defaults(_before.Node(n)).SetEquals(Defaults(_after.Node(n)))).Order()];

    public static FixEffect Of(Estate before, Estate after, Plan plan) => new(before, after, plan);

    /// <summary>True when a pair that reached each other, all or in part, has a lower verdict afterwards.</summary>
    public bool MakesWorse()
    {
        var outside = Outside().ToArray();
        return Enumerable.Range(0, _before.Nodes.Length).AsParallel().Any(i =>
        {
            var scan = new PairScan();
            var network = _before.Nodes[i].Id;
            var isTouched = _isWide || _touched.Contains(network);
            for (var j = i + 1; j < _before.Nodes.Length; j++)
            {
                var other = _before.Nodes[j].Id;
                if ((isTouched || _touched.Contains(other)) && IsWorse(scan, Of(network), Of(other)))
                {
                    return true;
                }
            }

            return isTouched && outside.Any(o => IsWorse(scan, o, Of(network)));
        }) || (_isWide && Pairs(outside).Any(p => IsWorse(new(), p.A, p.B)));
    }

    private static IEnumerable<(T A, T B)> Pairs<T>(T[] ends) =>
        ends.SelectMany((a, i) => ends.Skip(i + 1).Select(b => (a, b)));

    // Verdicts stand in their order; what is Blocked or Unknown before has nothing to lose. Two VNets that reach each other
    // in part before and afterwards may do so in other parts: their subnets tell.
    private static bool IsWorse(PairScan scan, Side a, Side b)
    {
        var was = scan.Of(a.Before, b.Before).Verdict;
        var now = was < Verdict.Partial ? was : scan.Of(a.After, b.After).Verdict;
        return now < was || (was == Verdict.Partial && now == Verdict.Partial && LosesPart(scan, a, b));
    }

    private static bool LosesPart(PairScan scan, Side a, Side b)
    {
        var (partsOfA, partsOfB) = (a.Parts(), b.Parts());
        return partsOfA.Any(x => partsOfB.Any(y => scan.Of([x.Before], [y.Before]).Verdict is var was
            && was >= Verdict.Partial && scan.Of([x.After], [y.After]).Verdict < was));
    }

    private Side Of(ResourceId network) => new(_before.Node(network)!, _after.Node(network)!);

    /// <summary>Client pools and sites.</summary>
    private IEnumerable<Side> Outside() => _before.Gateways.Where(g => !g.Gateway.ClientPool.IsEmpty)
        .Select(g => new Side([g.Clients], [_after.Gateway(g.Id)!.Clients]))
        .Concat(_before.Sites.All.Where(s => !s.Own.IsEmpty && s.Links.Any())
            .Select(s => new Side([s.End], [_after.Sites.Site(s.Id)!.End])));

    /// <summary>The VNets whose routes a change is about.</summary>
    private IEnumerable<ResourceId> Networks(Change change)
    {
        var table = change.Resource.IsType(ResourceTypes.Route) ? change.Resource.Parent
            : change.Resource.IsType(ResourceTypes.RouteTable) ? change.Resource
            : null;
        return table is null
            ? change.Lanes
            : _after.Networks.Where(n => n.Subnets.Any(s => s.RouteTable == table)).Select(n => n.Id);
    }

    /// <summary>True for a VNet that packets of others may pass: its routes matter to them too.</summary>
    private bool IsPassed(ResourceId network) => _before.Node(network) is not { } before || _after.Node(network) is not { } after
        || _after.GatewaysOf(network).Any() || before.Home?.Host != after.Home?.Host
        || after.Network.AddressSpace.Any(p => _after.Appliances.IsNextHopIn(p));

    private IEnumerable<ResourceId> Candidates() => _isWide ? _before.Nodes.Select(n => n.Id) : _touched;

    // A table that comes new to subnets counts by what it says, not by its name.
    private static HashSet<string> Defaults(NetworkNode? node) => node is null ? [] :
    [
        .. node.Subnets.Where(s => !ReservedSubnets.Contains(s.Subnet.Name)).Select(s =>
            $"{s.Subnet.Name} {s.Ref.Routes?.Default(isIPv6: false)} {s.Ref.Routes?.Default(isIPv6: true)}"),
    ];

    private sealed record Side(ImmutableArray<EndGroup> Before, ImmutableArray<EndGroup> After)
    {
        private readonly (NetworkNode Before, NetworkNode After)? _networks;

        public Side(NetworkNode before, NetworkNode after)
            : this(before.Groups, after.Groups) => _networks = (before, after);

        /// <summary>The subnets that are there before and afterwards, each by itself; the end itself where it has none.</summary>
        public (EndGroup Before, EndGroup After)[] Parts()
        {
            (EndGroup Before, EndGroup After)[] subnets = _networks is not var (before, after) ? [] :
            [
                .. from subnet in before.Subnets
                   where !ReservedSubnets.Contains(subnet.Subnet.Name)
                   join same in after.Subnets on subnet.Subnet.Id equals same.Subnet.Id
                   select (EndGroup.Of(before, subnet), EndGroup.Of(after, same)),
            ];
            return subnets.Length > 0 ? subnets : Before.Length == After.Length ? [.. Before.Zip(After)] : [];
        }
    }
}
