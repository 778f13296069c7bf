using AzNetHelper.ExpressRoute;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>docs/expressroute-test.md says of findings what the table in the code says: no more and no less.</summary>
public sealed class VerdictGuideTests
{
    // What az writes back is what it has read: without the MD5 key that Azure does not show.
    [Fact]
    public void Whoever_writes_a_peering_is_told_to_say_its_key()
    {
        Assert.All(CircuitFindingKind.All, k => Assert.DoesNotContain("az network express-route", k.Action, StringComparison.Ordinal));
        Assert.All(CircuitFindingKind.All.Where(k => k.Action.Contains("peering again", StringComparison.Ordinal) && k.Owner == FindingOwner.Microsoft),
            k => Assert.Contains("-ReplaceSharedKey", k.Action, StringComparison.Ordinal));
    }

    [Fact]
    public void Guide_has_the_table_of_findings() => GuideTable.Matches("expressroute-test.md", "findings",
        CircuitFindingKind.All.Where(k => k.Link != CircuitLink.Secondary).Select(k =>
            $"| {(k.Link is null ? $"`{k.Id}`" : $"`{k.Id}`, `{k.Id + 1}`")} | {k.Severity} | {k.Owner} | {k.Title} | "
            + $"{k.Action.Replace("{circuit}", "<circuit>", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |"));
}
