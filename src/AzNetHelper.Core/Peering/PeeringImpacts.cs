using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>
/// What writing a peering does to those who use it. Sources: virtual-network-peering-overview ("no downtime" when a peering
/// is made), virtual-network-manage-peering (the flags), vpn-gateway-peering-gateway-transit.
/// </summary>
internal static class PeeringImpacts
{
    /// <summary>Only a flag that is taken away hurts somebody; making and syncing do not interrupt.</summary>
    public static ImpactStatement OfUpdate(ResourceId local, ResourceId remote, HalfFlags before, HalfFlags after)
    {
        var losses = new List<string>();
        if (before.AllowVirtualNetworkAccess && !after.AllowVirtualNetworkAccess)
        {
            losses.Add($"{local.Name} and {remote.Name} lose each other: the access of {local.Name} is taken away");
        }

        if (before.AllowForwardedTraffic && !after.AllowForwardedTraffic)
        {
            losses.Add($"{local.Name} stops accepting packets that an appliance in {remote.Name} forwards for others");
        }

        if (before.UseRemoteGateways && !after.UseRemoteGateways)
        {
            losses.Add($"{local.Name} loses what it reaches through the gateway of {remote.Name}");
        }

        if (before.AllowGatewayTransit && !after.AllowGatewayTransit)
        {
            losses.Add($"{remote.Name} may no longer use the gateway of {local.Name}");
        }

        return losses.Count == 0 ? ImpactStatement.None
            : new(Impact.CutsOff, $"{string.Join("; ", losses)}, until it is given back.");
    }

    public static ImpactStatement OfRemoval(ResourceId network, ResourceId remote, ResourceId? gatewayUser)
    {
        var lender = gatewayUser == network ? remote : network;
        var gateway = gatewayUser is null ? string.Empty
            : $" {gatewayUser.Name} also loses what it reaches through the gateway of {lender.Name}.";
        return new(Impact.CutsOff, $"{network.Name} and {remote.Name} lose each other, until they are peered again.{gateway}");
    }
}
