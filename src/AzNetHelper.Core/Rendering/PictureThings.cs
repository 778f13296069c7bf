using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

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

    // What a topology holds as more than a document.
    private static readonly string[] s_types =
    [
        ResourceTypes.VirtualNetwork, ResourceTypes.VirtualNetworkGateway, ResourceTypes.RouteTable, ResourceTypes.PublicIPAddress,
        ResourceTypes.Connection, ResourceTypes.LocalNetworkGateway, ResourceTypes.ExpressRouteCircuit, ResourceTypes.AzureFirewall,
        ResourceTypes.LoadBalancer, ResourceTypes.NetworkInterface,
    ];

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

    /// <summary>
    /// True where a plan is refused for nothing but that it writes what no topology holds: a network manager, a storage account.
    /// That is no fault of the plan, and is told as what is not drawn.
    /// </summary>
    public static bool IsOfOthers(PlanProblem refusal)
    {
        if (refusal.CheckId != "PlanResourceNotFound")
        {
            return false;
        }

        var root = refusal.Resource;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return !s_types.Any(root.IsType);
    }

    public static ResourceId? HostOf(PrivateAddress address) => address.Subnet?.Parent;
}
