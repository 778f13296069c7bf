using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>Plans that are run together, and the order of what waits for each other.</summary>
public sealed class MergedPlanTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plans_that_write_one_half_and_not_the_same_are_a_problem_whatever_they_do_to_it(bool removesFirst)
    {
        var estate = new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16")
            .WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var update = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        var remove = Removal(estate);

        var merged = Plan.Of(removesFirst ? [remove, update] : [update, remove]);

        Assert.False(merged.CanApply);
        Assert.Equal(("PlansConflict", Half("a", "a-to-b")), Assert.Single(merged.Problems.Select(p => (p.CheckId, p.Resource))));
    }

    [Fact]
    public void Plans_that_want_the_same_are_one()
    {
        var estate = new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")));

        var merged = Plan.Of([plan, plan]);

        Assert.True(merged.CanApply);
        Assert.Equal(plan.Changes.Select(c => c.Key), merged.Changes.Select(c => c.Key));
    }

    [Fact]
    public void A_start_stands_behind_the_stop_that_it_waits_for_in_whatever_order_they_were_asked()
    {
        var estate = new Estate().With("one", "10.1.0.0/16").With("two", "10.2.0.0/16").With("spoke", "10.3.0.0/16")
            .WithGateway("one").WithGateway("two")
            .WithHalf("one", "spoke", "Connected", "lends").WithHalf("spoke", "one", "Connected", "uses")
            .WithHalf("two", "spoke", "Connected").WithHalf("spoke", "two", "Connected");
        var plan = VNetPeeringPlanner.CreateAll(estate.Topology,
        [
            new(Net("spoke"), Net("two")) { LocalHalf = new() { UseRemoteGateways = true }, RemoteHalf = new() { AllowGatewayTransit = true } },
            new(Net("spoke"), Net("one")) { LocalHalf = new() { UseRemoteGateways = false }, RemoteHalf = new() { AllowGatewayTransit = false } },
        ]);

        Assert.True(plan.CanApply, string.Join("; ", plan.Problems));
        Assert.True(estate.Run(plan).Succeeded);
        Assert.All(plan.Changes, change => Assert.All(change.DependsOn, key =>
            Assert.Contains(key, plan.Changes.TakeWhile(c => c != change).Select(c => c.Key))));
    }

    [Fact]
    public void Gateway_with_a_secret_that_cannot_be_read_is_not_written()
    {
        var estate = new Estate().With("a", "10.0.0.0/16").WithGateway("a");
        var gateway = estate.Topology.Gateways[0].Id;
        estate.Arm[gateway]["properties"]!["vpnClientConfiguration"] =
            System.Text.Json.Nodes.JsonNode.Parse("""{"radiusServerAddress":"10.0.0.4"}""");
        var plan = new Plan("x") { Changes = [new(gateway, ChangeKind.Update, "x") { After = """{"tags":{"a":"b"}}""" }] };

        var report = estate.Run(plan);

        Assert.Equal("SecretNotReadable", report.Results[0].Error!.Id);
        Assert.Empty(estate.Arm.Writes);
    }

    private static Plan Removal(Estate estate) => VNetPeeringPlanner.Remove(
        estate.Topology, AzNetHelper.Networks.PeeringPair.Between(estate.Topology, Net("a"), Net("b")));
}
