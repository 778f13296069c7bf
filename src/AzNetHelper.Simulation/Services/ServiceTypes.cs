using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The rows. Limits: azure-network-rules 7 where nothing else is said. Which verbs are synchronous: the published
/// descriptions of the pinned versions, and what public recordings of the Azure CLI show of SQL and Cosmos DB.
/// </summary>
internal static class ServiceTypes
{
    private const string NoEndpoint = "{0}";

    private static readonly RefusalWords Sql = new("VirtualNetworkRuleBadRequest",
        "Network resource provider returned following error: '{0}'.", Evidence.Quoted);

    // The firewall of a database server: the resources servers/virtualNetworkRules and servers/firewallRules.
    private static readonly RuleShape OneRule = new(string.Empty, "virtualNetworkSubnetId", "ignoreMissingVnetServiceEndpoint", string.Empty)
    {
        IsOne = true,
        SubnetDefaults = """{"ignoreMissingVnetServiceEndpoint":false}""",
    };

    private static readonly RuleShape Messaging = new(string.Empty, "subnet", "ignoreMissingVnetServiceEndpoint", "ipMask")
    {
        SubnetDefaults = """{"ignoreMissingVnetServiceEndpoint":false}""",
        AddressDefaults = """{"action":"Allow"}""",
    };

    private static readonly ServiceType Storage = new(ResourceTypes.StorageAccount, "StorageAccount")
    {
        Endpoints = ["Microsoft.Storage", "Microsoft.Storage.Global"],
        Reach = EndpointReach.RegionAndPair,
        Rules = new("networkAcls", "id", null, "value")
        {
            SubnetDefaults = """{"action":"Allow","state":"Succeeded"}""",
            AddressDefaults = """{"action":"Allow"}""",
        },
        Limit = 200,
        Words = new("NetworkAclsValidationFailure", "Validation of network acls failure: {1}:{0}.", Evidence.Quoted),
        CreatesWith200 = true,
        StateMember = "provisioningState",
        Bypass = ("bypass", "AzureServices"),
        Defaults = """
            {"kind":"StorageV2","properties":{"networkAcls":{"bypass":"AzureServices","virtualNetworkRules":[],"ipRules":[],
            "defaultAction":"Allow"},"supportsHttpsTrafficOnly":true,"privateEndpointConnections":[],"primaryLocation":"{region}",
            "statusOfPrimary":"available","primaryEndpoints":{"blob":"https://{name}.blob.core.windows.net/"}}}
            """,
    };

    private static readonly ServiceType Vault = new(ResourceTypes.KeyVault, "Vault")
    {
        Endpoints = ["Microsoft.KeyVault"],
        Rules = new("networkAcls", "id", "ignoreMissingVnetServiceEndpoint", "value")
        {
            SubnetDefaults = """{"ignoreMissingVnetServiceEndpoint":false}""",
            LowersIds = true,
            WritesPrefixes = true,
        },
        Limit = 200,
        Words = new("VirtualNetworkNotValid",
            "Operation on Virtual Network could not be performed. StatusCode: 400 (BadRequest). Error Code: {1}. Error Message: {0}.",
            Evidence.Quoted),
        CreatesWith200 = true,
        StateMember = "provisioningState",
        Bypass = ("bypass", "AzureServices"),
        Defaults = """
            {"properties":{"vaultUri":"https://{name}.vault.azure.net/","enabledForDeployment":false,"enableSoftDelete":true,
            "publicNetworkAccess":"Enabled","accessPolicies":[]}}
            """,
    };

    private static readonly ServiceType Cosmos = new(ResourceTypes.CosmosAccount, "CosmosAccount")
    {
        Endpoints = ["Microsoft.AzureCosmosDB"],
        Rules = new(string.Empty, "id", "ignoreMissingVNetServiceEndpoint", "ipAddressOrRange")
        {
            SubnetDefaults = """{"ignoreMissingVNetServiceEndpoint":false}""",
        },
        Limit = 64,
        Words = new("BadRequest", NoEndpoint, Evidence.Chosen),
        Creation = WriteStyle.Updating,
        Update = WriteStyle.Updating,
        Removal = WriteStyle.Accepted,
        CreatesWith200 = true,
        StateMember = "provisioningState",
        Operations = ("operationsStatus", "operationResults"),
        ShowsDisplayName = true,
        Bypass = ("networkAclBypass", "AzureServices"),
        Defaults = """
            {"kind":"GlobalDocumentDB","tags":{},"properties":{"documentEndpoint":"https://{name}.documents.azure.com:443/",
            "publicNetworkAccess":"Enabled","isVirtualNetworkFilterEnabled":false,"virtualNetworkRules":[],"ipRules":[],
            "networkAclBypass":"None","networkAclBypassResourceIds":[],"disableLocalAuth":false}}
            """,
    };

