using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>A half of a peering with the half at the other end.</summary>
/// <param name="Half">The half in the VNet at hand.</param>
/// <param name="Other">The other half; null when it does not exist or was not read.</param>
/// <param name="Peer">The VNet at the other end; null when it was not read.</param>
internal sealed record PeeringLink(PeeringHalf Half, PeeringHalf? Other, VirtualNetwork? Peer)
{
    /// <summary>Both halves exist and say Connected: only then are there routes.</summary>
    public bool IsConnected { get; } =
        Half.State == PeeringState.Connected && Other is { State: PeeringState.Connected };

    /// <summary>Connected as far as this half tells, or of no known state, and the other end was not read.</summary>
    public bool IsUnread => Peer is null && Half.State is (PeeringState.Connected or PeeringState.Unknown);

    /// <summary>The prefixes that the half brings into its VNet: those that it was last synced with.</summary>
    public ImmutableArray<IPPrefix> Installed { get; } = WhatIsInstalled(Half, Peer);

    private static ImmutableArray<IPPrefix> WhatIsInstalled(PeeringHalf half, VirtualNetwork? peer)
    {
        var listed = half.RemoteAddressSpace ?? half.RemoteVirtualNetworkAddressSpace
            ?? (half.PeerCompleteVNets ? peer?.AddressSpace
                : peer?.Subnets.Where(s => half.RemoteSubnetNames.Contains(s.Name, StringComparer.OrdinalIgnoreCase))
                    .SelectMany(s => s.Prefixes).ToImmutableArray())
            ?? [];
        return half.EnableOnlyIPv6Peering ? [.. listed.Where(p => p.IsIPv6)] : listed;
    }
}

/// <summary>The gateways that a VNet uses, its own or borrowed.</summary>
/// <param name="Host">The id of the VNet that they sit in.</param>
/// <param name="Node">That VNet; null when it was not read.</param>
internal sealed record GatewayHome(ResourceId Host, NetworkNode? Node)
{
    public VirtualNetworkGateway? Vpn { get; init; }

    public VirtualNetworkGateway? ExpressRoute { get; init; }

    public bool HasRouteServer { get; init; }

    /// <summary>A gateway that is known to be there and was not read.</summary>
    public ResourceId? Unread { get; init; }

    public bool IsEmpty => Node is not null && Vpn is null && ExpressRoute is null && !HasRouteServer && Unread is null;
}

/// <summary>
/// A VNet with what follows from it and its neighbours: links, gateways used, tables, groups of subnets.
/// </summary>
internal sealed class NetworkNode(Estate estate, VirtualNetwork network)
{
    private readonly Dictionary<ResourceId, EffectiveRoutes?> _routes = [];
    private readonly Lazy<ImmutableArray<PeeringLink>> _links = new(() =>
        [.. network.Peerings.Select(h => Link(estate, h))]);
    private Dictionary<ResourceId, PeeringLink>? _linksByPeer;
    private EffectiveRoutes? _plainRoutes;
    private GatewayHome? _home;
    private bool _homeKnown;
    private ImmutableArray<EndGroup> _groups;

    public Estate Estate => estate;

    public VirtualNetwork Network => network;

    public ResourceId Id => network.Id;

    /// <summary>The VNet's halves, in the order of their ids.</summary>
    public ImmutableArray<PeeringLink> Links => _links.Value;

    /// <summary>The endpoint subnets, those alike put together.</summary>
    public ImmutableArray<EndGroup> Groups => _groups.IsDefault ? _groups = EndGroup.Of(this) : _groups;

    /// <summary>True when a peering of this VNet covers subnets by name, so that they are not alike.</summary>
    public bool HasSubnetPeering =>
        Links.Any(l => !l.Half.PeerCompleteVNets || l.Other is { PeerCompleteVNets: false });

    public SubnetRef? GatewaySubnet => network.Subnets
        .Where(s => s.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase))
        .Select(s => new SubnetRef(s.Id, s.Name, s.RouteTable)).FirstOrDefault();

    /// <summary>The gateways in use; null when there are none.</summary>
    public GatewayHome? Home
    {
        get
        {
            if (!_homeKnown)
            {
                _home = GatewayHomes.Of(this);
                _homeKnown = true;
            }

            return _home;
        }
    }

    public PeeringLink? LinkTo(ResourceId other)
    {
        if (_linksByPeer is null)
        {
            _linksByPeer = [];
            foreach (var link in Links)
            {
                _linksByPeer.TryAdd(link.Half.RemoteVNet, link);
            }
        }

        return _linksByPeer.GetValueOrDefault(other);
    }

    /// <summary>The effective routes of a subnet; null when its route table was not read.</summary>
    public EffectiveRoutes? RoutesOf(SubnetRef subnet)
    {
        if (subnet.RouteTable is null)
        {
            return _plainRoutes ??= new(this, table: null);
        }

        if (!_routes.TryGetValue(subnet.RouteTable, out var routes))
        {
            routes = estate.RouteTable(subnet.RouteTable) is { } table ? new(this, table) : null;
            _routes[subnet.RouteTable] = routes;
        }

        return routes;
    }

    public bool Holds(IPPrefix piece) => network.AddressSpace.Any(p => p.Contains(piece));

    private static PeeringLink Link(Estate estate, PeeringHalf half)
    {
        var peer = estate.Network(half.RemoteVNet);
        return new(half, peer?.PeeringTo(half.LocalVNet), peer);
    }
}
