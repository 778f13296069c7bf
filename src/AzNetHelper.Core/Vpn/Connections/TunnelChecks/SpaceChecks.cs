using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>Rules about the addresses that come to reach each other, and about the way that packets take.</summary>
internal static class SpaceChecks
{
    public static IEnumerable<Finding> Overlap(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where tunnel.OpensWays
        from found in Between(scene, tunnel).DistinctBy(f => f.Message, StringComparer.Ordinal)
        select found;

    public static IEnumerable<Finding> Peered(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where tunnel.One.VirtualNetwork is not null && tunnel.Other.VirtualNetwork is not null
            && scene.Topology.VirtualNetwork(tunnel.One.VirtualNetwork)?.PeeringTo(tunnel.Other.VirtualNetwork) is { State: PeeringState.Connected }
        select new Finding(tunnel.One.Id, $"{tunnel.One.VirtualNetwork!.Name} and {tunnel.Other.VirtualNetwork!.Name} are peered as well, and the routes of a "
            + "peering win: between them the tunnel carries nothing.", tunnel.Group) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Egress(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where tunnel.Pair.IsMade && tunnel.One.Location.Length > 0 && tunnel.Other.Location.Length > 0 && Region(tunnel.One) != Region(tunnel.Other)
        select new Finding(tunnel.One.Id, $"{tunnel.One.Name} is in {tunnel.One.Location} and {tunnel.Other.Name} in {tunnel.Other.Location}: what is sent "
            + "between regions is charged where it leaves.", tunnel.Group) { Tells = NoticeSeverity.Information };

    private static IEnumerable<Finding> Between(TunnelScene scene, PlannedTunnel tunnel)
    {
        foreach (var (from, to) in new[] { (tunnel.One, tunnel.Other), (tunnel.Other, tunnel.One) })
        {
            var there = scene.Spaces.There(to, [from.Id]).Concat(Wanted(scene, tunnel, to)).ToArray();
            foreach (var told in scene.Spaces.Told(from, tunnel.Pair.Bgp, [to.Id]))
            {
                foreach (var holder in there.Where(h => h.Identity != told.Identity))
                {
                    var clash = Addressing.Overlap.Between(told.Prefixes, holder.Prefixes).ToArray();
                    if (clash.Length > 0)
                    {
                        // A longer prefix wins over a site's wide one, so both are reached but for those addresses of the site.
                        var isTold = clash.All(c => (told.IsSite && c.Left.Length < c.Right.Length) || (holder.IsSite && c.Right.Length < c.Left.Length));
                        yield return Say(tunnel, told, holder, clash, isTold);
                    }
                }
            }
        }
    }

    private static Finding Say(PlannedTunnel tunnel, SpaceHolder told, SpaceHolder holder, Overlap[] clash, bool isTold)
    {
        var swap = string.CompareOrdinal(told.Phrase, holder.Phrase) > 0;
        var (one, other) = swap ? (holder, told) : (told, holder);
        var prefixes = OverlapSentences.Listed([.. clash.Select(c => (swap ? new Overlap(c.Right, c.Left) : c).ToString())]);
        return new(tunnel.Other.Id, $"{one.Phrase} and {other.Phrase} overlap, and the tunnel between {tunnel.One.Name} and {tunnel.Other.Name} would "
            + $"join them: {prefixes}. {(isTold ? "The longer prefix wins: what the site has of it is not reached."
            : "Give one of them another range: Find-VNetAddressSpace finds one, Set-VNetAddressSpace sets it.")}", tunnel.Group)
        {
            Tells = isTold ? NoticeSeverity.Warning : null,
        };
    }

    // What the other tunnels of this call bring to the same gateway.
    private static IEnumerable<SpaceHolder> Wanted(TunnelScene scene, PlannedTunnel tunnel, VirtualNetworkGateway gateway) =>
        from other in scene.Tunnels
        where other != tunnel
        from end in new[] { (Here: other.One, Far: other.Other), (Here: other.Other, Far: other.One) }
        where end.Here.Id == gateway.Id
        from holder in scene.Spaces.Told(end.Far, other.Pair.Bgp, [gateway.Id])
        select holder;

    // "West Europe" and "westeurope" are one region.
    private static string Region(VirtualNetworkGateway gateway) => gateway.Location.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
