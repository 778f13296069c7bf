using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Routing;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>What a fix wants of one half of a peering; several wishes for a half are one write.</summary>
[Flags]
internal enum Wishes
{
    None = 0,

    /// <summary>The pair exists and is Connected.</summary>
    Connected = 1,

    /// <summary>The prefixes of the other side are its current ones.</summary>
    Synced = 2,
    Access = 4,
    ForwardedTraffic = 8,
    GatewayTransit = 16,
    RemoteGateways = 32,
}

/// <summary>The half of a peering in one VNet that points at another.</summary>
internal readonly record struct HalfKey(ResourceId Local, ResourceId Remote)
{
    public static IComparer<HalfKey> Order { get; } = Comparer<HalfKey>.Create((a, b) =>
        a.Local.CompareTo(b.Local) is var c && c != 0 ? c : a.Remote.CompareTo(b.Remote));

    public HalfKey Reverse => new(Remote, Local);
}

/// <summary>Wishes for any number of halves of peerings, routes, interfaces and connections.</summary>
internal sealed class WishList
{
    private readonly ImmutableSortedDictionary<HalfKey, Wishes> _halves;
    private readonly ImmutableSortedDictionary<string, RouteRequest> _requests;

    private WishList(
        ImmutableSortedDictionary<HalfKey, Wishes> halves, ImmutableSortedDictionary<string, RouteRequest> requests) =>
        (_halves, _requests) = (halves, requests);

    public static WishList Empty { get; } = new(
        ImmutableSortedDictionary.Create<HalfKey, Wishes>(HalfKey.Order),
        ImmutableSortedDictionary.Create<string, RouteRequest>(StringComparer.OrdinalIgnoreCase));

    public int Count => _halves.Count + _requests.Count;

    /// <summary>At equal cost peerings come before routes, and these before gateways.</summary>
    public int Rank =>
        _requests.Values.Any(r => r is BgpWish or RouteWish { Hop.Type: NextHopType.VirtualNetworkGateway })
            || _halves.Values.Any(w => (w & (Wishes.GatewayTransit | Wishes.RemoteGateways)) != Wishes.None) ? 2
        : _requests.Count > 0 ? 1 : 0;

    /// <summary>The same for the same wishes, whatever the order in which they came.</summary>
    public string Signature => string.Join(';',
        _halves.Select(w => $"{w.Key.Local}>{w.Key.Remote}={(int)w.Value}").Concat(_requests.Keys));

    public Wishes For(HalfKey half) => _halves.GetValueOrDefault(half);

    public WishList And(HalfKey half, Wishes wish) => new(_halves.SetItem(half, For(half) | wish), _requests);

    /// <summary>Routes and what else forwards; null when one of them contradicts a wish that is there.</summary>
    public WishList? And(IEnumerable<RouteRequest> requests)
    {
        var all = _requests;
        foreach (var request in requests)
        {
            var key = request switch
            {
                RouteWish route => $"route {route.Subnet} {route.Prefix}",
                ForwardingWish nic => $"nic {nic.NetworkInterface}",
                BgpWish bgp => $"bgp {bgp.Connection}",
                _ => throw new ArgumentException($"No wish of a fix: {request}.", nameof(requests)),
            };
            if (all.TryGetValue(key, out var there) && there != request)
            {
                return null;
            }

            all = all.SetItem(key, request);
        }

        return new(_halves, all);
    }

    /// <summary>Both halves exist and are Connected.</summary>
    public WishList Joined(ResourceId a, ResourceId b) =>
        And(new(a, b), Wishes.Connected).And(new(b, a), Wishes.Connected);

    /// <summary>The borrower uses the lender's gateway.</summary>
    public WishList Borrowing(ResourceId borrower, ResourceId lender) => Joined(borrower, lender)
        .And(new(borrower, lender), Wishes.RemoteGateways).And(new(lender, borrower), Wishes.GatewayTransit);

    /// <summary>The plan that fulfils the wishes, with what its planners find wrong with them.</summary>
    public Plan ToPlan(Topology topology) => _requests.IsEmpty
        ? VNetPeeringPlanner.CreateAll(topology, ToPeerings())
        : RoutePlanner.Create(topology, [.. _requests.Values], ToPeerings());

    /// <summary>
    /// The pairs for the planner, which makes each whole. Only what is wished for is synced: another stale half does
    /// not stand in the way, and a fix writes no more than it must.
    /// </summary>
    private ImmutableArray<NewPeeringRequest> ToPeerings() =>
    [
        .. _halves.Keys.Where(k => k.Local < k.Remote || !_halves.ContainsKey(k.Reverse)).Select(k =>
            new NewPeeringRequest(k.Local, k.Remote) { LocalHalf = Request(k), RemoteHalf = Request(k.Reverse) }),
    ];

    private HalfRequest Request(HalfKey half)
    {
        var wishes = For(half);
        return new()
        {
            Sync = wishes.HasFlag(Wishes.Synced),
            AllowVirtualNetworkAccess = Wished(Wishes.Access),
            AllowForwardedTraffic = Wished(Wishes.ForwardedTraffic),
            AllowGatewayTransit = Wished(Wishes.GatewayTransit),
            UseRemoteGateways = Wished(Wishes.RemoteGateways),
        };

        bool? Wished(Wishes wish) => wishes.HasFlag(wish) ? true : null;
    }
}
