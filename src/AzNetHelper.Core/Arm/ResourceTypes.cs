namespace AzNetHelper.Arm;

/// <summary>
/// The resource types that the module knows, each with the one api-version it is read and written with. A body read
/// with one version may not be sent with another: the service parses strictly per version (azure-powershell#13544).
/// </summary>
public static class ResourceTypes
{
    /// <summary>
    /// The newest Microsoft.Network version that Microsoft's published schema and its older layout both carry.
    /// </summary>
    public const string NetworkApiVersion = "2025-05-01";

    public const string ResourcesApiVersion = "2022-12-01";

    public const string ResourceGraphApiVersion = "2024-04-01";

    public const string Subscription = "Microsoft.Resources/subscriptions";
    public const string ResourceGroup = "Microsoft.Resources/resourceGroups";
    public const string VirtualNetwork = "Microsoft.Network/virtualNetworks";
    public const string Subnet = "Microsoft.Network/virtualNetworks/subnets";
    public const string Peering = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";
    public const string VirtualNetworkGateway = "Microsoft.Network/virtualNetworkGateways";
    public const string PublicIPAddress = "Microsoft.Network/publicIPAddresses";
    public const string RouteTable = "Microsoft.Network/routeTables";
    public const string Route = "Microsoft.Network/routeTables/routes";
    public const string Connection = "Microsoft.Network/connections";
    public const string LocalNetworkGateway = "Microsoft.Network/localNetworkGateways";
    public const string ExpressRouteCircuit = "Microsoft.Network/expressRouteCircuits";
    public const string AzureFirewall = "Microsoft.Network/azureFirewalls";
    public const string LoadBalancer = "Microsoft.Network/loadBalancers";
    public const string NetworkInterface = "Microsoft.Network/networkInterfaces";

    /// <summary>Virtual WAN hubs, and Route Servers (kind RouteServer).</summary>
    public const string VirtualHub = "Microsoft.Network/virtualHubs";

    /// <summary>The pinned api-version of a resource's type.</summary>
    public static string ApiVersion(ResourceId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.ProviderNamespace is null ? ResourcesApiVersion
            : id.ProviderNamespace.Equals("Microsoft.Network", StringComparison.OrdinalIgnoreCase) ? NetworkApiVersion
            : throw new NotSupportedException($"No api-version is pinned for {id.Type}.");
    }
}
