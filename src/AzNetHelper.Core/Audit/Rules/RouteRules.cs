using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;

namespace AzNetHelper.Audit.Rules;

/// <summary>User routes whose next hop takes no packet (virtual-networks-udr-overview).</summary>
internal static class RouteRules
{
    public static IEnumerable<Found> ToNowhere(AuditScene scene) =>
        from table in scene.Topology.RouteTables
        from route in table.Routes
        where route.Prefix is not null
        from network in scene.ByTable[table.Id].Select(p => p.Network).DistinctBy(n => n.Id)
        let fault = route.NextHopType switch
        {
            NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp => route.NextHops
                .Select(hop => Standing.At(scene, network, table, hop)).FirstOrDefault(s => s.Kind == StandingKind.Nowhere)?.Why,
            NextHopType.VirtualNetworkGateway => GatewayFault(scene, network),
            NextHopType.VnetLocal when route.Prefix is { } prefix && !network.AddressSpace.Any(prefix.Overlaps) => $"it stays in {network.Name}, which has no such address",
            _ => null,
        }
        where fault is not null
        select new Found(table.Id.Child("routes", route.Name), $"The route '{route.Name}' ({route.Prefix}) of {table.Name} leads to nowhere in {network.Name}: {fault}.",
            Mend(scene, table, route, network), network.Id);

    public static IEnumerable<Found> WithoutForwarding(AuditScene scene) =>
        from table in scene.Topology.RouteTables
        from route in table.Routes
        where route.Prefix is not null
        from network in scene.ByTable[table.Id].Select(p => p.Network).DistinctBy(n => n.Id)
        from hop in route.NextHops
        let there = Standing.At(scene, network, table, hop)
        where there.Interface is { EnableIPForwarding: false }
        select new Found(there.Interface!.Id, $"Routes of {table.Name} lead to {there.Interface.Name} ({hop}), and Azure drops what it forwards: IP forwarding is off.",
            Remedy.Update("nic", there.Interface.Id, "--ip-forwarding true"), network.Id);

    public static IEnumerable<Doubt> UnreadTables(AuditScene scene)
    {
        ResourceId[] tables = [.. scene.ByTable.Select(g => g.Key).Where(t => scene.Topology.RouteTable(t) is null).Order()];
        return tables.Length == 0 ? [] : [Doubt.Missing($"The route tables {Names.Several(tables)} were not read.")];
    }

    public static IEnumerable<Doubt> Unread(AuditScene scene)
    {
        string[] hops =
        [
            .. from table in scene.Topology.RouteTables
               from network in scene.ByTable[table.Id].Select(p => p.Network).DistinctBy(n => n.Id)
               from hop in table.Routes.Where(r => r.Prefix is not null).SelectMany(r => r.NextHops).Distinct()
               where Standing.At(scene, network, table, hop).Kind == StandingKind.Unknown
               select hop.ToString(),
        ];
        return hops.Length == 0 ? UnreadTables(scene)
            : UnreadTables(scene).Append(Doubt.Missing($"What stands at {Names.Several([.. hops.Distinct(StringComparer.Ordinal)])}, where routes lead, was not read."));
    }

    // Route Server before ExpressRoute before VPN; the route is supported only where that means a VPN gateway.
    private static string? GatewayFault(AuditScene scene, VirtualNetwork network)
    {
        if (scene.IsOnVirtualWan(network))
        {
            return null;
        }

        var (home, lenders) = (network, scene.Lenders.Of(network));
        if (lenders.IsEmpty)
        {
            if (network.Peerings.Any(p => p.UseRemoteGateways && scene.Topology.VirtualNetwork(p.RemoteVNet) is null))
            {
                return null;
            }

            home = scene.Links(network).FirstOrDefault(l => l.Half.UseRemoteGateways && l.Other.AllowGatewayTransit).Peer;
            lenders = home is null ? [] : [.. scene.Lenders.Of(home).Where(l => l.CanLend || l.Kind == LenderKind.Unread)];
        }

        return lenders.IsEmpty ? $"{network.Name} has no gateway and uses none"
            : lenders.Any(l => l.Kind == LenderKind.RouteServer) ? $"the next hop means the Route Server of {home!.Name}, and only a VPN gateway takes such a route"
            : lenders.Any(l => l.Kind == LenderKind.ExpressRoute) ? $"the next hop means the ExpressRoute gateway of {home!.Name}, and only a VPN gateway takes such a route"
            : null;
    }

    // Without a firewall that the person can have meant, the route is made to say what it does: that it drops. To delete it
    // would send the packets past whatever was meant to see them.
    private static Remedy Mend(AuditScene scene, RouteTable table, Route route, VirtualNetwork network)
    {
        var id = table.Id.Child("routes", route.Name);
        var firewalls = route.NextHopType != NextHopType.VirtualAppliance ? []
            : scene.Topology.Firewalls.SelectMany(f => f.Addresses).Select(a => a.Address).OfType<IPAddress>()
                .Where(a => Standing.At(scene, network, table, a).Kind == StandingKind.Stands).Distinct().ToArray();
        return firewalls is [var one] && scene.ByTable[table.Id].All(p => Standing.At(scene, p.Network, table, one).Kind == StandingKind.Stands)
            ? Remedy.Update("route-table route", id, $"--next-hop-ip-address {one}")
            : scene.ByTable[table.Id].Any(p => p.Network.Id != network.Id)
                ? Remedy.Advice($"Subnets of other VNets use {table.Name} too, and there the route may lead on: give the subnets of "
                    + $"{network.Name} a table of their own, or peer {network.Name} with the VNet of the next hop.")
            : Remedy.Update("route-table route", id, "--next-hop-type None"
                + (route.NextHops.IsEmpty ? string.Empty : " --remove nextHopIpAddress"));
    }
}
