using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>Whole runs of random graphs against a service that is busy at random. CsCheck prints the seed of a failure.</summary>
public sealed class RunProperties
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(31);

    [Fact]
    public void Lanes_are_never_shared_dependencies_hold_and_each_change_is_told_once() =>
        Gen.Select(ChangeGraphProperties.GenChanges, Gen.Int[1, 4], Gen.Int[0, 60], Gen.Int).Sample((changes, limit, busy, seed) =>
        {
            var (report, arm, told) = Run(changes, new() { ThrottleLimit = limit, JitterSeed = seed }, busy, seed, default);
            AssertTold(changes, report, told);
            AssertWrites(changes, arm, limit);

            // Something failed for good or was left out because of that; all else was done.
            var refused = changes.Where(c => arm.Refused.Contains(c.Resource)).Select(c => c.Key).ToHashSet();
            foreach (var result in report.Results)
            {
                var key = result.Change.Key;
                var blocked = result.Change.DependsOn.Any(d => report.Results.Single(r => r.Change.Key == d).Outcome
                    is not (ChangeOutcome.Done or ChangeOutcome.Unchanged));
                Assert.Equal(blocked ? ChangeOutcome.Skipped : refused.Contains(key) ? ChangeOutcome.Failed
                    : result.Change.Writes ? ChangeOutcome.Done : ChangeOutcome.Unchanged, result.Outcome);
            }

            // The run is never idle for longer than the longest pause of one that was refused.
            var moments = arm.Moments.Prepend(TimeSpan.Zero).Append(report.Elapsed).Order().ToArray();
            Assert.All(moments.Skip(1).Zip(moments), pair => Assert.InRange(pair.First - pair.Second, TimeSpan.Zero, LongestPause));
        }, iter: 500);

    [Fact]
    public void Stopped_run_tells_of_each_change_once_and_truly() =>
        Gen.Select(ChangeGraphProperties.GenChanges, Gen.Int[1, 4], Gen.Int[1, 90], Gen.Int).Sample((changes, limit, second, seed) =>
        {
            using var stop = new CancellationTokenSource();
            var (report, arm, told) = Run(changes, new() { ThrottleLimit = limit, JitterSeed = seed }, 50, seed, stop.Token,
                time => time.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromSeconds(second), Timeout.InfiniteTimeSpan));
            AssertTold(changes, report, told);
            AssertWrites(changes, arm, limit);
            Assert.All(arm.Sent, sent => Assert.True(sent.At <= TimeSpan.FromSeconds(second + 0.2), $"{sent} after the stop"));
            Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(second + 31));
            foreach (var result in report.Results.Where(r => r.Change.Writes))
            {
                Assert.Equal(result.Outcome == ChangeOutcome.Done, !arm.Exists(result.Resource));
                Assert.Equal(arm.Sent.Count(s => s.Resource == result.Resource), result.Attempts);
                Assert.True(result.Outcome is not (ChangeOutcome.NotStarted or ChangeOutcome.Skipped) || result.Attempts == 0);
            }
        }, iter: 500);

    private static (RunReport Report, LaneArm Arm, List<string> Told) Run(ImmutableArray<Change> changes, RunOptions options, int busy, int seed,
        CancellationToken stop, Action<VirtualTime>? before = null)
    {
        var time = new VirtualTime();
        before?.Invoke(time);
        var arm = new LaneArm(time, changes, busy, seed);
        var told = new List<string>();
        var report = time.Run(() => new PlanRunner(arm, options with
        {
            Timeout = TimeSpan.FromHours(10), OnResult = r => told.Add(r.Change.Key),
        }, StepWriter.Nowhere).RunAsync(new Plan("random") { Changes = changes }, stop));
        return (report, arm, told);
    }

    private static void AssertTold(ImmutableArray<Change> changes, RunReport report, List<string> told)
    {
        Assert.Equal(changes.Select(c => c.Key), report.Results.Select(r => r.Change.Key));
        Assert.Equal(changes.Select(c => c.Key).Order(), told.Order());
    }

    private static void AssertWrites(ImmutableArray<Change> changes, LaneArm arm, int limit)
    {
        Assert.Empty(arm.Violations);
        Assert.InRange(arm.MostAtOnce, 0, limit);
        var ends = arm.Done.ToDictionary(d => d.Resource, d => d.At);
        foreach (var sent in arm.Sent)
        {
            var change = changes.Single(c => c.Resource == sent.Resource);
            Assert.All(change.DependsOn.Select(d => changes.Single(c => c.Key == d)).Where(d => d.Writes),
                d => Assert.True(ends.TryGetValue(d.Resource, out var at) && at <= sent.At, $"{change.Key} before {d.Key}"));
        }
    }
}
