using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>Rules about the connections themselves.</summary>
internal static class HalfChecks
{
    // Site-to-site and VNet-to-VNet connections count together (about-gateway-skus, table).
    public static IEnumerable<Finding> Limit(TunnelScene scene) =>
        from made in Made(scene).GroupBy(m => m.Half.Near.Id)
        let gateway = made.First().Half.Near
        let most = VpnSku.TunnelsOf(gateway.Sku)
        let there = scene.Topology.Connections.Count(c => c.Gateway == gateway.Id && c.Kind is ConnectionKind.IPsec or ConnectionKind.Vnet2Vnet)
        where most is not null && there + made.Count() > most
        select new Finding(gateway.Id, string.Create(CultureInfo.InvariantCulture,
            $"{gateway.Name} ({gateway.Sku}) has {there} {(there == 1 ? "connection" : "connections")} and would have {there + made.Count()}; its SKU takes "
            + $"{most} tunnels. Use a larger SKU, or Virtual WAN."), made.Count() == 1 ? made.First().Tunnel.Group : string.Empty)
        {
            Kind = FailureKind.LimitsExceeded,
        };

    public static IEnumerable<Finding> Several(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        from half in tunnel.Pair.Halves
        where !half.Rivals.IsEmpty
        select new Finding(half.Near.Id, $"There are several connections from {half.Near.Name} to {half.Far.Name}: "
            + $"{string.Join(", ", half.Rivals.Select(r => $"'{r.Name}'"))}. Say which with {(half == tunnel.Pair.First ? "-Name1" : "-Name2")}.", tunnel.Group)
        {
            Kind = FailureKind.InvalidArgument,
        };

    // The connection of this name belongs to somebody else; a PUT would replace it.
    public static IEnumerable<Finding> Taken(TunnelScene scene) =>
        (from made in Made(scene)
         let there = scene.Topology.Connections.FirstOrDefault(c => c.Id == made.Half.Id)
         where there is not null
         select new Finding(made.Half.Id, $"There is a connection '{made.Half.Id.Name}' in {made.Half.Id.ResourceGroup} already, from "
             + $"{there.Gateway?.Name} to {(there.OtherGateway ?? there.LocalNetworkGateway ?? there.Circuit)?.Name}. Choose another name "
             + $"({(made.Half == made.Tunnel.Pair.First ? "-Name1" : "-Name2")}).", made.Tunnel.Group)
         {
             Kind = FailureKind.ResourceExists,
         }).Concat(
         from made in Made(scene).GroupBy(m => m.Half.Id)
         where made.Skip(1).Any()
         select new Finding(made.Key, $"Two connections would be named '{made.Key.Name}' in {made.Key.ResourceGroup}. Choose names (-Name1, -Name2), "
             + "or leave out -ResourceGroupName.", string.Empty) { Kind = FailureKind.InvalidArgument });

    public static IEnumerable<Finding> Name(TunnelScene scene) =>
        from made in Made(scene)
        where !NetworkName.IsValid(made.Half.Id.Name)
        select new Finding(made.Half.Id, $"'{made.Half.Id.Name}' is no name for a connection: up to 80 letters, digits, '_', '.' and '-', a letter, "
            + "digit or '_' at both ends, a letter or digit first.", made.Tunnel.Group) { Kind = FailureKind.InvalidArgument };

    // One that could not be read may be the one that is about to be made a second time.
    public static IEnumerable<Finding> Unread(TunnelScene scene) =>
        from made in Made(scene)
        let gateway = made.Half.Near.Id
        let gap = scene.Topology.ConnectionsGapOf(gateway) ?? scene.Topology.Gaps.FirstOrDefault(g => g.Scope.Equals($"{gateway.Group}/providers/{ResourceTypes.Connection}", StringComparison.OrdinalIgnoreCase)
            || (ResourceId.TryParse(g.Scope, out var id) && id.IsType(ResourceTypes.Connection) && id.Group == gateway.Group))
        where gap is not null
        select new Finding(gateway, $"Not every connection of {gateway.Name} could be read, so one to {made.Half.Far.Name} may be there already: "
            + $"{gap.Message}", made.Tunnel.Group) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Weight(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where tunnel.Pair.Request.RoutingWeight is > 0
        select new Finding(tunnel.One.Id, "The routing weight counts for ExpressRoute connections alone: it moves no traffic between VPN tunnels.",
            tunnel.Group) { Tells = NoticeSeverity.Information };

    private static IEnumerable<(PlannedTunnel Tunnel, TunnelHalf Half)> Made(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        from half in tunnel.Pair.Halves
        where half.Existing is null
        select (tunnel, half);
}
