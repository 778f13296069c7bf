using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>The table of impacts of writes of ExpressRoute gateways: docs/expressroute-connection.md shows it.</summary>
public static class ExpressRouteGatewayImpacts
{
    private const string Gateways = "expressroute-about-virtual-network-gateways";

    internal static ExpressRouteImpact Built { get; } = new("GatewayBuilt", "a gateway is made", Impact.StartsBilling,
        "A {what} gateway is billed for every hour until it is removed, also with no circuit. Building it takes up to 45 minutes.",
        "azure.microsoft.com/pricing/details/expressroute; expressroute-howto-add-gateway-portal-resource-manager");

    internal static ExpressRouteImpact Resized { get; } = new("GatewayResized", "a gateway is given another SKU", Impact.Interrupts,
        "Its instances are replaced one after another: connections through it may break off and be opened anew. From then on the price by the hour "
        + "is that of {what}. To ErGwScale it takes up to two hours.", $"{Gateways}; scalable-gateway");

    internal static ExpressRouteImpact ScaledUp { get; } = new("GatewayScaledUp", "a gateway of ErGwScale is given more scale units", Impact.StartsBilling,
        "Every scale unit is billed by the hour: {what}. Scaling takes up to 30 minutes.", "azure.microsoft.com/pricing/details/expressroute; scalable-gateway");

    internal static ExpressRouteImpact ScaledDown { get; } = new("GatewayScaledDown", "a gateway of ErGwScale is given fewer scale units", Impact.Interrupts,
        "It carries less from then on ({what}): where that is not enough, packets are lost. Scaling takes up to 30 minutes.", "scalable-gateway");

    internal static ExpressRouteImpact RemoteShut { get; } = new("RemoteVNetsShutOut", "a gateway lets VNets of other gateways of its circuits in no more", Impact.CutsOff,
        "VNets that {what} reached through a circuit, by other gateways on it, and that are not peered, are reached no more.", $"{Gateways}; azure-network-rules 6");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<ExpressRouteImpact> All { get; } =
    [
        new("None", "a subnet is made, VNets of other gateways of its circuits are let in", Impact.None, string.Empty, Gateways),
        Built, Resized, ScaledUp, ScaledDown, RemoteShut,
    ];
}
