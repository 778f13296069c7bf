using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Spokes that leave Virtual Network Manager, on the simulation, where a deployment takes its time.</summary>
public sealed class ManagedRemovalTests
{
    private static readonly ResourceId Manager = Id(1, ResourceTypes.NetworkManager, "nm");
    private static readonly ResourceId Members = Manager.Child("networkGroups", "hub-spokes");
    private static readonly ResourceId Content = Manager.Child("connectivityConfigurations", "hub-hub-spoke");
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId First = Net(1, "s1");
    private static readonly ResourceId Second = Net(2, "s2");

    // The clock of the bed jumps ahead of a busy machine.
    private static readonly RunOptions s_options = new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2) };

    [Theory]
    [InlineData(ResourceTypes.StaticMember)]
    [InlineData(ManagerDeployment.Type)]
    [InlineData(ResourceTypes.ConnectivityConfiguration)]
    public async Task What_an_interruption_left_is_ended_by_the_same_command(string last)
    {
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            await JoinAsync(bed, First, Second);
            var plan = (await RemovalAsync(bed, First, Second)).Plan;
            var done = plan.Changes.IndexOf(plan.Changes.Last(c => c.Resource.IsType(last))) + 1;
            Bed.AssertSucceeded(await bed.ApplyAsync(plan with { Changes = plan.Changes[..done] }, options: s_options));

            var rest = await RemovalAsync(bed, First, Second);
            Assert.True(rest.Plan.CanApply, string.Join('\n', rest.Plan.Problems));
            Assert.Equal(plan.Changes[done..].Select(c => c.Resource), rest.Plan.Changes.Select(c => c.Resource));
            Bed.AssertSucceeded(await EndAsync(bed, rest, First, Second));
            Assert.Empty(bed.Simulation.Deployments.SelectMany(d => d.Configurations));
            Assert.False(await IsThereAsync(bed, Content));
            Assert.False(await IsThereAsync(bed, Members));
            Assert.Equal("ManagedSpokeNotFound", (await RemovalAsync(bed, First)).Plan.Problems.Single().CheckId);
        });
    }

    [Fact]
    public async Task Configuration_of_a_spoke_that_is_no_static_member_stays()
    {
        // Whom a policy puts in is seen by its peering only: the simulation keeps what it finds.
        var policed = Net(2, "policed");
        var estate = Estate().VNet(policed, "10.9.0.0/16");
        foreach (var (from, to) in new[] { (Hub, policed), (policed, Hub) })
        {
            estate.Half(from, to);
            var half = estate[from]["properties"]!["virtualNetworkPeerings"]![0]!;
            (half["name"], half["id"]) = ("ANM_0123456789ABCDEF", from.Child("virtualNetworkPeerings", "ANM_0123456789ABCDEF").ToString());
        }

        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            await JoinAsync(bed, First);
            var removal = await RemovalAsync(bed, First);
            Assert.Equal(ResourceTypes.StaticMember, Assert.Single(removal.Plan.Changes).Resource.Type);
            Assert.Contains("policed belong", Assert.Single(removal.Plan.Notices, n => n.Id == "ConfigurationKept").Message, StringComparison.Ordinal);
            Bed.AssertSucceeded(await EndAsync(bed, removal, First));
            Assert.Equal([Content], bed.Simulation.Deployments.SelectMany(d => d.Configurations));
        });
    }

    [Fact]
    public async Task Member_that_was_added_meanwhile_keeps_configuration_and_group()
    {
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            await JoinAsync(bed, First);
            var removal = await RemovalAsync(bed, First);
            var added = Members.Child("staticMembers", "late");
            await bed.Arm.WaitAsync(await bed.Arm.SendAsync(new(ArmVerb.Put, added.ToString(), ResourceTypes.NetworkApiVersion)
            {
                Body = JsonBody.WriteUtf8(new JsonObject { ["properties"] = new JsonObject { ["resourceId"] = Second.ToString() } }),
            }, Bed.Stop), Bed.Stop);

            var drift = await new DriftCheck(bed.Arm, 4, StepWriter.Nowhere).FindAsync(removal.Plan, Bed.Stop);
            Assert.All(drift, d => Assert.Contains("has the member", d.ToString(), StringComparison.Ordinal));
            Assert.Equal(removal.Plan.Changes.Skip(1).Select(c => c.Resource), drift.Select(d => d.Resource));

            var report = await EndAsync(bed, removal, First);
            Assert.Equal(["Done", "Failed", "Skipped", "Skipped"], report.Results.Select(r => r.Outcome.ToString()));
            Assert.Equal("PlanDrifted", report.Results[1].Error?.Id);
            Assert.Equal([Content], bed.Simulation.Deployments.SelectMany(d => d.Configurations).Distinct());
            Assert.True(await IsThereAsync(bed, added));
            Assert.Equal([PeeringPairState.Absent, PeeringPairState.Connected],
                new[] { First, Second }.Select(s => PeeringPair.Between(bed.Simulation.Snapshot(), Hub, s).State));
        });
    }

    [Fact]
    public async Task Removal_goes_on_after_somebody_elses_commit()
    {
        var other = Manager.Child("connectivityConfigurations", "other");
        var estate = Estate().Plain(other, new()
        {
            ["connectivityTopology"] = "Mesh", ["isGlobal"] = "False", ["deleteExistingPeering"] = "False", ["hubs"] = new JsonArray(), ["appliesToGroups"] = new JsonArray(),
        });
        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            await JoinAsync(bed, First);
            var removal = await RemovalAsync(bed, First);
            Assert.Contains(other, removal.Plan.Changes.Where(c => ManagerDeployment.Is(c.Resource))
                .SelectMany(c => ManagerDeployment.ConfigurationsIn(JsonBody.Parse(c.Before!))));
            await bed.Arm.WaitAsync(await bed.Arm.SendAsync(ManagerDeployment.Write(ManagerDeployment.Of(Manager, "westeurope"), new()
            {
                ["properties"] = new JsonObject { ["configurationIds"] = ManagerDeployment.Ids([Content]) },
            }), Bed.Stop), Bed.Stop);

            Bed.AssertSucceeded(await EndAsync(bed, removal, First));
            Assert.Empty(bed.Simulation.Deployments.SelectMany(d => d.Configurations));
            Assert.False(await IsThereAsync(bed, Content));
            Assert.False(await IsThereAsync(bed, Members));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Saved_plan_is_done_when_its_peerings_are_there(bool fails)
    {
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            var ground = (await ManagedSpokesGround.ReadAsync(bed.Arm, Names([First, Second]), r => r, [], StepWriter.Nowhere, Bed.Stop))!;
            var plan = PlanFiles.Read("plan.json", PlanFiles.ToBytes(ground.Plan));
            if (fails)
            {
                bed.Simulation.SetDeploymentFailure("westeurope", "the region is full");
            }

            var told = new List<string>();
            var report = await ManagedRun.CarryOutAsync(bed.Arm, plan, s_options with { OnResult = r => told.Add(r.Change.Key) }, StepWriter.Nowhere,
                (options, stop) => new PlanRunner(bed.Arm, options, StepWriter.Nowhere).RunAsync(plan, stop), Bed.Stop);
            Assert.Equal(plan.Changes.Select(c => c.Key).Order(), told.Order());
            Assert.Equal(fails ? ["NotDeployed", "NotDeployed"] : [null, null],
                report.Results.Where(r => r.Resource.IsType(ResourceTypes.StaticMember)).Select(r => r.Error?.Id));
            Assert.Equal(fails ? PeeringPairState.Absent : PeeringPairState.Connected,
                PeeringPair.Between(bed.Simulation.Snapshot(), Hub, First).State);
        });
    }

    [Fact]
    public async Task Looking_reads_the_hub_and_each_spoke_once_and_one_that_cannot_be_read_fails_alone()
    {
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            await JoinAsync(bed, First, Second);
            var removal = await RemovalAsync(bed, First, Second);

            // Members that leave lose their peering some time later: until then the hub alone is read.
            var plan = removal.Plan with { Changes = [.. removal.Plan.Changes.Where(c => c.Resource.IsType(ResourceTypes.StaticMember))] };
            bed.Simulation.Log.Clear();
            bed.Simulation.Faults.Add(new("GET", "*/virtualNetworks/s2", new Fault.Answers(403, "AuthorizationFailed")));
            var report = await new ManagedRun(bed.Arm, s_options, StepWriter.Nowhere, removal, _ => Task.FromResult<Plan?>(null))
                .RunAsync(plan, Bed.Stop);
            Assert.Equal([(First.ToString(), null), (Second.ToString(), "PeeringStays")], report.Results.Select(r => (r.Change.Group, r.Error?.Id)).Order());
            Assert.Single(bed.Simulation.Log.All, r => r.Method == "GET" && r.Path.EndsWith("/s1", StringComparison.Ordinal));
            Assert.True(bed.Simulation.Log.All.Count(r => r.Method == "GET" && r.Path.EndsWith("/hub", StringComparison.Ordinal)) > 3);
        });
    }

    private static Documents Estate() => new Documents().VNet(Hub, "10.0.0.0/16").VNet(First, "10.1.0.0/16").VNet(Second, "10.2.0.0/16")
        .Plain(Manager, new()
        {
            ["networkManagerScopeAccesses"] = new JsonArray("Connectivity"),
            ["networkManagerScopes"] = new JsonObject
            {
                ["subscriptions"] = new JsonArray($"/subscriptions/{Group(1).SubscriptionId}", $"/subscriptions/{Group(2).SubscriptionId}"),
            },
        });

    private static ManagedNames Names(ResourceId[] spokes) => new(Manager.ToString(), Hub.ToString(), [.. spokes.Select(s => s.ToString())]);

    private static async Task JoinAsync(Bed bed, params ResourceId[] spokes)
    {
        var ground = (await ManagedSpokesGround.ReadAsync(bed.Arm, Names(spokes), r => r, [], StepWriter.Nowhere, Bed.Stop))!;
        Bed.AssertSucceeded(await new ManagedRun(bed.Arm, s_options, StepWriter.Nowhere, ground, _ => Task.FromResult<Plan?>(null))
            .RunAsync(ground.Plan, Bed.Stop));
    }

    private static async Task<ManagedSpokesGround> RemovalAsync(Bed bed, params ResourceId[] spokes) =>
        (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(spokes), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))!;

    private static Task<RunReport> EndAsync(Bed bed, ManagedSpokesGround ground, params ResourceId[] spokes) =>
        new ManagedRun(bed.Arm, s_options, StepWriter.Nowhere, ground, async _ => (await RemovalAsync(bed, spokes)).Plan)
            .RunAsync(ground.Plan, Bed.Stop);

    private static async Task<bool> IsThereAsync(Bed bed, ResourceId id)
    {
        try
        {
            await bed.Arm.GetAsync(id.ToString(), ResourceTypes.NetworkApiVersion, Bed.Stop);
            return true;
        }
        catch (ArmException e) when (e.Status == 404)
        {
            return false;
        }
    }
}
