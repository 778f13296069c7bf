namespace AzNetHelper.Simulation;

/// <summary>
/// Virtual time for tests: it stands still while anything happens and jumps to the next due timer when nothing does.
/// Waits of hours cost milliseconds.
/// <para>
/// "Nothing happens" means: no request is inside the simulation, no timer's callback runs, and the whole thread pool has
/// neither work nor work that waits. Where the pool works for others: no work waits for it, and all that has stayed so
/// for a short real time (<c>quiet</c>; sixty times as long before a jump of more than two minutes, so that a deadline
/// does not overtake work that a busy machine or the first compilation delays).
/// </para>
/// <para>
/// Use one per test, pass it as <see cref="SimulationOptions.Time"/> and to whatever waits (Task.Delay(TimeSpan,
/// TimeProvider, CancellationToken), CancellationTokenSource(TimeSpan, TimeProvider)), and dispose it at the end. Code
/// that works for long without asking the simulation brackets that with <see cref="Busy"/>.
/// </para>
/// </summary>
public sealed class JumpingTimeProvider : TimeProvider, IDisposable
{
    private static readonly TimeSpan LongJump = TimeSpan.FromMinutes(2);

    // Measured: twenty calm looks of 3 ms let a deadline of 30 minutes overtake code that was being compiled, on two cores
    // with ten processes that wanted them.
    private const int ChecksBeforeLongJump = 60;

    // An idle pool compiles nothing; what is left are threads that are not the pool's, which a busy machine may keep from running.
    private const int IdleChecksBeforeLongJump = 25;

    private static readonly TimeSpan FirstCheck = TimeSpan.FromMilliseconds(1);

    // However busy the pool is with other tests, a test that only waits goes on after this long.
    private const int PatienceInChecks = 100;

    private readonly object _gate = new();
    private readonly SortedSet<JumpingTimer> _timers = new(JumpingTimer.ByDue);
    private readonly Timer _check;
    private readonly TimeSpan _quiet;
    private DateTimeOffset _now;
    private long _sequence;
    private long _activity;
    private long _seenActivity;
    private int _idleChecks;
    private int _calmChecks;
    private int _checks;
    private int _busy;
    private bool _disposed;

    /// <param name="start">The first moment; 2026-01-01 when left out.</param>
    /// <param name="quiet">The real time that must be quiet between two looks at a busy pool; 5 ms when left out.</param>
    public JumpingTimeProvider(DateTimeOffset? start = null, TimeSpan? quiet = null)
    {
        _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _quiet = quiet ?? TimeSpan.FromMilliseconds(5);
        _check = new Timer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new JumpingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Keeps the clock from jumping until the result is disposed.</summary>
    public IDisposable Busy()
    {
        RequestStarts();
        return new Work(this);
    }

    /// <summary>Moves the clock on by hand; timers that fall due on the way fire in their order.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            var target = _now + by;
            while (_timers.Min is { } next && next.Due <= target)
            {
                Fire(next);
            }

            _now = target;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timers.Clear();
        }

        _check.Dispose();
    }

    internal void RequestStarts()
    {
        lock (_gate)
        {
            _busy++;
            _activity++;
        }
    }

    internal void RequestEnds()
    {
        lock (_gate)
        {
            _busy--;
            _activity++;
            Arm(FirstCheck);
        }
    }

    internal bool Set(JumpingTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            _activity++;
            if (_disposed || timer.IsDisposed)
            {
                return false;
            }

            timer.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _now + dueTime;
                timer.Sequence = _sequence++;
                _timers.Add(timer);
                Arm(FirstCheck);
            }

            return true;
        }
    }

    internal void Remove(JumpingTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    private void Arm(TimeSpan check)
    {
        if (!_disposed && _timers.Count > 0 && _busy == 0)
        {
            _check.Change(check, Timeout.InfiniteTimeSpan);
        }
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed || _busy > 0 || _timers.Min is not { } next)
            {
                return;
            }

            var idle = IsPoolIdle();
            var calm = _activity == _seenActivity;
            var still = calm && (ThreadPool.PendingWorkItemCount == 0 || ++_checks > PatienceInChecks);
            _seenActivity = _activity;
            (_idleChecks, _calmChecks) = (!idle ? 0 : calm ? _idleChecks + 1 : 1, still ? _calmChecks + 1 : 0);
            var isLong = next.Due - _now > LongJump;
            if (next.Due <= _now || _idleChecks >= (isLong ? IdleChecksBeforeLongJump : 1)
                || _calmChecks >= (isLong ? ChecksBeforeLongJump : 1))
            {
                (_idleChecks, _calmChecks, _checks) = (0, 0, 0);
                Fire(next);

                // Timers of one moment fire together; what each sets off may come in any order, as in real time.
                while (_timers.Min is { } same && same.Due <= _now)
                {
                    Fire(same);
                }
            }

            Arm(idle ? FirstCheck : _quiet);
        }
    }

    // Looked at from the pool: this look is the only work.
    private static bool IsPoolIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free <= 1 && ThreadPool.PendingWorkItemCount == 0;
    }

    private void Fire(JumpingTimer timer)
    {
        _timers.Remove(timer);
        _now = timer.Due > _now ? timer.Due : _now;
        _activity++;
        _busy++;
        if (timer.Period > TimeSpan.Zero)
        {
            timer.Due = _now + timer.Period;
            timer.Sequence = _sequence++;
            _timers.Add(timer);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static t => t.Owner.Run(t), timer, preferLocal: false);
    }

    private void Run(JumpingTimer timer)
    {
        try
        {
            timer.Callback(timer.State);
        }
        finally
        {
            RequestEnds();
        }
    }

    private sealed class Work(JumpingTimeProvider clock) : IDisposable
    {
        private JumpingTimeProvider? _clock = clock;

        public void Dispose() => Interlocked.Exchange(ref _clock, null)?.RequestEnds();
    }
}
