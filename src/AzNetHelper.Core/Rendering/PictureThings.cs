using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>What of a topology becomes a node: what was read, and what that points at.</summary>
internal sealed class PictureThings(Topology topology)
{
    public const string Network = "vnet";
    public const string Gateway = "gw";
    public const string Firewall = "fw";
    public const string Appliance = "nva";
    public const string LoadBalancer = "lb";
    public const string Circuit = "circuit";
    public const string Site = "site";
    public const string Pool = "pool";

    public IEnumerable<ResourceId> UnreadNetworks => topology.VirtualNetworks
        .SelectMany(n => n.Peerings.Select(p => p.RemoteVNet))
        .Concat(topology.Gateways.Select(g => g.VirtualNetwork).OfType<ResourceId>())
        .Concat(topology.Firewalls.SelectMany(f => f.Addresses).Select(a => HostOf(a)).OfType<ResourceId>())
        .Concat(topology.LoadBalancers.SelectMany(b => b.FrontEnds).Select(a => HostOf(a)).OfType<ResourceId>())
        .Concat(Appliances.SelectMany(i => i.Addresses).Select(a => HostOf(a)).OfType<ResourceId>())
        .Concat(topology.ConnectedGroups.SelectMany(g => g))
        .Where(id => topology.VirtualNetwork(id) is null).Distinct();

    public IEnumerable<ResourceId> UnreadGateways => topology.Connections
        .SelectMany(c => new[] { c.Gateway, c.OtherGateway }).OfType<ResourceId>()
        .Except(topology.Gateways.Select(g => g.Id));

    public IEnumerable<ResourceId> UnreadCircuits => topology.Connections.Select(c => c.Circuit).OfType<ResourceId>()
        .Concat(topology.ExpressRoutePrefixes.Keys).Except(topology.Circuits.Select(c => c.Id));

    public IEnumerable<ResourceId> UnreadSites => topology.Connections.Select(c => c.LocalNetworkGateway).OfType<ResourceId>()
        .Except(topology.LocalNetworkGateways.Select(s => s.Id));

    public IEnumerable<NetworkInterface> Appliances => topology.NetworkInterfaces.Where(i => i.EnableIPForwarding);

    public IEnumerable<VirtualNetworkGateway> Pools => topology.Gateways.Where(g => g.Clients is not null || !g.ClientPool.IsEmpty);

    public IEnumerable<(string Prefix, ResourceId Id)> Ids() =>
    [
        .. topology.VirtualNetworks.Select(n => n.Id).Concat(UnreadNetworks).Select(id => (Network, id)),
        .. topology.Gateways.Select(g => g.Id).Concat(UnreadGateways).Select(id => (Gateway, id)),
        .. topology.Firewalls.Select(f => (Firewall, f.Id)),
        .. Appliances.Select(i => (Appliance, i.Id)),
        .. topology.LoadBalancers.Select(b => (LoadBalancer, b.Id)),
        .. topology.Circuits.Select(c => c.Id).Concat(UnreadCircuits).Select(id => (Circuit, id)),
        .. topology.LocalNetworkGateways.Select(s => s.Id).Concat(UnreadSites).Select(id => (Site, id)),
        .. Pools.Select(g => (Pool, g.Id)),
    ];

    public static ResourceId? HostOf(PrivateAddress address) => address.Subnet?.Parent;
}
