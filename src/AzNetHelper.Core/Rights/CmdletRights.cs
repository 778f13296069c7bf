using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Reading;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Vpn;

namespace AzNetHelper.Rights;

/// <summary>An action as documentation lists it.</summary>
/// <param name="Action">The action.</param>
/// <param name="On">On what it is needed.</param>
/// <param name="When">When it is needed; empty for always.</param>
public sealed record ListedRight(string Action, string On, string When = "")
{
    /// <summary>True for what only makes a plan say more: without it a warning says what is not known.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>What a changing cmdlet needs: help and docs/permissions.md are made from it.</summary>
/// <param name="Cmdlet">The cmdlet's name.</param>
/// <param name="Networks">The VNets that it writes, in words.</param>
/// <param name="Writes">What its plans can hold.</param>
public sealed record CmdletRights(string Cmdlet, string Networks, ImmutableArray<(string Type, ChangeKind Kind)> Writes)
{
    private const string Losses = "to say who loses whom";

    private static readonly ImmutableArray<(string, ChangeKind)> Peers =
    [
        (ResourceTypes.Peering, ChangeKind.Create), (ResourceTypes.Peering, ChangeKind.Update), (ResourceTypes.Peering, ChangeKind.Delete),
    ];

    /// <summary>The switch that makes it use a gateway of another VNet; null where it has none.</summary>
    public string? GatewaySwitch { get; init; }

    /// <summary>When what is written of a type is written; what is not here always may be.</summary>
    public ImmutableArray<(string Type, string When)> Conditions { get; init; } = [];

    /// <summary>When a right on what a body names is needed, by its action; what is not here is needed with what is written.</summary>
    public ImmutableArray<(string Action, string When)> LinkConditions { get; init; } = [];

    /// <summary>What else it reads, where that is neither what a removal nor what a new peering reads.</summary>
    public ImmutableArray<ListedRight> Beside { get; init; }

    /// <summary>What it needs with a switch that makes it another command.</summary>
    public ImmutableArray<ListedRight> Further { get; init; } = [];

    /// <summary>What it reads around the VNets that it writes.</summary>
    private ImmutableArray<ListedRight> Around => Beside is { IsDefault: false } beside ? beside : GatewaySwitch is null
        ?
        [
            Optional(RightsTable.ReadNetwork, "the networks that these are peered with", Losses),
            Optional(RightsTable.ReadGateway, "their gateways", Losses),
            Optional(RightsTable.ReadRouteServer, "their Route Servers", Losses),
            Optional(RightsTable.ReadRouteTable, "the route tables of their subnets", Losses),
        ]
        :
        [
            Optional(RightsTable.ReadNetwork, "the networks that these are peered with", "to compare address spaces as they are now"),
            Optional(RightsTable.ReadRouteServer, "the Route Servers in them", "to know their state"),
            Optional(RightsTable.ReadLearnedRoutes, "the gateway that is used", Egress),
            Optional(RightsTable.ReadGatewayConnections, "the gateway that is used", Egress),
            Optional(RightsTable.ReadSite, "the sites of its connections", Egress),
        ];

    private static ImmutableArray<ListedRight> Sites =>
    [
        Optional(RightsTable.ReadGatewayConnections, "the gateways that serve them", "to know the sites behind these"),
        Optional(RightsTable.ReadSite, "the sites of these connections", "to know the sites behind these"),
    ];

    private static ImmutableArray<ListedRight> SiteNeighbours =>
    [
        Optional(RightsTable.ReadNetwork, "the networks at both ends and those that use the gateway", "to compare addresses and say who reaches whom"),
        Optional(RightsTable.ReadGatewayConnections, "the gateways", "to know every tunnel of theirs"),
        Optional(RightsTable.ReadRouteServer, "the Route Servers in these networks", "to say who reaches whom"),
    ];

