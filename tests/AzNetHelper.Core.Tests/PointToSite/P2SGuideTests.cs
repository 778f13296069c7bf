using System.Globalization;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>docs/point-to-site.md says what the tables in the code say: no more and no less.</summary>
public sealed class P2SGuideTests
{
    private const string Guide = "point-to-site.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        P2SConfigurationCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        P2SConfigurationImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Guide_has_the_table_of_combinations() => GuideTable.Matches(Guide, "combinations",
        P2SRules.Combinations.Select(c => $"| {string.Join(" and ", c.Protocols)} | {c.AuthenticationText} |"));

    [Fact]
    public void Guide_has_the_table_of_pools() => GuideTable.Matches(Guide, "pools", P2SRules.Pools.Select(p => string.Create(CultureInfo.InvariantCulture,
        $"| {(p.IsActiveActive ? "active-active" : "one instance")} | /{p.Longest} | point-to-site-about; vpn-gateway-vpn-faq |")));
}
