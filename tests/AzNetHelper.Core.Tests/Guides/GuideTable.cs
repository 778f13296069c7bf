using System.Runtime.CompilerServices;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;

namespace AzNetHelper.Tests.Guides;

/// <summary>
/// A table of a guide in docs, below its mark, must say what a table in the code says: no more and no less.
/// AZNETHELPER_REWRITE=1 in the environment of a run writes it anew.
/// </summary>
internal static class GuideTable
{
    public static void Matches(string guide, string name, IEnumerable<string> rows)
    {
        var file = Path.Combine(Docs(), guide);
        var lines = File.ReadAllLines(file).ToList();
        var start = lines.IndexOf($"<!-- {name} -->");
        Assert.True(start >= 0, $"{guide} has no table of {name}.");
        var first = lines.FindIndex(start, l => l.StartsWith("| ---", StringComparison.Ordinal)) + 1;
        var found = lines.Skip(first).TakeWhile(l => l.StartsWith('|')).ToArray();
        string[] expected = [.. rows];
        if (Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1")
        {
            lines.RemoveRange(first, found.Length);
            lines.InsertRange(first, expected);
            File.WriteAllText(file, string.Join('\n', lines) + "\n");
            return;
        }

        Assert.Equal(expected, found);
    }

    public static string CheckRow(string id, CheckOutcome outcome, string asks, string source) =>
        $"| `{id}` | {Says(outcome)} | {asks} | {source} |";

    public static string ImpactRow(string write, Impact kind, string says, string source) =>
        $"| {write} | {(kind == Impact.None ? "None" : $"`{kind}`")} | {says} | {source} |";

    private static string Says(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Refuses => "refuses",
        CheckOutcome.Tells => "tells",
        _ => "tells or refuses",
    };

    private static string Docs([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs"));
}