    private static ImmutableArray<ListedRight> Gateways =>
    [
        Optional(RightsTable.ReadGateway, "the gateways in them", "to know whether one can be lent"),
        Optional(RightsTable.ReadRouteServer, "the Route Servers in them", "to know their state"),
    ];

    private static ImmutableArray<ListedRight> Tunnels =>
    [
        Optional(RightsTable.ReadNetwork, "the networks of the gateways and those that these are peered with", "to compare address spaces"),
        Optional(RightsTable.ReadGatewayConnections, "the gateways", "to find connections in other groups"),
        Optional(ResourceTypes.Connection + "/read", "the groups of the gateways", "to know what is connected already"),
        Optional(RightsTable.ReadSite, "the sites of these connections", "to compare address spaces"),
        Optional(RightsTable.ReadCircuit, "the circuits of these connections", "to know what is behind them"),
        Optional(RightsTable.ReadRouteServer, "the Route Servers in these networks", "to know their state"),
        Optional(ResourceTypes.VirtualNetworkGateway + "/getBgpPeerStatus/action", "both gateways", "with BGP, to say why no session comes up"),
    ];

    // A survey of services is told by Resource Graph what this sign-in may read; rules below a service are read where they are.
    private static ImmutableArray<ListedRight> ServiceSurvey(string why) =>
    [
        .. ServiceKind.All.Select(k => Optional($"{k.ResourceType}/read", "every service", why)),
        .. ServiceKind.All.Where(k => k.Home == RuleHome.RuleSet).Select(k => Optional($"{k.ResourceType}/networkRuleSets/read", "every service", why)),
        .. ServiceKind.All.Where(k => k.Home == RuleHome.Children).SelectMany(k => new[] { "virtualNetworkRules", "firewallRules" }
            .Select(r => Optional($"{k.ResourceType}/{r}/read", "every service", why))),
    ];

    private static ImmutableArray<ListedRight> EndpointReading(string why) =>
        [new(RightsTable.ReadNetwork, "the virtual networks and their subnets"), .. ServiceSurvey(why)];

    private static ImmutableArray<ListedRight> EgressReading(string why) =>
    [
        Optional(RightsTable.ReadNetwork, "the networks that these are peered with", why),
        .. new[]
            {
                RightsTable.ReadRouteTable, RightsTable.ReadGateway, RightsTable.ReadRouteServer, RightsTable.ReadLearnedRoutes,
                RightsTable.ReadGatewayConnections, RightsTable.ReadSite, $"{ResourceTypes.NatGateway}/read", $"{ResourceTypes.NetworkInterface}/read",
                $"{ResourceTypes.LoadBalancer}/read", $"{ResourceTypes.AzureFirewall}/read", $"{ResourceTypes.PublicIPAddress}/read", $"{EgressWays.PublicPrefix}/read",
            }.Select(a => Optional(a, "what the subnets' traffic passes", why)),
    ];

    private const string EgressOfClients = "to know the public addresses that clients are seen with";

    private const string EgressOfSubnets = "with -EnsureEndpoint, to know the public address that goes";

    // The rules of each kind of service, and when they are written.
    private static ImmutableArray<(string Type, ChangeKind Kind, string When)> ServiceWrites =>
    [
        (ResourceTypes.StorageAccount, ChangeKind.Update, "for a storage account"), (ResourceTypes.KeyVault, ChangeKind.Update, "for a key vault"),
        (ResourceTypes.CosmosAccount, ChangeKind.Update, "for a Cosmos DB account"),
        (ResourceTypes.CognitiveServicesAccount, ChangeKind.Update, "for a Cognitive Services account"),
        (ResourceTypes.ContainerRegistry, ChangeKind.Update, "for a container registry"),
        (ResourceTypes.ServiceBusNetworkRules, ChangeKind.Update, "for a Service Bus namespace"),
        (ResourceTypes.EventHubsNetworkRules, ChangeKind.Update, "for an Event Hubs namespace"),
        .. ServiceServers.Select(s => (s.Rule, ChangeKind.Create, s.When)),
    ];

