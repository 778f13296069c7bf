using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// A hop to an appliance: its address must lie in the VNet or in a directly peered one (routing overview, "next hop
/// types"), and the peering must let the packet through. What stands at the address is not in a topology of today, so a
/// hop that gets there ends in doubt.
/// </summary>
internal static class ApplianceHop
{
    public static Fault FaultOf(
        NetworkNode node, SubnetRef subnet, EffectiveRoutes routes, Route route, NetworkNode? sender)
    {
        Fault? doubt = null;
        foreach (var address in route.NextHops)
        {
            var fault = FaultOf(node, subnet, routes, address, sender);
            if (!fault.IsDoubt)
            {
                // Of several next hops every one must work.
                return fault;
            }

            doubt ??= fault;
        }

        return doubt ?? New(node, ReasonId.ApplianceUnreachable, "none");
    }

    private static Fault FaultOf(
        NetworkNode node, SubnetRef subnet, EffectiveRoutes routes, IPAddress address, NetworkNode? sender)
    {
        var unknown = New(node, ReasonId.UnknownAppliance, address.ToString());
        var at = IPPrefix.Of(address);
        if (node.Holds(at))
        {
            return unknown;
        }

        if (routes.Table is { DisablePeeringRoute: true })
        {
            return New(node, ReasonId.ApplianceUnreachable, address.ToString());
        }

        var listing = node.Links.Where(l => l.Installed.Any(p => p.Contains(at))).ToArray();
        if (Array.Find(listing, l => l.IsConnected && l.Peer!.AddressSpace.Any(p => p.Contains(at))) is { } link)
        {
            return PeeringHop.FaultOf(link, node, subnet.Name, sender, at, out _) ?? unknown;
        }

        return Array.Exists(listing, l => l.IsUnread)
            ? unknown
            : New(node, ReasonId.ApplianceUnreachable, address.ToString());
    }

    private static Fault New(NetworkNode node, ReasonId id, string address) =>
        new(id) { Network = node.Id, At = node.Id, Detail = address };
}
