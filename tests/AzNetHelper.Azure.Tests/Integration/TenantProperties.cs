using AzNetHelper.Networks;
using AzNetHelper.Planning;
using CsCheck;

namespace AzNetHelper.Tests.Integration;

/// <summary>Random estates and plans over two tenants end as they are projected, which knows of none. CsCheck prints the seed of a failure.</summary>
public sealed class TenantProperties
{
    private int _run;

    [Fact]
    public async Task What_is_planned_over_two_tenants_is_what_happens_in_one()
    {
        await RandomPlan.Gen.SampleAsync(random => new TenantBed(2, 1).RunAsync(random.Estate, async bed =>
        {
            var ground = await bed.GroundAsync(RandomPlan.Networks);
            if (random.Plan(ground.Topology) is not { CanApply: true } plan)
            {
                return;
            }

            var projection = PlanProjection.Of(ground.Topology, plan);
            var report = await bed.ApplyAsync(plan);
            Assert.True(projection.IsAccepted == report.Succeeded, Bed.Tell(report));
            Assert.Equal(Facts.Of(projection.Topology), Facts.Of((await bed.GroundAsync(RandomPlan.Networks)).Topology));
            Interlocked.Increment(ref _run);
        }), iter: 40, threads: 2, print: r => r.ToString());
        Bed.Print($"{_run} plans ran");
        Assert.True(_run > 8);
    }
}
