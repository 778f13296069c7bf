using System.Globalization;
using AzNetHelper.Services;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Services;

/// <summary>docs/service-access.md says what the tables in the code say: no more and no less.</summary>
public sealed class AccessGuideTests
{
    private const string Guide = "service-access.md";

    [Fact]
    public void Guide_has_the_table_of_kinds() => GuideTable.Matches(Guide, "kinds", ServiceKind.All.Select(k => string.Create(CultureInfo.InvariantCulture,
        $"| {k.Title} | {string.Join(" or ", k.Endpoints)} | {Scope(k.Scope)} | {k.SubnetLimit.Most} | {(k.HasIgnoreFlag ? "yes" : "no")} | {k.Tier?.Needs ?? (k.Name == "CognitiveServices" ? "a subdomain of its own" : string.Empty)} | {k.Source} |")));

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        AccessCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_removal_checks() => GuideTable.Matches(Guide, "removal checks",
        AccessRemovalCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        AccessImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    private static string Scope(RegionScope scope) => scope switch
    {
        RegionScope.SameRegion => "its region",
        RegionScope.SameRegionOrPair => "its region and the paired one; StorageGlobal every region",
        _ => "every region",
    };
}