    private static readonly ServiceType Cognitive = new(ResourceTypes.CognitiveServicesAccount, "CognitiveAccount")
    {
        Endpoints = ["Microsoft.CognitiveServices"],
        Rules = new("networkAcls", "id", "ignoreMissingVnetServiceEndpoint", "value")
        {
            SubnetDefaults = """{"ignoreMissingVnetServiceEndpoint":false,"state":"Succeeded"}""",
        },
        Words = new("InvalidNetworkAcls", NoEndpoint, Evidence.Chosen),
        StateMember = "provisioningState",
        Bypass = ("bypass", "AzureServices"),
        Defaults = """
            {"kind":"CognitiveServices","properties":{"publicNetworkAccess":"Enabled","privateEndpointConnections":[],
            "networkAcls":{"defaultAction":"Allow","virtualNetworkRules":[],"ipRules":[]}}}
            """,
    };

    private static readonly ServiceType Registry = new(ResourceTypes.ContainerRegistry, "Registry")
    {
        Endpoints = ["Microsoft.ContainerRegistry"],
        Rules = new("networkRuleSet", "id", null, "value")
        {
            SubnetDefaults = """{"action":"Allow"}""",
            AddressDefaults = """{"action":"Allow"}""",
        },
        Limit = 100,
        Words = new("NetworkRuleSetInvalid", NoEndpoint, Evidence.Chosen),
        StateMember = "provisioningState",
        Bypass = ("networkRuleBypassOptions", "AzureServices"),
        Defaults = """
            {"properties":{"loginServer":"{name}.azurecr.io","adminUserEnabled":false,"publicNetworkAccess":"Enabled",
            "networkRuleBypassOptions":"AzureServices","networkRuleSet":{"defaultAction":"Allow","virtualNetworkRules":[],"ipRules":[]}}}
            """,
    };

    private static readonly ServiceType ServiceBusRules = MessagingRules(ResourceTypes.ServiceBusNetworkRules, "ServiceBusRules", "Microsoft.ServiceBus");

    private static readonly ServiceType EventHubsRules = MessagingRules(ResourceTypes.EventHubsNetworkRules, "EventHubsRules", "Microsoft.EventHub");

    public static IReadOnlyList<ServiceType> All { get; } =
    [
        Storage, Vault, Cosmos, Cognitive, Registry,
        Namespace(ResourceTypes.ServiceBusNamespace, "ServiceBus"), ServiceBusRules,
        Namespace(ResourceTypes.EventHubsNamespace, "EventHubs"), EventHubsRules,
        Server(ResourceTypes.SqlServer, "SqlServer", "database.windows.net") with { StateMember = "state", States = ("Creating", "Updating", "Ready") },
        NetworkRule(ResourceTypes.SqlNetworkRule, "SqlNetworkRule", ("virtualNetworkRulesAzureAsyncOperation", "virtualNetworkRulesOperationResults")),
        AddressRule(ResourceTypes.SqlFirewallRule, "SqlFirewallRule"),
        Server(ResourceTypes.PostgreSqlServer, "PostgreSqlServer", "postgres.database.azure.com") with { StateMember = "userVisibleState", States = ("Updating", "Updating", "Ready") },
        NetworkRule(ResourceTypes.PostgreSqlNetworkRule, "PostgreSqlNetworkRule", ("azureAsyncOperation", "operationResults")),
        AddressRule(ResourceTypes.PostgreSqlFirewallRule, "PostgreSqlFirewallRule") with { Creation = WriteStyle.Accepted, Update = WriteStyle.Accepted },
        Server(ResourceTypes.MySqlServer, "MySqlServer", "mysql.database.azure.com") with { StateMember = "userVisibleState", States = ("Updating", "Updating", "Ready") },
        NetworkRule(ResourceTypes.MySqlNetworkRule, "MySqlNetworkRule", ("azureAsyncOperation", "operationResults")),
        AddressRule(ResourceTypes.MySqlFirewallRule, "MySqlFirewallRule") with { Creation = WriteStyle.Accepted, Update = WriteStyle.Accepted },
        Flexible(ResourceTypes.PostgreSqlFlexibleServer, "PostgreSqlFlexibleServer", "postgres.database.azure.com"),
        Flexible(ResourceTypes.MySqlFlexibleServer, "MySqlFlexibleServer", "mysql.database.azure.com"),
    ];

