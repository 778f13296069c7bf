using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// How long a hub takes with all its spokes, in simulated time, against what its lock allows. The remainder: between the
/// end of an operation and the next look at it a tenth of the time so far may pass (OperationWatch; the service asks for 10
/// seconds between polls of the status), about half a second a write. The read before each write and the read-back of the
/// pairs cost requests but, without network latency, no time; the read-back runs beside the writes of the next pairs, but for
/// the last one.
/// </summary>
public sealed class SpeedTests
{
    private const int Count = 100;
    private const double Most = 1.2;

    private static readonly SimulationOptions Spread = new() { Times = new() { Variation = 0.25 } };

    // A cmdlet gives a plan of this size more than three hours; so it is up to the caller here.
    private static readonly RunOptions Patient = new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2) };

    [Fact]
    public Task A_hundred_spokes_take_little_more_than_the_hub_s_lock_allows() => Bed.RunAsync(BigHub.Estate(Count), async bed =>
    {
        var report = await bed.ApplyAsync(BigHub.Plan(bed.Simulation.Snapshot(), BigHub.Spokes(Count)), options: Patient);
        Bed.AssertSucceeded(report);
        var writes = bed.Simulation.Log.Writes.Count(w => w.Status == 201);
        Assert.Equal(2 * Count, writes);
        BigHub.AssertFewRefused(bed.Simulation.Log, Count);
        BigHub.AssertConnected(bed.Simulation.Snapshot(), BigHub.Spokes(Count));
        var bound = BigHub.Bound(Spread.Times, writes);
        var naive = await NaiveAsync();
        Bed.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Count} spokes: {report.Elapsed} against {bound} under the hub's lock, ratio {report.Elapsed / bound:F3}; "
            + $"each half sent and waited for as the service asks, one after another: {naive}, ratio {report.Elapsed / naive:F3}; "
            + $"{bed.Simulation.Log.All.Length / (double)writes:F1} requests a write"));
        Assert.InRange(report.Elapsed / bound, 0.98, Most);
    }, Spread);

    [Fact]
    public Task A_spoke_that_is_busy_for_minutes_does_not_hold_up_the_others() => Bed.RunAsync(BigHub.Estate(Count), async bed =>
    {
        var busy = TimeSpan.FromMinutes(7);
        var spoke = BigHub.Spoke(3);
        foreach (var path in (string[])[$"*/hub-to-{spoke.Name}", $"*/{spoke.Name}/*"])
        {
            bed.Simulation.Faults.Add("PUT", path, new Fault.Answers(409, "AnotherOperationInProgress"));
        }

        await using var timer = bed.Clock.CreateTimer(_ => bed.Simulation.Faults.Clear(), null, busy, Timeout.InfiniteTimeSpan);
        var report = await bed.ApplyAsync(BigHub.Plan(bed.Simulation.Snapshot(), BigHub.Spokes(Count)), options: Patient);
        Bed.AssertSucceeded(report);
        var (taken, refused) = (bed.Simulation.Log.Writes.Count(w => w.Status == 201), bed.Simulation.Log.Writes.Count(w => w.Status == 409));
        Assert.Equal(2 * Count, taken);
        Assert.InRange(refused, 5, 40);
        var bound = BigHub.Bound(Spread.Times, taken);
        Bed.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Count} spokes, one of them busy for {busy}: {report.Elapsed} against {bound}, ratio {report.Elapsed / bound:F3}, {refused} writes refused"));
        Assert.InRange(report.Elapsed / bound, 0.98, Most);
    }, Spread);

    /// <summary>Both halves of each spoke, one after another, each polled when the service asks for it.</summary>
    private static async Task<TimeSpan> NaiveAsync()
    {
        var elapsed = TimeSpan.Zero;
        await Bed.RunAsync(BigHub.Estate(Count), async bed =>
        {
            var plan = BigHub.Plan(bed.Simulation.Snapshot(), BigHub.Spokes(Count));
            var begun = bed.Clock.GetUtcNow();
            foreach (var change in plan.Changes)
            {
                var id = change.Resource;
                var write = new ArmWrite(ArmVerb.Put, id.ToString(), ResourceTypes.ApiVersion(id)) { Body = Arms.Utf8(change.After!) };
                await bed.Arm.WaitAsync(await bed.Arm.SendAsync(write, Bed.Stop), Bed.Stop);
            }

            elapsed = bed.Clock.GetUtcNow() - begun;
        }, Spread);
        return elapsed;
    }
}
