using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reachability;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>What is read for a question about two ends: as much as the answer needs, as fresh as Azure has it.</summary>
public sealed class PairReaderTests
{
    private const string GroupsAction = "listNetworkManagerEffectiveConnectivityConfigurations";
    private static readonly ResourceId A = Net(1, "a");
    private static readonly ResourceId B = Net(2, "b");

    [Fact]
    public Task Ends_that_were_peered_just_now_reach_each_other_though_Resource_Graph_lags() => RunAsync(async bed =>
    {
        await PutAsync(bed, A.Child("virtualNetworkPeerings", "to-b"), Half(B));
        await PutAsync(bed, B.Child("virtualNetworkPeerings", "to-a"), Half(A));

        var pair = await ReadAsync(bed, "a", "b");
        Assert.Equal(Verdict.Reachable, Ask(pair, "a", "b"));
        Assert.Equal(Verdict.Blocked, Ask(await TopologyReader.ReadAsync(
            bed.Arm, TopologyScope.Everything with { Depth = SurveyDepth.All }, StepWriter.Nowhere, Bed.Stop), "a", "b"));
    });

    [Theory]
    [InlineData("new")]
    [InlineData("rg-net/new")]
    [InlineData("new/s1")]
    public Task An_end_that_was_made_just_now_is_found(string name) => RunAsync(async bed =>
    {
        await PutAsync(bed, Net(1, "new"), """
            {"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.9.0.0/16"]},
             "subnets":[{"name":"s1","properties":{"addressPrefix":"10.9.0.0/24"}}]}}
            """);
        Assert.Equal(Verdict.Blocked, Ask(await ReadAsync(bed, name, "b"), name, "b"));
        Assert.Equal(EndpointException.NotFound,
            (await Assert.ThrowsAsync<EndpointException>(() => ReadAsync(bed, "nothing", "b"))).Id);
    });

    [Fact]
    public Task One_member_of_a_connected_group_makes_everybody_be_asked() => RunAsync(async bed =>
    {
        const string Manager = "/subscriptions/00000001-0000-4000-8000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network/networkManagers/nm";
        bed.Simulation.Log.Clear();
        Assert.Equal(Verdict.Blocked, Ask(await ReadAsync(bed, "a", "b"), "a", "b"));
        Assert.Equal(2, Groups(bed));

        bed.Simulation.Load(new Topology(
        [
            Document($"{Manager}/connectivityConfigurations/mesh", $$$"""
                {"connectivityTopology":"Mesh","appliesToGroups":[{"networkGroupId":"{{{Manager}}}/networkGroups/g","groupConnectivity":"DirectlyConnected"}]}
                """),
            Document($"{Manager}/networkGroups/g", """{"memberType":"VirtualNetwork"}"""),
            Document($"{Manager}/networkGroups/g/staticMembers/a", $$"""{"resourceId":"{{A}}"}"""),
            Document($"{Manager}/networkGroups/g/staticMembers/b", $$"""{"resourceId":"{{B}}"}"""),
        ]));
        bed.Simulation.Log.Clear();
        var topology = await ReadAsync(bed, "a", "b");
        Assert.Equal(Verdict.Reachable, Ask(topology, "a", "b"));
        Assert.Equal([A, B], Assert.Single(topology.ConnectedGroups));
        Assert.Equal(2 + 4, Groups(bed));
    });

    [Fact]
    public Task Who_may_not_ask_for_groups_is_told_once_and_gets_Unknown() => RunAsync(async bed =>
    {
        bed.Simulation.Guards = new()
        {
            Denials = [new($"Microsoft.Network/virtualNetworks/{GroupsAction}/action", ResourceId.ForSubscription(A.SubscriptionId)),
                new($"Microsoft.Network/virtualNetworks/{GroupsAction}/action", ResourceId.ForSubscription(B.SubscriptionId))],
        };
        var topology = await ReadAsync(bed, "a", "b");
        Assert.Equal(Verdict.Unknown, Ask(topology, "a", "b"));
        Assert.Equal(2, topology.Gaps.Length);
    });

    [Fact]
    public async Task Answers_are_those_of_the_whole_survey_with_fewer_requests()
    {
        var (asked, all, fewer) = (0, 0, 0);
        for (var seed = 1; seed <= 12; seed++)
        {
            await Bed.RunAsync(RandomEstate.Make(seed, tame: true), async bed =>
            {
                bed.Simulation.Log.Clear();
                var whole = await TopologyReader.ReadAsync(
                    bed.Arm, TopologyScope.Everything with { Depth = SurveyDepth.All }, StepWriter.Nowhere, Bed.Stop);
                var engine = new ReachabilityEngine(whole);
                var groups = Groups(bed);
                foreach (var answer in engine.All().Where((_, i) => i % 5 == 0))
                {
                    bed.Simulation.Log.Clear();
                    var (a, b) = (answer.SourceEndpoint.Id.ToString(), answer.DestinationEndpoint.Id.ToString());
                    var topology = await ReadAsync(bed, a, b);
                    var parser = new EndpointParser(topology);
                    var alone = new ReachabilityEngine(topology).Ask(parser.Parse(a), parser.Parse(b));
                    Assert.Equal($"seed {seed} {answer} {answer.Kinds}", $"seed {seed} {alone} {alone.Kinds}");
                    (asked, all, fewer) = (asked + 1, all + groups, fewer + Groups(bed));
                }
            });
        }

        Assert.True(asked > 20 && fewer < all, $"{asked} pairs: {fewer} questions about groups instead of {all}");
    }

    private static Task<Topology> ReadAsync(Bed bed, string a, string b) =>
        PairReader.ReadAsync(bed.Arm, TopologyScope.Everything, (a, b), plan: null, StepWriter.Nowhere, Bed.Stop);

    private static Verdict Ask(Topology topology, string a, string b)
    {
        var parser = new EndpointParser(topology);
        return new ReachabilityEngine(topology).Ask(parser.Parse(a), parser.Parse(b)).Verdict;
    }

    private static int Groups(Bed bed) => bed.Simulation.Log.All.Count(r => r.Path.EndsWith(GroupsAction, StringComparison.OrdinalIgnoreCase));

    private static string Half(ResourceId remote) =>
        $$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{remote}}}"},"allowVirtualNetworkAccess":true}}""";

    private static async Task PutAsync(Bed bed, ResourceId id, string body)
    {
        var write = new ArmWrite(ArmVerb.Put, id.ToString(), ResourceTypes.ApiVersion(id)) { Body = Encoding.UTF8.GetBytes(body) };
        await bed.Arm.WaitAsync(await bed.Arm.SendAsync(write, Bed.Stop), Bed.Stop);
    }

    private static ResourceDocument Document(string id, string properties) => new(ResourceId.Parse(id), Encoding.UTF8.GetBytes(
        new JsonObject { ["id"] = id, ["name"] = id.Split('/')[^1], ["properties"] = JsonNode.Parse(properties) }.ToJsonString()));

    private static Task RunAsync(Func<Bed, Task> test) => Bed.RunAsync(
        new Documents().VNet(A, "10.0.0.0/16").VNet(B, "10.1.0.0/16").VNet(Net(1, "c"), "10.2.0.0/16").VNet(Net(2, "d"), "10.3.0.0/16")
            .ToTopology(), test, new() { GraphLag = TimeSpan.FromMinutes(2) });
}
