using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>What Azure allows is planned, and one more is refused.</summary>
public sealed class ManagerLimitTests
{
    private static readonly Dictionary<string, Func<int, Plan>> s_cases = new(StringComparer.Ordinal)
    {
        ["ManagedSpokeLimit"] = more => Plan(false, Network("hub", ManagerLimits.SpokesPerHub - 1), [.. Named(1 + more)]),
        ["ConnectedGroupLimit"] = more => Plan(true, Network("hub"), [.. Named(ManagerLimits.NetworksPerConnectedGroup + more)]),
        ["ConnectedGroupLimit of one VNet"] = more => Plan(true, Network("hub"), [.. Named(1)], ManagerLimits.ConnectedGroupsPerNetwork - 1 + more),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Limit_is_allowed_and_one_more_is_refused(string id)
    {
        Assert.Empty(s_cases[id](0).Problems);
        Assert.Equal(id.Split(' ')[0], Assert.Single(s_cases[id](1).Problems).CheckId);
    }

    [Fact]
    public void Every_check_has_a_case() => Assert.Empty(ManagerCheck.All.Select(c => c.Id)
        .Except(ManagerCheckTests.Cases.Select(c => c.Data)).Except(s_cases.Keys));

    private static Plan Plan(bool direct, ResourceDocument hub, ResourceDocument[] spokes, int meshes = 0)
    {
        var manager = JsonBody.Parse($$$"""
            {"properties":{"networkManagerScopeAccesses":["Connectivity"],"networkManagerScopes":{"managementGroups":[],
             "subscriptions":["/subscriptions/{{{hub.Id.SubscriptionId}}}"] } } }
            """);
        var mesh = JsonBody.Parse("""{"properties":{"connectivityTopology":"Mesh","hubs":[],"appliesToGroups":[]}}""");
        var state = new ManagerState(ManagerArm.Manager, manager)
        {
            Effective = ImmutableSortedDictionary<ResourceId, ImmutableArray<ConfigurationState>>.Empty.Add(spokes[0].Id,
                [.. Enumerable.Range(0, meshes).Select(i => new ConfigurationState(ManagerArm.Configuration(Name("mesh", i)), mesh))]),
        };
        return ManagedSpokesPlanner.Create(new Topology([hub, .. spokes]), state,
            new(ManagerArm.Manager, hub.Id, [.. spokes.Select(s => s.Id)]) { DirectConnectivity = direct }, new Plan("pairs"));
    }

    private static IEnumerable<ResourceDocument> Named(int count) => Enumerable.Range(0, count).Select(i => Network(Name("s", i)));

    private static ResourceDocument Network(string name, int peerings = 0) => new(Net(name), JsonBody.WriteUtf8(new JsonObject
    {
        ["id"] = Net(name).ToString(),
        ["name"] = name,
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray() },
            ["virtualNetworkPeerings"] = new JsonArray([.. Enumerable.Range(0, peerings).Select(i => (JsonNode)new JsonObject
            {
                ["id"] = Half(name, Name("p", i)).ToString(),
                ["name"] = Name("p", i),
                ["properties"] = new JsonObject
                {
                    ["remoteVirtualNetwork"] = new JsonObject { ["id"] = Net(Name("other", i)).ToString() },
                    ["peeringState"] = "Connected",
                },
            })]),
        },
    }));

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
