using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn.Checks;

namespace AzNetHelper.Vpn;

/// <summary>
/// Plans the removal of a VPN or ExpressRoute gateway that nobody uses any more: the gateway, then the public addresses that this module has made
/// for it (arm-protocol 6.8). Pure.
/// </summary>
public static class VpnGatewayRemover
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The gateway, its VNet, what that is peered with, the gateway's addresses.</param>
    /// <param name="request">What is to go.</param>
    /// <param name="users">Its connections.</param>
    public static Plan Create(Topology topology, VpnGatewayRemovalRequest request, GatewayUsers users) =>
        Create(topology, request, users, VpnGatewayCheck.Whole);

    internal static Plan Create(Topology topology, VpnGatewayRemovalRequest request, GatewayUsers users, CheckList<VpnGatewayScene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(users);
        var removal = new GatewayRemoval(topology, request, users);
        var (problems, notices) = checks.Run(new(null, removal));
        var gateway = removal.Gateway is { } there ? Gateway(removal, there) : null;
        return new($"Remove {What(removal.Gateway)} {request.Gateway.Name}")
        {
            Changes =
            [
                .. gateway is null ? ImmutableArray<Change>.Empty : [gateway],
                .. removal.Removed.Select(a => Address(request.Gateway, a) with { DependsOn = gateway is null ? [] : [gateway.Key] }),
            ],
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
            Origins = [VpnOrigins.Of(request)],
        };
    }

    private static Change Gateway(GatewayRemoval removal, VirtualNetworkGateway gateway) =>
        new(gateway.Id, ChangeKind.Delete, $"Remove {What(gateway)} '{gateway.Name}'{(removal.Network is { } n ? $" from {n.Name}" : string.Empty)}")
        {
            Group = removal.Request.Gateway.ToString(),
            Before = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["gatewayType"] = gateway.Kind.ToString() } }),
            Lanes = gateway.VirtualNetwork is { } network ? [network, gateway.Id] : [gateway.Id],
            Impact = (gateway.ClientPool.IsEmpty ? VpnGatewayImpacts.Removed : VpnGatewayImpacts.RemovedWithClients).Of(),
        };

    private static string What(VirtualNetworkGateway? gateway) => gateway?.Kind == GatewayKind.ExpressRoute ? "ExpressRoute gateway" : "VPN gateway";

    /// <summary>The removal of an address that this module has made for a gateway.</summary>
    internal static Change Address(ResourceId gateway, PublicIPAddress address) =>
        new(address.Id, ChangeKind.Delete, $"Remove public address '{address.Name}'{(address.Address is { } ip ? $" ({ip})" : string.Empty)}")
        {
            Group = gateway.ToString(),
            Before = JsonBody.Write(new JsonObject { ["tags"] = new JsonObject { [MadeByTag.Name] = address.Tags[MadeByTag.Name] } }),
            Lanes = [address.Id],
            Impact = VpnGatewayImpacts.AddressRemoved.Of(),
        };
}