    private static ImmutableArray<(string Server, string Rule, string Firewall, string When)> ServiceServers =>
    [
        (ResourceTypes.SqlServer, ResourceTypes.SqlNetworkRule, ResourceTypes.SqlFirewallRule, "for a SQL server"),
        (ResourceTypes.PostgreSqlServer, ResourceTypes.PostgreSqlNetworkRule, ResourceTypes.PostgreSqlFirewallRule, "for a PostgreSQL single server"),
        (ResourceTypes.MySqlServer, ResourceTypes.MySqlNetworkRule, ResourceTypes.MySqlFirewallRule, "for a MySQL single server"),
    ];

    // What a service is, beside its rules.
    private static ImmutableArray<ListedRight> ServiceReads =>
    [
        new($"{ResourceTypes.ServiceBusNamespace}/read", "the namespace", "for a Service Bus namespace"),
        new($"{ResourceTypes.EventHubsNamespace}/read", "the namespace", "for an Event Hubs namespace"),
        .. ServiceServers.Select(s => new ListedRight($"{s.Server}/read", "the server", s.When)),
    ];

    private string Egress => $"with {GatewaySwitch}, to say whether a default route moves Internet traffic";

    /// <summary>Every cmdlet that writes and has plans of its own. Invoke-VNetPlan needs what the plan's maker needs.</summary>
    public static ImmutableArray<CmdletRights> All { get; } =
    [
        new("New-HubSpokePeering", "the hub and every spoke", Peers)
        {
            GatewaySwitch = "-UseHubGateway",
            Further = Managed((ResourceTypes.NetworkGroup, "write"), (ResourceTypes.StaticMember, "write"), (ResourceTypes.ConnectivityConfiguration, "write")),
        },
        new("New-VNetPeering", "both virtual networks", Peers) { GatewaySwitch = "-UseRemoteGateways" },
        new("New-VNetToVNetConnection", "both gateways and their connections",
            [(ResourceTypes.Connection, ChangeKind.Create), (ResourceTypes.Connection, ChangeKind.Update)])
        {
            Beside =
            [
                new(RightsTable.ReadGateway, "both gateways"),
                .. KeyReading("where a connection is there already, and to say why a tunnel does not come up"),
                .. Tunnels,
            ],
        },
        new("New-VpnGateway", "the virtual network, the gateway and its addresses",
            [
                (ResourceTypes.VirtualNetworkGateway, ChangeKind.Create), (ResourceTypes.PublicIPAddress, ChangeKind.Create),
                (ResourceTypes.Subnet, ChangeKind.Create), (ResourceTypes.VirtualNetwork, ChangeKind.Update), (ResourceTypes.Peering, ChangeKind.Update),
            ])
        {
            Conditions = [(ResourceTypes.VirtualNetwork, "with -ExtendAddressSpace"), (ResourceTypes.Peering, "with -ExtendAddressSpace")],
            Beside =
            [
                new($"{ResourceTypes.PublicIPAddress}/delete", "the address of the second instance", "with -ActiveActive:$false"),
                new(RadiusSecrets.Right, "the gateway", "where clients sign in by RADIUS, to keep the secrets of the servers"),
                Optional(RegionZones.Right, "the subscription", "to know the zones of the region"),
                Optional(RightsTable.ReadNetwork, "the networks that this is peered with", "to say who can use the gateway, or lend another one"),
                .. Gateways,
                Optional($"{ResourceTypes.PublicIPAddress}/read", "addresses that are there", "to know whether they will do"),
                Optional(RightsTable.ReadRouteTable, "the route table of GatewaySubnet", "to know whether its routes are in the way"),
                Optional(RightsTable.ReadGatewayConnections, "the gateway", "where its ASN or BGP changes, to know who speaks BGP with it"),
                Optional(RightsTable.ReadGateway, "the other ends of its connections", "where its ASN or BGP changes, to compare the numbers"),
                Optional(RightsTable.ReadSite, "the other ends of its connections", "where its ASN or BGP changes, to compare the numbers"),
                Optional(RightsTable.ReadGatewayConnections, "the gateways that serve the network", "with -ExtendAddressSpace, to know the sites behind these"),
                Optional(RightsTable.ReadSite, "the sites of these connections", "with -ExtendAddressSpace, to know the sites behind these"),
            ],
        },
        new("Remove-VpnGateway", "the gateway and its addresses",
            [(ResourceTypes.VirtualNetworkGateway, ChangeKind.Delete), (ResourceTypes.PublicIPAddress, ChangeKind.Delete)])
        {
            Beside =
            [
                Optional(RightsTable.ReadGatewayConnections, "the gateway", "to know its connections"),
                Optional(ClientCount.Right, "the gateway", "where it has a configuration of point-to-site, to know whether clients are connected"),
                Optional($"{ResourceTypes.PublicIPAddress}/read", "its other addresses", "to know that they are not of this module"),
                Optional(RightsTable.ReadNetwork, "its network and those that this is peered with", "to know who uses the gateway"),
            ],
        },
        new("New-ExpressRouteGateway", "the virtual network and the gateway",
            [
                (ResourceTypes.VirtualNetworkGateway, ChangeKind.Create), (ResourceTypes.Subnet, ChangeKind.Create),
                (ResourceTypes.VirtualNetwork, ChangeKind.Update), (ResourceTypes.Peering, ChangeKind.Update),
            ])
        {
            Conditions = [(ResourceTypes.VirtualNetwork, "with -ExtendAddressSpace"), (ResourceTypes.Peering, "with -ExtendAddressSpace")],
            LinkConditions = [(RightsTable.JoinAddress, "where a gateway that is there has a public address of yours, which is sent back")],
            Beside =
            [
                Optional(RightsTable.ReadNetwork, "the networks that this is peered with", "to find room that clashes with nothing"),
                .. Gateways,
                Optional(RightsTable.ReadRouteTable, "the route table of GatewaySubnet", "to know whether its routes are in the way"),
                Optional(RightsTable.ReadGatewayConnections, "the gateways that serve the network", "to know the circuits of one that becomes smaller; with -ExtendAddressSpace, to know the sites behind these"),
                Optional(RightsTable.ReadSite, "the sites of these connections", "with -ExtendAddressSpace, to know the sites behind these"),
            ],
        },
        new("New-ExpressRouteConnection", "the gateway, the circuit and the connection",
            [
                (ResourceTypes.Connection, ChangeKind.Create), (ResourceTypes.Connection, ChangeKind.Update),
                (ResourceTypes.CircuitAuthorization, ChangeKind.Create),
            ])
        {
            Conditions = [(ResourceTypes.CircuitAuthorization, "for a circuit of another subscription, where no key is given")],
            Beside =
            [
                new(RightsTable.ReadGateway, "the gateway"),
                Optional(ResourceTypes.ExpressRouteCircuit + "/read", "the circuit", "to check its state, its reach and its links"),
                .. JobRole.CircuitRoutes.Select(r => Optional(r, "the circuit, and the others of the gateway", "to know what they announce")),
                Optional(RightsTable.ReadNetwork, "the networks of the gateway and those that use it", "to say which prefixes move"),
                Optional(RightsTable.ReadRouteTable, "the route tables of their subnets", "to say which prefixes move"),
                Optional(RightsTable.ReadGatewayConnections, "the gateways", "to know what else the circuit and the gateway are linked with"),
                Optional(RightsTable.ReadRouteServer, "the Route Servers in these networks", "to know their state"),
                Optional(RightsTable.ReadSite, "the sites of these connections", "to say which prefixes move"),
            ],
        },
        new(CircuitOrigins.NewCircuit, "the circuit", [(ResourceTypes.ExpressRouteCircuit, ChangeKind.Create), (ResourceTypes.ExpressRouteCircuit, ChangeKind.Update)])
        {
            Beside =
            [
                Optional(ProviderCatalogue.Right, "the subscription", "to know who offers what, and where"),
                Optional(RightsTable.ReadGroup, "the resource group", "to find it by its name, and to know its region"),
                Optional(RightsTable.ReadCircuit, "the other circuits of the subscription", "to know whether it may have one more"),
            ],
        },
        new(CircuitOrigins.RemoveCircuit, "the circuit", [(ResourceTypes.ExpressRouteCircuit, ChangeKind.Delete)])
        {
            Beside = [Optional($"{ResourceTypes.Connection}/read", "the connections of gateways", "to know which of them use the circuit")],
        },
        new(CircuitOrigins.NewPrivatePeering, "the circuit", [(ResourceTypes.CircuitPeering, ChangeKind.Create), (ResourceTypes.CircuitPeering, ChangeKind.Update)])
        {
            Beside =
            [
                new(RightsTable.ReadCircuit, "the circuit"),
                Optional(RightsTable.ReadNetwork, "the virtual networks", "to know that the links overlap none of them"),
                Optional(RightsTable.ReadSite, "the sites", "to know whether the links lie in one"),
                Optional(RightsTable.ReadGateway, "the gateways", "to know the pools of their clients"),
                Optional(RightsTable.ReadCircuit, "the other circuits", "to know their links"),
                Optional($"{ResourceTypes.Connection}/read", "the connections of gateways", "to know which of them use the circuit"),
            ],
        },
        new(EndpointOrigins.Enable, "the virtual networks and their subnets", [(ResourceTypes.Subnet, ChangeKind.Update)])
        {
            Beside = [.. EndpointReading("to know which of them know the subnets"), Optional(RegionOffers.Right, "their subscriptions", "to know what the region offers"), .. EgressReading(EgressOfClients)],
        },
        new(EndpointOrigins.Disable, "the virtual networks and their subnets", [(ResourceTypes.Subnet, ChangeKind.Update)])
        {
            Beside = EndpointReading("to know which of them know the subnets; where one is seen and may not be read, only -Force takes an endpoint away"),
        },
        new("New-VNetServiceSubnet", "the virtual network",
            [
                (ResourceTypes.Subnet, ChangeKind.Create), (ResourceTypes.VirtualNetwork, ChangeKind.Update), (ResourceTypes.Peering, ChangeKind.Update),
            ])
        {
            Conditions = [(ResourceTypes.VirtualNetwork, "with -ExtendAddressSpace"), (ResourceTypes.Peering, "with -ExtendAddressSpace")],
            Beside =
            [
                Optional(PlacementReader.DelegationsRight, "the subscription", "to know which delegations the region offers"),
                Optional($"{ResourceTypes.NetworkSecurityGroup}/read", "the security group", "with -NetworkSecurityGroup, to know its region"),
                Optional(RightsTable.ReadRouteTable, "the route tables", "to know their region, and whether they have a default route"),
                Optional($"{ResourceTypes.NatGateway}/read", "the NAT gateway", "with -NatGateway, to know its region"),
                Optional(RightsTable.ReadNetwork, "the networks that this is peered with", "with -ExtendAddressSpace, to find a prefix that clashes with nothing"),
                .. Gateways,
                .. Sites,
            ],
        },
        new("Reset-VpnSharedKey", "both connections", [(ResourceTypes.Connection, ChangeKind.Action)])
        {
            Beside =
            [
                .. KeyReading(string.Empty),
                new(RightsTable.WriteSharedKey, "both connections"),
                new(RightsTable.ReadGateway, "their gateways"),
                Optional(RightsTable.ReadGatewayConnections, "their gateways", "to find the other half in another group"),
                Optional(RightsTable.ReadNetwork, "the networks of these", "to say why a tunnel does not come up"),
                Optional(RightsTable.ReadSite, "their sites", "to say why a tunnel does not come up"),
            ],
        },
        new("Remove-HubSpokePeering", "the hub and every spoke", [(ResourceTypes.Peering, ChangeKind.Delete)])
        {
            Beside = [.. new CmdletRights(string.Empty, string.Empty, []).Around, .. Sites],
            Further =
            [
                .. Managed((ResourceTypes.StaticMember, "delete"), (ResourceTypes.ConnectivityConfiguration, "delete"), (ResourceTypes.NetworkGroup, "delete")),
                Optional(ConnectedGroupsReader.ReadMemberships, "every VNet that may be a member", "with -NetworkManager, to see whom a policy puts into the groups"),
            ],
        },
        new("Remove-VNetPeering", "both virtual networks", [(ResourceTypes.Peering, ChangeKind.Delete)]),
        new("Repair-VNetPeering", "the virtual networks and those that they are peered with", Peers) { Beside = Gateways },
        new("New-SiteToSiteConnection", "the gateway's resource group",
            [
                (ResourceTypes.LocalNetworkGateway, ChangeKind.Create), (ResourceTypes.LocalNetworkGateway, ChangeKind.Update),
                (ResourceTypes.Connection, ChangeKind.Create), (ResourceTypes.Connection, ChangeKind.Update),
            ])
        {
            Beside =
            [
                new(RightsTable.ReadGateway, "the gateway"),
                new(RightsTable.ReadSharedKey, "the connection", "where it is there and is changed, or a key is given"),
                .. SiteNeighbours,
            ],
        },
        new("Remove-VpnGatewayConnection", "the connections and their sites",
            [(ResourceTypes.Connection, ChangeKind.Delete), (ResourceTypes.LocalNetworkGateway, ChangeKind.Delete)])
        {
            Beside = [Optional(RightsTable.ReadGateway, "the gateways at both ends", Losses), .. SiteNeighbours],
        },
        new("Set-HubSpokeRoute", "the hub, the spokes, their route tables and the appliance",
            [
                (ResourceTypes.Peering, ChangeKind.Update), (ResourceTypes.RouteTable, ChangeKind.Create),
                (ResourceTypes.Route, ChangeKind.Create), (ResourceTypes.Subnet, ChangeKind.Update),
                (ResourceTypes.NetworkInterface, ChangeKind.Update),
            ])
        {
            Beside =
            [
                Optional(RightsTable.ReadNetwork, "the networks that these are peered with", "to say who reaches whom before and after"),
                .. Gateways,
                Optional($"{ResourceTypes.VirtualNetwork}/{ConnectedGroupsReader.Action}/action", "the hub and the spokes",
                    "to know what Virtual Network Manager joins without peerings"),
                Optional(RightsTable.ReadLearnedRoutes, "the hub's gateway", "with -NextHop Gateway, to say whether a default route moves Internet traffic"),
                Optional(RightsTable.ReadGatewayConnections, "the gateways", "to find connections in other groups"),
                Optional(ResourceTypes.Connection + "/read", "the groups of the gateways", "to know the sites behind these"),
                Optional(RightsTable.ReadSite, "the sites of these connections", "to know the sites behind these"),
                Optional(ResourceTypes.ExpressRouteCircuit + "/read", "the circuits of these connections", "to know the sites behind these"),
                Optional(ResourceTypes.AzureFirewall + "/read", "what stands at the address of a next hop", "to know whether it forwards"),
                Optional(ResourceTypes.LoadBalancer + "/read", "what stands at the address of a next hop", "to know whether it forwards"),
            ],
        },
        new("Set-P2SConfiguration", "the gateway", [(ResourceTypes.VirtualNetworkGateway, ChangeKind.Update), (ResourceTypes.PublicIPAddress, ChangeKind.Create)])
        {
            Conditions = [(ResourceTypes.PublicIPAddress, "where an active-active gateway lacks the third address")],
            Beside =
            [
                new(RadiusSecrets.Right, "the gateway", "where clients sign in by RADIUS, to keep the secrets of the servers"),
                Optional(ClientCount.Right, "the gateway", "where clients may be cut off, to say how many are connected"),
                Optional(RightsTable.ReadNetwork, "its network, those that this is peered with and those behind connections", "to compare address spaces"),
                Optional(RightsTable.ReadGateway, "the gateways in and behind these", "to compare client pools"),
                Optional(RightsTable.ReadRouteServer, "the Route Servers in these networks", "to know their state"),
                Optional(RightsTable.ReadGatewayConnections, "the gateways", "to find connections in other groups"),
                Optional(ResourceTypes.Connection + "/read", "the groups of the gateways", "to know the sites behind these"),
                Optional(RightsTable.ReadSite, "the sites of these connections", "to compare address spaces"),
                Optional(RightsTable.ReadCircuit, "the circuits of these connections", "to know what is behind them"),
            ],
        },
        new("Revoke-P2SClientCertificate", "the gateways", [(ResourceTypes.VirtualNetworkGateway, ChangeKind.Update)])
        {
            Beside =
            [
                new(RadiusSecrets.Right, "the gateways", "where clients also sign in by RADIUS, to keep the secrets of the servers"),
                Optional(ClientCount.Right, "the gateways", "to say who is connected"),
            ],
        },
        new("Restore-P2SClientCertificate", "the gateways", [(ResourceTypes.VirtualNetworkGateway, ChangeKind.Update)])
        {
            Beside = [new(RadiusSecrets.Right, "the gateways", "where clients also sign in by RADIUS, to keep the secrets of the servers")],
        },
        new("Grant-VNetServiceAccess", "the services, and the subnets where endpoints are enabled",
            [.. ServiceWrites.Select(w => (w.Type, w.Kind)), (ResourceTypes.Subnet, ChangeKind.Update)])
        {
            Conditions = [.. ServiceWrites.Select(w => (w.Type, w.When)), (ResourceTypes.Subnet, "with -EnsureEndpoint")],
            Beside =
            [
                new(RightsTable.ReadNetwork, "the networks of the subnets"),
                .. ServiceReads,
                .. ServiceServers.SelectMany(s => new ListedRight[]
                {
                    new($"{s.Firewall}/read", "the servers", s.When), new($"{s.Firewall}/write", "the servers", $"{s.When} with -KeepIp"),
                    new($"{s.Firewall}/delete", "the servers", $"{s.When} with -DenyOthers"),
                }),
                Optional(RightsTable.ReadNetwork, "the networks of subnets that the services trust already", "with -DenyOthers, to know whether these keep their access"),
                .. EgressReading(EgressOfSubnets),
                .. ServiceSurvey("with -EnsureEndpoint, to know which of them lose the subnets"),
            ],
        },
        new("Revoke-VNetServiceAccess", "the services, and the subnets where endpoints are taken away",
            [.. ServiceWrites.Where(w => w.Kind == ChangeKind.Update).Select(w => (w.Type, w.Kind)), (ResourceTypes.Subnet, ChangeKind.Update)])
        {
            Conditions = [.. ServiceWrites.Select(w => (w.Type, w.When)), (ResourceTypes.Subnet, "with -RemoveEndpoint")],
            Beside =
            [
                .. ServiceReads,
                .. ServiceServers.SelectMany(s => new ListedRight[]
                {
                    new($"{s.Rule}/read", "the servers", s.When), new($"{s.Rule}/delete", "the servers", s.When), new($"{s.Firewall}/read", "the servers", s.When),
                }),
                new(RightsTable.ReadNetwork, "the networks of the subnets", "with -RemoveEndpoint"),
                .. ServiceSurvey("with -RemoveEndpoint, which keeps the endpoint where a service may not be read"),
            ],
        },
        new("Set-VNetAddressSpace", "the virtual network and those that it is peered with",
            [(ResourceTypes.VirtualNetwork, ChangeKind.Update), (ResourceTypes.Peering, ChangeKind.Update)])
        {
            Beside = [.. Gateways, .. Sites],
        },
        new("Sync-VNetPeering", "the virtual networks and those that they are peered with", [(ResourceTypes.Peering, ChangeKind.Update)])
        {
            Beside = Gateways,
        },
    ];

