using AzNetHelper.ExpressRoute;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>docs/expressroute-test.md says of findings what the table in the code says: no more and no less.</summary>
public sealed class VerdictGuideTests
{
    [Fact]
    public void Guide_has_the_table_of_findings() => GuideTable.Matches("expressroute-test.md", "findings",
        CircuitFindingKind.All.Where(k => k.Link != CircuitLink.Secondary).Select(k =>
            $"| {(k.Link is null ? $"`{k.Id}`" : $"`{k.Id}`, `{k.Id + 1}`")} | {k.Severity} | {k.Owner} | {k.Title} | "
            + $"{k.Action.Replace("{circuit}", "<circuit>", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |"));
}
