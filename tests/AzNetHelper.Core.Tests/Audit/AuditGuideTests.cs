using System.Globalization;
using System.Runtime.CompilerServices;
using AzNetHelper.Audit;
using AzNetHelper.Audit.Rules;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>docs/audit.md says of rules and limits what the tables in the code say: no more and no less.</summary>
public sealed class AuditGuideTests
{
    [Fact]
    public void Guide_has_the_table_of_rules() => AssertTable("rules", AuditRule.All.Select(r =>
        $"| `{r.Id}` | {r.Severity} | {r.Title} | {Remedies(r.Id)} | [{r.Link.Split('/')[^1]}]({r.Link}) |"));

    [Fact]
    public void Guide_has_the_table_of_limits() => AssertTable("limits", Limits.All.Select(l =>
        string.Create(CultureInfo.InvariantCulture, $"| `{l.Id}` | {l.What} | {l.Most:N0} | {l.Source} |")));

    private static string Remedies(string rule) => string.Join(", ", AuditCases.All.Where(c => c.RuleId == rule).Select(c => c.Kind).Distinct()
        .OrderByDescending(k => k == RemedyKind.Module).ThenByDescending(k => k).Select(k => k switch
        {
            RemedyKind.Module => "this module",
            RemedyKind.AzureCli => "az",
            _ => "advice",
        }));

    private static void AssertTable(string name, IEnumerable<string> rows)
    {
        var lines = File.ReadAllLines(Guide());
        var start = Array.IndexOf(lines, $"<!-- {name} -->");
        Assert.True(start >= 0, $"The guide has no table of {name}.");
        string[] expected = [.. rows];
        var found = lines.Skip(start + 1).SkipWhile(l => !l.StartsWith("| ---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith('|')).ToArray();
        Assert.True(expected.SequenceEqual(found), $"The table of {name} should be:\n{string.Join('\n', expected)}");
    }

    private static string Guide([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "audit.md"));
}
