using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Every check of the registry, by its id: it finds the fault; and with it switched off the simulation refuses the same
/// writes, or the harm shows. So no check is there for nothing, and none refuses what the service would take.
/// </summary>
public sealed class CheckTests
{
    public static TheoryData<string> Ids() => [.. PeeringCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_check_finds_the_fault_and_is_needed(string id)
    {
        var check = PeeringCheck.All.Single(c => c.Id == id);
        var example = CheckCases.Of(id);
        await Bed.RunAsync(example.Estate.ToTopology(), async bed =>
        {
            example.Prepare(bed.Simulation);
            var seen = example.Sees(bed.Simulation.Snapshot());
            var whole = await MakeAsync(bed, example, seen, PeeringCheck.Whole);
            Assert.Contains(id, Found(whole, check.Outcome));
            Assert.Equal(check.Outcome == CheckOutcome.Tells, whole.CanApply);
            if (check.Outcome != CheckOutcome.Tells)
            {
                var refused = await Assert.ThrowsAnyAsync<Exception>(() => bed.ApplyAsync(whole));
                Assert.NotNull(refused);
            }

            Assert.Empty(bed.Simulation.Log.Writes);

            var blind = await MakeAsync(bed, example, seen, PeeringCheck.Whole.Without(id));
            Assert.DoesNotContain(id, blind.Problems.Select(p => p.CheckId).Concat(blind.Notices.Select(n => n.Id)));
            var report = await bed.ApplyAsync(blind with { Problems = [] });
            if (example.Refusal is { } refusal)
            {
                Assert.True(report.Results.Any(r => r.Error is { } e && (refusal == CheckCases.AnyError || e.Id == refusal)), $"{refusal} was expected:\n{Bed.Tell(report)}");
            }
            else
            {
                Assert.DoesNotContain(report.Results, r => r.Error is not null);
            }

            await example.Harm(bed, blind, report);
            Bed.Print($"{id}: {Bed.Tell(report)}");
        });
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Equal(PeeringCheck.All.Length, PeeringCheck.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(PeeringCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
        Assert.Throws<ArgumentException>(() => PeeringCheck.Whole.Without("NoSuchCheck"));
    }

    private static IEnumerable<string> Found(Plan plan, CheckOutcome outcome) => outcome == CheckOutcome.Tells
        ? plan.Notices.Select(n => n.Id) : plan.Problems.Select(p => p.CheckId);

    private static Task<Plan> MakeAsync(Bed bed, CheckCase example, Networks.Topology seen, CheckList<Scene> checks) =>
        PeeringFactsReader.PlanAsync(bed.Arm, seen, facts => example.Make(seen, facts, checks), StepWriter.Nowhere, Bed.Stop,
            example.SitesOf);
}
