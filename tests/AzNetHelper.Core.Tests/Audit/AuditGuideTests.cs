using System.Globalization;
using AzNetHelper.Audit;
using AzNetHelper.Audit.Rules;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>docs/audit.md says of rules and limits what the tables in the code say: no more and no less.</summary>
public sealed class AuditGuideTests
{
    private const string Guide = "audit.md";

    [Fact]
    public void Guide_has_the_table_of_rules() => GuideTable.Matches(Guide, "rules", AuditRule.All.Select(r =>
        $"| `{r.Id}` | {r.Severity} | {r.Title} | {Remedies(r.Id)} | [{r.Link.Split('/')[^1]}]({r.Link}) |"));

    [Fact]
    public void Guide_has_the_table_of_limits() => GuideTable.Matches(Guide, "limits", Limits.All.Select(l =>
        string.Create(CultureInfo.InvariantCulture, $"| `{l.Id}` | {l.What} | {l.Most:N0} | {l.Source} |")));

    private static string Remedies(string rule) => string.Join(", ", AuditCases.All.Where(c => c.RuleId == rule).Select(c => c.Kind).Distinct()
        .OrderByDescending(k => k == RemedyKind.Module).ThenByDescending(k => k).Select(k => k switch
        {
            RemedyKind.Module => "this module",
            RemedyKind.AzureCli => "az",
            _ => "advice",
        }));
}
