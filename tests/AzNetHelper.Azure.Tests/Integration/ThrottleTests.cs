using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Many quick writes against a small budget of a subscription.</summary>
public sealed class ThrottleTests
{
    private const int Pairs = 60;

    // Sixteen writes a second would be wanted, ten are given.
    private static readonly SimulationOptions Options = new()
    {
        Times = new() { PeeringPut = new(1, 1, 1), Variation = 0 },
        Throttling = new() { Writes = new(50, 10), Reads = new(5000, 500) },
    };

    private static readonly RunOptions Run = new() { ThrottleLimit = 16, JitterSeed = 1 };

    [Fact]
    public Task Starts_slow_down_when_the_announced_budget_runs_low() => Bed.RunAsync(Estate(1), async bed =>
    {
        var report = await bed.ApplyAsync(Plan(bed, 1), options: Run);
        Bed.AssertSucceeded(report);
        var writes = bed.Simulation.Log.Writes;
        Assert.DoesNotContain(writes, w => w.Status == 429);
        Assert.Equal(2 * Pairs, writes.Length);

        // The rest of the bucket first, then as much as comes back.
        var bound = TimeSpan.FromSeconds((writes.Length - Options.Throttling.Writes.Capacity) / Options.Throttling.Writes.RefillPerSecond);
        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{writes.Length} writes in {report.Elapsed}, the budget allows {bound}"));
        Bed.Print(string.Join(' ', writes.GroupBy(w => (int)(w.At - writes[0].At).TotalSeconds).Select(g => g.Count())));
        Assert.InRange(report.Elapsed, bound, bound + TimeSpan.FromSeconds(8));
    }, Options);

    [Fact]
    public Task A_budget_that_is_nearly_used_up_when_the_run_starts_is_waited_for() => Bed.RunAsync(Estate(1), async bed =>
    {
        // Somebody else with the same identity leaves 10 of 200: fewer than are kept back.
        await Task.WhenAll(Enumerable.Range(0, 190).Select(_ => Assert.ThrowsAsync<ArmException>(() =>
            bed.Arm.QueryAsync($"{One(1, 0)}/nothing", ResourceTypes.NetworkApiVersion, "{}"u8.ToArray(), Bed.Stop))));
        bed.Simulation.Log.Clear();
        var report = await bed.ApplyAsync(Plan(bed, 1), options: Run);
        Bed.AssertSucceeded(report);
        var writes = bed.Simulation.Log.Writes;
        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{writes.Length} writes in {report.Elapsed}"));
        Assert.Equal(2 * Pairs, writes.Count(w => w.Status == 201));

        // A few are on their way before the first answer tells that there is nothing left for them.
        Assert.InRange(writes.Count(w => w.Status == 429), 0, 16);
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds((2 * Pairs / 10d) - 2), TimeSpan.FromSeconds((2 * Pairs / 10d) + 12));
    }, Options with { Throttling = new() { Writes = new(200, 10), Reads = new(5000, 500) } });

    [Fact]
    public Task Without_the_announcement_a_refusal_stops_the_subscription_for_as_long_as_it_asks() => Bed.RunAsync(Estate(2), async bed =>
    {
        var report = await bed.ApplyAsync(AzNetHelper.Planning.Plan.Of([Plan(bed, 1), Plan(bed, 2)]), options: Run with { ThrottleLimit = 40 });
        Bed.AssertSucceeded(report);
        var writes = bed.Simulation.Log.Writes;
        var refused = writes.Where(w => w.Status == 429).ToArray();
        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{writes.Length} writes in {report.Elapsed}, {refused.Length} refused"));
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.DoesNotContain(writes, w => Subscription(w) == Subscription(r)
            && w.At > r.At && w.At < r.At + QuietServer.RetryAfter));
        Assert.Contains(refused, r => writes.Any(w => Subscription(w) != Subscription(r) && w.At > r.At && w.At < r.At + QuietServer.RetryAfter));
        Assert.Equal(4 * Pairs, writes.Count(w => w.Status == 201));
    }, Options with { Throttling = new() { Writes = new(50, 0.2), Reads = new(5000, 500) } }, simulation => new QuietServer(simulation));

    private static string Subscription(LoggedRequest request) => ResourceId.Parse(request.Path).SubscriptionId;

    private static ResourceId One(int subscription, int i) => Net(subscription, $"a{i}");

    private static ResourceId Two(int subscription, int i) => Net(subscription, $"b{i}");

    private static Topology Estate(int subscriptions)
    {
        var documents = new Documents();
        for (var s = 1; s <= subscriptions; s++)
        {
            for (var i = 0; i < Pairs; i++)
            {
                documents.VNet(One(s, i), $"10.{i}.0.0/16").VNet(Two(s, i), $"10.{i + 100}.0.0/16");
            }
        }

        return documents.ToTopology();
    }

    private static Plan Plan(Bed bed, int subscription)
    {
        var ground = bed.Simulation.Snapshot();
        return AzNetHelper.Planning.Plan.Of([.. Enumerable.Range(0, Pairs).Select(i =>
            VNetPeeringPlanner.Create(ground, new NewPeeringRequest(One(subscription, i), Two(subscription, i))))]);
    }

    /// <summary>Says nothing of the budget until it is used up, and then asks for a fixed time.</summary>
    private sealed class QuietServer(AzureSimulation simulation) : DelegatingHandler(simulation.CreateHandler())
    {
        public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(60);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var header in answer.Headers.Select(h => h.Key).Where(k => k.StartsWith("x-ms-ratelimit", StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                answer.Headers.Remove(header);
            }

            if ((int)answer.StatusCode == 429)
            {
                answer.Headers.Remove("Retry-After");
                answer.Headers.Add("Retry-After", RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            }

            return answer;
        }
    }
}
