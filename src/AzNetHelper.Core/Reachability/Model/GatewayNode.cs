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
    private readonly Lazy<EndGroup> _clients;
    private readonly Lazy<ImmutableArray<GatewayUser>> _users;
    private readonly Lazy<RangeTable<Delivery>> _deliveries;
    private readonly Lazy<RangeTable<Delivery>> _clientDeliveries;

    public GatewayNode(VirtualNetworkGateway gateway, NetworkNode host)
        : base(gateway.Id)
    {
        (Gateway, Host) = (gateway, host);
        _clients = new(() => EndGroup.Of(this));
        _users = new(() => [.. FindUsers()]);
        _deliveries = new(() => Table(Learned));
        _clientDeliveries = new(() => Table(Learned.Where(l => l.OverBgp && !l.FromExpressRoute)));
    }

    public VirtualNetworkGateway Gateway { get; }

    public NetworkNode Host { get; }

    public override NetworkNode Node => Host;

    /// <summary>Its point-to-site clients, as an end.</summary>
    public EndGroup Clients => _clients.Value;

    public bool IsVpn => Gateway.Kind == GatewayKind.Vpn;

    public bool IsPolicyBased => string.Equals(Gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase);

    /// <summary>A Basic gateway knows no BGP, and a policy-based one is a Basic one.</summary>
    public bool SpeaksBgp => IsVpn && !Gateway.IsBasic && !IsPolicyBased;

    /// <summary>The VNets that borrow this gateway.</summary>
    public ImmutableArray<GatewayUser> Users => _users.Value;

    /// <summary>What it has learned over its connections.</summary>
    public ImmutableArray<Learned> Learned => Host.Estate.Learning.Of(this);

    /// <summary>The prefixes that it brings to the VNets that use it: those learned, and its clients.</summary>
    public IEnumerable<IPPrefix> Announced =>
        Learned.Select(l => l.Prefix).Concat(IsVpn ? Gateway.ClientPool : []).Distinct();

    /// <summary>
    /// Its VNet, then the VNets that use it (the prefixes that the lender's half lists), then its client pool, then what it
    /// has learned: at equal length the first of these wins.
    /// </summary>
    public RangeTable<Delivery> Deliveries => _deliveries.Value;

    /// <summary>
    /// The same for what its clients send: of what it has learned they reach what came over connections with BGP, and never
    /// ExpressRoute (about point-to-site routing).
    /// </summary>
    public RangeTable<Delivery> ClientDeliveries => _clientDeliveries.Value;

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
        let user = Host.Estate.Node(link.Half.RemoteVNet)
        where user?.Home is { } home && home.Host == Host.Id && home.Has(this)
        select new GatewayUser(user, link);
}
