using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Peering;

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

/// <summary>Wishes for any number of halves.</summary>
internal sealed class WishList
{
    private readonly ImmutableSortedDictionary<HalfKey, Wishes> _wishes;

    private WishList(ImmutableSortedDictionary<HalfKey, Wishes> wishes) => _wishes = wishes;

    public static WishList Empty { get; } = new(ImmutableSortedDictionary.Create<HalfKey, Wishes>(HalfKey.Order));

    public IEnumerable<HalfKey> Halves => _wishes.Keys;

    public int Count => _wishes.Count;

    /// <summary>The same for the same wishes, whatever the order in which they came.</summary>
    public string Signature => string.Join(';', _wishes.Select(w => $"{w.Key.Local}>{w.Key.Remote}={(int)w.Value}"));

    public Wishes For(HalfKey half) => _wishes.GetValueOrDefault(half);

    public WishList And(HalfKey half, Wishes wish) => new(_wishes.SetItem(half, For(half) | wish));

    /// <summary>Both halves exist and are Connected.</summary>
    public WishList Joined(ResourceId a, ResourceId b) =>
        And(new(a, b), Wishes.Connected).And(new(b, a), Wishes.Connected);

    /// <summary>The borrower uses the lender's gateway.</summary>
    public WishList Borrowing(ResourceId borrower, ResourceId lender) => Joined(borrower, lender)
        .And(new(borrower, lender), Wishes.RemoteGateways).And(new(lender, borrower), Wishes.GatewayTransit);

    /// <summary>
    /// The pairs for the planner, which makes each whole. Only what is wished for is synced: another stale half does not stand
    /// in the way, and a fix writes no more than it must.
    /// </summary>
    public ImmutableArray<NewPeeringRequest> ToRequests() =>
    [
        .. _wishes.Keys.Where(k => k.Local < k.Remote || !_wishes.ContainsKey(k.Reverse)).Select(k =>
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
