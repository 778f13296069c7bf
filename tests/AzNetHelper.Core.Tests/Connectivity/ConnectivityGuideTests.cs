using System.Globalization;
using AzNetHelper.Connectivity;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Tests.Guides;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>docs/connectivity-options.md says what the tables in the code say: no more and no less.</summary>
public sealed class ConnectivityGuideTests
{
    private const string Guide = "connectivity-options.md";

    [Fact]
    public void Guide_has_the_table_of_marks() => GuideTable.Matches(Guide, "marks",
        OptionMarks.All.Select(m => string.Create(CultureInfo.InvariantCulture, $"| `{m.Id}` | {m.Points:+0;-0} | {m.Says} | {m.Source} |")));

    [Fact]
    public void Guide_has_the_table_of_ways() => GuideTable.Matches(Guide, "ways", ConnectivityTraits.All.Where(t => t.Kind != ConnectivityKind.Existing).Select(t =>
        $"| {t.Kind} | {t.Joins} | {t.Path} | {(t.IsEncrypted ? "yes: " : "no: ")}{t.Encryption} | {(t.NeedsPublicAddress ? "yes" : "no")} | {t.SetUp} "
        + $"| {string.Join("; ", t.Limits)} | {string.Join("; ", t.CostDrivers)} | {t.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_services() => GuideTable.Matches(Guide, "services", PlatformService.Known.Select(s =>
        $"| {s.Name} | {s.ResourceType} | {(s.EndpointService is { } e ? $"{e.Name}, {Reach(e.Scope)}" : "none")} "
        + $"| {s.EndpointTier?.Needs} | {(s.PrivateLinkGroups.IsEmpty ? "none" : string.Join(", ", s.PrivateLinkGroups))} "
        + $"| {(s.Requirement is { } r ? $"/{r.Least.ToString(CultureInfo.InvariantCulture)}" : string.Empty)} | {s.Source} |"));

    private static string Reach(EndpointScope scope) => scope switch
    {
        EndpointScope.Region => "same region",
        EndpointScope.RegionAndPair => "same region and its pair",
        _ => "any region",
    };

    [Fact]
    public void Guide_has_the_table_of_advice() => GuideTable.Matches(Guide, "advice", ConnectivityAdvice.All.Select(a =>
        string.Create(CultureInfo.InvariantCulture, $"| `{a.Id}` | {a.From} {a.Of} | {a.Says} | {a.Source} |")));

    [Fact]
    public void Guide_has_the_table_of_tunnels() => GuideTable.Matches(Guide, "tunnels", TunnelThroughput.All.Select(t =>
        string.Create(CultureInfo.InvariantCulture, $"| {t.Sku} | {t.Generation} | {t.Megabits} | {VpnSku.Find(t.Sku, t.Generation)!.Megabits} |")));

    [Fact]
    public void Every_size_of_gateway_has_a_measured_tunnel() => Assert.All(VpnSku.Offered, s => Assert.NotNull(TunnelThroughput.All.SingleOrDefault(
        t => t.Sku == s.Name && t.Generation == s.Generation)));
}
