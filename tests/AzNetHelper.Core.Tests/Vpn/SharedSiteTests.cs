using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.Vpn.TwoGateways;

namespace AzNetHelper.Tests.Vpn;

/// <summary>A local network gateway that another gateway lives from: what is done to it, and what is said of that.</summary>
public sealed class SharedSiteTests
{
    private static readonly SiteRequest s_byB = new(GatewayB, [new("203.0.113.1")]) { ResourceGroupName = "rg1" };

    [Fact]
    public void Prefixes_that_another_gateway_loses_are_its_loss()
    {
        var impact = Plan(new(), s_byB with { AddressPrefixes = [IPPrefix.Parse("192.168.0.0/24")] }).Changes[0].Impact;
        Assert.Equal(Impact.CutsOff, impact.Kind);
        Assert.Contains("192.168.0.0/16", impact.Statement, StringComparison.Ordinal);
        Assert.Contains("gw-a and office", impact.Statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, Impact.Interrupts)]
    [InlineData(false, Impact.None)]
    public void A_session_of_another_gateway_that_moves_is_its_session(bool bgp, Impact kind)
    {
        var estate = new TwoGateways().Set(ToSite, "enableBgp", bgp)
            .Set(SiteId, "bgpSettings", new JsonObject { ["asn"] = 65050, ["bgpPeeringAddress"] = "192.168.0.1" });
        var device = new SiteDevice("203.0.113.1") { Asn = 65051, BgpPeerAddress = System.Net.IPAddress.Parse("192.168.0.1") };
        Assert.Equal(kind, Plan(estate, s_byB with { Devices = [device] }).Changes[0].Impact.Kind);
    }

    [Theory]
    [InlineData("plant", "192.168.0.0/24", "plant")]
    [InlineData("office", "192.168.0.0/24", "office")]
    [InlineData("plant", "192.168.0.0/16", "office")]
    [InlineData(null, "192.168.0.0/24", "office")]
    public void A_named_site_of_its_own_is_made_rather_than_another_gateways_rewritten(string? name, string prefix, string site)
    {
        var plan = Plan(new(), s_byB with { Name = name, AddressPrefixes = [IPPrefix.Parse(prefix)] });
        Assert.Empty(plan.Problems);
        Assert.Equal(site, plan.Changes[0].Resource.Name);
        Assert.Equal(site == "plant" ? ChangeKind.Create : prefix == "192.168.0.0/16" ? ChangeKind.NoChange : ChangeKind.Update, plan.Changes[0].Kind);
    }

    private static Plan Plan(TwoGateways estate, SiteRequest request) => SiteConnectionPlanner.Create(SiteCheckTests.Topology(estate), request);
}
