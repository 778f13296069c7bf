using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Guides;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Vpn;

/// <summary>
/// docs/site-to-site.md says what the tables in the code say: no more and no less.
/// </summary>
public sealed class SiteGuideTests
{
    private const string Guide = "site-to-site.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        SiteCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        SiteImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Ids_of_checks_are_unique() => Assert.Equal(SiteCheck.All.Length, SiteCheck.All.Select(c => c.Id).Distinct().Count());
}
