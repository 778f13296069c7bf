using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of an ExpressRoute gateway by itself, and beside a VPN gateway (azure-network-rules 6).</summary>
internal sealed class CircuitGatewayRules(Cloud cloud)
{
    // GatewaySubnet is /27 or larger (coexistence; expressroute-howto-add-gateway-resource-manager).
    private const int LongestPrefix = 27;

    public ArmError? Check(ResourceId id, JsonObject? existing, JsonObject made)
    {
        if (!CircuitGateway.Is(made))
        {
            return null;
        }

        var properties = made.Object("properties")!;
        return CircuitGateway.Sku(made) is not { } sku
                ? Wrong(id, $"{properties.Object("sku").Text("name")} is no SKU of ExpressRoute gateways")
            : CheckScale(id, properties, sku) ?? (existing is null ? CheckSubnet(id, made) : CheckChange(id, existing, made, sku));
    }

    // Scale units belong to ErGwScale: a range of them, or one number as both ends.
    private static ArmError? CheckScale(ResourceId id, JsonObject made, ExpressRouteSku sku)
    {
        if (made.Object("autoScaleConfiguration").Object("bounds") is not { } bounds)
        {
            return null;
        }

        var (least, most) = (bounds.Number("min"), bounds.Number("max"));
        return sku.Name is not "ErGwScale" ? Wrong(id, $"{sku.Name} has no scale units")
            : least is null || most is null || least < 1 || most < least || most > ExpressRouteSku.MostUnits
                ? Wrong(id, $"scale units {least} to {most} are not between 1 and {ExpressRouteSku.MostUnits}")
            : null;
    }

    private ArmError? CheckSubnet(ResourceId id, JsonObject made) => GatewayTransitRules.Subnets(made)
        .Select(s => (Id: s, Document: cloud.Estate.Find(s))).Where(s => s.Document is not null
            && PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(s.Document)).Any(p => !p.IsIPv6 && p.Length > LongestPrefix))
        .Select(s => VpnErrors.SubnetTooSmall.With(s.Id, LongestPrefix, made.Object("properties").Object("sku").Text("name"))).FirstOrDefault();

    // Upwards, and only among those in zones or among the others.
    private static ArmError? CheckChange(ResourceId id, JsonObject existing, JsonObject made, ExpressRouteSku sku)
    {
        var before = existing.Object("properties");
        if (before.Text("gatewayType") is { } type && !Json.Same(type, made.Object("properties").Text("gatewayType")))
        {
            return VpnErrors.CannotChange.With("gatewayType", id, type, made.Object("properties").Text("gatewayType"));
        }

        return CircuitGateway.Sku(existing) is not { } was || was == sku ? null
            : was.IsZonal != sku.IsZonal || ExpressRouteSku.All.IndexOf(was) > ExpressRouteSku.All.IndexOf(sku)
                ? CircuitErrors.ResizeNotAllowed.With(id, was.Name, sku.Name)
            : null;
    }

    private static ArmError Wrong(ResourceId id, string why) => CircuitErrors.InvalidGateway.With(id, why);
}
