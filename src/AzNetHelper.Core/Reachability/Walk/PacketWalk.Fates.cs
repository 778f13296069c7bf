using AzNetHelper.Addressing;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>The part for many pairs: the same decisions, of which the first leaves nothing behind.</summary>
internal sealed partial class PacketWalk
{
    /// <summary>What becomes of a packet; what <see cref="To"/> says, without the way.</summary>
    /// <param name="from">Where the packet starts.</param>
    /// <param name="target">What it is for.</param>
    /// <param name="piece">The addresses.</param>
    /// <param name="number">The number of the piece, under which places remember it; negative when it has none.</param>
    public Fate FateOf(EndGroup from, Target target, IPPrefix piece, int number)
    {
        if (from.Start is not { Routes: { } routes } subnet)
        {
            return new(To(from, target, piece, number));
        }

        (_sender, _target, _piece, _number) = (from.Node, target, piece, number);
        _entered.Clear();
        if (!routes.TryChoose(piece, out var route))
        {
            return new(Trail.Cut);
        }

        // A first place neither remembers nor loops.
        _entered.Add(subnet);
        return route switch
        {
            { NextHop: HopType.VirtualAppliance, User.NextHops: [var only] } => BehindAppliance(subnet, routes, route, only),
            { NextHop: HopType.VirtualNetworkGateway } when (route.Gateway ?? subnet.Node.Home?.Vpn) is { } gateway
                && (route.Gateway is not null || GatewayChoice.FaultOf(subnet.Node) is null) =>
                new(AtGateway(gateway, overConnection: false)),
            _ => new(Follow(subnet, routes, route)),
        };
    }

    private Fate BehindAppliance(SubnetRef subnet, EffectiveRoutes routes, EffectiveRoute route, System.Net.IPAddress address)
    {
        var door = routes.DoorTo(address);
        if (ApplianceHop.FaultOf(subnet, door, _sender) is not null)
        {
            return new(Follow(subnet, routes, route));
        }

        var next = AtSubnet(door.Subnet!);
        return next.IsCut
            ? new(next)
            : new(next, next.Kinds | PathKinds.Appliance, next.Appliances.With(door.Appliance!.Appliance));
    }
}
