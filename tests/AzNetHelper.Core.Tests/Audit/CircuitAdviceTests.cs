using AzNetHelper.Audit;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>What the audit says to do about a circuit that carries nothing depends on how far it has come.</summary>
public sealed class CircuitAdviceTests
{
    [Theory]
    [InlineData("NotProvisioned", "Give its service key to Example", "is taking it out")]
    [InlineData("Provisioning", "ask there when it is done", "service key")]
    [InlineData("Deprovisioning", "Remove-ExpressRouteCircuit", "service key")]
    [InlineData("Pondering", "Ask Example how the circuit stands", "service key")]
    public void Advice_is_by_state(string provider, string says, string saysNot)
    {
        var finding = Assert.Single(TopologyAudit.Run(new AuditEstate().VNet("a", "10.0.0.0/16").Circuit("circuit", provider).Topology()).Findings,
            f => f.RuleId == "CircuitNotProvisioned");
        var remedy = $"{finding.Remedy}";
        Assert.Contains(says, remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(saysNot, remedy, StringComparison.Ordinal);
    }
}
