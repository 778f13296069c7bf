using System.Globalization;
using System.Runtime.CompilerServices;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Vpn.Gateways;

/// <summary>
/// docs/vpn-gateway.md says what the tables in the code say: no more and no less. AZNETHELPER_REWRITE=1 in the environment of a
/// run writes them anew.
/// </summary>
public sealed class VpnGatewayGuideTests
{
    [Fact]
    public void Guide_has_the_table_of_checks() => AssertTable("checks", VpnGatewayCheck.All.Select(c =>
        $"| `{c.Id}` | {(c.Outcome == CheckOutcome.Refuses ? "refuses" : "tells")} | {c.Asks} | {c.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_impacts() => AssertTable("impacts", VpnGatewayImpacts.All.Select(i =>
        $"| {i.Write} | {(i.Kind == Impact.None ? "None" : $"`{i.Kind}`")} | {i.Says} | {i.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_sizes() => AssertTable("sizes", GatewaySizes.Subnets.Select(s => string.Create(CultureInfo.InvariantCulture,
        $"| {(s.IsBasic ? "Basic" : "every other SKU")} | {string.Join(", ", s.Made.Select(l => $"/{l}"))} | /{s.Longest} | vpn-gateway-about-vpn-gateway-settings |")));

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
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "docs", "vpn-gateway.md"));
}
