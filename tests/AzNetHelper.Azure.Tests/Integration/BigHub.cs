using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>A hub with so many spokes that time matters, and how long the hub's lock lets them take.</summary>
internal static class BigHub
{
    public static ResourceId Hub { get; } = Net(1, "hub");

    public static ResourceId Spoke(int number) => Net(1, $"spoke{number}");

    public static ResourceId[] Spokes(int count) => [.. Enumerable.Range(1, count).Select(Spoke)];

    public static Documents Documents(int spokes)
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16");
        for (var i = 1; i <= spokes; i++)
        {
            documents.VNet(Spoke(i), $"10.{i}.0.0/16");
        }

        return documents;
    }

    public static Topology Estate(int spokes) => Documents(spokes).ToTopology();

    public static Plan Plan(Topology ground, IEnumerable<ResourceId> spokes, bool? gateway = null) =>
        HubSpokePlanner.Create(ground, new(Hub, [.. spokes]) { UseHubGateway = gateway });

    /// <summary>
    /// What the lock rule allows at best: every write of a half locks the hub until its operation has ended, so the
    /// operations stand in a row. Each takes its duration and up to <c>Variation</c> of it more, evenly spread.
    /// </summary>
    public static TimeSpan Bound(OperationTimes times, int writes) =>
        times.PeeringPut.Duration * (1 + (times.Variation / 2)) * writes;

    /// <summary>
    /// What one rule allows at best for a hub whose spokes get both halves, the hub's first: under a lock on both VNets all
    /// writes stand in a row; under one on the local VNet the hub's halves do, and the last spoke's half follows; under none the
    /// slowest pair decides, or the writes that the subscription takes at once and then by the second.
    /// </summary>
    public static TimeSpan Bound(OperationTimes times, LockRule rule, int spokes, Throttling budget)
    {
        var one = times.PeeringPut.Duration * (1 + (times.Variation / 2));
        var refilled = TimeSpan.FromSeconds(Math.Max(0, (2 * spokes) - budget.Writes.Capacity) / budget.Writes.RefillPerSecond);
        var rows = rule switch
        {
            LockRule.BothVNets => one * (2 * spokes),
            LockRule.LocalOnly => one * (spokes + 1),
            _ => SlowestPair(times, spokes),
        };
        var thrifty = refilled > TimeSpan.Zero ? refilled + one : TimeSpan.Zero;
        return rows > thrifty ? rows : thrifty;
    }

    // The expected longest of so many sums of two durations, each evenly spread.
    private static TimeSpan SlowestPair(OperationTimes times, int pairs)
    {
        const int Steps = 1000;
        var missing = Enumerable.Range(0, Steps).Select(i => 2d * i / Steps)
            .Sum(x => (1 - Math.Pow(x < 1 ? x * x / 2 : 1 - ((2 - x) * (2 - x) / 2), pairs)) * 2 / Steps);
        return times.PeeringPut.Duration * (2 + (times.Variation * missing));
    }

    /// <summary>The run finds the rule out by refusals (SharedLanes), of which it takes few.</summary>
    public static void AssertFewRefused(RequestLog log, int spokes) =>
        Assert.InRange(log.Writes.Count(w => w.Status >= 400), 0, 6 + (spokes / 10));

    public static void AssertConnected(Topology after, IEnumerable<ResourceId> spokes) => Assert.All(spokes, spoke =>
    {
        var pair = PeeringPair.Between(after, Hub, spoke);
        Assert.Equal((PeeringPairState.Connected, true), (pair.State, pair.IsInSync));
    });
}
