using System.Net;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// A hop to an appliance: its address must lie in the VNet or in a directly peered one (routing overview, "next hop
/// types"), the peering must let the packet through, and what stands there must forward.
/// </summary>
internal static class ApplianceHop
{
    /// <summary>Why the packet does not get on from the appliance; null when it does.</summary>
    public static Fault? FaultOf(SubnetRef subnet, ApplianceDoor door, NetworkNode? sender)
    {
        if (door.Network is null)
        {
            return door.IsUnread ? New(subnet, ReasonId.UnknownAppliance, door.Address) : Unreachable(subnet, door.Address);
        }

        if (door.Link is { } link
            && PeeringHop.FaultOf(link, subnet.Node, subnet.Name, sender, door.Prefix, out _) is { } fault)
        {
            return fault;
        }

        return door.Appliance is null || door.Subnet is null ? New(subnet, ReasonId.UnknownAppliance, door.Address)
            : door.Appliance.Forwards ? null
            : new(ReasonId.IpForwardingOff, door.Appliance.Resource, "enableIPForwarding")
            {
                Network = subnet.Node.Id, At = subnet.Id, Detail = door.Address.ToString(),
            };
    }

    public static Fault Unreachable(SubnetRef subnet, IPAddress? address) =>
        New(subnet, ReasonId.ApplianceUnreachable, address);

    private static Fault New(SubnetRef subnet, ReasonId id, IPAddress? address) =>
        new(id) { Network = subnet.Node.Id, At = subnet.Id, Detail = address?.ToString() ?? "none" };
}
