using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Summaries;

/// <summary>
/// Which VNet is the hub of which: that of the gateways that it uses; else that of the appliance that most of its routes lead
/// to; else, of VNets that nothing else tells of, the peer with the most peerings, where it has more than the VNet itself. Whose gateways or
/// appliances others use is its own hub, and so is a VNet that has no peering.
/// </summary>
internal sealed class HubMap
{
    private readonly Estate _estate;
    private readonly Dictionary<ResourceId, ResourceId> _used;
    private readonly HashSet<ResourceId> _hubs;

    public HubMap(Estate estate)
    {
        _estate = estate;
        _used = estate.Nodes.Select(n => (n.Id, Hub: Used(n))).Where(u => u.Hub is not null).ToDictionary(u => u.Id, u => u.Hub!);
        _hubs = [.. _used.Values];
    }

    public ResourceId Of(ResourceId network) =>
        _hubs.Contains(network) ? network
        : _used.TryGetValue(network, out var hub) ? hub
        : _estate.Node(network) is { } node && Busiest(node) is { } busiest ? busiest
        : network;

    private static ResourceId? Used(NetworkNode node) => node.Home?.Host ?? OfAppliance(node);

    private static ResourceId? OfAppliance(NetworkNode node) => node.Network.Subnets
        .Select(s => s.RouteTable).OfType<ResourceId>().Distinct().Select(node.Estate.RouteTable).OfType<RouteTable>()
        .SelectMany(t => t.Routes).SelectMany(r => r.NextHops)
        .Select(a => node.Links.FirstOrDefault(l => l.Peer?.AddressSpace.Any(p => p.Contains(a)) == true)?.Half.RemoteVNet)
        .OfType<ResourceId>().GroupBy(i => i).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key;

    private static ResourceId? Busiest(NetworkNode node) => node.Links
        .Where(l => l.Peer is { } peer && peer.Peerings.Length > node.Links.Length)
        .OrderByDescending(l => l.Peer!.Peerings.Length).ThenBy(l => l.Half.RemoteVNet)
        .FirstOrDefault()?.Half.RemoteVNet;
}
