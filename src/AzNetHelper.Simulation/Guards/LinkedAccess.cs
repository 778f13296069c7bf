using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// ARM's check of linked access: who writes a resource needs a right on what its body refers to, whether the reference is
/// new or not. Halves of peerings look after their own remote VNet.
/// </summary>
internal static class LinkedAccess
{
    // Type, path from properties, action on what stands there. The join actions are those that Microsoft's own least roles
    // name for subnets (ARO's dynamic validation, Azure Kubernetes and App Service built-in roles), for gateways
    // learn.microsoft.com/azure/vpn-gateway/roles-permissions, for pools and security groups the role Virtual Machine
    // Contributor.
    private static readonly (string Path, string Action)[] OfSubnets =
    [
        ("networkSecurityGroup", "networkSecurityGroups/join/action"),
        ("routeTable", "routeTables/join/action"),
        ("natGateway", "natGateways/join/action"),
        ("serviceEndpointPolicies", "serviceEndpointPolicies/join/action"),
    ];

    private static readonly (ResourceKind Kind, string Path, string Action)[] Links =
    [
        .. OfSubnets.Select(l => (ResourceKind.Subnet, l.Path, l.Action)),
        .. OfSubnets.Select(l => (ResourceKind.Network, $"subnets/properties/{l.Path}", l.Action)),
        (ResourceKind.Network, "ddosProtectionPlan", "ddosProtectionPlans/join/action"),
        (ResourceKind.Gateway, "ipConfigurations/properties/subnet", "virtualNetworks/subnets/join/action"),
        (ResourceKind.Gateway, "ipConfigurations/properties/publicIPAddress", "publicIPAddresses/join/action"),
        (ResourceKind.Interface, "networkSecurityGroup", "networkSecurityGroups/join/action"),
        (ResourceKind.Interface, "ipConfigurations/properties/subnet", "virtualNetworks/subnets/join/action"),
        (ResourceKind.Interface, "ipConfigurations/properties/publicIPAddress", "publicIPAddresses/join/action"),
        (ResourceKind.Interface, "ipConfigurations/properties/loadBalancerBackendAddressPools",
            "loadBalancers/backendAddressPools/join/action"),
        (ResourceKind.LoadBalancer, "frontendIPConfigurations/properties/subnet", "virtualNetworks/subnets/join/action"),
        (ResourceKind.LoadBalancer, "frontendIPConfigurations/properties/publicIPAddress", "publicIPAddresses/join/action"),
        (ResourceKind.Firewall, "ipConfigurations/properties/subnet", "virtualNetworks/subnets/join/action"),
        (ResourceKind.Firewall, "ipConfigurations/properties/publicIPAddress", "publicIPAddresses/join/action"),
        (ResourceKind.Connection, "peer", "expressRouteCircuits/join/action"),
        (ResourceKind.HubConfiguration, "subnet", "virtualNetworks/subnets/join/action"),
        (ResourceKind.HubConfiguration, "publicIPAddress", "publicIPAddresses/join/action"),
        (ResourceKind.HubConnection, "remoteVirtualNetwork", "virtualNetworks/peer/action"),

        // learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview, of who may secure a service.
        .. from type in ServiceTypes.All
           where type.Rules is not null
           select (type.Kind, Path(type.Rules!), "virtualNetworks/subnets/joinViaServiceEndpoint/action"),
    ];

    public static ArmError? Check(Cloud cloud, Exchange exchange, ResourceKind kind, ResourceId id)
    {
        var properties = exchange.ReadBody().Object("properties");
        return (from link in Links
                where link.Kind == kind && !(link.Path is "peer" && IsAuthorized(properties))
                from text in References(properties, link.Path.Split('/'))
                let linked = Id(text)
                where linked is not null
                select cloud.Guards.CheckLinked(
                    exchange, $"{kind.Type}/write", id, $"Microsoft.Network/{link.Action}", cloud.Estate.Canonical(linked)))
            .FirstOrDefault(e => e is not null);
    }

    // Who redeems an authorization has no right on the circuit: the key is what lets a gateway of another subscription in.
    private static bool IsAuthorized(JsonObject? connection) => connection.Text("authorizationKey") is { Length: > 0 };

    private static IEnumerable<string?> References(JsonNode? node, ReadOnlySpan<string> path) => node switch
    {
        JsonArray list => Each(list, path.ToArray()),
        JsonValue value when path.IsEmpty && value.TryGetValue<string>(out var text) => [text],
        JsonObject found when path.IsEmpty => [found.Text("id")],
        JsonObject found => References(found[path[0]], path[1..]),
        _ => [],
    };

    private static string Path(RuleShape rules) => rules.IsOne ? rules.Subnet
        : string.Join('/', new[] { rules.Home, "virtualNetworkRules", rules.Subnet is "id" ? string.Empty : rules.Subnet }.Where(p => p.Length > 0));

    private static ResourceId? Id(string? text) => ResourceId.TryParse(text, out var id) ? id : null;

    private static IEnumerable<string?> Each(JsonArray list, string[] path) =>
        list.SelectMany(item => References(item, path));
}