    /// <summary>The actions, with where and when: those that are needed, those that are optional, the two of the check.</summary>
    public ImmutableArray<ListedRight> Rights =>
    [
        .. Writes.SelectMany(Of).DistinctBy(r => r.Action, StringComparer.Ordinal),
        .. GatewaySwitch is null ? [] : (ListedRight[])[new(RightsTable.ReadGateway, "the gateway that is used", $"with {GatewaySwitch}; otherwise a gateway that may not be read is a warning")],
        .. Around,
        .. Further,
        new(RightsTable.ReadPermissions, Networks, "for the check before the first write"),
        new(RightsTable.ReadLocks, "their subscriptions", "for the check before the first write"),
    ];

    private static ImmutableArray<ListedRight> KeyReading(string when) =>
        [new(RightsTable.ReadSharedKey, "both connections", when), new(RightsTable.GetSharedKey, "both connections", when)];

    // Virtual Network Manager writes the peerings itself; whoever tells it to needs no right on the halves.
    private static ImmutableArray<ListedRight> Managed(params (string Type, string Verb)[] writes)
    {
        const string With = "with -NetworkManager";
        return
        [
            new($"{ResourceTypes.NetworkManager}/read", "the manager", With),
            .. writes.SelectMany(w => new ListedRight[] { new($"{w.Type}/read", "the manager", With), new($"{w.Type}/{w.Verb}", "the manager", With) }),
            .. RightsTable.OfDeployment.Select(a => new ListedRight(a, "the manager", With)),
            Optional($"{ResourceTypes.VirtualNetwork}/{ConnectedGroupsReader.Action}/action", "the hub and the spokes",
                $"{With}, to know what is managed already, and whose cost starts"),
        ];
    }

