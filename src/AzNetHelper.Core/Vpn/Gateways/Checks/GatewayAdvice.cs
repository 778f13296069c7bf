using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>
/// One gateway and peerings instead of a gateway on every VNet (vpn-gateway-peering-gateway-transit): said with the numbers when
/// it applies, and never in the way of what was asked for.
/// </summary>
internal static class GatewayAdvice
{
    private const int MostNamed = 3;

    public static IEnumerable<Finding> OneIsEnough(VpnGatewayLayout layout)
    {
        if (layout is not { Network: { } network, Existing: null })
        {
            yield break;
        }

        var peered = Lending(layout, network).ToArray();
        var elsewhere = peered.Length > 0 ? [] : Elsewhere(layout, network).Take(MostNamed).ToArray();
        if (peered.Concat(elsewhere).ToArray() is not [var (hub, gateway), ..] all)
        {
            yield break;
        }

        var count = all.Length + 1;
        var tunnels = VpnSku.TunnelsOf(gateway.Sku) is not { } most ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" ({gateway.Sku}, {most} tunnels)");
        yield return new(gateway.Id, string.Create(CultureInfo.InvariantCulture,
            $"{network.Name} {(peered.Length > 0 ? "is peered with" : "can be peered with")} {hub.Name}, which has the VPN gateway {gateway.Name}{tunnels}: "
            + $"it can use that one instead of its own, through the peering. That is {Cost(count - 1)} instead of {Cost(count)}: "
            + $"New-HubSpokePeering -Hub '{hub.Id}' -Spoke '{network.Id}' -UseHubGateway"), string.Empty)
        {
            Tells = peered.Length > 0 ? NoticeSeverity.Warning : NoticeSeverity.Information,
        };
    }

    public static IEnumerable<Finding> PeersCanUse(VpnGatewayLayout layout)
    {
        if (layout is not { Network: { } network, Existing: null, IsBasic: false })
        {
            yield break;
        }

        VirtualNetwork[] users = [.. Peers(layout, network).Where(p => !p.Peerings.Any(h => h.UseRemoteGateways) && layout.Lenders.Of(p).IsEmpty)];
        if (users.Length > 0)
        {
            var tunnels = layout.Sku is not { } sku ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $", with {sku.Tunnels} tunnels for all of them");
            yield return new(layout.Request.Gateway, string.Create(CultureInfo.InvariantCulture,
                $"{string.Join(", ", users.Select(u => u.Name))} can use this gateway through {(users.Length == 1 ? "the peering" : "their peerings")}, instead of "
                + $"one of {(users.Length == 1 ? "its" : "their")} own: {Cost(1)} instead of {Cost(users.Length + 1)}{tunnels}. Once it is built: "
                + $"New-HubSpokePeering -Hub '{network.Id}' -Spoke {string.Join(", ", users.Select(u => $"'{u.Id}'"))} -UseHubGateway"), string.Empty)
            {
                Tells = NoticeSeverity.Information,
            };
        }
    }

    private static string Cost(int gateways) => string.Create(CultureInfo.InvariantCulture,
        $"{gateways} {(gateways == 1 ? "gateway" : "gateways")} ({gateways * GatewaySizes.HoursAMonth} billed hours a month)");

    private static IEnumerable<(VirtualNetwork Hub, VirtualNetworkGateway Gateway)> Lending(VpnGatewayLayout layout, VirtualNetwork network) =>
        from peer in Peers(layout, network)
        from gateway in layout.Topology.GatewaysOf(peer.Id)
        where IsLendable(gateway)
        orderby peer.Id
        select (peer, gateway);

    // One in the same region first: peering within it is cheaper and faster. What overlaps cannot be peered.
    private static IEnumerable<(VirtualNetwork Hub, VirtualNetworkGateway Gateway)> Elsewhere(VpnGatewayLayout layout, VirtualNetwork network) =>
        from gateway in layout.Topology.Gateways
        where IsLendable(gateway) && gateway.VirtualNetwork is not null && gateway.VirtualNetwork != network.Id
        let hub = layout.Topology.VirtualNetwork(gateway.VirtualNetwork!)
        where hub is not null && network.PeeringTo(hub.Id) is null
            && !hub.AddressSpace.Any(p => network.AddressSpace.Any((Addressing.IPPrefix q) => p.Overlaps(q)))
        orderby RegionZones.IsRegion(hub.Location, network.Location) ? 0 : 1, hub.Id
        select (hub, gateway);

    private static bool IsLendable(VirtualNetworkGateway gateway) =>
        gateway is { Kind: GatewayKind.Vpn, IsBasic: false, ProvisioningState: ProvisioningState.Succeeded };

    private static ImmutableArray<VirtualNetwork> Peers(VpnGatewayLayout layout, VirtualNetwork network) =>
    [
        .. network.Peerings.Where(h => h is { State: PeeringState.Connected, Owner: PeeringOwner.User, PeerCompleteVNets: true })
            .Select(h => layout.Topology.VirtualNetwork(h.RemoteVNet)).OfType<VirtualNetwork>().OrderBy(n => n.Id),
    ];
}
