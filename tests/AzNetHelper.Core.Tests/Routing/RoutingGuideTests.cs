using System.Runtime.CompilerServices;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Routing;
using Xunit;

namespace AzNetHelper.Tests.Routing;

/// <summary>
/// docs/routing.md says what the tables in the code say: no more and no less. AZNETHELPER_REWRITE=1 in the environment of a
/// run writes them anew.
/// </summary>
public sealed class RoutingGuideTests
{
    [Fact]
    public void Guide_has_the_table_of_checks() => AssertTable("checks", RoutingCheck.All.Select(c =>
        $"| `{c.Id}` | {Outcome(c.Outcome)} | {c.Asks} | {c.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_impacts() => AssertTable("impacts", RoutingImpacts.All.Select(i =>
        $"| {i.Write} | {(i.Kind == Impact.None ? "None" : $"`{i.Kind}`")} | {i.Says} | {i.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_owners() => AssertTable("owners", TableOwners.All.Select(o =>
        $"| {o.Service} | {Sign(o.Sign)} | `{o.Text}` | {o.Source} |"));

    [Fact]
    public void Ids_of_checks_are_unique() => Assert.Equal(RoutingCheck.All.Length, RoutingCheck.All.Select(c => c.Id).Distinct().Count());

    private static string Outcome(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Refuses => "refuses",
        CheckOutcome.Tells => "tells",
        _ => "tells or refuses",
    };

    private static string Sign(OwnerSign sign) => sign switch
    {
        OwnerSign.Delegation => "the subnet's delegation",
        OwnerSign.GroupPrefix => "how the table's resource group begins",
        OwnerSign.TablePrefix => "how the table's name begins",
        OwnerSign.Tag => "a tag of the table",
        _ => "how a route's name begins",
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
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "routing.md"));
}