    /// <summary>The namespaces of the providers, in the order of the rows.</summary>
    public static IReadOnlyList<string> Providers { get; } =
        [.. All.Select(t => t.Kind.Type.Split('/')[0]).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static ServiceType Namespace(string type, string body) => new(type, body)
    {
        Removal = WriteStyle.Accepted,
        StateMember = "provisioningState",
        Defaults = """
            {"sku":{"name":"Standard","tier":"Standard"},"properties":{"minimumTlsVersion":"1.2","publicNetworkAccess":"Enabled",
            "disableLocalAuth":false,"zoneRedundant":false,"status":"Active"}}
            """,
    };

    // Everybody is let in as long as no rule is there: learn.microsoft.com/azure/service-bus-messaging/service-bus-ip-filtering
    // and event-hubs/event-hubs-ip-filtering, both of the default action.
    private static ServiceType MessagingRules(string type, string body, string endpoint) => Child(new(type, body)
    {
        Endpoints = [endpoint],
        Rules = Messaging,
        Limit = 128,
        Words = new("BadRequest", NoEndpoint, Evidence.Chosen),
        CreatesWith200 = true,
        IsSingleton = true,
        IsOpenWithoutRules = true,
        Defaults = """
            {"properties":{"publicNetworkAccess":"Enabled","defaultAction":"Allow","virtualNetworkRules":[],"ipRules":[],
            "trustedServiceAccessEnabled":false}}
            """,
    });

    private static ServiceType Server(string type, string body, string domain) => new(type, body)
    {
        Creation = WriteStyle.Accepted,
        Update = WriteStyle.Accepted,
        Removal = WriteStyle.Accepted,
        Operation = "UpsertLogicalServer",
        Operations = ("serverAzureAsyncOperation", "serverOperationResults"),
        Defaults = $$$"""
            {"properties":{"publicNetworkAccess":"Enabled","fullyQualifiedDomainName":"{name}.{{{domain}}}",
            "privateEndpointConnections":[]}}
            """,
    };

    private static ServiceType NetworkRule(string type, string body, (string, string) operations) => Child(new(type, body)
    {
        Endpoints = ["Microsoft.Sql"],
        Reach = EndpointReach.Region,
        Rules = OneRule,
        Limit = 128,
        Words = Sql,
        Creation = WriteStyle.Accepted,
        Update = WriteStyle.Accepted,
        Removal = WriteStyle.Accepted,
        StateMember = "state",
        States = ("Initializing", "InProgress", "Ready"),
        Operation = "UpsertVnetFirewallRule",
        Operations = operations,
    });

    private static ServiceType AddressRule(string type, string body) => Child(new(type, body)
    {
        Operation = "UpsertServerFirewallRules",
        Operations = ("azureAsyncOperation", "operationResults"),
    });

    private static ServiceType Flexible(string type, string body, string domain) =>
        Server(type, body, domain) with
        {
            StateMember = "state",
            States = ("Starting", "Updating", "Ready"),
            Operation = "UpsertServer",
            Operations = ("azureAsyncOperation", "operationResults"),
            Defaults = $$$"""
                {"properties":{"fullyQualifiedDomainName":"{name}.{{{domain}}}","network":{"publicNetworkAccess":"Enabled"},
                "privateEndpointConnections":[]}}
                """,
        };

    private static ServiceType Child(ServiceType type) => type with
    {
        Kind = type.Kind with { ParentMember = type.Kind.Type.Split('/')[^1], Apart = true },
    };
}
