using System.Globalization;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>docs/expressroute-connection.md says what the tables in the code say: no more and no less.</summary>
public sealed class ExpressRouteConnectionGuideTests
{
    private const string Guide = "expressroute-connection.md";

    [Fact]
    public void Guide_has_the_checks_of_gateways() => GuideTable.Matches(Guide, "gateway-checks",
        ExpressRouteGatewayCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_checks_of_connections() => GuideTable.Matches(Guide, "connection-checks",
        ExpressRouteConnectionCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_impacts() => GuideTable.Matches(Guide, "impacts", ExpressRouteGatewayImpacts.All.Concat(ExpressRouteConnectionImpacts.All)
        .Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Guide_has_the_sizes() => GuideTable.Matches(Guide, "sizes", ExpressRouteSku.All.Select(s => string.Create(CultureInfo.InvariantCulture,
        $"| {s.Name} | {s.Megabits} | {s.Circuits} | {s.Routes} | {(s.HasFastPath ? "yes" : "no")} | {(s.IsZonal ? "in zones" : "advised against")} | {Becomes(s.Name)} |")));

    [Fact]
    public void Guide_has_the_geopolitical_regions() => GuideTable.Matches(Guide, "regions", GeopoliticalRegion.All.Select(g =>
        $"| {g.Name} | {string.Join(", ", g.Regions)} | {string.Join(", ", g.Locations)} |"));

    private static string Becomes(string sku) => ExpressRouteSkuMove.Of(sku).ToArray() is { Length: > 0 } some ? string.Join(", ", some) : "-";
}
