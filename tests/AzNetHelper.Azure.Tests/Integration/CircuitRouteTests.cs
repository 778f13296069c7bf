using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>What lies behind circuits, asked of Microsoft's routers over the adapter on the simulation's sample.</summary>
public sealed class CircuitRouteTests
{
    private const string Asked = "/peerings/AzurePrivatePeering/routeTables/";

    [Fact]
    public Task A_survey_asks_only_where_that_is_wanted() => Bed.RunAsync(SampleEstate.Create(), async bed =>
    {
        Assert.Empty((await SurveyAsync(bed, SurveyDepth.All)).ExpressRoutePrefixes);
        Assert.Equal(0, Questions(bed));

        var topology = await SurveyAsync(bed, SurveyDepth.All | SurveyDepth.CircuitRoutes);
        Assert.Equal("172.20.0.0/16", Assert.Single(topology.ExpressRoutePrefixes[SampleEstate.Circuit]).ToString());
        Assert.Equal((2, 0), (Questions(bed), topology.Gaps.Length));
        Assert.Equal(Verdict.Reachable, Ask(topology).Verdict);
    });

    [Fact]
    public Task A_circuit_that_is_an_end_is_asked_by_itself() => Bed.RunAsync(SampleEstate.Create(), async bed =>
    {
        await PairAsync(bed, "vnet-er", "vnet-hub");
        Assert.Equal(0, Questions(bed));

        var topology = await PairAsync(bed, "vnet-er", "site:er-contoso");
        Assert.Equal(2, Questions(bed));
        Assert.Equal(Verdict.Reachable, Ask(topology).Verdict);
    });

    [Fact]
    public Task Who_may_not_ask_does_not_know_what_is_reached() => Bed.RunAsync(SampleEstate.Create(), async bed =>
    {
        bed.Simulation.Guards = new()
        {
            Denials = [new("Microsoft.Network/expressRouteCircuits/peerings/routeTables/*", ResourceId.ForSubscription(SampleEstate.Circuit.SubscriptionId))],
        };
        foreach (var topology in (Topology[])[await PairAsync(bed, "vnet-er", "site:er-contoso"), await SurveyAsync(bed, SurveyDepth.All | SurveyDepth.CircuitRoutes)])
        {
            Assert.Equal(["primary", "secondary"], topology.Gaps.Select(g => g.Scope.Split('/')[^1]).Order(StringComparer.Ordinal));
            var answer = Ask(topology);
            Assert.Equal((Verdict.Unknown, ReasonId.CircuitRoutesNotRead), (answer.Verdict, Assert.Single(answer.Reasons).Id));
        }
    });

    [Fact]
    public Task The_ground_of_routers_has_the_routes_of_its_circuits_where_they_are_asked_for() => Bed.RunAsync(SampleEstate.Create(), async bed =>
    {
        Assert.Empty((await GroundAsync(bed, SurveyDepth.Networks)).ExpressRoutePrefixes);
        Assert.Equal(0, Questions(bed));
        Assert.Equal("172.20.0.0/16", Assert.Single((await GroundAsync(bed, SurveyDepth.CircuitRoutes)).ExpressRoutePrefixes[SampleEstate.Circuit]).ToString());
        Assert.Equal(2, Questions(bed));

        // Neither router stands there: nothing is announced, which is known.
        bed.Simulation.SetCircuitRouter(SampleEstate.Circuit, CircuitLink.Both, new CustomerRouter(65010, 100) { IsUp = false });
        Assert.Empty((await GroundAsync(bed, SurveyDepth.CircuitRoutes)).ExpressRoutePrefixes[SampleEstate.Circuit]);
    });

    private static async Task<Topology> GroundAsync(Bed bed, SurveyDepth depth) => Assert.IsType<Topology>(await RouterGround.ReadAsync(
        bed.Arm, ImmutableArray.Create(SampleEstate.Circuit), TopologyScope.Everything with { Depth = depth }, StepWriter.Nowhere, Bed.Stop));

    private static Task<Topology> SurveyAsync(Bed bed, SurveyDepth depth) =>
        TopologyReader.ReadAsync(bed.Arm, TopologyScope.Everything with { Depth = depth }, StepWriter.Nowhere, Bed.Stop);

    private static Task<Topology> PairAsync(Bed bed, string a, string b) =>
        PairReader.ReadAsync(bed.Arm, TopologyScope.Everything, (a, b), plan: null, StepWriter.Nowhere, Bed.Stop);

    private static ReachabilityAnswer Ask(Topology topology) =>
        new ReachabilityEngine(topology).Ask(new VNetEndpoint(SampleEstate.ExpressRoute), new SiteEndpoint(SampleEstate.Circuit));

    private static int Questions(Bed bed) => bed.Simulation.Log.All.Count(r => r.Method == "POST" && r.Path.Contains(Asked, StringComparison.OrdinalIgnoreCase));
}