    private static ListedRight Optional(string action, string on, string why) => new(action, on, why) { IsOptional = true };

    private IEnumerable<ListedRight> Of((string Type, ChangeKind Kind) write)
    {
        var when = Conditions.Where(c => c.Type == write.Type).Select(c => c.When).FirstOrDefault() ?? string.Empty;
        if (write.Type == ResourceTypes.Peering)
        {
            yield return new(RightsTable.ReadNetwork, Networks);
        }

        if (write.Kind == ChangeKind.Action)
        {
            // What is called below a resource has rights of its own.
            yield return new($"{write.Type}/read", Networks);
            yield break;
        }

        yield return new($"{write.Type}/read", Networks, write.Type == ResourceTypes.VirtualNetwork ? string.Empty : when);
        if (write.Kind == ChangeKind.Delete)
        {
            var remakes = Writes.Any(w => w.Type == write.Type && w.Kind == ChangeKind.Create);
            yield return new($"{write.Type}/delete", Networks,
                remakes ? "where both halves of a peering are Disconnected: one is deleted and made again" : string.Empty);
            yield break;
        }

        yield return new($"{write.Type}/write", Networks, when);
        // Tunnels are connections, too, and join no circuit.
        foreach (var link in RightsTable.LinksOf(write.Type).Where(l => l.Action != RightsTable.JoinCircuit || Writes.Any(w => w.Type == ResourceTypes.CircuitAuthorization)))
        {
            yield return new(link.Action, Networks, LinkConditions.Where(c => c.Action == link.Action).Select(c => c.When).FirstOrDefault() ?? when);
        }
    }
}
