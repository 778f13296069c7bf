using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.ManagedSpokesTests;

namespace AzNetHelper.Tests.Integration;

/// <summary>Commits that take their time: of others while ours are planned and made, and ours while they are taken back.</summary>
public sealed class ManagedCommitTests
{
    private static readonly ResourceId Other = Manager.Child("connectivityConfigurations", "other-hub-spoke");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_of_somebody_else_that_is_under_way_comes_into_force_beside_ours(bool isPlannedBefore) =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            await PrepareOtherAsync(bed);
            var planned = isPlannedBefore ? await GroundAsync(bed, 0, r => r) : null;
            await CommitAsync(bed, Other);
            planned ??= await GroundAsync(bed, 0, r => r);
            Assert.Equal(["Deploying [other-hub-spoke]"], Deployed(bed).Select(d => d.Replace("NotStarted", "Deploying", StringComparison.Ordinal)));

            Bed.AssertSucceeded(await RunAsync(bed, 0, 1, r => r, planned));
            Assert.Equal(["Deployed [hub-hub-spoke, other-hub-spoke]"], Deployed(bed));
            Assert.True((await GroundAsync(bed, 1, r => r)).Plan.IsEmpty);
        });

    [Fact]
    public async Task Removal_while_our_own_commit_is_under_way_leaves_nothing_that_comes_into_force() =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            Bed.AssertSucceeded(await RunAsync(bed, 0, 1, r => r));
            await CommitAsync(bed);
            await Task.Delay(TimeSpan.FromMinutes(5), bed.Clock);
            await CommitAsync(bed, Manager.Child("connectivityConfigurations", "hub-hub-spoke"));
            var removal = (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))!;

            Bed.AssertSucceeded(await RemoveAsync(bed, removal));
            Assert.Equal(["Deployed []"], Deployed(bed));
        });

    [Fact]
    public async Task Removal_waits_for_no_commit_of_others_where_its_configuration_never_was() =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            Bed.AssertSucceeded(await RunAsync(bed, 0, 1, r => r));
            await PrepareOtherAsync(bed);
            await CommitAsync(bed, "northeurope", Other);

            var removal = (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))!;
            Assert.Equal(["westeurope"], removal.Plan.Changes.Where(c => ManagerDeployment.Is(c.Resource)).Select(c => c.Resource.Name));
        });

    [Fact]
    public async Task Removal_waits_for_the_commit_of_a_run_that_was_ended_before_it_was_deployed() =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            Bed.AssertSucceeded(await RunAsync(bed, 0, 1, r => r));
            await CommitAsync(bed);

            var removal = (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))!;
            Assert.StartsWith("Wait for the commit that is under way in westeurope without 'hub-hub-spoke'",
                Assert.Single(removal.Plan.Changes, c => ManagerDeployment.Is(c.Resource)).Summary, StringComparison.Ordinal);
            Bed.AssertSucceeded(await RemoveAsync(bed, removal));
            Assert.Equal(["Deployed []"], Deployed(bed));
        });

    [Fact]
    public async Task Undo_waits_until_what_it_deletes_is_deployed_nowhere() =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            var journal = RunJournal.InMemory(bed.Clock);
            var plan = (await GroundAsync(bed, 0, r => r)).Plan;
            var drifted = new Change(Teams[0].Hub, ChangeKind.Update, "What fails") { Before = """{"tags":{"a":"b"}}""", After = """{"tags":{"a":"c"}}""" };
            var report = await bed.ApplyAsync(plan with { Changes = plan.Changes.Add(drifted) }, options: new() { JitterSeed = 1, Journal = journal });
            Assert.Equal(["PlanDrifted"], report.Results.Select(r => r.Error?.Id).OfType<string>());
            Assert.Equal(["Deployed [hub-hub-spoke]"], Deployed(bed));

            Bed.AssertSucceeded(await bed.ApplyAsync(UndoPlanner.Create(report, journal)));
            Assert.Equal(["Deployed []"], Deployed(bed));
            Assert.Equal(0, bed.Simulation.Snapshot().PeeringHalves);
            Assert.Equal([Manager], bed.Simulation.Snapshot().Documents.Select(d => d.Id).Where(i => i.IsWithin(Manager)));
        });

    [Fact]
    public async Task Removal_whose_commit_fails_says_why_and_deletes_nothing_that_is_deployed() =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            Bed.AssertSucceeded(await RunAsync(bed, 0, 1, r => r));
            bed.Simulation.SetDeploymentFailure("westeurope", "the region is full");
            var removal = (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))!;

            var report = await RemoveAsync(bed, removal);
            var commit = Assert.Single(report.Results, r => r.Resource.Name == "westeurope");
            Assert.Equal("NotInForce", commit.Error?.Id);
            Assert.Contains("the region is full", commit.Error!.Message, StringComparison.Ordinal);
            Assert.All(report.Results.Where(r => r.Resource.Name is "hub-hub-spoke" or "hub-spokes"), r => Assert.Equal(ChangeOutcome.Skipped, r.Outcome));
        });

    [Fact]
    public async Task Region_that_failed_for_somebody_elses_sake_is_not_committed_again() =>
        await Bed.RunAsync(Estate().ToTopology(), async bed =>
        {
            Bed.AssertSucceeded(await RunAsync(bed, 0, 1, r => r));
            await PrepareOtherAsync(bed);
            bed.Simulation.SetDeploymentFailure("westeurope", "the region is full");
            await CommitAsync(bed, Other, Manager.Child("connectivityConfigurations", "hub-hub-spoke"));
            await Task.Delay(TimeSpan.FromMinutes(5), bed.Clock);

            Assert.Equal(["Failed [hub-hub-spoke, other-hub-spoke]"], Deployed(bed));
            Assert.True((await GroundAsync(bed, 0, r => r)).Plan.IsEmpty);
        });

    // Everything of the other team but its commit.
    private static async Task PrepareOtherAsync(Bed bed)
    {
        var plan = (await GroundAsync(bed, 1, r => r)).Plan;
        Bed.AssertSucceeded(await bed.ApplyAsync(plan with { Changes = [.. plan.Changes.Where(c => c.Resource.Name != "westeurope")] }));
        Assert.Contains(bed.Simulation.Snapshot().Documents, d => d.Id == Other);
    }

    private static Task<ArmOperation> CommitAsync(Bed bed, params ResourceId[] configurations) => CommitAsync(bed, "westeurope", configurations);

    private static Task<ArmOperation> CommitAsync(Bed bed, string region, params ResourceId[] configurations) =>
        bed.Arm.SendAsync(new(ArmVerb.Post, $"{Manager}/commit", ResourceTypes.NetworkApiVersion)
        {
            Body = JsonBody.WriteUtf8(new JsonObject
            {
                ["targetLocations"] = new JsonArray(region),
                ["configurationIds"] = new JsonArray([.. configurations.Select(c => (JsonNode)c.ToString())]),
                ["commitType"] = "Connectivity",
            }),
        }, Bed.Stop);

    private static Task<RunReport> RemoveAsync(Bed bed, ManagedSpokesGround removal) =>
        new ManagedRun(bed.Arm, new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2) }, StepWriter.Nowhere, removal,
            async _ => (await ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop))?.Plan)
            .RunAsync(removal.Plan, Bed.Stop);
}
