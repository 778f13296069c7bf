using System.Runtime.CompilerServices;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;

namespace AzNetHelper.Tests.Peering;

/// <summary>docs/peering.md says of the checks and the impacts what the tables in the code say: no more and no less.</summary>
public sealed class PeeringGuideTests
{
    [Fact]
    public void Guide_has_the_table_of_checks() => AssertTable("checks", PeeringCheck.All.Select(c =>
        $"| `{c.Id}` | {Outcome(c.Outcome)} | {c.Asks} | {c.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_impacts() => AssertTable("impacts", PeeringImpacts.All.Select(i =>
        $"| {i.Write} | {(i.Kind == Impact.None ? "None" : $"`{i.Kind}`")} | {i.Says} | {i.Source} |"));

    private static string Outcome(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Refuses => "refuses",
        CheckOutcome.Tells => "tells",
        _ => "tells or refuses",
    };

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
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "peering.md"));
}
