using System.Runtime.CompilerServices;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Vpn.Connections;

/// <summary>
/// docs/vnet-to-vnet.md says what the tables in the code say: no more and no less. AZNETHELPER_REWRITE=1 in the environment of a
/// run writes them anew.
/// </summary>
public sealed class VNetToVNetGuideTests
{
    [Fact]
    public void Guide_has_the_table_of_checks() => AssertTable("checks", VNetToVNetCheck.All.Select(c =>
        $"| `{c.Id}` | {Says(c.Outcome)} | {c.Asks} | {c.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_impacts() => AssertTable("impacts", ConnectionImpacts.All.Select(i =>
        $"| {i.Write} | {(i.Kind == Impact.None ? "None" : $"`{i.Kind}`")} | {i.Says} | {i.Source} |"));

    private static string Says(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Refuses => "refuses",
        CheckOutcome.Tells => "tells",
        _ => "refuses or tells",
    };

    private static void AssertTable(string name, IEnumerable<string> rows)
    {
        var lines = File.ReadAllLines(Guide()).ToList();
        var start = lines.IndexOf($"<!-- {name} -->");
        Assert.True(start >= 0, $"The guide has no table of {name}.");
        var first = lines.FindIndex(start, l => l.StartsWith("| ---", StringComparison.Ordinal)) + 1;
        var found = lines.Skip(first).TakeWhile(l => l.StartsWith('|')).ToArray();
        string[] expected = [.. rows];
        if (Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1")
        {
            lines.RemoveRange(first, found.Length);
            lines.InsertRange(first, expected);
            File.WriteAllText(Guide(), string.Join('\n', lines) + "\n");
            return;
        }

        Assert.Equal(expected, found);
    }

    private static string Guide([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "docs", "vnet-to-vnet.md"));
}
