using System.Collections.Concurrent;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.ManagedSpokesTests;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Machines that die, and people who stop, at every step of what Virtual Network Manager is asked for: before, between and after the
/// commits of two regions, and while these deploy.
/// </summary>
public sealed class ManagedCrashTests
{
    private static readonly ParallelOptions s_side = new() { MaxDegreeOfParallelism = 4 };

    // What takes a while is tried whole on one framework.
    private static readonly int s_stride = Environment.Version.Major >= 10 ? 1 : 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whenever_the_machine_dies_the_same_command_with_its_journal_ends_it_and_writes_nothing_twice(bool removes)
    {
        var broken = new ConcurrentBag<string>();
        var steps = await DieAsync(removes, diesAt: 0, broken);
        Assert.True(steps > 10, $"Only {steps} steps were counted.");
        Assert.Empty(broken);
        await Parallel.ForEachAsync(Enumerable.Range(1, steps).Where(s => s % s_stride == 0), s_side,
            async (diesAt, _) => await DieAsync(removes, diesAt, broken));
        Bed.Print($"{steps} steps{(removes ? " of a removal" : string.Empty)}, {broken.Count} wrong");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(3)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whenever_it_is_stopped_the_account_is_true_and_the_same_command_ends_it(bool removes)
    {
        const int Stops = 24;
        var broken = new ConcurrentBag<string>();
        var whole = await StopAsync(removes, Timeout.InfiniteTimeSpan, broken);
        await Parallel.ForEachAsync(Enumerable.Range(0, Stops).Where(s => s % s_stride == 0), s_side,
            async (stop, _) => await StopAsync(removes, whole * stop / Stops, broken));
        Bed.Print($"{Stops} stops in {whole}, {broken.Count} wrong");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(3)));
    }

    /// <summary>How many steps there were.</summary>
    private static async Task<int> DieAsync(bool removes, int diesAt, ConcurrentBag<string> broken)
    {
        var steps = 0;
        await RunAsync(removes, async bed =>
        {
            using var disk = new MemoryStream();
            using var machine = new Machine(bed, diesAt, diesAt, counts: Counts);
            var work = WorkAsync(bed, machine, disk, removes);
            await Task.WhenAny(work, machine.Died);
            steps = machine.Steps;
            var told = machine.IsDead ? string.Empty : await work;
            if (machine.IsDead)
            {
                using var next = new Machine(bed, diesAt, diesAt: 0, counts: Counts);
                told = await WorkAsync(bed, next, disk, removes);
            }

            foreach (var wrong in Wrong(bed, removes).Append(told).Where(w => w.Length > 0))
            {
                broken.Add($"step {diesAt}: {wrong}");
            }
        });
        return steps;
    }

    /// <summary>How long it took.</summary>
    private static async Task<TimeSpan> StopAsync(bool removes, TimeSpan after, ConcurrentBag<string> broken)
    {
        var took = TimeSpan.Zero;
        await RunAsync(removes, async bed =>
        {
            var ground = await GroundAsync(bed, bed.Arm, removes);
            using var stop = new CancellationTokenSource(after, bed.Clock);
            var report = await new ManagedRun(bed.Arm, new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2) }, StepWriter.Nowhere, ground!,
                async _ => (await GroundAsync(bed, bed.Arm, removes))?.Plan).RunAsync(ground!.Plan, stop.Token);
            took = report.Elapsed;
            var lies = report.Results.Where(r => !IsTrue(bed, r, removes)).Select(r => $"{r.Outcome} {r.Change} {r.Error?.Id}: {r.Error?.Message}").ToArray();
            using var disk = new MemoryStream();
            using var again = new Machine(bed, 1, diesAt: 0, counts: Counts);
            var told = report.Succeeded ? string.Empty : await WorkAsync(bed, again, disk, removes);
            foreach (var wrong in lies.Concat(Wrong(bed, removes)).Append(told).Where(w => w.Length > 0))
            {
                broken.Add($"stopped after {after}: {wrong}\n{Bed.Tell(report)}");
            }
        });
        return took;
    }

    private static Task RunAsync(bool removes, Func<Bed, Task> test)
    {
        var estate = Estate();
        estate[Teams[0].Spokes[1]]["location"] = "northeurope";
        return Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            if (removes)
            {
                Bed.AssertSucceeded(await ManagedSpokesTests.RunAsync(bed, 0, 1, r => r));
                bed.Simulation.Log.Clear();
            }

            await test(bed);
        });
    }

    private static bool Counts(HttpRequestMessage request) => request.Method != HttpMethod.Get
        && request.RequestUri!.AbsolutePath.StartsWith(Manager.ToString(), StringComparison.OrdinalIgnoreCase);

    private static Task<ManagedSpokesGround?> GroundAsync(Bed bed, IArm arm, bool removes) => removes
        ? ManagedSpokesGround.ReadRemovalAsync(arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop)
        : ManagedSpokesGround.ReadAsync(arm, Names(0), r => r with { UseHubGateway = true }, [], StepWriter.Nowhere, Bed.Stop);

    /// <summary>The command on a machine; what is wrong with its end, empty for nothing.</summary>
    private static async Task<string> WorkAsync(Bed bed, Machine machine, MemoryStream disk, bool removes)
    {
        var ground = await GroundAsync(bed, machine.Arm, removes);
        if (ground!.Plan.Problems is { IsEmpty: false } problems)
        {
            // What has been removed to its end is not there to be removed.
            return removes && problems.All(p => p.CheckId == "ManagedSpokeNotFound") ? string.Empty : string.Join('\n', problems);
        }

        await using var journal = await RunJournal.OpenAsync(machine.Disk(disk), machine.Arm.Time, Bed.Stop);
        var options = new RunOptions { JitterSeed = 1, Timeout = TimeSpan.FromHours(2), Journal = journal };
        var report = await new ManagedRun(machine.Arm, options, StepWriter.Nowhere, ground, async _ => (await GroundAsync(bed, machine.Arm, removes))?.Plan)
            .RunAsync(ground.Plan, Bed.Stop);
        return report.Succeeded ? string.Empty : Bed.Tell(report);
    }

    private static IEnumerable<string> Wrong(Bed bed, bool removes)
    {
        var now = bed.Simulation.Snapshot();
        var states = Teams[0].Spokes.Select(s => PeeringPair.Between(now, Teams[0].Hub, s).State).ToArray();
        if (states.Any(s => s != (removes ? PeeringPairState.Absent : PeeringPairState.Connected)))
        {
            yield return $"the spokes are {string.Join(", ", states)}";
        }

        var deployed = Deployed(bed).ToArray();
        if (deployed.Length != 2 || deployed.Any(d => d != (removes ? "Deployed []" : "Deployed [hub-hub-spoke]")))
        {
            yield return $"what is deployed: {string.Join(", ", deployed)}";
        }

        var left = now.Documents.Count(d => d.Id.IsWithin(Manager) && d.Id != Manager);
        if (left != (removes ? 0 : 4))
        {
            yield return $"{left} resources of the manager";
        }

        // A commit says in its body where it goes.
        foreach (var twice in bed.Simulation.Log.Writes.Where(w => w.Status < 300 && !w.Path.EndsWith("/listDeploymentStatus", StringComparison.OrdinalIgnoreCase))
            .GroupBy(w => $"{w.Method} {w.Path} {(w.Method == "POST" ? Encoding.UTF8.GetString(w.Body.Span) : string.Empty)}").Where(g => g.Count() > 1))
        {
            yield return $"written {twice.Count()} times: {twice.Key}";
        }
    }

    // What was said not to have begun is never seen to have been written, and what was said to be done is there.
    private static bool IsTrue(Bed bed, ChangeResult result, bool removes)
    {
        var (id, now) = (result.Resource, bed.Simulation.Snapshot());
        var isSent = bed.Simulation.Log.Writes.Any(w => w.Status < 300 && (ManagerDeployment.Is(id)
            ? w.Path.EndsWith("/commit", StringComparison.Ordinal) && Encoding.UTF8.GetString(w.Body.Span).Contains(id.Name, StringComparison.Ordinal)
            : w.Path.Equals(id.ToString(), StringComparison.OrdinalIgnoreCase)));
        var isDone = ManagerDeployment.Is(id)
            ? bed.Simulation.Deployments.Any(d => d.Region == id.Name && $"{d.State}" == "Deployed" && d.Configurations.Any() != removes)
            : now.Documents.Any(d => d.Id == id) != removes;
        return result.Outcome switch
        {
            ChangeOutcome.Done or ChangeOutcome.Unchanged => isDone && (!id.IsType(ResourceTypes.StaticMember)
                || PeeringPair.Between(now, Teams[0].Hub, ResourceId.Parse(result.Change.Group)).State == (removes ? PeeringPairState.Absent : PeeringPairState.Connected)),
            ChangeOutcome.NotStarted or ChangeOutcome.Skipped => !isSent,

            // A spoke whose region was not committed says so, and one whose region was does not say that nothing was deployed.
            ChangeOutcome.Failed when result.Error?.Id == "NotDeployed" => bed.Simulation.Log.Writes
                .Count(w => w.Status < 300 && w.Path.EndsWith("/commit", StringComparison.Ordinal)) < 2,
            _ => true,
        };
    }
}
