using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>What was found of a next hop.</summary>
/// <param name="Route">The hop for IPv4 prefixes; null where there is none.</param>
/// <param name="RouteV6">The hop for IPv6 prefixes; null where there is none.</param>
internal sealed record FoundHop(RouteHop? Route, RouteHop? RouteV6)
{
    public static FoundHop Nothing { get; } = new(null, null);

    /// <summary>What stands there; null for a gateway, and where nothing is known.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>Interfaces that must forward.</summary>
    public ImmutableArray<NetworkInterface> Interfaces { get; init; } = [];

    public IEnumerable<IPAddress> Addresses => new[] { Route?.Address, RouteV6?.Address }.OfType<IPAddress>();

    public RouteHop? For(IPPrefix prefix) => prefix.IsIPv6 ? RouteV6 : Route;
}

/// <summary>Finds what a next hop means in a hub.</summary>
internal static class HopFinder
{
    public static FoundHop Find(Topology topology, VirtualNetwork hub, HubHop hop) => hop switch
    {
        HubHop.GatewayHop => new(RouteHop.Gateway, RouteHop.Gateway),
        HubHop.AddressHop { Address: var address } => At(topology, hub, address),
        HubHop.ResourceHop { Resource: var id } => Of(topology, hub, id),
        _ => FoundHop.Nothing,
    };

    /// <summary>The private addresses of a firewall, an interface or a load balancer; null when it was not read.</summary>
    public static ImmutableArray<PrivateAddress>? AddressesOf(Topology topology, ResourceId id) =>
        topology.Firewalls.FirstOrDefault(f => f.Id == id)?.Addresses
        ?? topology.NetworkInterfaces.FirstOrDefault(i => i.Id == id)?.Addresses
        ?? topology.LoadBalancers.FirstOrDefault(b => b.Id == id)?.FrontEnds;

    // What stands at the address, or nothing that is known; a load balancer forwards by what is behind it.
    private static FoundHop At(Topology topology, VirtualNetwork hub, IPAddress address)
    {
        var (hop, isV6) = (RouteHop.To(address), address.AddressFamily == AddressFamily.InterNetworkV6);
        bool IsThere(IEnumerable<PrivateAddress> addresses) => addresses.Any(a => address.Equals(a.Address) && a.Subnet?.Parent == hub.Id);
        var nic = topology.NetworkInterfaces.FirstOrDefault(i => IsThere(i.Addresses));
        return new(isV6 ? null : hop, isV6 ? hop : null)
        {
            Resource = topology.Firewalls.FirstOrDefault(f => IsThere(f.Addresses))?.Id
                ?? topology.LoadBalancers.FirstOrDefault(b => IsThere(b.FrontEnds))?.Id ?? nic?.Id,
            Interfaces = nic is null ? [] : [nic],
        };
    }

    private static FoundHop Of(Topology topology, VirtualNetwork hub, ResourceId id)
    {
        var inHub = (AddressesOf(topology, id) ?? []).Where(a => a.Subnet?.Parent == hub.Id).Select(a => a.Address).OfType<IPAddress>().ToArray();
        return new(First(AddressFamily.InterNetwork), First(AddressFamily.InterNetworkV6))
        {
            Resource = id,
            Interfaces = [.. topology.NetworkInterfaces.Where(i => i.Id == id)],
        };

        RouteHop? First(AddressFamily family) => Array.Find(inHub, a => a.AddressFamily == family) is { } address ? RouteHop.To(address) : null;
    }
}
