using System.Collections.Frozen;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>What Azure limits about route tables (azure-subscription-limits of 2022; virtual-networks-udr-overview).</summary>
public static class RoutingLimits
{
    /// <summary>Routes of one table that every subscription takes.</summary>
    public const int RoutesPerTable = 400;

    /// <summary>What the newer page says; older subscriptions may stop at <see cref="RoutesPerTable"/>.</summary>
    public const int MostRoutesPerTable = 600;

    /// <summary>
    /// Subnets that Azure associates with no route table of a user (bastion-faq, route-server-faq), or whose only route must
    /// be the Internet (Azure Firewall forced-tunneling).
    /// </summary>
    public static FrozenSet<string> SubnetsWithoutTable { get; } = new[]
    {
        "AzureBastionSubnet", "RouteServerSubnet", "AzureFirewallManagementSubnet",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Subnets that Azure keeps for itself: they hold gateways and appliances, no machines of a user.</summary>
    public static FrozenSet<string> ReservedSubnets { get; } = SubnetsWithoutTable
        .Append(Subnet.GatewaySubnetName).Append("AzureFirewallSubnet").ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
