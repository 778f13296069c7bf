using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>Somebody who has addresses that a gateway leads to.</summary>
/// <param name="Identity">The same for the same place, also where two documents describe it.</param>
/// <param name="Phrase">As sentences name it.</param>
/// <param name="Prefixes">Its addresses.</param>
internal sealed record SpaceHolder(string Identity, string Phrase, ImmutableArray<IPPrefix> Prefixes)
{
    /// <summary>On premises, a wide prefix is usual: longer ones win over it.</summary>
    public bool IsSite { get; init; }
}

/// <summary>
/// Whose addresses a VPN gateway leads to, and which of them it tells another one. Without BGP a tunnel between two gateways
/// carries their own VNets; whether it carries the VNets that use them is not documented, so these count as well. With BGP
/// it carries all that lies behind each (vpn-gateway-vpn-faq; azure-network-rules 4.5).
/// </summary>
internal sealed class TunnelSpaces(Topology topology)
{
    /// <summary>What a gateway tells a neighbour.</summary>
    public IEnumerable<SpaceHolder> Told(VirtualNetworkGateway gateway, bool bgp, ImmutableHashSet<ResourceId> except)
    {
        var own = Own(gateway).Concat(Users(gateway)).Concat(Clients(gateway));
        return bgp ? own.Concat(Sites(gateway)).Concat(Beyond(gateway, except.Add(gateway.Id), onlyBgp: true)) : own;
    }

    /// <summary>Everything that a gateway, and the VNet that it sits in, lead to.</summary>
    public IEnumerable<SpaceHolder> There(VirtualNetworkGateway gateway, ImmutableHashSet<ResourceId> except) =>
        Own(gateway).Concat(Peers(gateway)).Concat(Clients(gateway)).Concat(Sites(gateway))
            .Concat(Beyond(gateway, except.Add(gateway.Id), onlyBgp: false));

    /// <summary>What lies behind a gateway beside its own VNet, for which only BGP makes a way.</summary>
    public IEnumerable<SpaceHolder> Behind(VirtualNetworkGateway gateway, ImmutableHashSet<ResourceId> except) =>
        Sites(gateway).Concat(Beyond(gateway, except.Add(gateway.Id), onlyBgp: false));

    private IEnumerable<SpaceHolder> Own(VirtualNetworkGateway gateway) =>
        gateway.VirtualNetwork is { } id && topology.VirtualNetwork(id) is { } network ? [Of(network)] : [];

    private IEnumerable<SpaceHolder> Users(VirtualNetworkGateway gateway) =>
        from half in Halves(gateway)
        where half.AllowGatewayTransit && (topology.OtherHalf(half)?.UseRemoteGateways ?? true)
        select Of(half);

    private IEnumerable<SpaceHolder> Peers(VirtualNetworkGateway gateway) => Halves(gateway).Select(Of);

    private IEnumerable<PeeringHalf> Halves(VirtualNetworkGateway gateway) =>
        gateway.VirtualNetwork is { } id && topology.VirtualNetwork(id) is { } network
            ? network.Peerings.Where(p => p.State == PeeringState.Connected) : [];

    private static IEnumerable<SpaceHolder> Clients(VirtualNetworkGateway gateway) => gateway.ClientPool.IsEmpty ? []
        : [new($"pool:{gateway.Id}".ToUpperInvariant(), $"the client pool of {gateway.Name}", gateway.ClientPool)];

    // One device may stand in two documents, at two gateways: its address tells.
    private IEnumerable<SpaceHolder> Sites(VirtualNetworkGateway gateway) =>
        from connection in topology.Connections
        where connection.Gateway == gateway.Id && connection.LocalNetworkGateway is not null
        let site = topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == connection.LocalNetworkGateway)
        where site is not null
        select new SpaceHolder($"site:{site.GatewayAddress?.ToString() ?? site.Fqdn ?? site.Id.ToString()}".ToUpperInvariant(),
            $"the site {site.Name} of {gateway.Name}", [.. site.AddressSpace.Where(p => !p.IsDefault)]) { IsSite = true };

    private IEnumerable<SpaceHolder> Beyond(VirtualNetworkGateway gateway, ImmutableHashSet<ResourceId> except, bool onlyBgp) =>
        from connection in topology.Connections
        where connection.Kind == ConnectionKind.Vnet2Vnet && connection.Gateway == gateway.Id && (connection.EnableBgp || !onlyBgp)
        let far = topology.Gateways.FirstOrDefault(g => g.Id == connection.OtherGateway)
        where far is not null && !except.Contains(far.Id)
        from holder in Told(far, connection.EnableBgp, except)
        select holder;

    private static SpaceHolder Of(VirtualNetwork network) => new(network.Id.ToString().ToUpperInvariant(), network.Name, network.AddressSpace);

    private SpaceHolder Of(PeeringHalf half) => topology.VirtualNetwork(half.RemoteVNet) is { } network && half.PeerCompleteVNets ? Of(network)
        : new(half.RemoteVNet.ToString().ToUpperInvariant(), half.RemoteVNet.Name, half.RemoteAddressSpace ?? half.RemoteVirtualNetworkAddressSpace ?? []);
}
