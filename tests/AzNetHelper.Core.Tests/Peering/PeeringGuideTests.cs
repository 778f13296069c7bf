using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Peering;

/// <summary>docs/peering.md says of the checks and the impacts what the tables in the code say: no more and no less.</summary>
public sealed class PeeringGuideTests
{
    private const string Guide = "peering.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        PeeringCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        PeeringImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));
}
