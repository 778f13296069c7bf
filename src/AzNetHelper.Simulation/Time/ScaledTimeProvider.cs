namespace AzNetHelper.Simulation;

/// <summary>
/// A clock on which waits are n times as short, for rehearsals: with a scale of 600 a gateway's 35 minutes take 3.5
/// seconds. Work counts as long as it takes: time passes as it does outside, and whenever the next timer is due the
/// clock leaps to it after a scaled wait. So a deadline of ten minutes is ten minutes of Azure's waits, not a second of
/// a slow machine.
/// </summary>
public sealed class ScaledTimeProvider : TimeProvider
{
    // A wait that rounds to nothing would make a polling loop spin.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly TimeProvider _real;
    private readonly DateTimeOffset _start;
    private readonly long _startStamp;
    private readonly ITimer _alarm;
    private readonly SortedSet<ScaledTimer> _timers = new(ScaledTimer.ByDue);
    private TimeSpan _leapt;
    private TimeSpan _rings;
    private long _sequence;

    /// <param name="scale">How many times shorter waits are; more than 0.</param>
    /// <param name="real">The clock that drives this one; the system's by default.</param>
    public ScaledTimeProvider(double scale, TimeProvider? real = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        Scale = scale;
        _real = real ?? System;
        _start = _real.GetUtcNow();
        _startStamp = _real.GetTimestamp();
        _alarm = _real.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public double Scale { get; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ScaledTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return Now();
            }
        }
    }

    private TimeSpan Now() => _real.GetElapsedTime(_startStamp) + _leapt;

    internal bool Set(ScaledTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (timer.IsDisposed)
            {
                return false;
            }

            timer.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Add(timer, dueTime);
            }

            SetAlarm();
            return true;
        }
    }

    internal void Remove(ScaledTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            if (_timers.Remove(timer))
            {
                SetAlarm();
            }
        }
    }

    private void Add(ScaledTimer timer, TimeSpan dueTime)
    {
        (timer.Due, timer.Sequence) = (Now() + dueTime, _sequence++);
        _timers.Add(timer);
    }

    private void FireDue()
    {
        ScaledTimer? due;
        lock (_gate)
        {
            // An alarm that was on its way when it was set anew, or that rang early: timers count whole milliseconds.
            var left = _rings - _real.GetElapsedTime(_startStamp);
            if (left > ShortestWait)
            {
                _alarm.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            due = _timers.Min;
            if (due is not null)
            {
                _timers.Remove(due);
                _leapt += due.Due > Now() ? due.Due - Now() : TimeSpan.Zero;
                if (due.Period > TimeSpan.Zero)
                {
                    Add(due, due.Period);
                }
            }

            SetAlarm();
        }

        due?.Callback(due.State);
    }

    // Anew at every change: what goes on meanwhile is work, and work brings no deadline nearer than it takes.
    private void SetAlarm()
    {
        if (_timers.Min is not { } next)
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = (next.Due - Now()) / Scale;
        wait = wait > ShortestWait ? wait : ShortestWait;
        _rings = _real.GetElapsedTime(_startStamp) + wait;
        _alarm.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
