using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Something that can forward packets. One object stands for it, at whichever of its addresses it is met.
/// </summary>
/// <param name="resource">The firewall, the load balancer, or the machine of network interfaces (an interface without
/// one).
/// </param>
internal sealed class Appliance(ResourceId resource)
{
    private ApplianceSet? _alone;

    public ResourceId Resource => resource;

    /// <summary>The set of just this one.</summary>
    // Asked for twice a pair: a delegate is made only where there is no set yet.
    public ApplianceSet Alone => Volatile.Read(ref _alone) ?? LazyInitializer.EnsureInitialized(ref _alone, () => ApplianceSet.Of(this));

    /// <summary>True for an Azure Firewall, which is known to be stateful.</summary>
    public bool IsFirewall { get; init; }
}

/// <summary>What stands at an address.</summary>
/// <param name="Appliance">The appliance.</param>
/// <param name="Resource">The resource that has the address.</param>
/// <param name="Forwards">False for a network interface with IP forwarding off.</param>
internal sealed record ApplianceAddress(Appliance Appliance, ResourceId Resource, bool Forwards);

/// <summary>
/// What stands at private addresses: an Azure Firewall, a load balancer's private front end, a network interface.
/// </summary>
internal sealed class ApplianceMap
{
    private readonly Dictionary<(ResourceId, IPAddress), ApplianceAddress> _appliances = [];
    private readonly Lazy<ILookup<ResourceId, (IPAddress, ApplianceAddress)>> _byNetwork;
    private readonly IPPrefix[] _hops;

    public ApplianceMap(Topology topology)
    {
        foreach (var firewall in topology.Firewalls)
        {
            // Of a firewall's configurations only the first names the subnet.
            var subnet = firewall.Addresses.Select(a => a.Subnet).FirstOrDefault(s => s is not null);
            Add(firewall.Addresses.Select(a => a with { Subnet = a.Subnet ?? subnet }),
                new(new(firewall.Id) { IsFirewall = true }, firewall.Id, Forwards: true));
        }

        foreach (var balancer in topology.LoadBalancers)
        {
            Add(balancer.FrontEnds, new(new(balancer.Id), balancer.Id, Forwards: true));
        }

        foreach (var machine in topology.NetworkInterfaces.GroupBy(n => n.VirtualMachine ?? n.Id))
        {
            var appliance = new Appliance(machine.Key);
            foreach (var nic in machine)
            {
                Add(nic.Addresses, new(appliance, nic.Id, nic.EnableIPForwarding));
            }
        }

        _byNetwork = new(() => _appliances.OrderBy(a => IPPrefix.Of(a.Key.Item2))
            .ToLookup(a => a.Key.Item1, a => (a.Key.Item2, a.Value)));
        var hops = new HashSet<IPAddress>();
        foreach (var route in topology.RouteTables.SelectMany(t => t.Routes))
        {
            hops.UnionWith(route.NextHops);
        }

        _hops = [.. hops.Select(IPPrefix.Of).Order()];
    }

    public ApplianceAddress? At(ResourceId network, IPAddress address) => _appliances.GetValueOrDefault((network, address));

    /// <summary>What stands in a VNet.</summary>
    public IEnumerable<(IPAddress Address, ApplianceAddress At)> In(ResourceId network) =>
        _byNetwork.Value[network];

    /// <summary>The addresses of an appliance, named by any of its resources.</summary>
    public IEnumerable<IPAddress> AddressesOf(ResourceId resource) => _appliances
        .Where(a => a.Value.Resource == resource || a.Value.Appliance.Resource == resource).Select(a => a.Key.Item2);

    /// <summary>
    /// True when the address of a next hop lies in the prefix: a subnet with it is like no other, because packets may
    /// come back to it.
    /// </summary>
    public bool IsNextHopIn(IPPrefix prefix)
    {
        var at = Array.BinarySearch(_hops, prefix);
        at = at < 0 ? ~at : at;
        return at < _hops.Length && prefix.Contains(_hops[at]);
    }

    private void Add(IEnumerable<PrivateAddress> addresses, ApplianceAddress appliance)
    {
        foreach (var one in addresses)
        {
            if (one is { Address: { } address, Subnet.Parent: { } network })
            {
                // The first one stays: a front end and an interface at one address cannot be in one VNet.
                _appliances.TryAdd((network, address), appliance);
            }
        }
    }
}

/// <summary>Where the address of a next hop is, seen from a VNet.</summary>
/// <param name="Address">The address.</param>
internal sealed record ApplianceDoor(IPAddress Address)
{
    /// <summary>The address as the piece that it is.</summary>
    public IPPrefix Prefix { get; } = IPPrefix.Of(Address);

    /// <summary>The VNet that it lies in; null when it cannot be reached or is not known.</summary>
    public NetworkNode? Network { get; private init; }

    /// <summary>The peering on the way; null in the VNet at hand.</summary>
    public PeeringLink? Link { get; private init; }

    /// <summary>The subnet that holds the address; null when there is none.</summary>
    public SubnetRef? Subnet { get; private init; }

    /// <summary>What stands there; null when nothing known does.</summary>
    public ApplianceAddress? Appliance { get; private init; }

    /// <summary>True when the address may lie in a VNet that was not read.</summary>
    public bool IsUnread { get; private init; }

    /// <summary>
    /// The address must lie in the VNet or in a directly peered one (routing overview, "next hop types"); a member of a
    /// connected group is no peer.
    /// </summary>
    public static ApplianceDoor Of(NetworkNode node, IPAddress address, bool peerings)
    {
        var at = IPPrefix.Of(address);
        if (node.Holds(at))
        {
            return In(node, link: null, address, at);
        }

        if (!peerings)
        {
            return new(address);
        }

        var listing = node.Links.Where(l => l.Installed.Any(p => p.Contains(at))).ToArray();
        return listing.Where(l => l.IsConnected && l.Peer!.AddressSpace.Any(p => p.Contains(at)))
            .MaxBy(l => l.Installed.Where(p => p.Contains(at)).Max(p => p.Length)) is { } link
            ? In(link.PeerNode!, link, address, at)
            : new(address) { IsUnread = Array.Exists(listing, l => l.IsUnread) };
    }

    private static ApplianceDoor In(NetworkNode network, PeeringLink? link, IPAddress address, IPPrefix at) => new(address)
    {
        Network = network,
        Link = link,
        Subnet = network.Subnets.FirstOrDefault(s => s.Subnet.Prefixes.Any(p => p.Contains(at))).Ref,
        Appliance = network.Estate.Appliances.At(network.Id, address),
    };
}
