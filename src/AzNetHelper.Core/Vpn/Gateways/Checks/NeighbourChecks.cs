using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about what else the VNet has and is joined with.</summary>
internal static class NeighbourChecks
{
    public static IEnumerable<Finding> UsesRemote(GatewayLayout layout) =>
        from half in layout.Network?.Peerings ?? []
        where half.UseRemoteGateways && layout.Existing is null
        select new Finding(half.Id,
            $"{half.LocalVNet.Name} uses the gateway of {half.RemoteVNet.Name} (peering '{half.Name}'), so it can have none of its "
            + $"own. Stay with that one, or end the use first: New-VNetPeering '{half.LocalVNet}' '{half.RemoteVNet}' -UseRemoteGateways:$false", string.Empty);

    // How Virtual WAN names its halves: PeeringOwner.
    public static IEnumerable<Finding> VirtualWan(GatewayLayout layout) =>
        from half in layout.Network?.Peerings ?? []
        where half.Owner == PeeringOwner.VirtualWan && layout.Existing is null
        select new Finding(half.Id,
            $"{half.LocalVNet.Name} is attached to a Virtual WAN hub ({half.RemoteVNet.Name}), whose gateways it uses: it can have none "
            + "of its own. Connect the site to the hub, or detach the VNet first.", string.Empty);

    public static IEnumerable<Finding> RouteServer(VpnGatewayLayout layout)
    {
        if (layout.Network is not { } network
            || layout.Lenders.Of(network).FirstOrDefault(l => l.Kind == LenderKind.RouteServer) is not { } server
            || (layout.ActiveActive && layout.Asn == AutonomousSystem.Default))
        {
            yield break;
        }

        // What is there and is not changed is the audit's (Test-VNetTopology).
        if (layout.Existing is { } gateway && gateway.ActiveActive == layout.ActiveActive && gateway.Asn == layout.Asn)
        {
            yield break;
        }

        string[] needs =
        [
            .. layout.ActiveActive ? Array.Empty<string>() : ["-ActiveActive"],
            .. layout.Asn == AutonomousSystem.Default ? Array.Empty<string>()
                : [string.Create(CultureInfo.InvariantCulture, $"the ASN {AutonomousSystem.Default} (not {layout.Asn})")],
        ];
        yield return new(server.Id,
            $"{network.Name} has the Route Server {server.Id.Name}: a VPN gateway beside it needs {string.Join(" and ", needs)}.",
            string.Empty);
    }
}
