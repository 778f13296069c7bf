using AzNetHelper.Audit;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>Every rule finds what it is for, once, and nothing else is found beside it.</summary>
public sealed class AuditTests
{
    public static TheoryData<string> Names => [.. AuditCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thing_is_wrong_and_told_once(string name)
    {
        var expected = AuditCases.All.Single(c => c.Name == name);

        var report = TopologyAudit.Run(expected.Make().Topology());

        var finding = Assert.Single(report.Findings, f => f.RuleId == expected.RuleId);
        Assert.Equal((expected.Resource, expected.Kind), (finding.Name, finding.RemedyKind));
        Assert.Equal(expected.Also.Order(StringComparer.Ordinal), report.Findings.Select(f => f.RuleId).Where(r => r != expected.RuleId).Order(StringComparer.Ordinal));
        var rule = AuditRule.All.Single(r => r.Id == expected.RuleId);
        Assert.Equal((rule.Severity, rule.Link), (finding.Severity, finding.Link));
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
        Assert.NotEqual(string.Empty, finding.Remedy);
        if (finding.RemedyKind == RemedyKind.AzureCli)
        {
            Assert.StartsWith("az network ", finding.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("NotProvisioned", "shows it, and waits")]
    [InlineData("Provisioning", "is at work")]
    [InlineData("Deprovisioning", "Remove-ExpressRouteCircuit ends the cost")]
    public void What_is_to_be_done_about_a_circuit_depends_on_how_far_its_provider_is(string state, string says)
    {
        var report = TopologyAudit.Run(new AuditEstate().VNet("a", "10.0.0.0/16").Circuit("circuit", state).Topology());
        var finding = Assert.Single(report.Findings, f => f.RuleId == "CircuitNotProvisioned");
        Assert.Contains(says, finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(state == "NotProvisioned", finding.Remedy.Contains("-Wait", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_has_a_case() =>
        Assert.Empty(AuditRule.All.Select(r => r.Id).Except(AuditCases.All.Select(c => c.RuleId), StringComparer.Ordinal));

    [Fact]
    public void Ids_are_unique_and_links_are_links()
    {
        Assert.Equal(AuditRule.All.Length, AuditRule.All.Select(r => r.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(AuditRule.All, r => Assert.StartsWith("https://learn.microsoft.com/azure/", r.Link, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sound_estate_is_clean()
    {
        var report = TopologyAudit.Run(Sound().Topology());
        Assert.Empty(report.Findings);
        Assert.Empty(report.Unjudged);
        Assert.True(report.IsClean);
        Assert.Null(report.UnjudgedText);
    }

    // A hub with a gateway and a firewall, two spokes that go through it both ways, a site and a circuit.
    internal static AuditEstate Sound() => new AuditEstate().VNet("hub", "10.0.0.0/16").VNet("s1", "10.1.0.0/16").VNet("s2", "10.2.0.0/16")
        .Gateway("gw", "hub", "10.0.255.0/27").Subnet("hub", "AzureFirewallSubnet", "10.0.1.0/26").Firewall("fw", "hub", "10.0.1.4")
        .Table("t1", ("10.2.0.0/16", "VirtualAppliance", "10.0.1.4"), ("0.0.0.0/0", "VirtualAppliance", "10.0.1.4"))
        .Table("t2", ("10.1.0.0/16", "VirtualAppliance", "10.0.1.4"), ("172.16.0.0/12", "VirtualNetworkGateway", null))
        .Subnet("s1", "s", "10.1.0.0/24", "t1").Subnet("s2", "s", "10.2.0.0/24", "t2")
        .Peer("hub", "s1", h => h["allowGatewayTransit"] = true, h => { h["useRemoteGateways"] = true; h["allowForwardedTraffic"] = true; })
        .Peer("hub", "s2", h => h["allowGatewayTransit"] = true, h => { h["useRemoteGateways"] = true; h["allowForwardedTraffic"] = true; })
        .Site("office", 65010, "192.168.0.0/16")
        .Connection("c", "gw", "IPsec", "localNetworkGateway2", AuditEstate.Id("localNetworkGateways", "office"), bgp: true)
        .Circuit("circuit");
}
