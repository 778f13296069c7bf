using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// Which gateway a user's route to "virtual network gateway" means: the Route Server, else the ExpressRoute gateway,
/// else the VPN gateway, of the VNet or of the peer whose gateways it uses; and only the last will do (routing
/// overview, "virtual network gateway" as next hop).
/// </summary>
internal static class GatewayChoice
{
    /// <summary>Why the route does not work; null when the VPN gateway is meant.</summary>
    public static Fault? FaultOf(NetworkNode node)
    {
        if (node.Estate.Attachments.IsOnVirtualWan(node.Id))
        {
            return New(node, ReasonId.GatewayHopUnsupported, null, "a Virtual WAN hub");
        }

        return node.Home switch
        {
            null => New(node, ReasonId.NoGateway, null, null),
            { Node: null } home => New(node, ReasonId.VNetNotRead, home.Host, null),
            { HasRouteServer: true } home => New(node, ReasonId.GatewayHopUnsupported, home.Host, "a Route Server"),
            { ExpressRoute: { } gateway } =>
                New(node, ReasonId.GatewayHopUnsupported, gateway.Id, "an ExpressRoute gateway"),
            { Unread: { } gateway } => New(node, ReasonId.GatewayNotRead, gateway, null),
            { Vpn: null } home => New(node, ReasonId.NoGateway, home.Host, null),
            _ => null,
        };
    }

    private static Fault New(NetworkNode node, ReasonId id, Arm.ResourceId? resource, string? detail) =>
        new(id, resource) { Network = node.Id, At = node.Id, Detail = detail };
}
