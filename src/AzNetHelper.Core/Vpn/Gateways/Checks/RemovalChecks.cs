using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about a gateway that is to go: nobody uses it.</summary>
internal static class RemovalChecks
{
    public static IEnumerable<Finding> NotFound(GatewayRemoval removal)
    {
        var id = removal.Request.Gateway;
        if (removal.Gateway is null && removal.Removed.IsEmpty)
        {
            var gap = removal.Topology.GapOf(id);
            yield return new(id, gap is null ? $"There is no gateway {id}, or you may not read it."
                : $"The gateway {id} could not be read: {gap.Message}", string.Empty)
                {
                    Kind = FailureKind.ObjectNotFound,
                };
        }
    }

    public static IEnumerable<Finding> Kind(GatewayRemoval removal) =>
        removal.Gateway is { Kind: not (GatewayKind.Vpn or GatewayKind.ExpressRoute) } other
            ? [new(other.Id,
                $"{other.Name} is neither a VPN nor an ExpressRoute gateway; this command removes no other.", string.Empty)
                {
                    Kind = FailureKind.InvalidArgument,
                }]
            : [];

    public static IEnumerable<Finding> UsedByPeering(GatewayRemoval removal) =>
        from half in removal.Uses
        select new Finding(half.Id, $"{half.LocalVNet.Name} uses the gateway through its peering '{half.Name}'. End that first: "
            + $"New-VNetPeering '{half.LocalVNet}' '{half.RemoteVNet}' -UseRemoteGateways:$false", string.Empty)
            {
                Kind = FailureKind.ResourceBusy,
            };

    public static IEnumerable<Finding> Connections(GatewayRemoval removal) =>
        from connection in removal.Users.Connections ?? []
        where removal.Gateway is not null
        select new Finding(connection,
            $"{removal.Gateway!.Name} has the connection {connection.Name} ({connection}). Remove it first (Remove-VpnGatewayConnection).", string.Empty)
        {
            Kind = FailureKind.ResourceBusy,
        };

    public static IEnumerable<Finding> Clients(GatewayRemoval removal) =>
        removal is { Gateway: { } gateway, Clients: > 0 and var connected }
            ? [new(gateway.Id, string.Create(CultureInfo.InvariantCulture,
                $"{connected} {(connected == 1 ? "client is" : "clients are")} connected to {gateway.Name} by point-to-site. Have them disconnect first."),
                string.Empty) { Kind = FailureKind.ResourceBusy }]
            : [];

    public static IEnumerable<Finding> ClientsUnknown(GatewayRemoval removal) =>
        removal is { Gateway: { Kind: GatewayKind.Vpn, ClientPool.IsEmpty: false } gateway, Clients: null, Users.ClientsUnread: var why }
            ? [new(gateway.Id, $"Whether clients are connected to {gateway.Name} by point-to-site is not known ({why ?? "nobody asked"}). "
                + "Those who are lose their connection when it is removed.", string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> Configured(GatewayRemoval removal) =>
        removal is { Gateway: { ClientPool.IsEmpty: false } gateway, Request.AllowLoss: false }
            ? [new(gateway.Id,
                $"{gateway.Name} has a configuration of point-to-site clients ({string.Join(", ", gateway.ClientPool)}), which goes with it: "
                + "their profiles lead nowhere then. With -AllowLoss it is removed all the same.", string.Empty)
                {
                    Kind = FailureKind.ResourceBusy,
                }]
            : [];

    public static IEnumerable<Finding> PeersUnread(GatewayRemoval removal) =>
        from half in removal.Network?.Peerings ?? []
        where half.AllowGatewayTransit && half.RemoteVNet.IsType(ResourceTypes.VirtualNetwork) && removal.Topology.VirtualNetwork(half.RemoteVNet) is null
        select new Finding(half.Id,
            $"{half.RemoteVNet.Name} could not be read: whether it uses the gateway, which the peering '{half.Name}' lends it, is "
            + "not known. Azure refuses the removal if it does.", string.Empty) { Tells = NoticeSeverity.Warning };

    // Peerings of a VNet that may not be read are not known at all, neither from here nor by whom to ask.
    public static IEnumerable<Finding> NetworkUnread(GatewayRemoval removal)
    {
        if (removal is { Gateway: { } gateway, Network: null })
        {
            var network = gateway.VirtualNetwork;
            var why = network is not null && removal.Topology.GapOf(network) is { } gap ? $" ({gap.Message})" : string.Empty;
            yield return new(network ?? gateway.Id,
                $"The VNet of {gateway.Name}{(network is null ? string.Empty : $", {network.Name},")} could not be read{why}: whether VNets that are "
                + "peered with it use the gateway is not known. Azure refuses the removal if one does.", string.Empty) { Tells = NoticeSeverity.Warning };
        }
    }

    public static IEnumerable<Finding> ConnectionsUnread(GatewayRemoval removal) =>
        removal is { Gateway: { } gateway, Users: { Connections: null, Unread: { } why } }
            ? [new(gateway.Id,
                $"The connections of {gateway.Name} could not be read ({why}). Azure refuses the removal if there are any.", string.Empty)
                { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> Kept(GatewayRemoval removal) =>
        from address in removal.Addresses
        where !removal.Removed.Contains(address)
        select new Finding(address.Id, $"The public address {address.Name} stays, and is billed on: "
            + (removal.Request.KeepPublicAddresses ? "-KeepPublicIpAddress was given."
                : $"this module has not made it (it has no tag {MadeByTag.Name}={MadeByTag.Value})."), string.Empty)
                {
                    Tells = NoticeSeverity.Information,
                };

    public static IEnumerable<Finding> SubnetStays(GatewayRemoval removal) =>
        removal is { Gateway: not null, Network: { } network }
            && network.Subnets.FirstOrDefault(s => s.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase)) is { } subnet
            ? [new(subnet.Id, $"GatewaySubnet of {network.Name} stays: a gateway that is made later goes there.", string.Empty)
                { Tells = NoticeSeverity.Information }]
            : [];
}
