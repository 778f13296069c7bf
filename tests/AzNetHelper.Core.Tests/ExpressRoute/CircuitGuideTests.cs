using System.Globalization;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>docs/expressroute-circuit.md says what the tables in the code say: no more and no less.</summary>
public sealed class CircuitGuideTests
{
    private const string Guide = "expressroute-circuit.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        CircuitCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        CircuitImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Guide_has_the_table_of_limits() => GuideTable.Matches(Guide, "limits", CircuitLinks.All.Select(l => string.Create(CultureInfo.InvariantCulture,
        $"| {l.Megabits} | {CircuitLinks.MostOfStandard} | {l.Most} | {CircuitPrefixes.FromSite("Standard")} | {CircuitPrefixes.FromSite("Premium")} |")));
}
