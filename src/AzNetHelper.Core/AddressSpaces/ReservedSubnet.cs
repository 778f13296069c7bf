using System.Collections.Immutable;
using AzNetHelper.Networks;

namespace AzNetHelper.AddressSpaces;

/// <summary>A subnet whose name tells Azure what it is for.</summary>
/// <param name="Name">The name, whose case matters.</param>
/// <param name="Planned">The length to plan for, as documents advise; null when they do not say.</param>
/// <param name="Least">The longest length that works at all; null when it is not known.</param>
/// <param name="Why">What the lengths mean.</param>
/// <param name="Source">Where that is said.</param>
public sealed record ReservedSubnet(string Name, int? Planned, int? Least, string Why, string Source)
{
    private const string Docs = "https://learn.microsoft.com/azure/";

    /// <summary>Every name that is known.</summary>
    public static ImmutableArray<ReservedSubnet> All { get; } =
    [
        new(Subnet.GatewaySubnetName, 27, 29, "every gateway but a Basic one, and VPN beside ExpressRoute, needs a /27 or larger",
            Docs + "vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub"),
        new("AzureFirewallSubnet", 26, 26, "an Azure Firewall needs a /26 and never more", Docs + "firewall/firewall-faq"),
        new("AzureFirewallManagementSubnet", 26, 26, "the management interface of an Azure Firewall needs a /26",
            Docs + "firewall/management-nic"),
        new("AzureBastionSubnet", 26, 27, "a bastion needs a /26; those with a /27 that are there go on working",
            Docs + "bastion/configuration-settings#subnet"),
        new("RouteServerSubnet", 26, 27, "a Route Server is planned with a /26; those with a /27 that are there go on working",
            Docs + "route-server/route-server-faq"),

        // In preview; no size is documented.
        new("VirtualNetworkApplianceSubnet", null, null, "a virtual network routing appliance sits in it",
            Docs + "virtual-network/virtual-network-routing-appliance-overview"),
    ];

    /// <summary>The one with this name, whatever its case; null for a name of one's own.</summary>
    public static ReservedSubnet? Of(string name) =>
        All.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
