using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is fixed about a resource type.</summary>
/// <param name="Type">The full type as the service spells it.</param>
/// <param name="Body">The name of its body in the member table.</param>
internal sealed record ResourceKind(string Type, string Body)
{
    /// <summary>
    /// A GET sends the ETag header (recorded: VNets, subnets, peerings, addresses, sites; not gateways, connections and
    /// circuits).
    /// </summary>
    public bool SendsETag { get; init; } = true;

    /// <summary>There is a list over the whole subscription; gateways, connections and sites have none.</summary>
    public bool ListedBySubscription { get; init; } = true;

    /// <summary>
    /// The member of the parent's properties that holds the children of this kind; null for a top-level resource.
    /// </summary>
    public string? ParentMember { get; init; }

    /// <summary>
    /// Children that are not shown inside their parent: each is a document of its own with its own etag.
    /// </summary>
    public bool Apart { get; init; }

    /// <summary>The members of properties that only a GET of the resource itself shows (recorded).</summary>
    public IReadOnlyList<string> NotListed { get; init; } = [];

    /// <summary>The body's properties in the member table.</summary>
    public string PropertiesBody => MemberTable.Instance.Members(Body)!["properties"].ItemKind;

    /// <summary>The type below the provider, for example <c>virtualNetworks/subnets</c>.</summary>
    public string ShortType { get; } = Type[(Type.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static ResourceKind Network { get; } = new(ResourceTypes.VirtualNetwork, "VirtualNetwork");

    public static ResourceKind Subnet { get; } = new(ResourceTypes.Subnet, "Subnet") { ParentMember = "subnets" };

    public static ResourceKind Peering { get; } = new(ResourceTypes.Peering, "VirtualNetworkPeering")
    {
        ParentMember = "virtualNetworkPeerings",
    };

    public static ResourceKind Gateway { get; } = new(ResourceTypes.VirtualNetworkGateway, "VirtualNetworkGateway")
    {
        SendsETag = false,
        ListedBySubscription = false,
    };

    public static ResourceKind Address { get; } = new(ResourceTypes.PublicIPAddress, "PublicIPAddress");

    public static ResourceKind RouteTable { get; } = new(ResourceTypes.RouteTable, "RouteTable");

    public static ResourceKind Route { get; } =
        new("Microsoft.Network/routeTables/routes", "Route") { ParentMember = "routes" };

    public static ResourceKind Connection { get; } = new(ResourceTypes.Connection, "VirtualNetworkGatewayConnection")
    {
        SendsETag = false,
        ListedBySubscription = false,
        NotListed = ["sharedKey", "connectionStatus", "tunnelConnectionStatus"],
    };

    public static ResourceKind Site { get; } = new(ResourceTypes.LocalNetworkGateway, "LocalNetworkGateway")
    {
        ListedBySubscription = false,
    };

    public static ResourceKind Circuit { get; } = new(ResourceTypes.ExpressRouteCircuit, "ExpressRouteCircuit")
    {
        SendsETag = false,
    };

    public static ResourceKind CircuitPeering { get; } =
        new($"{ResourceTypes.ExpressRouteCircuit}/peerings", "ExpressRouteCircuitPeering")
    {
        SendsETag = false,
        ParentMember = "peerings",
    };

    public static ResourceKind CircuitAuthorization { get; } =
        new(ResourceTypes.CircuitAuthorization, "ExpressRouteCircuitAuthorization")
    {
        SendsETag = false,
        ParentMember = "authorizations",
    };

    public static ResourceKind Firewall { get; } = new(ResourceTypes.AzureFirewall, "AzureFirewall");

    public static ResourceKind LoadBalancer { get; } = new(ResourceTypes.LoadBalancer, "LoadBalancer");

    public static ResourceKind Interface { get; } = new(ResourceTypes.NetworkInterface, "NetworkInterface");

    public static ResourceKind Hub { get; } = new(ResourceTypes.VirtualHub, "VirtualHub") { SendsETag = false };

    public static ResourceKind HubConfiguration { get; } = HubChild("ipConfigurations", "HubIpConfiguration");

    public static ResourceKind BgpConnection { get; } = HubChild("bgpConnections", "BgpConnection");

    public static ResourceKind HubConnection { get; } =
        HubChild("hubVirtualNetworkConnections", "HubVirtualNetworkConnection");

    public static ResourceKind NetworkManager { get; } = new(ResourceTypes.NetworkManager, "NetworkManager") { SendsETag = false };

    public static ResourceKind NetworkGroup { get; } = ManagerChild(ResourceTypes.NetworkGroup, "NetworkGroup");

    public static ResourceKind StaticMember { get; } = ManagerChild(ResourceTypes.StaticMember, "StaticMember");

    public static ResourceKind ConnectivityConfiguration { get; } =
        ManagerChild(ResourceTypes.ConnectivityConfiguration, "ConnectivityConfiguration");

    /// <summary>The types of Microsoft.Network; those of services stand in the table of <see cref="ServiceType"/>.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Network, Subnet, Peering, Gateway, Address, RouteTable, Route, Connection, Site, Circuit, CircuitPeering,
        CircuitAuthorization, Firewall, LoadBalancer, Interface, Hub, HubConfiguration, BgpConnection, HubConnection,
        NetworkManager, NetworkGroup, StaticMember, ConnectivityConfiguration,
    ];

    public static ResourceKind? Of(string type) =>
        All.FirstOrDefault(k => Json.Same(k.Type, type)) ?? ServiceType.Of(type)?.Kind;

    /// <summary>True for a network manager and all below it, which a part of the service of its own answers for.</summary>
    public static bool IsOfNetworkManager(string? type) => type is not null
        && type.StartsWith(ResourceTypes.NetworkManager, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ResourceTypes.NetworkManager.Length || type[ResourceTypes.NetworkManager.Length] == '/');

    private static ResourceKind ManagerChild(string type, string body) => new(type, body)
    {
        SendsETag = false,
        ParentMember = type[(type.LastIndexOf('/') + 1)..],
        Apart = true,
    };

    private static ResourceKind HubChild(string name, string body) => new($"{ResourceTypes.VirtualHub}/{name}", body)
    {
        SendsETag = false,
        ParentMember = name,
        Apart = true,
    };
}
