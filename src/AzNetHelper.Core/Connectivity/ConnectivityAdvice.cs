using System.Collections.Immutable;

namespace AzNetHelper.Connectivity;

/// <summary>Advice that goes with an option where it applies.</summary>
/// <param name="Id">Its name.</param>
/// <param name="From">From how many on it applies.</param>
/// <param name="Of">How many of what.</param>
/// <param name="Says">The advice.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ConnectivityAdvice(string Id, int From, string Of, string Says, string Source)
{
    public const string OneGateway = nameof(OneGateway);
    public const string WholeOffice = nameof(WholeOffice);
    public const string NetworkManager = nameof(NetworkManager);
    public const string VirtualWan = nameof(VirtualWan);
    public const string Backup = nameof(Backup);

    /// <summary>
    /// The advice (azure-network-rules 9, rules of thumb). "Many" of regions and of the clients of an office is a number of this
    /// module's own: no page of Microsoft's has one.
    /// </summary>
    public static ImmutableArray<ConnectivityAdvice> All { get; } =
    [
        new(OneGateway, 1, "gateways to build where a peering would do",
            "One gateway and peerings rather than a gateway everywhere: peered VNets use the one that is there (New-HubSpokePeering -UseHubGateway), for nothing by the hour.",
            "vpn-gateway-peering-gateway-transit"),
        new(WholeOffice, 25, "clients",
            "For a whole office a VPN device there (New-SiteToSiteConnection) or ExpressRoute serves everybody with one tunnel, and nobody has to look after the profile of every client.",
            "Azure Architecture Center: connect an on-premises network to Azure"),
        new(NetworkManager, 6, "peerings of one VNet",
            "Above about five spokes Azure Virtual Network Manager keeps peerings and routes by rule instead of one by one; New-HubSpokePeering -NetworkManager lets it.", "spoke-to-spoke patterns"),
        new(VirtualWan, 4, "regions of VNets", "For VNets, sites and clients in many regions Virtual WAN brings hubs that route among themselves.", "virtual-wan-about"),
        new(Backup, 1, "circuits", "With ExpressRoute keep a site-to-site connection as its backup.", "expressroute-howto-coexist-resource-manager"),
    ];

    public static ConnectivityAdvice Find(string id) => All.First(a => a.Id == id);

    public override string ToString() => Says;
}
