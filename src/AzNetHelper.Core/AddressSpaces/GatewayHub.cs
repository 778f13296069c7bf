using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.AddressSpaces;

/// <summary>How somebody stands to the gateways of a VNet.</summary>
internal enum HubRole
{
    /// <summary>The VNet of the gateways, and those that use them.</summary>
    Served,

    /// <summary>Peered with it, without using its gateways: it could.</summary>
    Peer,

    /// <summary>On-premises.</summary>
    Site,

    /// <summary>The gateways' own clients.</summary>
    Clients,

    /// <summary>The VNet at the other end of a VNet-to-VNet connection.</summary>
    Far,
}

/// <summary>A VNet with gateways, and all that meet there.</summary>
internal sealed record GatewayHub(ResourceId Network, ImmutableArray<ResourceId> Gateways)
{
    public ImmutableDictionary<AddressHolder, HubRole> Members { get; private init; } =
        ImmutableDictionary<AddressHolder, HubRole>.Empty;

    /// <summary>Sites whose connections all use BGP.</summary>
    public ImmutableHashSet<AddressHolder> Dynamic { get; private init; } = [];

    public static GatewayHub Of(AddressEstate estate, ResourceId network, ImmutableArray<VirtualNetworkGateway> gateways)
    {
        var topology = estate.Topology;
        var members = ImmutableDictionary.CreateBuilder<AddressHolder, HubRole>();
        members[AddressEstate.VNet(network)] = HubRole.Served;
        foreach (var link in estate.PeersOf(network).Where(l => l.IsWhole && !l.IsTorn))
        {
            var uses = topology.VirtualNetwork(link.Peer)?.PeeringTo(network)?.UseRemoteGateways;
            members[AddressEstate.VNet(link.Peer)] = uses == true ? HubRole.Served : HubRole.Peer;
        }

        var (isDynamic, isStatic) = (new HashSet<AddressHolder>(), new HashSet<AddressHolder>());
        foreach (var gateway in gateways)
        {
            members[new(HolderKind.ClientPool, gateway.Id)] = HubRole.Clients;
            foreach (var connection in estate.Connections[gateway.Id])
            {
                var other = Other(estate, connection);
                if (other is null)
                {
                    continue;
                }

                members.TryAdd(other, other.Kind == HolderKind.VNet ? HubRole.Far : HubRole.Site);
                _ = (connection.EnableBgp || connection.Kind == ConnectionKind.ExpressRoute ? isDynamic : isStatic).Add(other);
            }
        }

        return new(network, [.. gateways.Select(g => g.Id)])
        {
            Members = members.ToImmutable(),
            Dynamic = [.. isDynamic.Except(isStatic)],
        };
    }

    private static AddressHolder? Other(AddressEstate estate, GatewayConnection connection) => connection switch
    {
        { LocalNetworkGateway: { } site } => new(HolderKind.Site, site),
        { Circuit: { } circuit } => new(HolderKind.Circuit, circuit),
        { OtherGateway: { } other } => estate.GatewayHomes.TryGetValue(other, out var far) ? AddressEstate.VNet(far) : null,
        _ => null,
    };
}
