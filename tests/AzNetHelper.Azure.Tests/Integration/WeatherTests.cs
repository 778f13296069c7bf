using System.Collections.Concurrent;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// A thousand runs in bad weather: throttling, conflicts, failures, lost answers, operations that fail or hang, somebody else
/// at work on another machine, and machines that die in the middle of a write. Half of them keep a journal.
/// </summary>
public sealed class WeatherTests
{
    private const int Runs = 1000;
    private const int MostRuns = 14;
    private const int Side = 16;

    // Whoever runs again after these is left in peace by the stops, not by the faults.
    private const int StormyRuns = 5;

    private static readonly RunOptions Options = new() { Timeout = TimeSpan.FromMinutes(6) };

    [Fact]
    public async Task Whatever_happens_running_again_ends_as_wanted_and_with_a_journal_repeats_nothing()
    {
        var first = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
        var broken = new ConcurrentBag<string>();
        var count = new Count();
        var next = first - 1;
        await Parallel.ForEachAsync(Enumerable.Range(0, Side), new ParallelOptions { MaxDegreeOfParallelism = Side }, async (_, _) =>
        {
            while (Volatile.Read(ref count.Runs) < Runs && broken.IsEmpty)
            {
                var seed = Interlocked.Increment(ref next);
                var made = new FaultyEstate(seed);
                try
                {
                    await new Storm(made, seed, count).PassAsync();
                }
                catch (Exception e) when (e is Xunit.Sdk.XunitException or JournalException)
                {
                    broken.Add($"AZNETHELPER_SEED={seed}: {made}\n{e.Message}\n{e.StackTrace}");
                }
            }
        });
        Bed.Print($"seeds {first} to {next}: {count}");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Order(StringComparer.Ordinal).Take(3)));
        Assert.True(count is { Runs: >= Runs, Killed: > 100, Resumed: > 20, Rivals: > 20, Hung: > 0 }, count.ToString());
    }

    private sealed class Count
    {
        public int Runs;
        public int Killed;
        public int Resumed;
        public int Rivals;
        public int Hung;

        public override string ToString() =>
            $"{Runs} runs, {Killed} killed, {Resumed} operations and lost answers found in a journal, {Rivals} with another machine, "
            + $"{Hung} operations that never end";
    }

    private sealed class Storm(FaultyEstate made, int seed, Count count)
    {
        private readonly Random _random = new(seed);
        private readonly bool _hasJournal = seed % 2 == 0;
        private readonly MemoryStream _disk = new();
        private readonly Dictionary<ResourceId, string> _taken = [];
        private readonly List<string> _repeated = [];
        private SecondWriter? _second;

        public Task PassAsync() => Bed.RunAsync(made.Topology, PassAsync, made.Options,
            simulation => _second = new(simulation, seed, made.SecondWriterChance));

        private async Task PassAsync(Bed bed)
        {
            made.Declare(bed.Simulation.Faults);
            var hangs = _random.Next(10) == 0;
            if (hangs)
            {
                bed.Simulation.Faults.Add(new("PUT", "*/virtualNetworkPeerings/*", new Fault.OperationNeverEnds()) { Nth = _random.Next(1, 4) });
            }

            if (_random.Next(4) == 0)
            {
                bed.Simulation.Faults.Add(new("PUT", "*/virtualNetworkPeerings/*", new Fault.Answers(412, "PreconditionFailed")) { Chance = 0.1 });
            }

            var before = bed.Simulation.Snapshot();
            var runs = 0;
            RunReport? report = null;
            while (report is not { Succeeded: true })
            {
                Assert.True(++runs <= MostRuns, $"not done after {MostRuns} runs:\n{(report is null ? "" : Bed.Tell(report))}");
                Interlocked.Increment(ref count.Runs);
                report = await RunOnceAsync(bed, runs);
                if (hangs && runs > StormyRuns && report is { Succeeded: false } && IsHeldUp(bed.Simulation.Snapshot()))
                {
                    Interlocked.Increment(ref count.Hung);
                    Assert.Equal(Truth.Foreign(before, made), Truth.Foreign(bed.Simulation.Snapshot(), made));
                    return;
                }
            }

            bed.Clock.Advance(TimeSpan.FromMinutes(1));
            bed.Simulation.Faults.Clear();
            var after = await bed.GroundAsync([FaultyEstate.Hub, FaultyEstate.Other, .. made.Spokes]);
            Truth.AssertWanted(made, before, after.Topology, interrupted: runs > 1);

            // Also where a dead machine had left a half under way that was as wanted: it was waited for.
            Assert.True(made.Plan(after).IsEmpty);
            Assert.Equal(Truth.Foreign(before, made), Truth.Foreign(bed.Simulation.Snapshot(), made));
            Assert.All(_second!.Tags, tag => Assert.Equal(tag.Value, after.Topology.VirtualNetwork(tag.Key)!.Tags[SecondWriter.Tag]));
            Assert.True(!_hasJournal || _repeated.Count == 0, string.Join('\n', _repeated));
        }

        // Azure will never be done with it, and may keep its locks: no run can do more than name what has to wait for it.
        private static bool IsHeldUp(Topology now) => now.VirtualNetworks
            .SelectMany(n => n.Peerings).Any(p => p.ProvisioningState == ProvisioningState.Updating);

        /// <summary>Null when the machine died.</summary>
        private async Task<RunReport?> RunOnceAsync(Bed bed, int run)
        {
            var plan = made.Plan(await bed.GroundAsync([FaultyEstate.Hub, .. made.Spokes]));
            var atStart = bed.Simulation.Snapshot();
            var isStormy = run <= StormyRuns;
            using var machine = new Machine(bed, seed + run, isStormy && _random.Next(2) == 0 ? _random.Next(1, 24) : 0)
            {
                Taken = _taken, Repeated = _repeated,
            };
            using var stop = new CancellationTokenSource(
                (isStormy ? made.StopsAfter() : null) ?? Timeout.InfiniteTimeSpan, bed.Clock);
            var rival = isStormy && _random.Next(6) == 0 ? RivalAsync(bed, plan) : Task.CompletedTask;
            var work = WorkAsync(machine, plan, stop.Token);
            await Task.WhenAny(work, machine.Died);
            await rival;
            if (machine.IsDead)
            {
                Interlocked.Increment(ref count.Killed);
                return null;
            }

            var report = await work;
            if (rival == Task.CompletedTask)
            {
                Truth.AssertTrue(report, atStart, bed.Simulation.Snapshot());
            }

            return report;
        }

        private async Task<RunReport> WorkAsync(Machine machine, Plan plan, CancellationToken stop)
        {
            RunJournal? journal = null;
            if (_hasJournal)
            {
                journal = await RunJournal.OpenAsync(machine.Disk(_disk), machine.Arm.Time, Bed.Stop);
                Interlocked.Add(ref count.Resumed, journal.OpenCount);
            }

            return await new PlanRunner(machine.Arm, Options with { JitterSeed = seed, Journal = journal }, StepWriter.Nowhere).RunAsync(plan, stop);
        }

        // The same command on another machine at the same moment, without a journal.
        private async Task RivalAsync(Bed bed, Plan plan)
        {
            Interlocked.Increment(ref count.Rivals);
            using var machine = new Machine(bed, seed, diesAt: 0);
            await new PlanRunner(machine.Arm, Options with { JitterSeed = seed + 1 }, StepWriter.Nowhere).RunAsync(plan, Bed.Stop);
        }
    }
}
