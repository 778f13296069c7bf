using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Peering;

public sealed class VNetPeeringPlannerTests
{
    [Fact]
    public void Remote_gateway_asked_for_makes_the_other_half_lend_it_first()
    {
        var estate = Pair().WithGateway("b");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")) { LocalHalf = new() { UseRemoteGateways = true } });

        Assert.Equal(["b-to-a", "a-to-b"], plan.Changes.Select(c => c.Resource.Name));
        Assert.True(estate.Run(plan).Succeeded);
        Assert.True(PeeringPair.Between(estate.Topology, Net("a"), Net("b")) is { UseRemoteGateways: true, RemoteAllowGatewayTransit: true });
    }

    [Fact]
    public void Missing_half_of_a_gateway_user_lends_again()
    {
        var estate = Pair().WithGateway("b").WithHalf("a", "b", "Initiated", "uses");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")));

        Assert.Equal(["Create b-to-a", "NoChange a-to-b"], plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.True(estate.Run(plan).Succeeded);
    }

    [Fact]
    public void Waiting_half_that_is_stale_is_synced_when_the_pair_is_joined()
    {
        var topology = Stale(Pair().WithHalf("a", "b", "Initiated").Topology, "LocalAndRemoteNotInSync");
        var plan = VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b")));

        Assert.Equal(["Create b-to-a ", "Update a-to-b syncRemoteAddressSpace=true"],
            plan.Changes.Where(c => c.Writes).Select(c => $"{c.Kind} {c.Resource.Name} {c.Query}"));
        var pair = PeeringPair.Between(PlanProjection.Apply(topology, plan), Net("a"), Net("b"));
        Assert.Equal((PeeringPairState.Connected, true), (pair.State, pair.IsInSync));
    }

    [Fact]
    public void Sync_can_be_left_or_asked_for()
    {
        var topology = Stale(Pair().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected").Topology, "LocalNotInSync");
        var left = VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b")) { LocalHalf = new() { Sync = false, AllowForwardedTraffic = true } });
        var change = Assert.Single(left.Changes, c => c.Writes);
        Assert.Null(change.Query);
        Assert.All(left.Changes, c => Assert.Equal("""{"properties":{"peeringState":"Connected"}}""", c.Expect));

        var asked = VNetPeeringPlanner.Create(topology, new(Net("a"), Net("b")) { RemoteHalf = new() { Sync = true } });
        Assert.Equal(2, asked.Changes.Count(c => c.Query == "syncRemoteAddressSpace=true"));
    }

    [Fact]
    public void Waiting_pair_is_joined_by_the_one_write_that_is_needed_anyway()
    {
        var estate = Pair().WithHalf("a", "b", "Initiated").WithHalf("b", "a", "Initiated");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")) { LocalHalf = new() { AllowForwardedTraffic = true } });

        Assert.Equal("a-to-b", Assert.Single(plan.Changes, c => c.Writes).Resource.Name);
        Assert.True(estate.Run(plan).Succeeded);
    }

    [Fact]
    public void Gateway_is_looked_at_whenever_a_half_that_uses_one_is_written()
    {
        var estate = Pair().WithHalf("a", "b", "Connected", "uses").WithHalf("b", "a", "Connected", "lends");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")) { LocalHalf = new() { AllowForwardedTraffic = true } });
        Assert.Equal("HubHasNoGateway", Assert.Single(plan.Problems).CheckId);
        Assert.True(VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b"))).CanApply);
    }

    [Fact]
    public void Gateway_can_change_hands_in_one_run()
    {
        var estate = Pair().WithGateway("b").WithHalf("a", "b", "Connected", "lends").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b"))
        {
            LocalHalf = new() { UseRemoteGateways = true, AllowGatewayTransit = false },
        });

        Assert.Empty(plan.Problems);
        Assert.True(estate.Run(plan).Succeeded);
    }

    [Fact]
    public void Flags_of_both_halves_are_independent_changes()
    {
        var estate = Pair().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b"))
        {
            LocalHalf = new() { AllowForwardedTraffic = true }, RemoteHalf = new() { AllowVirtualNetworkAccess = false },
        });

        Assert.All(plan.Changes, c => Assert.Empty(c.DependsOn));
        Assert.Equal([Impact.None, Impact.CutsOff], plan.Changes.Select(c => c.Impact.Kind));
        estate.Arm.Faults = (w, _) => w.Path.EndsWith("a-to-b", StringComparison.Ordinal) ? Fault.Refused : Fault.None;
        Assert.Equal([ChangeOutcome.Failed, ChangeOutcome.Done], estate.Run(plan).Results.Select(r => r.Outcome));
    }

    [Fact]
    public void Subnet_peering_is_completed_mirrored()
    {
        var estate = Pair().WithHalf("a", "b", "Initiated");
        var half = estate.Arm[Half("a", "a-to-b")]["properties"]!.AsObject();
        half["peerCompleteVnets"] = false;
        half["localSubnetNames"] = new System.Text.Json.Nodes.JsonArray("web");
        half["remoteSubnetNames"] = new System.Text.Json.Nodes.JsonArray("db");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b")));

        var body = JsonBody.Parse(plan.Changes.Single(c => c.Kind == ChangeKind.Create).After!);
        Assert.Equal("[\"db\"] [\"web\"]", $"{JsonBody.At(body, "properties.localSubnetNames")!.ToJsonString()} {JsonBody.At(body, "properties.remoteSubnetNames")!.ToJsonString()}");
        Assert.True(estate.Run(plan).Succeeded);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void Removal_takes_both_halves_the_gateway_user_first_and_names_who_loses(string from, string to)
    {
        var estate = Pair().WithGateway("a").WithHalf("a", "b", "Connected", "lends").WithHalf("b", "a", "Connected", "uses");
        var topology = estate.Topology;
        var plan = VNetPeeringPlanner.Remove(topology, PeeringPair.Between(topology, Net(from), Net(to)));

        Assert.Equal(["Delete b-to-a", "Delete a-to-b"], plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal(Impact.CutsOff, plan.Changes[0].Impact.Kind);
        Assert.Contains("b also loses what it reaches through the gateway of a", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
        var report = estate.Run(plan);
        Assert.True(report.Succeeded);
        Assert.Empty(estate.Arm.Peerings);
        var result = PeeringResult.From(topology, Net("a"), Net("b"), report.Results);
        Assert.True(result is { State: PeeringPairState.Absent, Changed: true, Error: null });
        Assert.All(estate.Run(plan).Results, r => Assert.Equal(ChangeOutcome.Unchanged, r.Outcome));
    }

    [Fact]
    public void Removal_takes_the_half_that_is_left()
    {
        var estate = Pair().WithHalf("a", "b", "Disconnected");
        var plan = VNetPeeringPlanner.Remove(estate.Topology, PeeringPair.Between(estate.Topology, Net("b"), Net("a")));
        Assert.Single(plan.Changes);
        Assert.True(estate.Run(plan).Succeeded);
        Assert.Equal("PeeringNotFound", Assert.Single(VNetPeeringPlanner.Remove(estate.Topology, PeeringPair.Between(estate.Topology, Net("a"), Net("b"))).Problems).CheckId);
    }

    [Theory]
    [InlineData("Connected", "Connected", PeeringPairState.Connected, "Connected")]
    [InlineData("Initiated", null, PeeringPairState.HalfMissing, "The half in b is missing: run Repair-VNetPeering")]
    [InlineData(null, "Initiated", PeeringPairState.HalfMissing, "The half in a is missing: run Repair-VNetPeering")]
    [InlineData("Disconnected", null, PeeringPairState.Disconnected, "Disconnected, a half was deleted: run Repair-VNetPeering")]
    [InlineData("Initiated", "Initiated", PeeringPairState.Initiated, "Initiated, not connected yet: run Repair-VNetPeering if it stays so")]
    [InlineData(null, null, PeeringPairState.Absent, "There is no peering")]
    public void Pair_tells_its_state_in_a_sentence(string? half, string? other, PeeringPairState state, string verdict)
    {
        var estate = Pair();
        if (half is not null)
        {
            estate.WithHalf("a", "b", half);
        }

        if (other is not null)
        {
            estate.WithHalf("b", "a", other);
        }

        var pair = PeeringPair.Between(estate.Topology, Net("a"), Net("b"));
        Assert.Equal((state, verdict, PeeringScope.Regional), (pair.State, pair.Verdict, pair.Scope));
        Assert.Equal(half is null && other is null ? 0 : 1, PeeringPair.All(estate.Topology).Length);
        Assert.Equal(half is null && other is null ? 0 : 1, PeeringPair.Of(estate.Topology, Net("b")).Length);
        Assert.Equal(state, pair.Reversed.State);
    }

    [Fact]
    public void Pair_with_an_unread_end_says_so_and_other_regions_make_it_global()
    {
        var estate = Pair().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var unread = PeeringPair.Between(estate.Topology.With([], [Net("b")]), Net("a"), Net("b"));
        Assert.Equal((PeeringPairState.HalfUnread, PeeringScope.Unknown), (unread.State, unread.Scope));
        estate.Arm[Net("b")]["location"] = "North Europe";
        Assert.Equal(PeeringScope.Global, PeeringPair.All(estate.Topology)[0].Scope);
        estate.Arm[Net("b")]["location"] = "West Europe";
        Assert.Equal(PeeringScope.Regional, PeeringPair.All(estate.Topology)[0].Scope);
    }

    private static Estate Pair() => new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");

    // a's half holds a prefix that b no longer has.
    private static Topology Stale(Topology topology, string level)
    {
        var document = JsonBody.Parse(topology.Document(Net("a"))!.Json)!;
        var half = JsonBody.At(document, "properties.virtualNetworkPeerings")![0]!["properties"]!;
        half["remoteAddressSpace"] = System.Text.Json.Nodes.JsonNode.Parse("""{"addressPrefixes":["10.99.0.0/16"]}""");
        half["peeringSyncLevel"] = level;
        return topology.With([new(Net("a"), JsonBody.WriteUtf8(document))]);
    }
}
