namespace AzNetHelper.Tests;

/// <summary>A clock that jumps to the next due timer as soon as one exists: an hour of waiting takes no time.</summary>
internal sealed class JumpingTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly object gate = new();
    private readonly PriorityQueue<Timer, (long Due, long Order)> due = new();
    private long now = Start.UtcTicks;
    private long order;

    /// <summary>How long every wait was, in the order in which they began.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public TimeSpan Elapsed => GetUtcNow() - Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Add(Timer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            Waits.Add(dueTime);
            due.Enqueue(timer, (now + dueTime.Ticks, order++));
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => Jump(), null);
    }

    private void Jump()
    {
        Timer? timer;
        lock (gate)
        {
            if (!due.TryDequeue(out timer, out var at))
            {
                return;
            }

            now = Math.Max(now, at.Due);
        }

        timer.Fire();
    }

    private sealed class Timer(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        private int armed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Interlocked.Exchange(ref armed, 0);
                return true;
            }

            Interlocked.Exchange(ref armed, 1);
            time.Add(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (Interlocked.Exchange(ref armed, 0) == 1)
            {
                callback(state);
            }
        }

        public void Dispose() => Interlocked.Exchange(ref armed, 0);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
