using System.Collections.Immutable;

namespace AzNetHelper.Placement.Checks;

/// <summary>The checks as data.</summary>
internal static class PlacementCatalogue
{
    private const string Services = "virtual-network-for-azure-services; the row of the service";
    private const string Faq = "virtual-networks-faq";
    private const string Delegations = "subnet-delegation-overview";

    public static ImmutableArray<PlacementCheck> All { get; } =
    [
        Blocks("NotInVNet", "Is the service deployed into a VNet of one's own at all?", Services, StandingChecks.Outside),
        Blocks("ServiceClosed", "Can new ones still be made?", Services, StandingChecks.Closed),
        Blocks("SubnetName", "Has the subnet the name that the service asks for, in its spelling?", Services, StandingChecks.Name),
        Blocks("ReservedName", "Is the name not kept for another service?", "vpn-gateway-about-vpn-gateway-settings; firewall-faq",
            StandingChecks.Reserved),
        Blocks("DelegationNotOffered", "Does the region offer the delegation?", "Available Delegations API", StandingChecks.NotOffered),
        Blocks("OnePerNetwork", "Is no other subnet of the VNet delegated to it, where one is all there may be?",
            "azure-netapp-files-network-topologies", StandingChecks.OnePerNetwork),
        Blocks("NoIPv4", "Has the subnet IPv4 addresses?", Services, SizeChecks.NoIPv4),
        Blocks("IPv6There", "Has it none of IPv6, and the VNet neither, where the service does not stand it?", Services, SizeChecks.IPv6),
        Blocks("SubnetTooSmall", "Is the subnet as large as the smallest that will do?", Services, SizeChecks.TooSmall),
        Blocks("SubnetTooWide", "Is it no larger than the largest that will do?", Services, SizeChecks.TooWide),
        Blocks("ScaleTooLarge", "Has it as many addresses as the scale takes?", Services, SizeChecks.Scale),
        Blocks("AddressesTaken", "Are enough of these free?", $"{Faq}; usages of the VNet", SizeChecks.Taken),
        Blocks("DelegationMissing", "Is the subnet delegated to the service, where that is needed?", Delegations, DelegationChecks.Missing),
        Blocks("DelegationForeign", "Is it delegated to nobody else?", Delegations, DelegationChecks.Foreign),
        Blocks("OccupiedByOthers", "Does nothing else live there, where the service has the subnet for itself?", Services, OccupancyChecks.Others),
        Blocks("LinkOfOthers", "Keeps no other service a link there?", "subnet-delegation-overview; virtual-network-manage-subnet",
            OccupancyChecks.Links),
        Blocks("AlreadyTaken", "Is no other resource of the service there, where one has the subnet for itself, or of gateways one of the kind?", Services, OccupancyChecks.Taken),
        Blocks("SecurityGroupMissing", "Has it a security group, where one is needed?", Services, AttachmentChecks.NoGroup),
        Blocks("SecurityGroupForbidden", "Has it none, where none may be?", Services, AttachmentChecks.Group),
        Blocks("RouteTableMissing", "Has it a route table, where one is needed?", Services, AttachmentChecks.NoTable),
        Blocks("RouteTableForbidden", "Has it none, where none may be?", Services, AttachmentChecks.TableThere),
        Blocks("DefaultRoute", "Has its route table no default route away from the internet, where none may be?", Services,
            AttachmentChecks.DefaultRoute),
        Blocks("NatGatewayForbidden", "Has it no NAT gateway, where none may be?", Services, AttachmentChecks.Nat),
        Tells("SubnetInUse", "Is a subnet that is kept still free, where one resource has it for itself?", Services, OccupancyChecks.InUse),
        Tells("GatewayUnread", "Is it known of which kind the gateway is that is there?", "vpn-gateway-about-vpn-gateway-settings", OccupancyChecks.Unread),
        Tells("SmallerThanAdvised", "Is it as large as advised?", Services, SizeChecks.Tight),
        Tells("SharesSubnet", "Is the service alone, where that is advised?", Services, OccupancyChecks.Shares),
        Tells("SecurityGroupRules", "Lets its security group in and out what the service needs?", Services, AttachmentChecks.Rules),
        Tells("RouteTableRules", "Leave its routes the ways that the service needs?", Services, AttachmentChecks.Routes),
        Tells("RouteTableUnread", "Could its route table be read?", Services, AttachmentChecks.Unread),
        Tells("NoOutbound", "Has the subnet a way to the internet, where the service uses it?", "default-outbound-access", AttachmentChecks.Outbound),
        Tells("PrivateEndpointPolicies", "Do security groups and routes count for the private endpoints that are there?",
            "disable-private-endpoint-network-policy", AttachmentChecks.Policies),
        Tells("AddressesUncounted", "Could all taken addresses be counted?", "usages of the VNet", SizeChecks.Uncounted),
        Tells("MoreSubnets", "Needs the service more than this subnet?", Services, StandingChecks.More),
        Tells("NetworkLength", "Is the VNet of a size that the service takes?", Services, StandingChecks.NetworkLength),
        Tells("ServiceRetires", "Is the service to stay?", Services, StandingChecks.Retires),
        Tells("LowConfidence", "Is what is known of the service from its official text?", "the row of the service", StandingChecks.Unsure),
    ];

    public static ImmutableArray<PlacementReason> Run(PlacementScene scene) => [.. All.SelectMany(c => c.Find(scene))];

    private static PlacementCheck Blocks(
        string id, string asks, string source, Func<PlacementScene, IEnumerable<PlacementReason>> find) => Made(id, blocks: true, asks, source, find);

    private static PlacementCheck Tells(
        string id, string asks, string source, Func<PlacementScene, IEnumerable<PlacementReason>> find) => Made(id, blocks: false, asks, source, find);

    // The id and what it means for the answer stand once, here.
    private static PlacementCheck Made(
        string id, bool blocks, string asks, string source, Func<PlacementScene, IEnumerable<PlacementReason>> find) =>
        new(id, blocks, asks, source) { Find = scene => find(scene).Select(r => r with { Id = id, Blocks = blocks }) };
}
