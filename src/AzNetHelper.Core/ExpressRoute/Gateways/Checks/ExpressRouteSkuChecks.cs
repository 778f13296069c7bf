using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about SKUs and scale units (azure-network-rules 6).</summary>
internal static class ExpressRouteSkuChecks
{
    public static IEnumerable<Finding> Unknown(ExpressRouteGatewayLayout layout) => layout.Sku is null
        ? [Wrong(layout, $"'{layout.Settings.Sku}' is no SKU of an ExpressRoute gateway. One of {string.Join(", ", ExpressRouteSku.All.Where(s => s.IsZonal).Select(s => s.Name))}.")]
        : [];

    public static IEnumerable<Finding> Older(ExpressRouteGatewayLayout layout) => layout is { Sku: { IsZonal: false } sku, Existing: null }
        ? [new(layout.Request.Gateway, $"{sku.Name} is one of the older SKUs without zones, which Microsoft advises against: whether Azure still makes one here is its to say, and out of it into a SKU "
            + $"with zones leads a migration alone (gateway-migration). -Sku {Like(sku).Name} carries as much.", string.Empty) { Tells = NoticeSeverity.Warning }]
        : [];

    public static IEnumerable<Finding> Move(ExpressRouteGatewayLayout layout)
    {
        if (layout is not { Existing: { } gateway, Sku: { } wanted, IsOfSku: false } || ExpressRouteSkuMove.IsPossible(gateway.Sku, wanted.Name))
        {
            return [];
        }

        var other = ExpressRouteSkuMove.Of(gateway.Sku).ToArray();
        var instead = ExpressRouteSku.Find(gateway.Sku) is { } has && has.IsZonal != wanted.IsZonal
            ? wanted.IsZonal ? "From a SKU without zones to one with them Azure migrates it (gateway-migration, in the portal or by Invoke-AzVirtualNetworkGatewayPrepareMigration)."
                : "It is in zones and stays there."
            : "Remove it (Remove-VpnGateway) and make it anew.";
        return [new(layout.Request.Gateway, $"{gateway.Name} is {gateway.Sku} and cannot become {wanted.Name}"
            + $"{(other.Length == 0 ? string.Empty : $"; it can become {string.Join(", ", other)}")}. {instead}", string.Empty)];
    }

    public static IEnumerable<Finding> UnitsNeeded(ExpressRouteGatewayLayout layout) => layout is { IsScale: true, IsOfSku: false, Bounds: null }
        ? [Wrong(layout, "An ErGwScale gateway is billed by its scale units (1000 Mbps each), so say how many: -MinScaleUnit 2 -MaxScaleUnit 10 lets it scale by itself, "
            + "-MinScaleUnit 2 alone is a fixed size.")]
        : [];

    public static IEnumerable<Finding> Units(ExpressRouteGatewayLayout layout)
    {
        if (layout.Settings is { MinScaleUnit: null, MaxScaleUnit: null } || layout.Sku is null)
        {
            return [];
        }

        if (layout.Bounds is not { } bounds)
        {
            return [Wrong(layout, $"{layout.Sku.Name} has no scale units; only {ExpressRouteScale.Sku} has. Leave -MinScaleUnit and -MaxScaleUnit out.")];
        }

        var why = bounds.Least < 1 || bounds.Most > ExpressRouteSku.MostUnits
                ? string.Create(CultureInfo.InvariantCulture, $"a gateway has 1 to {ExpressRouteSku.MostUnits}")
            : bounds.Least > bounds.Most ? "the least are more than the most"
            : bounds.Least < bounds.Most && bounds.Least < ExpressRouteScale.LeastOfScaling
                ? string.Create(CultureInfo.InvariantCulture, $"one that scales by itself has at least {ExpressRouteScale.LeastOfScaling}, and one of fixed size as many at least as at most")
            : null;
        return why is null ? [] : [Wrong(layout, string.Create(CultureInfo.InvariantCulture, $"{bounds.Least} to {bounds.Most} scale units are not possible: {why}."))];
    }

    // What Azure does with circuits that a smaller gateway does not take, nobody says: they are taken off before.
    public static IEnumerable<Finding> Circuits(ExpressRouteGatewayLayout layout)
    {
        if (GatewayCapacity.Circuits(layout.Becomes) is not { } most || GatewayCapacity.Circuits(layout.Existing) <= most)
        {
            return [];
        }

        string[] linked = [.. layout.Links.Select(c => c.Circuit!).Distinct().Select(c => c.Name)];
        return linked.Length <= most ? [] : [new(layout.Request.Gateway, string.Create(CultureInfo.InvariantCulture,
            $"{layout.Existing!.Name} is linked with {linked.Length} circuits ({string.Join(", ", linked)}), and takes {most} as {Size(layout)}. Remove connections first "
            + $"(Remove-VpnGatewayConnection), or choose a larger size."), string.Empty)];
    }

    public static IEnumerable<Finding> FastPath(ExpressRouteGatewayLayout layout)
    {
        GatewayConnection[] links = GatewayCapacity.HasFastPath(layout.Becomes) is false ? [.. layout.Links.Where(c => c.BypassesGateway)] : [];
        return links.Length == 0 ? [] : [new(layout.Request.Gateway,
            $"{string.Join(", ", links.Select(c => c.Name))} {(links.Length == 1 ? "has" : "have")} FastPath, which {layout.Existing!.Name} has not as {Size(layout)}. Switch it off first: "
            + $"New-ExpressRouteConnection '{layout.Request.Gateway}' '{links[0].Circuit}' -FastPath:$false", string.Empty)];
    }

    public static IEnumerable<Finding> LinksUnread(ExpressRouteGatewayLayout layout) =>
        GatewayCapacity.Circuits(layout.Becomes) is { } most && GatewayCapacity.Circuits(layout.Existing) > most && layout.Topology.ConnectionsGapOf(layout.Request.Gateway) is { } gap
            ? [new(layout.Request.Gateway, string.Create(CultureInfo.InvariantCulture,
                $"How many circuits {layout.Existing!.Name} is linked with is not known ({gap.Message}): as {Size(layout)} it takes {most}."), string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> Region(ExpressRouteGatewayLayout layout) =>
        layout is { IsScale: true, IsOfSku: false, Network: { } network } && ExpressRouteScale.NotIn.Any(r => RegionZones.IsRegion(r, network.Location))
            ? [new(layout.Request.Gateway, $"{ExpressRouteScale.Sku} is not offered in {network.Location} by the list of 2025-11 (scalable-gateway), which may have grown: Azure says "
                + $"whether it is. {ExpressRouteSku.All.First(s => s.Megabits >= 10000).Name} is offered everywhere.", string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    private static ExpressRouteSku Like(ExpressRouteSku sku) => ExpressRouteSku.All.First(s => s.IsZonal && s.Megabits >= sku.Megabits);

    private static string Size(ExpressRouteGatewayLayout layout) => layout.Bounds is { } bounds
        ? string.Create(CultureInfo.InvariantCulture, $"{layout.Sku!.Name} of {bounds.Least} scale {(bounds.Least == 1 ? "unit" : "units")}") : layout.Sku!.Name;

    private static Finding Wrong(ExpressRouteGatewayLayout layout, string message) =>
        new(layout.Request.Gateway, message, string.Empty) { Kind = FailureKind.InvalidArgument };
}
