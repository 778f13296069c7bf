using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Peering;

/// <summary>Who else writes peerings, and what he runs to bring one up to date.</summary>
internal static class Owners
{
    public static string Name(PeeringOwner owner) => owner switch
    {
        PeeringOwner.VirtualNetworkManager => "Azure Virtual Network Manager",
        PeeringOwner.VirtualWan => "a Virtual WAN hub",
        _ => "a managed service",
    };

    /// <summary>A sentence with the command for the owner of a half.</summary>
    public static string Command(PeeringHalf half) => half.Owner switch
    {
        PeeringOwner.VirtualNetworkManager => "Its owner deploys the connectivity configuration again: az network manager "
            + "post-commit --commit-type Connectivity; New-HubSpokePeering -NetworkManager does that for a hub and its spokes.",
        PeeringOwner.VirtualWan => "Its owner updates the connection of the hub: az network vhub connection update.",
        PeeringOwner.ManagedService => $"Its owner is the service that made {half.LocalVNet.Name} or {half.RemoteVNet.Name}; ask there.",
        _ => $"Its owner runs: {Sync(half.LocalVNet, half.RemoteVNet)}",
    };

    /// <summary>What whoever may write a VNet runs, for a peering of his.</summary>
    public static string Sync(ResourceId network, ResourceId remote) => $"Sync-VNetPeering -VNet '{network}' -RemoteVNet '{remote}'";

    /// <summary>The same for a torn peering.</summary>
    public static string Repair(ResourceId network, ResourceId remote) => $"Repair-VNetPeering -VNet '{network}' -RemoteVNet '{remote}'";
}
