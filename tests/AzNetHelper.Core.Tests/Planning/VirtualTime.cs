using System.Collections.Concurrent;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>
/// A clock that nobody waits for, with the loop that drives it: continuations run one after another on the calling thread,
/// and when none is left the clock jumps to the next timer. So a run of hours takes milliseconds and is the same each time.
/// What goes on by way of the thread pool (a <see cref="Task.WhenAny(Task[])"/> or <see cref="Task.WhenAll(Task[])"/> behind a cancelled
/// <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/>, for one) is work that the clock does not see, and jumps over: that
/// is told as what it is.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly SortedDictionary<(long Due, long Number), Timer> _timers = [];
    private readonly ConcurrentQueue<(SendOrPostCallback Call, object? State)> _ready = new();
    private long _ticks;
    private long _number;
    private int _thread;
    private volatile string? _stray;

    public TimeSpan Now => TimeSpan.FromTicks(_ticks);

    /// <summary>How many timers run: what waits for time to go on.</summary>
    public int Waiting => _timers.Count;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(_ticks);

    /// <summary>How far time goes on with every look at it, as on a machine where code takes time.</summary>
    public TimeSpan Creep { get; set; }

    public override long GetTimestamp() => _ticks += Creep.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state, _number++);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs the work to its end.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Loop(this));
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (_ready.TryDequeue(out var next))
                {
                    next.Call(next.State);
                }
                else if (_timers.Count > 0)
                {
                    var (key, timer) = _timers.First();
                    _timers.Remove(key);
                    _ticks = Math.Max(_ticks, key.Due);
                    timer.Fire();
                }
                else
                {
                    // In real time, which is spent only here: what the pool has taken shows by then.
                    SpinWait.SpinUntil(() => _stray is not null, TimeSpan.FromSeconds(1));
                    throw new InvalidOperationException(_stray ?? "The work waits for something that will never come.");
                }
            }

            Assert.Null(_stray);

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Loop(VirtualTime owner) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            owner._stray ??= owner._thread == Environment.CurrentManagedThreadId ? null
                : $"Work came from another thread, which virtual time does not wait for:{Environment.NewLine}{Environment.StackTrace}";
            owner._ready.Enqueue((d, state));
        }

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class Timer(VirtualTime owner, TimerCallback callback, object? state, long number) : ITimer
    {
        private (long, long)? _key;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Remove();
            if (dueTime >= TimeSpan.Zero)
            {
                _key = (owner._ticks + dueTime.Ticks, number);
                owner._timers.Add(_key.Value, this);
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Remove();

        public ValueTask DisposeAsync()
        {
            Remove();
            return ValueTask.CompletedTask;
        }

        private void Remove()
        {
            if (_key is { } key)
            {
                owner._timers.Remove(key);
            }
        }
    }
}
