using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Guides;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Vpn.Connections;

/// <summary>
/// docs/vnet-to-vnet.md says what the tables in the code say: no more and no less.
/// </summary>
public sealed class VNetToVNetGuideTests
{
    private const string Guide = "vnet-to-vnet.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        VNetToVNetCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        ConnectionImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));
}
