using System.Globalization;

namespace AzNetHelper.Rendering;

/// <summary>What a tree calls things.</summary>
internal static class TreePhrases
{
    public static string Of(PictureNode node) => node switch
    {
        { Role: PictureRole.Hub } => "hub",
        { Role: PictureRole.Spoke } => "spoke",
        { Role: PictureRole.Isolated } => "virtual network without a peering",
        _ => Of(node.Kind),
    };

    public static string Of(PictureNodeKind kind) => kind switch
    {
        PictureNodeKind.VirtualNetwork => "virtual network",
        PictureNodeKind.VirtualWan => "Virtual WAN hub",
        PictureNodeKind.VpnGateway => "VPN gateway",
        PictureNodeKind.ExpressRouteGateway => "ExpressRoute gateway",
        PictureNodeKind.OtherGateway => "gateway",
        PictureNodeKind.Firewall => "firewall",
        PictureNodeKind.Appliance => "appliance",
        PictureNodeKind.LoadBalancer => "load balancer",
        PictureNodeKind.Circuit => "ExpressRoute circuit",
        PictureNodeKind.Site => "site",
        PictureNodeKind.ClientPool => "point-to-site clients",
        _ => "of Virtual Network Manager",
    };

    public static string Of(PictureMark mark) => mark switch
    {
        PictureMark.Added => "added by the plan",
        PictureMark.Changed => "changed by the plan",
        PictureMark.Removed => "removed by the plan",
        _ => string.Empty,
    };

    /// <summary>True for a link that does not carry all that it should, as far as that is known.</summary>
    public static bool IsTroubled(PictureLink link) => link.Health is not (PictureHealth.Good or PictureHealth.Unknown);

    /// <summary>How many there are of each kind, those that there are; what was not read is in none of them.</summary>
    public static string Of(PictureCounts counts) => string.Join(", ", new (int Count, string One, string Many)[]
    {
        (counts.VirtualNetworks, "virtual network", "virtual networks"),
        (counts.PeeringHalves, "half of a peering", "halves of peerings"),
        (counts.Gateways, "gateway", "gateways"),
        (counts.Connections, "connection", "connections"),
        (counts.Sites, "site", "sites"),
        (counts.Circuits, "circuit", "circuits"),
        (counts.Firewalls, "firewall", "firewalls"),
        (counts.Appliances, "appliance", "appliances"),
        (counts.LoadBalancers, "load balancer", "load balancers"),
        (counts.ClientPools, "pool of clients", "pools of clients"),
        (counts.ConnectedGroups, "connected group", "connected groups"),
    }.Where(c => c.Count > 0).Select(c => Counted(c.Count, c.One, c.Many)).DefaultIfEmpty("nothing"));

    public static string Counted(int count, string one, string many) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";
}
