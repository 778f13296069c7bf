using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Placement;
using AzNetHelper.PointToSite;
using AzNetHelper.Reading;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Rights;

/// <summary>A job that somebody does with the module, and the custom role for it.</summary>
/// <param name="Name">The role's name.</param>
/// <param name="Description">What it allows, in a sentence.</param>
/// <param name="Cmdlets">The cmdlets that it is for.</param>
/// <param name="Actions">What it allows.</param>
public sealed record JobRole(string Name, string Description, ImmutableArray<string> Cmdlets, ImmutableArray<string> Actions)
{
    private static ImmutableArray<string> EndpointSight =>
    [
        .. ServiceKind.All.Select(k => $"{k.ResourceType}/read"),
        .. ServiceKind.All.Where(k => k.Home == RuleHome.RuleSet).Select(k => $"{k.ResourceType}/networkRuleSets/read"),
        .. ServiceKind.All.Where(k => k.Home == RuleHome.Children)
            .SelectMany(k => new[] { $"{k.ResourceType}/virtualNetworkRules/read", $"{k.ResourceType}/firewallRules/read" }),
    ];

    // Routes are asked for by a POST. Microsoft's list of operations had that as an action, and has it as a read since 2024.
    internal static ImmutableArray<string> CircuitRoutes =>
        [$"{ResourceTypes.CircuitPeering}/routeTables/action", $"{ResourceTypes.CircuitPeering}/routeTables/read"];

