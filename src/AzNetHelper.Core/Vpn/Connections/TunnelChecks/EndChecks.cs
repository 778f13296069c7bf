using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>Rules about the gateways that were named.</summary>
internal static class EndChecks
{
    // gateway-sku-consolidation: the day from which gateways of the SKUs without AZ refuse changes.
    private static readonly DateTimeOffset s_retirement = new(2026, 9, 30, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Finding> Unread(TunnelScene scene) =>
        from request in scene.Requests
        from id in new[] { request.Gateway1, request.Gateway2 }.Distinct()
        where scene.Gateway(id) is null
        let gap = scene.Topology.GapOf(id)
        select new Finding(id, $"The gateway {id} could not be read{(gap is null ? string.Empty : $": {gap.Message}")}. Ask its owner for the "
            + "right to read it; where it lies in another tenant, give a session of that tenant too: -Session2.", string.Empty)
        {
            Kind = FailureKind.PermissionDenied,
        };

    public static IEnumerable<Finding> Same(TunnelScene scene) =>
        (from request in scene.Requests
         where request.Gateway1 == request.Gateway2
         select new Finding(request.Gateway1, $"{request.Gateway1.Name} cannot be connected with itself.", request.Group)
         {
             Kind = FailureKind.InvalidArgument,
         }).Concat(
         from tunnels in scene.Tunnels.GroupBy(t => t.One.Id < t.Other.Id ? (t.One.Id, t.Other.Id) : (t.Other.Id, t.One.Id))
         where tunnels.Skip(1).Any()
         select new Finding(tunnels.Key.Item1, $"{tunnels.First().One.Name} and {tunnels.First().Other.Name} are to be connected twice.", string.Empty)
         {
             Kind = FailureKind.InvalidArgument,
         });

    public static IEnumerable<Finding> Kind(TunnelScene scene) => Each(scene, (tunnel, gateway) => gateway.Kind == GatewayKind.Vpn ? null
        : $"{gateway.Name} is an {(gateway.Kind == GatewayKind.ExpressRoute ? "ExpressRoute gateway, which is joined with circuits" : "gateway of another kind")}: "
            + $"a tunnel needs a VPN gateway in {gateway.VirtualNetwork?.Name}.");

    public static IEnumerable<Finding> SameNetwork(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        where tunnel.One.VirtualNetwork is { } network && network == tunnel.Other.VirtualNetwork
        select new Finding(tunnel.Other.Id, $"{tunnel.One.Name} and {tunnel.Other.Name} sit in one virtual network, {tunnel.One.VirtualNetwork!.Name}: "
            + "there is nothing to connect.", tunnel.Group);

    public static IEnumerable<Finding> Cloud(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        let first = NetworkChecks.CloudOf(tunnel.One.Location)
        let second = NetworkChecks.CloudOf(tunnel.Other.Location)
        where first is not null && second is not null && first != second
        select new Finding(tunnel.Other.Id, $"{tunnel.One.Name} is in {first} and {tunnel.Other.Name} in {second}: VNet-to-VNet connections do "
            + "not cross clouds. A site-to-site connection at each end does (New-SiteToSiteConnection).", tunnel.Group);

    public static IEnumerable<Finding> PolicyBased(TunnelScene scene) => Each(scene, (_, gateway) => !IsPolicyBased(gateway) ? null
        : $"{gateway.Name} is policy-based, and a VNet-to-VNet connection needs route-based gateways. The type of a gateway cannot be changed: "
            + "delete it and make it anew, which gives it another address.");

    public static IEnumerable<Finding> Failed(TunnelScene scene) => Each(scene, (tunnel, gateway) =>
        !tunnel.Writes || gateway.ProvisioningState is not (ProvisioningState.Failed or ProvisioningState.Canceled or ProvisioningState.Deleting) ? null
        : $"The gateway {gateway.Name} is in state {gateway.ProvisioningState}, so the service takes no connection of it. "
            + (gateway.ProvisioningState == ProvisioningState.Deleting ? "Name another one." : "Write it again first (Set-AzVirtualNetworkGateway)."));

    public static IEnumerable<Finding> Updating(TunnelScene scene) => Each(scene, (tunnel, gateway) =>
        !tunnel.Writes || gateway.ProvisioningState is not (ProvisioningState.Updating or ProvisioningState.Creating) ? null
        : $"The gateway {gateway.Name} is {gateway.ProvisioningState}; its connection is written when that has ended, which takes up to 45 minutes where "
            + "it is being made: give -Timeout enough.").Select(f => f with { Tells = NoticeSeverity.Warning });

    public static IEnumerable<Finding> Retired(TunnelScene scene) => Each(scene, (tunnel, gateway) =>
        !tunnel.Writes || VpnSku.SuccessorOf(gateway.Sku) is not { } instead ? null
        : string.Create(CultureInfo.InvariantCulture, $"The SKU of {gateway.Name} ({gateway.Sku}) {(scene.Now < s_retirement ? "retires" : "has retired")} on "
            + $"{s_retirement:yyyy-MM-dd}, and its gateway {(scene.Now < s_retirement ? "then refuses" : "may refuse")} changes: move it to {instead}."))
        .Select(f => f with { Tells = NoticeSeverity.Warning });

    public static bool IsPolicyBased(VirtualNetworkGateway gateway) =>
        string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase);

    /// <summary>A finding for each gateway of each tunnel about which there is something to say, once.</summary>
    public static IEnumerable<Finding> Each(TunnelScene scene, Func<PlannedTunnel, VirtualNetworkGateway, string?> find) =>
        (from tunnel in scene.Tunnels
         from gateway in tunnel.Gateways
         let message = find(tunnel, gateway)
         where message is not null
         select new Finding(gateway.Id, message, tunnel.Group)).DistinctBy(f => (f.Resource, f.Message));
}
