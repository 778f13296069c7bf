using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>docs/p2s-clients.md says what the tables in the code say: no more and no less.</summary>
public sealed class ClientGuideTests
{
    private const string Guide = "p2s-clients.md";

    [Fact]
    public void Guide_has_the_table_of_states() => GuideTable.Matches(Guide, "states",
        P2SClientStateRule.All.Select(r => $"| {r.State} | {r.When} |{(r.ToDo.Length > 0 ? $" {r.ToDo} " : " ")}|"));

    [Fact]
    public void Every_state_is_explained() =>
        Assert.Equal(Enum.GetValues<P2SClientState>().Order(), P2SClientStateRule.All.Select(r => r.State).Order());

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        RevocationChecks.Catalogue.Select(c => $"| `{c.Id}` | {(c.Tells ? "told: " : string.Empty)}{c.About} |"));
}
