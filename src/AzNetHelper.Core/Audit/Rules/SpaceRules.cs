using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>Addresses that two neighbours have.</summary>
internal static class SpaceRules
{
    /// <summary>VNets that are joined, or have a neighbour in common, and overlap; each pair once.</summary>
    public static IEnumerable<Found> Neighbours(AuditScene scene)
    {
        var told = new HashSet<(ResourceId, ResourceId)>();
        foreach (var network in scene.Topology.VirtualNetworks)
        {
            foreach (var pair in Clashes(Around(scene, network).Prepend(network)).Order())
            {
                if (told.Add(pair))
                {
                    var (one, other) = (scene.Topology.VirtualNetwork(pair.One)!, scene.Topology.VirtualNetwork(pair.Other)!);
                    var clash = Overlap.Between(one.AddressSpace, other.AddressSpace);
                    var how = one.Id == network.Id || other.Id == network.Id ? $"{one.Name} and {other.Name} are joined"
                        : $"{one.Name} and {other.Name} are both joined with {network.Name}";
                    yield return new(other.Id, $"{how}, and their address spaces overlap: {string.Join(", ", clash)}.", Apart(one, other, clash),
                        one.Id, other.Id, network.Id);
                }
            }
        }
    }

    /// <summary>
    /// Prefixes of sites that are those of a VNet behind the same gateway, or a part of them: what a VNet has wins over what
    /// a gateway has learned, so the site is lost. A wider one is allowed (vpn-gateway-vpn-faq).
    /// </summary>
    public static IEnumerable<Found> Sites(AuditScene scene) =>
        from connection in scene.Topology.Connections
        where connection.Kind == ConnectionKind.IPsec
        let gateway = scene.Gateway(connection.Gateway)
        let site = scene.Site(connection.LocalNetworkGateway)
        where gateway?.VirtualNetwork is not null && site is not null
        from network in Served(scene, gateway)
        let lost = site.AddressSpace.Where(p => network.AddressSpace.Any(a => a.Contains(p))).Order().ToArray()
        where lost.Length > 0
        select new Found(site.Id, $"{string.Join(", ", lost)} of the site {site.Name} (connection {connection.Name}) lies in {network.Name}: nothing there "
            + "reaches the site's.", Remedy.Advice($"Give one of the two other addresses, or take {string.Join(", ", lost)} off the site "
                + "with az network local-gateway update --local-address-prefixes and what remains."), network.Id, gateway.VirtualNetwork!);

    /// <summary>Client pools that lie where a VNet or a site behind the gateway does.</summary>
    public static IEnumerable<Found> Pools(AuditScene scene) =>
        from gateway in scene.Topology.Gateways
        where gateway.VirtualNetwork is not null && !gateway.ClientPool.IsEmpty
        let sites = scene.ConnectionsOf[gateway.Id].Select(c => scene.Site(c.LocalNetworkGateway))
            .OfType<LocalNetworkGateway>().Select(s => (s.Name, s.AddressSpace))
        from other in Served(scene, gateway).Select(n => (n.Name, n.AddressSpace)).Concat(sites)
        let clash = Overlap.Between(gateway.ClientPool, other.AddressSpace.Where(p => !p.IsDefault))
        where !clash.IsEmpty
        select new Found(gateway.Id, $"The client pool of {gateway.Name} overlaps with {other.Name}: {string.Join(", ", clash)}.",
            Remedy.Advice("Give the clients a range of their own (az network vnet-gateway update --address-prefixes) and hand out the profile again."),
            gateway.VirtualNetwork!);

    // A gateway's VNet, and those that it is peered with: a client reaches those that use it.
    private static IEnumerable<VirtualNetwork> Served(AuditScene scene, VirtualNetworkGateway gateway) =>
        scene.Topology.VirtualNetwork(gateway.VirtualNetwork!) is not { } home ? []
            : scene.Links(home).Where(l => l.Half.AllowGatewayTransit && l.Other.UseRemoteGateways).Select(l => l.Peer).Prepend(home);

    private static IEnumerable<VirtualNetwork> Around(AuditScene scene, VirtualNetwork network)
    {
        var peers = network.Peerings.Where(p => p.PeerCompleteVNets && p.State != PeeringState.Disconnected).Select(p => p.RemoteVNet);
        var tunnels = scene.Topology.GatewaysOf(network.Id).SelectMany(g => scene.ConnectionsOf[g.Id])
            .Where(c => c.Kind == ConnectionKind.Vnet2Vnet).SelectMany(c => scene.NetworkOf(c.OtherGateway));
        return peers.Concat(tunnels).Where(id => id != network.Id).Distinct().Select(scene.Topology.VirtualNetwork).OfType<VirtualNetwork>();
    }

    // Sorted wider first: whatever still contains a prefix is on the stack, and nothing else is.
    private static HashSet<(ResourceId One, ResourceId Other)> Clashes(IEnumerable<VirtualNetwork> networks)
    {
        var found = new HashSet<(ResourceId, ResourceId)>();
        var open = new Stack<(IPPrefix Prefix, ResourceId Network)>();
        foreach (var entry in networks.SelectMany(n => n.AddressSpace.Select(p => (Prefix: p, Network: n.Id))).OrderBy(e => e.Prefix))
        {
            while (open.TryPeek(out var top) && !top.Prefix.Contains(entry.Prefix))
            {
                open.Pop();
            }

            foreach (var (_, outer) in open.Where(o => o.Network != entry.Network))
            {
                found.Add(outer < entry.Network ? (outer, entry.Network) : (entry.Network, outer));
            }

            open.Push(entry);
        }

        return found;
    }

    private static Remedy Apart(VirtualNetwork one, VirtualNetwork other, ImmutableArray<Overlap> clash)
    {
        var free = Unused(other, clash.Select(c => c.Right)) is { } right ? (other, right)
            : Unused(one, clash.Select(c => c.Left)) is { } left ? (one, left) : default((VirtualNetwork Network, IPPrefix[] Prefixes)?);
        return free is { } found
            ? Remedy.Module($"Set-VNetAddressSpace -VNet '{found.Network.Id}' -Remove {string.Join(", ", found.Prefixes.Select(p => $"'{p}'"))}")
            : Remedy.Advice($"Move {other.Name} or {one.Name} to addresses of its own, join them by subnet peering of parts that do not overlap, or "
                + "through NAT or a private link.");
    }

    // Prefixes that hold no subnet can be taken away, as long as an IPv4 one remains.
    private static IPPrefix[]? Unused(VirtualNetwork network, IEnumerable<IPPrefix> clash)
    {
        IPPrefix[] prefixes = [.. clash.Distinct().Order()];
        return prefixes.All(p => !network.Subnets.SelectMany(s => s.Prefixes).Any(p.Overlaps))
            && network.AddressSpace.Except(prefixes).Any(p => !p.IsIPv6) ? prefixes : null;
    }
}
