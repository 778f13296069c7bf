using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is fixed about a resource type.</summary>
/// <param name="Type">The full type as the service spells it.</param>
/// <param name="Body">The name of its body in the member table.</param>
internal sealed record ResourceKind(string Type, string Body)
{
    /// <summary>A GET sends the ETag header (recorded: VNets, subnets, peerings, addresses; not gateways).</summary>
    public bool SendsETag { get; init; } = true;

    /// <summary>There is a list over the whole subscription; gateways have none.</summary>
    public bool ListedBySubscription { get; init; } = true;

    /// <summary>
    /// The member of the parent's properties that holds the children of this kind; null for a top-level resource.
    /// </summary>
    public string? ParentMember { get; init; }

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

    public static IReadOnlyList<ResourceKind> All { get; } =
        [Network, Subnet, Peering, Gateway, Address, RouteTable, Route];

    public static ResourceKind? Of(string type) => All.FirstOrDefault(k => Json.Same(k.Type, type));
}
