using AzNetHelper.Audit.Rules;
using AzNetHelper.ExpressRoute;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.Gateways.CircuitGatewayEstate;

namespace AzNetHelper.Tests.ExpressRoute.Gateways;

/// <summary>What a gateway can do, by its scale units: one answer for plans, options and the audit.</summary>
public sealed class GatewayCapacityTests
{
    [Theory]
    [InlineData("ErGw2AZ", 0, 0, 8, false, 2000)]
    [InlineData("ErGwScale", 1, 1, 4, false, 1000)]
    [InlineData("ErGwScale", 2, 12, 8, false, 12000)]
    [InlineData("ErGwScale", 10, 40, 16, true, 40000)]
    public void Circuits_and_FastPath_are_those_of_the_least_units_and_speed_of_the_most(string sku, int least, int most, int circuits, bool hasFastPath, int megabits)
    {
        var gateway = Assert.Single(Built(sku, most == 0 ? null : p => Units(p, least, most)).Topology().Gateways);
        Assert.Equal((circuits, hasFastPath, megabits), (GatewayCapacity.Circuits(gateway), GatewayCapacity.HasFastPath(gateway), GatewayCapacity.Megabits(gateway)));
        Assert.Equal(circuits, Limits.CircuitsOfGateway(gateway).Most);
    }

    [Theory]
    [InlineData("Standard", 10000, 10)]
    [InlineData("Premium", null, 20)]
    [InlineData("Premium", 200, 25)]
    [InlineData("Premium", 10000, 100)]
    [InlineData(null, 10000, 10)]
    public void The_audit_counts_the_gateways_of_a_circuit_as_the_plans_do(string? tier, int? megabits, int most) =>
        Assert.Equal(most, Limits.GatewaysOfCircuit(tier, megabits).Most);
}
