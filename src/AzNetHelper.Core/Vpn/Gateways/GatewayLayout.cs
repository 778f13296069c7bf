using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Reading;

namespace AzNetHelper.Vpn;

/// <summary>Where a gateway that is wanted is to be, whatever it speaks.</summary>
/// <param name="Network">The VNet that it sits in.</param>
/// <param name="Gateway">Its id.</param>
/// <param name="Sku">Its SKU, as it was typed.</param>
internal sealed record GatewayWish(ResourceId Network, ResourceId Gateway, string Sku)
{
    /// <summary>The prefix of GatewaySubnet where that is made; null for free space of the VNet.</summary>
    public IPPrefix? SubnetPrefix { get; init; }

    /// <summary>The lengths of GatewaySubnet: what is made, in the order in which it is looked for, and the longest that works.</summary>
    public required (ImmutableArray<int> Made, int Longest) SubnetLengths { get; init; }

    /// <summary>True to add a prefix to the VNet's address space where it has no room for GatewaySubnet.</summary>
    public bool ExtendAddressSpace { get; init; }

    /// <summary>The region, where somebody gave one.</summary>
    public string? Location { get; init; }

    /// <summary>Tags of what is made.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

/// <summary>A wanted gateway of either kind laid over the networks as they are: what it has in common with one of the other kind.</summary>
internal abstract class GatewayLayout
{
    protected GatewayLayout(Topology topology, GatewayWish wish)
    {
        (Topology, Wish) = (topology, wish);
        Network = topology.VirtualNetwork(wish.Network);
        Existing = topology.Gateways.FirstOrDefault(g => g.Id == wish.Gateway);
        Subnet = Network is null ? null : GatewaySubnetPlace.In(topology, Network, wish);
        Lenders = new(topology);
    }

    public Topology Topology { get; }

    /// <summary>Where it is to be.</summary>
    public GatewayWish Wish { get; }

    public VirtualNetwork? Network { get; }

    /// <summary>The gateway as it is; null for none.</summary>
    public VirtualNetworkGateway? Existing { get; }

    public GatewaySubnetPlace? Subnet { get; }

    public Lenders Lenders { get; }

    /// <summary>What such a gateway speaks.</summary>
    public abstract GatewayKind Kind { get; }

    /// <summary>As sentences call it, for example <c>VPN gateway</c>.</summary>
    public abstract string What { get; }

    /// <summary>The gateway, or others in its subnet, where they may not be read.</summary>
    public IEnumerable<ResourceId> Unread => (Network is null ? [] : Shape.GatewaysIn(Network)).Append(Wish.Gateway).Distinct()
        .Where(id => Topology.Document(id) is null && Topology.GapOf(id) is not null);

    /// <summary>Gateways of the VNet beside this one.</summary>
    public IEnumerable<VirtualNetworkGateway> Others => Topology.GatewaysOf(Wish.Network).Where(g => g.Id != Wish.Gateway);

    /// <summary>What is made whose names have to be ones that Azure takes.</summary>
    public virtual IEnumerable<ResourceId> NewNames => Existing is null ? [Wish.Gateway] : [];
}
