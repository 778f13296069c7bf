using System.Collections.Concurrent;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Runs a plan of Virtual Network Manager and looks at what came of it (the peerings of every spoke). Where somebody else has committed
/// in between, the plan is made again of what he left (<see cref="RemadeRun"/>): a commit names what is active then, and drops nobody's.
/// </summary>
/// <param name="arm">The connection.</param>
/// <param name="options">How it is run.</param>
/// <param name="steps">Where failures and progress go.</param>
/// <param name="ground">What was planned.</param>
/// <param name="remake">Makes the plan again; null where it cannot be made, which was told.</param>
public sealed class ManagedRun(IArm arm, RunOptions options, StepWriter steps, ManagedSpokesGround ground, Func<CancellationToken, Task<Plan?>> remake)
{
    private readonly ManagedLook _look = new(arm, options, steps, ground);

    /// <summary>How long after the last write the peerings are waited for: a deployment takes a few minutes (concept-deployments).</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The networks as they were read in the end; those of the plan before.</summary>
    public Topology Topology => _look.Topology;

    /// <summary>True when a commit was written.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Runs the plan; each spoke's results are told when its peering was looked at.</summary>
    public async Task<RunReport> RunAsync(Plan plan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var report = await RunAsync(arm, plan, options, [(ground, _look)], (o, s) => new RemadeRun(arm, o, steps, remake).RunAsync(plan, s), stop);
        HasCommitted = report.Results.Any(r => ManagerDeployment.Is(r.Resource) && (r.Accepted || r.Outcome == ChangeOutcome.Done));
        return report;
    }

    /// <summary>
    /// Runs any plan, one that was made earlier too, by what is given; where commands with a manager made it, their peerings are looked at.
    /// </summary>
    /// <param name="arm">The connection.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="steps">Where failures and progress go.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="stop">Starts no further write.</param>
    public static Task<RunReport> CarryOutAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps,
        Func<RunOptions, CancellationToken, Task<RunReport>> run, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        (ManagedSpokesGround Ground, ManagedLook Look)[] looks =
            [.. plan.Origins.Select(o => ManagerOrigins.GroundOf(o, plan)).OfType<ManagedSpokesGround>().Select(g => (g, new ManagedLook(arm, options, steps, g)))];
        return looks.Length == 0 ? run(options, stop) : RunAsync(arm, plan, options, looks, run, stop);
    }

    private static async Task<RunReport> RunAsync(IArm arm, Plan plan, RunOptions options, (ManagedSpokesGround Ground, ManagedLook Look)[] looks,
        Func<RunOptions, CancellationToken, Task<RunReport>> run, CancellationToken stop)
    {
        var begun = arm.Time.GetTimestamp();
        var spokes = looks.SelectMany(l => l.Ground.Spokes).Select(s => s.ToString()).ToHashSet(StringComparer.Ordinal);
        var held = new ConcurrentBag<ChangeResult>();
        var report = await run(options with
        {
            OnResult = result =>
            {
                if (spokes.Contains(result.Change.Group))
                {
                    held.Add(result);
                }
                else
                {
                    options.OnResult?.Invoke(result);
                }
            },
        }, stop);
        var final = held.ToDictionary(r => r.Change.Key, StringComparer.Ordinal);
        foreach (var (_, look) in looks)
        {
            var left = options.Timeout - arm.Time.GetElapsedTime(begun);
            var wrong = await look.RunAsync(report, left < Patience ? left : Patience, stop);
            foreach (var (key, result) in final.ToArray())
            {
                final[key] = ManagedLook.Judge(result, wrong);
            }
        }

        foreach (var result in plan.Changes.Where(c => final.ContainsKey(c.Key)).Select(c => final[c.Key]))
        {
            options.OnResult?.Invoke(result);
        }

        return report with { Results = [.. report.Results.Select(r => final.GetValueOrDefault(r.Change.Key, r))], Elapsed = arm.Time.GetElapsedTime(begun) };
    }
}
