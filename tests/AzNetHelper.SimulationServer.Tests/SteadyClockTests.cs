using Microsoft.Extensions.Time.Testing;

namespace AzNetHelper.SimulationServer.Tests;

public sealed class SteadyClockTests
{
    [Theory]
    [InlineData(60, 2, 120)]
    [InlineData(0.5, 10, 5)]
    public void Time_runs_evenly_whether_anybody_waits_or_not(double scale, int real, int passed)
    {
        var outside = new FakeTimeProvider();
        var clock = new SteadyClock(scale, outside);
        var (start, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());

        outside.Advance(TimeSpan.FromSeconds(real));

        Assert.Equal(TimeSpan.FromSeconds(passed), clock.GetUtcNow() - start);
        Assert.Equal(TimeSpan.FromSeconds(passed), clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_ring_by_this_clock_and_can_be_set_anew()
    {
        var outside = new FakeTimeProvider();
        var clock = new SteadyClock(10, outside);
        var rings = new List<TimeSpan>();
        var start = clock.GetUtcNow();
        using var timer = clock.CreateTimer(_ => rings.Add(clock.GetUtcNow() - start), null,
            TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20));

        outside.Advance(TimeSpan.FromSeconds(3));
        outside.Advance(TimeSpan.FromSeconds(2));
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        outside.Advance(TimeSpan.FromSeconds(1));
        outside.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal([30, 50, 60], rings.Select(r => (int)r.TotalSeconds));
    }
}
