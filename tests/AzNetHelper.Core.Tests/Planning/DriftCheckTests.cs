using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

public sealed class DriftCheckTests
{
    [Fact]
    public void Nothing_has_drifted_before_after_and_in_the_middle_of_a_run()
    {
        var estate = Two();
        var plan = Peer(estate);
        Assert.Empty(Find(estate, plan));

        Assert.True(estate.Run(plan with { Changes = plan.Changes[..1] }).Succeeded || estate.Arm.Writes.Count == 1);
        Assert.Empty(Find(estate, plan));

        Assert.True(estate.Run(plan).Succeeded);
        Assert.Empty(Find(estate, plan));
    }

    [Fact]
    public void A_member_that_the_plan_found_otherwise_is_named_with_both_values()
    {
        var estate = Two().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology,
            new(Net("a"), Net("b")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        Properties(estate, Half("a", "a-to-b"))["allowGatewayTransit"] = true;
        Properties(estate, Half("b", "b-to-a"))["useRemoteGateways"] = true;

        Assert.Equal(
            [
                $"{Half("a", "a-to-b")} is not as the plan found it: properties.allowGatewayTransit is true, not false.",
                $"{Half("b", "b-to-a")} is not as the plan found it: properties.useRemoteGateways is true, not false.",
            ], Find(estate, plan).Select(d => d.ToString()));
        Assert.Empty(estate.Arm.Writes);
    }

    [Fact]
    public void What_is_as_the_plan_wants_it_is_no_drift_whoever_did_it()
    {
        var estate = Two().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology,
            new(Net("a"), Net("b")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        Properties(estate, Half("a", "a-to-b"))["allowForwardedTraffic"] = true;

        Assert.Empty(Find(estate, plan));
    }

    [Fact]
    public void What_a_plan_rested_on_may_change_once_it_was_applied()
    {
        var estate = Two();
        var plan = Peer(estate);
        Assert.True(estate.Run(plan).Succeeded);
        estate.Arm[Net("b")]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((System.Text.Json.Nodes.JsonNode)"10.77.0.0/16");

        Assert.Empty(Find(estate, plan));
    }

    [Fact]
    public void A_gateway_that_a_peered_spoke_comes_to_use_is_ground()
    {
        var estate = Two().WithGateway("a").WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("a"), [Net("b")]) { UseHubGateway = true });
        Assert.Empty(Find(estate, plan));

        var gateway = estate.Topology.Gateways[0].Id;
        estate.Arm.Remove(gateway);
        Assert.Equal(gateway, Assert.Single(Find(estate, plan)).Resource);
    }

    [Fact]
    public void Address_spaces_that_were_checked_are_ground_and_their_order_is_not()
    {
        var estate = new Estate().With("a", "10.0.0.0/16", "10.5.0.0/16").With("b", "10.1.0.0/16");
        var plan = Peer(estate);
        estate.With("a", "10.5.0.0/16", "10.0.0.0/16");
        Assert.Empty(Find(estate, plan));

        estate.With("b", "10.5.0.0/16");
        Assert.Equal($"{Net("b")} is not as the plan found it: properties.addressSpace.addressPrefixes is [\"10.5.0.0/16\"], not [\"10.1.0.0/16\"].",
            Assert.Single(Find(estate, plan)).ToString());

        estate.Arm.Remove(Net("b"));
        Assert.Equal("it does not exist any more", Assert.Single(Assert.Single(Find(estate, plan)).Differences));
    }

    [Fact]
    public void A_gateway_that_is_borrowed_is_ground()
    {
        var estate = Two().WithGateway("a");
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("a"), [Net("b")]) { UseHubGateway = true });
        Assert.Empty(Find(estate, plan));

        var gateway = ResourceId.ForResource(Net("a").SubscriptionId, "net", ResourceTypes.VirtualNetworkGateway, "gw-a");
        estate.Arm.Remove(gateway);
        Assert.Equal(gateway, Assert.Single(Find(estate, plan)).Resource);
    }

    [Fact]
    public void A_half_that_somebody_made_meanwhile_otherwise_is_drift()
    {
        var estate = Two();
        var plan = Peer(estate);
        estate.WithHalf("a", "b", "Initiated", "forwarded");

        Assert.Equal("it exists now, with another properties.allowForwardedTraffic", Assert.Single(Assert.Single(Find(estate, plan)).Differences));
    }

    [Fact]
    public void A_half_of_another_name_that_took_the_place_is_drift()
    {
        var estate = Two();
        var plan = Peer(estate);
        estate.Arm.Put(Half("a", "mine"), HalfBody("b", "Initiated"));
        Properties(estate, Half("a", "mine"))["synced"] = new System.Text.Json.Nodes.JsonArray("10.1.0.0/16");

        Assert.Equal($"{Half("a", "a-to-b")} is not as the plan found it: a is peered with b already, by 'mine'.", Assert.Single(Find(estate, plan)).ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_on_one_resource_are_looked_at_from_where_the_state_stands(bool applied)
    {
        // Both Disconnected: one is deleted, the other written, the first one made again.
        var estate = Two().WithHalf("a", "b", "Disconnected").WithHalf("b", "a", "Disconnected");
        var plan = Peer(estate);
        Assert.Equal(2, plan.Changes.Count(c => c.Resource == Half("b", "b-to-a")));
        if (applied)
        {
            estate.Run(plan);
            Assert.Empty(Find(estate, plan));
            return;
        }

        Assert.Empty(Find(estate, plan));
        Properties(estate, Half("b", "b-to-a"))["allowForwardedTraffic"] = true;
        Assert.Equal(Half("b", "b-to-a"), Assert.Single(Find(estate, plan)).Resource);
    }

    [Fact]
    public void Resources_are_read_once_each_and_so_many_at_once()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16");
        for (var i = 0; i < 20; i++)
        {
            estate.With($"s{i}", $"10.{i + 1}.0.0/16");
        }

        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [.. Enumerable.Range(0, 20).Select(i => Net($"s{i}"))]));
        var start = estate.Time.GetUtcNow();

        Assert.Empty(Find(estate, plan));

        // 40 halves, 20 spokes, one hub; 8 at once, 50 ms each.
        Assert.Equal(61, estate.Arm.Reads);
        Assert.Equal(TimeSpan.FromMilliseconds(8 * 50), estate.Time.GetUtcNow() - start);
    }

    [Theory]
    [InlineData("10.0.0.0/16", false)]
    [InlineData("10.0.0.0/16 10.8.0.0/16", false)]
    [InlineData("10.0.0.0/16 10.9.0.0/16", true)]
    [InlineData("10.9.0.0/16", true)]
    [InlineData("10.0.0.0/16 10.8.0.0/16 10.9.0.0/16", true)]
    public void A_list_is_as_wanted_as_a_whole_or_it_has_drifted(string now, bool drifted)
    {
        var plan = AddressSpacePlanner.Create(new Estate().With("a", "10.0.0.0/16").Topology,
            new(Net("a")) { Add = [IPPrefix.Parse("10.8.0.0/16")] });

        Assert.Equal(drifted, Find(new Estate().With("a", now.Split(' ')), plan).Length > 0);
    }

    private static Estate Two() => new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");

    private static Plan Peer(Estate estate) => VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")));

    private static System.Text.Json.Nodes.JsonObject Properties(Estate estate, ResourceId id) => estate.Arm[id]["properties"]!.AsObject();

    private static PlanDrift[] Find(Estate estate, Plan plan) =>
        [.. estate.Time.Run(() => new DriftCheck(estate.Arm, 8, StepWriter.Nowhere).FindAsync(plan, default))];
}
