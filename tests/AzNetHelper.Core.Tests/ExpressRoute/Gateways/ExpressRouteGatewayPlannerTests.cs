using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.Gateways.CircuitGatewayEstate;

namespace AzNetHelper.Tests.ExpressRoute.Gateways;

/// <summary>What is written for an ExpressRoute gateway: no more than what is missing or asked for.</summary>
public sealed class ExpressRouteGatewayPlannerTests
{
    [Fact]
    public void Everything_that_is_missing_is_made_without_a_public_address()
    {
        var plan = Plain().Plan(Want());

        Assert.Empty(plan.Problems);
        Assert.Equal(["GatewaySubnet", "ergw"], plan.Changes.Select(c => c.Resource.Name));
        Assert.Equal([Impact.None, Impact.StartsBilling], plan.Changes.Select(c => c.Impact.Kind));
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        Assert.Equal("""{"location":"westeurope","properties":{"gatewayType":"ExpressRoute","sku":{"name":"ErGw1AZ","tier":"ErGw1AZ"},"ipConfigurations":[{"name":"default","properties":{"privateIPAllocationMethod":"Dynamic","subnet":{"id":"SUBNET"}}}]}}"""
            .Replace("SUBNET", plan.Changes[0].Resource.ToString(), StringComparison.Ordinal), plan.Body(Gw).ToJsonString());
        Assert.Empty(BodyRules.Compose(ResourceTypes.VirtualNetworkGateway, null, plan.Body(Gw)).Dropped);
        Assert.StartsWith("New-ExpressRouteGateway -Name 'ergw'", Assert.Single(plan.Origins).CommandLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ErGw1Az", null, null, "/27")]
    [InlineData("ErGw3Az", null, null, "/26")]
    [InlineData("ErGwScale", 2, 4, "/27")]
    [InlineData("ErGwScale", 2, 10, "/26")]
    public void The_subnet_has_room_for_the_circuits(string sku, int? least, int? most, string length)
    {
        var plan = Plain().Plan(Want(sku, s => s with { MinScaleUnit = least, MaxScaleUnit = most }));
        Assert.EndsWith(length, (string?)JsonBody.At(JsonBody.Parse(plan.Changes[0].After!), "properties.addressPrefix"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 10, """{"bounds":{"min":2,"max":10}}""")]
    [InlineData(3, null, """{"bounds":{"min":3,"max":3}}""")]
    [InlineData(null, 3, """{"bounds":{"min":3,"max":3}}""")]
    public void Scale_units_are_sent_and_a_bound_that_was_not_given_is_the_other(int? least, int? most, string bounds)
    {
        var plan = Plain().Plan(Want("ErGwScale", s => s with { MinScaleUnit = least, MaxScaleUnit = most }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(bounds, plan.Body(Gw)["properties"]!["autoScaleConfiguration"]!.ToJsonString());
        Assert.Empty(BodyRules.Compose(ResourceTypes.VirtualNetworkGateway, null, plan.Body(Gw)).Dropped);
    }

    [Theory]
    [InlineData(null, 4, "2 4", Impact.Interrupts)]
    [InlineData(null, 20, "2 20", Impact.StartsBilling)]
    [InlineData(4, null, "4 10", Impact.StartsBilling)]
    [InlineData(2, 10, null, Impact.None)]
    public void Other_units_change_what_was_given_alone(int? least, int? most, string? after, Impact impact)
    {
        var plan = Built("ErGwScale", p => Units(p, 2, 10)).Plan(Want("ErGwScale", s => s with { MinScaleUnit = least, MaxScaleUnit = most }));
        var change = Assert.Single(plan.Changes);
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(after is not null, change.Writes);
        Assert.Equal(impact, change.Impact.Kind);
        if (after is not null)
        {
            var bounds = plan.Body(Gw)["properties"]!["autoScaleConfiguration"]!["bounds"]!;
            Assert.Equal(after, $"{bounds["min"]} {bounds["max"]}");
        }
    }

    [Fact]
    public void Another_size_and_remote_networks_are_an_update_of_these_members_alone()
    {
        var plan = Built().Plan(Want("ErGw2Az", s => s with { AllowRemoteVNetTraffic = true }));
        Assert.Equal("""{"properties":{"sku":{"name":"ErGw2AZ","tier":"ErGw2AZ"},"allowRemoteVnetTraffic":true}}""", plan.Body(Gw).ToJsonString());
        Assert.Equal(Impact.Interrupts, plan.Changes[0].Impact.Kind);
        var shut = Built(change: p => p["allowRemoteVnetTraffic"] = true).Plan(Want(with: s => s with { AllowRemoteVNetTraffic = false }));
        Assert.Equal(Impact.CutsOff, Assert.Single(shut.Changes).Impact.Kind);
        Assert.False(Assert.Single(Built().Plan(Want(with: s => s with { AllowRemoteVNetTraffic = false })).Changes).Writes);
    }

    [Theory]
    [InlineData("Succeeded", false)]
    [InlineData("Failed", true)]
    [InlineData("Updating", true)]
    public void What_is_there_is_kept_written_again_or_waited_for(string state, bool writes) =>
        Assert.Equal(writes, Assert.Single(Built(change: p => p["provisioningState"] = state).Plan(Want()).Changes).Writes);

    [Fact]
    public void A_plan_can_be_laid_over_the_networks()
    {
        var topology = Plain("10.0.0.0/24").Topology();
        var plan = ExpressRouteGatewayPlanner.Create(topology, Want(with: s => s with { ExtendAddressSpace = true }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal("ergw", Assert.Single(PlanProjection.Apply(topology, plan).GatewaysOf(Net)).Name);
    }

    // Every move of the table is one that is possible, and no other: each pair of SKUs is tried.
    [Fact]
    public void A_gateway_becomes_what_the_table_says_and_nothing_else()
    {
        foreach (var from in ExpressRouteSku.All)
        {
            foreach (var to in ExpressRouteSku.All.Where(t => t.Name != from.Name))
            {
                var plan = Built(from.ArmName, p => Units(p, 2, 10)).Plan(Want(to.Name, s => to.Name == "ErGwScale" ? s with { MinScaleUnit = 2 } : s));
                Assert.Equal(ExpressRouteSkuMove.All.Any(m => m.From == from.Name && m.To == to.Name), plan.CanApply);
            }
        }
    }

    [Fact]
    public void An_expressroute_gateway_is_removed_as_a_vpn_gateway_is()
    {
        var plan = VpnGatewayRemover.Create(Built().Topology(), new(Gw), new([]));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.StartsWith("Remove ExpressRoute gateway 'ergw'", Assert.Single(plan.Changes).Summary, StringComparison.Ordinal);
        Assert.Contains("ExpressRoute", plan.Changes[0].Before, StringComparison.Ordinal);
    }
}
