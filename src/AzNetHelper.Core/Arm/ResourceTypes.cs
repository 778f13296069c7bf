using System.Collections.Frozen;

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

    public const string ResourceGraphPath = "/providers/Microsoft.ResourceGraph/resources";

    /// <summary>More subscriptions in one query are refused (Microsoft Learn, "Work with large data sets" of Azure Resource Graph).</summary>
    public const int ResourceGraphSubscriptions = 1000;

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
    public const string CircuitPeering = "Microsoft.Network/expressRouteCircuits/peerings";
    public const string CircuitAuthorization = "Microsoft.Network/expressRouteCircuits/authorizations";

    /// <summary>No resources: who offers circuits, and where, to a subscription.</summary>
    public const string ExpressRouteProvider = "Microsoft.Network/expressRouteServiceProviders";

    /// <summary>A Virtual Network Manager; what it knows lies below it.</summary>
    public const string NetworkManager = "Microsoft.Network/networkManagers";
    public const string NetworkGroup = "Microsoft.Network/networkManagers/networkGroups";
    public const string StaticMember = "Microsoft.Network/networkManagers/networkGroups/staticMembers";
    public const string ConnectivityConfiguration = "Microsoft.Network/networkManagers/connectivityConfigurations";
    public const string AzureFirewall = "Microsoft.Network/azureFirewalls";
    public const string LoadBalancer = "Microsoft.Network/loadBalancers";
    public const string NetworkInterface = "Microsoft.Network/networkInterfaces";

    /// <summary>Virtual WAN hubs, and Route Servers (kind RouteServer).</summary>
    public const string VirtualHub = "Microsoft.Network/virtualHubs";

    public const string PrivateEndpoint = "Microsoft.Network/privateEndpoints";
    public const string NetworkSecurityGroup = "Microsoft.Network/networkSecurityGroups";
    public const string NatGateway = "Microsoft.Network/natGateways";

    public const string StorageAccount = "Microsoft.Storage/storageAccounts";
    public const string SqlServer = "Microsoft.Sql/servers";
    public const string SqlNetworkRule = "Microsoft.Sql/servers/virtualNetworkRules";
    public const string SqlFirewallRule = "Microsoft.Sql/servers/firewallRules";
    public const string CosmosAccount = "Microsoft.DocumentDB/databaseAccounts";
    public const string KeyVault = "Microsoft.KeyVault/vaults";
    public const string ServiceBusNamespace = "Microsoft.ServiceBus/namespaces";
    public const string ServiceBusNetworkRules = "Microsoft.ServiceBus/namespaces/networkRuleSets";
    public const string EventHubsNamespace = "Microsoft.EventHub/namespaces";
    public const string EventHubsNetworkRules = "Microsoft.EventHub/namespaces/networkRuleSets";
    public const string ContainerRegistry = "Microsoft.ContainerRegistry/registries";
    public const string CognitiveServicesAccount = "Microsoft.CognitiveServices/accounts";

    /// <summary>Retired single servers, where they still exist.</summary>
    public const string PostgreSqlServer = "Microsoft.DBforPostgreSQL/servers";
    public const string PostgreSqlNetworkRule = "Microsoft.DBforPostgreSQL/servers/virtualNetworkRules";
    public const string PostgreSqlFirewallRule = "Microsoft.DBforPostgreSQL/servers/firewallRules";
    public const string MySqlServer = "Microsoft.DBforMySQL/servers";
    public const string MySqlNetworkRule = "Microsoft.DBforMySQL/servers/virtualNetworkRules";
    public const string MySqlFirewallRule = "Microsoft.DBforMySQL/servers/firewallRules";
    public const string PostgreSqlFlexibleServer = "Microsoft.DBforPostgreSQL/flexibleServers";
    public const string MySqlFlexibleServer = "Microsoft.DBforMySQL/flexibleServers";

    // One version a provider; a type with an answer of its own stands before its provider. What the flexible servers say
    // is read only. Virtual network rules of registries are in previews and in 2019-05-01 alone, which does not know
    // publicNetworkAccess: the last preview that has both.
    private static readonly FrozenDictionary<string, string> Versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Network"] = NetworkApiVersion,
        ["Microsoft.Storage"] = "2025-01-01",
        ["Microsoft.Sql"] = "2023-08-01",
        ["Microsoft.DocumentDB"] = "2024-11-15",
        ["Microsoft.KeyVault"] = "2023-07-01",
        ["Microsoft.ServiceBus"] = "2024-01-01",
        ["Microsoft.EventHub"] = "2024-01-01",
        ["Microsoft.ContainerRegistry"] = "2021-06-01-preview",
        ["Microsoft.CognitiveServices"] = "2024-10-01",
        ["Microsoft.DBforPostgreSQL"] = "2017-12-01",
        [PostgreSqlFlexibleServer] = "2024-08-01",
        ["Microsoft.DBforMySQL"] = "2017-12-01",
        [MySqlFlexibleServer] = "2023-12-30",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The pinned api-version of a resource's type.</summary>
    /// <exception cref="NotSupportedException">The module does not know the provider.</exception>
    public static string ApiVersion(ResourceId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.ProviderNamespace is null ? ResourcesApiVersion : ApiVersion(id.Type);
    }

    /// <summary>The pinned api-version of a type, for example <c>Microsoft.Storage/storageAccounts</c>.</summary>
    /// <exception cref="NotSupportedException">The module does not know the provider.</exception>
    public static string ApiVersion(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Versions.GetValueOrDefault(string.Join('/', type.Split('/').Take(2)))
            ?? Versions.GetValueOrDefault(type.Split('/')[0])
            ?? throw new NotSupportedException($"No api-version is pinned for {type}.");
    }

    /// <summary>
    /// The pinned api-version of a list: <c>.../providers/{namespace}/{type}</c> of a subscription, of a group or below a resource.
    /// </summary>
    public static string ApiVersionOfList(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        const string Providers = "/providers/";
        var at = path.LastIndexOf(Providers, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? ResourcesApiVersion : ApiVersion(path[(at + Providers.Length)..]);
    }
}
