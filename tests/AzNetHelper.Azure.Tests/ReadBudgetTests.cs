using AzNetHelper.Azure;
using AzNetHelper.Tests.Planning;

namespace AzNetHelper.Tests;

/// <summary>Reads against a bucket that holds so many and fills up again by 25 a second.</summary>
public sealed class ReadBudgetTests
{
    private const double Refill = 25;

    private static readonly ArmRequest Read = new("GET", new("https://arm.invalid/subscriptions/one/resourceGroups"));

    // Answers overtake one another, and others read with the same identity: fewer than what is kept back for them.
    [Theory]
    [InlineData(50, 1)]
    [InlineData(250, 2)]
    [InlineData(250, 3)]
    [InlineData(900, 4)]
    public void No_more_is_read_than_was_announced_and_what_there_is_is_used(int capacity, int seed)
    {
        const int Count = 1200;
        var time = new VirtualTime();
        var server = new Bucket(time, capacity, seed);
        var budget = new ReadBudget(time);
        time.Run(async () =>
        {
            await ReadAsync(budget, server, Read, CancellationToken.None);
            for (var i = 0; i < capacity / 20; i++)
            {
                server.Take();
            }

            await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => ReadAsync(budget, server, Read, CancellationToken.None)));
            return true;
        });

        Assert.Equal(0, server.Refused);
        var least = TimeSpan.FromSeconds((Count - capacity) / Refill);
        Assert.InRange(time.Now, least, TimeSpan.FromSeconds((Count - (0.8 * capacity)) / Refill) + TimeSpan.FromSeconds(3));
        Assert.Equal(0, time.Waiting);
    }

    [Fact]
    public void Wait_that_is_cancelled_ends_at_once_and_holds_nobody_up()
    {
        var time = new VirtualTime();
        var server = new Bucket(time, capacity: 100, seed: 1);
        var budget = new ReadBudget(time);
        var waits = time.Run(async () =>
        {
            await ReadAsync(budget, server, Read, CancellationToken.None);
            using var stop = new CancellationTokenSource();
            var stopped = Enumerable.Range(0, 500).Select(_ => ReadAsync(budget, server, Read, stop.Token)).ToArray();
            await Task.Delay(TimeSpan.FromSeconds(2), time);
            stop.Cancel();
            var ended = await Task.WhenAll(stopped);
            Assert.InRange(ended.Count(e => e), 90, 170);

            // All have ended: what is left is told by what was announced, and by nobody who waits.
            await Task.Delay(TimeSpan.FromSeconds(10), time);
            var begun = time.Now;
            await ReadAsync(budget, server, Read, CancellationToken.None);
            return time.Now - begun;
        });

        Assert.InRange(waits, TimeSpan.Zero, Bucket.Slowest);
        Assert.Equal((0, 0), (server.Refused, time.Waiting));
    }

    [Fact]
    public void Writes_other_subscriptions_and_what_names_none_do_not_wait()
    {
        var time = new VirtualTime();
        var server = new Bucket(time, capacity: 30, seed: 1);
        var budget = new ReadBudget(time);
        time.Run(async () =>
        {
            await ReadAsync(budget, server, Read, CancellationToken.None);
            var busy = Enumerable.Range(0, 200).Select(_ => ReadAsync(budget, server, Read, CancellationToken.None)).ToArray();
            Assert.Null(await budget.EnterAsync(Read with { Method = "PUT" }, CancellationToken.None));
            Assert.Null(await budget.EnterAsync(Read with { Uri = new("https://arm.invalid/subscriptions") }, CancellationToken.None));
            using var other = await budget.EnterAsync(Read with { Uri = new("https://arm.invalid/subscriptions/two") }, CancellationToken.None);
            Assert.NotNull(other);
            Assert.Equal(TimeSpan.Zero, time.Now - server.FirstAnswer);

            // One subscription, however it is spelt.
            var same = budget.EnterAsync(Read with { Uri = new("https://arm.invalid/Subscriptions/ONE") }, CancellationToken.None);
            Assert.False(same.IsCompleted);
            (await same)!.Dispose();
            return await Task.WhenAll(busy);
        });
    }

    /// <summary>False for one that was stopped while it waited.</summary>
    private static async Task<bool> ReadAsync(ReadBudget budget, Bucket server, ArmRequest request, CancellationToken stop)
    {
        try
        {
            using var turn = await budget.EnterAsync(request, stop);
            turn!.Answered(await server.AnswerAsync());
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class Bucket(VirtualTime time, int capacity, int seed)
    {
        private readonly Random _random = new(seed);
        private double _left = capacity;
        private TimeSpan _at;

        public static TimeSpan Slowest { get; } = TimeSpan.FromMilliseconds(900);

        public int Refused { get; private set; }

        public TimeSpan FirstAnswer { get; private set; }

        public int Take()
        {
            _left = Math.Min(capacity, _left + ((time.Now - _at).TotalSeconds * Refill));
            _at = time.Now;
            Refused += _left < 1 ? 1 : 0;
            return (int)Math.Max(0, --_left);
        }

        public async Task<int> AnswerAsync()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, (int)Slowest.TotalMilliseconds / 2)), time);
            var left = Take();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, (int)Slowest.TotalMilliseconds / 2)), time);
            FirstAnswer = FirstAnswer == TimeSpan.Zero ? time.Now : FirstAnswer;
            return left;
        }
    }
}
