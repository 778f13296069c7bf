using AzNetHelper.Audit;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>What is asked for, and what is left out.</summary>
public sealed class AuditOptionsTests
{
    // Two errors and a warning, in two places that have nothing to do with each other.
    private static AuditEstate Estate => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").VNet("c", "10.2.0.0/16").VNet("d", "10.3.0.0/16")
        .Half("a", "b", "Initiated").Half("c", "d", "Initiated").Subnet("d", "GatewaySubnet", "10.3.255.224/28");

    [Fact]
    public void The_worst_come_first_then_by_rule_and_resource()
    {
        var findings = TopologyAudit.Run(Estate.Topology()).Findings;
        Assert.Equal(["PeeringOneSided a/a-b", "PeeringOneSided c/c-d", "GatewaySubnetTooSmall d/GatewaySubnet"], findings.Select(f => $"{f.RuleId} {f.Name}"));
    }

    [Theory]
    [InlineData("a", "PeeringOneSided")]
    [InlineData("b", "PeeringOneSided")]
    [InlineData("d", "PeeringOneSided GatewaySubnetTooSmall")]
    [InlineData("a d", "PeeringOneSided PeeringOneSided GatewaySubnetTooSmall")]
    public void Only_what_concerns_a_network(string networks, string expected) => Assert.Equal(expected.Split(' '), TopologyAudit.Run(Estate.Topology(),
        new() { VirtualNetworks = [.. networks.Split(' ').Select(TestEstate.VNetId)] }).Findings.Select(f => f.RuleId));

    [Theory]
    [InlineData("PeeringOneSided", 1)]
    [InlineData("peeringonesided", 1)]
    [InlineData("PeeringOneSided:a/a-b", 2)]
    [InlineData("PeeringOneSided: rg/a/a-b", 2)]
    [InlineData("PeeringOneSided:A/A-B", 2)]
    [InlineData("PeeringOneSided:a", 3)]
    [InlineData("GatewaySubnetTooSmall:a/a-b", 3)]
    public void What_is_suppressed_is_left_out(string suppression, int left) =>
        Assert.Equal(left, TopologyAudit.Run(Estate.Topology(), new() { Excluded = [Suppression.Parse(suppression)] }).Findings.Length);

    [Fact]
    public void An_id_suppresses_too()
    {
        var half = TestEstate.VNetId("a").Child("virtualNetworkPeerings", "a-b");
        var suppression = Suppression.Parse($"PeeringOneSided:{half}");
        Assert.Equal(2, TopologyAudit.Run(Estate.Topology(), new() { Excluded = [suppression] }).Findings.Length);
        Assert.Equal(suppression, Suppression.Parse(suppression.ToString()));
    }

    [Theory]
    [InlineData("NoSuchRule")]
    [InlineData("NoSuchRule:x")]
    [InlineData("PeeringOneSided:")]
    [InlineData("")]
    public void A_suppression_that_means_nothing_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Suppression.Parse(text));
        Assert.False(Suppression.TryParse(text, provider: null, out _));
    }

    [Fact]
    public void Rules_are_chosen_by_id_and_by_severity()
    {
        var topology = Estate.Topology();
        Assert.Equal(["GatewaySubnetTooSmall"], TopologyAudit.Run(topology, new() { RuleIds = ["gatewaysubnettoosmall"] }).Findings.Select(f => f.RuleId));
        Assert.Equal(2, TopologyAudit.Run(topology, new() { AtLeast = AuditSeverity.Error }).Findings.Length);
        Assert.All(TopologyAudit.Run(topology, new() { AtLeast = AuditSeverity.Error }).Rules, r => Assert.Equal(AuditSeverity.Error, r.Severity));
    }
}
