using AzNetHelper.Networks;

namespace AzNetHelper.Placement.Checks;

/// <summary>What is attached to the subnet: security group, route table, NAT gateway; and whether anything gets out.</summary>
internal static class AttachmentChecks
{
    public static IEnumerable<PlacementReason> NoGroup(PlacementScene scene) =>
        scene is { Service.SecurityGroup: AttachmentRule.Required, Subnet.NetworkSecurityGroup: null }
            ? Say.That($"{scene.Service.Service} needs a network security group on its subnet{Told(scene.Service.SecurityGroupText)}",
                scene.Update("--network-security-group <id>"), "NetworkSecurityGroup")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Group(PlacementScene scene) =>
        scene is { Service.SecurityGroup: AttachmentRule.Forbidden, Subnet.NetworkSecurityGroup: { } group }
            ? Say.That($"{scene.Service.Service} has no network security group on its subnet, and {scene.Name} has {group.Name}{Told(scene.Service.SecurityGroupText)}",
                scene.Update("--remove networkSecurityGroup"))
            : Say.Nothing;

    public static IEnumerable<PlacementReason> NoTable(PlacementScene scene) =>
        scene is { Service.RouteTable: AttachmentRule.Required, Subnet.RouteTable: null }
            ? Say.That($"{scene.Service.Service} needs a route table on its subnet{Told(scene.Service.RouteTableText)}",
                scene.Update("--route-table <id>"), "RouteTable")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> TableThere(PlacementScene scene) =>
        scene is { Service.RouteTable: AttachmentRule.Forbidden, Subnet.RouteTable: { } table }
            ? Say.That($"{scene.Service.Service} has no route table on its subnet, and {scene.Name} has {table.Name}{Told(scene.Service.RouteTableText)}",
                scene.Update("--remove routeTable"))
            : Say.Nothing;

    public static IEnumerable<PlacementReason> DefaultRoute(PlacementScene scene) =>
        scene.Service.RouteTable == AttachmentRule.NoDefaultRoute
        && scene.Table?.Routes.FirstOrDefault(r => r.Prefix is { IsDefault: true } && r.NextHopType != NextHopType.Internet) is { } route
            ? Say.That($"The route '{route.Name}' ({route.Prefix}) of {scene.Table.Name} leads {scene.Name} away from the internet{Told(scene.Service.RouteTableText)}",
                scene.Update("--route-table <id of another one>"))
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Nat(PlacementScene scene) =>
        scene is { Service.NatGateway: AttachmentRule.Forbidden, Subnet.NatGateway: { } nat }
            ? Say.That($"{scene.Service.Service} works with no NAT gateway, and {scene.Name} has {nat.Name}.", scene.Update("--remove natGateway"))
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Rules(PlacementScene scene) =>
        scene.Subnet.NetworkSecurityGroup is { } group && scene.Service.SecurityGroup != AttachmentRule.Forbidden
        && scene.Service.SecurityGroupText.Length > 0
            ? Say.That($"Security group {group.Name}{Told(scene.Service.SecurityGroupText)}")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Routes(PlacementScene scene) =>
        scene.Subnet.RouteTable is { } table && scene.Service.RouteTable is AttachmentRule.Allowed or AttachmentRule.Conditional
        && scene.Service.RouteTableText.Length > 0
            ? Say.That($"Route table {table.Name}{Told(scene.Service.RouteTableText)}")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Unread(PlacementScene scene) =>
        scene is { Service.RouteTable: AttachmentRule.NoDefaultRoute, Subnet.RouteTable: { } table, Table: null }
            ? Say.That($"The route table {table.Name} of {scene.Name} was not read: whether it has a default route is not known.")
            : Say.Nothing;

    // What is not told is as before 2025-07-01: the subnet has it. A default route to the internet is no way out by itself.
    public static IEnumerable<PlacementReason> Outbound(PlacementScene scene) =>
        scene is { Service.NeedsOutbound: true, Subnet: { NatGateway: null, DefaultOutboundAccess: false } }
        && scene.Table?.Routes.Any(r => r.Prefix is { IsDefault: true } && r.NextHopType is NextHopType.VirtualAppliance or NextHopType.VirtualNetworkGateway) != true
            ? Say.That($"Nothing in {scene.Name} gets to the internet: no NAT gateway, no default route to an appliance, no default outbound access. {
                scene.Service.Service} uses one of these, or an address of its own.", scene.Update("--nat-gateway <id>"), "NatGateway")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Policies(PlacementScene scene) =>
        !scene.Subnet.PrivateEndpoints.IsEmpty
        && (scene.Subnet.NetworkSecurityGroup is not null || scene.Subnet.RouteTable is not null)
        && scene.Subnet.PrivateEndpointNetworkPolicies is "Disabled"
            ? Say.That($"The security group and the routes of {scene.Name} do not count for its private endpoints (privateEndpointNetworkPolicies: Disabled).",
                scene.Update("--private-endpoint-network-policies Enabled"))
            : Say.Nothing;

    private static string Told(string text) => text.Length == 0 ? "." : $": {text}";
}
