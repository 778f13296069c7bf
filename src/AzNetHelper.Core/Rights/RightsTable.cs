using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Reading;

namespace AzNetHelper.Rights;

/// <summary>An action that a write needs on what its body refers to (ARM's linked access check).</summary>
/// <param name="Type">The type that is written.</param>
/// <param name="Path">Where the reference stands in its body; <c>[]</c> for each element of a list.</param>
/// <param name="Action">The action on the resource that is referred to.</param>
/// <param name="Source">Where this is known from.</param>
public sealed record LinkedRight(string Type, string Path, string Action, string Source);

/// <summary>
/// Which RBAC actions each change needs. Any resource: <c>{type}/read</c> and <c>{type}/write</c>, <c>/delete</c> or
/// <c>/{name}/action</c> on itself; and what stands here.
/// </summary>
public static class RightsTable
{
    public const string ReadNetwork = ResourceTypes.VirtualNetwork + "/read";
    public const string ReadGateway = ResourceTypes.VirtualNetworkGateway + "/read";

    /// <summary>What else is read where it may be: a plan says more for it, and is none the worse without.</summary>
    public const string ReadLearnedRoutes = ResourceTypes.VirtualNetworkGateway + "/getLearnedRoutes/action";
    public const string ReadGatewayConnections = ResourceTypes.VirtualNetworkGateway + "/connections/read";
    public const string ReadSite = "Microsoft.Network/localNetworkGateways/read";
    public const string ReadRouteServer = ResourceTypes.VirtualHub + "/read";
    public const string ReadRouteTable = ResourceTypes.RouteTable + "/read";
    public const string ReadCircuit = ResourceTypes.ExpressRouteCircuit + "/read";
    public const string ReadGroup = "Microsoft.Resources/subscriptions/resourceGroups/read";

    /// <summary>The key of a connection, which a PUT must send on (HiddenSecrets).</summary>
    public const string ReadSharedKey = ResourceTypes.Connection + "/sharedKey/read";

    /// <summary>
    /// What the operations of Microsoft.Network call the reading of a key, beside <see cref="ReadSharedKey"/>: since keys could be
    /// read by whoever reads everything, Azure asks for it too (role-based-access-control/permissions/networking).
    /// </summary>
    public const string GetSharedKey = ResourceTypes.Connection + "/sharedKey/action";

    public const string WriteSharedKey = ResourceTypes.Connection + "/sharedKey/write";

    /// <summary>What the check before the first write reads with; without it the check is left out, with a warning.</summary>
    public const string ReadPermissions = "Microsoft.Authorization/permissions/read";
    public const string ReadLocks = "Microsoft.Authorization/locks/read";

    /// <summary>What a deployment in a region is written and read with (role-based-access-control/permissions/networking).</summary>
    public static ImmutableArray<string> OfDeployment { get; } =
    [
        .. new[] { ManagerDeployment.Commit, ManagerDeployment.ListStatus, ManagerDeployment.ListActive }
            .Select(name => $"{ResourceTypes.NetworkManager}/{name}/action"),
    ];

    private const string PeeringDocs = "learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering#permissions";

    private const string GatewayDocs = "learn.microsoft.com/azure/vpn-gateway/roles-permissions";

    // A built-in service role lists the join actions of subnets; who lacks one gets LinkedAuthorizationFailed.
    private const string JoinDocs = "learn.microsoft.com/azure/role-based-access-control/permissions/networking";

    private const string CircuitDocs = "learn.microsoft.com/azure/expressroute/roles-permissions";

    /// <summary>What a link needs on its circuit; the key of an authorization takes its place where the circuit is somebody else's.</summary>
    public const string JoinCircuit = ResourceTypes.ExpressRouteCircuit + "/join/action";

    /// <summary>What a gateway or an interface needs on its public address.</summary>
    public const string JoinAddress = ResourceTypes.PublicIPAddress + "/join/action";

    /// <summary>What a rule of a service needs on the subnet that it names.</summary>
    public const string JoinByEndpoint = ResourceTypes.Subnet + "/joinViaServiceEndpoint/action";

