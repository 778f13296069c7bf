using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Peering;

/// <summary>
/// Every check with what it says; where the fake service knows the rule, a run of the same changes with the check switched
/// off is refused.
/// </summary>
public sealed class PeeringPreflightTests
{
    [Fact]
    public void All_problems_of_all_spokes_are_told_at_once()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.0.128.0/17").With("s2", "10.2.0.0/16").With("s3", "10.2.3.0/24");
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net("s1"), Net("s2"), Net("s3"), Net("s4"), Net("hub")]) { UseHubGateway = true });

        Assert.Equal(
            ["SameVNet hub", "VNetNotFound s4", "AddressSpaceOverlap s1", "AddressSpaceOverlap s2", "AddressSpaceOverlap s3", "HubHasNoGateway s1", "HubHasNoGateway s2", "HubHasNoGateway s3"],
            plan.Problems.OrderBy(p => p.CheckId switch { "SameVNet" => 0, "VNetNotFound" => 1, "AddressSpaceOverlap" => 2, _ => 3 })
                .ThenBy(p => p.Group).Select(p => $"{p.CheckId} {ResourceId.Parse(p.Group).Name}").Distinct());
        Assert.False(plan.CanApply);
        Assert.Contains(plan.Problems, p => p.Message.Contains("10.0.0.0/16 and 10.0.128.0/17", StringComparison.Ordinal));
    }

    [Fact]
    public void Overlap_with_the_hub_is_refused()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.0.1.0/24", "10.9.0.0/16");
        AssertProblem(estate, "AddressSpaceOverlap", "hub and s1 cannot be peered, their address spaces overlap: 10.0.0.0/16 and 10.0.1.0/24.", "VnetAddressSpacesOverlap");
    }

    [Fact]
    public void Overlap_with_a_spoke_that_is_there_is_refused()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").With("old", "10.1.2.0/24")
            .WithHalf("hub", "old", "Connected").WithHalf("old", "hub", "Connected");
        AssertProblem(estate, "AddressSpaceOverlap", "s1 overlaps with old, which hub is peered with: 10.1.0.0/16 and 10.1.2.0/24.", "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet");
    }

    [Fact]
    public void Overlap_with_a_peer_that_cannot_be_read_is_told_from_the_half()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").With("far", "10.1.2.0/24").WithHalf("hub", "far", "Connected");
        var whole = estate.Topology;
        var plan = HubSpokePlanner.Create(whole.With([], [Net("far")]), new(Net("hub"), [Net("s1")]));
        Assert.Contains("s1 overlaps with far, which hub is peered with: 10.1.0.0/16 and 10.1.2.0/24.", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlap_of_the_hub_with_a_peer_of_the_spoke_is_refused()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").With("old", "10.0.2.0/24")
            .WithHalf("s1", "old", "Connected").WithHalf("old", "s1", "Connected");
        AssertProblem(estate, "AddressSpaceOverlap", "hub overlaps with old, which s1 is peered with", "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet");
    }

    [Theory]
    [InlineData(null, null, "HubHasNoGateway", "no VPN or ExpressRoute gateway and no Route Server")]
    [InlineData("Basic", "Succeeded", "HubHasNoGateway", "SKU Basic")]
    [InlineData("VpnGw1AZ", "Failed", "HubHasNoGateway", "in state Failed")]
    public void Hub_without_a_gateway_that_can_be_lent_is_refused(string? sku, string? state, string id, string says)
    {
        var estate = Two();
        if (sku is not null)
        {
            estate.WithGateway("hub", sku: sku, state: state!);
        }

        // The fake does not know that a Basic gateway cannot be lent.
        AssertProblem(estate, id, says, sku == "Basic" ? null : "RemoteVnetHasNoGateways", useGateway: true);
    }

    [Theory]
    [InlineData("Updating")]
    [InlineData("Creating")]
    public void Gateway_that_is_still_written_is_a_notice(string state)
    {
        var plan = Plan(Two().WithGateway("hub", state: state), useGateway: true);
        Assert.True(plan.CanApply);
        Assert.Contains(plan.Notices, n => n.Id == "GatewayUpdating" && n.Message.Contains($"still {state}", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_remote_gateways_asked_for_in_one_call_are_refused()
    {
        var estate = new Estate().With("s", "10.1.0.0/16").With("h1", "10.2.0.0/16").WithGateway("h1").With("h2", "10.3.0.0/16").WithGateway("h2");
        var plan = VNetPeeringPlanner.CreateAll(estate.Topology,
            [.. new[] { "h1", "h2" }.Select(h => new NewPeeringRequest(Net("s"), Net(h)) { LocalHalf = new() { UseRemoteGateways = true } })]);
        Assert.Equal(["SpokeUsesOtherGateway", "SpokeUsesOtherGateway"], plan.Problems.Select(p => p.CheckId));
        Assert.Contains("the gateways of h1 and of h2", plan.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gateway_moves_from_one_lender_to_another_in_one_call()
    {
        var estate = new Estate().With("s", "10.1.0.0/16").With("h1", "10.2.0.0/16").WithGateway("h1").With("h2", "10.3.0.0/16").WithGateway("h2")
            .WithHalf("s", "h1", "Connected", "uses").WithHalf("h1", "s", "Connected", "lends");
        var plan = VNetPeeringPlanner.CreateAll(estate.Topology,
        [
            new(Net("s"), Net("h1")) { LocalHalf = new() { UseRemoteGateways = false } },
            new(Net("s"), Net("h2")) { LocalHalf = new() { UseRemoteGateways = true } },
        ]);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Disconnected_half_of_a_deleted_network_does_not_keep_its_space_taken()
    {
        var estate = Two().With("old", "10.1.2.0/24").WithHalf("hub", "old", "Disconnected");
        Assert.Empty(HubSpokePlanner.Create(estate.Topology.With([], [Net("old")]), new(Net("hub"), [Net("s1")])).Problems);
    }

    [Fact]
    public void Classic_network_is_told_with_what_to_do_beside_every_other_problem()
    {
        var classic = ResourceId.ForResource(Net("hub").SubscriptionId, "old", "Microsoft.ClassicNetwork/virtualNetworks", "c1");
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.0.1.0/24");
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [classic, Net("s1")]));
        Assert.Equal(["ClassicVNet", "AddressSpaceOverlap"], plan.Problems.Select(p => p.CheckId));
        Assert.Contains("Move-AzureVirtualNetwork", plan.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(classic.ToString(), plan.Problems[0].Group);
    }

    [Fact]
    public void Express_route_gateway_will_do()
    {
        var estate = Two().WithGateway("hub", "ExpressRoute", "ErGw1AZ");
        Assert.Empty(Plan(estate, useGateway: true).Problems);
    }

    [Fact]
    public void Spoke_with_a_gateway_of_its_own_is_refused() =>
        AssertProblem(Two().WithGateway("hub").WithGateway("s1"), "SpokeHasGateway", "gw-s1", "OwnGateway", useGateway: true);

    [Fact]
    public void Spoke_that_uses_another_gateway_is_refused()
    {
        var estate = Two().WithGateway("hub").With("hub2", "10.99.0.0/16").WithGateway("hub2")
            .WithHalf("hub2", "s1", "Connected", "lends").WithHalf("s1", "hub2", "Connected", "uses");
        AssertProblem(estate, "SpokeUsesOtherGateway", "already uses the gateway of hub2", "SecondRemoteGateway", useGateway: true);
    }

    [Theory]
    [InlineData("ANM_1234", "Azure Virtual Network Manager")]
    [InlineData("RemoteVnetToHubPeering_1234", "a Virtual WAN hub")]
    public void Peering_of_a_service_is_reported_and_never_written(string name, string owner)
    {
        var estate = Two();
        estate.Arm.Put(Half("hub", name), HalfBody("s1", "Initiated"));
        estate.Arm[Half("hub", name)]["properties"]!["synced"] = JsonBody.At(estate.Arm[Net("s1")], "properties.addressSpace.addressPrefixes")!.DeepClone();
        AssertProblem(estate, "PeeringOwned", owner, null);
    }

    [Fact]
    public void Peering_of_a_service_that_is_as_wanted_is_no_problem()
    {
        var estate = Two();
        estate.Arm.Put(Half("hub", "ANM_1"), HalfBody("s1", "Connected"));
        estate.Arm[Half("hub", "ANM_1")]["properties"]!["synced"] = JsonBody.At(estate.Arm[Net("s1")], "properties.addressSpace.addressPrefixes")!.DeepClone();
        estate.WithHalf("s1", "hub", "Connected");
        Assert.True(Plan(estate) is { IsEmpty: true, CanApply: true });
    }

    [Fact]
    public void More_than_500_peerings_are_refused()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16");
        for (var i = 0; i < 500; i++)
        {
            estate.Arm.Put(Half("hub", $"p{i}"), HalfBody($"gone{i}", "Disconnected"));
            estate.Arm[Half("hub", $"p{i}")]["properties"]!["synced"] = new System.Text.Json.Nodes.JsonArray();
        }

        var problem = Assert.Single(Plan(estate).Problems);
        Assert.Equal(("PeeringLimit", FailureKind.LimitsExceeded), (problem.CheckId, problem.Kind));
        Assert.Contains("hub would have 501 peerings; Azure allows 500.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_peerings_to_one_remote_are_told()
    {
        var estate = Two().WithHalf("hub", "s1", "Connected").WithHalf("s1", "hub", "Connected");
        estate.Arm.Put(Half("hub", "second"), HalfBody("s1", "Connected"));
        estate.Arm[Half("hub", "second")]["properties"]!["synced"] = JsonBody.At(estate.Arm[Net("s1")], "properties.addressSpace.addressPrefixes")!.DeepClone();
        AssertProblem(estate, "DuplicatePeering", "hub-to-s1, second", null);
    }

    [Fact]
    public void Failed_network_is_told_and_updating_one_is_fine()
    {
        var estate = Two();
        estate.Arm[Net("s1")]["properties"]!["provisioningState"] = "Updating";
        Assert.Empty(Plan(estate).Problems);
        estate.Arm[Net("s1")]["properties"]!["provisioningState"] = "Failed";
        AssertProblem(estate, "VNetFailed", "s1 is in state Failed", null);
    }

    [Fact]
    public void Network_that_may_not_be_read_is_told_with_the_reason()
    {
        var estate = Two();
        var topology = new Topology(estate.Topology.With([], [Net("s1")]).Documents, [new(Net("s1").Group!.ToString(), "AuthorizationFailed", "No permission.")]);
        var problem = Assert.Single(HubSpokePlanner.Create(topology, new(Net("hub"), [Net("s1")])).Problems);
        Assert.Equal(("VNetNotFound", FailureKind.ObjectNotFound), (problem.CheckId, problem.Kind));
        Assert.Contains("No permission.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hub_that_is_not_there_is_told_once()
    {
        var estate = Two().With("s2", "10.2.0.0/16");
        var problem = Assert.Single(HubSpokePlanner.Create(estate.Topology, new(Net("nohub"), [Net("s1"), Net("s2")])).Problems);
        Assert.Equal(("VNetNotFound", Net("nohub"), string.Empty), (problem.CheckId, problem.Resource, problem.Group));
    }

    [Fact]
    public void Explicit_name_that_is_taken_or_no_name_is_refused()
    {
        var estate = Two().With("s2", "10.2.0.0/16").WithHalf("hub", "s2", "Initiated");
        var taken = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s1")) { LocalHalf = new() { Name = "hub-to-s2" } });
        var bad = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s1")) { LocalHalf = new() { Name = "-x-" } });
        Assert.Equal("PeeringNameTaken", Assert.Single(taken.Problems).CheckId);
        Assert.Equal("InvalidResourceName", Assert.Single(bad.Problems).CheckId);
    }

    [Fact]
    public void Gateway_flags_that_cannot_stand_together_are_refused()
    {
        var estate = Two().WithGateway("hub").WithGateway("s1").WithHalf("hub", "s1", "Connected", "lends").WithHalf("s1", "hub", "Connected", "uses");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s1")) { LocalHalf = new() { AllowGatewayTransit = false } });
        var both = VNetPeeringPlanner.Create(estate.Topology, new(Net("hub"), Net("s1")) { RemoteHalf = new() { AllowGatewayTransit = true } });
        Assert.Equal("GatewayInUse", Assert.Single(plan.Problems).CheckId);
        Assert.Equal("GatewayFlagsConflict", Assert.Single(both.Problems).CheckId);
    }

    private static Estate Two() => new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16");

    private static Plan Plan(Estate estate, bool? useGateway = null) =>
        HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net("s1")]) { UseHubGateway = useGateway });

    private static void AssertProblem(Estate estate, string id, string says, string? refusal, bool? useGateway = null)
    {
        var plan = Plan(estate, useGateway);
        var problem = Assert.Single(plan.Problems);
        Assert.Equal((id, Net("s1").ToString()), (problem.CheckId, problem.Group));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        if (refusal is not null)
        {
            var report = estate.Run(plan with { Problems = [] }, new() { Timeout = TimeSpan.FromMinutes(1) });
            Assert.Contains(report.Results, r => r.Error?.Id == refusal);
        }
    }
}
