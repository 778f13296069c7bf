using System.Globalization;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Guides;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Vpn.Gateways;

/// <summary>
/// docs/vpn-gateway.md says what the tables in the code say: no more and no less.
/// </summary>
public sealed class VpnGatewayGuideTests
{
    private const string Guide = "vpn-gateway.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        VpnGatewayCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        VpnGatewayImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Guide_has_the_table_of_sizes() => GuideTable.Matches(Guide, "sizes", GatewaySizes.Subnets.Select(s => string.Create(CultureInfo.InvariantCulture,
        $"| {(s.IsBasic ? "Basic" : "every other SKU")} | {string.Join(", ", s.Made.Select(l => $"/{l}"))} | /{s.Longest} | vpn-gateway-about-vpn-gateway-settings |")));
}
