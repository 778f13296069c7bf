using System.Collections.Concurrent;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.ManagedSpokesTests;

namespace AzNetHelper.Tests.Integration;

/// <summary>Spokes that leave Virtual Network Manager again, by command or by undo, in bad weather and while somebody else joins his to the same manager.</summary>
public sealed class ManagedWeatherTests
{
    private const int MostRuns = 4;

    [Fact]
    public Task Removal_ends_ours_and_leaves_his_in_any_weather() => InAnyWeatherAsync(async (bed, seed) =>
    {
        Bed.AssertSucceeded(await RunAsync(bed, 0, seed, r => r));
        Declare(bed);
        var (removed, joined) = (RemoveAsync(bed, seed), RunAsync(bed, 1, seed + 1, r => r));
        await Task.WhenAll(removed, joined);
        bed.Simulation.Faults.Clear();
        return await EndAsync(bed, seed, await removed, await joined);
    });

    [Fact]
    public Task Undo_takes_ours_back_or_says_that_it_did_not_and_leaves_his_in_any_weather() => InAnyWeatherAsync(async (bed, seed) =>
    {
        Declare(bed);
        var joined = RunAsync(bed, 1, seed + 1, r => r);
        var journal = RunJournal.InMemory(bed.Clock);
        var plan = (await GroundAsync(bed, 0, r => r)).Plan;
        var drifted = new Change(Teams[0].Hub, ChangeKind.Update, "What fails") { Before = """{"tags":{"a":"b"}}""", After = """{"tags":{"a":"c"}}""" };
        var report = await bed.ApplyAsync(plan with { Changes = plan.Changes.Add(drifted) }, options: Options(seed) with { Journal = journal });
        var undone = await bed.ApplyAsync(UndoPlanner.Create(report, journal), options: Options(seed + 2));
        await joined;
        bed.Simulation.Faults.Clear();
        return await EndAsync(bed, seed, undone, await joined);
    });

    // Who was told of a failure runs his command again; who was told of none has what he asked for.
    private static async Task<string> EndAsync(Bed bed, int seed, RunReport removed, RunReport joined)
    {
        var (told, runs) = ($"{Bed.Tell(removed)}\n{Bed.Tell(joined)}", 0);
        var (last, his) = (removed, joined);
        for (; !his.Succeeded && runs < MostRuns; runs++)
        {
            his = await RunAsync(bed, 1, seed + runs, r => r);
        }

        for (runs = 0; !last.Succeeded && runs < MostRuns; runs++)
        {
            last = await RemoveAsync(bed, seed + runs);
        }

        // A peering is taken away some time after its spoke has left; who looks knows that.
        await Task.Delay(TimeSpan.FromMinutes(5), bed.Clock);
        var now = bed.Simulation.Snapshot();
        var left = now.Documents.Select(d => d.Id).Where(i => i.IsWithin(Manager) && i.ToString().Contains("/hub-", StringComparison.OrdinalIgnoreCase)).ToArray();
        var ours = Teams[0].Spokes.Select(s => PeeringPair.Between(now, Teams[0].Hub, s).State);
        var theirs = Teams[1].Spokes.Select(s => PeeringPair.Between(now, Teams[1].Hub, s).State);
        return last.Succeeded && his.Succeeded && left.Length == 0 && ours.All(s => s == PeeringPairState.Absent)
            && theirs.All(s => s == PeeringPairState.Connected) && Deployed(bed).SequenceEqual(["Deployed [other-hub-spoke]"]) ? string.Empty
            : $"ours {string.Join(", ", ours)}, his {string.Join(", ", theirs)}, {string.Join(", ", Deployed(bed))}, left {string.Join(", ", left.Select(l => l.Name))}\n"
                + $"{told}\nat last\n{Bed.Tell(last)}\n{Bed.Tell(his)}";
    }

    private static async Task<RunReport> RemoveAsync(Bed bed, int seed)
    {
        var ground = (await GroundAsync())!;
        return ground.Plan.Problems.Any() && ground.Plan.Problems.All(p => p.CheckId == "ManagedSpokeNotFound")
            ? new(ground.Plan, [], TimeSpan.Zero)
            : await new ManagedRun(bed.Arm, Options(seed), StepWriter.Nowhere, ground, async _ => (await GroundAsync())?.Plan).RunAsync(ground.Plan, Bed.Stop);

        Task<ManagedSpokesGround?> GroundAsync() =>
            ManagedSpokesGround.ReadRemovalAsync(bed.Arm, Names(0), allowLoss: true, [], StepWriter.Nowhere, Bed.Stop);
    }

    private static RunOptions Options(int seed) => new() { JitterSeed = seed, Timeout = TimeSpan.FromHours(2) };

    private static void Declare(Bed bed)
    {
        foreach (var fault in new Fault[] { new Fault.DropsBefore(), new Fault.DropsAfter(), new Fault.Answers(503, "ServiceUnavailable") })
        {
            foreach (var (method, path) in new[] { ("POST", "*/commit"), ("PUT", "*/networkManagers/*"), ("DELETE", "*/networkManagers/*") })
            {
                bed.Simulation.Faults.Add(new(method, path, fault) { Chance = 0.15 });
            }
        }
    }

    private static async Task InAnyWeatherAsync(Func<Bed, int, Task<string>> pass)
    {
        var runs = Environment.Version.Major >= 10 ? 8 : 2;
        var first = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
        runs = Environment.GetEnvironmentVariable("AZNETHELPER_RUNS") is { } many ? int.Parse(many, CultureInfo.InvariantCulture) : runs;
        var broken = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, runs), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
            await Bed.RunAsync(Estate().ToTopology(), async bed =>
            {
                if (await pass(bed, seed) is { Length: > 0 } wrong)
                {
                    broken.Add($"AZNETHELPER_SEED={seed}: {wrong}");
                }
            }, new() { Seed = seed }));
        Bed.Print($"seeds {first} to {first + runs - 1}");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Take(3)));
    }
}
