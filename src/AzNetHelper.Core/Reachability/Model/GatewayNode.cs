using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>Where a gateway takes a packet: exactly one of the four is set.</summary>
internal sealed record Delivery(IPPrefix Prefix)
{
    /// <summary>Into a VNet.</summary>
    public NetworkNode? Network { get; init; }

    /// <summary>The peering on the way into that VNet; null for the gateway's own.</summary>
    public PeeringLink? Link { get; init; }

    /// <summary>To its point-to-site clients.</summary>
    public GatewayNode? Pool { get; init; }

    /// <summary>To another gateway, or to a site.</summary>
    public Learned? Learned { get; init; }
}

/// <summary>A VNet that uses a gateway of another one.</summary>
internal sealed record GatewayUser(NetworkNode Network, PeeringLink Link);

/// <summary>A gateway as a router.</summary>
internal sealed class GatewayNode : Place
{
    private readonly Lazy<bool> _hasUnread;
    private readonly Lazy<EndGroup> _clients;
    private readonly Lazy<HashSet<IPPrefix>> _originated;
    private readonly Lazy<ImmutableArray<GatewayUser>> _users;
    private readonly Lazy<RangeTable<Delivery>> _deliveries;
    private readonly Lazy<RangeTable<Delivery>> _clientRoutes;

    public GatewayNode(VirtualNetworkGateway gateway, NetworkNode host)
        : base(gateway.Id)
    {
        (Gateway, Host) = (gateway, host);
        _hasUnread = new(() => host.Estate.HasUnreadConnections(this));
        _clients = new(() => EndGroup.Of(this));
        _originated = new(() => Learning.Networks(this).Concat(gateway.ClientPool).ToHashSet());
        _users = new(() => [.. FindUsers()]);
        _deliveries = new(() => Table(Learning.Best(Learned)));
        _clientRoutes = new(() => Table(Learned.Where(l => l.OverBgp && !l.FromExpressRoute && !l.IsExchanged)));
    }

    public VirtualNetworkGateway Gateway { get; }

    public NetworkNode Host { get; }

    public override NetworkNode Node => Host;

    /// <summary>Its point-to-site clients, as an end.</summary>
    public EndGroup Clients => _clients.Value;

    /// <summary>True when a connection, or what one leads to, was not read.</summary>
    public bool HasUnreadConnections => _hasUnread.Value;

    public bool IsVpn => Gateway.Kind == GatewayKind.Vpn;

    public bool IsPolicyBased => string.Equals(Gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase);

    /// <summary>A Basic gateway knows no BGP, and a policy-based one is a Basic one.</summary>
    public bool SpeaksBgp => IsVpn && !Gateway.IsBasic && !IsPolicyBased;

    /// <summary>The VNets that borrow this gateway.</summary>
    public ImmutableArray<GatewayUser> Users => _users.Value;

    /// <summary>What it announces of its own: its VNet, the VNets that use it, its clients.</summary>
    public IReadOnlySet<IPPrefix> Originated => _originated.Value;

    /// <summary>Every route that it has learned over its connections, also several for a prefix.</summary>
    public IReadOnlyList<Learned> Learned => Host.Estate.Learning.All(this);

    /// <summary>
    /// The prefixes that it brings to the VNets that use it: those learned, and its clients. What the other gateway of
    /// its VNet has learned that one brings itself.
    /// </summary>
    public IEnumerable<IPPrefix> Announced =>
        Learned.Where(l => !l.IsExchanged).Select(l => l.Prefix).Concat(IsVpn ? Gateway.ClientPool : []).Distinct();

    /// <summary>
    /// Its VNet, then the VNets that use it (the prefixes that the lender's half lists), then its client pool, then
    /// what it has learned: at equal length the first of these wins.
    /// </summary>
    public RangeTable<Delivery> Deliveries => _deliveries.Value;

    /// <summary>
    /// What its clients are told: of what it has learned only what came over connections with BGP, and never
    /// ExpressRoute (about point-to-site routing).
    /// </summary>
    public RangeTable<Delivery> ClientRoutes => _clientRoutes.Value;

    private RangeTable<Delivery> Table(IEnumerable<Learned> learned)
    {
        var own = Host.Network.AddressSpace.Select(p => new Delivery(p) { Network = Host });
        var users = from user in Users
                    from prefix in user.Link.Installed
                    select new Delivery(prefix) { Network = user.Network, Link = user.Link };
        var clients = Gateway.ClientPool.Select(p => new Delivery(p) { Pool = this });
        var others = learned.Select(l => new Delivery(l.Prefix) { Learned = l });
        return RangeTable<Delivery>.Of(own.Concat(users).Concat(clients).Concat(others).Select(d => (d.Prefix, d)));
    }

    private IEnumerable<GatewayUser> FindUsers() =>
        from link in Host.Links
        where link.IsConnected && link.Half.AllowGatewayTransit && link.Other!.UseRemoteGateways
        let user = link.PeerNode
        where user?.Home is { } home && home.Host == Host.Id && home.Has(this)
        select new GatewayUser(user, link);
}
