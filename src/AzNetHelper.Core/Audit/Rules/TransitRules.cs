using AzNetHelper.Networks;
using AzNetHelper.Peering;

namespace AzNetHelper.Audit.Rules;

/// <summary>Gateways that are lent and are not there, and gateways that are used and are not lent.</summary>
internal static class TransitRules
{
    public static IEnumerable<Found> TransitWithoutGateway(AuditScene scene) =>
        from network in scene.Topology.VirtualNetworks
        where !CanLend(scene, network)
        from half in network.Peerings
        where half.AllowGatewayTransit
        let other = scene.Topology.OtherHalf(half)
        select new Found(half.Id, $"'{half.Name}' lends a gateway of {network.Name} to {half.RemoteVNet.Name} (allowGatewayTransit), and "
            + $"{network.Name} has no VPN or ExpressRoute gateway and no Route Server that can be lent.",
            PeeringRules.OfOwner(half) ?? TakeBack(half, other), network.Id, half.RemoteVNet);

    public static IEnumerable<Found> RemoteGatewayWithoutTransit(AuditScene scene) =>
        from network in scene.Topology.VirtualNetworks
        from half in network.Peerings
        where half.UseRemoteGateways
        let other = scene.Topology.OtherHalf(half)
        let lender = scene.Topology.VirtualNetwork(half.RemoteVNet)
        where other is not null && lender is not null
        let lends = CanLend(scene, lender)
        where !lends || !other.AllowGatewayTransit
        let why = lends ? $"which does not lend it ('{other.Name}' has no allowGatewayTransit)"
            : "which has no gateway or Route Server that can be lent"
        select new Found(half.Id, $"'{half.Name}' in {network.Name} uses the gateway of {lender.Name}, {why}.",
            PeeringRules.OfOwner(half) ?? PeeringRules.OfOwner(other) ?? (lends && scene.Lenders.Of(network).IsEmpty
                ? Remedy.RepairPeering(network.Id, lender.Id) : Remedy.RepairPeering(network.Id, lender.Id, " -EndGatewayUse")),
            network.Id, lender.Id);

    private static Remedy TakeBack(PeeringHalf half, PeeringHalf? other) =>
        other is not { State: PeeringState.Connected } || half.State != PeeringState.Connected
            ? Remedy.Update("vnet peering", half.Id, "--set allowGatewayTransit=false")
            : Remedy.Module((other.UseRemoteGateways
                    ? $"New-VNetPeering -VNet '{half.RemoteVNet}' -RemoteVNet '{half.LocalVNet}' -UseRemoteGateways:$false; " : string.Empty)
                + $"New-VNetPeering -VNet '{half.LocalVNet}' -RemoteVNet '{half.RemoteVNet}' -AllowGatewayTransit:$false");

    // A gateway that could not be read may be one that can be lent.
    private static bool CanLend(AuditScene scene, VirtualNetwork network) =>
        scene.Lenders.Of(network).Any(l => l.CanLend || l.Kind == LenderKind.Unread);
}