    public static ImmutableArray<JobRole> All { get; } =
    [
        new("AzNetHelper Network Reader", "Reads virtual networks, their peerings, gateways and routes, and what packets pass.",
            [
                "Get-VNetTopology", "Export-VNetTopology", "Get-VNetPeering", "Test-VNetTransitivity", "Test-VNetAddressSpace",
                "Find-VNetAddressSpace", "Test-VNetTopology", "Get-VpnGatewayConnection", "Wait-VpnGatewayConnection",
                "Get-P2SConfiguration", "Get-VNetConnectivityOption", "Show-VNetTopology",
            ],
            [
                RightsTable.ReadNetwork, RightsTable.ReadGateway, RightsTable.ReadRouteTable, $"{ResourceTypes.PublicIPAddress}/read",
                RightsTable.ReadGatewayConnections, $"{ResourceTypes.Connection}/read", RightsTable.ReadSite,
                $"{ResourceTypes.ExpressRouteCircuit}/read", $"{ResourceTypes.AzureFirewall}/read",
                $"{ResourceTypes.LoadBalancer}/read", $"{ResourceTypes.NetworkInterface}/read", RightsTable.ReadRouteServer,
                $"{ResourceTypes.VirtualHub}/bgpConnections/read", $"{ResourceTypes.VirtualHub}/hubVirtualNetworkConnections/read",
                $"{ResourceTypes.VirtualNetwork}/{ConnectedGroupsReader.Action}/action", ConnectedGroupsReader.ReadMemberships,

                // Only who is known to have the right before is believed to be told of every member.
                RightsTable.ReadPermissions,
                .. CircuitRoutes,
            ]),
        new("AzNetHelper ExpressRoute Tester", "Reads circuits with what Microsoft's routers and the connected gateways tell of them.",
            ["Test-ExpressRouteCircuit"],
            [
                $"{ResourceTypes.ExpressRouteCircuit}/read", $"{ResourceTypes.CircuitPeering}/stats/read",

                // Tables are asked for by a POST. Microsoft's list of operations had them as actions, and has them as reads since 2024.
                .. new[] { "arpTables", "routeTables", "routeTablesSummary" }
                    .SelectMany(t => new[] { $"{ResourceTypes.CircuitPeering}/{t}/action", $"{ResourceTypes.CircuitPeering}/{t}/read" }),
                RightsTable.ReadNetwork, RightsTable.ReadGateway, RightsTable.ReadGatewayConnections, $"{ResourceTypes.Connection}/read",
                $"{ResourceTypes.VirtualNetworkGateway}/getBgpPeerStatus/action", RightsTable.ReadLearnedRoutes,
                $"{ResourceTypes.VirtualNetworkGateway}/getAdvertisedRoutes/action",
            ]),
        new("AzNetHelper Service Access Auditor", "Reads which subnets services let in, which endpoints subnets have, and which their regions offer.",
            ["Get-VNetServiceAccess", "Get-VNetServiceEndpoint"], [RightsTable.ReadNetwork, RegionOffers.Right, .. EndpointSight]),
        new("AzNetHelper VPN Device Configurator",
            "Writes the configurations of the devices at the other ends of site-to-site connections, with the shared key and from Azure's scripts too.",
            ["Export-VpnDeviceConfiguration"],
            [
                RightsTable.ReadNetwork, RightsTable.ReadGateway, RightsTable.ReadGatewayConnections, $"{ResourceTypes.Connection}/read",
                RightsTable.ReadSite, $"{ResourceTypes.PublicIPAddress}/read", RightsTable.ReadRouteServer, RightsTable.ReadSharedKey,
                $"{ResourceTypes.Connection}/vpndeviceconfigurationscript/action", $"{ResourceTypes.VirtualNetworkGateway}/supportedvpndevices/action",
            ]),
        new("AzNetHelper ExpressRoute Router Configurator",
            "Writes the configurations of the routers at the links of ExpressRoute circuits.",
            ["Export-ExpressRouteRouterConfiguration"],
            [
                $"{ResourceTypes.ExpressRouteCircuit}/read", $"{ResourceTypes.CircuitPeering}/read", RightsTable.ReadNetwork,
                RightsTable.ReadGateway, RightsTable.ReadGatewayConnections, $"{ResourceTypes.Connection}/read", .. CircuitRoutes,
            ]),
        new("AzNetHelper Point-to-Site Profile Exporter",
            "Writes the profiles of point-to-site clients from the gateway's package, and says what these clients reach.",
            ["Export-P2SClientProfile"],
            [
                RightsTable.ReadNetwork, RightsTable.ReadGateway, ClientPackageReader.Right, RightsTable.ReadGatewayConnections,
                $"{ResourceTypes.Connection}/read", RightsTable.ReadSite, RightsTable.ReadRouteServer,
            ]),
        For("AzNetHelper Peering Operator", "Makes and changes peerings of virtual networks, gateway transit included.",
            "New-HubSpokePeering", "New-VNetPeering", "Sync-VNetPeering", "Repair-VNetPeering"),
        For("AzNetHelper Peering Remover", "Removes peerings of virtual networks, and says who loses whom.",
            "Remove-HubSpokePeering", "Remove-VNetPeering"),
        For("AzNetHelper Route Operator", "Routes spokes through their hub.", "Set-HubSpokeRoute"),
        For("AzNetHelper Service Endpoint Operator", "Enables and disables service endpoints of subnets.", EndpointOrigins.Enable, EndpointOrigins.Disable),
        For("AzNetHelper Site Operator", "Connects VPN gateways with sites, and removes connections.",
            "New-SiteToSiteConnection", "Remove-VpnGatewayConnection"),
        For("AzNetHelper VPN Gateway Operator", "Makes, changes and removes VPN gateways with their subnets and addresses.",
            "New-VpnGateway", "Remove-VpnGateway"),
        For("AzNetHelper ExpressRoute Gateway Operator", "Makes and changes ExpressRoute gateways with their subnets, and links them with circuits.",
            "New-ExpressRouteGateway", "New-ExpressRouteConnection"),
        For("AzNetHelper Point-to-site Operator", "Configures point-to-site of VPN gateways.", "Set-P2SConfiguration"),
        For("AzNetHelper Point-to-site Client Operator", "Shuts clients out of point-to-site, and takes that back.",
            "Revoke-P2SClientCertificate", "Restore-P2SClientCertificate"),
        For("AzNetHelper Service Access Operator", "Lets subnets in at services by service endpoints, and takes that back.",
            "Grant-VNetServiceAccess", "Revoke-VNetServiceAccess"),
        For("AzNetHelper ExpressRoute Circuit Operator", "Orders, changes and removes ExpressRoute circuits, and makes their private peering.",
            CircuitOrigins.NewCircuit, CircuitOrigins.RemoveCircuit, CircuitOrigins.NewPrivatePeering),
        For("AzNetHelper VPN Tunnel Operator", "Joins VPN gateways by tunnels, and changes their keys.",
            "New-VNetToVNetConnection", "Reset-VpnSharedKey"),
        new("AzNetHelper Subnet Surveyor", "Reads what lives in subnets, how full they are, and whether services fit into them.",
            ["Get-VNetDeployedResource", "Test-VNetServicePlacement"],
            [
                RightsTable.ReadNetwork, RightsTable.ReadRouteTable, RightsTable.ReadGateway, $"{ResourceTypes.PublicIPAddress}/read",
                PlacementReader.UsagesRight, PlacementReader.DelegationsRight,
            ]),
        For("AzNetHelper Service Subnet Operator", "Makes subnets for services.", "New-VNetServiceSubnet"),
        For("AzNetHelper Address Space Operator", "Changes address spaces of peered virtual networks, and syncs their peerings.",
            "Set-VNetAddressSpace", "Sync-VNetPeering"),
    ];

    private static JobRole For(string name, string description, params string[] cmdlets) => new(name, description,
        [.. cmdlets, "Invoke-VNetPlan"],
        [.. CmdletRights.All.Where(c => cmdlets.Contains(c.Cmdlet, StringComparer.Ordinal)).SelectMany(c => c.Rights)
            .Select(r => r.Action).Distinct(StringComparer.OrdinalIgnoreCase)]);
}
