using Microsoft.Extensions.Time.Testing;

namespace AzNetHelper.Simulation.Tests;

public sealed class TimeTests
{
    [Fact]
    public async Task Hours_of_delay_pass_at_once_and_in_order()
    {
        using var clock = new JumpingTimeProvider();
        var start = clock.GetUtcNow();
        var seen = new List<(int Hours, TimeSpan At)>();
        await Task.WhenAll(new[] { 3, 1, 2 }.Select(async hours =>
        {
            await Task.Delay(TimeSpan.FromHours(hours), clock, TestContext.Current.CancellationToken);
            lock (seen)
            {
                seen.Add((hours, clock.GetUtcNow() - start));
            }
        }));

        Assert.Equal([(1, TimeSpan.FromHours(1)), (2, TimeSpan.FromHours(2)), (3, TimeSpan.FromHours(3))], seen);
        Assert.Equal(TimeSpan.FromHours(3), clock.GetElapsedTime(start.UtcTicks));
    }

    [Fact]
    public async Task A_deadline_falls_due_only_when_nothing_comes_before_it()
    {
        using var clock = new JumpingTimeProvider();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10), clock);
        for (var i = 0; i < 59; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), clock, deadline.Token);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Task.Delay(TimeSpan.FromSeconds(11), clock, deadline.Token));
        Assert.Equal(
            TimeSpan.FromMinutes(10), clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_clock_stands_while_somebody_is_busy()
    {
        using var clock = new JumpingTimeProvider(quiet: TimeSpan.FromMilliseconds(1));
        var start = clock.GetUtcNow();
        var delay = Task.Delay(TimeSpan.FromSeconds(1), clock, TestContext.Current.CancellationToken);
        using (clock.Busy())
        {
            // Real work, many times the quiet time: the clock may not move meanwhile.
            var end = Environment.TickCount64 + 60;
            while (Environment.TickCount64 < end)
            {
                await Task.Yield();
            }

            Assert.Equal((false, start), (delay.IsCompleted, clock.GetUtcNow()));
        }

        await delay;
        Assert.Equal(start + TimeSpan.FromSeconds(1), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_periodic_timer_ticks_and_stops()
    {
        using var clock = new JumpingTimeProvider();
        var start = clock.GetUtcNow();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5), clock);
        for (var i = 1; i <= 4; i++)
        {
            Assert.True(await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken));
        }

        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task Several_tasks_wait_and_work_on_one_clock()
    {
        using var clock = new JumpingTimeProvider();
        var start = clock.GetUtcNow();
        var ends = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 10; n++)
            {
                await Task.Delay(TimeSpan.FromSeconds(i), clock);
            }

            return clock.GetUtcNow() - start;
        })));

        // Work between two waits takes no time unless the machine held it up; none may end before its waits are over.
        Assert.All(ends.Select((end, i) => (end, i)), e => Assert.True(e.end >= TimeSpan.FromSeconds((e.i + 1) * 10)));
    }

    [Fact]
    public async Task A_gateway_is_polled_to_its_end_in_virtual_time()
    {
        using var clock = new JumpingTimeProvider();
        var simulation = new AzureSimulation(new() { Time = clock });
        simulation.Load(SampleEstate.Create());
        using var client = new ArmClient(simulation);
        var deleted = await client.DeleteAsync(SampleEstate.Gateway.ToString());
        var (reply, start) = (deleted, clock.GetUtcNow());
        while (reply.Header("Retry-After") is { } wait)
        {
            await Task.Delay(TimeSpan.FromSeconds(int.Parse(wait)), clock, TestContext.Current.CancellationToken);
            reply = await client.SendAsync("GET", deleted.Header("Azure-AsyncOperation")!);
        }

        Assert.Equal("Succeeded", (string?)reply.Body!["status"]);
        Assert.InRange(clock.GetUtcNow() - start, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(12));
    }

    [Fact]
    public async Task A_slow_answer_takes_virtual_time_only()
    {
        using var clock = new JumpingTimeProvider();
        var simulation = new AzureSimulation(new() { Time = clock });
        simulation.AddSubscription(ArmClient.Sub, "s");
        simulation.Faults.Add("GET", "/subscriptions", new Fault.Delays(TimeSpan.FromMinutes(3)));
        simulation.Faults.Add("GET", "/subscriptions", new Fault.Answers(500, "InternalServerError"));
        using var client = new ArmClient(simulation);
        var start = clock.GetUtcNow();

        Assert.Equal(500, (await client.GetAsync("/subscriptions")).Status);
        Assert.Equal(TimeSpan.FromMinutes(3), clock.GetUtcNow() - start);
    }

    [Fact]
    public void Scaled_waits_are_as_many_times_as_short()
    {
        var real = new FakeTimeProvider();
        var clock = new ScaledTimeProvider(60, real);
        var (start, stamp, fired) = (clock.GetUtcNow(), clock.GetTimestamp(), 0);
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        real.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((0, TimeSpan.FromSeconds(9)), (fired, clock.GetUtcNow() - start));
        real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, TimeSpan.FromMinutes(10)), (fired, clock.GetElapsedTime(stamp)));

        timer.Change(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        for (var i = 0; i < 3; i++)
        {
            real.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, fired);
        Assert.Equal(TimeSpan.FromMinutes(13), clock.GetElapsedTime(stamp));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledTimeProvider(0));
    }

    [Fact]
    public void Work_brings_no_deadline_nearer_than_it_takes()
    {
        var real = new FakeTimeProvider();
        var clock = new ScaledTimeProvider(600, real);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(30), clock);
        for (var i = 0; i < 100; i++)
        {
            // Half a second of work between waits of ten seconds: of 30 minutes these take 17.5.
            real.Advance(TimeSpan.FromMilliseconds(500));
            var waited = false;
            using var wait = clock.CreateTimer(_ => waited = true, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
            real.Advance(TimeSpan.FromMilliseconds(20));
            Assert.True(waited);
        }

        Assert.False(deadline.IsCancellationRequested);
        Assert.InRange(clock.GetUtcNow() - real.GetUtcNow(), TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(17));
    }
}