    // virtual-networks-faq: whoever writes the rule needs the right on the subnet, in whichever subscription it is. The check is made for
    // every subnet that a body names.
    private static readonly ImmutableArray<(string Type, string Path)> OfServices =
    [
        (ResourceTypes.StorageAccount, "networkAcls.virtualNetworkRules[].id"), (ResourceTypes.KeyVault, "networkAcls.virtualNetworkRules[].id"),
        (ResourceTypes.CognitiveServicesAccount, "networkAcls.virtualNetworkRules[].id"),
        (ResourceTypes.ContainerRegistry, "networkRuleSet.virtualNetworkRules[].id"), (ResourceTypes.CosmosAccount, "virtualNetworkRules[].id"),
        (ResourceTypes.ServiceBusNetworkRules, "virtualNetworkRules[].subnet.id"), (ResourceTypes.EventHubsNetworkRules, "virtualNetworkRules[].subnet.id"),
        (ResourceTypes.SqlNetworkRule, "virtualNetworkSubnetId"), (ResourceTypes.PostgreSqlNetworkRule, "virtualNetworkSubnetId"),
        (ResourceTypes.MySqlNetworkRule, "virtualNetworkSubnetId"),
    ];

    private static readonly ImmutableArray<(string Path, string Action)> OfInterfaces =
    [
        ("networkSecurityGroup.id", "Microsoft.Network/networkSecurityGroups/join/action"),
        ("ipConfigurations[].properties.subnet.id", "Microsoft.Network/virtualNetworks/subnets/join/action"),
        ("ipConfigurations[].properties.publicIPAddress.id", JoinAddress),
        ("ipConfigurations[].properties.loadBalancerBackendAddressPools[].id", "Microsoft.Network/loadBalancers/backendAddressPools/join/action"),
        ("ipConfigurations[].properties.loadBalancerInboundNatRules[].id", "Microsoft.Network/loadBalancers/inboundNatRules/join/action"),
        ("ipConfigurations[].properties.applicationSecurityGroups[].id",
            "Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action"),
        ("ipConfigurations[].properties.applicationGatewayBackendAddressPools[].id",
            "Microsoft.Network/applicationGateways/backendAddressPools/join/action"),
    ];

    private static readonly ImmutableArray<(string Path, string Action)> OfSubnets =
    [
        ("networkSecurityGroup.id", "Microsoft.Network/networkSecurityGroups/join/action"),
        ("routeTable.id", "Microsoft.Network/routeTables/join/action"),
        ("natGateway.id", "Microsoft.Network/natGateways/join/action"),
        ("serviceEndpointPolicies[].id", "Microsoft.Network/serviceEndpointPolicies/join/action"),
    ];

    /// <summary>What writes need beside the right on their own resource.</summary>
    public static ImmutableArray<LinkedRight> Links { get; } =
    [
        new(ResourceTypes.Peering, "properties.remoteVirtualNetwork.id", "Microsoft.Network/virtualNetworks/peer/action", PeeringDocs),
        .. OfSubnets.Select(l => new LinkedRight(ResourceTypes.Subnet, $"properties.{l.Path}", l.Action, JoinDocs)),
        .. OfSubnets.Select(l => new LinkedRight(
            ResourceTypes.VirtualNetwork, $"properties.subnets[].properties.{l.Path}", l.Action, JoinDocs)),
        new(ResourceTypes.VirtualNetwork, "properties.ddosProtectionPlan.id", "Microsoft.Network/ddosProtectionPlans/join/action", JoinDocs),
        .. OfInterfaces.Select(l => new LinkedRight(ResourceTypes.NetworkInterface, $"properties.{l.Path}", l.Action, JoinDocs)),
        new(ResourceTypes.VirtualNetworkGateway, "properties.ipConfigurations[].properties.subnet.id",
            "Microsoft.Network/virtualNetworks/subnets/join/action", GatewayDocs),
        new(ResourceTypes.VirtualNetworkGateway, "properties.ipConfigurations[].properties.publicIPAddress.id",
            JoinAddress, GatewayDocs),
        new(ResourceTypes.Connection, "properties.peer.id", JoinCircuit, CircuitDocs),
        .. OfServices.Select(l => new LinkedRight(l.Type, $"properties.{l.Path}", JoinByEndpoint, "virtual-networks-faq")),
    ];

    /// <summary>The links of one type.</summary>
    public static IEnumerable<LinkedRight> LinksOf(string type) =>
        Links.Where(l => string.Equals(l.Type, type, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Where the rights on a resource are given: a subnet, or else the top-level resource that holds it. A peering or a route
    /// is no place where anybody assigns a role.
    /// </summary>
    public static ResourceId ScopeOf(ResourceId resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        while (resource.Parent is { } parent && !resource.IsType(ResourceTypes.Subnet))
        {
            resource = parent;
        }

        return resource;
    }
}
