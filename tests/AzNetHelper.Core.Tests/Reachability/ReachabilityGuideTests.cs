using System.Reflection;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>docs/reachability.md explains every id that an answer can carry: no more and no less.</summary>
public sealed class ReachabilityGuideTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Root(), "docs", "reachability.md"));

    [Fact]
    public void Every_reason_has_its_row_with_the_remedy_that_answers_give()
    {
        var ids = Enum.GetValues<ReasonId>();
        Assert.Equal(ids.Where(i => !ReasonIds.IsDoubt(i)).Select(i => $"{i}"), Ids("## Reasons for Blocked"));
        Assert.Equal(ids.Where(ReasonIds.IsDoubt).Select(i => $"{i}"), Ids("## Reasons for Unknown"));
        Assert.All(Rows("## Reasons for Blocked").Concat(Rows("## Reasons for Unknown")), row =>
        {
            Assert.True(row.Length == 3 && row[1].Length > 20, string.Join(" | ", row));
            Assert.Equal(Advice.For(Enum.Parse<ReasonId>(row[0])), row[2]);
        });
    }

    [Fact]
    public void Every_notice_verdict_and_effect_has_its_row()
    {
        Assert.Equal(
            typeof(ReachabilityNotice).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).Order(StringComparer.Ordinal),
            Ids("## Notices").Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<Verdict>().Order(StringComparer.Ordinal), Ids("## Verdicts").Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<ChangeEffect>(), Ids("## What a change opens and closes"));
        Assert.All(Enum.GetNames<PathKinds>().Skip(1), k => Assert.Contains(s_lines, l => l.Contains($"`{k}`", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Ids(string heading) => Rows(heading).Select(r => r[0]);

    private static IEnumerable<string[]> Rows(string heading) => s_lines.SkipWhile(l => l != heading).Skip(1)
        .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Where(l => l.StartsWith("| `", StringComparison.Ordinal))
        .Select(l => l.Trim('|', ' ').Split(" | ").Select((c, i) => i == 0 ? c.Trim('`') : c).ToArray());

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AzNetHelper.psd1")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
