using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>More than a hundred spokes of one hub, whose halves are read by lists, in bad weather: made, changed and taken off again.</summary>
public sealed class CrowdWeatherTests
{
    private const int Spokes = 120;
    private const int MostRuns = 8;

    // Every fault that a write may meet, but for those that never end.
    private static readonly Fault[] s_faults =
    [
        Fault.LostBefore, Fault.LostAfter, Fault.Conflict409, Fault.Retryable429, Fault.NotProvisioned400, Fault.Precondition412, Fault.Throttled429,
        Fault.PollBusy, Fault.PollSuperseded, Fault.StatusLost, Fault.Refused,
    ];

    [Theory]
    [InlineData("BothNetworks")]
    [InlineData("LocalNetwork")]
    [InlineData("None")]
    public void Crowd_ends_as_wanted_in_any_weather_under_each_lock_rule(string rule)
    {
        var seed = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
        var estate = new Estate().With("hub", "10.0.0.0/16");
        ResourceId[] all = [.. Enumerable.Range(0, Spokes).Select(i => Net($"s{i}"))];
        for (var i = 0; i < Spokes; i++)
        {
            estate.With($"s{i}", $"10.{i + 1}.0.0/16");
        }

        estate.Arm.Locks = Enum.Parse<FakeLocks>(rule);
        var random = new Random(seed);
        estate.Arm.Faults = (_, _) => random.Next(100) < 12 ? s_faults[random.Next(s_faults.Length)] : Fault.None;
        End("made", () => HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [.. all])));
        var after = estate.Topology;
        Assert.All(all, s => Assert.Equal(PeeringPairState.Connected, PeeringPair.Between(after, Net("hub"), s).State));
        End("changed", () => HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [.. all]) { AllowForwardedTraffic = true }));
        after = estate.Topology;
        Assert.All(all, s => Assert.True(after.VirtualNetwork(s)!.PeeringTo(Net("hub"))!.AllowForwardedTraffic));
        End("deleted", () =>
        {
            var now = estate.Topology;
            var there = all.Where(s => PeeringPair.Between(now, Net("hub"), s).State != PeeringPairState.Absent);
            return HubSpokeRemover.Create(now, new(Net("hub"), [.. there]) { AllowLoss = true });
        });
        Assert.Empty(estate.Arm.Peerings);

        void End(string what, Func<Plan> make)
        {
            for (var runs = 1; ; runs++)
            {
                var sent = estate.Arm.Writes.Count;
                var plan = make();
                Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
                var report = estate.Run(plan, new() { JitterSeed = seed, Timeout = TimeSpan.FromHours(6) });
                TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                    $"seed {seed}, {rule}, {what}, run {runs}: {report.Results.Count(r => r.Error is not null)} failed, {estate.Arm.Writes.Count - sent} sent, {report.Elapsed}"));
                Assert.Equal(0, estate.Time.Waiting);

                // What is said to be done is there; what was not begun was not sent.
                Assert.All(report.Results.Where(r => r.Outcome == ChangeOutcome.Done), r => Assert.Equal(r.Kind != ChangeKind.Delete, estate.Arm.Has(r.Resource)));
                if (report.Succeeded)
                {
                    return;
                }

                Assert.True(runs < MostRuns, $"seed {seed}: {what} not in {runs} runs: {string.Join("; ", report.Results.Where(r => r.Error is not null).Take(5).Select(r => $"{r.Change} {r.Error!.Id} {r.Error.Message}"))}");
            }
        }
    }
}
